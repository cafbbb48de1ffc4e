//! `"..."~N`: which occurrences of its words are close enough together.
//!
//! Retrieval and highlighting both decide with this one function, so that they agree.

/// The narrowest stretches of text that contain every word as often as the query gives it, with at
/// most `between` other words from the first to the last.
///
/// `occurrences` are pairs of a position and the number of the word there, ascending by position.
/// `needs` is how often each word must occur. Returns pairs of indexes into `occurrences`, the
/// first and the last of each stretch, in ascending order. No stretch contains another.
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
        // Drop occurrences from the front that are not needed. This leaves the narrowest stretch
        // that ends here.
        while missing == 0 && have[occurrences[first].1] > needs[occurrences[first].1] {
            have[occurrences[first].1] -= 1;
            first += 1;
        }
        if missing == 0 && position - occurrences[first].0 < widest {
            found.push((first, last));
        }
    }
    // Of several stretches with the same start the first is the narrowest.
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
                Some(number) => needs[number] += 1,
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
