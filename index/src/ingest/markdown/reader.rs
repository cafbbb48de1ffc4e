//! Makes blocks of the parser's events: where each begins and ends in the source, how much of it is
//! bold, where its lines break.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::ingest::block::{Block, Break, Lines, Part, push_squeezed, squeeze};
use crate::ingest::markdown::labels::{MASK, mask_labels};
use crate::ingest::markdown::tags::without_tags;
use crate::text::horizontal_rule::{is_rule, is_story_end};

/// A longer line, in bytes, was not wrapped by hand. If most lines of a paragraph are longer, each
/// is a paragraph of its own.
const LONG_LINE_BYTES: usize = 130;

/// The blocks of a source from byte `start` on.
pub fn blocks(text: &str, start: usize) -> Vec<Block> {
    let mut reader = Reader {
        source: text,
        lines: Lines::new(text),
        blocks: Vec::new(),
        block: None,
        lists: 0,
        block_quotes: 0,
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

/// The blocks so far, and what is open.
struct Reader<'a> {
    source: &'a str,
    lines: Lines<'a>,
    blocks: Vec<Block>,
    /// The block that is being read.
    block: Option<Block>,
    /// How many lists are open.
    lists: usize,
    /// How many block quotations are open.
    block_quotes: usize,
    /// The alternative text of the image that is open.
    image: Option<String>,
    /// The alternative texts of the block's images.
    captions: Vec<String>,
    /// Where the bold text at the start of the block begins in the source.
    bold_from: Option<usize>,
    /// Whether a line of the source has ended since the block's last word.
    pending_break: bool,
    /// The block of HTML that is open.
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
            Event::Rule => self.rule(range),
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    /// A thematic break: the end of a story, the start of the next one, or nothing.
    fn rule(&mut self, range: Range<usize>) {
        let line = self.source[range.clone()].trim();
        let part = if is_story_end(line) {
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

    fn open(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.begin(Part::Text, range),
            Tag::Heading { level, .. } => self.begin(Part::Heading(level_number(level)), range),
            Tag::CodeBlock(CodeBlockKind::Fenced(_)) => self.begin(Part::Plain, range),
            // Indented text is text: in the sources we read, code is fenced.
            Tag::CodeBlock(CodeBlockKind::Indented) => self.begin(Part::Text, range),
            Tag::List(_) => {
                self.flush();
                self.lists += 1;
            }
            Tag::BlockQuote(_) => {
                self.flush();
                self.block_quotes += 1;
            }
            Tag::Item | Tag::Table(_) => self.flush(),
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
            | TagEnd::TableRow => self.flush(),
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.block_quotes = self.block_quotes.saturating_sub(1);
            }
            TagEnd::List(_) => {
                self.flush();
                self.lists = self.lists.saturating_sub(1);
            }
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
                        block.set_off |= html.trim_start().starts_with("<blockquote");
                    }
                    self.flush();
                }
            }
            _ => {}
        }
    }

    /// Starts a block.
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
            set_off: self.block_quotes > 0,
            ..Block::default()
        });
    }

    /// Appends text to the block that is being read.
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
        // Indented text comes line by line, each with its line end.
        if text.ends_with('\n') {
            self.pending_break = true;
        }
    }

    /// Turns a heading back into text if it is prose with a rule under it.
    ///
    /// To Markdown a dashed line under text makes that text a heading. Under a paragraph it is a
    /// rule between stories.
    fn mend_underlined(&mut self) {
        /// A longer heading, in bytes, is a paragraph.
        const MAX_HEADING_BYTES: usize = 100;
        let Some(block) = &mut self.block else { return };
        let source = self.source[block.span.clone()].trim_end();
        let underline = source.rsplit('\n').next().unwrap_or("");
        let prose =
            block.text.len() > MAX_HEADING_BYTES || block.text.ends_with(['.', '"', '”', '?', '!']);
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

    /// Ends the block that is being read, after the captions of its images.
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

    /// Adds a block, or each of its lines as a block if most are long.
    fn push(&mut self, block: Block) {
        let lines = block.breaks.len() + 1;
        let splits = lines > 1 && block.part == Part::Text && long_lines(&block) * 2 >= lines;
        if splits {
            self.push_lines(block);
        } else {
            self.blocks.push(block);
        }
    }

    fn push_lines(&mut self, mut block: Block) {
        let mut starts = std::mem::take(&mut block.breaks);
        starts.insert(
            0,
            Break {
                at: 0,
                source: block.span.start,
                line: block.line.unwrap_or(1),
                start_ms: None,
            },
        );
        for (index, start) in starts.iter().enumerate() {
            let next = starts.get(index + 1);
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
                set_off: block.set_off,
                ..Block::default()
            });
        }
    }
}

/// How many lines of a block are longer than a line that was wrapped by hand.
fn long_lines(block: &Block) -> usize {
    let breaks = || block.breaks.iter().map(|line| line.at);
    let starts = std::iter::once(0).chain(breaks());
    let ends = breaks().chain(std::iter::once(block.text.len()));
    starts
        .zip(ends)
        .filter(|(start, end)| end - start > LONG_LINE_BYTES)
        .count()
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
