//! Any bytes are a file of vectors or a lookup table, or are refused; reading them never faults.
//! Any text has only word pieces of its vocabulary.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord_index::fuzzing::{by_lookup, cosines, word_pieces};

fuzz_target!(|input: (&[u8], &str, u64, u32)| {
    let (bytes, text, key, record) = input;
    let table = [&b"onrlook\x01"[..], bytes].concat();
    by_lookup(&table, text);
    let file = [&b"onrvec\0\x01"[..], bytes].concat();
    cosines(&file, &[0.5; 16], key, record);
    let lines = format!("[UNK]\n[CLS]\n[SEP]\n{}", String::from_utf8_lossy(bytes));
    if let Some(pieces) = word_pieces(&lines, text, 64) {
        assert!(pieces.len() <= 64);
        assert!(pieces.iter().all(|piece| (*piece as usize) < lines.lines().count()));
    }
});
