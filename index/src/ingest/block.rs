//! What a reader gives to the outline: the blocks of a source in reading order, before sections and
//! speakers are assigned.
//!
//! Offsets and spans are bytes, lines count from 1, times are milliseconds from the start of the
//! recording.

use std::ops::Range;

use crate::document::rule::Rule;
use crate::text::number::is_number_space;

/// A paragraph, heading or other element of a source.
#[derive(Clone, Debug, Default)]
pub struct Block {
    /// What it is.
    pub part: Part,
    /// Its words as shown, with single spaces; see [`squeeze`].
    pub text: String,
    /// Its byte range in the decoded source.
    pub span: Range<usize>,
    /// Its line, counted from 1; `None` where the source has no lines.
    pub line: Option<u32>,
    /// Where lines of the source start inside `text`, without the first: a label may start there.
    pub breaks: Vec<Break>,
    /// Where the second cell and those after it start inside `text`, if it is a row of a table.
    pub cells: Vec<usize>,
    /// How many bytes at the start of `text` are in bold: labels often are.
    pub bold: usize,
    /// Whether it is an item of a list. "Term: what it means" in a list is a label only if it is
    /// repeated often.
    pub item: bool,
    /// Whether it begins with a term of a list of definitions, which may be of facts.
    pub term: bool,
    /// Whether it is a heading that does not end the current turn.
    pub keeps_turn: bool,
    /// Whether it is quoted from another text: a label in it is not this document's.
    pub quoted: bool,
    /// Whether it is set off from the text around it as somebody's words: a block quotation.
    pub set_off: bool,
    /// Milliseconds from the start of the recording.
    pub start_ms: Option<u64>,
    /// Whether the turn of an earlier label ends before this block.
    pub ends_turn: bool,
    /// Who speaks it, if the format says so.
    pub voice: Option<Voice>,
    /// The fields of the record that it comes from, if any.
    pub record: Option<Box<Record>>,
}

/// The start of a source line inside a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Break {
    /// Byte in `Block::text` of the line's first character.
    pub at: usize,
    /// Byte in the decoded source of the same character.
    pub source: usize,
    /// The line, counted from 1; 0 where the source has no lines.
    pub line: u32,
    /// Milliseconds from the start of the recording. `None` if the source has no times.
    pub start_ms: Option<u64>,
}

/// What a block is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// Running text. It may start with a label, a dateline or a byline.
    #[default]
    Text,
    /// Text without labels that ends no turn: code, footnotes.
    Plain,
    /// A title with its level; 1 is the outermost.
    Heading(u8),
    /// The caption of a picture.
    Caption,
    /// The author, if the format says so.
    Byline,
    /// A stage direction, if the format says so.
    Stage,
    /// A remark that no speaker makes and that ends no turn: the clerk's, the recorder's.
    Aside,
    /// A line that starts the next story.
    Rule,
    /// A line that ends the body of a story and starts nothing.
    End,
}

/// The speaker of a block, as the format gives it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Voice {
    /// The names as written. Empty: the format says that there is no named speaker.
    pub names: Vec<String>,
    /// What says who speaks.
    pub rule: Rule,
    /// Whether this block starts a new turn even if the speaker is the same as before.
    pub opens_turn: bool,
}

/// The fields of a record that apply to its paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Titles of the sections that it is in, the outermost first.
    pub section: Option<Vec<String>>,
    /// The date: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub date: Option<String>,
    /// The record's own identifier.
    pub id: Option<String>,
    /// The title of this record only.
    pub title: Option<String>,
}

impl Block {
    /// Whether it has words, and does not only separate others.
    pub fn is_content(&self) -> bool {
        !matches!(self.part, Part::Rule | Part::End) && !self.text.is_empty()
    }
}

/// A text with every run of white space replaced by one space, and without any at either end.
pub fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_squeezed(&mut out, text);
    if out.ends_with(' ') {
        out.pop();
    }
    out
}

/// Appends `text` with every run of white space replaced by one space. A space at the start of
/// `out` or after another space is left out; a space at the end is kept.
pub fn push_squeezed(out: &mut String, text: &str) {
    let bytes = text.as_bytes();
    let mut space = out.is_empty() || out.ends_with(' ');
    // Nearly all text is clean; it is checked and copied many bytes at a time.
    let clean = bytes
        .iter()
        .fold(true, |clean, byte| clean & (b' '..0x80).contains(byte))
        && memchr::memmem::find(bytes, b"  ").is_none();
    if clean && !(space && bytes.first() == Some(&b' ')) {
        out.push_str(text);
        return;
    }
    let mut from = 0;
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        if byte > b' ' && byte < 0x80 {
            space = false;
            at += 1;
            continue;
        }
        if byte == b' ' && !space {
            space = true;
            at += 1;
            continue;
        }
        let c = text[at..].chars().next().unwrap_or(' ');
        if !c.is_whitespace() || groups_digits(text, at, c) {
            space = false;
            at += c.len_utf8();
            continue;
        }
        out.push_str(&text[from..at]);
        if !space {
            out.push(' ');
            space = true;
        }
        at += c.len_utf8();
        from = at;
    }
    out.push_str(&text[from..]);
}

/// Whether a space holds the digits of one number together, as in `1 000`. Only spaces at which no
/// line may end are written for that.
fn groups_digits(text: &str, at: usize, space: char) -> bool {
    let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let bytes = text.as_bytes();
    is_number_space(space)
        && is_digit(at.checked_sub(1).and_then(|before| bytes.get(before)))
        && is_digit(bytes.get(at + space.len_utf8()))
}

/// Finds the lines of offsets that are asked for in ascending order.
#[derive(Clone, Debug)]
pub struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    line: u32,
}

impl<'a> Lines<'a> {
    /// Starts at the first line of `text`.
    pub fn new(text: &'a str) -> Self {
        Self {
            text: text.as_bytes(),
            at: 0,
            line: 1,
        }
    }

    /// The line of `byte`, counted from 1. An offset before the one asked for last gives its line.
    pub fn line_of(&mut self, byte: usize) -> u32 {
        if byte > self.at {
            let passed =
                memchr::memchr_iter(b'\n', &self.text[self.at..byte.min(self.text.len())]).count();
            self.line = self
                .line
                .saturating_add(u32::try_from(passed).unwrap_or(u32::MAX));
            self.at = byte;
        }
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::{Lines, squeeze};

    #[test]
    fn white_space_becomes_single_spaces_and_is_trimmed() {
        assert_eq!(squeeze(" \ta\u{A0}\u{2003}b\r\nc  d\u{85}"), "a b c d");
        assert_eq!(squeeze("\u{3000}東 京"), "東 京");
        assert_eq!(squeeze("  "), "");
    }

    #[test]
    fn lines_count_from_one() {
        let mut lines = Lines::new("a\nb\n\nc");
        assert_eq!(
            [lines.line_of(0), lines.line_of(2), lines.line_of(5)],
            [1, 2, 4]
        );
    }
}
