//! Words broken at the end of a line, and whether their hyphen belongs to the word.
//!
//! A hyphen belongs to a word that has one elsewhere in the file ("well-known"). Others are dropped
//! when the word is joined.

use std::collections::HashSet;

use crate::ingest::pdf::letters::Line;

/// Whether a word is broken between two lines, with a hyphen at the end of the first.
pub fn is_broken_word(before: &str, line: &str) -> bool {
    before
        .strip_suffix(['-', '\u{AD}', '\u{2010}'])
        .is_some_and(|word| word.ends_with(char::is_alphabetic))
        && line.starts_with(char::is_lowercase)
}

/// The words of a file with a hyphen inside a line, in lower case: "well-known".
pub fn compounds(pages: &[Vec<Line>]) -> HashSet<String> {
    pages
        .iter()
        .flatten()
        .flat_map(|line| line.text.split_whitespace())
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| word.contains('-'))
        .map(str::to_lowercase)
        .collect()
}

/// Whether the hyphen at the end of a line belongs to the word, and stays.
pub fn keeps_hyphen(before: &str, line: &str, compounds: &HashSet<String>) -> bool {
    /// No word without a hyphen begins like these.
    const PREFIXES: [&str; 2] = ["well-", "self-"];
    /// A shorter second part is a syllable: "self-" and "ish" are "selfish".
    const MIN_PART: usize = 4;
    let not_of_word = |c: char| !c.is_alphanumeric() && c != '-';
    let head = before
        .rsplit(not_of_word)
        .next()
        .unwrap_or(before)
        .to_lowercase();
    let tail = line
        .split(not_of_word)
        .next()
        .unwrap_or(line)
        .to_lowercase();
    compounds.contains(&format!("{head}{tail}"))
        || (PREFIXES.contains(&head.as_str()) && tail.chars().count() >= MIN_PART)
}
