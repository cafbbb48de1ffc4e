//! Saved web pages: the article of a news page, transcript pages, proceedings set in `<pre>`.
//!
//! One pass over the markup gives blocks with their places in the source. Which of them are the article, and which are
//! menus, related links and notices, is decided by an extraction library that works as a browser's reading mode does; a
//! page where speakers' labels are found is a transcript, and kept whole but for its furniture. Pages nested deeper than
//! [`DEEPEST`] are not shown to the library, whose cost grows with depth.

mod article;
mod elements;
mod pre;
mod walk;

use crate::error::Result;
use crate::ingest::block::{Block, Part, squeeze};
use crate::ingest::date::day;
use crate::ingest::format::{Format, Formats, Likeness};
use crate::ingest::html::article::{article, chosen, without_furniture};
use crate::ingest::html::walk::Walk;
use crate::ingest::outline::labels::Labels;
use crate::ingest::outline::{self, page::Page};
use crate::ingest::sink::Sink;
use crate::ingest::source::Source;
use crate::ingest::{lang, proceedings};
use crate::options::ReadOptions;

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
        _: &Formats,
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

/// Texts full of ampersands and tags with thousands of attributes take the reading mode the square of their length; a page that
/// asks for more such steps than this is read without it.
const ARTICLE_LABOUR: usize = 50_000_000;

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
    let transcript = Labels::of(&all, &[], false).names_anyone();
    let too_much =
        reading.deepest > DEEPEST || reading.labour > ARTICLE_LABOUR || text.len() > ARTICLE_BYTES;
    let article = if transcript || too_much {
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

#[cfg(test)]
mod tests {
    use crate::document::{Document, Kind};
    use crate::ingest::read_bytes;
    use crate::ingest::sink::Collected;
    use crate::ingest::testing::{document, spoken, spoken_as};
    use crate::options::ReadOptions;

    fn read(text: &str) -> Document {
        document("a.html", text)
    }

    fn check(text: &str, expected: &[(Kind, &str, &str)]) {
        let document = read(text);
        assert_eq!(spoken(&document), spoken_as(expected), "{text}");
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
