//! What the tests of readers share: a text read under a name, without attribution, and what is looked at in its document.

use crate::document::{Document, Kind};
use crate::ingest::read_bytes;
use crate::ingest::sink::Collected;
use crate::options::ReadOptions;

/// All that reading `text` gives, as a file of that name.
pub fn collected(name: &str, text: &str) -> Collected {
    let mut sink = Collected::default();
    let options = ReadOptions {
        attribution: false,
        ..ReadOptions::default()
    };
    read_bytes(name, text.as_bytes().to_vec(), &options, &mut sink).expect("readable");
    sink
}

/// The first document of a text.
pub fn document(name: &str, text: &str) -> Document {
    collected(name, text).documents.remove(0)
}

/// Kind, speakers joined by `+`, and text of each paragraph.
pub fn spoken(document: &Document) -> Vec<(Kind, String, &str)> {
    document
        .paragraphs
        .iter()
        .map(|p| (p.kind, p.speakers.join("+"), p.text.as_str()))
        .collect()
}

/// The same, as a test expects it.
pub fn spoken_as<'t>(paragraphs: &[(Kind, &str, &'t str)]) -> Vec<(Kind, String, &'t str)> {
    paragraphs
        .iter()
        .map(|(kind, names, text)| (*kind, (*names).to_owned(), *text))
        .collect()
}
