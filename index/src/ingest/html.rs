//! Saved web pages: the article of a news page, transcript pages, proceedings set in `<pre>`.
//!
//! One pass over the markup gives blocks with their places in the source. Which of them are the article, and which are
//! menus, related links and notices, is decided by an extraction library that works as a browser's reading mode does; a
//! page where speakers' labels are found is a transcript, and kept whole but for its furniture. Pages nested deeper than
//! [`DEEPEST`] are not shown to the library, whose cost grows with depth.

use std::collections::HashMap;
use std::ops::Range;

use crate::error::Result;
use crate::ingest::block::{Block, Break, Lines, Part, push_squeezed, squeeze};
use crate::ingest::date::day;
use crate::ingest::format::{Format, Likeness};
use crate::ingest::labels::Labels;
use crate::ingest::lang;
use crate::ingest::markup::{Token, Tokens, attribute, decode};
use crate::ingest::options::ReadOptions;
use crate::ingest::outline::{self, Page};
use crate::ingest::sink::Sink;
use crate::ingest::source::Source;
use crate::ingest::{plain, proceedings};

/// Saved web pages.
pub struct Html;

impl Format for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["html", "htm", "xhtml", "shtml"]
    }

    fn sniff(&self, head: &[u8]) -> Likeness {
        let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
        let head = String::from_utf8_lossy(&head[..head.len().min(1024)]).to_lowercase();
        let mut rest = head.trim_start();
        while let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment
                .split_once("-->")
                .map_or("", |(_, behind)| behind)
                .trim_start();
        }
        let begins = rest.starts_with("<!doctype html") || rest.starts_with("<html");
        let xhtml = rest.starts_with("<?xml")
            && (rest.contains("<!doctype html") || rest.contains("<html"));
        if begins || xhtml {
            Likeness::Certain
        } else if ["<head", "<body", "<article", "<main", "<div", "<h1", "<p>"]
            .iter()
            .any(|tag| rest.starts_with(tag))
        {
            Likeness::Possible
        } else {
            Likeness::None
        }
    }

    fn read(
        &self,
        source: &mut Source<'_>,
        options: &ReadOptions,
        sink: &mut dyn Sink,
    ) -> Result<()> {
        let text = source.text(options.encoding.as_deref(), declared, sink)?;
        let (page, blocks) = page(&text);
        sink.document(outline::document(page, blocks, options))
    }
}

/// The encoding that a page, or an XML file, declares in its first bytes.
pub fn declared(bytes: &[u8]) -> Option<String> {
    /// The standard has browsers look this far.
    const LOOK_BYTES: usize = 1024;
    let head = &bytes[..bytes.len().min(LOOK_BYTES)];
    let text: String = head.iter().map(|byte| char::from(*byte)).collect();
    let lower = text.to_lowercase();
    let at = ["charset=", "encoding="]
        .iter()
        .find_map(|key| lower.find(key).map(|at| at + key.len()))?;
    let label: String = lower[at..]
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "-_:.".contains(*c))
        .collect();
    Some(label).filter(|label| !label.is_empty())
}

/// Pages nested deeper than this were written by a machine gone wrong, or by somebody who means harm.
const DEEPEST: usize = 400;

/// A page of more bytes than this is no article that a reading mode was made for, and costs it too much.
const ARTICLE_BYTES: usize = 8 << 20;

/// What a page says of itself, and its blocks.
pub fn page(text: &str) -> (Page, Vec<Block>) {
    let mut reading = Walk::new(text, true).run();
    // Where names of classes would leave out most of a page, they do not mean what they seem to.
    if reading.skipped_by_class > 3 * reading.size() {
        let again = Walk::new(text, false).run();
        if again.size() > 2 * reading.size() {
            reading = again;
        }
    }
    let mut page = Page {
        title: reading.title.take(),
        lang: reading.lang.take(),
        date: reading.date.take(),
        titled: true,
        ..Page::default()
    };
    if reading.preformatted * 2 > reading.size() {
        let blocks: Vec<Block> = reading.items.into_iter().map(|item| item.block).collect();
        proceedings::title(&mut page);
        return (page, blocks);
    }
    let all: Vec<Block> = reading
        .items
        .iter()
        .map(|item| item.block.clone())
        .collect();
    let transcript = Labels::of(&all, &[]).names_anyone();
    let article = if transcript || reading.deepest > DEEPEST || text.len() > ARTICLE_BYTES {
        None
    } else {
        article(text)
    };
    if let Some(article) = &article {
        page.title = Some(squeeze(&article.title))
            .filter(|title| !title.is_empty())
            .or(page.title);
        page.date = page
            .date
            .or_else(|| article.published_time.as_deref().and_then(day));
        if page.lang.is_none() {
            page.lang = article.lang.as_deref().and_then(lang::given);
        }
        if let Some(blocks) = chosen(&reading, article) {
            return (headed(page, &blocks), blocks);
        }
    }
    let blocks = without_furniture(reading);
    (headed(page, &blocks), blocks)
}

