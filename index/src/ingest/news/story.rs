//! Stories of news agencies: NITF, NewsML-G2 and NewsML 1, which may have NITF or HTML inside.
//!
//! Headlines are headings, bylines and datelines have no speaker. Each item of a package is a
//! document, whose key is its identifier if there are several.
//!
//! Formats: <https://iptc.org/standards/nitf/>, <https://iptc.org/standards/newsml-g2/>.

use std::collections::HashMap;
use std::sync::LazyLock;

use quick_xml::events::BytesStart;

use crate::error::Result;
use crate::ingest::block::{Block, Lines, Part, push_squeezed};
use crate::ingest::date::date_in;
use crate::ingest::encoding::xml_declared;
use crate::ingest::format::{Format, Formats, Likeness};
use crate::ingest::outline::{self, page::Page};
use crate::ingest::sink::Sink;
use crate::ingest::source::Source;
use crate::ingest::xml::{Node, Nodes, attribute, local, root};
use crate::options::ReadOptions;
use crate::text::word_list::entries;

/// A headline that is repeated is among so many first blocks.
const FIRST_BLOCKS: usize = 10;

/// Stories of news agencies.
pub struct Story;

impl Format for Story {
    fn name(&self) -> &'static str {
        "nitf"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["nitf", "newsml"]
    }

    fn sniff(&self, head: &[u8]) -> Likeness {
        match root(head).as_deref() {
            Some("nitf" | "newsItem" | "newsMessage" | "packageItem" | "NewsML") => {
                Likeness::Certain
            }
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
                Node::End(name) => reading.end(&name),
                Node::Text(text, at, end) => reading.words(&text, at, end, &mut lines),
            }
        }
        if let Some(problem) = nodes.problem(&text) {
            sink.problem(problem);
        }
        reading.end_item();
        let several = reading.items.len() > 1;
        for item in reading.items {
            let page = Page {
                key: several.then_some(item.id),
                title: item.title,
                date: item.date,
                titled: true,
                ..Page::default()
            };
            sink.document(outline::document(page, item.blocks, options))?;
        }
        Ok(())
    }
}

/// What an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// A headline of this level.
    Headline(u8),
    Byline,
    Caption,
    /// A paragraph, or another element that is not in one line with others.
    Block,
    /// What is inside it is the text of the story.
    Body,
    /// A story of its own.
    Item,
    /// What is inside it is not the text of the story.
    Skipped,
}

/// The elements that the reader knows, by their names in lower case.
static ROLES: LazyLock<HashMap<&'static str, Role>> = LazyLock::new(|| {
    let role = |line: &'static str| {
        let (name, role) = line.split_once(' ')?;
        let role = match role {
            "headline" => Role::Headline(1),
            "subheadline" => Role::Headline(2),
            "byline" => Role::Byline,
            "caption" => Role::Caption,
            "block" => Role::Block,
            "body" => Role::Body,
            "item" => Role::Item,
            _ => Role::Skipped,
        };
        Some((name, role))
    };
    entries(include_str!("lists/elements.txt"))
        .filter_map(role)
        .collect()
});

/// A story.
#[derive(Default)]
struct Item {
    id: String,
    title: Option<String>,
    date: Option<String>,
    blocks: Vec<Block>,
}

/// An open element, with what is around it, so that deep files take no longer than flat ones.
#[derive(Clone, Copy, Default)]
struct Open {
    /// Its own role.
    role: Option<Role>,
    /// The role other than a block of it, or of the innermost element around it that has one.
    inside: Option<Role>,
    /// Whether it or an element around it is a headline or byline, or a story.
    in_headline: bool,
    in_item: bool,
}

impl Open {
    /// An element with this role inside this one.
    fn with(self, role: Option<Role>) -> Self {
        let headline = matches!(role, Some(Role::Headline(_) | Role::Byline));
        Self {
            role,
            inside: role.filter(|role| *role != Role::Block).or(self.inside),
            in_headline: self.in_headline || headline,
            in_item: self.in_item || role == Some(Role::Item),
        }
    }
}

