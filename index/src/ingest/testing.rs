//! Helpers for the tests of readers: reading a text, and the parts of a document that tests
//! compare.

#[cfg(any(feature = "archive", feature = "office"))]
use std::io::{Cursor, Write};

use crate::document::{Document, Kind};
use crate::ingest::read_bytes;
use crate::ingest::sink::Collected;
use crate::options::ReadOptions;

/// Everything that reading `text` as a file of this name gives. Prose is not attributed.
pub fn collected(name: &str, text: &str) -> Collected {
    let mut sink = Collected::default();
    let options = ReadOptions {
        attribution: false,
        ..ReadOptions::default()
    };
    read_bytes(name, text.as_bytes().to_vec(), &options, &mut sink).expect("readable");
    sink
}

/// The first document of a text; see [`collected`].
pub fn document(name: &str, text: &str) -> Document {
    collected(name, text).documents.remove(0)
}

/// The kind, speakers (joined by `+`) and text of each paragraph.
pub fn spoken(document: &Document) -> Vec<(Kind, String, &str)> {
    document
        .paragraphs
        .iter()
        .map(|p| (p.kind, p.speakers.join("+"), p.text.as_str()))
        .collect()
}

/// What a test expects, in the form of [`spoken`].
pub fn spoken_as<'t>(paragraphs: &[(Kind, &str, &'t str)]) -> Vec<(Kind, String, &'t str)> {
    paragraphs
        .iter()
        .map(|(kind, names, text)| (*kind, (*names).to_owned(), *text))
        .collect()
}

/// A ZIP archive with these members: names and contents.
#[cfg(any(feature = "archive", feature = "office"))]
pub fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let options = zip::write::SimpleFileOptions::default();
        archive.start_file(*name, options).expect("started");
        archive.write_all(bytes).expect("written");
    }
    archive.finish().expect("an archive").into_inner()
}
