//! Search by meaning, with the tiny model of `tests/model`: its words for one thing have nearly the
//! same vector, and other words none.

#![cfg(feature = "semantic")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use onrecord_index::embedding::{EmbedOptions, EmbedReport, NoEmbedProgress};
use onrecord_index::error::Error;
use onrecord_index::hit::{Hit, Tier};
use onrecord_index::searcher::{Meaning, Request};
use onrecord_index::update::{NoProgress, RebuildOutcome, UpdateOptions};
use onrecord_index::{Index, Model, Query};

const TALK: &str = "The ferry is in the harbour.\n\nThe mayor asked for a vote.\n\n\
                    The teacher was late.\n\nThe boat was late.\n";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/model")
}

fn model() -> Model {
    Model::load(&folder()).expect("a model")
}

/// A folder with one talk, and an index of it.
struct Desk {
    folder: tempfile::TempDir,
    index: Index,
}

impl Desk {
    fn new() -> Desk {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("talks")).expect("a folder");
        let index = Index::create(&folder.path().join("index")).expect("an index");
        let desk = Desk { folder, index };
        desk.write("a.txt", TALK);
        desk
    }

    fn write(&self, name: &str, text: &str) {
        let talks = self.folder.path().join("talks");
        fs::write(talks.join(name), text).expect("a file");
        let updated = self
            .index
            .update(&[talks], &UpdateOptions::default(), &NoProgress);
        updated.expect("a run");
    }

    fn embed(&self) -> EmbedReport {
        let embedded = self
            .index
            .embed(&model(), &EmbedOptions::default(), &NoEmbedProgress);
        embedded.expect("a run")
    }

    fn search(&self, query: &str, meaning: Meaning) -> Vec<Hit> {
        let searcher = self.index.searcher().expect("a searcher");
        let searcher = searcher.with_model(Arc::new(model())).expect("its model");
        let request = Request {
            meaning: Some(meaning),
            explain: true,
            ..Request::default()
        };
        let query = Query::parse(query).expect("a query");
        let answer = searcher.search(&query, &request).expect("an answer");
        answer.hits().map(|hit| hit.expect("a hit")).collect()
    }

    fn with_vector(&self) -> Option<u64> {
        let status = self.index.status().expect("a status");
        Some(status.meaning?.passages)
    }

    /// The files of vectors and of the lookup table.
    fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path().join("index")).expect("a folder");
        let names = entries.flatten().map(|entry| entry.file_name());
        let mut names: Vec<String> = names.filter_map(|name| name.into_string().ok()).collect();
        names.retain(|name| name.ends_with(".bin"));
        names.sort();
        names
    }
}

#[test]
fn a_passage_is_found_by_another_word_for_the_same_thing() {
    let desk = Desk::new();
    assert_eq!(desk.embed().embedded, 4);
    for meaning in [Meaning::Model, Meaning::Lookup] {
        let hits = desk.search("election", meaning);
        let first = hits.first().expect("a hit");
        assert_eq!(first.tier, Tier::Meaning);
        assert_eq!(first.passage.text, "The mayor asked for a vote.");
        assert!(first.highlights.is_empty());
        assert_eq!(first.explanation, [("meaning".to_owned(), first.score)]);
    }
}

#[test]
fn words_come_first_and_meaning_orders_them() {
    let desk = Desk::new();
    desk.embed();
    // Both have one word of the query; a ship is a boat, but not a teacher.
    let hits = desk.search("late ship", Meaning::Model);
    let texts: Vec<&str> = hits.iter().map(|hit| &*hit.passage.text).collect();
    assert_eq!(texts[..2], ["The boat was late.", "The teacher was late."]);
    assert_eq!(hits[0].tier, Tier::Some);
    let shares: f32 = hits[0].explanation.iter().map(|(_, share)| share).sum();
    assert!((shares - hits[0].score).abs() < 1e-4);
    assert!(
        hits[0]
            .explanation
            .iter()
            .any(|(part, _)| part == "meaning")
    );
    // Filters hold for what is found by meaning, too.
    assert!(desk.search("ship path:b.txt", Meaning::Model).is_empty());
    assert!(desk.search("+ship", Meaning::Model).is_empty());
}

#[test]
fn only_new_passages_are_embedded() {
    let desk = Desk::new();
    desk.embed();
    desk.write(
        "b.txt",
        "The storm is near.\n\nThe mayor asked for a vote.\n",
    );
    assert_eq!(
        desk.with_vector(),
        Some(5),
        "the same text has the same vector"
    );
    assert_eq!(desk.embed().embedded, 1);
    assert_eq!(desk.with_vector(), Some(6));
    assert_eq!(desk.embed().embedded, 0);
    desk.index
        .remove(&desk.folder.path().join("talks/b.txt"))
        .expect("removed");
    assert_eq!(desk.with_vector(), Some(4));
    assert_eq!(desk.embed().embedded, 0);
    assert!(desk.index.check().expect("a check").is_empty());
}

