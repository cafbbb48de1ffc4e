//! Splits text into the words of a query, with the tokenizer that splits passages.

use crate::query::node::{Element, Node, NodeKind, Part, QueryWord};
use crate::text::fold::fold;
use crate::text::stem::{Stemming, word_terms};
use crate::text::token::{Cut, Word, words};
use crate::text::word_parts::is_elided;

/// A word of a query's text.
#[derive(Clone, Copy)]
pub(super) struct FoundWord<'a> {
    pub word: Word<'a>,
    /// A single character of a script without spaces, with no other next to it.
    pub alone: bool,
    /// Elided before the next word, as the l of `l'eau`.
    pub elided: bool,
}

/// The words of a text.
pub(super) fn found_words(text: &str) -> Vec<FoundWord<'_>> {
    let mut found = Vec::new();
    let mut pair_end = None;
    for word in words(text) {
        let alone = word.cut == Cut::Tail && pair_end != Some(word.end());
        pair_end = (word.cut == Cut::Pair).then_some(word.end());
        if !fold(word.text).is_empty() {
            found.push(FoundWord {
                word,
                alone,
                elided: is_elided(text, word.text, word.end()),
            });
        }
    }
    found
}

/// The words that say something: not the articles and pronouns elided before them. In a name in
/// capital letters, as in `D'Angelo`, they are part of it.
pub(super) fn without_elided<'t>(found: &[FoundWord<'t>]) -> Vec<FoundWord<'t>> {
    let is_capital = |word: Option<&FoundWord<'_>>| {
        word.is_some_and(|word| word.word.text.starts_with(char::is_uppercase))
    };
    let mut kept = Vec::with_capacity(found.len());
    for (number, word) in found.iter().enumerate() {
        let is_name = is_capital(Some(word)) && is_capital(found.get(number + 1));
        // "L'Union" is as common in a headline as "L'union".
        let is_article = word.word.text.eq_ignore_ascii_case("l");
        if !word.elided || (is_name && !is_article) {
            kept.push(*word);
        }
    }
    kept
}

/// A node for each word. The last character of a run in a script without spaces is left out: the
/// pair before contains it.
pub(super) fn word_nodes(found: Vec<FoundWord<'_>>, offset: usize) -> Vec<Node> {
    let nodes = found
        .into_iter()
        .filter_map(|FoundWord { word, alone, .. }| {
            let span = offset + word.start..offset + word.end();
            let kind = match (word.cut, alone) {
                (Cut::Tail, true) => NodeKind::Prefix(fold(word.text)),
                (Cut::Tail, false) => return None,
                _ => NodeKind::Word(QueryWord::new(word)),
            };
            Some(Node { kind, span })
        });
    nodes.collect()
}

/// The words of a text, each as a part of a query.
pub(in crate::query) fn plain_words(text: &str) -> Vec<Part> {
    let nodes = word_nodes(without_elided(&found_words(text)), 0).into_iter();
    let part = |node| Part {
        node,
        required: false,
    };
    nodes.map(part).collect()
}

/// The words of a phrase with their positions.
///
/// The last character of a run in a script without spaces has a position but no element: the pair
/// before contains it.
pub(super) fn elements(text: &str) -> Vec<Element> {
    let mut elements = Vec::new();
    let found = found_words(text);
    let start = found.first().map_or(0, |found| found.word.start);
    let end = found.last().map_or(0, |found| found.word.end());
    for (offset, FoundWord { word, alone, .. }) in found.into_iter().enumerate() {
        if (word.cut != Cut::Tail || alone)
            && let Some(terms) = word_terms(word, Stemming::NONE)
        {
            elements.push(Element {
                offset: offset as u32,
                folded: terms.exact.into(),
                prefix: alone,
                before: String::new(),
                after: String::new(),
            });
        }
    }
    if let Some(first) = elements.first_mut() {
        first.before = text[..start].to_owned();
    }
    if let Some(last) = elements.last_mut() {
        last.after = text[end..].to_owned();
    }
    elements
}

/// The folded form of a text that is one word, without an article elided before it. `None` if it is
/// not.
pub(super) fn single_word(text: &str) -> Option<String> {
    let mut found = found_words(text);
    found.retain(|word| !word.elided);
    match &found[..] {
        // `word_terms` limits the length, as it does for the words of passages.
        [only] => word_terms(only.word, Stemming::NONE).map(|terms| terms.exact.into()),
        _ => None,
    }
}

/// Other ways to write a word that was typed as `raw`, which is text without spaces: `email` for
/// `e-mail`, and `B-52` for `B52`.
pub(super) fn other_spelling(raw: &str, found: &[FoundWord<'_>]) -> Option<NodeKind> {
    match found {
        [only] => {
            let (letters, digits) = letters_and_digits(only.word.text)?;
            Some(NodeKind::Phrase(elements(&format!("{letters}-{digits}"))))
        }
        [first, rest @ ..] => {
            let mut end = first.word.end();
            for next in rest {
                if !matches!(&raw[end..next.word.start], "-" | "\u{2010}" | "\u{2011}") {
                    return None;
                }
                end = next.word.end();
            }
            let joined: String = found.iter().map(|found| found.word.text).collect();
            match &found_words(&joined)[..] {
                // Two numbers are not one.
                [one] if joined.contains(char::is_alphabetic) => {
                    Some(NodeKind::Word(QueryWord::new(one.word)))
                }
                _ => None,
            }
        }
        [] => None,
    }
}

/// The parts of a word of letters followed by digits. `None` for any other word.
fn letters_and_digits(word: &str) -> Option<(&str, &str)> {
    let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_both = !letters.is_empty()
        && letters.len() < word.len()
        && letters.chars().all(char::is_alphabetic);
    is_both.then(|| word.split_at(letters.len()))
}
