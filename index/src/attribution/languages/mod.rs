//! Who says what in German, French and Spanish prose.
//!
//! One engine reads a [table](table::Table) per language: its word lists, quotation marks and
//! habits of word order. English has an engine of its own. As there, no speaker is better than a
//! wrong one, time is linear in the length of a story, and all offsets are bytes of their
//! paragraph.

mod called;
mod class;
mod clause;
mod dialogue;
mod draft;
mod focus;
mod introduced;
mod lexicon;
mod loose;
mod marks;
mod name;
mod offices;
mod phrase;
#[cfg(test)]
mod properties;
pub(crate) mod refusals;
mod register;
mod report;
mod source;
mod story;
mod subject;
mod table;
#[cfg(test)]
mod tests;
mod tokens;
mod verb;

use crate::attribution::languages::story::Story;
use crate::attribution::languages::table::TABLES;
use crate::document::Utterance;

/// The utterances of the paragraphs of a story in this language, an ISO 639-1 code. `None` if there
/// is no table for it.
pub(super) fn attribute(lang: &str, paragraphs: &[&str]) -> Option<Vec<Vec<Utterance>>> {
    let table = TABLES.iter().find(|table| table.code == lang)?;
    Some(Story::read(table, paragraphs).utterances())
}
