//! Reads a draft in Markdown. Input: its bytes.
//!
//! Every quotation has words, and is where it is said to be.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord_index::options::ReadOptions;
use onrecord_index::verify::draft::Draft;

fuzz_target!(|text: &str| {
    let bytes = text.as_bytes().to_vec();
    let Ok(draft) = Draft::read_bytes("draft.md", bytes, &ReadOptions::default()) else {
        return;
    };
    for quotation in draft.quotations {
        assert!(
            quotation.words > 0 && !quotation.text.trim().is_empty(),
            "{quotation:?}"
        );
        // A byte order mark is not part of the decoded text.
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        assert!(
            text.get(quotation.at.span.clone()).is_some(),
            "{quotation:?}"
        );
    }
});
