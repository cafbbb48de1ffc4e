//! One pass over a page's markup: blocks with their places in the source, and what tells whether they belong to its text.

use std::collections::HashMap;
use std::ops::Range;
use std::time::Duration;

use crate::ingest::block::{Block, Break, Lines, Part, push_squeezed, squeeze};
use crate::ingest::date::day;
use crate::ingest::html::elements::{BLOCKS, FURNITURE, SKIPPED, has_word, known};
use crate::ingest::html::pre::Pre;
use crate::ingest::markup::{Token, Tokens, attribute, decode};
use crate::ingest::{lang, plain, proceedings};

/// A block, and what tells whether it belongs to the page's text.
pub struct Item {
    pub block: Block,
    pub in_main: bool,
    pub in_article: bool,
    pub byline: bool,
    /// Bytes of its text that are links.
    pub linked: usize,
}

/// What one pass over a page has found.
#[derive(Default)]
pub struct Reading {
    pub items: Vec<Item>,
    pub title: Option<String>,
    pub lang: Option<String>,
    pub date: Option<String>,
    /// Bytes of text inside `<pre>`.
    pub preformatted: usize,
    /// Bytes left out because of the name of a class.
    pub skipped_by_class: usize,
    pub deepest: usize,
    /// Steps that a reading mode takes where it looks at something again and again.
    pub labour: usize,
}

impl Reading {
    pub fn size(&self) -> usize {
        self.items.iter().map(|item| item.block.text.len()).sum()
    }
}

/// What an element does to the text in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Skip {
    #[default]
    No,
    /// Its name or role says that it is furniture.
    Always,
    /// The name of its class says so.
    ByClass,
}

/// An element that is open.
struct Frame {
    name: &'static str,
    skip: Skip,
    /// What stands in it may be a label.
    label: bool,
}

/// A label is no longer than this.
const LABEL_BYTES: usize = 80;

pub struct Walk<'a> {
    text: &'a str,
    by_class: bool,
    lines: Lines<'a>,
    found: Reading,
    stack: Vec<Frame>,
    open: HashMap<&'static str, usize>,
    /// How many open elements are left out, and how many of them for the name of their class.
    skips: usize,
    class_skips: usize,
    current: Block,
    linked: usize,
    byline: bool,
    /// Line ends since the last word.
    breaks: usize,
    /// An element that holds a label has just ended: what follows is that speaker's, and belongs to the same block.
    after_label: bool,
    /// How deep the element is that set the block's first word in bold.
    bold_at: Option<usize>,
    /// Cells of the table row so far.
    cells: usize,
    pre: Option<Pre>,
}

impl<'a> Walk<'a> {
    pub fn new(text: &'a str, by_class: bool) -> Self {
        Self {
            text,
            by_class,
            lines: Lines::new(text),
            found: Reading::default(),
            stack: Vec::new(),
            open: HashMap::new(),
            skips: 0,
            class_skips: 0,
            current: Block::default(),
            linked: 0,
            byline: false,
            breaks: 0,
            after_label: false,
            bold_at: None,
            cells: 0,
            pre: None,
        }
    }

