//! Limits how much work one query can cause.
//!
//! A plain word costs one term of the index. A word that expands to others (`a*`, `zelensky~2`)
//! costs a walk through the dictionary and up to all of its terms, so their number is limited.

use std::ops::Range;

use crate::error::QueryError;
use crate::query::node::{Clauses, Node, NodeKind};

/// Words per query that expand to others. This many prefixes of one letter take seconds and .2 GB
/// on 427,000 paragraphs; people write tens.
const MAX_EXPANSIONS: usize = 256;

/// Fails at the first word beyond the limit.
pub(super) fn check(clauses: &Clauses) -> Result<(), QueryError> {
    let mut expanding = Vec::new();
    let parts = clauses.parts.iter().map(|part| &part.node);
    for node in parts.chain(&clauses.excluded) {
        add_expanding(node, &mut expanding);
    }
    expanding.sort_unstable_by_key(|span| span.start);
    match expanding.get(MAX_EXPANSIONS) {
        None => Ok(()),
        Some(span) => Err(QueryError::at(
            span.clone(),
            format!(
                "more than {MAX_EXPANSIONS} words with * or ~ \
                 (or single characters of a script without spaces): write some of them out, or split the query"
            ),
        )),
    }
}

/// Adds the spans of the words that expand to others.
fn add_expanding(node: &Node, spans: &mut Vec<Range<usize>>) {
    match &node.kind {
        NodeKind::Prefix(_) | NodeKind::Fuzzy(..) => spans.push(node.span.clone()),
        NodeKind::Phrase(_) | NodeKind::Near(..) | NodeKind::Elided(_) => {
            let prefixes = node.kind.elements().filter(|element| element.prefix);
            spans.extend(prefixes.map(|_| node.span.clone()));
        }
        NodeKind::And(nodes) | NodeKind::Or(nodes) => {
            nodes.iter().for_each(|node| add_expanding(node, spans));
        }
        NodeKind::Not(node) | NodeKind::Said(node, _) => add_expanding(node, spans),
        NodeKind::All | NodeKind::Word(_) | NodeKind::Field(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::query::Query;

    #[test]
    fn words_that_expand_are_limited_and_plain_ones_are_not() {
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