/// A pass over a file.
#[derive(Default)]
struct Reading {
    items: Vec<Item>,
    item: Item,
    current: Block,
    /// The open elements, the innermost last.
    open: Vec<Open>,
    /// How many open elements are in the body, and how many are skipped.
    bodies: usize,
    skipped: usize,
    /// Whether the title in the head is open, or a date.
    in_title: bool,
    in_date: bool,
    title: String,
    date: String,
}

impl Reading {
    /// The innermost open element.
    fn innermost(&self) -> Open {
        self.open.last().copied().unwrap_or_default()
    }

    fn start(&mut self, element: &BytesStart<'_>) {
        let name = local(element).to_lowercase();
        let role = ROLES.get(name.as_str()).copied();
        self.open.push(self.innermost().with(role));
        match name.as_str() {
            // Items have titles for editors, and pages inside them have titles, too.
            "title" if self.bodies == 0 && !self.innermost().in_item => {
                self.in_title = true;
            }
            "contentcreated" | "versioncreated" | "firstcreated" | "dateandtime" | "dateid" => {
                self.in_date = true;
            }
            "date.issue" | "story.date" => {
                let date = attribute(element, "norm");
                self.set_date(date.as_deref());
            }
            _ => {}
        }
        match role {
            Some(Role::Item) => {
                self.end_item();
                self.item.id = attribute(element, "guid").unwrap_or_default();
            }
            Some(Role::Body) => {
                self.flush();
                self.bodies += 1;
            }
            Some(Role::Skipped) => self.skipped += 1,
            Some(role) => {
                self.flush();
                self.current.part = part(role);
            }
            None => {}
        }
    }

    fn end(&mut self, name: &str) {
        let name = name.to_lowercase();
        match name.as_str() {
            "title" if self.in_title => {
                self.in_title = false;
                let title = std::mem::take(&mut self.title);
                self.item.title.get_or_insert(title);
            }
            _ if self.in_date => {
                self.in_date = false;
                let date = std::mem::take(&mut self.date);
                self.set_date(Some(&date));
            }
            _ => {}
        }
        match self.open.pop().and_then(|open| open.role) {
            Some(Role::Item) => self.end_item(),
            Some(Role::Body) => {
                self.flush();
                self.bodies = self.bodies.saturating_sub(1);
            }
            Some(Role::Skipped) => self.skipped = self.skipped.saturating_sub(1),
            Some(_) => self.flush(),
            None => {}
        }
    }

    /// Takes a date. The first one counts.
    fn set_date(&mut self, date: Option<&str>) {
        if self.item.date.is_some() {
            return;
        }
        let Some(date) = date.map(str::trim) else {
            return;
        };
        // NITF writes days as 20250304.
        let digits = date.bytes().take(8).filter(u8::is_ascii_digit).count();
        self.item.date = if digits == 8 {
            date_in(&format!("{}-{}-{}", &date[..4], &date[4..6], &date[6..8]))
        } else {
            date_in(date)
        };
    }

    fn words(&mut self, text: &str, at: usize, end: usize, lines: &mut Lines<'_>) {
        if self.in_title {
            push_squeezed(&mut self.title, text);
        }
        if self.in_date {
            self.date.push_str(text);
        }
        let in_headline = self.innermost().in_headline;
        if self.skipped > 0 || (self.bodies == 0 && !in_headline) {
            return;
        }
        if self.current.text.is_empty() && !text.trim().is_empty() {
            self.current.span.start = at + (text.len() - text.trim_start().len());
            self.current.line = Some(lines.line_of(self.current.span.start));
        }
        push_squeezed(&mut self.current.text, text);
        if !text.trim().is_empty() {
            self.current.span.end = end;
        }
    }

