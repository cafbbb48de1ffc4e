//! Whether a name is one that the user means: a speaker's, a section's, a document's.

use crate::query::folded_words;
use crate::text::fold::fold;
use crate::text::token::words;

/// The folded words that a user wants in a name, a `*` behind those that a word of the name need only begin with. `None` if
/// there are none, or a `*` stands elsewhere. `*` alone: any name.
pub(crate) fn wanted_words(value: &str) -> Option<Vec<String>> {
    if value.trim() == "*" {
        return Some(vec!["*".to_owned()]);
    }
    let mut stars = 0;
    let mut wanted = Vec::new();
    for word in words(value) {
        let mut folded = fold(word.text);
        if folded.is_empty() {
            continue;
        }
        let behind = value[word.end()..].strip_prefix('*');
        if behind.is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace)) {
            folded.push('*');
            stars += 1;
        }
        wanted.push(folded);
    }
    (!wanted.is_empty() && value.matches('*').count() == stars).then_some(wanted)
}

/// Whether a name holds every one of these folded words; of one with a `*` behind it, a word that begins so.
pub(crate) fn holds_words(name: &str, wanted: &[String]) -> bool {
    if name.is_ascii() {
        // Most names do not hold the first letters of the word anywhere: that is found out without taking them apart.
        let name = name.as_bytes();
        let may_hold = |word: &String| {
            let word = word.strip_suffix('*').unwrap_or(word).as_bytes();
            word.is_empty()
                || name
                    .windows(word.len())
                    .any(|window| window.eq_ignore_ascii_case(word))
        };
        if !wanted.iter().all(may_hold) {
            return false;
        }
    }
    let words = folded_words(name).unwrap_or_default();
    wanted.iter().all(|word| match word.strip_suffix('*') {
        Some(start) => words.iter().any(|own| own.starts_with(start)),
        None => words.contains(word),
    })
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
    use super::{holds_words, meets, wanted_words};

    #[test]
    fn a_star_stands_for_the_rest_of_a_word() {
        let check = |name: &str, value: &str, expected: Option<bool>| {
            let found = wanted_words(value).map(|wanted| holds_words(name, &wanted));
            assert_eq!(found, expected, "{name} {value}");
        };
        check("Pete Hegseth", "hegs*", Some(true));
        check("Pete Hegseth", "pete hegs*", Some(true));
        check("Pete Hegseth", "hegse", Some(false));
        check("Łukasz Żak", "luk*", Some(true));
        check("Anna Berg", "*", Some(true));
        check("", "*", Some(false));
        check("Anna Berg", "*erg", None);
        check("Anna Berg", "b*g", None);
        check("Anna Berg", "-", None);
    }

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
