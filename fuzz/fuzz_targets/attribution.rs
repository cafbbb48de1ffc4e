//! Any paragraphs are attributed: utterances ascend, are disjoint or nested, and lie on character boundaries.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord_index::attribution::attribute;

fuzz_target!(|text: &str| {
    let paragraphs: Vec<&str> = text.lines().collect();
    let found = attribute(&paragraphs);
    assert_eq!(found.len(), paragraphs.len());
    for (paragraph, utterances) in paragraphs.iter().zip(found) {
        for utterance in &utterances {
            assert!(paragraph.get(utterance.range.clone()).is_some_and(|words| !words.is_empty()));
        }
        for (place, one) in utterances.iter().enumerate() {
            for other in &utterances[place + 1..] {
                assert!(one.range.start <= other.range.start);
                assert!(other.range.start >= one.range.end || other.range.end <= one.range.end);
            }
        }
    }
});
