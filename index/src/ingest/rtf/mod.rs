//! Rich Text Format: paragraphs, headings by their outline level. The speaker comes from a label
//! before the text, often in bold.
//!
//! Destinations without text of the document (fonts, styles, pictures, headers, footers) are
//! skipped. A footnote follows its paragraph, and has no speaker. Each font has a code page for its
//! bytes. The source has no lines, so blocks have neither span nor line. It is parsed by hand: the
//! one crate for it keeps neither bold text nor code pages.
//!
//! Format: Rich Text Format Specification 1.9.1,
//! <https://www.loc.gov/preservation/digital/formats/fdd/fdd000473.shtml>.

mod fonts;

use encoding_rs::{Encoding, WINDOWS_1252};

use crate::error::Result;
use crate::ingest::block::{Block, Break, Part, push_squeezed};
use crate::ingest::format::{Format, Formats, Likeness};
use crate::ingest::outline::{self, page::Page};
use crate::ingest::page_heads::is_head_text;
use crate::ingest::rtf::fonts::{Fonts, code_page};
use crate::ingest::sink::Sink;
use crate::ingest::source::Source;
use crate::options::ReadOptions;
use crate::text::word_list::WordList;

/// Rich Text Format. The speaker comes from a label before the text.
pub struct Rtf;

impl Format for Rtf {
    fn name(&self) -> &'static str {
        "rtf"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["rtf"]
    }

    fn sniff(&self, head: &[u8]) -> Likeness {
        if head.trim_ascii_start().starts_with(b"{\\rtf") {
            Likeness::Certain
        } else {
            Likeness::None
        }
    }

    fn read(
        &self,
        source: &mut Source<'_>,
        options: &ReadOptions,
        _: &Formats,
        sink: &mut dyn Sink,
    ) -> Result<()> {
        let bytes = source.whole_bytes()?;
        if self.sniff(&bytes) == Likeness::None {
            return Err(source.unreadable("is not Rich Text: it does not begin with {\\rtf"));
        }
        let mut reader = Reader::new();
        reader.read(&bytes);
        source.note_encoding(reader.encoding.name().to_owned());
        let page = Page {
            titled: true,
            ..Page::default()
        };
        sink.document(outline::document(page, reader.blocks, options))
    }
}

/// Destinations whose text is not part of the document.
static SKIPPED: WordList = WordList::new(include_str!("lists/skipped_destinations.txt"));

/// Most characters that may repeat a `\u`. Files use 0, 1 or 2.
const MAX_FALLBACK: usize = 8;

/// The state that a group inherits and that is restored at its end.
#[derive(Clone, Copy)]
struct Group {
    /// Whether its text is not part of the document.
    skipped: bool,
    /// Whether it repeats the text of a text box for old readers.
    repeats: bool,
    /// Whether it is in the table of fonts.
    in_fonts: bool,
    /// The code page of the font, if the font has one.
    encoding: Option<&'static Encoding>,
    bold: bool,
    /// Whether its text is deleted or hidden.
    deleted: bool,
    /// How many characters after each `\u` repeat it for old readers, and are skipped.
    fallback: usize,
}

/// The document so far, and the state of the open groups.
struct Reader {
    blocks: Vec<Block>,
    current: Block,
    /// The groups around the innermost one.
    outer: Vec<Group>,
    group: Group,
    /// The footnotes that are open, the innermost last.
    notes: Vec<Note>,
    /// The footnotes of the current paragraph.
    finished_notes: Vec<Block>,
    /// The code page of bytes whose font has none.
    encoding: &'static Encoding,
    fonts: Fonts,
    /// Bytes not yet decoded: a character may take several.
    bytes: Vec<u8>,
    /// The first half of a character that takes two units of UTF-16.
    high: Option<u16>,
    /// How many bytes are still to be skipped as the fallback of a `\u`.
    pass_over: usize,
    /// Whether all text of the block so far is bold.
    all_bold: bool,
    /// Whether a line has ended since the last word.
    line_ends: bool,
}

/// A footnote that is open, and what it interrupts.
struct Note {
    /// How many groups are around it.
    depth: usize,
    block: Block,
    all_bold: bool,
    line_ends: bool,
    /// Whether it is the head or the foot of pages.
    is_head: bool,
}

impl Reader {
    fn new() -> Self {
        Self {
            blocks: Vec::new(),
            current: Block::default(),
            outer: Vec::new(),
            group: Group {
                skipped: false,
                repeats: false,
                in_fonts: false,
                encoding: None,
                bold: false,
                deleted: false,
                fallback: 1,
            },
            notes: Vec::new(),
            finished_notes: Vec::new(),
            encoding: WINDOWS_1252,
            fonts: Fonts::default(),
            bytes: Vec::new(),
            high: None,
            pass_over: 0,
            all_bold: true,
            line_ends: false,
        }
    }

