//! Indexes any text and searches it with any query. Input: the query, the text.
//!
//! Highlights slice the passage in order, a page is part of the whole result, and the number of
//! hits, the total and the facet counts agree.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord_index::Index;
use onrecord_index::query::Query;
use onrecord_index::searcher::{Property, Request};
use onrecord_index::update::UpdateOptions;

fuzz_target!(|input: (&str, &str)| {
    let (query_text, text) = input;
    let Ok(query) = Query::parse(query_text) else {
        return;
    };
    let Ok(index) = Index::in_memory() else {
        return;
    };
    if index
        .add_bytes(
            "source.txt",
            text.as_bytes().to_vec(),
            &UpdateOptions::default(),
        )
        .is_err()
    {
        return;
    }
    let searcher = index.searcher().expect("an index just written can be read");
    let request = Request {
        limit: None,
        count: true,
        facets: vec![Property::Kind],
        ..Request::default()
    };
    let answer = searcher
        .search(&query, &request)
        .expect("a query that parses can be answered");
    assert_eq!(answer.total.unwrap_or(0), answer.len() as u64);
    let counted: u64 = answer
        .facets
        .iter()
        .flat_map(|facet| &facet.counts)
        .map(|(_, count)| count)
        .sum();
    // Facets cover the passages with every part of the query, or if there are none, all.
    let every = answer.every.filter(|every| *every > 0);
    assert_eq!(Some(counted), every.or(answer.total), "each passage has one kind");
    let mut ids = Vec::new();
    for hit in answer.hits() {
        let hit = hit.expect("a passage just written can be read");
        let mut end = None;
        for highlight in &hit.highlights {
            assert!(
                end.is_none_or(|end| highlight.start > end),
                "{:?}",
                hit.highlights
            );
            assert!(
                hit.passage
                    .text
                    .get(highlight.clone())
                    .is_some_and(|words| !words.is_empty())
            );
            end = Some(highlight.end);
        }
        ids.push(hit.passage.id.to_string());
    }
    let page = Request {
        limit: Some(2),
        offset: 1,
        ..Request::default()
    };
    let answer = searcher
        .search(&query, &page)
        .expect("a query that parses can be answered");
    let first = answer
        .hits()
        .map(|hit| hit.expect("a passage").passage.id.to_string());
    for (one, other) in ids.iter().skip(1).zip(first) {
        assert_eq!(*one, other);
    }
});
