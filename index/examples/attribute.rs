//! Attributes the stories of a gold file and writes predictions in its form; or shows what is found in a text file.
//!
//! `attribute GOLD.jsonl OUT.jsonl`, `attribute --show STORY.txt`
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::io::Write;

use onrecord_index::attribution::attribute;
use onrecord_index::document::speakers_of;
use serde_json::{Value, json};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if args[0] == "--show" {
        let text = std::fs::read_to_string(&args[1]).unwrap();
        let mut stories: Vec<Vec<&str>> = vec![vec![]];
        for line in text.lines() {
            if line.starts_with("-----") {
                stories.push(vec![]);
            }
            stories.last_mut().unwrap().push(line);
        }
        let mut number = 0;
        for story in stories {
            for (line, found) in story.iter().zip(attribute(&story)) {
                number += 1;
                println!(
                    "{}",
                    json!({"line": number, "speakers": speakers_of(&found), "utterances":
                    found.iter().map(|u| json!([&line[u.range.clone()], u.speaker, u.speaker_text, u.cue, u.rule])).collect::<Vec<_>>()})
                );
            }
        }
        return;
    }
    if args[0] == "--mentions" {
        for line in std::fs::read_to_string(&args[1]).unwrap().lines() {
            let doc: Value = serde_json::from_str(line).unwrap();
            let paragraphs: Vec<&str> =
                doc["paragraphs"].as_array().unwrap().iter().map(|p| p.as_str().unwrap()).collect();
            let found: Vec<Value> = onrecord_index::attribution::pronouns(&paragraphs)
                .into_iter()
                .zip(&paragraphs)
                .enumerate()
                .flat_map(|(number, (found, text))| {
                    found.into_iter().map(move |(range, name)| json!([number, text[..range.start].chars().count(), name]))
                })
                .collect();
            println!("{}", json!({"id": doc["id"], "found": found}));
        }
        return;
    }
    let gold = std::fs::read_to_string(&args[0]).unwrap();
    let mut out = std::io::BufWriter::new(std::fs::File::create(&args[1]).unwrap());
    let mut bytes = 0;
    let mut took = std::time::Duration::ZERO;
    for line in gold.lines() {
        let doc: Value = serde_json::from_str(line).unwrap();
        let paragraphs: Vec<&str> = doc["paragraphs"]
            .as_array()
            .unwrap()
            .iter()
            .map(|p| p.as_str().unwrap())
            .collect();
        bytes += paragraphs.iter().map(|p| p.len()).sum::<usize>();
        let started = std::time::Instant::now();
        let found = attribute(&paragraphs);
        took += started.elapsed();
        let mut quotes = Vec::new();
        for (number, (text, utterances)) in paragraphs.iter().zip(found).enumerate() {
            for u in utterances.iter().filter(|u| u.rule != "words-within") {
                let start = text[..u.range.start].chars().count();
                let end = start + text[u.range.clone()].chars().count();
                quotes.push(json!({"paragraph": number, "start": start, "end": end, "text": &text[u.range.clone()],
                    "speaker_text": if u.speaker_text.is_empty() { None } else { Some(&u.speaker_text) },
                    "speaker_full": u.speaker, "kind": if u.verbatim { "direct" } else { "indirect" }, "cue": u.cue, "rule": u.rule}));
            }
        }
        writeln!(out, "{}", json!({"id": doc["id"], "quotes": quotes})).unwrap();
    }
    eprintln!("{:.1} MB/s", bytes as f64 / 1e6 / took.as_secs_f64());
}
