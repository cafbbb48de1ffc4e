//! `"..."~N`: which occurrences of the words stand close enough together.
//!
//! Retrieval and highlighting both decide by this one function.

/// The narrowest stretches that hold every word, as often as the query names it, with at most `between` other words from
/// the first to the last. Gives index ranges into `occurrences`, ascending, none inside another.
///
/// `occurrences` are positions with the number of the word that stands there, ascending by position; `needs` says how often
/// each word must be there.
pub(crate) fn stretches(
    occurrences: &[(u32, usize)],
    needs: &[usize],
    between: u32,
) -> Vec<(usize, usize)> {
    let wanted: usize = needs.iter().sum();
    let widest = wanted as u32 + between;
    let mut have = vec![0usize; needs.len()];
    let mut missing = wanted;
    let mut found = Vec::new();
    let mut first = 0;
    for (last, &(position, word)) in occurrences.iter().enumerate() {
        if have[word] < needs[word] {
            missing -= 1;
        }
        have[word] += 1;
        // Take off the front what is not needed; what is left is the narrowest stretch that ends here.
        while missing == 0 && have[occurrences[first].1] > needs[occurrences[first].1] {
            have[occurrences[first].1] -= 1;
            first += 1;
        }
        if missing == 0 && position - occurrences[first].0 < widest {
            found.push((first, last));
        }
    }
    // Of several stretches that begin together the first ends first.
    found.dedup_by(|later, earlier| later.0 == earlier.0);
    found
}

#[cfg(test)]
mod tests {
    use super::stretches;

    fn check(text: &str, query: &[&str], between: u32, expected: &[(usize, usize)]) {
        let mut words: Vec<&str> = Vec::new();
        let mut needs: Vec<usize> = Vec::new();
        for word in query {
            match words.iter().position(|known| known == word) {
                Some(place) => needs[place] += 1,
                None => {
                    words.push(word);
                    needs.push(1);
                }
            }
        }
        let occurrences: Vec<(u32, usize)> = text
            .split(' ')
            .enumerate()
            .filter_map(|(position, word)| {
                Some((
                    position as u32,
                    words.iter().position(|known| *known == word)?,
                ))
            })
            .collect();
        let found: Vec<(usize, usize)> = stretches(&occurrences, &needs, between)
            .into_iter()
            .map(|(first, last)| (occurrences[first].0 as usize, occurrences[last].0 as usize))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn words_near_each_other_in_any_order() {
        check("end x war", &["end", "war"], 1, &[(0, 2)]);
        check("war x end", &["end", "war"], 1, &[(0, 2)]);
        check("war x x end", &["end", "war"], 1, &[]);
        check("end war", &["end", "war"], 0, &[(0, 1)]);
        check("war end war", &["end", "war"], 0, &[(0, 1), (1, 2)]);
    }

    #[test]
    fn a_word_named_twice_must_be_there_twice() {
        check("very good", &["very", "very"], 3, &[]);
        check("very very", &["very", "very"], 0, &[(0, 1)]);
        check("very x very very", &["very", "very"], 0, &[(2, 3)]);
    }
}
