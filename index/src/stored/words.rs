//! The texts of a record, one behind the other.

use crate::error::Result;
use crate::stored::damaged::damaged;

/// The texts of a record, one behind the other.
#[derive(Default)]
pub(super) struct Words(pub(super) String);

impl Words {
    /// Gives how long the text is.
    pub(super) fn add(&mut self, text: &str) -> usize {
        self.0.push_str(text);
        text.len()
    }
}

/// Reads them in the order in which they were added.
pub(super) struct WordsReader<'w> {
    words: &'w str,
    at: usize,
}

impl<'w> WordsReader<'w> {
    /// At the beginning of them.
    pub(super) fn new(words: &'w str) -> WordsReader<'w> {
        WordsReader { words, at: 0 }
    }

    /// The next text, which is so long.
    pub(super) fn next(&mut self, length: usize) -> Result<&'w str> {
        let end = self.at.checked_add(length);
        let text = end.and_then(|end| self.words.get(self.at..end));
        let text = text.ok_or_else(|| damaged("a text that is not in it".to_owned()))?;
        self.at += length;
        Ok(text)
    }

    /// The next texts.
    pub(super) fn all(&mut self, lengths: &[usize]) -> Result<Vec<String>> {
        let texts = lengths.iter();
        texts
            .map(|&length| self.next(length).map(str::to_owned))
            .collect()
    }

    /// All that is left.
    pub(super) fn rest(self) -> &'w str {
        &self.words[self.at..]
    }
}
