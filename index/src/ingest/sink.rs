//! Where readers send the documents they read and the problems they find.

use crate::document::Document;
use crate::error::Result;

/// Receives the documents of a source as they are read.
///
/// A document that is too large for memory (a long text, a JSON Lines file without `doc`) comes in
/// parts: consecutive [`Document`]s with the same `key`. The numbers of sections and turns continue
/// from part to part; `Paragraph::section` is an index within the part.
pub trait Sink {
    /// Receives a document or the next part of one. An error stops the reading of this source.
    fn document(&mut self, document: Document) -> Result<()>;

    /// Receives a problem. Reading continues.
    fn problem(&mut self, problem: Problem);
}

/// Something in a source that could not be read and was skipped or repaired.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problem {
    /// Line of the decoded source, counted from 1. `None` if unknown or if the source has no lines.
    pub line: Option<u64>,
    /// Byte of the source, counted from 0, if the line is unknown.
    pub byte: Option<u64>,
    /// What is wrong, without line and byte: in lower case, without a full stop.
    pub message: String,
    /// Whether a source may have many like it, of which the first is reported and the others are
    /// counted.
    pub first_only: bool,
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

/// A sink that keeps everything, for tests and small sources.
#[derive(Debug, Default)]
pub struct Collected {
    /// The documents, in reading order.
    pub documents: Vec<Document>,
    /// The problems, in the order found.
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
