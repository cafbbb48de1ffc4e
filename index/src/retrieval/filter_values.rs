//! The stored values that a filter selects: the speakers, sections or documents that match what the
//! user wrote.
//!
//! The term dictionary of a field lists its distinct values, so no other table is needed. Speakers
//! and sections are also found by any word of their names: the field `named` has one term for each
//! word of each name, with the whole name after the word.

use std::collections::BTreeMap;

use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Searcher, TERMINATED};

use crate::fields::names::Name;
use crate::fields::schema::Fields;
use crate::query::name::holds_words;

/// The distinct values of a field, each with the number of passages that have it, in alphabetical
/// order.
pub(crate) fn value_counts(
    searcher: &Searcher,
    field: Field,
) -> tantivy::Result<BTreeMap<String, u64>> {
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

/// The values of a field for which `matches` is true, each once, in alphabetical order.
pub(crate) fn values_where(
    searcher: &Searcher,
    field: Field,
    matches: impl Fn(&str) -> bool,
) -> tantivy::Result<Vec<String>> {
    values_with_prefix(searcher, field, "", |name| {
        matches(name).then(|| name.to_owned())
    })
}

/// The names of speakers or sections that contain all these folded words, each once, in
/// alphabetical order.
///
/// See [`holds_words`] for the words. None given: no name.
pub(crate) fn names_with_words(
    searcher: &Searcher,
    fields: &Fields,
    whose: Name,
    wanted: &[String],
) -> tantivy::Result<Vec<String>> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    // The longest word is probably the rarest. A word with a star matches many.
    let word = wanted
        .iter()
        .max_by_key(|word| (!word.ends_with('*'), word.len()));
    let Some(word) = word.filter(|word| *word != "*") else {
        return values_where(searcher, whose.field(fields), |name| {
            holds_words(name, wanted)
        });
    };
    values_with_prefix(searcher, fields.named, &whose.beginning(word), |term| {
        Name::behind(term)
            .filter(|name| wanted.len() == 1 || holds_words(name, wanted))
            .map(str::to_owned)
    })
}

/// What `convert` makes of the values of a field that start with `prefix`, each result once, in
/// order.
pub(crate) fn values_with_prefix<T: Ord>(
    searcher: &Searcher,
    field: Field,
    prefix: &str,
    convert: impl Fn(&str) -> Option<T>,
) -> tantivy::Result<Vec<T>> {
    let mut found = Vec::new();
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let mut stream = index.terms().range().ge(prefix).into_stream()?;
        while stream.advance() && stream.key().starts_with(prefix.as_bytes()) {
            found.extend(std::str::from_utf8(stream.key()).ok().and_then(&convert));
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}
