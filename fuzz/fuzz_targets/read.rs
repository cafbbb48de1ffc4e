//! Reads any bytes with any reader. Input: a byte that chooses the format, a byte with the
//! options, the file.
//!
//! Each file is read or refused. Documents keep the promises of `document.rs`, and reading twice
//! gives the same. `ONRECORD_FUZZ_FORMAT=docx` gives every input to one reader, so that each gets
//! its share of a run.
#![no_main]

mod document;
mod utterances;

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use onrecord_index::ingest::formats::FORMATS;
use onrecord_index::ingest::read_bytes;
use onrecord_index::ingest::sink::Collected;
use onrecord_index::options::{Limits, ReadOptions};

/// The format that `ONRECORD_FUZZ_FORMAT` names.
static FORMAT: OnceLock<Option<String>> = OnceLock::new();

fuzz_target!(
    init: {
        // The PDF reader catches the panics of its library, which are not findings. Replace the
        // hook that ends the run at any panic; a panic that nobody catches still ends it.
        std::panic::set_hook(Box::new(|panic| {
            let location = panic.location();
            let ours = location.is_some_and(|location| location.file().contains("index/src"));
            if ours {
                eprintln!("{panic}");
            }
        }));
        FORMAT.set(std::env::var("ONRECORD_FUZZ_FORMAT").ok()).expect("the format is set once");
    },
    |bytes: &[u8]| {
        let [format, options, rest @ ..] = bytes else { return };
        let formats: Vec<_> = FORMATS.iter().collect();
        let format = match FORMAT.get() {
            Some(Some(format)) => format.as_str(),
            _ => formats[usize::from(*format) % formats.len()].name(),
        };
        let options = ReadOptions {
            format: Some(format.to_owned()),
            attribution: options & 1 == 0,
            encoding: (options & 2 != 0).then(|| "utf-8".to_owned()),
            limits: Limits {
                bytes: 1 << 20,
                ratio: 250,
                members: 100,
                depth: 3,
                ..Limits::default()
            },
            ..ReadOptions::default()
        };
        let read = || {
            let mut sink = Collected::default();
            let reading = read_bytes("source", rest.to_vec(), &options, &mut sink);
            (reading.map_err(|error| error.to_string()), sink)
        };
        let (reading, sink) = read();
        sink.documents.iter().for_each(document::check);
        let (again, same) = read();
        assert_eq!(reading, again);
        assert_eq!(sink.documents, same.documents);
        assert_eq!(sink.problems, same.problems);
    }
);
