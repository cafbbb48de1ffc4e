//! What one pass over a page finds: its blocks, with what says whether each belongs to the text.

use crate::ingest::block::{Block, Part};
use crate::ingest::html::cost::Cost;

/// A block of a page.
#[derive(Clone)]
pub struct Item {
    /// The block itself.
    pub block: Block,
    /// Whether it is inside `<main>`.
    pub in_main: bool,
    /// Whether it is inside `<article>`.
    pub in_article: bool,
    /// The number of the outermost element around it that markup calls an article or its text.
    pub region: Option<usize>,
    /// Whether its class or relation says that it names the author.
    pub byline: bool,
    /// How many bytes of its text are links.
    pub linked: usize,
}

impl Item {
    /// The block, as a byline if its markup says so.
    pub fn into_block(mut self) -> Block {
        if self.byline {
            self.block.part = Part::Byline;
        }
        self.block
    }

    /// Whether it is an entry of a menu: nearly all of it is a link, and it is short or in a list.
    pub fn is_link(&self) -> bool {
        const SHORT_BYTES: usize = 60;
        let length = self.block.text.len();
        self.linked * 10 >= length * 8 && (self.block.item || length < SHORT_BYTES)
    }
}

/// What one pass over a page has found.
#[derive(Default)]
pub struct Found {
    /// The blocks in reading order.
    pub items: Vec<Item>,
    /// The text of `<title>`.
    pub title: Option<String>,
    /// The language that the page declares.
    pub lang: Option<String>,
    /// The day of publication.
    pub date: Option<String>,
    /// Bytes of text inside `<pre>`.
    pub preformatted: usize,
    /// Bytes of text skipped because of a class name.
    pub skipped_by_class: usize,
    /// What extracting the article from the page would cost.
    pub cost: Cost,
}

impl Found {
    /// Bytes of text in all blocks.
    pub fn size(&self) -> usize {
        self.items.iter().map(|item| item.block.text.len()).sum()
    }
}
