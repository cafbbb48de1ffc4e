//! What a page says about itself, and its blocks.
//!
//! Three kinds of pages are distinguished: preformatted pages (most of their text is in `<pre>`),
//! transcripts (labels are found), and all others, whose article is extracted.

use crate::ingest::block::{Block, Part, squeeze};
use crate::ingest::date::date_in;
use crate::ingest::html::article::{article, chosen, without_boilerplate};
use crate::ingest::html::items::Found;
use crate::ingest::html::walk::Walk;
use crate::ingest::lang;
use crate::ingest::outline::labels::Labels;
use crate::ingest::outline::page::Page;

/// What a page says about itself, and its blocks.
pub fn page(text: &str) -> (Page, Vec<Block>) {
    let mut found = walk(text);
    let page = Page {
        title: found.title.take(),
        lang: found.lang.take(),
        date: found.date.take(),
        titled: true,
        ..Page::default()
    };
    if found.preformatted * 2 > found.size() {
        let blocks = found.items.into_iter().map(|item| item.block).collect();
        // The title of proceedings names the volume. Their headings say what they are about.
        let titled = false;
        return (Page { titled, ..page }, blocks);
    }
    let article = if is_transcript(&found) || found.cost.is_too_high(text.len()) {
        None
    } else {
        article(text)
    };
    let (page, chosen) = match &article {
        Some(article) => (completed(page, article), chosen(&found.items, article)),
        None => (page, None),
    };
    let blocks = chosen.unwrap_or_else(|| without_boilerplate(found));
    (with_short_title(page, &blocks), blocks)
}

/// One pass over the page, or a second one that ignores class names if these would skip most of
/// the text: then they do not mean what they seem to.
fn walk(text: &str) -> Found {
    let found = Walk::new(text, true).run();
    if found.skipped_by_class > 3 * found.size() {
        let again = Walk::new(text, false).run();
        if again.size() > 2 * found.size() {
            return again;
        }
    }
    found
}

/// Whether speakers' labels are found in a page.
fn is_transcript(found: &Found) -> bool {
    let items = found.items.iter();
    let blocks: Vec<Block> = items.map(|item| item.block.clone()).collect();
    Labels::of(&blocks, &[], false).names_anyone()
}

/// A page with what the extraction library knows about it.
fn completed(mut page: Page, article: &dom_smoothie::Article) -> Page {
    let title = Some(squeeze(&article.title)).filter(|title| !title.is_empty());
    page.title = title.or(page.title);
    page.date = page
        .date
        .or_else(|| article.published_time.as_deref().and_then(date_in));
    page.lang = page
        .lang
        .or_else(|| article.lang.as_deref().and_then(lang::given));
    page
}

/// A page whose title is shortened to its headline, if the title begins with it: the rest is the
/// name of the site.
fn with_short_title(mut page: Page, blocks: &[Block]) -> Page {
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
