//! What must be true of every document, from any source.

use onrecord_index::document::{Document, speakers_of};

use crate::utterances;

/// Panics if a document breaks a promise of `document.rs`.
pub fn check(document: &Document) {
    assert!(document.paragraphs.is_empty() || !document.sections.is_empty());
    for section in &document.sections {
        assert!(section.number > 0, "{section:?}");
        assert!(
            section.path.iter().all(|title| !title.is_empty()),
            "{section:?}"
        );
    }
    for paragraph in &document.paragraphs {
        assert!(paragraph.section < document.sections.len(), "{paragraph:?}");
        assert!(!paragraph.text.trim().is_empty(), "{paragraph:?}");
        assert!(paragraph.span.start <= paragraph.span.end, "{paragraph:?}");
        assert!(
            paragraph.line != Some(0) && paragraph.turn != Some(0),
            "{paragraph:?}"
        );
        assert!(
            paragraph.date.as_deref().is_none_or(is_date),
            "{paragraph:?}"
        );
        assert!(paragraph.source_id.as_deref() != Some(""), "{paragraph:?}");
        utterances::check(&paragraph.text, &paragraph.utterances);
        assert_eq!(paragraph.speakers, speakers_of(&paragraph.utterances));
    }
}

fn is_date(date: &str) -> bool {
    let shape: String = date
        .chars()
        .map(|c| if c.is_ascii_digit() { '0' } else { c })
        .collect();
    matches!(shape.as_str(), "0000" | "0000-00" | "0000-00-00")
}
