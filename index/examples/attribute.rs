//! Attributes the stories of a gold file and prints the scores; or shows what is found in a text file.
//!
//! `attribute GOLD.jsonl OUT.jsonl`, `attribute --show STORY.txt`, `attribute --mentions STORIES.jsonl`
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::unwrap_used)]

use std::io::Write;

use onrecord_index::attribution::{attribute, pronouns};
use onrecord_index::document::speakers_of;
use onrecord_index::measure::attribution::{View, predictions, read_gold, score};
use serde_json::{Value, json};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args[0].as_str() {
        "--show" => show(&std::fs::read_to_string(&args[1]).unwrap()),
        "--mentions" => mentions(&std::fs::read_to_string(&args[1]).unwrap()),
        gold => evaluate(&std::fs::read_to_string(gold).unwrap(), &args[1]),
    }
}

fn show(text: &str) {
    let mut number = 0;
    let lines: Vec<&str> = text.lines().collect();
    for story in lines.split_inclusive(|line| line.starts_with("-----")) {
        for (line, found) in story.iter().zip(attribute(story)) {
            number += 1;
            let utterances: Vec<Value> = found
                .iter()
                .map(|u| {
                    json!([
                        &line[u.range.clone()],
                        u.speaker,
                        u.speaker_text,
                        u.cue,
                        u.rule
                    ])
                })
                .collect();
            println!(
                "{}",
                json!({"line": number, "speakers": speakers_of(&found), "utterances": utterances})
            );
        }
    }
}

fn mentions(jsonl: &str) {
    for document in read_gold(jsonl).unwrap() {
        let paragraphs: Vec<&str> = document.paragraphs.iter().map(String::as_str).collect();
        let mut all = Vec::new();
        for (number, (found, text)) in pronouns(&paragraphs)
            .into_iter()
            .zip(&paragraphs)
            .enumerate()
        {
            all.extend(
                found.into_iter().map(|(range, name)| {
                    json!([number, text[..range.start].chars().count(), name])
                }),
            );
        }
        println!("{}", json!({"id": document.id, "found": all}));
    }
}

fn evaluate(jsonl: &str, out: &str) {
    let gold = read_gold(jsonl).unwrap();
    let mut bytes = 0;
    let mut took = 0;
    let mut predicted = Vec::new();
    for document in &gold {
        let paragraphs: Vec<&str> = document.paragraphs.iter().map(String::as_str).collect();
        bytes += paragraphs.iter().map(|p| p.len()).sum::<usize>();
        let started = busy_ns();
        let found = attribute(&paragraphs);
        took += busy_ns() - started;
        predicted.push(predictions(&document.id, &paragraphs, &found));
    }
    let mut out = std::io::BufWriter::new(std::fs::File::create(out).unwrap());
    for document in &predicted {
        writeln!(out, "{}", serde_json::to_string(document).unwrap()).unwrap();
    }
    for view in [View::Speech, View::Direct] {
        let s = score(&gold, &predicted, view);
        eprintln!(
            "{view:?}: exact {:.4} overlap {:.4} joint {:.4} paragraphs P {:.4} F1 {:.4} key {:.4} full {:.4}",
            s.quote_exact.f1(),
            s.quote_overlap.f1(),
            s.joint.f1(),
            s.paragraph_speakers.precision(),
            s.paragraph_speakers.f1(),
            s.speaker_key.given_found().unwrap_or_default(),
            s.speaker_full.end_to_end().unwrap_or_default(),
        );
    }
    eprintln!("{:.1} MB/s of one core", bytes as f64 * 1e3 / took as f64);
}

/// Nanoseconds that this thread has been on a core: the machine is shared.
fn busy_ns() -> u64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    stat.split(' ').next().unwrap().parse().unwrap()
}
