//! Any bytes are a stored passage or an error; a passage read from bytes shows itself without a
//! fault, and is the same when it is stored again. So with the account of a source file, and with a
//! text and the table that packs it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord_index::fuzzing::{decode_passage, encode_passage, reencode_account, repack};

fuzz_target!(|input: (&[u8], &str, &[u8])| {
    let (bytes, words, first) = input;
    if let Ok(passage) = decode_passage(bytes, words, first) {
        for utterance in &passage.utterances {
            assert!(passage.text.get(utterance.range.clone()).is_some());
        }
        let (head, words) = encode_passage(&passage).expect("what was read can be written");
        let again = decode_passage(&head, &words, &head);
        assert_eq!(again.expect("what was written can be read"), passage);
    }
    if let Ok(again) = reencode_account(bytes) {
        assert_eq!(reencode_account(&again).expect("what was written can be read"), again);
    }
    if let Some((text, Some(packed))) = repack(first, bytes) {
        assert_eq!(repack(first, &packed).expect("what was packed can be unpacked").0, text);
    }
});
