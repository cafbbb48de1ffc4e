//! Words broken at the end of a line, and whether their hyphen belongs to the word.
//!
//! A hyphen belongs to a word that has one elsewhere in the file ("well-known"). Others are dropped
//! when the word is joined.

use std::cell::LazyCell;
use std::collections::HashSet;

use crate::text::word_list::WordList;

static HEADS: WordList = WordList::new(include_str!("lists/hyphenated_heads.txt"));
static CONJUNCTIONS: WordList = WordList::new(include_str!("lists/conjunctions.txt"));

/// Whether a word is broken between two lines, with a hyphen at the end of the first.
pub fn is_broken_word(before: &str, line: &str) -> bool {
    before
        .strip_suffix(['-', '\u{AD}', '\u{2010}'])
        .is_some_and(|word| word.ends_with(char::is_alphabetic))
        && line.starts_with(char::is_lowercase)
        && !CONJUNCTIONS.contains(first_word(line))
}

/// Ends a line of a text before the next line: with a space, or so that a broken word is joined.
pub fn end_line(
    text: &mut String,
    next: &str,
    compounds: &LazyCell<Compounds, impl FnOnce() -> Compounds>,
) {
    if is_broken_word(text, next) {
        drop_hyphen(text, next, compounds);
    } else {
        text.push(' ');
    }
}

/// Drops the hyphen at the end of a text if a word is joined there that does not keep it.
pub fn drop_hyphen(text: &mut String, line: &str, compounds: &Compounds) {
    if !(text.ends_with('-') && keeps_hyphen(text, line, compounds)) {
        text.pop();
    }
}

/// The words of a file with a hyphen inside a line, in lower case: "well-known".
#[derive(Clone, Debug, Default)]
pub struct Compounds(HashSet<String>);

impl Compounds {
    /// Those of a file with these lines.
    pub fn of<'l>(lines: impl Iterator<Item = &'l str>) -> Compounds {
        let words = lines
            .filter(|line| line.contains('-'))
            .flat_map(str::split_whitespace)
            .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
            .filter(|word| word.contains('-'));
        Compounds(words.map(str::to_lowercase).collect())
    }
}

/// Whether the hyphen at the end of a line belongs to the word, and stays.
fn keeps_hyphen(before: &str, line: &str, compounds: &Compounds) -> bool {
    /// A shorter second part is a syllable: "self-" and "ish" are "selfish".
    const MIN_PART: usize = 4;
    /// Longest word between two hyphens, as in "state-of-the-art". Syllables are longer.
    const SMALL_WORD: usize = 3;
    let head = before.rsplit(is_not_of_word).next().unwrap_or(before);
    let head = head.to_lowercase();
    let tail = first_word(line).to_lowercase();
    let first = head.trim_end_matches('-');
    let is_long = tail.chars().count() >= MIN_PART || first.ends_with("ty");
    let small = first.rsplit_once('-').map(|(_, last)| last);
    compounds.0.contains(&format!("{head}{tail}"))
        || (HEADS.contains(first) && is_long)
        || small.is_some_and(|last| last.chars().count() <= SMALL_WORD)
}

/// The word that a line starts with, its hyphens included.
fn first_word(line: &str) -> &str {
    line.split(is_not_of_word).next().unwrap_or(line)
}

fn is_not_of_word(c: char) -> bool {
    !c.is_alphanumeric() && c != '-'
}

#[cfg(test)]
mod tests {
    use std::cell::LazyCell;

    use super::{Compounds, end_line};

    fn check(before: &str, line: &str, expected: &str) {
        let lines = ["the sea-wall and a well-kept quay"].into_iter();
        let compounds = LazyCell::new(|| Compounds::of(lines));
        let mut text = before.to_owned();
        end_line(&mut text, line, &compounds);
        assert_eq!(text + line, expected);
    }

    #[test]
    fn a_broken_word_loses_its_hyphen() {
        check("they dis-", "cussed it", "they discussed it");
        check("they dis\u{AD}", "cussed it", "they discussed it");
        check("how self-", "ish", "how selfish");
    }

    #[test]
    fn a_compound_keeps_its_hyphen() {
        check("the sea-", "wall", "the sea-wall");
        check("a well-", "known pilot", "a well-known pilot");
        check("thirty-", "one", "thirty-one");
        check("state-of-the-", "art", "state-of-the-art");
    }

    #[test]
    fn a_hyphen_that_holds_a_place_breaks_no_word() {
        check("pre-", "and post-war", "pre- and post-war");
        check("he stayed -", "and left", "he stayed - and left");
        check("the Anglo-", "Norse quay", "the Anglo- Norse quay");
    }
}
