//! Words that are parted at a line's end, and whether their hyphen is their own.

use std::collections::HashSet;

use crate::ingest::pdf::letters::Line;

/// Whether a word goes on from a hyphen at a line's end.
pub fn parted(before: &str, line: &str) -> bool {
    before
        .strip_suffix(['-', '\u{AD}', '\u{2010}'])
        .is_some_and(|word| word.ends_with(char::is_alphabetic))
        && line.starts_with(char::is_lowercase)
}

/// Words with a hyphen inside a line, "well-known", in lower case: parted at their hyphen elsewhere, they keep it.
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

/// Whether the hyphen at a line's end belongs to the word.
pub fn keeps_hyphen(before: &str, line: &str, compounds: &HashSet<String>) -> bool {
    // No other word begins so: "well-" and "self-" are words themselves.
    const WORDS: [&str; 2] = ["well-", "self-"];
    const SHORTEST: usize = 4;
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
        || (WORDS.contains(&head.as_str()) && tail.chars().count() >= SHORTEST)
}
