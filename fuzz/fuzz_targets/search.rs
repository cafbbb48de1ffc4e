//! Any query over any text: marks slice the passage, a page is part of the whole list, counts agree with it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord_index::index::Index;
use onrecord_index::query::Query;
use onrecord_index::searcher::{Request, Searcher};
use onrecord_index::update::{UpdateOptions, add_bytes};

fuzz_target!(|input: (&str, &str)| {
    let (query_text, text) = input;
    let Ok(query) = Query::parse(query_text) else { return };
    let Ok(index) = Index::in_memory() else { return };
    if add_bytes(&index, "source.txt", text.as_bytes().to_vec(), &UpdateOptions::default()).is_err() {
        return;
    }
    let searcher = Searcher::new(&index).expect("an index just written can be read");
    let request = Request { limit: None, count: true, ..Request::default() };
    let answer = searcher.search(&query, query_text, &request).expect("a query that parses can be answered");
    assert_eq!(answer.total.unwrap_or(0), answer.len() as u64);
    for hit in answer.hits() {
        let hit = hit.expect("a passage just written can be read");
        assert!(hit.highlights.iter().all(|mark| hit.passage.text.get(mark.clone()).is_some()));
    }
});