/// The title of a page is often its headline and the site's name: the headline is enough.
fn headed(mut page: Page, blocks: &[Block]) -> Page {
    let headline = blocks
        .iter()
        .find(|block| block.part == Part::Heading(1))
        .map(|block| block.text.as_str());
    if let (Some(title), Some(headline)) = (&mut page.title, headline)
        && title.starts_with(headline)
    {
        title.truncate(headline.len());
    }
    page
}

/// Blocks of markup that is no page of its own: a chapter of a book, the body of a message.
pub fn fragment(text: &str) -> Vec<Block> {
    Walk::new(text, false)
        .run()
        .items
        .into_iter()
        .map(|item| item.block)
        .collect()
}

fn article(text: &str) -> Option<dom_smoothie::Article> {
    let config = dom_smoothie::Config {
        text_mode: dom_smoothie::TextMode::Raw,
        ..dom_smoothie::Config::default()
    };
    dom_smoothie::Readability::new(text, None, Some(config))
        .ok()?
        .parse()
        .ok()
}

/// The blocks that the article is made of, with its headings, captions and byline. `None` if too little of the article
/// was found again among the blocks.
fn chosen(reading: &Reading, article: &dom_smoothie::Article) -> Option<Vec<Block>> {
    /// How far ahead a block's words are sought: what the library has left out lies between.
    const AHEAD: usize = 64 << 10;
    /// A shorter text may stand anywhere; it must follow right on.
    const LONG: usize = 40;
    /// How far right on may be: a caption or two.
    const NEAR: usize = 300;
    let bare = |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
    let hay = bare(&article.text_content);
    let mut keep = vec![false; reading.items.len()];
    let (mut at, mut found) = (0, 0);
    for (index, item) in reading.items.iter().enumerate() {
        let needle = bare(&item.block.text);
        if needle.is_empty() {
            continue;
        }
        let reach = if needle.len() >= LONG { AHEAD } else { NEAR };
        let end = (at + reach + needle.len()).min(hay.len());
        if let Some(offset) = memchr::memmem::find(&hay.as_bytes()[at..end], needle.as_bytes()) {
            at += offset + needle.len();
            found += needle.len();
            keep[index] = true;
        }
    }
    if found * 10 < hay.len() * 6 || found < 100 {
        return None;
    }
    let is_text = |item: &Item| item.block.part == Part::Text && !item.byline;
    let texts = || (0..keep.len()).filter(|index| keep[*index] && is_text(&reading.items[*index]));
    let (first, last) = (texts().next()?, texts().next_back()?);
    // The headline stands above; the last heading of the outermost level before the text is it.
    let headline = (0..first)
        .rev()
        .find(|index| reading.items[*index].block.part == Part::Heading(1));
    let begin = headline.unwrap_or(first);
    let byline = article.byline.as_deref().map(squeeze).unwrap_or_default();
    let mut signed = false;
    let mut blocks = Vec::new();
    for (index, item) in reading.items.iter().enumerate() {
        let inside = (begin..=last).contains(&index);
        let mut block = item.block.clone();
        let names_author = index < first + 3
            && block.text.len() <= byline.len() + 60
            && !byline.is_empty()
            && block.text.contains(&byline);
        let kept = match block.part {
            Part::Heading(_) if Some(index) == headline => true,
            Part::Heading(_) => {
                inside
                    && (index + 1..keep.len())
                        .find(|next| !matches!(reading.items[*next].block.part, Part::Heading(_)))
                        .is_some_and(|next| keep[next])
            }
            Part::Caption => inside,
            _ if item.byline || names_author => {
                let here = !signed && index < first + 3 && (inside || names_author);
                if here {
                    block.part = Part::Byline;
                    signed = true;
                }
                here
            }
            _ => keep[index],
        };
        if kept {
            blocks.push(block);
        }
    }
    if !signed && !byline.is_empty() && byline.len() <= 150 {
        let at = blocks
            .iter()
            .position(|block| block.part == Part::Text)
            .unwrap_or(0);
        let start = blocks[at].span.start;
        let line = blocks[at].line;
        blocks.insert(
            at,
            Block {
                part: Part::Byline,
                text: byline,
                span: start..start,
                line,
                ..Block::default()
            },
        );
    }
    Some(blocks)
}