    fn read(&mut self, bytes: &[u8]) {
        let mut at = 0;
        while at < bytes.len() {
            match bytes[at] {
                b'{' => {
                    self.decode();
                    self.outer.push(self.group);
                    self.pass_over = 0;
                    at += 1;
                }
                b'}' => {
                    self.decode();
                    self.end_note();
                    if let Some(group) = self.outer.pop() {
                        self.group = group;
                    }
                    self.pass_over = 0;
                    at += 1;
                }
                b'\r' | b'\n' => at += 1,
                b'\\' => at = self.control(bytes, at + 1),
                byte => {
                    self.byte(byte);
                    at += 1;
                }
            }
        }
        while !self.notes.is_empty() {
            self.outer.truncate(self.notes[self.notes.len() - 1].depth);
            self.end_note();
        }
        self.flush();
    }

    /// Begins a footnote, a comment or the head of a page, whose text is not that of the paragraph
    /// around it.
    fn begin_note(&mut self, is_head: bool) {
        if self.group.skipped {
            return;
        }
        self.notes.push(Note {
            depth: self.outer.len(),
            block: std::mem::take(&mut self.current),
            all_bold: self.all_bold,
            line_ends: self.line_ends,
            is_head,
        });
        self.line_ends = false;
    }

    /// Ends the footnote that the innermost group is, if it is one.
    fn end_note(&mut self) {
        let depth = self.outer.len();
        if self.notes.last().is_some_and(|note| note.depth == depth) {
            self.flush_note();
        }
        if let Some(note) = self.notes.pop_if(|note| note.depth == depth) {
            self.current = note.block;
            self.all_bold = note.all_bold;
            self.line_ends = note.line_ends;
        }
    }

