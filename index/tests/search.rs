//! The library from outside: files in, highlighted passages out.

use onrecord_index::Index;
use onrecord_index::hit::Tier;
use onrecord_index::query::Query;
use onrecord_index::searcher::Request;
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
