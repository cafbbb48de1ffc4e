//! Attributes any paragraphs in every language that has rules. Input: text, one paragraph a line.
//!
//! Utterances ascend, are disjoint or nested, and lie on character boundaries; so do the pronouns
//! that are resolved. Attributing the same paragraphs twice gives the same result.
#![no_main]

mod utterances;

use libfuzzer_sys::fuzz_target;
use onrecord_index::attribution::{attribute_in, pronouns};

fuzz_target!(|text: &str| {
    let paragraphs: Vec<&str> = text.lines().collect();
    for lang in ["en", "de", "fr", "es"] {
        let found = attribute_in(Some(lang), &paragraphs);
        assert_eq!(found.len(), paragraphs.len());
        for (paragraph, utterances) in paragraphs.iter().zip(&found) {
            utterances::check(paragraph, utterances);
        }
        assert_eq!(
            found,
            attribute_in(Some(lang), &paragraphs),
            "attribution is deterministic"
        );
    }
    for (paragraph, resolved) in paragraphs.iter().zip(pronouns(&paragraphs)) {
        for (range, person) in resolved {
            assert!(
                paragraph.get(range).is_some_and(|words| !words.is_empty()) && !person.is_empty()
            );
        }
    }
});
