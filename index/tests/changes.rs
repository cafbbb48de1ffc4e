//! Sources that come and change: whatever is merged meanwhile, each passage is shown with what is
//! its own.

use std::collections::BTreeMap;
#[cfg(unix)]
use std::time::{Duration, SystemTime};

use onrecord_index::Index;
use onrecord_index::query::Query;
use onrecord_index::searcher::{Request, Sort};
use onrecord_index::update::{NoProgress, UpdateOptions};

const WORDS: [&[&str]; 3] = [
    &["harbour", "dredger", "captain", "lighthouse", "council"],
    &["λιμάνι", "καπετάνιος", "φάρος", "συμβούλιο", "πλοίο"],
    &["гавань", "капитан", "маяк", "совет", "паром"],
];

/// A text of sections with paragraphs, in which every paragraph says its own position.
fn source(name: &str, version: u32, sections: u32) -> String {
    let mut text = String::new();
    for section in 1..=sections {
        text += &format!("## Pier {name} {section}\n\n");
        for paragraph in 1..=section + version % 3 {
            text += &format!("The ferry of {name} waits at pier {section} for boat {paragraph}. ");
            // Words that one run in three writes otherwise, so that there are several tables;
            // enough of them to be packed.
            let words = WORDS[version as usize % WORDS.len()];
            for word in 0..40 {
                text += words[(word * (paragraph + section) + word / 7) as usize % words.len()];
                text += if word % 2 == 0 { " and " } else { ", " };
            }
            text += &format!("in its year {version}.\n\n");
        }
    }
    text
}

/// Every body passage as "path, section: text", by path and place.
fn shown(index: &Index) -> Vec<String> {
    let searcher = index.searcher().expect("a searcher");
    let query = Query::parse("ferry").expect("a query");
    let request = Request {
        limit: None,
        sort: Sort::Place,
        ..Request::default()
    };
    let answer = searcher.search(&query, &request);
    let answer = answer.expect("an answer");
    let mut shown = Vec::new();
    let mut place_before = (String::new(), 0);
    for hit in answer.hits() {
        let passage = hit.expect("a hit").passage;
        let place = (passage.path.clone(), passage.place);
        assert!(place_before < place, "{place_before:?} {place:?}");
        place_before = place;
        assert_eq!(passage.doc, passage.path);
        shown.push(format!(
            "{}, {}: {}",
            passage.path,
            passage.section.join("/"),
            passage.text
        ));
    }
    shown
}

fn expected(sources: &BTreeMap<String, (u32, u32)>) -> Vec<String> {
    let mut expected = Vec::new();
    for (path, (version, sections)) in sources {
        let name = path.trim_end_matches(".md");
        let mut section = "";
        let text = source(name, *version, *sections);
        for line in text.lines().filter(|line| !line.is_empty()) {
            match line.strip_prefix("## ") {
                Some(title) => section = title,
                None => expected.push(format!("{path}, {section}: {line}")),
            }
        }
        assert!(!section.is_empty());
    }
    expected
}

#[test]
fn every_passage_is_shown_with_its_own_document_and_section() {
    let folder = tempfile::tempdir().expect("a folder");
    let index = Index::create(folder.path()).expect("an index");
    let options = UpdateOptions::default();
    let mut sources = BTreeMap::new();
    let mut state = 7u32;
    let mut random = |below: u32| {
        state = state.wrapping_mul(1_103_515_245).wrapping_add(12_345);
        (state >> 16) % below
    };
    for run in 1..=60 {
        let path = format!(
            "{}.md",
            ["amel", "borg", "cato", "dune", "elba", "faro"][random(6) as usize]
        );
        let sections = 1 + random(9);
        let text = source(path.trim_end_matches(".md"), run, sections);
        let report = index.add_bytes(&path, text.into_bytes(), &options);
        report.expect("a report");
        sources.insert(path, (run, sections));
        assert_eq!(shown(&index), expected(&sources), "after run {run}");
    }
    assert_eq!(index.check().expect("a check"), [""; 0]);
    let files = std::fs::read_dir(folder.path())
        .expect("a folder")
        .flatten();
    let mut tables =
        files.filter(|file| file.file_name().to_string_lossy().starts_with("symbols-"));
    let tables = std::fs::read_to_string(tables.next().expect("tables").path()).expect("tables");
    assert!(tables.matches("made_of").count() > 2, "{tables}");
}

#[test]
fn an_index_that_knows_no_roots_brings_its_sources_up_to_date() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, talk) = (folder.path().join("index"), folder.path().join("talk.txt"));
    let options = UpdateOptions::default();
    std::fs::write(&talk, "ANNA BERG: The harbour is full.\n").expect("a file");
    let index = Index::create(&path).expect("an index");
    let files = [talk.clone()];
    index.update(&files, &options, &NoProgress).expect("a run");
    // What an earlier version leaves: a list of sources with nothing else in it.
    let entries = std::fs::read_dir(&path).expect("a folder").flatten();
    for file in entries.map(|entry| entry.path()) {
        let name = file
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        if name.starts_with("sources-") || name == "meta.json" {
            std::fs::remove_file(file).expect("removed");
        }
    }
    let list = b"{\"path\":\"talk.txt\"}\n";
    let hash = blake3::hash(list).to_hex();
    let name = format!("sources-{}.jsonl", &hash[..16]);
    std::fs::write(path.join(name), list).expect("a list");
    Index::rebuild(&path, &options, false, &NoProgress).expect("rebuilt");
    let index = Index::open(&path).expect("an index");
    assert_eq!(index.status().expect("a status").roots[0].path, "talk.txt");
    std::fs::write(&talk, "ANNA BERG: The harbour is empty.\n").expect("a file");
    let report = index.refresh(&options, &NoProgress).expect("a run");
    assert_eq!((report.added, report.updated), (0, 1));
}

#[cfg(unix)]
#[test]
fn an_edit_that_keeps_size_and_modification_time_is_noticed() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("march.txt");
    std::fs::write(&path, "KARL HOLM: The ferry waits.\n").expect("a file");
    let modified = std::fs::metadata(&path).and_then(|file| file.modified());
    let modified = modified.expect("a time");
    // To these runs the file is an hour old, so they do not compare its contents to be sure.
    let later = UpdateOptions {
        now: Some(SystemTime::now() + Duration::from_secs(3600)),
        ..UpdateOptions::default()
    };
    let index = Index::create(&folder.path().join("index")).expect("an index");
    let update = || {
        let report = index.update(std::slice::from_ref(&path), &later, &NoProgress);
        report.expect("a report").updated
    };
    assert_eq!(update(), 0);
    assert_eq!(update(), 0);
    std::fs::write(&path, "KARL HOLM: The camel waits.\n").expect("a file");
    let file = std::fs::File::options().write(true).open(&path);
    let file = file.expect("a file");
    file.set_modified(modified).expect("a time");
    let ferry = Query::parse("ferry").expect("a query");
    let searcher = index.searcher().expect("a searcher");
    let answer = searcher.search(&ferry, &Request::default());
    let answer = answer.expect("an answer");
    let hit = answer.hits().next().expect("a hit").expect("a hit");
    let stale = searcher.stale(&hit.passage).expect("a state");
    assert!(stale.is_some());
    assert_eq!(update(), 1);
    assert!(shown(&index).is_empty());
}
