//! Rich Text Format: paragraphs, headings by their outline level, labels in bold.
//!
//! Read by hand: the one crate for it keeps neither bold runs nor code pages apart. Destinations that hold no text of the
//! page (fonts, styles, pictures, headers, footers) are passed over. A document has no lines: its paragraphs have no place
//! but their order. Format: Rich Text Format Specification 1.9.1.

use encoding_rs::{Encoding, WINDOWS_1252};

use crate::error::Result;
use crate::ingest::block::{Block, Break, Part, push_squeezed};
use crate::ingest::format::{Format, Formats, Likeness};
use crate::ingest::outline::{self, page::Page};
use crate::ingest::sink::Sink;
use crate::ingest::source::Source;
use crate::options::ReadOptions;

/// Rich Text Format.
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
            return Err(source.unreadable("is no Rich Text: it does not begin with {\\rtf"));
        }
        let mut reading = Reading::new();
        reading.read(&bytes);
        source.note_encoding(reading.encoding.name().to_owned());
        let page = Page {
            titled: true,
            ..Page::default()
        };
        sink.document(outline::document(page, reading.blocks, options))
    }
}

/// Destinations whose text is none of the page's.
const SKIPPED: &[&str] = &[
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "object",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "fldinst",
    "listtable",
    "listoverridetable",
    "revtbl",
    "rsidtbl",
    "themedata",
    "colorschememapping",
    "latentstyles",
    "datastore",
    "xmlnstbl",
    "generator",
    "annotation",
    "nonshppict",
    "filetbl",
    "bkmkstart",
    "bkmkend",
    "xe",
    "tc",
    "mmathPr",
    "pgdsctbl",
    "listtext",
    "pntext",
];

/// What a group inherits and gives back.
#[derive(Clone, Copy)]
struct Group {
    skipped: bool,
    bold: bool,
    deleted: bool,
    /// Characters to pass over behind each `\u`.
    fallback: usize,
}

struct Reading {
    blocks: Vec<Block>,
    current: Block,
    groups: Vec<Group>,
    now: Group,
    encoding: &'static Encoding,
    /// Bytes that are still to be decoded together.
    bytes: Vec<u8>,
    /// The first half of a character that takes two units of UTF-16.
    high: Option<u16>,
    pass_over: usize,
    all_bold: bool,
    line_ends: bool,
}

