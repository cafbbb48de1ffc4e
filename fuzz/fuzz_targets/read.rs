//! Any bytes under any name are read or refused; what is read has its offsets in order and on character boundaries. The first
//! byte picks the name, so that every reader and the telling of formats get their share.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord_index::ingest::sink::Collected;
use onrecord_index::ingest::{FORMATS, ReadOptions, read_bytes};

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let endings: Vec<&str> = FORMATS.iter().flat_map(|format| format.extensions()).copied().collect();
    let name = match endings.get(usize::from(*first) % (endings.len() + 1)) {
        Some(ending) => format!("source.{ending}"),
        None => "source".to_owned(),
    };
    let mut sink = Collected::default();
    if read_bytes(&name, rest.to_vec(), &ReadOptions::default(), &mut sink).is_ok() {
        for document in &sink.documents {
            for paragraph in &document.paragraphs {
                assert!(!paragraph.text.is_empty());
                for utterance in &paragraph.utterances {
                    assert!(paragraph.text.get(utterance.range.clone()).is_some_and(|words| !words.is_empty()));
                }
            }
        }
    }
});
