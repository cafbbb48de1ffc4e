//! The spellings of a name: folded, with its hyphens or without them, with "ü" as "u" or "ue".

use crate::text::fold::{fold, lower, strip};

/// Whether a mark can be inside a name.
pub(crate) fn is_inner_mark(c: char) -> bool {
    is_hyphen(c) || matches!(c, '.' | '\'' | '\u{2019}' | '\u{2018}' | '\u{02BC}')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// Number of letters and digits in a word.
pub(crate) fn letters(word: &str) -> usize {
    word.chars().filter(|c| c.is_alphanumeric()).count()
}

/// What becomes of hyphens.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hyphens {
    AsSpaces,
    Removed,
}

/// A word folded, without the marks inside it.
pub(crate) fn spelling(word: &str, hyphens: Hyphens) -> String {
    without_marks(&fold(word), hyphens)
}

fn without_marks(folded: &str, hyphens: Hyphens) -> String {
    let mut spelling = String::with_capacity(folded.len());
    for c in folded.chars() {
        if is_hyphen(c) {
            if hyphens == Hyphens::AsSpaces {
                spelling.push(' ');
            }
        } else if !is_inner_mark(c) {
            spelling.push(c);
        }
    }
    spelling
}

/// Every spelling of a name: see
/// [`Form::spellings`](crate::attribution::name::form::Form::spellings).
pub(crate) fn spellings(words: &[&str], suffix: Option<&str>) -> Vec<String> {
    let spell_name = |spell: &dyn Fn(&str) -> String| {
        let mut name = String::new();
        for piece in words.iter().flat_map(|word| pieces(word)) {
            name.push_str(&spell(piece));
            name.push(' ');
        }
        name + suffix.unwrap_or_default()
    };
    let umlauts = |hyphens: Hyphens| {
        spell_name(&|word| without_marks(&with_umlauts_spelled_out(word), hyphens))
    };
    let mut spellings = vec![spell_name(&|word| spelling(word, Hyphens::AsSpaces))];
    if words.iter().any(|word| word.contains(is_hyphen)) {
        spellings.push(spell_name(&|word| spelling(word, Hyphens::Removed)));
    }
    if words.iter().any(|word| !word.is_ascii()) {
        spellings.push(umlauts(Hyphens::AsSpaces));
        spellings.push(umlauts(Hyphens::Removed));
    }
    spellings.sort_unstable();
    spellings.dedup();
    spellings
}

/// The initials in a word of initials ("J.F." is the same as "J. F."), otherwise the word itself.
fn pieces(word: &str) -> Vec<&str> {
    let pieces: Vec<&str> = word.split('.').filter(|piece| !piece.is_empty()).collect();
    if word.contains('.') && pieces.iter().all(|piece| letters(piece) == 1) {
        return pieces;
    }
    vec![word]
}

/// A word folded, with "ue" for "ü" and the like.
fn with_umlauts_spelled_out(word: &str) -> String {
    let mut spelling = String::with_capacity(word.len() + 2);
    for c in lower(word).chars() {
        match c {
            'ä' => spelling.push_str("ae"),
            'ö' | 'ø' => spelling.push_str("oe"),
            'ü' => spelling.push_str("ue"),
            'å' => spelling.push_str("aa"),
            c => spelling.push(c),
        }
    }
    strip(&spelling)
}
