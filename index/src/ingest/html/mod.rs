//! Saved web pages: the article of a news page, transcript pages, proceedings in `<pre>`. The
//! speaker comes from a label: text and a colon, or text in bold, in `<dt>` or in a first cell.
//!
//! One pass over the markup gives blocks with their spans (`walk`). A library that works like a
//! browser's reading mode says which of them are the article (`article`), unless the markup calls
//! much more of the page so (`region`). A page with speakers' labels is a transcript and is kept
//! whole, except for its boilerplate (`page`).
//!
//! Format: <https://html.spec.whatwg.org/multipage/>.

mod article;
mod cost;
mod elements;
mod items;
mod matching;
mod page;
mod pre;
mod publication;
mod region;
mod skip;
mod walk;

use crate::error::Result;
use crate::ingest::block::Block;
use crate::ingest::format::{Format, Formats, Likeness};
use crate::ingest::html::page::page;
use crate::ingest::html::walk::{Keep, Walk};
use crate::ingest::outline;
use crate::ingest::sink::Sink;
use crate::ingest::source::Source;
use crate::options::ReadOptions;
use crate::text::word_list::WordList;

/// What a page without doctype and `<html>` may begin with.
static FIRST_TAGS: WordList = WordList::new(include_str!("lists/first_tags.txt"));

