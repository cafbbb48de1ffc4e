//! Every rule decides in its own example, and the documentation lists every rule.

use std::fs;
use std::path::Path;

use onrecord_index::document::rule::Rule;
use onrecord_index::facts::stated::StatedFacts;
use onrecord_index::ingest::read_bytes;
use onrecord_index::ingest::sink::Collected;
use onrecord_index::options::ReadOptions;

#[test]
fn each_rule_decides_in_its_example() {
    let mut wrong = Vec::new();
    for rule in Rule::all() {
        let example = rule.example();
        let (before, marked) = example.text.split_once('[').expect("a marked start");
        let (marked, after) = marked.split_once(']').expect("a marked end");
        let text = [before, marked, after].concat();
        let stated = StatedFacts::of_documents(example.documents, example.file);
        let stated = stated.expect("facts without a mistake");
        let mut sink = Collected::default();
        read_bytes(
            example.file,
            text.into_bytes(),
            &ReadOptions {
                stated: stated.into(),
                ..ReadOptions::default()
            },
            &mut sink,
        )
        .expect("a readable example");
        let paragraphs = sink.documents.iter().flat_map(|found| &found.paragraphs);
        let found: Vec<(Rule, &str, Option<&str>)> = paragraphs
            .flat_map(|paragraph| {
                paragraph.utterances.iter().map(|utterance| {
                    let words = &paragraph.text[utterance.range.clone()];
                    (utterance.rule, words, utterance.speaker.as_deref())
                })
            })
            .collect();
        if !found.contains(&(rule, marked, example.speaker)) {
            wrong.push(format!("{rule} expects {marked}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_documentation_lists_every_rule() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/attribution/README.md");
    let readme = fs::read_to_string(path).expect("the README of attribution");
    let table = table();
    assert!(
        readme.contains(&table),
        "the table of rules in src/attribution/README.md should be:\n\n{table}"
    );
}

/// The rules as a table in Markdown.
fn table() -> String {
    let mut table = "| rule | decides where | example | speaker |\n|---|---|---|---|\n".to_owned();
    for rule in Rule::all() {
        let example = rule.example();
        let text = example.text.replace("\n\n", " ¶ ").replace('\n', " ↵ ");
        let speaker = example.speaker.unwrap_or("nobody");
        let description = rule.description();
        table += &format!("| `{rule}` | {description} | `{text}` | {speaker} |\n");
    }
    table
}