/// All blocks but lists of links and what stands outside the page's main part.
fn without_furniture(reading: Reading) -> Vec<Block> {
    let size = |wanted: fn(&Item) -> bool| -> usize {
        reading
            .items
            .iter()
            .filter(|item| wanted(item))
            .map(|item| item.block.text.len())
            .sum()
    };
    let all = size(|_| true);
    let main: fn(&Item) -> bool = if size(|item| item.in_main) * 4 > all {
        |item| item.in_main
    } else if size(|item| item.in_article) * 2 > all {
        |item| item.in_article
    } else {
        |_| true
    };
    let is_link = |item: &Item| {
        let length = item.block.text.len();
        item.linked * 10 >= length * 8 && (item.block.item || length < 60)
    };
    reading
        .items
        .into_iter()
        .filter(|item| {
            let heading = matches!(item.block.part, Part::Heading(_));
            (main(item) || item.block.part == Part::Heading(1)) && (heading || !is_link(item))
        })
        .map(|mut item| {
            if item.byline {
                item.block.part = Part::Byline;
            }
            item.block
        })
        .collect()
}

/// A block, and what tells whether it belongs to the page's text.
struct Item {
    block: Block,
    in_main: bool,
    in_article: bool,
    byline: bool,
    /// Bytes of its text that are links.
    linked: usize,
}

/// What one pass over a page has found.
#[derive(Default)]
struct Reading {
    items: Vec<Item>,
    title: Option<String>,
    lang: Option<String>,
    date: Option<String>,
    /// Bytes of text inside `<pre>`.
    preformatted: usize,
    /// Bytes left out because of the name of a class.
    skipped_by_class: usize,
    deepest: usize,
}

