//! Finds where the words of a segment are in the JSON text, one after the other.

use std::ops::Range;

use serde_json::Value;

use crate::ingest::block::Lines;

/// The words of a segment are looked for in so many bytes after those of the one before. The words
/// of a long turn, each with its times, take some 100 KB.
const WINDOW: usize = 256 << 10;

/// So many misses, and the rest is not looked for: this program writes its words in another way,
/// and each miss costs a pass over the window.
const MAX_MISSES: usize = 50;

/// Where segments are in a source.
pub struct Places<'t> {
    text: &'t str,
    lines: Lines<'t>,
    at: usize,
    misses: usize,
}

impl<'t> Places<'t> {
    /// Starts at the beginning of `text`.
    pub fn new(text: &'t str) -> Self {
        Self {
            text,
            lines: Lines::new(text),
            at: 0,
            misses: 0,
        }
    }

    /// The byte range of these words, behind the last that were found. Empty if they are not there.
    pub fn of(&mut self, words: Option<&str>) -> Range<usize> {
        let nowhere = self.at..self.at;
        let Some(words) = words.filter(|_| self.misses < MAX_MISSES) else {
            return nowhere;
        };
        let written = Value::from(words).to_string();
        let escaped = ascii(&written);
        let bytes = self.text.as_bytes();
        let window = &bytes[self.at..bytes.len().min(self.at + WINDOW)];
        for written in [written, escaped] {
            if let Some(offset) = memchr::memmem::find(window, written.as_bytes()) {
                let start = self.at + offset + 1;
                self.at = start;
                return start..start + written.len() - 2;
            }
        }
        self.misses += 1;
        nowhere
    }

    /// The line of a byte, counted from 1.
    pub fn line_of(&mut self, byte: usize) -> u32 {
        self.lines.line_of(byte)
    }
}

/// JSON text with all characters but ASCII escaped, as many programs write it.
fn ascii(written: &str) -> String {
    let mut out = String::with_capacity(written.len());
    for c in written.chars() {
        if c.is_ascii() {
            out.push(c);
        } else {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    out
}
