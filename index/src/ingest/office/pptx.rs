//! PowerPoint presentations: the text of each slide, then the speaker's notes below it.
//!
//! The title of a slide opens a section. `Block::line` is the number of the slide, from 1. A row of
//! a table is a paragraph. Numbers, dates, headers and footers of slides are left out, and so is
//! what the masters repeat on every slide.
//!
//! Format: ECMA-376, part 1, clause 19.

use quick_xml::events::BytesStart;

use crate::error::Result;
use crate::ingest::block::{Block, Break, Part, push_squeezed};
use crate::ingest::format::{Format, Formats, Likeness};
use crate::ingest::office::package::Package;
use crate::ingest::outline::{self, page::Page};
use crate::ingest::package_kind::PackageKind;
use crate::ingest::sink::{Problem, Sink};
use crate::ingest::source::Source;
use crate::ingest::xml::{Node, Nodes, attribute, local};
use crate::options::ReadOptions;

/// PowerPoint presentations.
pub struct Pptx;

impl Format for Pptx {
    fn name(&self) -> &'static str {
        "pptx"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["pptx", "ppsx", "pptm"]
    }

    fn sniff(&self, head: &[u8]) -> Likeness {
        if PackageKind::of_head(head) == Some(PackageKind::PowerPoint) {
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
        let slides = slides(&mut package)?;
        if slides.is_empty() {
            return Err(source.unreadable("is not a presentation: it has no slides"));
        }
        let page = Page {
            title: package.title()?,
            titled: true,
            ..Page::default()
        };
        let mut blocks = Vec::new();
        for (slide, number) in slides.iter().zip(1..) {
            match package.text(slide)? {
                Some(text) => blocks.extend(slide_blocks(&text, number, false)),
                None => sink.problem(Problem {
                    message: format!("slide {number} ({slide}) is missing; skipped"),
                    ..Problem::default()
                }),
            }
            let notes = package.target(slide, |kind| kind.ends_with("/notesSlide"))?;
            if let Some(notes) = notes
                && let Some(text) = package.text(&notes)?
            {
                blocks.extend(slide_blocks(&text, number, true));
            }
        }
        sink.document(outline::document(page, blocks, options))
    }
}

/// The paths of the slides in the order of the presentation. Where it does not say, by their
/// numbers.
fn slides(package: &mut Package) -> Result<Vec<String>> {
    let main = package.target("", |kind| kind.ends_with("/officeDocument"))?;
    let main = main.unwrap_or_else(|| "ppt/presentation.xml".to_owned());
    let named = package.relationships(&main)?;
    let mut slides = Vec::new();
    if let Some(text) = package.text(&main)? {
        for node in Nodes::new(&text) {
            let Node::Start(element) = node else { continue };
            if local(&element) != "sldId" {
                continue;
            }
            // It has an `id` of its own besides the one of the relationship.
            let values = element.attributes().flatten();
            for value in values.map(|attribute| attribute.value) {
                let target = named
                    .iter()
                    .find(|(id, kind, _)| kind.ends_with("/slide") && *id == *value);
                slides.extend(target.map(|(_, _, target)| target.clone()));
            }
        }
    }
    if slides.is_empty() {
        slides = package.names();
        slides.retain(|name| name.starts_with("ppt/slides/slide") && name.ends_with(".xml"));
        slides.sort_by_key(|name| (name.len(), name.clone()));
    }
    Ok(slides)
}

/// The blocks of a slide or of its notes.
fn slide_blocks(text: &str, number: u32, notes: bool) -> Vec<Block> {
    let mut reading = Reading {
        number,
        notes,
        ..Reading::default()
    };
    for node in Nodes::new(text) {
        match node {
            Node::Start(element) => reading.start(&element),
            Node::End(name) => reading.end(&name),
            Node::Text(text, ..) if reading.in_text => reading.words(&text),
            Node::Text(..) => {}
        }
    }
    reading.flush();
    reading.blocks
}

#[derive(Default)]
struct Reading {
    blocks: Vec<Block>,
    current: Block,
    number: u32,
    notes: bool,
    /// Whether an `<a:t>` is open.
    in_text: bool,
    /// What the shape is that is open.
    shape: Shape,
    /// Whether a row of a table is open.
    in_row: bool,
    line_ends: bool,
    /// Number of open elements inside, and including, one that repeats another.
    skipped: usize,
}

/// What a shape of a slide is.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Shape {
    #[default]
    Text,
    Title,
    /// A number, date, header or footer.
    Margin,
}

