//! Makes a [`Document`] of blocks: the one place where sections and speakers are assigned.
//!
//! A rule starts the next story, a heading the next section. A label's turn lasts until the next
//! label, heading or story. A section without a title is named by its dateline and first words.
//! Prose without a label is attributed story by story.

mod assign;
mod bold_names;
mod brief;
mod builder;
mod census;
mod endings;
mod evidence;
mod interview;
pub mod labels;
mod names;
pub mod page;
mod prose;
mod roster;
mod sections;
pub mod seen;
mod tables;
pub mod turn;

use crate::document::Document;
use crate::document::fact::{Fact, FactKind, Origin};
use crate::ingest::block::Block;
use crate::ingest::dialogue::with_messages;
use crate::ingest::lang;
use crate::ingest::outline::brief::is_brief;
use crate::ingest::outline::builder::DocumentBuilder;
use crate::ingest::outline::labels::Labels;
use crate::ingest::outline::page::Page;
use crate::ingest::outline::prose::attribute_prose;
use crate::options::ReadOptions;

/// Makes a document of the blocks of a source, or of one part of a long document.
pub fn document(page: Page, mut blocks: Vec<Block>, options: &ReadOptions) -> Document {
    let page = page.with(&options.stated);
    tables::read(&mut blocks);
    let mut blocks = with_messages(blocks);
    bold_names::label_names(&mut blocks);
    endings::cut_times(&mut blocks);
    let labels = Labels::with_roles(&blocks, &page.speakers, page.speech, &page.stated);
    let brief = is_brief(&blocks, &labels, page.speech);
    let mut builder = DocumentBuilder::new(&page, &blocks, labels);
    builder.brief = brief;
    for block in blocks {
        builder.take(block);
    }
    builder.name_sections();
    let DocumentBuilder {
        mut document,
        prose,
        ..
    } = builder;
    if document.lang.is_none() {
        document.lang = lang::detect(&document.paragraphs);
    }
    if options.attribution {
        attribute_prose(&mut document, &prose);
    }
    document.facts = facts(&page, &document);
    document
}

/// What the source says of a document, and what was detected.
fn facts(page: &Page, document: &Document) -> Vec<Fact> {
    let from = |given: bool| if given { page.origin() } else { Origin::Text };
    let speaker = page.speakers.first().filter(|_| page.speakers.len() == 1);
    let found = [
        (FactKind::Date, page.date.as_ref(), page.origin()),
        (FactKind::Speaker, speaker, page.origin()),
        (
            FactKind::Title,
            document.title.as_ref(),
            from(page.title.is_some()),
        ),
        (
            FactKind::Lang,
            document.lang.as_ref(),
            from(page.lang.is_some()),
        ),
    ];
    let found = found.into_iter().filter_map(|(kind, value, origin)| {
        let value = value?.clone();
        Some(Fact {
            kind,
            value,
            origin,
        })
    });
    found.collect()
}
