//! One pass over a page's markup: blocks with their spans in the source, and what says whether each
//! belongs to the page's text.
//!
//! The speaker's label in front of a text is kept as `Block::bold`: text in `<b>` or `<dt>`, in an
//! element of class `speaker`, or in the first cell of a table row.

use std::collections::HashMap;
use std::ops::Range;
use std::time::Duration;

use crate::ingest::block::{Block, Break, Lines, Part, push_squeezed, squeeze};
use crate::ingest::html::elements::{Element, element, has_word, holds_article};
use crate::ingest::html::items::{Found, Item};
use crate::ingest::html::pre::Pre;
use crate::ingest::html::publication::published;
use crate::ingest::html::skip::Skip;
use crate::ingest::lang;
use crate::ingest::markup::{Token, Tokens, attribute, decode};
use crate::ingest::plain;
use crate::ingest::proceedings;

/// Longest label, in bytes. A longer text in bold is emphasis.
const MAX_LABEL_BYTES: usize = 80;

/// Longest byline, in bytes. A longer text of class `author` is about the author.
const MAX_BYLINE_BYTES: usize = 200;

/// Later than in any recording, in seconds; keeps the conversion exact.
const MAX_TIMESTAMP: f64 = 1e9;

/// Which elements of a page are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Those that hold the page's text by their names, roles and classes.
    Text,
    /// Those that hold text by their names and roles. Classes are ignored.
    AnyClass,
    /// All that a reader of the page sees.
    Everything,
}

/// An element that is open.
struct Frame {
    element: &'static Element,
    skip: Skip,
    /// Whether its text may be a label.
    label: bool,
    /// Whether markup calls it an article or an article's text.
    region: bool,
}

/// A pass over a page.
pub struct Walk<'a> {
    text: &'a str,
    keep: Keep,
    lines: Lines<'a>,
    found: Found,
    /// The open elements, the innermost last, and how many of each name.
    stack: Vec<Frame>,
    open: HashMap<&'static str, usize>,
    /// How many open elements are skipped, and how many of these for their class.
    skips: usize,
    class_skips: usize,
    /// How many open elements are articles or their text, and how many outermost ones there were.
    open_regions: usize,
    regions: usize,
    /// The article that the block is in.
    region: Option<usize>,
    /// The block that is being read.
    current: Block,
    /// Bytes of it that are links.
    linked: usize,
    /// Whether it names the author.
    byline: bool,
    /// How many line ends came since its last word.
    breaks: usize,
    /// Whether an element with a label has just ended: the next text is that speaker's and belongs
    /// to the same block.
    after_label: bool,
    /// The depth of the element that holds the label at the start of the block.
    label_depth: Option<usize>,
    /// Cells of the table row so far.
    cells: usize,
    /// Whether a cell of the row has several paragraphs, so that the row is not one block.
    is_divided: bool,
    pre: Option<Pre>,
}

impl<'a> Walk<'a> {
    /// A pass over `text`.
    pub fn new(text: &'a str, keep: Keep) -> Self {
        Self {
            text,
            keep,
            lines: Lines::new(text),
            found: Found::default(),
            stack: Vec::new(),
            open: HashMap::new(),
            skips: 0,
            class_skips: 0,
            open_regions: 0,
            regions: 0,
            region: None,
            current: Block::default(),
            linked: 0,
            byline: false,
            breaks: 0,
            after_label: false,
            label_depth: None,
            cells: 0,
            is_divided: false,
            pre: None,
        }
    }

    /// Reads the whole page.
    pub fn run(mut self) -> Found {
        for token in Tokens::new(self.text) {
            match token {
                Token::Text(range) => {
                    self.found.cost.add_text(&self.text[range.clone()]);
                    self.words(range);
                }
                Token::Open {
                    name, attributes, ..
                } => {
                    self.found.cost.add_attributes(attributes);
                    self.open(name, attributes);
                }
                Token::Close { name } => {
                    if let Some(element) = element(name) {
                        self.close(element.name);
                    }
                }
                Token::Raw { name, range } => {
                    if name.eq_ignore_ascii_case("title") && self.found.title.is_none() {
                        let mut title = String::new();
                        decode(&self.text[range], &mut title);
                        self.found.title = Some(squeeze(&title)).filter(|title| !title.is_empty());
                    }
                }
            }
        }
        self.end_pre();
        self.flush();
        self.found
    }

