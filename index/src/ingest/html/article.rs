//! Which blocks of a page are its text.
//!
//! A library extracts the article. The blocks that are in it are chosen (`matching`), with the
//! headings, captions and byline that belong to them. Where it finds no article, all blocks are
//! chosen except lists of links and what is outside the main part.
//!
//! Library: <https://docs.rs/dom_smoothie>, a port of Mozilla's Readability.

use crate::ingest::block::{Block, Part, squeeze};
use crate::ingest::html::items::{Found, Item};
use crate::ingest::html::matching::{Matches, matches};
use crate::ingest::html::walk::{Keep, Walk};

/// A byline is at most this much longer than the author's name that the library gives.
const BYLINE_EXTRA_BYTES: usize = 60;

/// A longer name of an author, in bytes, is a whole paragraph mistaken for one.
const MAX_AUTHOR_BYTES: usize = 150;

/// The byline is before the text, or at most this many blocks behind its beginning.
const BYLINE_BLOCKS: usize = 3;

/// If blocks make up this part of the article, nothing of it was skipped.
const COMPLETE_PERCENT: usize = 95;

/// Blocks that are skipped by name or class are taken if they make the article this much longer:
/// the names of a few blocks are right, those of a whole part of the article are not.
const MORE_PERCENT: usize = 110;

/// If blocks make up less of the article, the library has made another text of it.
const ENOUGH_PERCENT: usize = 60;

/// Less text, in bytes, is no article.
const MIN_BYTES: usize = 100;

/// A shorter text between headline and article, in bytes, is a date, a place, or a button.
const MIN_LEAD_BYTES: usize = 60;

/// A lead is at most this many blocks below the headline.
const LEAD_BLOCKS: usize = 10;

/// A shorter heading, in bytes, may be in the title by chance.
const MIN_HEADLINE_BYTES: usize = 10;

/// The article of a page, or `None` if the library finds none.
pub fn article(text: &str) -> Option<dom_smoothie::Article> {
    let config = dom_smoothie::Config {
        text_mode: dom_smoothie::TextMode::Raw,
        ..dom_smoothie::Config::default()
    };
    dom_smoothie::Readability::new(text, None, Some(config))
        .ok()?
        .parse()
        .ok()
}

/// The blocks of the article, with its headings, captions and byline. `None` if too little of the
/// article was found among the blocks.
///
/// The library sees more than a pass that skips elements for their names and classes. If a pass
/// over the page's whole `text` finds more of the article, its blocks are taken.
pub fn chosen(text: &str, items: &[Item], article: &dom_smoothie::Article) -> Option<Vec<Block>> {
    let extracted: Vec<Block> = Walk::new(&article.content, Keep::Everything)
        .run()
        .items
        .into_iter()
        .map(|item| item.block)
        .collect();
    let found = matches(items, &extracted);
    if found.found * 100 < found.all * COMPLETE_PERCENT {
        let everything = Walk::new(text, Keep::Everything).run().items;
        let more = matches(&everything, &extracted);
        if more.found * 100 > found.found * MORE_PERCENT {
            return chosen_of(&everything, more, article);
        }
    }
    chosen_of(items, found, article)
}

fn chosen_of(
    items: &[Item],
    found: Matches,
    article: &dom_smoothie::Article,
) -> Option<Vec<Block>> {
    let byline = article.byline.as_deref().map(squeeze).unwrap_or_default();
    let choice = Choice::new(items, found, &byline, &article.title)?;
    let mut signed = false;
    let mut blocks = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let mut block = item.block.clone();
        let kept = if choice.may_be_byline(index) {
            let kept = !signed && choice.is_byline_here(index);
            if kept {
                block.part = Part::Byline;
                signed = true;
            }
            kept
        } else {
            choice.keeps(index)
        };
        if kept {
            blocks.push(block);
        }
    }
    if !signed && !byline.is_empty() && byline.len() <= MAX_AUTHOR_BYTES {
        insert_byline(&mut blocks, byline);
    }
    Some(blocks)
}

/// All blocks except lists of links and what is outside the page's main part.
pub fn without_boilerplate(found: Found) -> Vec<Block> {
    let size = |is_wanted: fn(&Item) -> bool| -> usize {
        let wanted = found.items.iter().filter(|item| is_wanted(item));
        wanted.map(|item| item.block.text.len()).sum()
    };
    let all = size(|_| true);
    let is_main: fn(&Item) -> bool = if size(|item| item.in_main) * 4 > all {
        |item| item.in_main
    } else if size(|item| item.in_article) * 2 > all {
        |item| item.in_article
    } else {
        |_| true
    };
    let is_kept = |item: &Item| {
        let heading = matches!(item.block.part, Part::Heading(_));
        let main = is_main(item) || item.block.part == Part::Heading(1);
        main && (heading || !item.is_link())
    };
    found
        .items
        .into_iter()
        .filter(is_kept)
        .map(Item::into_block)
        .collect()
}

