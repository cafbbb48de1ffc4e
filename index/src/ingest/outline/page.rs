//! What a source says of itself as a whole, and what the parts of a long document pass on.

use std::sync::Arc;

use crate::document::fact::{FactKind, Form, Origin};
use crate::document::{Document, Section};
use crate::facts::stated::StatedFacts;
use crate::ingest::lang;

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
    /// Where what it says of itself comes from.
    pub origin: PageOrigin,
    /// What the user states about it.
    pub stated: Arc<StatedFacts>,
}

/// Where what a source says of itself comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PageOrigin {
    /// Headers, elements or metadata.
    #[default]
    Source,
    /// Front matter.
    FrontMatter,
}

impl Page {
    /// The page with what the user states about it, which goes before what it says itself.
    pub fn with(mut self, stated: &Arc<StatedFacts>) -> Page {
        if stated.is_empty() {
            return self;
        }
        self.stated = stated.clone();
        if let Some(speaker) = stated.value(FactKind::Speaker) {
            self.speakers = vec![speaker.to_owned()];
        }
        if let Some(lang) = stated.value(FactKind::Lang).and_then(lang::given) {
            self.lang = Some(lang);
        }
        self
    }

    /// How text without labels is read, if that is stated.
    pub fn form(&self) -> Option<Form> {
        self.stated.form
    }

    /// Whether the speaker is stated.
    pub fn has_stated_speaker(&self) -> bool {
        self.stated.value(FactKind::Speaker).is_some()
    }

    /// Where what it says of itself comes from.
    pub fn origin(&self) -> Origin {
        match self.origin {
            PageOrigin::Source => Origin::Source,
            PageOrigin::FrontMatter => Origin::FrontMatter,
        }
    }

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
