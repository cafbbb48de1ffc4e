//! The words of the index that match a prefix or a near spelling.
//!
//! All of them match and are counted. Tantivy's own expansion takes the first fifty in alphabetical
//! order.

use rustc_hash::FxHashMap;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

/// Words of the index, each with the number of records that contain it (deleted ones included).
pub(crate) type Expansion = Vec<(Term, u64)>;

/// The words of a field that start with `prefix`: most frequent first, then in alphabetical order.
pub(crate) fn prefix(
    searcher: &Searcher,
    field: Field,
    prefix: &str,
) -> tantivy::Result<Expansion> {
    let mut found = FxHashMap::<Vec<u8>, u64>::default();
    for segment in searcher.segment_readers() {
        let terms = segment.inverted_index(field)?;
        let mut stream = terms.terms().range().ge(prefix.as_bytes()).into_stream()?;
        while stream.advance() {
            if !stream.key().starts_with(prefix.as_bytes()) {
                break;
            }
            *found.entry(stream.key().to_vec()).or_default() += u64::from(stream.value().doc_freq);
        }
    }
    Ok(most_frequent_first(field, found))
}

/// The words of a field within `distance` edits of `word`: most frequent first, then in
/// alphabetical order.
pub(crate) fn fuzzy(
    searcher: &Searcher,
    field: Field,
    word: &str,
    distance: u8,
) -> tantivy::Result<Expansion> {
    let automaton =
        FuzzyTermQuery::new(Term::from_field_text(field, word), distance, true).automaton()?;
    let mut found = FxHashMap::<Vec<u8>, u64>::default();
    for segment in searcher.segment_readers() {
        let terms = segment.inverted_index(field)?;
        // Pairs of words and marked stems start with a control character. They are not words.
        let in_words = terms.terms().search(&automaton).ge(b" ");
        let mut stream = in_words.into_stream()?;
        while stream.advance() {
            *found.entry(stream.key().to_vec()).or_default() += u64::from(stream.value().doc_freq);
        }
    }
    Ok(most_frequent_first(field, found))
}

fn most_frequent_first(field: Field, found: FxHashMap<Vec<u8>, u64>) -> Expansion {
    let mut found: Vec<(Vec<u8>, u64)> = found.into_iter().collect();
    found.sort_unstable_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    found
        .into_iter()
        .filter_map(|(bytes, count)| {
            let text = String::from_utf8(bytes).ok()?;
            Some((Term::from_field_text(field, &text), count))
        })
        .collect()
}
