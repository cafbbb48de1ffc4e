//! The texts of a record, one after the other in one string. Only their lengths in bytes are in its
//! head.

use crate::error::{Error, Result};

/// Collects the texts of a record.
#[derive(Default)]
pub(super) struct TextWriter {
    /// The texts so far.
    pub texts: String,
}

impl TextWriter {
    /// Adds a text. Returns its length in bytes.
    pub fn add(&mut self, text: &str) -> usize {
        self.texts.push_str(text);
        text.len()
    }
}

/// Reads the texts of a record in the order in which they were added.
pub(super) struct TextReader<'t> {
    texts: &'t str,
    offset: usize,
}

impl<'t> TextReader<'t> {
    /// Starts at the first text.
    pub fn new(texts: &'t str) -> TextReader<'t> {
        TextReader { texts, offset: 0 }
    }

    /// The next text, which is `length` bytes long. Fails if the record has no such text.
    pub fn next(&mut self, length: usize) -> Result<&'t str> {
        let end = self.offset.checked_add(length);
        let text = end.and_then(|end| self.texts.get(self.offset..end));
        let text = text.ok_or_else(|| damaged("a text of it is missing"))?;
        self.offset += length;
        Ok(text)
    }

    /// The next texts, by their lengths.
    pub fn all(&mut self, lengths: &[usize]) -> Result<Vec<String>> {
        let texts = lengths.iter();
        texts
            .map(|&length| self.next(length).map(str::to_owned))
            .collect()
    }

    /// All remaining texts.
    pub fn rest(self) -> &'t str {
        &self.texts[self.offset..]
    }
}

/// The error of a record that cannot be decoded.
pub(super) fn damaged(reason: impl Into<String>) -> Error {
    Error::Damaged {
        what: "a stored passage".to_owned(),
        reason: reason.into(),
    }
}
