//! Doors for the fuzz targets to rooms that are private otherwise. Built under `cfg(fuzzing)` alone, by `cargo fuzz`.

use std::ops::Range;

use crate::error::Result;
use crate::hit::Passage;
use crate::matching::Known;
use crate::query::Query;
use crate::record::Book;
use crate::text::stem::Terms;

/// The outermost quotations of a paragraph: with their marks and without.
pub fn quotations(text: &str) -> Vec<(Range<usize>, Range<usize>)> {
    crate::attribution::quotations(text)
        .into_iter()
        .map(|quote| (quote.start..quote.end, quote.inner_start..quote.inner_end))
        .collect()
}

/// The parts that a long paragraph is stored in.
pub fn parts(text: &str) -> Vec<Range<usize>> {
    crate::cut::parts(text)
}

/// The passage that some bytes store.
pub fn decode_passage(bytes: &[u8]) -> Result<Passage> {
    crate::stored::decode(bytes)
}

/// The bytes that store a passage.
pub fn encode_passage(passage: &Passage) -> Result<Vec<u8>> {
    crate::stored::encode(passage)
}

/// The account of a source file that some bytes store, written again.
pub fn recode_book(bytes: &[u8]) -> Result<Vec<u8>> {
    crate::record::decode::<Book>(bytes, "the record of a source file")
        .and_then(|book| crate::record::encode(&book))
}

/// What of a passage answers a query.
pub fn highlights(query: &Query, passage: &Passage) -> Vec<Range<usize>> {
    crate::highlight::highlights(query, passage, &mut Terms::default(), &Known::default())
}
