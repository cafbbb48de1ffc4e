//! What must be true of the utterances of every paragraph.

use onrecord_index::document::Utterance;

/// Panics unless utterances ascend by start, are disjoint or nested, are not empty, and lie on
/// character boundaries.
pub fn check(text: &str, utterances: &[Utterance]) {
    for utterance in utterances {
        let words = text.get(utterance.range.clone());
        assert!(
            words.is_some_and(|words| !words.is_empty()),
            "{utterance:?} of {text:?}"
        );
        assert!(utterance.speaker.as_deref() != Some(""), "{utterance:?}");
    }
    // The ends of the utterances that are still open, the innermost last.
    let mut open: Vec<usize> = Vec::new();
    let mut before = 0;
    for utterance in utterances {
        assert!(before <= utterance.range.start, "{utterances:?}");
        before = utterance.range.start;
        while open.pop_if(|end| *end <= before).is_some() {}
        assert!(
            open.last().is_none_or(|end| utterance.range.end <= *end),
            "{utterances:?}"
        );
        open.push(utterance.range.end);
    }
}
