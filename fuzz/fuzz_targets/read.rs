//! Any bytes are read or refused by every reader; what is read keeps what `document.rs` promises, and is the same when it is
//! read twice.
//!
//! The first byte picks the format, the second the options. `ONRECORD_FUZZ_FORMAT=docx` gives every input to one reader, so
//! that each gets its share of a run.
#![no_main]

mod document;
mod utterances;

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use onrecord_index::ingest::sink::Collected;
use onrecord_index::ingest::formats::FORMATS;
use onrecord_index::ingest::read_bytes;
use onrecord_index::options::{Limits, ReadOptions};

static FORMAT: OnceLock<Option<String>> = OnceLock::new();

fuzz_target!(
    init: {
        // The reader of PDF catches the panics of its library. They are no findings: the hook that ends the run at any panic
        // goes; one that nobody catches still ends it.
        std::panic::set_hook(Box::new(|panic| {
            let ours = panic.location().is_some_and(|place| place.file().contains("index/src"));
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
            limits: Limits { bytes: 1 << 20, ratio: 250, members: 100, depth: 3, ..Limits::default() },
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
