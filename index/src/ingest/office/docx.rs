//! Word documents: the paragraphs of `word/document.xml`.
//!
//! Headings are known by their style or outline level; the speaker comes from a label, often in
//! bold. Deleted text of tracked changes, comments and field codes are left out. Footnotes follow
//! the text.
//!
//! Format: ECMA-376, part 1.

use quick_xml::events::BytesStart;

use crate::error::Result;
use crate::ingest::block::{Block, Break, Part, push_squeezed, squeeze};
use crate::ingest::format::{Format, Formats, Likeness};
use crate::ingest::office::margins::{by, push_heads};
use crate::ingest::office::package::Package;
use crate::ingest::office::row::Row;
use crate::ingest::outline::{self, page::Page};
use crate::ingest::package_kind::PackageKind;
use crate::ingest::sink::Sink;
use crate::ingest::source::Source;
use crate::ingest::xml::{Node, Nodes, attribute, local};
use crate::options::ReadOptions;

/// Word documents.
pub struct Docx;

impl Format for Docx {
    fn name(&self) -> &'static str {
        "docx"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["docx", "docm"]
    }

    fn sniff(&self, head: &[u8]) -> Likeness {
        if PackageKind::of_head(head) == Some(PackageKind::Word) {
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
        let mut package = Package::open(source, options)?;
        // Some programs give the main part another name.
        let main = package.target("", |kind| kind.ends_with("/officeDocument"))?;
        let main = main.unwrap_or_else(|| "word/document.xml".to_owned());
        let Some(text) = package.text(&main)? else {
            return Err(source.unreadable(&format!("is not a Word document: it has no {main}")));
        };
        let page = Page {
            title: package.title()?,
            titled: true,
            ..Page::default()
        };
        let mut blocks = blocks(&text);
        for notes in ["word/footnotes.xml", "word/endnotes.xml"] {
            if let Some(text) = package.text(notes)? {
                let notes = self::blocks(&text).into_iter().map(|block| Block {
                    part: Part::Plain,
                    ..block
                });
                blocks.extend(notes);
            }
        }
        if let Some(text) = package.text("word/comments.xml")? {
            blocks.extend(comments(&text));
        }
        blocks.extend(running_heads(&mut package)?);
        sink.document(outline::document(page, blocks, options))
    }
}

/// The comments of reviewers, each by its author.
fn comments(text: &str) -> Vec<Block> {
    let mut comments = Vec::new();
    let mut reading = Reading::default();
    let mut author = String::new();
    for node in Nodes::new(text) {
        match node {
            Node::Start(element) if local(&element) == "comment" => {
                author = squeeze(&attribute(&element, "author").unwrap_or_default());
            }
            Node::Start(element) => reading.start(&element),
            Node::End(name) if name == "comment" => {
                reading.flush();
                let written = std::mem::take(&mut reading.blocks);
                comments.extend(written.into_iter().map(|block| by(&author, block)));
            }
            Node::End(name) => reading.end(&name),
            Node::Text(text, ..) if reading.in_text && reading.skipped == 0 => reading.words(&text),
            Node::Text(..) => {}
        }
    }
    comments
}

/// The text at the head and the foot of pages, which is the same on many: each once. A page number
/// alone is no text.
fn running_heads(package: &mut Package) -> Result<Vec<Block>> {
    let mut heads: Vec<Block> = Vec::new();
    let is_head = |name: &str| {
        let name = name.strip_prefix("word/").unwrap_or_default();
        name.ends_with(".xml") && (name.starts_with("header") || name.starts_with("footer"))
    };
    for name in package.names().into_iter().filter(|name| is_head(name)) {
        let Some(text) = package.text(&name)? else {
            continue;
        };
        push_heads(&mut heads, blocks(&text));
    }
    Ok(heads)
}

#[derive(Default)]
struct Reading {
    blocks: Vec<Block>,
    current: Block,
    /// Whether a `<w:t>` is open.
    in_text: bool,
    run_bold: bool,
    in_properties: bool,
    /// Whether all of the block so far is bold.
    all_bold: bool,
    line_ends: bool,
    /// The table row that is open.
    row: Row,
    /// Number of open elements inside, and including, one that is not shown.
    skipped: usize,
}

