//! What each form of query finds and marks, from what is typed to the marked words.

use onrecord_index::index::Index;
use onrecord_index::query::{Match, Query};
use onrecord_index::searcher::{Request, Searcher, Sort};
use onrecord_index::update::{UpdateOptions, add_bytes};

/// An index of sources, each a name and what it holds; each is a commit of its own.
fn index(files: &[(&str, &str)]) -> Index {
    let index = Index::in_memory().expect("an index");
    for (name, text) in files {
        add_bytes(
            &index,
            name,
            text.as_bytes().to_vec(),
            &UpdateOptions::default(),
        )
        .expect("a report");
    }
    index
}

/// A JSON line of English text.
fn en(text: &str) -> String {
    serde_json::json!({"section": "S", "lang": "en", "text": text}).to_string()
}

/// Each hit as its text with marks in brackets, in the order of the sources; or where the query is wrong and why.
fn found_in(index: &Index, typed: &str) -> Vec<String> {
    let query = match Query::parse(typed) {
        Ok(query) => query,
        Err(error) => return vec![format!("error at {:?}: {}", error.span, error.message)],
    };
    let searcher = Searcher::new(index).expect("a searcher");
    let request = Request {
        limit: None,
        sort: Sort::Place,
        matching: Match::All,
        count: true,
        ..Request::default()
    };
    let answer = searcher.search(&query, typed, &request).expect("an answer");
    let hits: Vec<String> = answer
        .hits()
        .map(|hit| {
            let hit = hit.expect("a hit");
            let mut shown = hit.passage.text.clone();
            for mark in hit.highlights.iter().rev() {
                shown.insert(mark.end, ']');
                shown.insert(mark.start, '[');
            }
            shown
        })
        .collect();
    assert_eq!(answer.total, Some(hits.len() as u64), "{typed}");
    hits
}

fn check_in(texts: &[&str], typed: &str, expected: &[&str]) {
    let lines: Vec<String> = texts.iter().map(|text| en(text)).collect();
    let index = index(&[("a.jsonl", &lines.join("\n"))]);
    assert_eq!(found_in(&index, typed), expected, "{typed}");
}

#[test]
fn a_phrase_that_is_left_out_is_left_out_wherever_it_stands() {
    let texts = [
        "the war",
        "the special envoy and war",
        "war",
        "envoy special war",
    ];
    check_in(
        &texts,
        "war -\"special envoy\"",
        &["the [war]", "[war]", "envoy special [war]"],
    );
    check_in(
        &texts,
        "-(war \"special envoy\")",
        &["the war", "war", "envoy special war"],
    );
}

#[test]
fn a_word_without_stem_is_found_once_whatever_languages_there_are() {
    let index = index(&[
        (
            "en.jsonl",
            r#"{"section":"S","lang":"en","text":"NATO 北约"}"#,
        ),
        (
            "zh.jsonl",
            r#"{"section":"S","lang":"zh","text":"北约成员"}"#,
        ),
        ("de.jsonl", r#"{"section":"S","lang":"de","text":"NATO"}"#),
    ]);
    assert_eq!(found_in(&index, "北约"), ["NATO [北约]", "[北约]成员"]);
    assert_eq!(found_in(&index, "nato"), ["[NATO]", "[NATO] 北约"]);
}

#[test]
fn a_page_far_behind_the_end_is_empty() {
    let index = index(&[("a.jsonl", &en("war"))]);
    let searcher = Searcher::new(&index).expect("a searcher");
    for typed in ["war", "war peace", "*"] {
        let query = Query::parse(typed).expect("a query");
        let request = Request {
            offset: usize::MAX,
            count: true,
            ..Request::default()
        };
        let answer = searcher.search(&query, typed, &request).expect("an answer");
        assert_eq!((answer.len(), answer.total), (0, Some(1)));
    }
}
