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

/// Weight of the idf of a function word that only ranks; see
/// [`Query::only_rank`](crate::query::Query::only_rank).
pub(crate) const FUNCTION_WORD_WEIGHT: f32 = 0.1;

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
    /// Whether it only ranks.
    pub only_ranks: bool,
}

/// The parts of a query that are one bare word each, in the query's order.
pub(crate) fn ranked_words(
    snapshot: &Snapshot,
    query: &Query,
    stemming: Stemming,
) -> tantivy::Result<Vec<RankedWord>> {
    let frequencies = &snapshot.frequencies;
    let mut words = Vec::new();
    let only_rank = query.only_rank(stemming);
    for (part, node) in query.parts().iter().map(|part| &part.node).enumerate() {
        if let NodeKind::Word(word) = &node.kind
            && let Some(terms) = word.terms(stemming)
        {
            let found = frequencies.records_with_word(word, &snapshot.stemmings)?;
            let idf = idf(frequencies.records(), found);
            let weight = match (only_rank[part], terms.common) {
                (true, _) => FUNCTION_WORD_WEIGHT,
                (false, true) => COMMON_WEIGHT,
                (false, false) => 1.0,
            };
            words.push(RankedWord {
                part,
                span: node.span.clone(),
                idf: idf * weight,
                only_ranks: only_rank[part],
                terms,
            });
        }
    }
    Ok(words)
}