/// Saved web pages. The speaker comes from a label before the text.
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
        } else if FIRST_TAGS.prefix_of(rest).is_some() {
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

/// The encoding that a page declares in its first bytes, in a `<meta>` or in an XML declaration.
pub fn declared(bytes: &[u8]) -> Option<String> {
    /// Browsers look this far: <https://html.spec.whatwg.org/multipage/parsing.html>.
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

/// The blocks of markup that is not a page of its own: a chapter of a book, the body of a message.
/// All that a reader sees is text: notes of a book are in an `<aside>`.
pub fn fragment(text: &str) -> Vec<Block> {
    Walk::new(text, Keep::Everything)
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
    fn the_lead_between_headline_and_article_is_read_and_a_line_of_dates_is_not() {
        let lead = "The dredger left on Monday. Half of the town came to look at it from the quay.";
        let story = "The dredger Freya left the harbour on Monday for the first time in eleven years, the port authority said, and half of the town came to look at it from the quay.";
        let dates =
            "Norhaven Wire | 11.03.2024 09:00 | Updated 11.03.2024 12:00 | News desk of the wire";
        for (headline, title) in [
            ("h1", "Norhaven Wire"),
            ("h3", "Dredger sails again | Wire"),
        ] {
            let document = read(&format!(
                "<html><head><title>{title}</title></head><body><header class=entry-header><{headline}>Dredger sails again</{headline}><p class=subtitle>{lead}</p><p>{dates}</p></header><div>{}</div>",
                format!("<p>{story}</p>").repeat(6)
            ));
            let texts: Vec<&str> = document
                .paragraphs
                .iter()
                .map(|p| p.text.as_str())
                .collect();
            assert_eq!(
                texts[..3],
                ["Dredger sails again", lead, story],
                "{headline}"
            );
        }
    }

    #[test]
    fn a_subject_that_is_called_like_boilerplate_does_not_hide_a_post() {
        let story = "The dredger Freya left the harbour on Monday, the port authority said.";
        check(
            &format!(
                "<html><body><div class='post category-social tag-cookies'><p>{story}</p></div>"
            ),
            &[(Kind::Body, "", story)],
        );
    }

    #[test]
    fn a_page_without_the_end_tag_of_its_head_is_read() {
        check(
            "<html><head><title>Town</title><body><p>It is full.</p>",
            &[(Kind::Body, "", "It is full.")],
        );
    }

    #[test]
    fn what_an_article_says_without_scripts_is_read() {
        let story = "The dredger Freya left the harbour on Monday for the first time in eleven years, the port authority said, and half of the town came to look at it from the quay.";
        let notice = "<noscript><p>Scripts are off.</p></noscript>";
        let page = format!(
            "<html><body>{notice}<div class=post-content><noscript><p>{story}</p><p>{story}</p></noscript></div>"
        );
        check(&page, &[(Kind::Body, "", story), (Kind::Body, "", story)]);
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
    fn white_space_written_as_an_entity_is_no_line() {
        for space in [
            "&nbsp;",
            "&#160;",
            "&#xA0;",
            "&ensp; &emsp;",
            "&thinsp;",
            "&#12288;",
            "&Tab;&NewLine;",
        ] {
            check(
                &format!("<html><body><p>It is full.<br>{space}</p><p>{space}<br>Nobody pays.</p>"),
                &[
                    (Kind::Body, "", "It is full."),
                    (Kind::Body, "", "Nobody pays."),
                ],
            );
            check(
                &format!(
                    "<html><table><tr><td>It is full.<td>{space}<tr><td>{space}<td>Nobody pays."
                ),
                &[
                    (Kind::Body, "", "It is full."),
                    (Kind::Body, "", "Nobody pays."),
                ],
            );
        }
    }

    #[test]
    fn an_article_inside_an_aside_is_read() {
        let story = "The dredger Freya left the harbour on Monday for the first time in eleven years, the port authority said, and half of the town came to look at it from the quay.";
        check(
            &format!(
                "<html><body><main><aside class=share><article><p>{story}</p></article></aside></main>"
            ),
            &[(Kind::Body, "", story)],
        );
    }

    #[test]
    fn a_page_that_is_only_a_menu_is_read() {
        check(
            "<html><body><nav><a href=/>Harbour news</a></nav>",
            &[(Kind::Body, "", "Harbour news")],
        );
    }

    #[test]
    fn labels_outside_of_an_article_do_not_make_a_page_a_transcript() {
        let story = "The dredger Freya left the harbour on Monday for the first time in eleven years, the port authority said, and half of the town came to look at it from the quay.";
        let comments = "<p>Anna Berg: At last!</p><p>Karl Holm: Too late.</p>".repeat(3);
        let page = format!(
            "<html><body><article>{}</article><div class=replies>{comments}</div>",
            format!("<p>{story}</p>").repeat(12)
        );
        let document = read(&page);
        assert_eq!(document.paragraphs.len(), 12);
    }

    mod properties {
        use proptest::prelude::{ProptestConfig, any, prop_assert, proptest};
        use proptest::sample::{Index, select};

        use crate::ingest::html::fragment;
        use crate::ingest::testing::document;

        /// What pages are made of here: words, line ends, white space, and tags in any order.
        const PIECES: &[&str] = &[
            "<p>",
            "</p>",
            "<br>",
            "&nbsp;",
            "&#8203;",
            " ",
            "<td>",
            "<tr>",
            "<b>",
            "</b>",
            "<dt>",
            "<dd>",
            "<li>",
            "<h2>",
            "</h2>",
            "<pre>",
            "</pre>",
            "<div class=speaker>",
            "</div>",
            ":",
            "&#x3000;",
            "<a>",
            "</a>",
            "<hr>",
            "<table>",
            "</table>",
            "\u{FEFF}",
            "<span data-timestamp=1>",
            "</span>",
        ];

        proptest! {
            #![proptest_config(ProptestConfig::with_cases(300))]

            #[test]
            fn every_word_of_a_fragment_is_in_its_blocks(
                pieces in proptest::collection::vec((select(PIECES), any::<Index>()), 1..30),
            ) {
                let mut text = String::new();
                for (number, (piece, word)) in pieces.iter().enumerate() {
                    text += piece;
                    if word.index(2) == 0 {
                        text += &format!("word{number}x");
                    }
                }
                let blocks = fragment(&text);
                let found: String = blocks.iter().map(|block| block.text.clone() + " ").collect();
                for block in &blocks {
                    for line in &block.breaks {
                        prop_assert!(line.at < block.text.len(), "{text}");
                    }
                }
                // The text of a time is no text of the page.
                if !text.contains("timestamp") {
                    for number in 0..pieces.len() {
                        let word = format!("word{number}x");
                        prop_assert!(!text.contains(&word) || found.contains(&word), "{text}");
                    }
                }
                let _ = document("a.html", &format!("<html>{text}"));
            }
        }
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