#[test]
fn equal_passages_and_models_give_equal_files() {
    let (one, two) = (Desk::new(), Desk::new());
    one.embed();
    let options = EmbedOptions {
        threads: 3,
        ..EmbedOptions::default()
    };
    let embedded = two.index.embed(&model(), &options, &NoEmbedProgress);
    embedded.expect("a run");
    let lookup = |desk: &Desk| {
        desk.files()
            .into_iter()
            .find(|name| name.starts_with("lookup"))
    };
    assert_eq!(lookup(&one), lookup(&two));
    assert!(lookup(&one).is_some());
}

#[test]
fn a_rebuild_keeps_the_vectors() {
    let desk = Desk::new();
    desk.embed();
    let folder = desk.folder.path().join("index");
    let rebuilt = Index::rebuild(&folder, &UpdateOptions::default(), false, &NoProgress);
    assert!(matches!(rebuilt, Ok(RebuildOutcome::Rebuilt(_))));
    let desk = Desk {
        index: Index::open(&folder).expect("an index"),
        folder: desk.folder,
    };
    assert_eq!(desk.with_vector(), Some(4));
    assert_eq!(desk.embed().embedded, 0);
    assert!(!desk.search("election", Meaning::Lookup).is_empty());
}

#[test]
fn damaged_vectors_are_found_and_embedded_again() {
    let desk = Desk::new();
    desk.embed();
    for name in desk.files() {
        let path = desk.folder.path().join("index").join(&name);
        let bytes = fs::read(&path).expect("a file");
        for (place, mask) in [(0, 1), (bytes.len() / 2, 128), (bytes.len() - 1, 1)] {
            let mut flipped = bytes.clone();
            flipped[place] ^= mask;
            fs::write(&path, &flipped).expect("a file");
            let damage = desk.index.check().expect("a check");
            assert!(damage[0].starts_with(&name), "{damage:?}");
            // A search has another order or an error; it never panics.
            let searcher = desk.index.searcher().expect("a searcher");
            let request = Request {
                meaning: Some(Meaning::Lookup),
                ..Request::default()
            };
            let query = Query::parse("late ship").expect("a query");
            let _ = searcher.search(&query, &request);
        }
        fs::write(&path, &bytes).expect("a file");
    }
    assert!(desk.index.check().expect("a check").is_empty());
}

#[test]
fn what_is_missing_is_said_with_the_next_step() {
    let desk = Desk::new();
    let searcher = desk.index.searcher().expect("a searcher");
    let error = searcher.model_record().expect_err("no vectors");
    assert!(matches!(error, Error::Meaning { .. }));
    assert!(
        error.to_string().contains("onrecord embed --model DIR"),
        "{error}"
    );
    desk.embed();

    let other = desk.folder.path().join("other");
    fs::create_dir(&other).expect("a folder");
    let mut pieces = fs::read_to_string(folder().join("vocab.txt")).expect("a file");
    fs::copy(folder().join("model.onnx"), other.join("model.onnx")).expect("a file");
    pieces = pieces.replace("ferry", "pilot");
    fs::write(other.join("vocab.txt"), pieces).expect("a file");
    let other = Model::load(&other).expect("a model");
    let embed = |replace| {
        let options = EmbedOptions {
            replace,
            ..EmbedOptions::default()
        };
        desk.index.embed(&other, &options, &NoEmbedProgress)
    };
    let error = embed(false).expect_err("another model").to_string();
    assert!(
        error.contains("tiny (BLAKE3") && error.contains("--replace"),
        "{error}"
    );
    assert_eq!(embed(true).expect("a run").embedded, 4);
}

#[test]
fn what_is_no_model_is_an_error() {
    let folder_of = |bytes: &[u8]| {
        let made = tempfile::tempdir().expect("a folder");
        fs::write(made.path().join("model.onnx"), bytes).expect("a file");
        fs::copy(folder().join("vocab.txt"), made.path().join("vocab.txt")).expect("a file");
        made
    };
    let bytes = fs::read(folder().join("model.onnx")).expect("a file");
    for length in (0..bytes.len()).step_by(53) {
        let made = folder_of(&bytes[..length]);
        assert!(Model::load(made.path()).is_err(), "{length} bytes");
    }
    for place in (0..bytes.len()).step_by(97) {
        let mut flipped = bytes.clone();
        flipped[place] ^= 4;
        // A model or an error.
        let _ = Model::load(folder_of(&flipped).path());
    }
    // Fewer vectors than word pieces.
    let made = folder_of(&bytes);
    let pieces = fs::read_to_string(folder().join("vocab.txt")).expect("a file");
    fs::write(made.path().join("vocab.txt"), pieces + "zeppelin\n").expect("a file");
    let larger = Model::load(made.path()).expect("a model");
    let desk = Desk::new();
    let embedded = desk
        .index
        .embed(&larger, &EmbedOptions::default(), &NoEmbedProgress);
    assert!(matches!(embedded, Err(Error::Model { .. })), "{embedded:?}");
    // The passages have their vectors; the table is what failed.
    assert_eq!(desk.with_vector(), Some(4));
}