    /// Takes the control word or symbol whose backslash is before byte `at`. Returns the byte after
    /// it.
    fn control(&mut self, bytes: &[u8], at: usize) -> usize {
        let Some(first) = bytes.get(at) else {
            return at;
        };
        if !first.is_ascii_alphabetic() {
            return self.symbol(*first, bytes, at);
        }
        let mut end = at;
        while bytes.get(end).is_some_and(u8::is_ascii_alphabetic) {
            end += 1;
        }
        let word = std::str::from_utf8(&bytes[at..end]).unwrap_or("");
        let digits_at = end;
        if bytes.get(end) == Some(&b'-') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit) {
            end += 1;
        }
        while bytes.get(end).is_some_and(u8::is_ascii_digit) {
            end += 1;
        }
        let number: Option<i64> = std::str::from_utf8(&bytes[digits_at..end])
            .ok()
            .and_then(|digits| digits.parse().ok());
        if bytes.get(end) == Some(&b' ') {
            end += 1;
        }
        if word == "bin" {
            let length = number
                .and_then(|length| usize::try_from(length).ok())
                .unwrap_or(0);
            return end.saturating_add(length).min(bytes.len());
        }
        self.word(word, number);
        end
    }

    /// Takes a control symbol: a backslash and one character that is not a letter.
    fn symbol(&mut self, symbol: u8, bytes: &[u8], at: usize) -> usize {
        match symbol {
            b'\'' => {
                let digits = bytes
                    .get(at + 1..at + 3)
                    .and_then(|digits| std::str::from_utf8(digits).ok());
                let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
                if let Some(byte) = byte {
                    self.byte(byte);
                    return at + 3;
                }
            }
            b'*' => self.group.skipped = true,
            b'~' => self.push("\u{A0}"),
            b'_' => self.push("-"),
            b'\\' | b'{' | b'}' => self.byte(symbol),
            b'\r' | b'\n' => self.flush(),
            _ => {}
        }
        at + 1
    }

    /// Takes a control word and its number.
    fn word(&mut self, word: &str, number: Option<i64>) {
        if word == "u" {
            self.unicode(number.unwrap_or(0));
            return;
        }
        self.decode();
        if self.group.skipped {
            self.skipped_word(word, number);
            return;
        }
        if let Some(character) = named_character(word) {
            self.push(character);
            return;
        }
        let on = number != Some(0);
        match word {
            "par" | "sect" | "page" | "row" | "nestrow" => self.flush(),
            "line" => self.line_ends = true,
            "tab" | "nestcell" => self.push(" "),
            "cell" => {
                self.push(" ");
                self.current.cells.push(self.current.text.len());
            }
            "f" => self.group.encoding = self.fonts.encoding(number.unwrap_or(0)),
            "b" => self.group.bold = on,
            "plain" => (self.group.bold, self.group.encoding) = (false, None),
            "deleted" | "v" => self.group.deleted = on,
            "uc" => {
                let count = number.and_then(|count| usize::try_from(count).ok());
                self.group.fallback = count.unwrap_or(1).min(MAX_FALLBACK);
            }
            "ansicpg" => self.encoding = code_page(number.unwrap_or(1252)),
            "mac" => self.encoding = encoding_rs::MACINTOSH,
            "outlinelevel" => {
                let level = number.and_then(|level| u8::try_from(level).ok());
                if let Some(level) = level.filter(|level| *level < 6) {
                    self.current.part = Part::Heading(level + 1);
                }
            }
            "pard" if self.current.text.is_empty() => self.current.part = Part::Text,
            "footnote" => self.begin_note(false),
            // The head and the foot of pages are beside the text, as notes are.
            "header" | "headerf" | "headerl" | "headerr" | "footer" | "footerf" | "footerl"
            | "footerr" => self.begin_note(true),
            "fonttbl" => (self.group.skipped, self.group.in_fonts) = (true, true),
            "shprslt" => (self.group.skipped, self.group.repeats) = (true, true),
            word if SKIPPED.contains(word) => self.group.skipped = true,
            _ => {}
        }
    }

    /// Takes a control word in a group whose text is not part of the document.
    fn skipped_word(&mut self, word: &str, number: Option<i64>) {
        let is_outer_read = self.outer.last().is_none_or(|outer| !outer.skipped);
        match word {
            // A comment is marked as something that old readers do not know.
            "annotation" if is_outer_read => {
                self.group.skipped = false;
                self.begin_note(false);
            }
            // The end of a row inside a cell is written among the properties of the row.
            "nestrow" => self.flush(),
            // The text of a box is inside the properties of its shape.
            "shptxt" | "dptxbxtext" if !self.group.repeats => {
                self.flush();
                self.group.skipped = false;
            }
            "shprslt" => self.group.repeats = true,
            _ if self.group.in_fonts => self.fonts.word(word, number),
            _ => {}
        }
    }

    /// Takes a byte of text.
    fn byte(&mut self, byte: u8) {
        if self.pass_over > 0 {
            self.pass_over -= 1;
        } else if !self.group.skipped && !self.group.deleted {
            self.bytes.push(byte);
        }
    }

    /// Takes the number of a `\u`.
    fn unicode(&mut self, number: i64) {
        self.decode();
        self.pass_over = self.group.fallback;
        // Numbers are signed 16-bit units of UTF-16.
        let unit = u16::try_from(number.rem_euclid(1 << 16)).unwrap_or(0xFFFD);
        match (self.high.take(), unit) {
            (_, 0xD800..0xDC00) => self.high = Some(unit),
            (Some(high), 0xDC00..0xE000) => {
                let text = String::from_utf16_lossy(&[high, unit]);
                self.push(&text);
            }
            (_, unit) => {
                let text = String::from_utf16_lossy(&[unit]);
                self.push(&text);
            }
        }
    }

    /// Decodes the bytes taken so far.
    fn decode(&mut self) {
        if !self.bytes.is_empty() {
            let bytes = std::mem::take(&mut self.bytes);
            let encoding = self.group.encoding.unwrap_or(self.encoding);
            let (text, _) = encoding.decode_without_bom_handling(&bytes);
            let text = text.into_owned();
            self.push(&text);
        }
    }

    /// Appends text to the block.
    fn push(&mut self, text: &str) {
        if !self.bytes.is_empty() {
            self.decode();
        }
        if self.group.skipped || self.group.deleted {
            return;
        }
        let blank = text.trim().is_empty();
        if self.current.text.is_empty() {
            self.all_bold = true;
        } else if self.line_ends && !blank {
            push_squeezed(&mut self.current.text, " ");
            self.current.breaks.push(Break {
                at: self.current.text.len(),
                source: 0,
                line: 0,
                start_ms: None,
            });
        }
        if !blank {
            self.line_ends = false;
            self.all_bold &= self.group.bold;
        }
        push_squeezed(&mut self.current.text, text);
        if self.all_bold {
            self.current.bold = self.current.text.trim_end().len();
        }
    }

    /// Ends the block. Without text there is none.
    fn flush(&mut self) {
        if !self.notes.is_empty() {
            self.flush_note();
            return;
        }
        if let Some(block) = self.take_block() {
            self.blocks.push(block);
        }
        self.blocks.append(&mut self.finished_notes);
    }

    /// Ends a paragraph of a footnote.
    fn flush_note(&mut self) {
        let is_head = self.notes.last().is_some_and(|note| note.is_head);
        let found = self
            .take_block()
            .filter(|block| !is_head || is_head_text(&block.text));
        if let Some(mut block) = found {
            block.part = Part::Plain;
            self.finished_notes.push(block);
        }
    }

    /// The block so far, unless it has no text.
    fn take_block(&mut self) -> Option<Block> {
        self.decode();
        let part = self.current.part;
        let mut block = std::mem::take(&mut self.current);
        // The properties of a paragraph hold until they are changed.
        self.current.part = part;
        self.line_ends = false;
        block.text.truncate(block.text.trim_end().len());
        block.bold = block.bold.min(block.text.len());
        Some(block).filter(|block| !block.text.is_empty())
    }
}

/// The character that a control word writes, if it writes one.
fn named_character(word: &str) -> Option<&'static str> {
    Some(match word {
        "emdash" => "—",
        "endash" => "–",
        "lquote" => "‘",
        "rquote" => "’",
        "ldblquote" => "“",
        "rdblquote" => "”",
        "bullet" => "•",
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