fn blocks(text: &str) -> Vec<Block> {
    let mut reading = Reading::default();
    for node in Nodes::new(text) {
        match node {
            Node::Start(element) => reading.start(&element),
            Node::End(name) => reading.end(&name),
            Node::Text(text, ..) if reading.in_text && reading.skipped == 0 => reading.words(&text),
            Node::Text(..) => {}
        }
    }
    reading.flush();
    reading.blocks
}

impl Reading {
    fn start(&mut self, element: &BytesStart<'_>) {
        let name = local(element);
        if self.skipped > 0 {
            self.skipped += 1;
            return;
        }
        match name.as_str() {
            "Fallback" | "del" | "moveFrom" | "instrText" | "comment" => self.skipped = 1,
            "tr" => {
                self.flush();
                self.row.begin();
            }
            "tc" => self.row.cell(&mut self.current),
            "p" if self.row.joins() => self.line_ends = true,
            "p" => self.flush(),
            "t" => self.in_text = true,
            "r" => self.run_bold = false,
            "rPr" => self.in_properties = true,
            "b" if self.in_properties => {
                self.run_bold = !matches!(
                    attribute(element, "val").as_deref(),
                    Some("0" | "false" | "off")
                );
            }
            "tab" if !self.current.text.is_empty() => push_squeezed(&mut self.current.text, " "),
            "br" | "cr" => self.line_ends = true,
            "noBreakHyphen" => self.words("\u{2011}"),
            "pStyle" => {
                let style = attribute(element, "val").unwrap_or_default().to_lowercase();
                if let Some(level) = heading_style(&style) {
                    self.current.part = Part::Heading(level);
                } else if style == "caption" {
                    self.current.part = Part::Caption;
                } else {
                    self.current.set_off = is_quotation_style(&style);
                }
            }
            "outlineLvl" => {
                let level = attribute(element, "val").and_then(|level| level.parse::<u8>().ok());
                if let Some(level) = level.filter(|level| *level < 6) {
                    self.current.part = Part::Heading(level + 1);
                }
            }
            "numPr" => self.current.item = true,
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        match name {
            "tr" => {
                self.row.end();
                self.flush();
            }
            "p" if self.row.is_open() => {}
            "p" => self.flush(),
            "t" => self.in_text = false,
            "rPr" => self.in_properties = false,
            _ => {}
        }
    }

    fn words(&mut self, text: &str) {
        if self.current.text.is_empty() {
            self.all_bold = true;
        } else if self.line_ends && !text.trim().is_empty() {
            push_squeezed(&mut self.current.text, " ");
            self.current.breaks.push(Break {
                at: self.current.text.len(),
                source: 0,
                line: 0,
                start_ms: None,
            });
        }
        if !text.trim().is_empty() {
            self.line_ends = false;
            self.all_bold &= self.run_bold;
        }
        push_squeezed(&mut self.current.text, text);
        if self.all_bold {
            self.current.bold = self.current.text.trim_end().len();
        }
    }

    fn flush(&mut self) {
        let mut block = std::mem::take(&mut self.current);
        self.line_ends = false;
        self.run_bold = false;
        block.text.truncate(block.text.trim_end().len());
        block.bold = block.bold.min(block.text.len());
        if !block.text.is_empty() {
            self.blocks.push(block);
        }
    }
}

/// Whether a style is for block quotations: "quote", "intensequote", "blocktext", or the names in
/// other languages, whose style identifiers have no accented letters.
fn is_quotation_style(style: &str) -> bool {
    const NAMES: [&str; 4] = ["quot", "blocktext", "zitat", "cita"];
    NAMES.iter().any(|name| style.contains(name))
}

/// The level of a heading style: "heading1", "heading 2", "title", or the names in other languages,
/// whose style identifiers have no accented letters ("berschrift1").
fn heading_style(style: &str) -> Option<u8> {
    const STEMS: &[&str] = &[
        "heading",
        "berschrift",
        "titre",
        "ttulo",
        "titolo",
        "kop",
        "rubrik",
        "overskrift",
        "otsikko",
    ];
    if style == "title" || style == "titel" {
        return Some(1);
    }
    let level = style.chars().next_back()?.to_digit(10)?;
    let named = STEMS.iter().any(|stem| style.contains(stem));
    (named && (1..=6).contains(&level)).then(|| u8::try_from(level).unwrap_or(6))
}

#[cfg(test)]
mod tests {
    use crate::document::Kind;
    use crate::ingest::read_bytes;
    use crate::ingest::sink::Collected;
    use crate::ingest::testing::zip;
    use crate::options::ReadOptions;