impl Reading {
    fn new() -> Self {
        Self {
            blocks: Vec::new(),
            current: Block::default(),
            groups: Vec::new(),
            now: Group {
                skipped: false,
                bold: false,
                deleted: false,
                fallback: 1,
            },
            encoding: WINDOWS_1252,
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
                    self.groups.push(self.now);
                    self.pass_over = 0;
                    at += 1;
                }
                b'}' => {
                    self.decode();
                    if let Some(group) = self.groups.pop() {
                        self.now = group;
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
        self.flush();
    }

    /// Takes what stands behind a backslash; gives where the text goes on.
    fn control(&mut self, bytes: &[u8], at: usize) -> usize {
        let Some(first) = bytes.get(at) else {
            return at;
        };
        if !first.is_ascii_alphabetic() {
            match first {
                b'\'' => {
                    let digits = bytes
                        .get(at + 1..at + 3)
                        .and_then(|digits| std::str::from_utf8(digits).ok());
                    return match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
                        Some(byte) => {
                            self.byte(byte);
                            at + 3
                        }
                        None => at + 1,
                    };
                }
                b'*' => self.now.skipped = true,
                b'~' => self.push("\u{A0}"),
                b'_' => self.push("-"),
                b'\\' | b'{' | b'}' => self.byte(*first),
                b'\r' | b'\n' => self.flush(),
                _ => {}
            }
            return at + 1;
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

    fn word(&mut self, word: &str, number: Option<i64>) {
        if word == "u" {
            self.unicode(number.unwrap_or(0));
            return;
        }
        self.decode();
        let on = number != Some(0);
        match word {
            "par" | "sect" | "page" | "row" => self.flush(),
            "line" => self.line_ends = true,
            "tab" | "cell" => self.push(" "),
            "emdash" => self.push("—"),
            "endash" => self.push("–"),
            "lquote" => self.push("‘"),
            "rquote" => self.push("’"),
            "ldblquote" => self.push("“"),
            "rdblquote" => self.push("”"),
            "bullet" => self.push("•"),
            "b" => self.now.bold = on,
            "plain" => self.now.bold = false,
            "deleted" => self.now.deleted = on,
            "v" => self.now.deleted = on,
            "uc" => {
                self.now.fallback = number
                    .and_then(|n| usize::try_from(n).ok())
                    .unwrap_or(1)
                    .min(8)
            }
            "ansicpg" => {
                let page = number.unwrap_or(1252);
                let label = if page == 65001 {
                    "utf-8".to_owned()
                } else {
                    format!("windows-{page}")
                };
                let known = Encoding::for_label(label.as_bytes()).or(match page {
                    932 => Some(encoding_rs::SHIFT_JIS),
                    936 => Some(encoding_rs::GBK),
                    949 => Some(encoding_rs::EUC_KR),
                    950 => Some(encoding_rs::BIG5),
                    _ => None,
                });
                self.encoding = known.unwrap_or(WINDOWS_1252);
            }
            "mac" => self.encoding = encoding_rs::MACINTOSH,
            "outlinelevel" => {
                if let Some(level) = number
                    .and_then(|level| u8::try_from(level).ok())
                    .filter(|level| *level < 6)
                {
                    self.current.part = Part::Heading(level + 1);
                }
            }
            "pard" if self.current.text.is_empty() => self.current.part = Part::Text,
            "footnote" => self.now.skipped = true,
            word if SKIPPED.contains(&word) => self.now.skipped = true,
            _ => {}
        }
    }

    fn byte(&mut self, byte: u8) {
        if self.pass_over > 0 {
            self.pass_over -= 1;
        } else if !self.now.skipped && !self.now.deleted {
            self.bytes.push(byte);
        }
    }

    fn unicode(&mut self, number: i64) {
        self.decode();
        self.pass_over = self.now.fallback;
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

    fn decode(&mut self) {
        if !self.bytes.is_empty() {
            let bytes = std::mem::take(&mut self.bytes);
            let (text, _) = self.encoding.decode_without_bom_handling(&bytes);
            let text = text.into_owned();
            self.push(&text);
        }
    }

    fn push(&mut self, text: &str) {
        if !self.bytes.is_empty() {
            self.decode();
        }
        if self.now.skipped || self.now.deleted {
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
            self.all_bold &= self.now.bold;
        }
        push_squeezed(&mut self.current.text, text);
        if self.all_bold {
            self.current.bold = self.current.text.trim_end().len();
        }
    }

    fn flush(&mut self) {
        self.decode();
        let part = self.current.part;
        let mut block = std::mem::take(&mut self.current);
        // A paragraph's properties hold until they are set anew.
        self.current.part = part;
        self.line_ends = false;
        block.text.truncate(block.text.trim_end().len());
        block.bold = block.bold.min(block.text.len());
        if !block.text.is_empty() {
            self.blocks.push(block);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::ingest::read_bytes;
    use crate::ingest::sink::Collected;
    use crate::options::ReadOptions;

    fn check(text: &str, expected: &[(&str, &str)]) {
        let mut sink = Collected::default();
        let reading = read_bytes(
            "a",
            text.as_bytes().to_vec(),
            &ReadOptions::default(),
            &mut sink,
        )
        .expect("readable");
        assert_eq!(reading.format, "rtf");
        let found: Vec<(String, &str)> = sink.documents[0]
            .paragraphs
            .iter()
            .map(|p| (p.speakers.join("+"), p.text.as_str()))
            .collect();
        let expected: Vec<(String, &str)> = expected
            .iter()
            .map(|(name, text)| ((*name).to_owned(), *text))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn text_is_parted_from_fonts_and_styles() {
        check(
            "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}{\\*\\generator x;}\\pard {\\b Anna Berg:} Gr\\'fc\\'dfe \\u8212? \\uc0\\u128\\uc1 aus\\~Norhaven\\par {\\b Karl Holm:} It\nis.\\par {\\b Anna Berg:} \\ldblquote Since May?\\rdblquote\\par {\\pict 0102}}",
            &[
                ("Anna Berg", "Grüße — \u{80}aus Norhaven"),
                ("Karl Holm", "Itis."),
                ("Anna Berg", "“Since May?”"),
            ],
        );
    }

    #[test]
    fn code_pages_and_headings_are_heeded() {
        check(
            "{\\rtf1\\ansicpg1251\\pard\\outlinelevel0 \\'c3\\'e0\\'e2\\'e0\\'ed\\'fc\\par\\pard \\'c4\\'e0.\\par}",
            &[("", "Гавань"), ("", "Да.")],
        );
    }
}
