//! Decodes any bytes as a stored passage, as the record of a source file, and as packed text.
//! Input: the bytes, the text of the passage, the bytes of the record before it or of the symbol
//! table.
//!
//! Bytes are decoded or refused with an error. What was decoded keeps its promises, and is the
//! same when it is encoded and decoded again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord_index::fuzzing::{decode_passage, encode_passage, recode_book, repack};

fuzz_target!(|input: (&[u8], &str, &[u8])| {
    let (bytes, words, first) = input;
    if let Ok(passage) = decode_passage(bytes, words, first) {
        for utterance in &passage.utterances {
            assert!(passage.text.get(utterance.range.clone()).is_some());
        }
        let (head, words) = encode_passage(&passage).expect("a decoded passage can be encoded");
        let again = decode_passage(&head, &words, &head);
        assert_eq!(again.expect("an encoded passage can be decoded"), passage);
    }
    if let Ok(again) = recode_book(bytes) {
        assert_eq!(
            recode_book(&again).expect("an encoded record can be decoded"),
            again
        );
    }
    if let Some((text, Some(packed))) = repack(first, bytes) {
        assert_eq!(
            repack(first, &packed)
                .expect("packed text can be unpacked")
                .0,
            text
        );
    }
});
