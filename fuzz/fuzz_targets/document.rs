//! What holds of every document, whatever was read. Shared by the targets that read.

use onrecord_index::document::{Document, Utterance, speakers_of};

/// Fails where a document breaks what `document.rs` says of it.
pub fn check(document: &Document) {
    assert!(document.paragraphs.is_empty() || !document.sections.is_empty());
    for section in &document.sections {
        assert!(section.number > 0, "{section:?}");
        assert!(section.path.iter().all(|title| !title.is_empty()), "{section:?}");
    }
    for paragraph in &document.paragraphs {
        assert!(paragraph.section < document.sections.len(), "{paragraph:?}");
        assert!(!paragraph.text.trim().is_empty(), "{paragraph:?}");
        assert!(paragraph.span.start <= paragraph.span.end, "{paragraph:?}");
        assert!(paragraph.line != Some(0) && paragraph.turn != Some(0), "{paragraph:?}");
        assert!(paragraph.date.as_deref().is_none_or(is_date), "{paragraph:?}");
        assert!(paragraph.source_id.as_deref() != Some(""), "{paragraph:?}");
        check_utterances(&paragraph.text, &paragraph.utterances);
        assert_eq!(paragraph.speakers, speakers_of(&paragraph.utterances));
    }
}

/// Ascending by start, disjoint or nested, never empty, on character boundaries.
pub fn check_utterances(text: &str, utterances: &[Utterance]) {
    for utterance in utterances {
        let words = text.get(utterance.range.clone());
        assert!(words.is_some_and(|words| !words.is_empty()), "{utterance:?} of {text:?}");
        assert!(utterance.speaker.as_deref() != Some(""), "{utterance:?}");
    }
    // Linear: the utterances that are still open, the innermost last.
    let mut open: Vec<usize> = Vec::new();
    let mut before = 0;
    for utterance in utterances {
        assert!(before <= utterance.range.start, "{utterances:?}");
        before = utterance.range.start;
        while open.pop_if(|end| *end <= before).is_some() {}
        assert!(open.last().is_none_or(|end| utterance.range.end <= *end), "{utterances:?}");
        open.push(utterance.range.end);
    }
}

fn is_date(date: &str) -> bool {
    let shape: String = date.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    matches!(shape.as_str(), "0000" | "0000-00" | "0000-00-00")
}