    fn is_open(&self, name: &'static str) -> bool {
        self.open.get(name).is_some_and(|count| *count > 0)
    }

    /// A start tag. Elements that the table does not know are passed over.
    fn open(&mut self, name: &str, attributes: &str) {
        if name.eq_ignore_ascii_case("br") {
            match &mut self.pre {
                Some(pre) => pre.text.push('\n'),
                None => self.breaks += 1,
            }
            return;
        }
        if name.eq_ignore_ascii_case("hr") {
            self.boundary();
            return;
        }
        if self.found.date.is_none() && attributes.contains("date") {
            self.found.date = published(name, attributes);
        }
        let Some(element) = element(name) else { return };
        if element.block {
            self.begin_block(element);
        }
        if element.name == "html" && self.found.lang.is_none() {
            self.found.lang = attribute(attributes, "lang")
                .or_else(|| attribute(attributes, "xml:lang"))
                .and_then(|code| lang::given(&code));
        }
        let class = attribute(attributes, "class").unwrap_or_default();
        let timestamp = self.take_timestamp(attributes);
        let frame = Frame {
            element,
            skip: if timestamp {
                Skip::Always
            } else {
                self.skip(element, attributes, &class)
            },
            label: matches!(element.name, "dt" | "b" | "strong")
                || has_word(&class, |word| word == "speaker"),
            region: holds_article(element, attributes, &class),
        };
        self.regions += usize::from(frame.region && self.open_regions == 0);
        self.open_regions += usize::from(frame.region);
        self.skips += usize::from(frame.skip != Skip::No);
        self.class_skips += usize::from(frame.skip == Skip::ByClass);
        if self.skips == 0 && self.current.text.is_empty() {
            self.describe_block(&frame, attributes, &class);
        }
        self.stack.push(frame);
        *self.open.entry(element.name).or_default() += 1;
        self.found.cost.add_depth(self.stack.len());
        if element.name == "pre" && self.pre.is_none() && self.skips == 0 {
            // A label that waits for its text ends here.
            self.flush();
            self.pre = Some(Pre::default());
        }
    }

    /// Ends what ends where this element begins.
    fn begin_block(&mut self, element: &Element) {
        // The end tag of the head may be left out.
        self.close("head");
        // A paragraph ends where the next block begins, even without an end tag.
        if self
            .stack
            .last()
            .is_some_and(|frame| frame.element.name == "p")
        {
            self.pop();
        }
        self.end_sibling(element.name);
        match element.name {
            "td" | "th" => self.cell(),
            "p" if self.is_only_paragraph() => self.breaks = self.breaks.max(1),
            _ => self.boundary(),
        }
        if element.name == "tr" {
            (self.cells, self.is_divided) = (0, false);
        }
    }

    /// Whether a paragraph that begins is the first in its cell, so that it belongs to the block of
    /// the row. What is before it is no longer than a label: a row may be that of a page's layout.
    fn is_only_paragraph(&mut self) -> bool {
        if self.cells == 0 || !self.is_in_cell() {
            return false;
        }
        let cell = self.current.cells.last().copied().unwrap_or(0);
        let is_first = self
            .current
            .text
            .get(cell..)
            .is_none_or(|text| text.trim().is_empty());
        let is_short = cell <= MAX_LABEL_BYTES;
        self.is_divided |= !(is_first && is_short);
        !self.is_divided
    }

    fn is_in_cell(&self) -> bool {
        self.is_open("td") || self.is_open("th")
    }

    /// Whether an element holds the time of the text after it. oTranscribe writes it so, in
    /// seconds. The time is kept if the block has no text yet.
    fn take_timestamp(&mut self, attributes: &str) -> bool {
        let seconds = attribute(attributes, "data-timestamp")
            .and_then(|time| time.parse::<f64>().ok())
            .filter(|seconds| (0.0..MAX_TIMESTAMP).contains(seconds));
        if let Some(seconds) = seconds
            && self.current.text.is_empty()
        {
            let ms = Duration::from_secs_f64(seconds).as_millis();
            self.current.start_ms = u64::try_from(ms).ok();
        }
        seconds.is_some()
    }

