//! Scores a disjunction of terms over the records that pass a selective filter.
//!
//! Once the threshold exceeds what the most frequent terms can score together, only records with
//! one of the other terms are looked at. This is MaxScore: Turtle and Flood, "Query evaluation:
//! strategies and optimizations", 1995. Tantivy itself collects a disjunction in windows of 4,096
//! records before it applies a filter.

use tantivy::query::Scorer;
use tantivy::{DocId, SegmentReader, TERMINATED};

use crate::retrieval::postings::{ScoredTerm, TermPostings, segment_postings};

/// Rounding error that a sum of scores may have, so that no record is skipped because of it.
const SLACK: f32 = 1e-4;

/// Calls `collect` with each record that may score above the threshold, in ascending order, and its
/// score.
///
/// `filters` are the filters that a record must pass. `collect` returns the threshold for the next
/// record.
pub(crate) fn for_each(
    terms: &[ScoredTerm],
    filters: &mut [Box<dyn Scorer>],
    segment: &SegmentReader,
    mut threshold: f32,
    mut collect: impl FnMut(DocId, f32) -> f32,
) -> tantivy::Result<()> {
    filters.sort_by_key(|filter| filter.size_hint());
    let Some((first_filter, other_filters)) = filters.split_first_mut() else {
        return Ok(());
    };
    let mut postings = segment_postings(terms, segment)?;
    let mut essential = essential_count(&postings, threshold);
    let mut record = first_filter.doc();
    while record != TERMINATED {
        let nearest = postings[..essential]
            .iter_mut()
            .map(|(postings, _)| postings.seek(record));
        let nearest = nearest.min().unwrap_or(TERMINATED);
        if nearest > record {
            if nearest == TERMINATED {
                break;
            }
            record = first_filter.seek(nearest);
            continue;
        }
        if other_filters
            .iter_mut()
            .all(|filter| seek(filter, record) == record)
        {
            let mut score = 0.0;
            for (postings, _) in &mut postings {
                if postings.seek(record) == record {
                    score += postings.score();
                }
            }
            if score > threshold {
                let raised = collect(record, score);
                if raised > threshold {
                    threshold = raised;
                    essential = essential_count(&postings, threshold);
                }
            }
        }
        record = first_filter.advance();
    }
    Ok(())
}

/// How many of the first terms are essential: a record without any of them cannot exceed the
/// threshold.
fn essential_count(postings: &[(TermPostings, f32)], threshold: f32) -> usize {
    let mut rest = 0.0;
    let mut essential = postings.len();
    while essential > 0 && rest + postings[essential - 1].1 + SLACK <= threshold {
        rest += postings[essential - 1].1;
        essential -= 1;
    }
    essential
}

/// Moves a scorer to its first record that is `record` or later, and returns it. Never moves back.
pub(crate) fn seek(scorer: &mut Box<dyn Scorer>, record: DocId) -> DocId {
    let current = scorer.doc();
    if current < record {
        scorer.seek(record)
    } else {
        current
    }
}
