//! Compares any quotation with any text. Input: the quotation, the text.
//!
//! Ranges of edits and marks lie on character boundaries and hold the words that they name.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord_index::verify::compare;

fuzz_target!(|input: (&str, &str)| {
    let (quote, source) = input;
    let comparison = compare(quote, source);
    for edit in &comparison.edits {
        assert_eq!(quote.get(edit.quote.clone()), Some(&*edit.quote_text));
        assert_eq!(source.get(edit.source.clone()), Some(&*edit.source_text));
    }
    for mark in &comparison.marks {
        assert!(quote.get(mark.quote.clone()).is_some());
        assert!(source.get(mark.source.clone()).is_some());
    }
});