impl Reading {
    fn size(&self) -> usize {
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

/// Elements that need to be known; all others are passed over as if they were not there.
#[rustfmt::skip]
const KNOWN: &[&str] = &[
    "a", "abbr", "address", "article", "aside", "audio", "b", "blockquote", "body", "button", "canvas", "caption",
    "center", "cite", "code", "datalist", "dd", "details", "dialog", "div", "dl", "dt", "em", "fieldset", "figcaption",
    "figure", "font", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "html", "i",
    "iframe", "label", "legend", "li", "main", "map", "menu", "nav", "noembed", "noframes", "noscript", "object", "ol",
    "optgroup", "option", "p", "picture", "pre", "q", "s", "script", "section", "select", "small", "span", "strike",
    "strong", "style", "sub", "summary", "sup", "svg", "table", "tbody", "td", "template", "textarea", "tfoot", "th",
    "thead", "title", "tr", "u", "ul", "video", "xmp",
];

const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

const SKIPPED: &[&str] = &[
    "aside", "audio", "button", "canvas", "datalist", "dialog", "footer", "head", "iframe", "menu",
    "nav", "noembed", "noframes", "noscript", "object", "option", "script", "select", "style",
    "svg", "template", "textarea", "video",
];

/// Words in the names of classes that tell of furniture.
const FURNITURE: &[&str] = &[
    "ad",
    "ads",
    "advert",
    "advertisement",
    "breadcrumb",
    "breadcrumbs",
    "comments",
    "consent",
    "cookie",
    "cookies",
    "gdpr",
    "menu",
    "nav",
    "navbar",
    "navigation",
    "newsletter",
    "popup",
    "promo",
    "recommended",
    "related",
    "share",
    "sharing",
    "sidebar",
    "signup",
    "social",
    "subscribe",
    "toolbar",
    "trending",
];

/// A label is no longer than this.
const LABEL_BYTES: usize = 80;

struct Walk<'a> {
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

/// The text of a `<pre>` so far, and where its parts come from.
#[derive(Default)]
struct Pre {
    text: String,
    /// Byte in `text`, byte in the source.
    places: Vec<(usize, usize)>,
}

impl<'a> Walk<'a> {
    fn new(text: &'a str, by_class: bool) -> Self {
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

    fn run(mut self) -> Reading {
        for token in Tokens::new(self.text) {
            match token {
                Token::Text(range) => self.words(range),
                Token::Open {
                    name, attributes, ..
                } => self.open(name, attributes),
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
        let frame = Frame {
            name,
            skip: self.skip(name, attributes, &class),
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

impl Pre {
    fn add(&mut self, written: &str, start: usize) {
        self.places.push((self.text.len(), start));
        let mut at = 0;
        // Entities change lengths: after each the place is told anew.
        for found in memchr::memchr_iter(b'&', written.as_bytes()) {
            if found < at {
                continue;
            }
            self.text.push_str(&written[at..found]);
            let length = written[found..]
                .bytes()
                .take(40)
                .position(|byte| byte == b';')
                .map_or(1, |end| end + 1);
            decode(&written[found..found + length], &mut self.text);
            at = found + length;
            self.places.push((self.text.len(), start + at));
        }
        self.text.push_str(&written[at..]);
    }

    /// Where a byte of the text stands in the source.
    fn place(&self, at: usize) -> usize {
        let index = self.places.partition_point(|(from, _)| *from <= at);
        match index.checked_sub(1).map(|index| self.places[index]) {
            Some((from, source)) => {
                let next = self
                    .places
                    .get(index)
                    .map_or(usize::MAX, |(_, source)| *source);
                (source + (at - from)).min(next)
            }
            None => 0,
        }
    }
}

/// The name of an element, if it is one that matters.
fn known(name: &str) -> Option<&'static str> {
    const LONGEST: usize = 10;
    let mut lower = [0_u8; LONGEST];
    let lower = lower.get_mut(..name.len())?;
    lower.copy_from_slice(name.as_bytes());
    lower.make_ascii_lowercase();
    KNOWN
        .binary_search_by(|known| known.as_bytes().cmp(lower))
        .ok()
        .map(|index| KNOWN[index])
}

/// Whether the names of an element's classes hold one of these words. "has-sidebar" speaks of something else.
fn has_word(class: &str, words: &[&str]) -> bool {
    class.split_whitespace().any(|name| {
        let mut parts = name.split(|c: char| !c.is_ascii_alphanumeric()).peekable();
        let about_another = parts
            .peek()
            .is_some_and(|first| matches!(*first, "has" | "with" | "no" | "js" | "is"));
        !about_another && parts.any(|part| words.iter().any(|word| word.eq_ignore_ascii_case(part)))
    })
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
        read_bytes("a.html", text.as_bytes().to_vec(), &options, &mut sink).expect("readable");
        sink.documents.remove(0)
    }

    fn check(text: &str, expected: &[(Kind, &str, &str)]) {
        let document = read(text);
        let found: Vec<(Kind, String, &str)> = document
            .paragraphs
            .iter()
            .map(|p| (p.kind, p.speakers.join("+"), p.text.as_str()))
            .collect();
        let expected: Vec<(Kind, String, &str)> = expected
            .iter()
            .map(|(kind, names, text)| (*kind, (*names).to_owned(), *text))
            .collect();
        assert_eq!(found, expected);
        for paragraph in &document.paragraphs {
            let line = text[..paragraph.span.start].matches('\n').count() + 1;
            assert_eq!(paragraph.line, u32::try_from(line).ok());
        }
    }

    #[test]
    fn a_news_page_gives_its_article() {
        let story = "The dredger Freya left the harbour on Monday for the first time in eleven years, the port authority said, and half of the town came to look at it from the quay.";
        let page = format!(
            "<!DOCTYPE html><html lang=en-GB><head><title>Dredger sails again | Norhaven Wire</title>\n<meta property='article:published_time' content='2024-03-11T09:00:00Z'><script>var a = '<p>no</p>';</script></head>\n<body><header><div class=site>Norhaven Wire</div></header><nav><ul><li><a href=/>Home</a><li><a href=/sport>Sport</a></ul></nav>\n<div class='cookie-banner'>We use cookies to improve your visit, and you may say no to them.</div>\n<article><h1>Dredger sails again</h1><p class=byline>By Anna Lund</p>\n<p>{story}</p>\n<figure><img src=a.jpg><figcaption>The dredger Freya in the harbour</figcaption></figure>\n<h2>Eleven years</h2><p>{story} It had lain in dock since the strike.<p>&ldquo;She is as good as new,&rdquo; the master said. {story}</article>\n<aside><h2>Related</h2><ul><li><a href=/b>Ferry is late again and nobody knows why</a></ul></aside><footer>All rights reserved</footer></body></html>"
        );
        let document = read(&page);
        let found: Vec<(Kind, &str)> = document
            .paragraphs
            .iter()
            .map(|p| (p.kind, &p.text[..p.text.len().min(24)]))
            .collect();
        assert_eq!(
            found,
            [
                (Kind::Heading, "Dredger sails again"),
                (Kind::Byline, "By Anna Lund"),
                (Kind::Body, "The dredger Freya left t"),
                (Kind::Caption, "The dredger Freya in the"),
                (Kind::Heading, "Eleven years"),
                (Kind::Body, "The dredger Freya left t"),
                (Kind::Body, "“She is as good as new"),
            ]
        );
        assert_eq!(document.title.as_deref(), Some("Dredger sails again"));
        assert_eq!(document.lang.as_deref(), Some("en"));
        assert_eq!(document.paragraphs[0].date.as_deref(), Some("2024-03-11"));
    }

    #[test]
    fn labels_in_bold_in_tables_and_in_lists_of_terms_name_speakers() {
        let turns = [
            ("Anna Berg", "Is it full?"),
            ("Karl Holm", "It is."),
            ("Anna Berg", "Since May?"),
            ("Karl Holm", "Since May."),
        ];
        let expected: Vec<(Kind, &str, &str)> = turns
            .iter()
            .map(|(name, text)| (Kind::Body, *name, *text))
            .collect();
        let page = |open: &str, between: &str, close: &str| -> String {
            turns
                .iter()
                .map(|(name, text)| format!("{open}{name}{between}{text}{close}\n"))
                .collect()
        };
        for (open, between, close) in [
            ("<p><b>", ":</b> ", "</p>"),
            ("<p>", ": ", ""),
            ("<dt>", "<dd>", ""),
            ("<tr><td>", "</td><td>", "</td></tr>"),
            ("<p class=speaker>", "</p><p>", "</p>"),
            ("<p><strong>", "</strong><br>", "</p>"),
        ] {
            check(
                &format!("<html><body>\n{}", page(open, between, close)),
                &expected,
            );
        }
    }

    #[test]
    fn a_preformatted_page_is_read_as_plain_text() {
        check(
            "<html><pre>\nANNA: Is it &lt;full&gt;?\n\nKARL: It is.\n\nANNA: Since when?\n\nKARL: Since May.\n</pre></html>",
            &[
                (Kind::Body, "ANNA", "Is it <full>?"),
                (Kind::Body, "KARL", "It is."),
                (Kind::Body, "ANNA", "Since when?"),
                (Kind::Body, "KARL", "Since May."),
            ],
        );
    }

    #[test]
    fn a_declared_encoding_is_used() {
        let mut sink = Collected::default();
        let page =
            b"<html><meta charset=\"windows-1252\"><body><p>Gr\xFC\xDFe aus Norhaven</p>".to_vec();
        let reading = read_bytes("a", page, &ReadOptions::default(), &mut sink).expect("readable");
        assert_eq!(
            (reading.format, reading.encoding.as_str()),
            ("html", "windows-1252 (declared)")
        );
        assert_eq!(sink.documents[0].paragraphs[0].text, "Grüße aus Norhaven");
    }

    #[test]
    fn a_hundred_thousand_nested_tags_are_read() {
        for (open, close) in [
            ("<div>", "</div>"),
            ("<b>", "</i>"),
            ("<table><tr><td>", ""),
        ] {
            let page = format!(
                "<html>{}The harbour{}",
                open.repeat(100_000),
                close.repeat(100_000)
            );
            check(&page, &[(Kind::Body, "", "The harbour")]);
        }
    }
}
