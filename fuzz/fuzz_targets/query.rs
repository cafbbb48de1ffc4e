//! Parses any text as a query. Input: the text.
//!
//! An error has a span inside the text, on character boundaries, and so has every node. Parsing
//! twice gives the same query. Lower-case letters without any operator are never a syntax error.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord_index::query::Query;
use onrecord_index::query::node::{Node, NodeKind};

fuzz_target!(|text: &str| {
    match Query::parse(text) {
        Ok(query) => {
            let parts = query.parts().iter().map(|part| &part.node);
            for node in parts.chain(query.filters()).chain(query.excluded()) {
                check(node, text);
            }
            assert_eq!(
                Query::parse(text).as_ref(),
                Ok(&query),
                "parsing is deterministic"
            );
        }
        Err(error) => {
            assert!(text.get(error.span.clone()).is_some(), "{error:?}");
            assert!(!error.message.is_empty());
        }
    }
    for part in Query::words(text).parts() {
        check(&part.node, text);
    }
    let plain: String = text
        .chars()
        .map(|c| if c.is_alphabetic() { c } else { ' ' })
        .flat_map(char::to_lowercase)
        .collect();
    match Query::parse(&plain) {
        Ok(query) => {
            assert!(query.filters().is_empty() && query.excluded().is_empty());
            // Words without a space between them are one phrase, so there may be fewer parts than
            // words, but not none.
            assert_eq!(
                query.parts().is_empty(),
                Query::words(&plain).parts().is_empty(),
                "{plain:?}"
            );
        }
        // Letters alone may contain no word. Then the query is empty, which is an error.
        Err(error) => assert!(
            Query::words(&plain).parts().is_empty(),
            "{plain:?}: {error:?}"
        ),
    }
});

/// Panics if a node, or one inside it, has a span outside the text or is malformed.
fn check(node: &Node, text: &str) {
    assert!(text.get(node.span.clone()).is_some(), "{node:?}");
    match &node.kind {
        NodeKind::And(nodes) | NodeKind::Or(nodes) => {
            assert!(!nodes.is_empty());
            nodes.iter().for_each(|inner| check(inner, text));
        }
        NodeKind::Not(inner) | NodeKind::Said(inner, _) => check(inner, text),
        NodeKind::Phrase(elements) | NodeKind::Near(elements, _) => {
            assert!(
                elements
                    .windows(2)
                    .all(|pair| pair[0].offset < pair[1].offset),
                "{elements:?}"
            );
        }
        NodeKind::Prefix(folded) | NodeKind::Fuzzy(folded, _) => assert!(!folded.is_empty()),
        _ => {}
    }
}
