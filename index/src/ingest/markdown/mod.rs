//! Markdown: talks, minutes and transcripts with front matter, headings and `**Name:**` labels.
//!
//! Text is as shown: links, emphasis and escapes are gone, and so are comments. A list gives a paragraph an item; a block
//! of code is one paragraph. Spans point at the source.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::error::Result;
use crate::ingest::block::{Block, Break, Lines, Part, push_squeezed, squeeze};
use crate::ingest::encoding::undeclared;
use crate::ingest::format::{Format, Likeness};
use crate::ingest::frontmatter::front_matter;
use crate::ingest::options::ReadOptions;
use crate::ingest::outline::{self, Page};
use crate::ingest::sink::Sink;
use crate::ingest::source::Source;
use crate::text::furniture::{is_end, is_rule};

/// Markdown in its common form, with tables.
pub struct Markdown;

impl Format for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["md", "markdown", "mdown", "mkd"]
    }

    fn sniff(&self, _: &[u8]) -> Likeness {
        Likeness::None
    }

    fn read(
        &self,
        source: &mut Source<'_>,
        options: &ReadOptions,
        sink: &mut dyn Sink,
    ) -> Result<()> {
        let text = source.text(options.encoding.as_deref(), undeclared, sink)?;
        let (page, start) = front_matter(&text);
        let page = Page {
            titled: true,
            ..page
        };
        sink.document(outline::document(page, blocks(&text, start), options))
    }
}

/// A line longer than this, in bytes, was not wrapped by hand: where most lines of a paragraph are, each is a paragraph.
const LONG_LINE: usize = 130;

fn blocks(text: &str, start: usize) -> Vec<Block> {
    let mut reader = Reader {
        source: text,
        lines: Lines::new(text),
        blocks: Vec::new(),
        block: None,
        lists: 0,
        tables: 0,
        image: None,
        captions: Vec::new(),
        bold_from: None,
        pending_break: false,
        html: String::new(),
    };
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let masked = mask_labels(&text[start..]);
    for (event, range) in Parser::new_ext(&masked, options).into_offset_iter() {
        reader.take(event, range.start + start..range.end + start);
    }
    reader.flush();
    reader.blocks
}

/// Stands for the bracket of a label while Markdown is parsed: as long as it, and no markup.
const MASK: &str = "\u{1}";

/// Hides the bracket of `[Anna Berg]: Good evening.`, which by the letter of Markdown defines a link and shows nothing. What
/// follows a link's name is an address, and behind it nothing but a title in quotation marks.
fn mask_labels(text: &str) -> Cow<'_, str> {
    let mut masked: Option<String> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let shown = line.trim_start();
        if is_bracket_label(shown) {
            let bracket = at + line.len() - shown.len();
            masked
                .get_or_insert_with(|| text.to_owned())
                .replace_range(bracket..=bracket, MASK);
        }
        at += line.len();
    }
    masked.map_or(Cow::Borrowed(text), Cow::Owned)
}

/// Whether a line is `[Name]: words`, and no definition of a link.
fn is_bracket_label(line: &str) -> bool {
    let Some((name, behind)) = line
        .strip_prefix('[')
        .and_then(|inner| inner.split_once("]:"))
    else {
        return false;
    };
    if !name.starts_with(char::is_alphabetic) || name.contains(['[', ']']) {
        return false;
    }
    let mut words = behind.split_whitespace();
    let first = words.next().unwrap_or("").trim_end_matches('.');
    let address = first.starts_with(['<', '#']) || first.contains(['/', '@', '.']);
    let titled = words
        .next()
        .is_none_or(|word| word.starts_with(['"', '\'', '(']));
    !(address && titled)
}

struct Reader<'a> {
    source: &'a str,
    lines: Lines<'a>,
    blocks: Vec<Block>,
    block: Option<Block>,
    /// How many lists are open.
    lists: usize,
    tables: usize,
    /// The alternative text of an image that is open.
    image: Option<String>,
    /// Captions of the images of this block.
    captions: Vec<String>,
    /// Where bold text began that stands at the head of the block.
    bold_from: Option<usize>,
    /// A line of the source has ended inside the block.
    pending_break: bool,
    /// Lines of a block of HTML.
    html: String,
}

