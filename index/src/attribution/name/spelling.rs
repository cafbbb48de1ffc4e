//! The spellings of a name: folded, with its hyphens or without, with ü as ue.

use crate::text::fold::{fold, lower, strip};

/// Marks that stand inside names.
pub(crate) fn is_inner(c: char) -> bool {
    is_hyphen(c) || matches!(c, '.' | '\'' | '\u{2019}' | '\u{2018}' | '\u{02BC}')
}

pub(crate) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// Letters and digits of a word.
pub(crate) fn letters(word: &str) -> usize {
    word.chars().filter(|c| c.is_alphanumeric()).count()
}

/// What becomes of a hyphen.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hyphen {
    Parts,
    Gone,
}

/// A word folded, without the marks inside it.
pub(crate) fn spelt(word: &str, hyphen: Hyphen) -> String {
    marked(&fold(word), hyphen)
}

fn marked(folded: &str, hyphen: Hyphen) -> String {
    let mut spelt = String::with_capacity(folded.len());
    for c in folded.chars() {
        if is_hyphen(c) {
            if hyphen == Hyphen::Parts {
                spelt.push(' ');
            }
        } else if !is_inner(c) {
            spelt.push(c);
        }
    }
    spelt
}

/// Every spelling of a name: see [`Form::spellings`](crate::attribution::name::form::Form::spellings).
pub(crate) fn spellings(words: &[&str], suffix: Option<&str>) -> Vec<String> {
    let joined = |spell: &dyn Fn(&str) -> String| {
        let mut whole = String::new();
        for word in words {
            // "J.F." and "J. F." are the same.
            let initials = word.split('.').filter(|piece| !piece.is_empty());
            if word.contains('.') && initials.clone().all(|piece| letters(piece) == 1) {
                for initial in initials {
                    whole.push_str(&spell(initial));
                    whole.push(' ');
                }
            } else {
                whole.push_str(&spell(word));
                whole.push(' ');
            }
        }
        whole + suffix.unwrap_or_default()
    };
    let umlauts = |word: &str| {
        let mut spelt = String::with_capacity(word.len() + 2);
        for c in lower(word).chars() {
            match c {
                'ä' => spelt.push_str("ae"),
                'ö' | 'ø' => spelt.push_str("oe"),
                'ü' => spelt.push_str("ue"),
                'å' => spelt.push_str("aa"),
                c => spelt.push(c),
            }
        }
        strip(&spelt)
    };
    let mut spellings = vec![joined(&|word| spelt(word, Hyphen::Parts))];
    if words.iter().any(|word| word.contains(is_hyphen)) {
        spellings.push(joined(&|word| spelt(word, Hyphen::Gone)));
    }
    if words.iter().any(|word| !word.is_ascii()) {
        spellings.push(joined(&|word| marked(&umlauts(word), Hyphen::Parts)));
        spellings.push(joined(&|word| marked(&umlauts(word), Hyphen::Gone)));
    }
    spellings.sort_unstable();
    spellings.dedup();
    spellings
}
