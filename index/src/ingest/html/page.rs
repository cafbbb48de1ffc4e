//! What a page says about itself, and its blocks.
//!
//! Three kinds of pages are distinguished: preformatted pages (most of their text is in `<pre>`),
//! transcripts (labels are found), which are kept whole, and all others, whose article is
//! extracted.

use crate::ingest::block::{Block, Part, squeeze};
use crate::ingest::date::date_in;
use crate::ingest::html::article::{article, chosen, without_boilerplate};
use crate::ingest::html::items::Found;
use crate::ingest::html::region::larger_article;
use crate::ingest::html::walk::{Keep, Walk};
use crate::ingest::lang;
use crate::ingest::outline::labels::Labels;
use crate::ingest::outline::page::Page;
use crate::ingest::outline::seen::Speaker;

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
    let article = if found.cost.is_too_high(text.len()) {
        None
    } else {
        article(text)
    };
    let (page, chosen) = match &article {
        Some(article) => (
            completed(page, article),
            chosen(text, &found.items, article)
                .map(|chosen| larger_article(&found, &chosen).unwrap_or(chosen)),
        ),
        None => (page, None),
    };
    let blocks = match Labelled::of(&found) {
        None => chosen.unwrap_or_else(|| without_boilerplate(found)),
        Some(labelled) => labelled.blocks(found, chosen),
    };
    let blocks = if blocks.is_empty() {
        // Whatever was taken for boilerplate is all that the page says.
        let items = Walk::new(text, Keep::Everything).run().items;
        items.into_iter().map(|item| item.block).collect()
    } else {
        blocks
    };
    (with_short_title(page, &blocks), blocks)
}

/// One pass over the page, or a second one that ignores class names if these would skip most of
/// the text: then they do not mean what they seem to.
fn walk(text: &str) -> Found {
    let found = Walk::new(text, Keep::Text).run();
    if found.skipped_by_class > 3 * found.size() {
        let again = Walk::new(text, Keep::AnyClass).run();
        if again.size() > 2 * found.size() {
            return again;
        }
    }
    found
}

/// The speakers' labels in a page, which may be a transcript.
struct Labelled {
    labels: Labels,
    /// How many labels name somebody.
    count: usize,
    /// Bytes of the blocks with these labels.
    bytes: usize,
}

impl Labelled {
    /// `None` if no label names anybody.
    fn of(found: &Found) -> Option<Self> {
        let items = found.items.iter();
        let blocks: Vec<Block> = items.map(|item| item.block.clone()).collect();
        let labels = Labels::of(&blocks, &[], false);
        if !labels.names_anyone() {
            return None;
        }
        let (count, bytes) = count(&labels, &blocks);
        Some(Self {
            labels,
            count,
            bytes,
        })
    }

    /// The blocks of a page with labels. The library drops short turns of a transcript, so of its
    /// article only the beginning and the end are used, and only if all labels are between them.
    fn blocks(&self, found: Found, article: Option<Vec<Block>>) -> Vec<Block> {
        /// An article this many times as long as all blocks with labels is what the page is about.
        /// The labels are those of a comment or a video player.
        const LONGER: usize = 4;
        let Some(article) = article else {
            return without_boilerplate(found);
        };
        let (count, _) = count(&self.labels, &article);
        let bytes: usize = article.iter().map(|block| block.text.len()).sum();
        if count < self.count && bytes > self.bytes * LONGER {
            return article;
        }
        let mut blocks = without_boilerplate(found);
        if count >= self.count
            && let (Some(first), Some(last)) = (article.first(), article.last())
        {
            let (start, end) = (first.span.start, last.span.end);
            blocks.retain(|block| start <= block.span.start && block.span.end <= end);
        }
        blocks
    }
}

/// How many labels in blocks name somebody, and the bytes of the blocks that have one.
fn count(labels: &Labels, blocks: &[Block]) -> (usize, usize) {
    let names_somebody =
        |block: &Block, at: usize| matches!(labels.at(block, at), Some((_, Speaker::Named(_))));
    let (mut all, mut bytes) = (0, 0);
    for block in blocks {
        let starts = std::iter::once(0).chain(block.breaks.iter().map(|line| line.at));
        let here = starts.filter(|at| names_somebody(block, *at)).count();
        all += here;
        bytes += if here > 0 { block.text.len() } else { 0 };
    }
    (all, bytes)
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
