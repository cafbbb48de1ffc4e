//! Writes the segments of an index.
//!
//! Tantivy's own writer takes every term as text and looks it up again in each field. Here a word
//! is looked up once and becomes a number ([`lexicon`]). The numbers are logged ([`word_log`]) and
//! sorted by term when the segment is closed ([`by_term`], [`postings`]). The files are written by
//! tantivy's serializers, so tantivy reads and merges them like its own.
//!
//! Vocabulary: a *record* is what tantivy calls a document; an *occurrence* is the index of a word
//! in the log.

mod by_term;
mod lexicon;
mod open_segment;
mod postings;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod values;
mod word_log;
pub(crate) mod writer;
