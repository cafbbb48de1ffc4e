//! How much one query may ask.
//!
//! A plain word costs one list of the index, however many there are. One that stands for others (`a*`, `zelensky~2`) costs a
//! walk through the dictionary and up to all of its lists, so their number has a bound.

use std::ops::Range;

use crate::error::QueryError;
use crate::query::Query;
use crate::query::node::{Node, NodeKind};

/// Words that stand for others at most. So many prefixes of one letter take seconds and .2 GB on 427,000 paragraphs, and people
/// write tens.
const OPEN_WORDS: usize = 256;

/// An error at the first word that is too much.
pub(super) fn check(query: &Query) -> Result<(), QueryError> {
    let mut open = Vec::new();
    let parts = query.parts.iter().map(|part| &part.node);
    for node in parts.chain(&query.excluded) {
        add_open(node, &mut open);
    }
    open.sort_unstable_by_key(|span| span.start);
    match open.get(OPEN_WORDS) {
        None => Ok(()),
        Some(span) => Err(QueryError::at(
            span.clone(),
            format!(
                "this is word {} with * or ~ (or a single character of a script without spaces), and one query may have \
                 {OPEN_WORDS}: write some of them out, or search in parts",
                OPEN_WORDS + 1
            ),
        )),
    }
}

/// The places of the words that stand for others.
fn add_open(node: &Node, open: &mut Vec<Range<usize>>) {
    match &node.kind {
        NodeKind::Prefix(_) | NodeKind::Fuzzy(..) => open.push(node.span.clone()),
        NodeKind::Phrase(elements) | NodeKind::Near(elements, _) => {
            let prefixes = elements.iter().filter(|element| element.prefix);
            open.extend(prefixes.map(|_| node.span.clone()));
        }
        NodeKind::And(nodes) | NodeKind::Or(nodes) => {
            nodes.iter().for_each(|node| add_open(node, open));
        }
        NodeKind::Not(node) | NodeKind::Said(node, _) => add_open(node, open),
        NodeKind::All | NodeKind::Word(_) | NodeKind::Field(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::query::Query;

    #[test]
    fn words_that_stand_for_others_have_a_bound_and_plain_ones_have_none() {
        for (word, least) in [
            ("a* ", 256),
            ("said:(b~2 OR -c*) ", 128),
            ("\"136 次\" ", 256),
        ] {
            let text = word.repeat(least);
            assert!(Query::parse(&text).is_ok(), "{word}");
            let error = Query::parse(&format!("{text}{word}")).expect_err("too much");
            assert!(error.message.contains("256"), "{word}: {error}");
            assert!(error.span.start >= text.len(), "{word}: {:?}", error.span);
        }
        assert!(Query::parse(&"harbour (a OR \"b c\") ".repeat(10_000)).is_ok());
    }
}
