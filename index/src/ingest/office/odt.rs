//! OpenDocument texts: the headings and paragraphs of `content.xml`.
//!
//! The speaker comes from a label, often in bold. Comments and tracked deletions are left out.
//! Notes are in the text where they are referred to, and have no speaker.
//!
//! Format: OpenDocument 1.3, part 3.

use std::collections::HashSet;

use quick_xml::events::BytesStart;

use crate::error::Result;
use crate::ingest::block::{Block, Break, Part, push_squeezed, squeeze};
use crate::ingest::format::{Format, Formats, Likeness};
use crate::ingest::office::margins::{by, push_heads};
use crate::ingest::office::package::{Package, element_text};
use crate::ingest::office::row::Row;
use crate::ingest::outline::{self, page::Page};
use crate::ingest::package_kind::PackageKind;
use crate::ingest::sink::Sink;
use crate::ingest::source::Source;
use crate::ingest::xml::{Node, Nodes, attribute, local};
use crate::options::ReadOptions;

/// OpenDocument texts.
pub struct Odt;

impl Format for Odt {
    fn name(&self) -> &'static str {
        "odt"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["odt", "ott"]
    }

    fn sniff(&self, head: &[u8]) -> Likeness {
        if PackageKind::of_head(head) == Some(PackageKind::OdText) {
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
        let Some(text) = package.text("content.xml")? else {
            return Err(source.unreadable("is not an OpenDocument text: it has no content.xml"));
        };
        let title = match package.text("meta.xml")? {
            Some(meta) => element_text(&meta, "title"),
            None => None,
        };
        let page = Page {
            title,
            titled: true,
            ..Page::default()
        };
        let mut reading = Reading::default();
        for node in Nodes::new(&text) {
            match node {
                Node::Start(element) => reading.start(&element),
                Node::End(name) => reading.end(&name),
                Node::Text(text, ..) => reading.words(&text),
            }
        }
        reading.flush();
        let mut blocks = reading.blocks;
        blocks.extend(comments(&text));
        if let Some(styles) = package.text("styles.xml")? {
            push_heads(&mut blocks, running_heads(&styles));
        }
        sink.document(outline::document(page, blocks, options))
    }
}

/// The comments of reviewers, each by its author.
fn comments(text: &str) -> Vec<Block> {
    let mut comments = Vec::new();
    // The author and the words of the comment that is open.
    let mut open: Option<(String, String)> = None;
    let (mut in_author, mut paragraphs) = (false, 0_usize);
    for node in Nodes::new(text) {
        match node {
            Node::Start(element) => match (local(&element).as_str(), &mut open) {
                ("annotation", _) => (open, paragraphs) = (Some(Default::default()), 0),
                ("creator", Some(_)) => in_author = true,
                ("p", Some((_, words))) => {
                    words.push(' ');
                    paragraphs += 1;
                }
                _ => {}
            },
            Node::End(name) => match name.as_str() {
                "creator" => in_author = false,
                "p" => paragraphs = paragraphs.saturating_sub(1),
                "annotation" => {
                    let Some((author, words)) = open.take() else {
                        continue;
                    };
                    let text = squeeze(&words);
                    if !text.is_empty() {
                        let block = Block {
                            text,
                            ..Block::default()
                        };
                        comments.push(by(&squeeze(&author), block));
                    }
                }
                _ => {}
            },
            Node::Text(text, ..) => match &mut open {
                Some((author, _)) if in_author => author.push_str(&text),
                Some((_, words)) if paragraphs > 0 => words.push_str(&text),
                _ => {}
            },
        }
    }
    comments
}

/// The text at the head and the foot of pages.
fn running_heads(styles: &str) -> Vec<Block> {
    let mut reading = Reading::default();
    let mut inside = false;
    for node in Nodes::new(styles) {
        match node {
            Node::Start(element) if is_running_head(&local(&element)) => inside = true,
            Node::End(name) if is_running_head(&name) => {
                reading.flush();
                inside = false;
            }
            Node::Start(element) if inside => reading.start(&element),
            Node::End(name) if inside => reading.end(&name),
            Node::Text(text, ..) if inside => reading.words(&text),
            _ => {}
        }
    }
    reading.blocks
}

fn is_running_head(name: &str) -> bool {
    ["header", "footer"].iter().any(|part| {
        name.strip_prefix(part)
            .is_some_and(|rest| matches!(rest, "" | "-left" | "-first"))
    })
}

