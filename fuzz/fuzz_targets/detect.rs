//! Detects the format and the encoding of any bytes, under any name. Input: a byte that chooses
//! the file extension, then the file.
//!
//! The detected format is the one whose signature is certain, else that of the extension, else one
//! that says the bytes may be its own.
#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use onrecord_index::ingest::encoding::decode;
use onrecord_index::ingest::format::Likeness;
use onrecord_index::ingest::formats::FORMATS;

fuzz_target!(|bytes: &[u8]| {
    let Some((first, head)) = bytes.split_first() else {
        return;
    };
    let extensions: Vec<&str> = FORMATS
        .iter()
        .flat_map(|format| format.extensions())
        .copied()
        .collect();
    let name = match extensions.get(usize::from(*first) % (extensions.len() + 1)) {
        Some(extension) => format!("source.{extension}"),
        None => "source".to_owned(),
    };
    let path = Path::new(&name);
    let found = FORMATS.detect(path, head);
    let certain = FORMATS
        .iter()
        .find(|format| format.sniff(head) == Likeness::Certain);
    // A signature overrides the extension, and the extension overrides what the bytes look like.
    match (certain, FORMATS.of_path(path)) {
        (Some(certain), _) => assert_eq!(found.map(|format| format.name()), Some(certain.name())),
        (None, Some(named)) => assert_eq!(found.map(|format| format.name()), Some(named.name())),
        (None, None) => {
            assert!(found.is_none_or(|format| format.sniff(head) == Likeness::Possible))
        }
    }
    for forced in [
        None,
        Some("utf-8"),
        Some("utf-16le"),
        Some("gb18030"),
        Some("no such"),
    ] {
        match decode(head.to_vec(), forced, |_| Some("iso-8859-2".to_owned())) {
            Ok(decoded) => {
                assert!(!decoded.encoding.is_empty());
                assert!(decoded.problem.is_none_or(|problem| {
                    problem.byte.is_none_or(|byte| byte <= head.len() as u64)
                }));
            }
            Err(reason) => assert!(!reason.is_empty()),
        }
    }
});