impl Reading {
    fn start(&mut self, element: &BytesStart<'_>) {
        if self.skipped > 0 {
            self.skipped += 1;
            return;
        }
        match local(element).as_str() {
            "Fallback" => self.skipped = 1,
            "sp" | "graphicFrame" => self.shape = Shape::Text,
            "ph" => {
                self.shape = match attribute(element, "type").as_deref() {
                    Some("title" | "ctrTitle") => Shape::Title,
                    Some("sldNum" | "dt" | "hdr" | "ftr" | "sldImg") => Shape::Margin,
                    _ => Shape::Text,
                }
            }
            "tr" => {
                self.flush();
                self.in_row = true;
            }
            "p" if self.in_row => self.line_ends = true,
            "p" => self.flush(),
            "br" => self.line_ends = true,
            "t" => self.in_text = true,
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        match name {
            "t" => self.in_text = false,
            "tr" => {
                self.flush();
                self.in_row = false;
            }
            "p" if !self.in_row => self.flush(),
            "sp" => self.shape = Shape::Text,
            _ => {}
        }
    }

    fn words(&mut self, text: &str) {
        if self.shape == Shape::Margin || self.skipped > 0 {
            return;
        }
        if !self.current.text.is_empty() && self.line_ends && !text.trim().is_empty() {
            push_squeezed(&mut self.current.text, " ");
            self.current.breaks.push(Break {
                at: self.current.text.len(),
                source: 0,
                line: self.number,
                start_ms: None,
            });
        }
        if !text.trim().is_empty() {
            self.line_ends = false;
        }
        push_squeezed(&mut self.current.text, text);
    }

    fn flush(&mut self) {
        let mut block = std::mem::take(&mut self.current);
        self.line_ends = false;
        block.text.truncate(block.text.trim_end().len());
        block.line = Some(self.number);
        block.part = match self.shape {
            Shape::Title if !self.notes => Part::Heading(1),
            _ => Part::Text,
        };
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

    fn shape(kind: &str, paragraphs: &[&str]) -> String {
        let text: String = paragraphs
            .iter()
            .map(|text| format!("<a:p><a:r><a:t>{text}</a:t></a:r></a:p>"))
            .collect();
        format!("<p:sp><p:nvPr><p:ph type=\"{kind}\"/></p:nvPr><p:txBody>{text}</p:txBody></p:sp>")
    }

    #[test]
    fn slides_are_sections_in_the_order_of_the_presentation() {
        let relationship = |id: &str, kind: &str, target: &str| {
            format!("<Relationship Id=\"{id}\" Type=\"http://x/{kind}\" Target=\"{target}\"/>")
        };
        let first = shape("title", &["The plan"])
            + &shape("body", &["It is full.", "Nobody pays."])
            + &shape("sldNum", &["1"]);
        let table = "<a:tr><a:tc><a:p><a:r><a:t>Dues</a:t></a:r></a:p></a:tc><a:tc><a:p><a:r><a:t>Ten crowns</a:t></a:r></a:p></a:tc></a:tr>";
        let second = shape("ctrTitle", &["Costs"]) + table;
        let bytes = zip(&[
            (
                "ppt/presentation.xml",
                b"<p:sldId id=\"256\" r:id=\"r2\"/><p:sldId id=\"257\" r:id=\"r1\"/>",
            ),
            (
                "ppt/_rels/presentation.xml.rels",
                (relationship("r1", "slide", "slides/slide1.xml")
                    + &relationship("r2", "slide", "slides/slide2.xml"))
                    .as_bytes(),
            ),
            ("ppt/slides/slide1.xml", second.as_bytes()),
            ("ppt/slides/slide2.xml", first.as_bytes()),
            (
                "ppt/slides/_rels/slide2.xml.rels",
                relationship("r1", "notesSlide", "../notesSlides/notes1.xml").as_bytes(),
            ),
            (
                "ppt/notesSlides/notes1.xml",
                shape("body", &["Say it slowly."]).as_bytes(),
            ),
        ]);
        let mut sink = Collected::default();
        let reading = read_bytes("a", bytes, &ReadOptions::default(), &mut sink).expect("readable");
        assert_eq!(reading.format, "pptx");
        let document = &sink.documents[0];
        let found: Vec<(&str, &str, Option<u32>)> = document
            .paragraphs
            .iter()
            .map(|p| {
                let section = document.sections[p.section].path[0].as_str();
                (section, p.text.as_str(), p.line)
            })
            .collect();
        assert_eq!(
            found,
            [
                ("The plan", "The plan", Some(1)),
                ("The plan", "It is full.", Some(1)),
                ("The plan", "Nobody pays.", Some(1)),
                ("The plan", "Say it slowly.", Some(1)),
                ("Costs", "Costs", Some(2)),
                ("Costs", "Dues Ten crowns", Some(2)),
            ]
        );
    }
}
