//! The library from outside: files in, highlighted passages out.

use onrecord_index::Index;
use onrecord_index::hit::Tier;
use onrecord_index::query::Query;
use onrecord_index::searcher::{Collapse, Request};
use onrecord_index::update::UpdateOptions;

const STORY: &str = "NORHAVEN (NP) — Mayor Anna Berg said Monday that the harbour must be dredged before winter.\n\
\"The harbour dredging cannot wait,\" she said.\n\
Council treasurer Karl Holm warned that the budget would not cover it.\n";

fn index() -> Index {
    let index = Index::in_memory().expect("an index");
    let report = index.add_bytes(
        "story.txt",
        STORY.as_bytes().to_vec(),
        &UpdateOptions::default(),
    );
    assert_eq!(report.expect("a report").counts.passages, 3);
    index
}

/// Compares the tier, line and highlighted words of each hit.
fn check(query: &str, expected: &[(Tier, u32, &[&str])]) {
    let index = index();
    let searcher = index.searcher().expect("a searcher");
    let parsed = Query::parse(query).expect("a query");
    let request = Request {
        count: true,
        ..Request::default()
    };
    let answer = searcher.search(&parsed, &request).expect("an answer");
    let hits: Vec<_> = answer.hits().map(|hit| hit.expect("a hit")).collect();
    let found: Vec<(Tier, u32, Vec<&str>)> = hits
        .iter()
        .map(|hit| {
            let marked = hit
                .highlights
                .iter()
                .map(|range| &hit.passage.text[range.clone()])
                .collect();
            (hit.tier, hit.passage.line.unwrap_or(0), marked)
        })
        .collect();
    let expected: Vec<(Tier, u32, Vec<&str>)> = expected
        .iter()
        .map(|(tier, line, marked)| (*tier, *line, marked.to_vec()))
        .collect();
    assert_eq!(found, expected, "{query}");
}

#[test]
fn passages_with_every_word_come_first() {
    check(
        "harbour dredging",
        &[
            (Tier::All, 2, &["harbour dredging"]),
            (Tier::All, 1, &["harbour", "dredged"]),
        ],
    );
    check(
        "budget harbour",
        &[
            (Tier::Some, 3, &["budget"]),
            (Tier::Some, 2, &["harbour"]),
            (Tier::Some, 1, &["harbour"]),
        ],
    );
}

#[test]
fn speakers_are_found_by_name_though_the_text_says_she() {
    check("wait speaker:berg", &[(Tier::All, 2, &["wait"])]);
    check("speaker:\"karl holm\"", &[(Tier::All, 3, &[])]);
    check("harbour speaker:holm", &[]);
}

#[test]
fn said_finds_only_uttered_words() {
    check("said:harbour", &[(Tier::All, 2, &["harbour"])]);
    check(
        "said:\"harbour dredging\" speaker:berg",
        &[(Tier::All, 2, &["harbour dredging"])],
    );
    check("said:harbour speaker:holm", &[]);
}

#[test]
fn phrases_prefixes_and_near_spellings() {
    check(
        "\"the harbour must\"",
        &[(Tier::All, 1, &["the harbour must"])],
    );
    check(
        "\"must harbour\"~0",
        &[(Tier::All, 1, &["harbour", "must"])],
    );
    check(
        "dredg*",
        &[(Tier::All, 2, &["dredging"]), (Tier::All, 1, &["dredged"])],
    );
    check(
        "harbor~1 -budget",
        &[(Tier::All, 2, &["harbour"]), (Tier::All, 1, &["harbour"])],
    );
}

#[test]
fn the_function_words_of_a_question_decide_nothing() {
    check(
        "what is the budget",
        &[
            (Tier::All, 3, &["budget"]),
            (Tier::Some, 2, &["The"]),
            (Tier::Some, 1, &["the"]),
        ],
    );
    // Alone, with a plus or in quotation marks they are words like others.
    check(
        "the \"that the\" budget",
        &[
            (Tier::All, 3, &["that the", "budget"]),
            (Tier::Some, 1, &["that the"]),
            (Tier::Some, 2, &["The"]),
        ],
    );
    check("+what is the budget", &[]);
}

/// Two towns that reprint each other, a long story, and a heading.
const TOWNS: &str = r#"
{"id":"a1","doc":"norhaven","text":"The ferry to the mole is late again."}
{"id":"a2","doc":"norhaven","text":"The ferry is old."}
{"id":"a3","doc":"norhaven","text":"No other ferry goes to the bank."}
{"id":"a4","doc":"norhaven","text":"A ferry with a new engine costs more than the town has."}
{"id":"b1","doc":"lowmoor","text":"The ferry to the mole is late again!"}
{"id":"b2","doc":"lowmoor","text":"The ferry has a bell."}
"#;

/// Compares the ids of the hits, each with those of its copies.
fn check_collapsed(collapse: Collapse, offset: usize, expected: &[&str]) {
    let index = Index::in_memory().expect("an index");
    let towns = TOWNS.trim_start().as_bytes().to_vec();
    let added = index.add_bytes("towns.jsonl", towns, &UpdateOptions::default());
    added.expect("a report");
    let query = Query::parse("ferry").expect("a query");
    let request = Request {
        collapse,
        offset,
        ..Request::default()
    };
    let searcher = index.searcher().expect("a searcher");
    let answer = searcher.search(&query, &request).expect("an answer");
    let mut found: Vec<String> = Vec::new();
    for hit in answer.hits() {
        let hit = hit.expect("a hit");
        let copies = hit.copies.iter().map(|copy| format!(" ={}", copy.doc));
        let id = hit.passage.source_id.expect("an id");
        found.push(format!("{id}{}", copies.collect::<String>()));
    }
    assert_eq!(found, expected, "{collapse:?} from {offset}");
}

#[test]
fn near_identical_passages_fold_into_the_first() {
    let fold = Collapse {
        fold: true,
        per_doc: None,
    };
    check_collapsed(
        Collapse::default(),
        0,
        &["a2", "b2", "a3", "a1", "b1", "a4"],
    );
    check_collapsed(fold, 0, &["a2", "b2", "a3", "a1 =lowmoor", "a4"]);
    check_collapsed(fold, 3, &["a1 =lowmoor", "a4"]);
}

#[test]
fn a_document_has_a_limited_number_of_hits() {
    let per_doc = Collapse {
        fold: false,
        per_doc: Some(1),
    };
    check_collapsed(per_doc, 0, &["a2", "b2"]);
    check_collapsed(per_doc, 1, &["b2"]);
}
