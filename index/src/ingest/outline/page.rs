//! What a source says of itself as a whole, and what the parts of a long document pass on.

use crate::document::{Document, Section};

/// What a source says of itself as a whole.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The source's own key for this document. `None` if the document is the whole file.
    pub key: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Its language, an ISO 639-1 code. `None`: detected from the text.
    pub lang: Option<String>,
    /// The date of every paragraph without a date of its own.
    pub date: Option<String>,
    /// The speakers. If there is one only and the text has no labels, every paragraph is theirs.
    pub speakers: Vec<String>,
    /// The text is speech throughout (subtitles): bracketed lines are stage directions, and no
    /// paragraph is attributed as prose.
    pub speech: bool,
    /// A single heading of the outermost level before all text is the document's title, not a
    /// section.
    pub titled: bool,
    /// The numbers that earlier parts of the same document have used.
    pub before: Numbers,
    /// Sections of earlier parts that may continue in this part.
    pub continued: Vec<Section>,
    /// The section at the end of the part before. This part starts in it.
    pub open: Option<Section>,
}

impl Page {
    /// Makes this the page of the part that follows `part` in the same document.
    pub fn continue_after(&mut self, part: &Document) {
        self.lang.clone_from(&part.lang);
        let sections = part.sections.iter().map(|section| section.number);
        let turns = part
            .paragraphs
            .iter()
            .filter_map(|paragraph| paragraph.turn);
        self.before = Numbers {
            sections: sections.max().unwrap_or(self.before.sections),
            turns: turns.max().unwrap_or(self.before.turns),
        };
        self.open = part.sections.last().cloned();
    }
}

/// The highest numbers used so far. Both count from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// Of outermost sections.
    pub sections: u32,
    /// Of turns.
    pub turns: u32,
}
