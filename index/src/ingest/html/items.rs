//! What one pass over a page finds: its blocks, with what says whether each belongs to the text.

use crate::ingest::block::Block;
use crate::ingest::html::cost::Cost;

/// A block of a page.
pub struct Item {
    /// The block itself.
    pub block: Block,
    /// Whether it is inside `<main>`.
    pub in_main: bool,
    /// Whether it is inside `<article>`.
    pub in_article: bool,
    /// Whether its class or relation says that it names the author.
    pub byline: bool,
    /// How many bytes of its text are links.
    pub linked: usize,
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
