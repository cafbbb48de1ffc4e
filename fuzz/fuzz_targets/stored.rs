//! Any bytes are a stored passage or an error; a passage read from bytes shows itself without a fault, and is the same when it is
//! stored again. So with the account of a source file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord_index::fuzzing::{decode_passage, encode_passage, recode_book};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(passage) = decode_passage(bytes) {
        for utterance in &passage.utterances {
            assert!(passage.text.get(utterance.range.clone()).is_some());
        }
        let again = encode_passage(&passage).expect("what was read can be written");
        assert_eq!(decode_passage(&again).expect("what was written can be read"), passage);
    }
    if let Ok(again) = recode_book(bytes) {
        assert_eq!(recode_book(&again).expect("what was written can be read"), again);
    }
});
