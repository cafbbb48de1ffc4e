//! Splits text into the words of a query, with the tokenizer that splits passages.

use crate::query::node::{Element, Node, NodeKind, Part, QueryWord};
use crate::text::fold::fold;
use crate::text::stem::{Stemming, word_terms};
use crate::text::token::{Cut, Word, words};

/// The words of a text, each with whether it is a single character of a script without spaces, with
/// no other next to it.
pub(super) fn found_words(text: &str) -> Vec<(Word<'_>, bool)> {
    let mut found = Vec::new();
    let mut pair_end = None;
    for word in words(text) {
        let alone = word.cut == Cut::Tail && pair_end != Some(word.end());
        pair_end = (word.cut == Cut::Pair).then_some(word.end());
        if !fold(word.text).is_empty() {
            found.push((word, alone));
        }
    }
    found
}

/// A node for each word. The last character of a run in a script without spaces is left out: the
/// pair before contains it.
pub(super) fn word_nodes(found: Vec<(Word<'_>, bool)>, offset: usize) -> Vec<Node> {
    let nodes = found.into_iter().filter_map(|(word, alone)| {
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
    let nodes = word_nodes(found_words(text), 0).into_iter();
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
    let start = found.first().map_or(0, |(word, _)| word.start);
    let end = found.last().map_or(0, |(word, _)| word.end());
    for (offset, (word, alone)) in found.into_iter().enumerate() {
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

/// The folded form of a text that is one word. `None` if it is not.
pub(super) fn single_word(text: &str) -> Option<String> {
    match &found_words(text)[..] {
        // `word_terms` limits the length, as it does for the words of passages.
        [(only, _)] => word_terms(*only, Stemming::NONE).map(|terms| terms.exact.into()),
        _ => None,
    }
}
