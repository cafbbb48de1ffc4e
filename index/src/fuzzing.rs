//! Entry points to private code for the fuzz targets. Only built by `cargo fuzz`, which sets
//! `cfg(fuzzing)`.

use std::ops::Range;

use crate::error::Result;
use crate::hit::Passage;
use crate::index::account::SourceAccount;
use crate::query::Query;
use crate::retrieval::matching::FilterContext;
use crate::stored::encode::EncodedPassage;
use crate::stored::groups::Groups;
use crate::stored::head::Head;
use crate::stored::symbols::{Fit, Packer, SymbolTable};
use crate::text::term_cache::TermCache;

/// The outermost quotations of a paragraph, each with and without its quotation marks.
pub fn quotations(text: &str) -> Vec<(Range<usize>, Range<usize>)> {
    crate::attribution::quotations(text)
        .into_iter()
        .map(|quote| (quote.start..quote.end, quote.inner_start..quote.inner_end))
        .collect()
}

/// The parts that a long paragraph is split into.
pub fn split(text: &str) -> Vec<Range<usize>> {
    crate::indexer::split::split(text)
}

/// Decodes a passage from its head, its texts, and the head of the first record of its group.
pub fn decode_passage(own: &[u8], texts: &str, first: &[u8]) -> Result<Passage> {
    let (own, _) = Head::decode(own)?;
    let (first, _) = Head::decode(first)?;
    own.passage(texts, &first)
}

/// The head and the texts of a passage that is alone in its group.
pub fn encode_passage(passage: &Passage) -> Result<(Vec<u8>, String)> {
    let encoded = EncodedPassage::new(passage, &mut Groups::default())?;
    Ok((encoded.head, encoded.words))
}

/// Unpacks a text with a symbol table, given as bytes, and packs it again. `None` if the table or
/// the packed text is not valid.
pub fn repack(table: &[u8], packed: &[u8]) -> Option<(String, Option<Vec<u8>>)> {
    let table = SymbolTable::from_bytes(1, Fit::default(), table)?;
    let text = table.unpack(packed)?;
    let again = Packer::new(&table).map(|packer| packer.pack(&text));
    Some((text, again))
}

/// Decodes the account of a source and encodes it again.
pub fn reencode_account(bytes: &[u8]) -> Result<Vec<u8>> {
    crate::index::record::decode::<SourceAccount>(bytes, "the record of a source file")
        .and_then(|account| crate::index::record::encode(&account))
}

/// The highlights of a passage for a query.
pub fn highlights(query: &Query, passage: &Passage) -> Vec<Range<usize>> {
    crate::searcher::highlight::highlights(
        query,
        passage,
        &mut TermCache::default(),
        &FilterContext::default(),
    )
}

/// The vector of a query by a lookup table, given as bytes. `None` if they are no table, or if it
/// knows nothing of the query.
pub fn by_lookup(table: &[u8], query: &str) -> Option<Vec<f32>> {
    crate::meaning::lookup::LookupTable::open(table)?.vector(query)
}

/// The cosines of a vector and those of a file, given as bytes: by number, by key and by record.
pub fn cosines(file: &[u8], vector: &[f32], key: u64, record: u32) -> Option<[Option<f32>; 3]> {
    let file = crate::meaning::vectors::VectorFile::open(file)?;
    let rows = [Some(0), file.row(key), file.row_of_record(0, record)];
    Some(rows.map(|row| row.map(|row| file.cosine(vector, row))))
}

/// The word pieces of a text, with the lines of a vocabulary. `None` if they are none.
pub fn word_pieces(lines: &str, text: &str, limit: usize) -> Option<Vec<u32>> {
    use crate::meaning::vocabulary::{Casing, Vocabulary};
    let vocabulary = Vocabulary::of_lines(lines, Casing::Lower).ok()?;
    Some(crate::meaning::word_pieces::word_pieces(
        text,
        &vocabulary,
        limit,
    ))
}
