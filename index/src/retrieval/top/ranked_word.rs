//! A word of a query with what ranking knows of it.

use std::ops::Range;

use crate::query::Query;
use crate::query::node::NodeKind;
use crate::retrieval::frequency::idf;
use crate::retrieval::snapshot::Snapshot;
use crate::text::stem::{Stemming, WordTerms};

/// Weight of the most common words' idf (`text::common_words`): the grammar of a question says
/// little about its subject.
const COMMON_WEIGHT: f32 = 0.75;

/// A part of a query that is one bare word.
pub(crate) struct RankedWord {
    /// Number of the part in the query, counted from 0.
    pub part: usize,
    /// Byte range in the query's text.
    pub span: Range<usize>,
    /// Its terms under the stemmer that the query is ranked with.
    pub terms: WordTerms,
    /// Its inverse document frequency, weighted.
    pub idf: f32,
}

/// The parts of a query that are one bare word each, in the query's order.
pub(crate) fn ranked_words(
    snapshot: &Snapshot,
    query: &Query,
    stemming: Stemming,
) -> tantivy::Result<Vec<RankedWord>> {
    let frequencies = &snapshot.frequencies;
    let mut words = Vec::new();
    for (part, node) in query.parts().iter().map(|part| &part.node).enumerate() {
        if let NodeKind::Word(word) = &node.kind
            && let Some(terms) = word.terms(stemming)
        {
            let found = frequencies.records_with_word(word, &snapshot.stemmings)?;
            let idf = idf(frequencies.records(), found);
            words.push(RankedWord {
                part,
                span: node.span.clone(),
                idf: idf * if terms.common { COMMON_WEIGHT } else { 1.0 },
                terms,
            });
        }
    }
    Ok(words)
}
