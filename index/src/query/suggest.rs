//! The names nearest to a misspelt one.

/// How many letters differ: inserted, left out, changed, or two neighbours swapped (Damerau's distance, the restricted form).
pub fn distance(one: &str, other: &str) -> usize {
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

/// Whether at most `allowed` letters differ. Most words have too many other letters, which is seen at a glance.
pub fn is_near(one: &str, other: &str, allowed: usize) -> bool {
    let letters = |text: &str| {
        let letters = text.chars();
        letters.fold((0usize, 0u64), |(count, there), letter| {
            (count + 1, there | 1 << (u32::from(letter) % 64))
        })
    };
    let ((count, there), (other_count, other_there)) = (letters(one), letters(other));
    // A letter that is changed is one less of its kind and one more of another.
    count.abs_diff(other_count) <= allowed
        && (there ^ other_there).count_ones() as usize <= allowed * 2
        && distance(one, other) <= allowed
}

/// Those of `names` that a slip of the pen could have turned into `typed`, nearest first, at most three.
pub fn nearest<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    // One slip in a short word, two in a longer one: "kind" is no misspelt "king".
    let allowed = match typed.chars().count() {
        0..=2 => 0,
        3..=4 => 1,
        _ => 2,
    };
    let mut near: Vec<(usize, &str)> = names
        .into_iter()
        .filter(|name| name.len().abs_diff(typed.len()) <= allowed * 4)
        .map(|name| (distance(typed, name), name))
        .filter(|(distance, _)| (1..=allowed).contains(distance))
        .collect();
    near.sort();
    near.dedup();
    near.truncate(3);
    near.into_iter().map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::{distance, is_near, nearest};

    #[test]
    fn slips_are_counted() {
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
            assert_eq!(distance(one, other), expected, "{one} {other}");
            assert_eq!(distance(other, one), expected, "{other} {one}");
            for allowed in 0..4 {
                assert_eq!(is_near(one, other, allowed), expected <= allowed);
            }
        }
    }

    #[test]
    fn the_nearest_names_come_first() {
        assert_eq!(nearest("spaeker", ["speaker", "section"]), ["speaker"]);
        assert_eq!(nearest("https", ["speaker", "date"]), [] as [&str; 0]);
    }
}