impl Reader<'_> {
    fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.open(tag, range),
            Event::End(tag) => self.close(tag, range),
            Event::Text(text)
            | Event::Code(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text) => self.words(&text, range),
            Event::SoftBreak | Event::HardBreak => {
                if let Some(alternative) = &mut self.image {
                    alternative.push(' ');
                } else {
                    self.pending_break = true;
                }
            }
            Event::Html(html) => self.html.push_str(&html),
            Event::InlineHtml(html) => {
                if html.starts_with("<br") {
                    self.pending_break = true;
                }
            }
            Event::Rule => {
                let line = self.source[range.clone()].trim();
                let part = if is_end(line) {
                    Part::End
                } else if is_rule(line) {
                    Part::Rule
                } else {
                    return;
                };
                let line = Some(self.lines.line_of(range.start));
                self.blocks.push(Block {
                    part,
                    span: range,
                    line,
                    ..Block::default()
                });
            }
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn open(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.begin(Part::Text, range),
            Tag::Heading { level, .. } => self.begin(Part::Heading(level_number(level)), range),
            Tag::CodeBlock(CodeBlockKind::Fenced(_)) => self.begin(Part::Plain, range),
            // Text that is merely indented is text: code is fenced in the sources we read.
            Tag::CodeBlock(CodeBlockKind::Indented) => self.begin(Part::Text, range),
            Tag::List(_) => {
                self.flush();
                self.lists += 1;
            }
            Tag::Item | Tag::BlockQuote(_) => self.flush(),
            Tag::Table(_) => {
                self.flush();
                self.tables += 1;
            }
            Tag::TableHead | Tag::TableRow => self.begin(Part::Plain, range),
            Tag::TableCell => {
                if let Some(block) = self.block.as_mut().filter(|block| !block.text.is_empty()) {
                    block.text.push_str(" | ");
                }
            }
            Tag::Image { .. } => self.image = Some(String::new()),
            Tag::Strong
                if self
                    .block
                    .as_ref()
                    .is_none_or(|block| block.text.is_empty())
                    && self.bold_from.is_none() =>
            {
                self.bold_from = Some(range.start);
            }
            Tag::HtmlBlock => {
                self.flush();
                self.html.clear();
            }
            _ => {}
        }
    }

    fn close(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Heading(_) => {
                self.mend_underlined();
                self.flush();
            }
            TagEnd::Paragraph
            | TagEnd::CodeBlock
            | TagEnd::Item
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::BlockQuote(_) => self.flush(),
            TagEnd::List(_) => {
                self.flush();
                self.lists = self.lists.saturating_sub(1);
            }
            TagEnd::Table => self.tables = self.tables.saturating_sub(1),
            TagEnd::Image => {
                if let Some(alternative) = self.image.take() {
                    self.captions.push(squeeze(&alternative));
                    if self.block.is_none() {
                        self.begin(Part::Text, range);
                    }
                }
            }
            TagEnd::Strong => {
                if self.bold_from.take().is_some()
                    && let Some(block) = self.block.as_mut().filter(|block| block.bold == 0)
                {
                    block.bold = block.text.len();
                }
            }
            TagEnd::HtmlBlock => {
                let html = std::mem::take(&mut self.html);
                let text = without_tags(&html);
                if !text.is_empty() {
                    self.begin(Part::Text, range);
                    if let Some(block) = &mut self.block {
                        block.text = text;
                    }
                    self.flush();
                }
            }
            _ => {}
        }
    }

    fn begin(&mut self, part: Part, range: Range<usize>) {
        self.flush();
        let shown = self.source[range.clone()].trim_end();
        let span = range.start..range.start + shown.len();
        let line = Some(self.lines.line_of(span.start));
        self.block = Some(Block {
            part,
            span,
            line,
            item: self.lists > 0,
            ..Block::default()
        });
    }

    fn words(&mut self, text: &str, range: Range<usize>) {
        if let Some(alternative) = &mut self.image {
            alternative.push_str(text);
            return;
        }
        if self.block.is_none() {
            self.begin(Part::Text, range.clone());
        }
        let Some(block) = &mut self.block else { return };
        if std::mem::take(&mut self.pending_break) && !block.text.is_empty() {
            if !block.text.ends_with(' ') {
                block.text.push(' ');
            }
            let line = self.lines.line_of(range.start);
            block.breaks.push(Break {
                at: block.text.len(),
                source: range.start,
                line,
                start_ms: None,
            });
        }
        push_squeezed(&mut block.text, &text.replace(MASK, "["));
        block.span.end = block.span.end.max(range.end);
        // An indented block gives its lines whole, ends and all.
        if text.ends_with('\n') {
            self.pending_break = true;
        }
    }

    /// A dashed line right under running text makes that text a heading by the letter of Markdown; by its look it is a
    /// rule between stories.
    fn mend_underlined(&mut self) {
        let Some(block) = &mut self.block else { return };
        let source = self.source[block.span.clone()].trim_end();
        let underline = source.rsplit('\n').next().unwrap_or("");
        let prose = block.text.len() > 100 || block.text.ends_with(['.', '"', '”', '?', '!']);
        if !prose || !is_rule(underline) {
            return;
        }
        block.part = Part::Text;
        let end = block.span.end;
        let start = block.span.start + source.len() - underline.len();
        block.span.end = start;
        let line = Some(self.lines.line_of(start));
        self.flush();
        self.blocks.push(Block {
            part: Part::Rule,
            span: start..end,
            line,
            ..Block::default()
        });
    }

    fn flush(&mut self) {
        self.bold_from = None;
        self.pending_break = false;
        let captions = std::mem::take(&mut self.captions);
        let Some(mut block) = self.block.take() else {
            return;
        };
        let end = block.text.trim_end().len();
        block.text.truncate(end);
        block.bold = block.bold.min(end);
        block.breaks.retain(|line| line.at < end);
        let shortcode = block.text.starts_with("{{") && block.text.ends_with("}}");
        for caption in captions.into_iter().filter(|caption| !caption.is_empty()) {
            self.blocks.push(Block {
                part: Part::Caption,
                text: caption,
                span: block.span.clone(),
                line: block.line,
                ..Block::default()
            });
        }
        if !block.text.is_empty() && !shortcode {
            self.push(block);
        }
    }

    fn push(&mut self, mut block: Block) {
        let lines = block.breaks.len() + 1;
        let long = || {
            let ends = block
                .breaks
                .iter()
                .map(|line| line.at)
                .chain(std::iter::once(block.text.len()));
            let starts = std::iter::once(0).chain(block.breaks.iter().map(|line| line.at));
            starts
                .zip(ends)
                .filter(|(start, end)| end - start > LONG_LINE)
                .count()
        };
        if lines == 1 || block.part != Part::Text || long() * 2 < lines {
            self.blocks.push(block);
            return;
        }
        let mut first = std::mem::take(&mut block.breaks);
        first.insert(
            0,
            Break {
                at: 0,
                source: block.span.start,
                line: block.line.unwrap_or(1),
                start_ms: None,
            },
        );
        for index in 0..first.len() {
            let start = first[index];
            let next = first.get(index + 1);
            let text = block.text[start.at..next.map_or(block.text.len(), |next| next.at)]
                .trim_end()
                .to_owned();
            let bold = if index == 0 {
                block.bold.min(text.len())
            } else {
                0
            };
            let source =
                &self.source[start.source..next.map_or(block.span.end, |next| next.source)];
            let span = start.source..start.source + source.trim_end().len();
            self.blocks.push(Block {
                text,
                bold,
                span,
                line: Some(start.line),
                item: block.item,
                ..Block::default()
            });
        }
    }
}

