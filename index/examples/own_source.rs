//! Adds documents from a source of your own: rows of a database, answers of a service, a format onrecord does not read.
//!
//! You fill in a [`Document`]; nothing else has to be known about how passages are stored.

use onrecord_index::document::rule::Rule;
use onrecord_index::document::{Document, Paragraph, Section, Source, Utterance};
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
    let meeting = Document {
        title: Some("Council meeting".to_owned()),
        lang: Some("en".to_owned()),
        sections: vec![Section {
            path: vec!["Harbour".to_owned()],
            number: 1,
            titled: true,
        }],
        paragraphs: ROWS.iter().map(paragraph).collect(),
        ..Document::default()
    };
    let index = Index::in_memory()?;
    // Adding a source of the same name again replaces it.
    index.add("council/2025", [meeting])?;

    for hit in index
        .search(&Query::parse("harbour speaker:holm")?, &Default::default())?
        .hits()
    {
        let passage = hit?.passage;
        let date = passage.date.unwrap_or_default();
        println!("{date} {}: {}", passage.speakers.join(", "), passage.text);
    }
    Ok(())
}

/// A row is one turn: all of its words are the speaker's own.
fn paragraph(row: &Row) -> Paragraph {
    Paragraph {
        section: 0,
        text: row.words.to_owned(),
        date: Some(row.day.to_owned()),
        utterances: vec![Utterance {
            range: 0..row.words.len(),
            speaker: Some(row.speaker.to_owned()),
            speaker_text: row.speaker.to_owned(),
            source: Source::Person,
            verbatim: true,
            rule: Rule::Label,
            ..Utterance::default()
        }],
        speakers: vec![row.speaker.to_owned()],
        ..Paragraph::default()
    }
}
