//! How common a word is: in how many records it stands, and what that says of those it stands in.
//!
//! A word is one word in whatever language its passage is: its records are counted under every stemmer of the index. Counted in
//! each language alone, every word of the language that few passages are in would be a rare one, and those few would come first.

use tantivy::{Searcher, Term};

use crate::query::node::QueryWord;
use crate::schema::Fields;
use crate::text::stem::Stemming;

/// The records of an index, deleted ones included, as its statistics are.
pub(crate) fn records(searcher: &Searcher) -> u64 {
    let segments = searcher.segment_readers().iter();
    segments.map(|segment| u64::from(segment.max_doc())).sum()
}

/// The records that a word stands in, in any language.
pub(crate) fn of_word(
    searcher: &Searcher,
    fields: &Fields,
    word: &QueryWord,
    stemmings: &[Stemming],
) -> tantivy::Result<u64> {
    let mut found = 0;
    for &stemming in stemmings {
        if let Some(terms) = word.terms(stemming) {
            found += searcher.doc_freq(&Term::from_field_text(fields.text, &terms.stem))?;
        }
        // What is not stemmed is the same term in every language.
        if !word.is_stemmed() {
            break;
        }
    }
    Ok(found)
}

/// Inverse document frequency as Lucene has it: `ln(1 + (N - n + 0.5) / (n + 0.5))`.
pub(crate) fn idf(records: u64, found: u64) -> f32 {
    let (records, found) = (records as f32, found as f32);
    (1.0 + (records - found + 0.5) / (found + 0.5)).ln()
}
