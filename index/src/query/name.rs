//! Compares names with what the user wrote: names of speakers, sections and documents.

use crate::text::fold::fold;
use crate::text::token::words;

/// The folded words of a text. `None` if there are none.
pub(crate) fn folded_words(value: &str) -> Option<Vec<String>> {
    let folded: Vec<String> = words(value)
        .map(|word| fold(word.text))
        .filter(|word| !word.is_empty())
        .collect();
    (!folded.is_empty()).then_some(folded)
}

/// The folded words that a name must contain to match `value`.
///
/// A word with `*` after it keeps the star: a word of the name need only start with it. `*` alone
/// matches any name. `None` if there is no word, or a `*` anywhere else.
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
        let after_star = value[word.end()..].strip_prefix('*');
        if after_star.is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace)) {
            folded.push('*');
            stars += 1;
        }
        wanted.push(folded);
    }
    (!wanted.is_empty() && value.matches('*').count() == stars).then_some(wanted)
}

/// Whether a name contains all the [`wanted_words`].
pub(crate) fn holds_words(name: &str, wanted: &[String]) -> bool {
    // Most names do not contain the letters of a wanted word at all. Check that before splitting
    // the name into words.
    if name.is_ascii() && !wanted.iter().all(|word| contains_letters(name, word)) {
        return false;
    }
    let words = folded_words(name).unwrap_or_default();
    wanted.iter().all(|word| match word.strip_suffix('*') {
        Some(start) => words.iter().any(|own| own.starts_with(start)),
        None => words.contains(word),
    })
}

/// Whether an ASCII name contains a wanted word anywhere, ignoring case.
fn contains_letters(name: &str, wanted: &str) -> bool {
    let wanted = wanted.strip_suffix('*').unwrap_or(wanted).as_bytes();
    wanted.is_empty()
        || name
            .as_bytes()
            .windows(wanted.len())
            .any(|window| window.eq_ignore_ascii_case(wanted))
}

/// Whether a name matches a pattern: with `*` the pattern must fit the whole name. Without, the
/// name must be the pattern or contain all its words.
pub(crate) fn meets(name: &str, pattern: &str) -> bool {
    let (name, pattern) = (fold(name), fold(pattern));
    if pattern.contains('*') {
        return glob(&name, &pattern);
    }
    name == pattern
        || folded_words(&split_file_name(&pattern))
            .is_some_and(|wanted| holds_words(&split_file_name(&name), &wanted))
}

/// A file name with its words separated by spaces: full stops and underscores separate them too.
pub(crate) fn split_file_name(name: &str) -> String {
    name.replace(['.', '_'], " ")
}

/// Whether a text fits a pattern in which each `*` matches any number of characters.
pub(crate) fn glob(text: &str, pattern: &str) -> bool {
    if !pattern.contains('*') {
        return text == pattern;
    }
    let mut pieces = pattern.split('*');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else {
        return false;
    };
    let mut pieces: Vec<&str> = pieces.collect();
    let last = pieces.pop().unwrap_or_default();
    for piece in pieces {
        match rest.find(piece) {
            Some(offset) => rest = &rest[offset + piece.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::{holds_words, meets, wanted_words};

    #[test]
    fn a_star_matches_the_rest_of_a_word() {
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
    fn one_name_must_contain_all_words_of_a_filter() {
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
    fn documents_match_by_pattern_name_or_words() {
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
