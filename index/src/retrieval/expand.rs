//! The words of the index that a prefix or a near spelling stands for.
//!
//! Every one of them matches and counts. Tantivy's own expansion takes the first fifty by alphabet.

use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

/// A word of the index, and in how many records it stands (deleted ones included).
pub(crate) type Expansion = Vec<(Term, u64)>;

/// The words of a field that begin so. Commonest first, then by alphabet.
pub(crate) fn prefix(
    searcher: &Searcher,
    field: Field,
    prefix: &str,
) -> tantivy::Result<Expansion> {
    let mut found = rustc_hash::FxHashMap::<Vec<u8>, u64>::default();
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
    Ok(commonest_first(field, found))
}

/// The words of a field that differ from `word` by at most `distance` letters. Commonest first, then by alphabet.
pub(crate) fn fuzzy(
    searcher: &Searcher,
    field: Field,
    word: &str,
    distance: u8,
) -> tantivy::Result<Expansion> {
    let automaton =
        FuzzyTermQuery::new(Term::from_field_text(field, word), distance, true).automaton()?;
    let mut found = rustc_hash::FxHashMap::<Vec<u8>, u64>::default();
    for segment in searcher.segment_readers() {
        let terms = segment.inverted_index(field)?;
        // Pairs and marked stems begin with a control character: they are no words.
        let in_words = terms.terms().search(&automaton).ge(b" ");
        let mut stream = in_words.into_stream()?;
        while stream.advance() {
            *found.entry(stream.key().to_vec()).or_default() += u64::from(stream.value().doc_freq);
        }
    }
    Ok(commonest_first(field, found))
}

fn commonest_first(field: Field, found: rustc_hash::FxHashMap<Vec<u8>, u64>) -> Expansion {
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
