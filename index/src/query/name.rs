//! Whether a name is one that the user means: a speaker's, a section's, a document's.

use crate::query::folded_words;
use crate::text::fold::fold;

/// Whether a name holds every one of these folded words.
pub(crate) fn holds_words(name: &str, wanted: &[String]) -> bool {
    if name.is_ascii() {
        // Most names do not hold the first letters of the word anywhere: that is found out without taking them apart.
        let name = name.as_bytes();
        let may_hold = |word: &String| {
            name.windows(word.len())
                .any(|window| window.eq_ignore_ascii_case(word.as_bytes()))
        };
        if !wanted.iter().all(may_hold) {
            return false;
        }
    }
    let words = folded_words(name).unwrap_or_default();
    wanted.iter().all(|word| words.contains(word))
}

/// Whether a name meets what a user wrote for it: a pattern with `*`, the whole name, or all words of it.
pub(crate) fn meets(name: &str, pattern: &str) -> bool {
    let (name, pattern) = (fold(name), fold(pattern));
    if pattern.contains('*') {
        return glob(&name, &pattern);
    }
    // In a file's name a full stop or an underscore parts words.
    let parted = |text: &str| text.replace(['.', '_'], " ");
    name == pattern
        || folded_words(&parted(&pattern))
            .is_some_and(|wanted| holds_words(&parted(&name), &wanted))
}

/// Whether a text fits a pattern in which `*` stands for anything.
fn glob(text: &str, pattern: &str) -> bool {
    let mut pieces = pattern.split('*');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else {
        return false;
    };
    let mut pieces: Vec<&str> = pieces.collect();
    let last = pieces.pop().unwrap_or_default();
    for piece in pieces {
        match rest.find(piece) {
            Some(place) => rest = &rest[place + piece.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::{holds_words, meets};

    #[test]
    fn all_words_of_a_filter_stand_in_one_name() {
        let check = |name: &str, wanted: &[&str], expected: bool| {
            let wanted: Vec<String> = wanted.iter().map(|word| (*word).to_owned()).collect();
            assert_eq!(holds_words(name, &wanted), expected, "{name}");
        };
        check("Anna Berg", &["berg"], true);
        check("Anna Berg", &["berg", "anna"], true);
        check("Anna Bergman", &["berg"], false);
        check("Anna-Lena Berg", &["lena"], true);
        check("Łukasz Żak", &["zak"], true);
    }

    #[test]
    fn documents_are_named_by_pattern_name_or_words() {
        for (name, pattern, expected) in [
            ("minutes.md", "minutes.md", true),
            ("council-minutes.md", "*minutes*", true),
            ("council-minutes.md", "council*", true),
            ("council-minutes.md", "*council", false),
            ("council-minutes.md", "minutes", true),
            ("council-minutes.md", "minute", false),
            ("a", "*", true),
            ("ab", "a*b", true),
            ("a", "a*a", false),
        ] {
            assert_eq!(meets(name, pattern), expected, "{name} {pattern}");
        }
    }
}
