//! Adds documents from a source of your own: rows of a database, answers of a service, a format
//! that onrecord does not read.
//!
//! You fill in a [`Document`]. How passages are stored and found is the library's business.

// An example shows its results.
#![allow(clippy::print_stdout)]

use onrecord_index::document::{Document, Paragraph, Section};
use onrecord_index::{Index, Query};

/// A row as a database might give it.
struct Row {
    speaker: &'static str,
    day: &'static str,
    words: &'static str,
}

const ROWS: [Row; 2] = [
    Row {
        speaker: "Anna Berg",
        day: "2025-03-04",
        words: "The harbour must be dredged before June.",
    },
    Row {
        speaker: "Karl Holm",
        day: "2025-03-05",
        words: "There is no money for the harbour.",
    },
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut meeting = Document::default();
    meeting.title = Some("Council meeting".to_owned());
    meeting.lang = Some("en".to_owned());
    meeting.sections = vec![Section::titled(vec!["Harbour".to_owned()], 1)];
    for row in &ROWS {
        let mut turn = Paragraph::spoken(0, row.speaker, row.words);
        turn.date = Some(row.day.to_owned());
        meeting.paragraphs.push(turn);
    }

    let index = Index::in_memory()?;
    // Adding a source of the same name again replaces it.
    index.add("council/2025", [meeting])?;

    let query = Query::parse("harbour speaker:holm")?;
    for hit in index.search(&query, &Default::default())?.hits() {
        let passage = hit?.passage;
        let date = passage.date.unwrap_or_default();
        println!("{date} {}: {}", passage.speakers.join(", "), passage.text);
    }
    Ok(())
}
