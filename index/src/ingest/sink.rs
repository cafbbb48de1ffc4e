//! Where a reader puts what it has read, and what it could not read.

use crate::document::Document;
use crate::error::Result;

/// Takes the documents of a source as they are read.
///
/// A document too large to be held at once (a JSON Lines file of records without `doc`) comes in parts: consecutive
/// [`Document`]s with the same `key`. A part continues the one before it: its paragraphs follow on, and the numbers of
/// its sections and turns count on; `Paragraph::section` counts within the part.
pub trait Sink {
    /// Takes a document, or the next part of one. An error ends the reading of this source.
    fn document(&mut self, document: Document) -> Result<()>;

    /// Takes note of something that could not be read. The reading goes on.
    fn problem(&mut self, problem: Problem);
}

/// A part of a source that could not be read, and was skipped or read as best it could be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problem {
    /// Line of the decoded source, counted from 1, where the source has lines.
    pub line: Option<u64>,
    /// Byte of the source, counted from 0, where no line can be named.
    pub byte: Option<u64>,
    /// What is wrong, without the place: lower-case, no full stop.
    pub message: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.line, self.byte) {
            (Some(line), _) => write!(f, "line {line}: {}", self.message),
            (None, Some(byte)) => write!(f, "byte {byte}: {}", self.message),
            (None, None) => f.write_str(&self.message),
        }
    }
}

/// Keeps everything: for tests, and for sources known to be small.
#[derive(Debug, Default)]
pub struct Collected {
    /// The documents, in reading order.
    pub documents: Vec<Document>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

impl Sink for Collected {
    fn document(&mut self, document: Document) -> Result<()> {
        self.documents.push(document);
        Ok(())
    }

    fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }
}
