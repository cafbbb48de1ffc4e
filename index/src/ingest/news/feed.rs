//! Feeds: each item is a document with its title, date and author. The key is the item's link, or
//! its identifier.
//!
//! The longest of an item's texts is read: a description is often the beginning of the content.
//! Texts are HTML, written with entities, in CDATA or as elements.
//!
//! Formats: <https://www.rssboard.org/rss-specification>, RSS 1.0 (RDF),
//! <https://www.rfc-editor.org/rfc/rfc4287> (Atom).

use std::collections::HashSet;

use quick_xml::events::BytesStart;

use crate::error::Result;
use crate::ingest::block::{Block, Lines, Part, squeeze};
use crate::ingest::date::given_date;
use crate::ingest::encoding::xml_declared;
use crate::ingest::format::{Format, Formats, Likeness};
use crate::ingest::html;
use crate::ingest::outline::{self, page::Page};
use crate::ingest::sink::Sink;
use crate::ingest::source::Source;
use crate::ingest::xml::{Node, Nodes, attribute, local, root};
use crate::options::ReadOptions;

/// Feeds: RSS and Atom.
pub struct Feed;

impl Format for Feed {
    fn name(&self) -> &'static str {
        "feed"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["rss", "atom"]
    }

    fn sniff(&self, head: &[u8]) -> Likeness {
        match root(head).as_deref() {
            Some("rss") => Likeness::Certain,
            // Other files are RDF, and other things are fed.
            Some("RDF") if holds(head, b"purl.org/rss/") => Likeness::Certain,
            Some("feed") if holds(head, b"w3.org/2005/Atom") => Likeness::Certain,
            _ => Likeness::None,
        }
    }

    fn read(
        &self,
        source: &mut Source<'_>,
        options: &ReadOptions,
        _: &Formats,
        sink: &mut dyn Sink,
    ) -> Result<()> {
        let text = source.text(options.encoding.as_deref(), xml_declared, sink)?;
        let mut nodes = Nodes::new(&text);
        let mut lines = Lines::new(&text);
        let mut reading = Reading::default();
        for node in &mut nodes {
            match node {
                Node::Start(element) => reading.start(&element),
                Node::Text(text, at, _) => {
                    if let Some(item) = &mut reading.item
                        && item.line == 0
                    {
                        item.line = lines.line_of(at);
                    }
                    reading.text(&text);
                }
                Node::End(name) => {
                    if let Some(item) = reading.end(&name) {
                        item.give(&mut reading.keys, options, sink)?;
                    }
                }
            }
        }
        if let Some(problem) = nodes.problem(&text) {
            sink.problem(problem);
            if let Some(item) = reading.item.take() {
                item.give(&mut reading.keys, options, sink)?;
            }
        }
        Ok(())
    }
}

fn holds(head: &[u8], words: &[u8]) -> bool {
    memchr::memmem::find(head, words).is_some()
}

/// An item of a feed.
#[derive(Default)]
struct Item {
    line: u32,
    title: String,
    link: String,
    id: String,
    date: String,
    author: String,
    /// The longest text so far, as HTML.
    content: String,
}

impl Item {
    /// Gives the item to the sink as a document.
    fn give(
        self,
        keys: &mut HashSet<String>,
        options: &ReadOptions,
        sink: &mut dyn Sink,
    ) -> Result<()> {
        let title = words(&self.title);
        let author = words(&self.author);
        let mut blocks = Vec::new();
        let mut add = |part, text: &str| {
            if !text.is_empty() {
                blocks.push(Block {
                    part,
                    text: text.to_owned(),
                    ..Block::default()
                });
            }
        };
        add(Part::Heading(1), &title);
        add(Part::Byline, &author);
        blocks.extend(html::fragment(&self.content));
        for block in &mut blocks {
            block.span = 0..0;
            block.line = Some(self.line.max(1));
            for line in &mut block.breaks {
                (line.source, line.line) = (0, self.line.max(1));
            }
        }
        let link = [&self.link, &self.id].map(|text| squeeze(text));
        let name = link.into_iter().find(|text| !text.is_empty());
        let name = name.unwrap_or_else(|| (keys.len() + 1).to_string());
        let mut key = name.clone();
        let mut count = 1;
        while !keys.insert(key.clone()) {
            count += 1;
            key = format!("{name}#{count}");
        }
        let date = squeeze(&self.date);
        let date = Some(date).filter(|date| !date.is_empty());
        let page = Page {
            key: Some(key),
            title: Some(title).filter(|title| !title.is_empty()),
            date: date.and_then(|date| given_date(&date, None, sink)),
            titled: true,
            ..Page::default()
        };
        sink.document(outline::document(page, blocks, options))
    }
}

