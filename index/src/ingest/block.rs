//! What a reader gives to the outline: the parts of a page in order, before anyone has been assigned to them.

use std::ops::Range;

use crate::document::rule::Rule;

/// A piece of a page, in reading order.
#[derive(Clone, Debug, Default)]
pub struct Block {
    /// What it is.
    pub part: Part,
    /// Its words as shown, white space single; see [`squeeze`].
    pub text: String,
    /// Where it stands in the decoded source.
    pub span: Range<usize>,
    /// Its line, counted from 1; `None` where the source has no lines.
    pub line: Option<u32>,
    /// Where lines of the source begin inside `text`, apart from the first: a label may stand there.
    pub breaks: Vec<Break>,
    /// How many bytes of `text` the source sets in bold at its beginning: a label is often written so.
    pub bold: usize,
    /// Whether it is an item of a list. "Term: what it means" in a list is no label, unless it comes again and again.
    pub item: bool,
    /// A heading that does not end the turn of whoever spoke before it.
    pub holds: bool,
    /// Whether it is quoted matter: a label in it is not this document's.
    pub quoted: bool,
    /// Milliseconds from the start of the recording.
    pub start_ms: Option<u64>,
    /// Whoever spoke before has stopped: a label holds no longer.
    pub opens: bool,
    /// Who speaks it, where the format itself says so.
    pub voice: Option<Voice>,
    /// What a record says of itself.
    pub record: Option<Box<Record>>,
}

/// Where a source line begins inside a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Break {
    /// Byte in `Block::text` of the line's first character.
    pub at: usize,
    /// The same place in the decoded source.
    pub source: usize,
    /// The line, counted from 1; 0 where the source has no lines.
    pub line: u32,
    /// Milliseconds from the start of the recording, where the source has times.
    pub start_ms: Option<u64>,
}

/// What a block is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// Running text; may begin with a label, a dateline, a byline.
    #[default]
    Text,
    /// Text that is to be left alone: code, a table row.
    Plain,
    /// A title, with its level: 1 is the outermost.
    Heading(u8),
    /// The words under a picture.
    Caption,
    /// Who wrote it, where the format says so.
    Byline,
    /// What happens while others speak, where the format says so.
    Stage,
    /// Words that are nobody's speech, between the words of one who goes on speaking: the clerk's, the recorder's.
    Aside,
    /// A line that opens the next story.
    Rule,
    /// A line that ends a story's body and opens nothing.
    End,
}

/// A speaker that the format itself names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Voice {
    /// Their names as written. Empty: the format says that nobody is named.
    pub names: Vec<String>,
    /// The rule of its utterances: a voice or a record.
    pub rule: Rule,
    /// Whether this block opens a new turn even if the speaker is the one before.
    pub opens_turn: bool,
}

/// What a record says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Titles from the outermost section down.
    pub section: Option<Vec<String>>,
    /// The day.
    pub date: Option<String>,
    /// The record's own identifier.
    pub id: Option<String>,
    /// A title of this record alone.
    pub title: Option<String>,
}

/// A text with its white space made single and taken off both ends.
pub fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_squeezed(&mut out, text);
    if out.ends_with(' ') {
        out.pop();
    }
    out
}

/// Appends `text` with its white space made single; a space at the beginning or behind a space is left out, a space at
/// the end stays.
pub fn push_squeezed(out: &mut String, text: &str) {
    let bytes = text.as_bytes();
    let mut space = out.is_empty() || out.ends_with(' ');
    // Nearly all text is like this, and whole registers of it can be looked at and copied at once.
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
        if !c.is_whitespace() {
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

/// Counts lines as a reader goes forward through its source.
#[derive(Clone, Debug)]
pub struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    line: u32,
}

impl<'a> Lines<'a> {
    /// Stands at the first line of `text`.
    pub fn new(text: &'a str) -> Self {
        Self {
            text: text.as_bytes(),
            at: 0,
            line: 1,
        }
    }

    /// The line, counted from 1, that `byte` stands on. Places are to be asked for in ascending order.
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
    fn white_space_becomes_single_and_goes_at_the_ends() {
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