/// Which blocks belong to an article.
struct Choice<'i> {
    items: &'i [Item],
    /// The author, or empty.
    byline: &'i str,
    /// Whether the words of each block are in the article.
    in_article: Vec<bool>,
    /// The first and the last block of running text in the article.
    first: usize,
    last: usize,
    headline: Option<usize>,
}

impl<'i> Choice<'i> {
    fn new(items: &'i [Item], found: Matches, byline: &'i str, title: &str) -> Option<Self> {
        let enough = found.found * 100 >= found.all * ENOUGH_PERCENT && found.found >= MIN_BYTES;
        let in_article = Some(found.in_article).filter(|_| enough)?;
        let is_text = |index: &usize| {
            let item = &items[*index];
            in_article[*index] && item.block.part == Part::Text && !item.byline
        };
        let first = (0..items.len()).find(is_text)?;
        let last = (0..items.len()).rfind(is_text)?;
        // The library's text often lacks the headline: it is the last top heading above the text,
        // or one that is in the page's title.
        let last_above = |is_wanted: fn(&Block, &str) -> bool| {
            (0..first)
                .rev()
                .find(|index| is_wanted(&items[*index].block, title))
        };
        let headline = last_above(|block, _| block.part == Part::Heading(1)).or_else(|| {
            last_above(|block, title| {
                let heading = matches!(block.part, Part::Heading(_));
                heading && block.text.len() >= MIN_HEADLINE_BYTES && title.contains(&block.text)
            })
        });
        Some(Self {
            items,
            byline,
            in_article,
            first,
            last,
            headline,
        })
    }

    /// Whether a block lies between the headline and the end of the text.
    fn is_inside(&self, index: usize) -> bool {
        (self.headline.unwrap_or(self.first)..=self.last).contains(&index)
    }

    /// Whether a block that may not be a byline is kept.
    fn keeps(&self, index: usize) -> bool {
        match self.items[index].block.part {
            Part::Heading(_) if Some(index) == self.headline => true,
            Part::Heading(_) => self.is_inside(index) && self.heads_article_text(index),
            Part::Caption => self.is_inside(index),
            _ => self.in_article[index] || self.ends_quotation(index) || self.is_lead(index),
        }
    }

    /// Whether a block is a text between the headline and the article: it says in a few sentences
    /// what follows, and the library drops it as a subtitle or teaser. Dates and times are none.
    fn is_lead(&self, index: usize) -> bool {
        let Some(headline) = self.headline else {
            return false;
        };
        let item = &self.items[index];
        let length = item.block.text.len();
        let below = (headline + 1..self.first.min(headline + 1 + LEAD_BLOCKS)).contains(&index);
        below
            && item.block.part == Part::Text
            && length >= MIN_LEAD_BYTES
            && item.linked * 2 < length
            && item.block.text.bytes().filter(u8::is_ascii_digit).count() * 10 < length
    }

    /// Whether a block is at the end of a block quotation of the article. The library drops a
    /// `<footer>` that says who wrote it.
    fn ends_quotation(&self, index: usize) -> bool {
        let is_of_quotation = |index: usize| self.items[index].block.set_off;
        index > 0
            && is_of_quotation(index)
            && is_of_quotation(index - 1)
            && self.in_article[index - 1]
    }

    /// Whether the first block below a heading, other headings passed over, is in the article.
    fn heads_article_text(&self, index: usize) -> bool {
        (index + 1..self.items.len())
            .find(|next| !matches!(self.items[*next].block.part, Part::Heading(_)))
            .is_some_and(|next| self.in_article[next])
    }

    /// Whether a block is a byline by its markup or because it names the author.
    fn may_be_byline(&self, index: usize) -> bool {
        let item = &self.items[index];
        let other = matches!(item.block.part, Part::Heading(_) | Part::Caption);
        !other && (item.byline || self.names_author(index))
    }

    /// Whether it is so where a byline is expected.
    fn is_byline_here(&self, index: usize) -> bool {
        index < self.first + BYLINE_BLOCKS && (self.is_inside(index) || self.names_author(index))
    }

    /// Whether a block near the beginning is little more than the author's name.
    fn names_author(&self, index: usize) -> bool {
        let text = &self.items[index].block.text;
        index < self.first + BYLINE_BLOCKS
            && !self.byline.is_empty()
            && text.len() <= self.byline.len() + BYLINE_EXTRA_BYTES
            && text.contains(self.byline)
    }
}

/// Adds the author before the text, where no block names them.
fn insert_byline(blocks: &mut Vec<Block>, byline: String) {
    let at = blocks
        .iter()
        .position(|block| block.part == Part::Text)
        .unwrap_or(0);
    let start = blocks[at].span.start;
    let line = blocks[at].line;
    let block = Block {
        part: Part::Byline,
        text: byline,
        span: start..start,
        line,
        ..Block::default()
    };
    blocks.insert(at, block);
}