/// The words of a text that may be HTML.
fn words(markup: &str) -> String {
    let blocks = html::fragment(markup);
    let texts: Vec<&str> = blocks.iter().map(|block| block.text.as_str()).collect();
    squeeze(&texts.join(" "))
}

/// What an element of an item holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Title,
    Link,
    Id,
    Date,
    Author,
    Content,
}

/// A pass over a feed.
#[derive(Default)]
struct Reading {
    item: Option<Item>,
    /// What is read now, how many elements are open inside it, and its text so far.
    field: Option<Field>,
    depth: usize,
    markup: String,
    /// Whether its text is to be shown as it is, and is not HTML.
    is_plain: bool,
    /// Whether the author of an Atom entry is open.
    in_author: bool,
    /// Keys that were given to items before.
    keys: HashSet<String>,
}

impl Reading {
    fn start(&mut self, element: &BytesStart<'_>) {
        let name = local(element);
        if matches!(name.as_str(), "item" | "entry") {
            self.item = Some(Item::default());
            self.field = None;
            return;
        }
        let Some(item) = &mut self.item else { return };
        if self.field.is_some() {
            self.depth += 1;
            self.markup.push_str(&format!("<{name}>"));
            self.is_plain = false;
            return;
        }
        let prefixed = element.name();
        let prefix = AsRef::<str>::as_ref(&prefixed)
            .split_once(':')
            .map_or("", |(prefix, _)| prefix);
        let field = match name.as_str() {
            _ if matches!(prefix, "media" | "podcast" | "georss") => return,
            "title" => Field::Title,
            "link" => {
                let relation = attribute(element, "rel");
                if let Some(link) = attribute(element, "href")
                    && relation.is_none_or(|relation| relation == "alternate")
                {
                    item.link = link;
                }
                Field::Link
            }
            "guid" | "id" => Field::Id,
            "pubDate" | "published" | "date" | "updated" | "issued" => Field::Date,
            "author" => {
                self.in_author = true;
                Field::Author
            }
            "creator" => Field::Author,
            "description" | "summary" | "encoded" | "content" => Field::Content,
            _ => return,
        };
        self.field = Some(field);
        self.depth = 0;
        self.markup.clear();
        self.is_plain = attribute(element, "type").as_deref() == Some("text");
    }

    fn text(&mut self, text: &str) {
        if self.field.is_none() {
            return;
        }
        // Text inside elements was decoded once, and is not decoded again.
        if self.depth > 0 || self.is_plain {
            for c in text.chars() {
                match c {
                    '&' => self.markup.push_str("&amp;"),
                    '<' => self.markup.push_str("&lt;"),
                    c => self.markup.push(c),
                }
            }
        } else {
            self.markup.push_str(text);
        }
    }

