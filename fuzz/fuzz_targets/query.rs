//! Any text is read as a query, or is an error whose span lies in it on character boundaries.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord_index::query::Query;

fuzz_target!(|text: &str| {
    if let Err(error) = Query::parse(text) {
        assert!(text.get(error.span).is_some());
        assert!(!error.message.is_empty());
    }
});
