//! Spellings of one number or abbreviation: `1,000` is `1000`, `Ph.D.` is `PhD`.
//!
//! `indexed_spelling` finds the spelling that is indexed. It takes words in lower case (see
//! `text::fold`) and never changes its own result.

use crate::text::word_list::WordList;

static POINTED: WordList = WordList::new(include_str!("lists/pointed_abbreviations.txt"));

/// Abbreviations of three letters that would be other words without their full stops.
const NOT_JOINED: [&str; 4] = ["a.l.l", "a.n.d", "n.o.w", "w.h.o"];

/// Whether a space may separate the digits of a number: one at which no line ends.
pub(crate) fn is_number_space(c: char) -> bool {
    matches!(c, '\u{A0}' | '\u{2007}' | '\u{2009}' | '\u{202F}')
}

/// The indexed spelling of a word in lower case. `None` if it is the word itself.
pub(crate) fn indexed_spelling(word: &str) -> Option<String> {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return without_separators(word);
    }
    if memchr::memchr(b'.', word.as_bytes()).is_some() {
        return without_points(word);
    }
    None
}

/// A number without what separates its thousands. The last group has three digits, the others two
/// (as in India) or three.
///
/// One full stop alone separates nothing: `1.000` is one in English.
fn without_separators(word: &str) -> Option<String> {
    let first = digits(word);
    if first > 3 {
        return None;
    }
    let separator = word[first..].chars().next()?;
    if !matches!(separator, ',' | '.' | '\'' | ' ' | '\u{66C}') {
        return None;
    }
    let mut plain = word[..first].to_owned();
    let mut rest = &word[first..];
    let mut groups = 0;
    let mut last = 0;
    while let Some(group) = rest.strip_prefix(separator)
        && matches!(digits(group), 2 | 3)
    {
        last = digits(group);
        plain.push_str(&group[..last]);
        rest = &group[last..];
        groups += 1;
    }
    let goes_on = rest
        .strip_prefix(separator)
        .is_some_and(|rest| digits(rest) > 0);
    let is_grouped = last == 3 && !goes_on && (separator != '.' || groups > 1);
    is_grouped.then(|| plain + rest)
}

/// How many ASCII digits a text begins with.
fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// An abbreviation without its full stops. Without them `U.S.` would be the word "us", so those of
/// two letters need an entry in the list.
fn without_points(word: &str) -> Option<String> {
    let mut parts = 0;
    for part in word.split('.') {
        let mut chars = part.chars();
        let is_letter = chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none();
        if !is_letter {
            parts = 0;
            break;
        }
        parts += 1;
    }
    let is_joined = (parts > 2 && !NOT_JOINED.contains(&word)) || POINTED.contains(word);
    is_joined.then(|| word.replace('.', ""))
}

#[cfg(test)]
mod tests {
    use super::indexed_spelling;

    fn check(word: &str, expected: &str) {
        let found = indexed_spelling(word).unwrap_or_else(|| word.to_owned());
        assert_eq!(found, expected, "{word}");
        assert_eq!(indexed_spelling(&found), None, "{word} twice");
    }

    #[test]
    fn separators_of_thousands_go() {
        check("1,000", "1000");
        check("1,234,567.50", "1234567.50");
        check("12,34,567", "1234567");
        check("1'000", "1000");
        check("1 000,5", "1000,5");
        check("1.234.567", "1234567");
        check("1,000th", "1000th");
    }

    #[test]
    fn other_numbers_stay() {
        for word in [
            "1.000", "3.14", "10,30", "1,000,00", "1234,567", "5", "1,0000",
        ] {
            check(word, word);
        }
    }

    #[test]
    fn full_stops_of_abbreviations_go_unless_another_word_is_left() {
        check("ph.d", "phd");
        check("u.s.s.r", "ussr");
        check("u.k", "uk");
        for word in ["u.s", "w.h.o", "example.com", "v1.2", "a.m", ".net"] {
            check(word, word);
        }
    }
}