    /// Ends an element. Returns the item that ends with it.
    fn end(&mut self, name: &str) -> Option<Item> {
        if matches!(name, "item" | "entry") {
            self.field = None;
            return self.item.take();
        }
        let field = self.field?;
        if self.depth > 0 {
            self.depth -= 1;
            // Of an author, only the name is read.
            if field == Field::Author && self.in_author && name != "name" && name != "author" {
                let open = format!("<{name}>");
                if let Some(at) = self.markup.rfind(&open) {
                    self.markup.truncate(at);
                }
            } else {
                self.markup.push_str(&format!("</{name}>"));
            }
            return None;
        }
        self.field = None;
        self.in_author = false;
        let text = std::mem::take(&mut self.markup);
        let item = self.item.as_mut()?;
        let place = match field {
            Field::Title => &mut item.title,
            Field::Link => &mut item.link,
            Field::Id => &mut item.id,
            Field::Date => &mut item.date,
            Field::Author => &mut item.author,
            Field::Content => {
                if text.len() > item.content.len() {
                    item.content = text;
                }
                return None;
            }
        };
        // The first counts: an entry was published before it was updated.
        if place.is_empty() {
            *place = text;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use crate::ingest::testing::collected;

    fn check(feed: &str, expected: &[(&str, &str, &str, &[&str])]) {
        let sink = collected("a.xml", feed);
        assert!(sink.problems.is_empty(), "{:?}", sink.problems);
        let found: Vec<(&str, &str, &str, Vec<&str>)> = sink
            .documents
            .iter()
            .map(|document| {
                let first = &document.paragraphs[0];
                (
                    document.key.as_deref().unwrap_or(""),
                    document.title.as_deref().unwrap_or(""),
                    first.date.as_deref().unwrap_or(""),
                    document
                        .paragraphs
                        .iter()
                        .map(|p| p.text.as_str())
                        .collect(),
                )
            })
            .collect();
        let expected: Vec<(&str, &str, &str, Vec<&str>)> = expected
            .iter()
            .map(|(key, title, date, texts)| (*key, *title, *date, texts.to_vec()))
            .collect();
        assert_eq!(found, expected, "{feed}");
    }

    #[test]
    fn items_of_rss_are_documents() {
        check(
            "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Norhaven News</title><item><title>Fish &amp;amp; ferries</title><link>https://example.org/1</link><dc:creator>Jonas Lind</dc:creator><pubDate>Tue, 04 Mar 2025 10:00:00 +0100</pubDate><description>&lt;p&gt;It is full.&lt;/p&gt;</description><content:encoded><![CDATA[<p>It is full.</p><p>Nobody &nbsp;pays &amp; waits.</p>]]></content:encoded></item><item><description>The ferry is late.</description></item></channel></rss>",
            &[
                (
                    "https://example.org/1",
                    "Fish & ferries",
                    "2025-03-04",
                    &[
                        "Fish & ferries",
                        "Jonas Lind",
                        "It is full.",
                        "Nobody pays & waits.",
                    ],
                ),
                ("2", "", "", &["The ferry is late."]),
            ],
        );
    }

    #[test]
    fn entries_of_atom_are_documents() {
        check(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>News</title><entry><title type=\"html\">Dredging</title><link rel=\"edit\" href=\"https://example.org/e\"/><link href=\"https://example.org/1\"/><author><name>Jonas Lind</name><email>j@example.org</email></author><published>2025-03-04T10:00:00Z</published><updated>2025-03-05T10:00:00Z</updated><content type=\"xhtml\"><div><p>It is <b>full</b>.</p><p>3 &lt; 4</p></div></content></entry><entry><id>urn:x</id><summary type=\"text\">3 &lt; 4 &amp;amp; 5</summary></entry></feed>",
            &[
                (
                    "https://example.org/1",
                    "Dredging",
                    "2025-03-04",
                    &["Dredging", "Jonas Lind", "It is full.", "3 < 4"],
                ),
                ("urn:x", "", "", &["3 < 4 &amp; 5"]),
            ],
        );
    }

    #[test]
    fn a_feed_that_is_cut_off_says_so() {
        let sink = collected(
            "a.rss",
            "<rss><channel><item><title>Dredging</title><description>It is full.</descr",
        );
        assert_eq!(sink.documents.len(), 1, "{:?}", sink.problems);
        assert_eq!(sink.problems.len(), 1);
    }
}
