//! What a search hands back: passages, ranked, with the byte ranges to mark.
//!
//! Plain data, free of the index. Colour, HTML and JSON are printers' matters.

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::document::{Kind, Utterance};

/// Names a passage: it survives re-indexing as long as its source keeps its path and its paragraphs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PassageId {
    /// The document's id: 13 characters of base 32.
    pub document: String,
    /// The paragraph's number in its document, counted from 1.
    pub ordinal: u32,
    /// The part of a long paragraph, counted from 1. `None` if the paragraph was not cut.
    pub part: Option<u32>,
}

impl fmt::Display for PassageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.document, self.ordinal)?;
        self.part.map_or(Ok(()), |part| write!(f, ".{part}"))
    }
}

/// A stored paragraph, or a part of a long one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// Its name.
    pub id: PassageId,
    /// The document as its source calls it: the key of a record, else the file's name.
    pub doc: String,
    /// The source file, as it was named to the index: relative to the folder that holds the index, or absolute.
    pub path: String,
    /// Number of the passage in its source file, counted from 0: with `path` the order of the sources.
    pub place: u32,
    /// Line of its first word, counted from 1 in the decoded source. `None` where there are no lines.
    pub line: Option<u32>,
    /// Bytes of the decoded source it was read from.
    pub span: Range<usize>,
    /// Titles from the outermost section down to its own.
    pub section: Vec<String>,
    /// Number of the outermost section in its document, counted from 1.
    pub section_number: u32,
    /// What part it plays on the page.
    pub kind: Kind,
    /// The persons who speak in it.
    pub speakers: Vec<String>,
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub date: Option<String>,
    /// ISO 639-1.
    pub lang: Option<String>,
    /// Milliseconds from the start of the recording.
    pub start_ms: Option<u64>,
    /// Number of the speaking turn in its document, counted from 1.
    pub turn: Option<u32>,
    /// The source's own identifier of the record.
    pub source_id: Option<String>,
    /// Titles that are searched with the passage though they are none of its words.
    pub titles: Vec<String>,
    /// The words.
    pub text: String,
    /// Who utters which part of `text`.
    pub utterances: Vec<Utterance>,
}

/// Which of a query's parts a passage holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tier {
    /// Every one.
    All,
    /// At least one, not every one.
    Some,
}

/// A passage that answers a query.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Position in the whole ranking, counted from 1.
    pub rank: usize,
    /// Comparable within one search and one tier only; 0 where nothing is scored (`*`, or sorted by date or place).
    pub score: f32,
    /// Which of the query's parts it holds.
    pub tier: Tier,
    /// The stored paragraph.
    pub passage: Passage,
    /// Byte ranges of `passage.text` to mark: ascending, disjoint, on `char` boundaries.
    pub highlights: Vec<Range<usize>>,
    /// What each part contributed to the score, if it was asked for.
    pub explanation: Vec<(String, f32)>,
}

/// How the matching passages spread over the values of one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// The field's name.
    pub field: String,
    /// Values with their passages: most first, then by name.
    pub counts: Vec<(String, u64)>,
}
