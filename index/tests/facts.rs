//! What the user states about documents: `documents.toml`, patterns of paths, and what of them
//! outlives a run.

use std::fs;
use std::path::{Path, PathBuf};

use onrecord_index::document::fact::FactKind;
use onrecord_index::facts::pattern::PathPattern;
use onrecord_index::hit::Property;
use onrecord_index::options::ReadOptions;
use onrecord_index::update::{NoProgress, Report, UpdateOptions};
use onrecord_index::{Index, Query};

/// A folder with two talks of namesakes and a file without facts, and an index of it.
struct Desk {
    folder: tempfile::TempDir,
    index: Index,
}

impl Desk {
    fn new() -> Desk {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("talks")).expect("a folder");
        for (name, text) in [
            ("1861-Berg-1.txt", "The ferry to Norhaven stays.\n"),
            ("1925-Berg-1.txt", "The harbour of Norhaven is full.\n"),
            ("notes.txt", "The tide is low.\n"),
        ] {
            fs::write(folder.path().join("talks").join(name), text).expect("a file");
        }
        let index = Index::create(&folder.path().join(".onrecord")).expect("an index");
        Desk { folder, index }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn documents(&self, text: &str) {
        fs::write(self.path("documents.toml"), text).expect("a file");
    }

    fn update(&self, facts: Option<&[&str]>) -> Report {
        let parse = |pattern: &&str| PathPattern::with_captures(pattern).expect("a pattern");
        let options = UpdateOptions {
            read: ReadOptions {
                facts: facts.map(|facts| facts.iter().map(parse).collect()),
                ..ReadOptions::default()
            },
            ..UpdateOptions::default()
        };
        let paths = [self.path("talks")];
        self.index
            .update(&paths, &options, &NoProgress)
            .expect("a run")
    }

    /// The speakers and dates of all passages, by path.
    fn passages(&self) -> Vec<String> {
        let query = Query::parse("*").expect("a query");
        let answer = self.index.search(&query, &Default::default());
        let answer = answer.expect("an answer");
        let hits = answer.hits().map(|hit| {
            let passage = hit.expect("a passage").passage;
            let name = Path::new(&passage.path).file_name().unwrap_or_default();
            let date = passage.date.unwrap_or_default();
            format!("{} {date} {}", name.display(), passage.speakers.join("+"))
        });
        let mut found: Vec<String> = hits.collect();
        found.sort();
        found
    }

    /// The origin of each file's speaker.
    fn origins(&self) -> Vec<String> {
        let facts = self.index.facts(None).expect("facts").into_iter();
        let all = facts.flat_map(|file| file.facts);
        let speakers = all.filter(|known| known.fact.kind == FactKind::Speaker);
        speakers
            .map(|known| known.fact.origin.to_string())
            .collect()
    }
}

const ENTRIES: &str = "[[documents]]\npath = \"talks/{date:..1899}-Berg-*\"\n\
    speaker = \"Anna Berg\"\n[[documents]]\npath = \"talks/{date:year}-{speaker}-*\"\n\
    form = \"speech\"\n";

#[test]
fn a_change_of_documents_toml_reads_only_the_files_again_that_it_touches() {
    let desk = Desk::new();
    desk.documents(ENTRIES);
    assert_eq!(desk.update(None).added, 3);
    let expected = [
        "1861-Berg-1.txt 1861 Anna Berg",
        "1925-Berg-1.txt 1925 Berg",
        "notes.txt  ",
    ];
    assert_eq!(desk.passages(), expected);
    assert_eq!(desk.origins(), ["documents.toml:2", "documents.toml:5"]);
    // Lines move, and nothing else: nothing is read, but the new lines are known.
    desk.documents(&format!("# who spoke\n{ENTRIES}"));
    let report = desk.update(None);
    assert_eq!((report.updated, report.unchanged), (0, 3));
    assert_eq!(desk.origins(), ["documents.toml:3", "documents.toml:6"]);
    desk.documents(&ENTRIES.replace("Anna", "Eva"));
    assert_eq!(desk.update(None).updated, 1);
    assert_eq!(desk.passages()[0], "1861-Berg-1.txt 1861 Eva Berg");
    fs::remove_file(desk.path("documents.toml")).expect("removed");
    assert_eq!(desk.update(None).updated, 2);
    assert_eq!(desk.passages()[0], "1861-Berg-1.txt  ");
}

#[test]
fn facts_of_a_run_are_kept_by_later_runs_and_by_a_rebuild() {
    let desk = Desk::new();
    let report = desk.update(Some(&["talks/{date:year}-{speaker}-*", "x/{title}"]));
    assert_eq!(report.unmatched_facts, ["x/{title}"]);
    let expected = ["1861-Berg-1.txt 1861 Berg", "1925-Berg-1.txt 1925 Berg"];
    assert_eq!(desk.passages()[..2], expected);
    assert_eq!(desk.update(None).unchanged, 3);
    // They go before documents.toml.
    desk.documents(ENTRIES);
    desk.update(None);
    assert_eq!(desk.passages()[..2], expected);
    assert_eq!(desk.origins(), ["--facts", "--facts"]);
    fs::remove_file(desk.path("documents.toml")).expect("removed");
    let folder = desk.path(".onrecord");
    Index::rebuild(&folder, &UpdateOptions::default(), false, &NoProgress).expect("rebuilt");
    assert_eq!(desk.passages()[..2], expected);
    desk.update(Some(&[]));
    assert_eq!(desk.passages()[0], "1861-Berg-1.txt  ");
}

#[test]
fn stated_namesakes_stay_apart() {
    let desk = Desk::new();
    let path = |name: &str| desk.path("talks").join(name);
    fs::write(path("1862-Anna M. Berg-1.txt"), "It rains in Norhaven.\n").expect("a file");
    fs::write(path("1863-Anna Berg-1.txt"), "It rains in Norhaven.\n").expect("a file");
    desk.update(Some(&["talks/{date:year}-{speaker}-*"]));
    let speakers = desk.index.searcher().expect("a searcher");
    let speakers = speakers.values(Property::Speaker).expect("speakers");
    let names: Vec<&str> = speakers.iter().map(|value| &*value.name).collect();
    assert_eq!(names, ["Berg", "Anna Berg", "Anna M. Berg"]);
}

#[test]
fn a_mistake_in_documents_toml_changes_nothing() {
    let desk = Desk::new();
    desk.documents("[[documents]]\npath = \"talks/{year}-*\"\n");
    let paths = [desk.path("talks")];
    let options = UpdateOptions::default();
    let error = desk.index.update(&paths, &options, &NoProgress);
    let error = error.expect_err("a mistake").to_string();
    assert!(
        error.contains("documents.toml:2:15: unknown capture {year}"),
        "{error}"
    );
    assert_eq!(desk.passages(), [""; 0]);
}
