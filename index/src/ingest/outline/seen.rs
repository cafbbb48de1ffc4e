//! What the files of this folder share about labels: how often one was seen, and what it
//! means.

use crate::text::label::shape::Shape;

/// How often and in what form a label was seen in a document.
#[derive(Debug)]
pub struct Seen {
    /// The name in the label, as first written.
    pub name: String,
    /// The form of its first occurrence.
    pub shape: Shape,
    /// All occurrences.
    pub count: usize,
    /// Occurrences with a title: "Mr. BERG."
    pub titled: usize,
    /// Occurrences with a time.
    pub timed: usize,
    /// The earliest time beside it, in milliseconds; `u64::MAX` if there is none.
    pub first_ms: u64,
    /// Occurrences in bold.
    pub bold: usize,
    /// Occurrences as the term of a list of definitions or the first cell of a row.
    pub terms: usize,
    /// Occurrences that are not items of a list.
    pub unlisted: usize,
    /// Whether it was seen in a transcript inside quotation marks.
    pub in_quotes: bool,
    /// Occurrences before a word in lower case.
    pub lower: usize,
    /// Occurrences before words that sound spoken.
    pub spoken: usize,
    /// Index of the block with the first occurrence.
    pub first_block: usize,
    /// Whether it is a word for things, not for a speaker: "Note", "Photo".
    pub notice: bool,
}

/// The speaker behind a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Speaker {
    /// A person, by the name to show.
    Named(String),
    /// "Q": the person who asks, whoever it is.
    Asks,
    /// "A": the person who answers, whoever it is.
    Answers,
    /// "BY MR. HOLM:" alone on its line: from here on this person asks.
    Examines(String),
}

/// The form of a name by which labels are looked up: lower case.
pub fn key(name: &str) -> String {
    name.to_lowercase()
}