#[derive(Default)]
struct Reading {
    blocks: Vec<Block>,
    current: Block,
    /// Names of the styles that are bold.
    bold_styles: HashSet<String>,
    style: String,
    /// Number of open paragraphs: there is text only inside one.
    open: usize,
    /// For each open paragraph and span, whether it is bold.
    spans: Vec<bool>,
    all_bold: bool,
    line_ends: bool,
    /// Number of open notes.
    notes: usize,
    /// The table row that is open.
    row: Row,
    skipped: usize,
}

impl Reading {
    fn start(&mut self, element: &BytesStart<'_>) {
        if self.skipped > 0 {
            self.skipped += 1;
            return;
        }
        let style = |name| attribute(element, name).unwrap_or_default();
        match local(element).as_str() {
            "annotation" | "tracked-changes" | "note-citation" => self.skipped = 1,
            "style" => self.style = style("name"),
            "text-properties" if style("font-weight") == "bold" => {
                self.bold_styles.insert(self.style.clone());
            }
            "h" => {
                self.flush();
                self.open += 1;
                let level = style("outline-level").parse::<u8>().unwrap_or(1);
                self.current.part = Part::Heading(level.clamp(1, 6));
            }
            "table-row" => {
                self.flush();
                self.row.begin();
            }
            "table-cell" => self.row.cell(&mut self.current),
            "note-body" => {
                // The speaker of the text around a note does not say what is in the note.
                self.flush();
                self.notes += 1;
            }
            "p" => {
                if self.row.joins() {
                    self.line_ends = true;
                } else {
                    self.flush();
                }
                self.open += 1;
                if self.bold_styles.contains(&style("style-name")) {
                    self.spans.push(true);
                } else {
                    self.spans.push(false);
                }
            }
            "list-item" => {
                self.flush();
                self.current.item = true;
            }
            "span" => self
                .spans
                .push(self.bold_styles.contains(&style("style-name"))),
            "s" | "tab" => self.words(" "),
            "line-break" => self.line_ends = true,
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        match name {
            "h" => {
                self.flush();
                self.open = self.open.saturating_sub(1);
            }
            "table-row" => {
                self.row.end();
                self.flush();
            }
            "note-body" => {
                self.flush();
                self.notes = self.notes.saturating_sub(1);
            }
            "p" => {
                if !self.row.is_open() {
                    self.flush();
                }
                self.open = self.open.saturating_sub(1);
                self.spans.pop();
            }
            "span" => {
                self.spans.pop();
            }
            _ => {}
        }
    }

    fn words(&mut self, text: &str) {
        if self.open == 0 || self.skipped > 0 {
            return;
        }
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
            self.all_bold &= self.spans.contains(&true);
        }
        push_squeezed(&mut self.current.text, text);
        if self.all_bold {
            self.current.bold = self.current.text.trim_end().len();
        }
    }

    fn flush(&mut self) {
        let mut block = std::mem::take(&mut self.current);
        self.line_ends = false;
        block.text.truncate(block.text.trim_end().len());
        block.bold = block.bold.min(block.text.len());
        if self.notes > 0 {
            block.part = Part::Aside;
        }
        if !block.text.is_empty() {
            self.blocks.push(block);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::ingest::read_bytes;
    use crate::ingest::sink::Collected;
    use crate::ingest::testing::zip;
    use crate::options::ReadOptions;

    #[test]
    fn headings_open_sections_and_comments_are_not_in_the_text_around_them() {
        let content = "<office:document-content><office:automatic-styles><style:style style:name=\"T1\"><style:text-properties fo:font-weight=\"bold\"/></style:style></office:automatic-styles><office:body><text:h text:outline-level=\"1\">Harbour</text:h><text:p><text:span text:style-name=\"T1\">Anna Berg:</text:span> Is<text:s/>it<office:annotation><text:p>no</text:p></office:annotation> full?</text:p></office:body></office:document-content>";
        let bytes = zip(&[("content.xml", content.as_bytes())]);
        let mut sink = Collected::default();
        read_bytes(
            "a.odt",
            bytes,
            &ReadOptions {
                format: Some("odt".into()),
                ..ReadOptions::default()
            },
            &mut sink,
        )
        .expect("readable");
        let document = &sink.documents[0];
        let paragraph = &document.paragraphs[1];
        assert_eq!(document.sections[0].path, ["Harbour"]);
        assert_eq!(
            (
                paragraph.speakers.join("+").as_str(),
                paragraph.text.as_str()
            ),
            ("Anna Berg", "Is it full?")
        );
    }
}
