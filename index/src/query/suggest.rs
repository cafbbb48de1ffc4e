//! How much two spellings differ, and the names nearest to a misspelt one.

/// The number of edits between two texts: letters inserted, deleted, replaced, or swapped with
/// their neighbour.
///
/// This is Damerau's distance in its restricted form: no letter is edited twice.
pub(crate) fn edit_distance(one: &str, other: &str) -> usize {
    let one: Vec<char> = one.chars().collect();
    let other: Vec<char> = other.chars().collect();
    let width = other.len() + 1;
    let mut before_that = vec![0; width];
    let mut before: Vec<usize> = (0..width).collect();
    let mut current = vec![0; width];
    for (i, a) in one.iter().enumerate() {
        current[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let changed = before[j] + usize::from(a != b);
            let mut best = changed.min(before[j + 1] + 1).min(current[j] + 1);
            if i > 0 && j > 0 && *a == other[j - 1] && one[i - 1] == *b {
                best = best.min(before_that[j - 1] + 1);
            }
            current[j + 1] = best;
        }
        std::mem::swap(&mut before_that, &mut before);
        std::mem::swap(&mut before, &mut current);
    }
    before[width - 1]
}

/// Whether two texts are at most `allowed` edits apart.
///
/// Faster than [`edit_distance`]: most words have too many different letters, which a bit mask of
/// their letters shows.
pub(crate) fn is_within(one: &str, other: &str, allowed: usize) -> bool {
    // The number of letters, and a bit for each.
    let letters = |text: &str| {
        let letters = text.chars();
        letters.fold((0usize, 0u64), |(count, mask), letter| {
            (count + 1, mask | 1 << (u32::from(letter) % 64))
        })
    };
    let ((count, mask), (other_count, other_mask)) = (letters(one), letters(other));
    // A replaced letter can change two bits: its own and that of the letter in its place.
    count.abs_diff(other_count) <= allowed
        && (mask ^ other_mask).count_ones() as usize <= allowed * 2
        && edit_distance(one, other) <= allowed
}

/// The names of which `typed` may be a misspelling, nearest first, at most three. A name equal to
/// `typed` is not listed.
pub(crate) fn nearest<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    // One edit in a short word, two in a longer one. In the shortest, any word would be near.
    let allowed = match typed.chars().count() {
        0..=2 => 0,
        3..=4 => 1,
        _ => 2,
    };
    let mut near: Vec<(usize, &str)> = names
        .into_iter()
        // A letter takes at most four bytes.
        .filter(|name| name.len().abs_diff(typed.len()) <= allowed * 4)
        .map(|name| (edit_distance(typed, name), name))
        .filter(|(distance, _)| (1..=allowed).contains(distance))
        .collect();
    near.sort();
    near.dedup();
    near.truncate(3);
    near.into_iter().map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::{edit_distance, is_within, nearest};

    #[test]
    fn edits_are_counted() {
        for (one, other, expected) in [
            ("", "", 0),
            ("berg", "berg", 0),
            ("berg", "burg", 1),
            ("berg", "brg", 1),
            ("berg", "bergs", 1),
            ("berg", "ebrg", 1),
            ("zelensky", "zelenskyy", 1),
            ("zelenskiy", "zelenskyy", 1),
            ("kitten", "sitting", 3),
            ("", "abc", 3),
            ("łódź", "lodz", 3),
        ] {
            assert_eq!(edit_distance(one, other), expected, "{one} {other}");
            assert_eq!(edit_distance(other, one), expected, "{other} {one}");
            for allowed in 0..4 {
                assert_eq!(is_within(one, other, allowed), expected <= allowed);
            }
        }
    }

    #[test]
    fn the_nearest_names_come_first() {
        assert_eq!(nearest("spaeker", ["speaker", "section"]), ["speaker"]);
        assert_eq!(nearest("https", ["speaker", "date"]), [] as [&str; 0]);
    }
}