    fn skip(&self, element: &Element, attributes: &str, class: &str) -> Skip {
        if self.keep == Keep::Everything {
            return Skip::unseen(element, attributes);
        }
        match Skip::of_markup(element, attributes) {
            // The foot of a block quotation says who wrote it.
            Skip::Always if element.name == "footer" && self.is_open("blockquote") => Skip::No,
            // What an article says without scripts is its text.
            Skip::Always if element.name == "noscript" && self.open_regions > 0 => Skip::No,
            Skip::No if self.keep == Keep::Text => {
                let in_article = self.is_open("article") || self.is_open("main");
                Skip::of_class(element, attributes, class, in_article)
            }
            skip => skip,
        }
    }

    /// An element begins before the first word of the block: notes what it says about the block.
    fn describe_block(&mut self, frame: &Frame, attributes: &str, class: &str) {
        if frame.label && self.label_depth.is_none() {
            self.label_depth = Some(self.stack.len());
        }
        self.byline |= has_word(class, |word| {
            matches!(word, "byline" | "author" | "authors")
        }) || ["rel", "itemprop"]
            .iter()
            .any(|key| attribute(attributes, key).as_deref() == Some("author"));
        match frame.element.name {
            "li" => self.current.item = true,
            "dt" => self.current.term = true,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = frame.element.name.as_bytes()[1] - b'0';
                self.current.part = Part::Heading(level);
            }
            "figcaption" | "caption" => self.current.part = Part::Caption,
            _ => {}
        }
    }

    /// Ends elements of the same kind that were left open, if no other element is open inside them.
    fn end_sibling(&mut self, name: &'static str) {
        let same: &[&str] = match name {
            "li" => &["li"],
            "dd" | "dt" => &["dd", "dt"],
            "tr" => &["td", "th", "tr"],
            "td" | "th" => &["td", "th"],
            _ => return,
        };
        while self
            .stack
            .last()
            .is_some_and(|frame| same.contains(&frame.element.name))
        {
            self.pop();
        }
    }

    /// A cell begins. A table row is one block, and its first cell, if short, may be a label.
    fn cell(&mut self) {
        if self.cells == 1 && self.current.breaks.is_empty() {
            self.label_ends();
        }
        if self.cells > 0 {
            self.breaks = self.breaks.max(1);
            self.current.cells.push(self.current.text.len());
        }
        self.cells += 1;
    }

    /// What the block contains so far is set apart, and is a label if it is short.
    fn label_ends(&mut self) {
        let length = self.current.text.trim_end().len();
        if (1..=MAX_LABEL_BYTES).contains(&length) {
            self.current.bold = length;
        }
    }

    /// Ends the innermost element.
    fn pop(&mut self) {
        let Some(frame) = self.stack.pop() else {
            return;
        };
        if let Some(count) = self.open.get_mut(frame.element.name) {
            *count -= 1;
        }
        self.skips -= usize::from(frame.skip != Skip::No);
        self.class_skips -= usize::from(frame.skip == Skip::ByClass);
        self.open_regions -= usize::from(frame.region);
        let (name, block) = (frame.element.name, frame.element.block);
        if self.label_depth == Some(self.stack.len()) {
            self.label_depth = None;
            if self.current.breaks.is_empty() {
                self.label_ends();
            }
            if block && self.current.bold > 0 {
                self.after_label = true;
                return;
            }
        }
        if name == "pre" && !self.is_open("pre") {
            self.end_pre();
        } else if name == "p" && self.cells > 0 && !self.is_divided && self.is_in_cell() {
            self.breaks = self.breaks.max(1);
        } else if block && !matches!(name, "td" | "th") {
            self.boundary();
        }
    }

    /// An end tag: ends the innermost element of this name and all elements inside it.
    fn close(&mut self, name: &'static str) {
        if !self.is_open(name) {
            return;
        }
        while let Some(frame) = self.stack.last() {
            let found = frame.element.name == name;
            self.pop();
            if found {
                break;
            }
        }
    }

    /// Takes the text in `range` of the source.
    fn words(&mut self, range: Range<usize>) {
        let written = &self.text[range.clone()];
        if self.skips > 0 {
            if self.class_skips == self.skips {
                self.found.skipped_by_class += written.trim().len();
            }
            return;
        }
        if let Some(pre) = &mut self.pre {
            pre.add(written, range.start);
            return;
        }
        // An entity may be white space, so that is asked of the decoded text.
        let mut decoded = String::with_capacity(written.len());
        decode(written, &mut decoded);
        if decoded.trim_start().is_empty() {
            if !self.current.text.is_empty() {
                push_squeezed(&mut self.current.text, " ");
            }
            return;
        }
        let start = range.start + (written.len() - written.trim_start().len());
        // Two line ends separate paragraphs, as an empty line does.
        if self.breaks >= 2 && !self.follows_label() {
            let part = self.current.part;
            self.flush();
            self.current.part = part;
        }
        let line = self.lines.line_of(start);
        if self.current.text.is_empty() {
            self.current.span.start = start;
            self.current.line = Some(line);
            self.current.set_off = self.is_open("blockquote");
            self.region = (self.open_regions > 0).then_some(self.regions);
        } else if self.breaks > 0 {
            if !self.current.text.ends_with(' ') {
                self.current.text.push(' ');
            }
            self.current.breaks.push(Break {
                at: self.current.text.len(),
                source: start,
                line,
                start_ms: None,
            });
        }
        self.breaks = 0;
        self.after_label = false;
        let before = self.current.text.len();
        push_squeezed(&mut self.current.text, &decoded);
        self.current.span.end = range.start + written.trim_end().len();
        if self.is_open("a") {
            self.linked += self.current.text.len() - before;
        }
    }

    /// Whether the next text belongs to a label that has just ended.
    fn follows_label(&self) -> bool {
        self.after_label && self.current.bold > 0
    }

    /// A block begins or ends here.
    fn boundary(&mut self) {
        if self.pre.is_some() {
            return;
        }
        if self.follows_label() {
            self.breaks = self.breaks.max(1);
        } else {
            self.flush();
        }
    }

    /// Ends the block that is being read. Without text there is none.
    fn flush(&mut self) {
        let mut block = std::mem::take(&mut self.current);
        block.text.truncate(block.text.trim_end().len());
        block.bold = block.bold.min(block.text.len());
        block.breaks.retain(|line| line.at < block.text.len());
        let item = Item {
            in_main: self.is_open("main"),
            in_article: self.is_open("article"),
            region: self.region,
            byline: std::mem::take(&mut self.byline)
                && block.part == Part::Text
                && block.text.len() <= MAX_BYLINE_BYTES,
            linked: std::mem::take(&mut self.linked),
            block,
        };
        self.breaks = 0;
        self.after_label = false;
        self.label_depth = None;
        // An entity may be all of the text, and be white space.
        if item.block.text.trim().is_empty() {
            self.current.start_ms = item.block.start_ms;
        } else {
            self.found.items.push(item);
        }
    }

    /// Ends a `<pre>`: its text is read as proceedings or as plain text.
    fn end_pre(&mut self) {
        let Some(pre) = self.pre.take() else { return };
        self.found.preformatted += pre.text.trim().len();
        let blocks = if proceedings::is_proceedings(&pre.text) {
            if let Some(date) = proceedings::date(&pre.text) {
                self.found.date.get_or_insert(date);
            }
            proceedings::blocks(&pre.text)
        } else {
            plain::blocks(&pre.text)
        };
        for mut block in blocks {
            block.span = pre.source_of(block.span.start)..pre.source_of(block.span.end);
            block.line = Some(self.lines.line_of(block.span.start));
            let mut lines = self.lines.clone();
            for line in &mut block.breaks {
                line.source = pre.source_of(line.source);
                line.line = lines.line_of(line.source);
            }
            self.found.items.push(Item {
                in_main: self.is_open("main"),
                in_article: self.is_open("article"),
                region: self.region,
                byline: false,
                linked: 0,
                block,
            });
        }
    }
}
