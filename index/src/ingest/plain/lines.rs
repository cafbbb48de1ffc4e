//! The lines of a plain text, with what the other files of this folder need to know of each.
//!
//! Offsets are bytes in the source, lines count from 1. A line feed ends a line; a carriage return
//! does so only in a text without line feeds.

use crate::ingest::block::{Block, Part};

/// A line that is not blank.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// Its text without white space at either end.
    pub text: &'a str,
    /// Bytes of white space before it.
    pub indent: usize,
    /// Byte of its first character in the source.
    pub start: usize,
    /// Counted from 1.
    pub number: u32,
    /// Whether it is the first line or follows a blank one.
    pub after_blank: bool,
}

/// The lines of a part of a source. `bytes_before` and `lines_before` count what is before the
/// part.
pub fn lines(text: &str, bytes_before: usize, lines_before: u32) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut number = lines_before;
    let mut after_blank = true;
    let bytes = text.as_bytes();
    let ends = memchr::memchr_iter(line_end(text), bytes).chain(std::iter::once(text.len()));
    for end in ends {
        number = number.saturating_add(1);
        let whole = &text[start..end];
        let trimmed = whole.trim();
        if trimmed.is_empty() {
            after_blank = true;
        } else {
            let indent = whole.len() - whole.trim_start().len();
            lines.push(Line {
                text: trimmed,
                indent,
                start: bytes_before + start + indent,
                number,
                after_blank,
            });
            after_blank = false;
        }
        start = (end + 1).min(text.len());
    }
    lines
}

/// The byte that ends a line.
pub fn line_end(text: &str) -> u8 {
    if memchr::memchr(b'\n', text.as_bytes()).is_some() {
        b'\n'
    } else {
        b'\r'
    }
}

/// A block without text at the position of a line.
pub fn bare(part: Part, line: &Line<'_>) -> Block {
    Block {
        part,
        span: line.start..line.start + line.text.len(),
        line: Some(line.number),
        ..Block::default()
    }
}