    #[test]
    fn a_table_row_is_a_turn_and_a_table_of_initials_is_read() {
        let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
        let row = |one: &str, other: &str| format!("<w:tr>{}{}</w:tr>", cell(one), cell(other));
        let rows = [
            ("AB", "Anna Berg"),
            ("AB:", "Is it full?"),
            ("Karl Holm:", "It is."),
            ("AB:", "Since May?"),
            ("Karl Holm:", "Yes."),
        ];
        let rows: String = rows.iter().map(|(one, other)| row(one, other)).collect();
        let document = format!(
            "<?xml version=\"1.0\"?><w:document xmlns:w=\"w\"><w:body><w:tbl>{rows}</w:tbl></w:body></w:document>"
        );
        let mut sink = Collected::default();
        let package = zip(&[("word/document.xml", document.as_bytes())]);
        read_bytes("a.docx", package, &ReadOptions::default(), &mut sink).expect("readable");
        let found: Vec<(String, &str)> = sink.documents[0]
            .paragraphs
            .iter()
            .map(|p| (p.speakers.join("+"), p.text.as_str()))
            .collect();
        let expected = [
            ("", "AB Anna Berg"),
            ("Anna Berg", "Is it full?"),
            ("Karl Holm", "It is."),
            ("Anna Berg", "Since May?"),
            ("Karl Holm", "Yes."),
        ]
        .map(|(name, text)| (name.to_owned(), text));
        assert_eq!(found, expected);
    }

    #[test]
    fn headings_labels_and_deleted_text_are_recognised() {
        let p = |inner: &str| format!("<w:p>{inner}</w:p>");
        let turn = |name: &str, text: &str| {
            p(&format!(
                "<w:r><w:rPr><w:b/></w:rPr><w:t>{name}:</w:t></w:r><w:r><w:t xml:space=\"preserve\"> {text}</w:t></w:r>"
            ))
        };
        let body = [
            p("<w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr><w:r><w:t>Harbour</w:t></w:r>"),
            turn("Anna Berg", "Is it <w:tab/>full?").replace("<w:tab/>", "</w:t><w:tab/><w:t>"),
            turn("Karl Holm", "It is."),
            turn("Anna Berg", "Since May?"),
            p("<w:del><w:r><w:t>Never.</w:t></w:r></w:del><w:ins><w:r><w:t>Ever since.</w:t></w:r></w:ins>"),
        ]
        .concat();
        let document = format!(
            "<?xml version=\"1.0\"?><w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>"
        );
        let bytes = zip(&[
            ("[Content_Types].xml", b"<Types/>"),
            ("word/document.xml", document.as_bytes()),
        ]);
        let mut sink = Collected::default();
        let reading =
            read_bytes("a.txt", bytes, &ReadOptions::default(), &mut sink).expect("readable");
        assert_eq!(reading.format, "docx");
        let found: Vec<(Kind, String, &str)> = sink.documents[0]
            .paragraphs
            .iter()
            .map(|p| (p.kind, p.speakers.join("+"), p.text.as_str()))
            .collect();
        let body = |name: &str, text| (Kind::Body, name.to_owned(), text);
        assert_eq!(
            found,
            [
                (Kind::Heading, String::new(), "Harbour"),
                body("Anna Berg", "Is it full?"),
                body("Karl Holm", "It is."),
                body("Anna Berg", "Since May?"),
                body("Anna Berg", "Ever since."),
            ]
        );
    }

    #[test]
    fn a_package_without_its_text_is_refused() {
        let bytes = zip(&[("[Content_Types].xml", b"<Types/>")]);
        let mut sink = Collected::default();
        let refused =
            read_bytes("a.docx", bytes, &ReadOptions::default(), &mut sink).expect_err("refused");
        assert_eq!(
            refused.to_string(),
            "a.docx: is not a Word document: it has no word/document.xml"
        );
    }
}
