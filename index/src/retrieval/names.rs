//! The values behind a filter: which speakers, sections or documents hold all the words that the user gave.
//!
//! The term dictionary of a field is the table of its distinct values, so there is no other.

use std::collections::BTreeMap;

use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Searcher, TERMINATED};

/// The distinct values of a field with the number of passages that bear each, by name.
pub(crate) fn values(searcher: &Searcher, field: Field) -> tantivy::Result<BTreeMap<String, u64>> {
    let mut values = BTreeMap::new();
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let mut stream = index.terms().stream()?;
        while stream.advance() {
            let count = match segment.alive_bitset() {
                None => u64::from(stream.value().doc_freq),
                Some(alive) => {
                    let mut postings = index
                        .read_postings_from_terminfo(stream.value(), IndexRecordOption::Basic)?;
                    let mut count = 0;
                    let mut record = postings.doc();
                    while record != TERMINATED {
                        count += u64::from(alive.is_alive(record));
                        record = postings.advance();
                    }
                    count
                }
            };
            if count > 0
                && let Ok(name) = std::str::from_utf8(stream.key())
            {
                *values.entry(name.to_owned()).or_default() += count;
            }
        }
    }
    Ok(values)
}

/// The values of a field for which `holds` is true, each once, in order.
pub(crate) fn matching(
    searcher: &Searcher,
    field: Field,
    holds: impl Fn(&str) -> bool,
) -> tantivy::Result<Vec<String>> {
    let mut found = Vec::new();
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let mut stream = index.terms().stream()?;
        while stream.advance() {
            if let Ok(name) = std::str::from_utf8(stream.key())
                && holds(name)
            {
                found.push(name.to_owned());
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}
