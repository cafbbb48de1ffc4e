//! EPUB books: the chapters in reading order, each read as a web page.
//!
//! The package document has the title, language and date, and the order of chapters (the "spine").
//!
//! Format: <https://www.w3.org/TR/epub-33/>.

use std::collections::HashMap;

use crate::error::Result;
use crate::ingest::block::Block;
use crate::ingest::date::given_date;
use crate::ingest::format::{Format, Formats, Likeness};
use crate::ingest::html;
use crate::ingest::lang;
use crate::ingest::office::package::{self, Package, element_text};
use crate::ingest::outline::{self, page::Page};
use crate::ingest::package_kind::PackageKind;
use crate::ingest::sink::{Problem, Sink};
use crate::ingest::source::Source;
use crate::ingest::xml::{Node, Nodes, attribute, local};
use crate::options::ReadOptions;

/// EPUB books.
pub struct Epub;

impl Format for Epub {
    fn name(&self) -> &'static str {
        "epub"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["epub"]
    }

    fn sniff(&self, head: &[u8]) -> Likeness {
        if PackageKind::of_head(head) == Some(PackageKind::Epub) {
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
        let container = package.text("META-INF/container.xml")?;
        let root = container.and_then(|container| {
            Nodes::new(&container).find_map(|node| match node {
                Node::Start(element) if local(&element) == "rootfile" => {
                    attribute(&element, "full-path")
                }
                _ => None,
            })
        });
        let Some(root) = root else {
            return Err(source.unreadable("is not an EPUB book: it names no package document"));
        };
        let Some(book) = package.text(&root)? else {
            return Err(source.unreadable(&format!("its package document {root} is missing")));
        };
        let folder = root.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut blocks: Vec<Block> = Vec::new();
        for href in spine(&book) {
            let path = joined(folder, &href);
            match package.text(&path)? {
                Some(chapter) => {
                    for mut block in html::fragment(&chapter) {
                        block.span = 0..0;
                        block.line = None;
                        for line in &mut block.breaks {
                            (line.source, line.line) = (0, 0);
                        }
                        blocks.push(block);
                    }
                }
                None => sink.problem(Problem {
                    message: format!("chapter {path} is missing; skipped"),
                    ..Problem::default()
                }),
            }
        }
        let page = Page {
            title: element_text(&book, "title"),
            lang: element_text(&book, "language").and_then(|code| lang::given(&code)),
            date: element_text(&book, "date").and_then(|date| given_date(&date, None, sink)),
            titled: true,
            ..Page::default()
        };
        sink.document(outline::document(page, blocks, options))
    }
}

/// The paths of the chapters in reading order, as the package document writes them.
fn spine(book: &str) -> Vec<String> {
    let mut chapters: HashMap<String, String> = HashMap::new();
    let mut order = Vec::new();
    for node in Nodes::new(book) {
        let Node::Start(element) = node else { continue };
        match local(&element).as_str() {
            "item" => {
                let is_page =
                    attribute(&element, "media-type").is_some_and(|kind| kind.contains("html"));
                let is_contents =
                    attribute(&element, "properties").is_some_and(|what| what.contains("nav"));
                if let (Some(id), Some(href)) =
                    (attribute(&element, "id"), attribute(&element, "href"))
                    && is_page
                    && !is_contents
                {
                    chapters.insert(id, href);
                }
            }
            "itemref" => order.extend(attribute(&element, "idref")),
            _ => {}
        }
    }
    order
        .iter()
        .filter_map(|id| chapters.get(id).cloned())
        .collect()
}

/// The path of a chapter in the archive, from its path relative to the package document's folder.
fn joined(folder: &str, href: &str) -> String {
    let href = href.split('#').next().unwrap_or(href);
    let bytes = href.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escaped = (bytes[at] == b'%')
            .then(|| href.get(at + 1..at + 3))
            .flatten()
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        decoded.push(escaped.unwrap_or(bytes[at]));
        at += if escaped.is_some() { 3 } else { 1 };
    }
    let decoded = String::from_utf8_lossy(&decoded);
    package::joined(folder, &decoded)
}

#[cfg(test)]
mod tests {
    use crate::ingest::read_bytes;
    use crate::ingest::sink::Collected;
    use crate::ingest::testing::zip;
    use crate::options::ReadOptions;

    #[test]
    fn chapters_follow_the_spine() {
        let container =
            b"<container><rootfiles><rootfile full-path=\"OPS/book.opf\"/></rootfiles></container>";
        let book = b"<package><metadata><dc:title>The Sandbank</dc:title><dc:language>en-GB</dc:language></metadata><manifest><item id=\"b\" href=\"b%20two.xhtml\" media-type=\"application/xhtml+xml\"/><item id=\"a\" href=\"a.xhtml\" media-type=\"application/xhtml+xml\"/><item id=\"c\" href=\"gone.xhtml\" media-type=\"application/xhtml+xml\"/></manifest><spine><itemref idref=\"a\"/><itemref idref=\"b\"/><itemref idref=\"c\"/></spine></package>";
        let bytes = zip(&[
            ("META-INF/container.xml", container),
            ("OPS/book.opf", book),
            ("OPS/a.xhtml", b"<html><head><title>no</title></head><body><h1>One</h1><p>The tide.</p></body></html>"),
            ("OPS/b two.xhtml", b"<html><body><h1>Two</h1><p>The mud.</p></body></html>"),
        ]);
        let mut sink = Collected::default();
        read_bytes(
            "a.epub",
            bytes,
            &ReadOptions {
                format: Some("epub".into()),
                ..ReadOptions::default()
            },
            &mut sink,
        )
        .expect("readable");
        let document = &sink.documents[0];
        let texts: Vec<&str> = document
            .paragraphs
            .iter()
            .map(|p| p.text.as_str())
            .collect();
        assert_eq!(texts, ["One", "The tide.", "Two", "The mud."]);
        assert_eq!(
            (document.title.as_deref(), document.lang.as_deref()),
            (Some("The Sandbank"), Some("en"))
        );
        assert_eq!(sink.problems.len(), 1);
    }
}
