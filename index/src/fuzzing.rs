//! Doors for the fuzz targets to rooms that are private otherwise. Built under `cfg(fuzzing)` alone, by `cargo fuzz`.

use std::ops::Range;

use crate::error::Result;
use crate::hit::Passage;
use crate::index::record::Book;
use crate::query::Query;
use crate::retrieval::matching::FilterContext;
use crate::stored::symbols::{Fit, Packer, SymbolTable};
use crate::stored::{Encoded, Neighbours};
use crate::text::term_cache::TermCache;

/// The outermost quotations of a paragraph: with their marks and without.
pub fn quotations(text: &str) -> Vec<(Range<usize>, Range<usize>)> {
    crate::attribution::quotations(text)
        .into_iter()
        .map(|quote| (quote.start..quote.end, quote.inner_start..quote.inner_end))
        .collect()
}

/// The parts that a long paragraph is stored in.
pub fn parts(text: &str) -> Vec<Range<usize>> {
    crate::indexer::cut::parts(text)
}

/// The passage of a head, its words, and the head before it that holds what it shares with others.
pub fn decode_passage(own: &[u8], words: &str, first: &[u8]) -> Result<Passage> {
    let (own, _) = crate::stored::head(own)?;
    let (first, _) = crate::stored::head(first)?;
    own.passage(words, &first)
}

/// The head and the words of a passage that has no neighbours.
pub fn encode_passage(passage: &Passage) -> Result<(Vec<u8>, String)> {
    let encoded = Encoded::new(passage, &mut Neighbours::default())?;
    Ok((encoded.head, encoded.words))
}

/// The texts of packed bytes, by a table that is given in bytes, and by it packed again.
pub fn repack(table: &[u8], packed: &[u8]) -> Option<(String, Option<Vec<u8>>)> {
    let table = SymbolTable::from_bytes(1, Fit::default(), table)?;
    let text = table.unpack(packed)?;
    let again = Packer::new(&table).map(|packer| packer.pack(&text));
    Some((text, again))
}

/// The account of a source file that some bytes store, written again.
pub fn recode_book(bytes: &[u8]) -> Result<Vec<u8>> {
    crate::index::record::decode::<Book>(bytes, "the record of a source file")
        .and_then(|book| crate::index::record::encode(&book))
}

/// What of a passage answers a query.
pub fn highlights(query: &Query, passage: &Passage) -> Vec<Range<usize>> {
    crate::searcher::highlight::highlights(
        query,
        passage,
        &mut TermCache::default(),
        &Known::default(),
    )
}
