//! Makes a [`Document`] of blocks: the one place where sections and speakers are assigned.
//!
//! A rule starts the next story, a heading the next section. A label's turn lasts until the next
//! label, heading or story. A section without a title is named by its dateline and first words.
//! Prose without a label is attributed story by story.

mod assign;
mod builder;
mod census;
mod evidence;
mod interview;
pub mod labels;
mod names;
pub mod page;
mod prose;
mod roster;
mod sections;
pub mod seen;
pub mod turn;

use crate::document::Document;
use crate::ingest::block::Block;
use crate::ingest::lang;
use crate::ingest::outline::builder::DocumentBuilder;
use crate::ingest::outline::labels::Labels;
use crate::ingest::outline::page::Page;
use crate::ingest::outline::prose::attribute_prose;
use crate::options::ReadOptions;

/// Makes a document of the blocks of a source, or of one part of a long document.
pub fn document(page: Page, blocks: Vec<Block>, options: &ReadOptions) -> Document {
    let labels = Labels::of(&blocks, &page.speakers, page.speech);
    let mut builder = DocumentBuilder::new(&page, &blocks, labels);
    for block in blocks {
        builder.take(block);
    }
    builder.name_sections();
    let DocumentBuilder {
        mut document,
        prose,
        ..
    } = builder;
    if options.attribution {
        attribute_prose(&mut document, &prose);
    }
    if document.lang.is_none() {
        document.lang = lang::detect(&document.paragraphs);
    }
    document
}