    /// Ends the block. What follows it is inside the element that is open then.
    fn flush(&mut self) {
        let mut block = std::mem::take(&mut self.current);
        self.current.part = self.innermost().inside.map_or(Part::Text, part);
        block.text.truncate(block.text.trim_end().len());
        if block.text.is_empty() {
            return;
        }
        // A headline is said twice where a story is inside an item.
        let is_again = matches!(block.part, Part::Heading(_))
            && self
                .item
                .blocks
                .iter()
                .take(FIRST_BLOCKS)
                .any(|other| other.text == block.text);
        if !is_again {
            self.item.blocks.push(block);
        }
    }

    fn end_item(&mut self) {
        self.flush();
        let item = std::mem::take(&mut self.item);
        if !item.blocks.is_empty() {
            self.items.push(item);
        }
    }
}

fn part(role: Role) -> Part {
    match role {
        Role::Headline(level) => Part::Heading(level),
        Role::Byline => Part::Byline,
        Role::Caption => Part::Caption,
        Role::Block | Role::Body | Role::Item | Role::Skipped => Part::Text,
    }
}

#[cfg(test)]
mod tests {
    use crate::document::Kind;
    use crate::ingest::testing::{collected, document, spoken, spoken_as};

    #[test]
    fn a_story_in_nitf_has_headline_byline_date_and_paragraphs() {
        let text = "<?xml version=\"1.0\"?>\n<nitf><head><title>Dredging put off</title><docdata><date.issue norm=\"20250304T100000Z\"/><key-list><keyword key=\"x\"/></key-list></docdata></head>\n<body><body.head><hedline><hl1>Dredging put off</hl1></hedline><byline>By Jonas Lind</byline><dateline><location>NORHAVEN</location></dateline></body.head>\n<body.content><p>The council met on <em>Tuesday</em>.</p><media><media-caption>The dredger</media-caption><media-producer>NO</media-producer></media><hl2>Costs</hl2><p>Nobody pays.</p></body.content></body></nitf>";
        let document = document("a.xml", text);
        assert_eq!(
            spoken(&document),
            spoken_as(&[
                (Kind::Heading, "", "Dredging put off"),
                (Kind::Byline, "", "By Jonas Lind"),
                (Kind::Byline, "", "NORHAVEN"),
                (Kind::Body, "", "The council met on Tuesday."),
                (Kind::Caption, "", "The dredger"),
                (Kind::Heading, "", "Costs"),
                (Kind::Body, "", "Nobody pays."),
            ])
        );
        assert_eq!(document.title.as_deref(), Some("Dredging put off"));
        assert_eq!(document.paragraphs[0].date.as_deref(), Some("2025-03-04"));
        assert_eq!(document.paragraphs[3].line, Some(4));
    }

    #[test]
    fn items_of_a_package_are_documents() {
        let item = |number: u8, body: &str| {
            format!(
                "<newsItem guid=\"urn:{number}\"><itemMeta><versionCreated>2025-03-04T10:00:00Z</versionCreated><title>NO</title></itemMeta><contentMeta><headline>Story {number}</headline><subject><name>NO</name></subject></contentMeta><contentSet><inlineXML>{body}</inlineXML></contentSet></newsItem>"
            )
        };
        let first = item(
            1,
            "<html><head><title>NO</title></head><body><h1>Story 1</h1><p>It is full.</p></body></html>",
        );
        let second = item(
            2,
            "<nitf><body><body.content><p>Nobody pays.</p></body.content></body></nitf>",
        );
        let sink = collected(
            "a.xml",
            &format!("<newsMessage><itemSet>{first}{second}</itemSet></newsMessage>"),
        );
        let found: Vec<(&str, Vec<&str>)> = sink
            .documents
            .iter()
            .map(|document| {
                let texts = document.paragraphs.iter().map(|p| p.text.as_str());
                (document.key.as_deref().unwrap_or(""), texts.collect())
            })
            .collect();
        assert_eq!(
            found,
            [
                ("urn:1", vec!["Story 1", "It is full."]),
                ("urn:2", vec!["Story 2", "Nobody pays."]),
            ]
        );
    }
}