    pub fn run(mut self) -> Reading {
        for token in Tokens::new(self.text) {
            match token {
                Token::Text(range) => {
                    self.found.labour += escaping(&self.text[range.clone()]);
                    self.words(range);
                }
                Token::Open {
                    name, attributes, ..
                } => {
                    let count = memchr::memchr_iter(b'=', attributes.as_bytes()).count();
                    self.found.labour += escaping(attributes) + count * count;
                    self.open(name, attributes);
                }
                Token::Close { name } => {
                    if let Some(name) = known(name) {
                        self.close(name);
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
            self.found.date = date_in(name, attributes);
        }
        let Some(name) = known(name) else { return };
        if BLOCKS.contains(&name) {
            // A paragraph ends where the next block begins, whether its end tag is there or not.
            if self.stack.last().is_some_and(|frame| frame.name == "p") {
                self.pop();
            }
            self.end_sibling(name);
            match name {
                "td" | "th" => self.cell(),
                _ => self.boundary(),
            }
            if name == "tr" {
                self.cells = 0;
            }
        }
        if name == "html" && self.found.lang.is_none() {
            self.found.lang = attribute(attributes, "lang")
                .or_else(|| attribute(attributes, "xml:lang"))
                .and_then(|code| lang::given(&code));
        }
        let class = attribute(attributes, "class").unwrap_or_default();
        // oTranscribe writes the time of what follows so, in seconds.
        let seconds =
            attribute(attributes, "data-timestamp").and_then(|time| time.parse::<f64>().ok());
        let timestamp = seconds.filter(|seconds| (0.0..1e9).contains(seconds));
        if let Some(seconds) = timestamp
            && self.current.text.is_empty()
        {
            self.current.start_ms =
                u64::try_from(Duration::from_secs_f64(seconds).as_millis()).ok();
        }
        let frame = Frame {
            name,
            skip: if timestamp.is_some() {
                Skip::Always
            } else {
                self.skip(name, attributes, &class)
            },
            label: matches!(name, "dt" | "b" | "strong") || has_word(&class, &["speaker"]),
        };
        self.skips += usize::from(frame.skip != Skip::No);
        self.class_skips += usize::from(frame.skip == Skip::ByClass);
        if self.skips == 0 && self.current.text.is_empty() {
            if frame.label && self.bold_at.is_none() {
                self.bold_at = Some(self.stack.len());
            }
            self.byline |= has_word(&class, &["byline", "author", "authors"])
                || ["rel", "itemprop"]
                    .iter()
                    .any(|key| attribute(attributes, key).as_deref() == Some("author"));
            match name {
                "li" => self.current.item = true,
                "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                    self.current.part = Part::Heading(name.as_bytes()[1] - b'0');
                }
                "figcaption" | "caption" => self.current.part = Part::Caption,
                _ => {}
            }
        }
        self.stack.push(frame);
        *self.open.entry(name).or_default() += 1;
        self.found.deepest = self.found.deepest.max(self.stack.len());
        if name == "pre" && self.pre.is_none() && self.skips == 0 {
            // What a label kept waiting for its text comes before what is in here.
            self.flush();
            self.pre = Some(Pre::default());
        }
    }

    fn skip(&self, name: &str, attributes: &str, class: &str) -> Skip {
        // A header inside an article holds its headline, one outside holds the site's name.
        let outer_header = name == "header" && !self.is_open("article") && !self.is_open("main");
        let is = |key: &str, values: &[&str]| {
            attributes.contains(key)
                && attribute(attributes, key).is_some_and(|value| values.contains(&value.as_str()))
        };
        if SKIPPED.contains(&name)
            || is("hidden", &["", "hidden"])
            || is("aria-hidden", &["true"])
            || is(
                "role",
                &[
                    "navigation",
                    "banner",
                    "contentinfo",
                    "complementary",
                    "dialog",
                    "search",
                ],
            )
        {
            return Skip::Always;
        }
        let furniture = self.by_class
            && !matches!(name, "html" | "body" | "main" | "article")
            && (outer_header
                || has_word(class, FURNITURE)
                || attribute(attributes, "id").is_some_and(|id| has_word(&id, FURNITURE)));
        if furniture { Skip::ByClass } else { Skip::No }
    }

    /// Ends elements of the same kind that were left open, if nothing but inline markup stands between.
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
            .is_some_and(|frame| same.contains(&frame.name))
        {
            self.pop();
        }
    }

    /// A table row is one block; its first cell, if short, may be a label.
    fn cell(&mut self) {
        if self.cells == 1 && self.current.breaks.is_empty() {
            self.label_ends();
        }
        if self.cells > 0 {
            self.breaks = self.breaks.max(1);
        }
        self.cells += 1;
    }

    /// What stands in the block so far is set apart as a label is.
    fn label_ends(&mut self) {
        let length = self.current.text.trim_end().len();
        if (1..=LABEL_BYTES).contains(&length) {
            self.current.bold = length;
        }
    }

    fn pop(&mut self) {
        let Some(frame) = self.stack.pop() else {
            return;
        };
        if let Some(count) = self.open.get_mut(frame.name) {
            *count -= 1;
        }
        self.skips -= usize::from(frame.skip != Skip::No);
        self.class_skips -= usize::from(frame.skip == Skip::ByClass);
        let block = BLOCKS.contains(&frame.name);
        if self.bold_at == Some(self.stack.len()) {
            self.bold_at = None;
            if self.current.breaks.is_empty() {
                self.label_ends();
            }
            if block && self.current.bold > 0 {
                self.after_label = true;
                return;
            }
        }
        if frame.name == "pre" && !self.is_open("pre") {
            self.end_pre();
        } else if block && !matches!(frame.name, "td" | "th") {
            self.boundary();
        }
    }

    fn close(&mut self, name: &'static str) {
        if !self.is_open(name) {
            return;
        }
        while let Some(frame) = self.stack.last() {
            let found = frame.name == name;
            self.pop();
            if found {
                break;
            }
        }
    }

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
        let bare = written.trim_start();
        let start = range.start + (written.len() - bare.len());
        if bare.is_empty() {
            if !self.current.text.is_empty() {
                push_squeezed(&mut self.current.text, " ");
            }
            return;
        }
        // Two line ends part paragraphs, as an empty line does.
        if self.breaks >= 2 && !self.follows_label() {
            let part = self.current.part;
            self.flush();
            self.current.part = part;
        }
        let line = self.lines.line_of(start);
        if self.current.text.is_empty() {
            self.current.span.start = start;
            self.current.line = Some(line);
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
        let mut decoded = String::with_capacity(written.len());
        decode(written, &mut decoded);
        push_squeezed(&mut self.current.text, &decoded);
        self.current.span.end = range.start + written.trim_end().len();
        if self.is_open("a") {
            self.linked += self.current.text.len() - before;
        }
    }

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

    fn flush(&mut self) {
        let mut block = std::mem::take(&mut self.current);
        block.text.truncate(block.text.trim_end().len());
        block.bold = block.bold.min(block.text.len());
        let item = Item {
            in_main: self.is_open("main"),
            in_article: self.is_open("article"),
            byline: std::mem::take(&mut self.byline)
                && block.part == Part::Text
                && block.text.len() <= 200,
            linked: std::mem::take(&mut self.linked),
            block,
        };
        self.breaks = 0;
        self.after_label = false;
        self.bold_at = None;
        if item.block.text.trim().is_empty() {
            self.current.start_ms = item.block.start_ms;
        }
        // An entity alone may stand for white space.
        if !item.block.text.trim().is_empty() {
            self.found.items.push(item);
        }
    }

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
            block.span = pre.place(block.span.start)..pre.place(block.span.end);
            block.line = Some(self.lines.line_of(block.span.start));
            let mut last = self.lines.clone();
            for line in &mut block.breaks {
                line.source = pre.place(line.source);
                line.line = last.line_of(line.source);
            }
            self.found.items.push(Item {
                in_main: self.is_open("main"),
                in_article: self.is_open("article"),
                byline: false,
                linked: 0,
                block,
            });
        }
    }
}

/// The day of publication in `<time datetime>` or in a `<meta>` that gives it.
fn date_in(name: &str, attributes: &str) -> Option<String> {
    const KEYS: &[&str] = &[
        "article:published_time",
        "datepublished",
        "date",
        "dc.date",
        "dc.date.issued",
        "dcterms.date",
        "pubdate",
        "publishdate",
        "publish-date",
        "citation_publication_date",
        "parsely-pub-date",
        "sailthru.date",
    ];
    if name.eq_ignore_ascii_case("time") {
        return attribute(attributes, "datetime").and_then(|date| day(&date));
    }
    ["property", "name", "itemprop"]
        .iter()
        .filter_map(|key| attribute(attributes, key))
        .any(|key| KEYS.contains(&key.to_lowercase().as_str()))
        .then(|| attribute(attributes, "content").or_else(|| attribute(attributes, "datetime")))?
        .and_then(|date| day(&date))
}

/// Steps that writing a text as HTML takes `dom_smoothie`: at each `&` it looks for the next `<` anew, in steps of 32 bytes.
fn escaping(text: &str) -> usize {
    memchr::memchr_iter(b'&', text.as_bytes()).count() * (text.len() / 32)
}