fn level_number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// The words of a block of HTML; comments, scripts and styles give none.
fn without_tags(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        push_squeezed(&mut text, &rest[..open]);
        let tag = &rest[open..];
        let close = if tag.starts_with("<!--") {
            tag.find("-->").map(|at| at + 3)
        } else if starts_with_tag(tag, "script") {
            tag.find("</script>").map(|at| at + 9)
        } else if starts_with_tag(tag, "style") {
            tag.find("</style>").map(|at| at + 8)
        } else {
            tag.find('>').map(|at| at + 1)
        };
        push_squeezed(&mut text, " ");
        match close {
            Some(close) => rest = &tag[close..],
            None => return text.trim().to_owned(),
        }
    }
    push_squeezed(&mut text, rest);
    text.trim().to_owned()
}

fn starts_with_tag(tag: &str, name: &str) -> bool {
    tag.get(1..=name.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use crate::document::{Document, Kind};
    use crate::ingest::sink::Collected;
    use crate::ingest::{ReadOptions, read_bytes};

    fn read(text: &str) -> Document {
        let mut sink = Collected::default();
        let options = ReadOptions {
            attribution: false,
            ..ReadOptions::default()
        };
        read_bytes("a.md", text.as_bytes().to_vec(), &options, &mut sink).expect("readable");
        sink.documents.remove(0)
    }

    fn check(text: &str, expected: &[(Kind, &str, &str)]) {
        let document = read(text);
        let found: Vec<(Kind, String, &str)> = document
            .paragraphs
            .iter()
            .map(|p| (p.kind, p.speakers.join("+"), p.text.as_str()))
            .collect();
        let found: Vec<(Kind, &str, &str)> = found
            .iter()
            .map(|(kind, speakers, text)| (*kind, speakers.as_str(), *text))
            .collect();
        assert_eq!(found, expected, "{text}");
        for paragraph in &document.paragraphs {
            assert!(text.get(paragraph.span.clone()).is_some());
        }
    }

    #[test]
    fn bold_labels_hold_until_the_next() {
        check(
            "**Anna Berg:** The *harbour* is [full](x).\n\nOf silt.\n\n**Karl Holm:** \\[04:09\\] I know.\n\n**Anna Berg:** \\[laughs\\]\n",
            &[
                (Kind::Body, "Anna Berg", "The harbour is full."),
                (Kind::Body, "Anna Berg", "Of silt."),
                (Kind::Body, "Karl Holm", "I know."),
                (Kind::StageDirection, "", "[laughs]"),
            ],
        );
    }

    #[test]
    fn times_beside_labels_are_starts() {
        let document = read(
            "**Anna Berg** [00:01:02]: Yes.\n\n**Karl Holm** [00:01:04]: No.\n\nAnd: \\[01:10\\] no.\n\n\\[01:20\\] Never.",
        );
        let found: Vec<(Option<u64>, &str)> = document
            .paragraphs
            .iter()
            .map(|p| (p.start_ms, p.text.as_str()))
            .collect();
        assert_eq!(
            found,
            [
                (Some(62_000), "Yes."),
                (Some(64_000), "No."),
                (None, "And: [01:10] no."),
                (Some(80_000), "Never.")
            ]
        );
    }

    #[test]
    fn headings_make_paths_and_a_lone_first_one_is_the_title() {
        let document =
            read("# The quay\n\nIntro.\n\n## Item 1\n\nA.\n\n### Costs\n\nB.\n\n## Item 2\n\nC.\n");
        assert_eq!(document.title.as_deref(), Some("The quay"));
        let paths: Vec<String> = document
            .paragraphs
            .iter()
            .filter(|p| p.kind == Kind::Body)
            .map(|p| document.sections[p.section].path.join(" > "))
            .collect();
        assert_eq!(paths, ["The quay", "Item 1", "Item 1 > Costs", "Item 2"]);
    }

    #[test]
    fn front_matter_with_one_speaker_gives_them_every_paragraph() {
        check(
            "---\ntitle: The quay\nspeakers: ['Anna Berg']\n---\nSlides: <https://example.com/a>\n\n## Silt\n\nIt is full.\n\nQ: Of what?\n\nA: Of silt.\n\nQ: Sure?\n",
            &[
                (Kind::Body, "", "Slides: https://example.com/a"),
                (Kind::Heading, "", "Silt"),
                (Kind::Body, "Anna Berg", "It is full."),
                (Kind::Body, "", "Of what?"),
                (Kind::Body, "Anna Berg", "Of silt."),
                (Kind::Body, "", "Sure?"),
            ],
        );
    }

    #[test]
    fn a_rule_under_prose_parts_stories_and_makes_no_heading() {
        let document =
            read("NORHAVEN (NWA) — The harbour is full.\n----------\nOSLO (NWA) — It is not.\n");
        let names: Vec<&str> = document
            .sections
            .iter()
            .map(|section| section.path[0].as_str())
            .collect();
        assert_eq!(
            names,
            [
                "NORHAVEN (NWA): The harbour is full.",
                "OSLO (NWA): It is not."
            ]
        );
    }

    #[test]
    fn comments_go_and_images_become_captions() {
        check(
            "<!-- hidden -->\n\n![The quay](q.png)\n\nText with ![](r.png) a gap <!-- x --> in it.\n",
            &[
                (Kind::Caption, "", "The quay"),
                (Kind::Body, "", "Text with a gap in it."),
            ],
        );
    }

    #[test]
    fn items_and_code_are_paragraphs() {
        check(
            "- one\n- two\n  - three\n\n```\na  b\nc\n```\n",
            &[
                (Kind::Body, "", "one"),
                (Kind::Body, "", "two"),
                (Kind::Body, "", "three"),
                (Kind::Body, "", "a b c"),
            ],
        );
    }

    #[test]
    fn a_note_in_bold_is_no_speaker() {
        check(
            "Text.\n\n**Note:** It rains.\n\nMore.",
            &[
                (Kind::Body, "", "Text."),
                (Kind::Body, "", "Note: It rains."),
                (Kind::Body, "", "More."),
            ],
        );
    }

    #[test]
    fn a_name_in_brackets_and_a_colon_are_no_definition_of_a_link() {
        check(
            "[Anna]: It is [full].\n\n[Karl]: Yes.\n\n[Anna]: Since [when](http://a.example)?\n\n[Karl]: May.\n\n[full]: http://b.example \"Full\"\n",
            &[
                (Kind::Body, "Anna", "It is full."),
                (Kind::Body, "Karl", "Yes."),
                (Kind::Body, "Anna", "Since when?"),
                (Kind::Body, "Karl", "May."),
            ],
        );
    }

    #[test]
    fn labels_on_lines_of_one_paragraph_part_it() {
        check(
            "Anna: Yes.\nKarl: No.\nand no.\nAnna: Oh.\nKarl: So.\n",
            &[
                (Kind::Body, "Anna", "Yes."),
                (Kind::Body, "Karl", "No. and no."),
                (Kind::Body, "Anna", "Oh."),
                (Kind::Body, "Karl", "So."),
            ],
        );
    }
}
