//! Flipped bits: no command panics or answers wrongly without an error, and `check` names the file.

use std::fs;
use std::path::PathBuf;

use crate::corpus::{self, Random};
use crate::desk::{Desk, STORY, is_decent};
use crate::sized;

const QUERIES: [&[&str]; 6] = [
    &["search", "harbour ferry", "--format", "jsonl"],
    &["search", "\"the dredger waits\"", "--format", "jsonl"],
    &["search", "said:harb* speaker:berg", "--count"],
    &[
        "search", "*", "-n", "0", "--sort", "place", "--format", "csv",
    ],
    &["speakers"],
    &["status"],
];

#[test]
fn a_flipped_bit_is_found_and_named() {
    let desk = Desk::new();
    let mut random = Random::new(9);
    let (files, flips) = sized((40, 3), (12_000, 200));
    corpus::write(&desk, &mut random, files);
    desk.check(&["index", "texts", "--quiet"], 0);
    corpus::change(&desk, &mut random, files);
    desk.check(&["index", "texts", "--quiet"], 0);
    let answers: Vec<String> = QUERIES
        .iter()
        .map(|query| desk.check(query, 0).out)
        .collect();
    let (mut right, mut refused, mut wrong) = (0, 0, 0);
    let symbols = |file: &PathBuf| file.to_string_lossy().contains("symbols-");
    assert!(desk.files(".onrecord").iter().any(symbols));
    for file in desk.files(".onrecord") {
        let whole = fs::read(&file).expect("a file");
        let name = file.file_name().expect("a name").to_string_lossy();
        for _ in 0..if whole.is_empty() { 0 } else { flips } {
            let bit = random.below(whole.len() as u64 * 8) as usize;
            let mut flipped = whole.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            fs::write(&file, flipped).expect("a file");
            let place = format!("bit {bit} of {name}");
            let ended = desk.check(&["check"], 3);
            assert!(ended.err.contains(&*name), "{place}: {}", ended.err);
            for (query, answer) in QUERIES.iter().zip(&answers) {
                let ended = desk.run(query);
                is_decent(&ended);
                match ended.status {
                    3 => {
                        assert!(ended.err.contains("damaged"), "{place}: {}", ended.err);
                        refused += 1;
                    }
                    0 if ended.out == *answer => right += 1,
                    0 | 1 => wrong += 1,
                    status => panic!("{place}: {query:?} ended with {status}: {}", ended.err),
                }
            }
        }
        fs::write(&file, &whole).expect("a file");
    }
    desk.check(&["check"], 0);
    eprintln!("{right} answers right, {refused} refused, {wrong} silently wrong");
    // Every search compares a small index with its checksums.
    assert!(sized(wrong == 0, true), "{wrong} silently wrong answers");
}

#[test]
fn a_damaged_index_is_not_written_to() {
    let desk = Desk::new();
    desk.write("a.txt", STORY);
    desk.check(&["index", "a.txt", "--quiet"], 0);
    let files = desk.files(".onrecord");
    let has_ending = |path: &&PathBuf| path.extension().is_some_and(|e| e == "idx");
    let file = files.iter().find(has_ending).expect("postings");
    let mut bytes = fs::read(file).expect("a file");
    bytes[20] ^= 16;
    fs::write(file, &bytes).expect("a file");
    desk.write("a.txt", STORY.replace("ferry", "tram"));
    let ended = desk.check(&["index", "a.txt"], 3);
    assert!(
        ended.err.contains(".idx: checksum does not match"),
        "{}",
        ended.err
    );
    assert_eq!(fs::read(file).expect("a file"), bytes);
}

#[test]
fn a_missing_file_is_named() {
    let desk = Desk::new();
    // Long enough for its records to be compressed with symbol tables.
    desk.write("a.txt", STORY.repeat(100));
    desk.check(&["index", "a.txt", "--quiet"], 0);
    let files = desk.files(".onrecord");
    let symbols = |file: &&PathBuf| file.to_string_lossy().contains("symbols-");
    assert_eq!(files.iter().filter(symbols).count(), 1);
    for file in files {
        let name = file.file_name().expect("a name").to_string_lossy();
        if name.starts_with('.') || name == "meta.json" {
            continue;
        }
        if name.starts_with("sources-") || name.starts_with("speakers-") {
            continue;
        }
        let bytes = fs::read(&file).expect("a file");
        fs::remove_file(&file).expect("a file");
        for args in [&["check"][..], &["search", "ferry"]] {
            let ended = desk.check(args, 3);
            assert!(ended.err.contains(&*name), "{}", ended.err);
            assert!(ended.err.contains("missing"), "{}", ended.err);
        }
        fs::write(&file, &bytes[..bytes.len() / 2]).expect("a file");
        assert!(desk.check(&["check"], 3).err.contains(&*name));
        desk.check(&["search", "ferry"], 3);
        fs::write(&file, bytes).expect("a file");
    }
    desk.check(&["check"], 0);
}

#[test]
fn an_unusable_index_is_refused_with_a_reason() {
    let desk = Desk::new();
    assert!(
        desk.check(&["search", "ferry"], 3)
            .err
            .contains("no index at .onrecord")
    );
    desk.write("a.txt", STORY);
    desk.check(&["index", "a.txt", "--quiet"], 0);
    corpus::age(&desk, ".onrecord");
    let ended = desk.check(&["search", "ferry"], 3);
    assert!(
        ended.err.contains("made by another version (schema 0"),
        "{}",
        ended.err
    );
    fs::write(desk.path().join(".onrecord/meta.json"), "{").expect("a file");
    let ended = desk.check(&["search", "ferry"], 3);
    assert!(
        ended.err.contains("damaged in .onrecord/meta.json"),
        "{}",
        ended.err
    );
}
