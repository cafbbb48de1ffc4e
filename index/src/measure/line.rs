//! What is wrong with a line of a file of queries, judgements or results.

/// A line that cannot be read, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct BadLine {
    /// Which one, counted from 1.
    pub line: usize,
    /// What is wrong with it, and what would be right.
    pub message: String,
}

impl BadLine {
    pub(crate) fn new(line: usize, message: impl Into<String>) -> BadLine {
        BadLine {
            line,
            message: message.into(),
        }
    }
}

/// The lines of a text that are not blank, with their numbers, counted from 1. A byte order mark is
/// not part of the first.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.strip_prefix('\u{feff}')
        .unwrap_or(text)
        .lines()
        .enumerate()
        .map(|(number, line)| (number + 1, line))
        .filter(|(_, line)| !line.trim().is_empty())
}
