//! The best records of a query, over all segments, with one threshold.
//!
//! Tantivy's collector starts each segment with no score threshold, so it collects that segment's
//! own top k. We carry the threshold over, so pruning by block maxima skips what cannot exceed it.
//!
//! Only the scored part of a query is pruned. Filters are checked for records that would enter the
//! top k. Where a filter is selective it is faster to go through the filtered records instead
//! (`filter_first`).

use std::cmp::Ordering;

use tantivy::query::{EnableScoring, Query, Scorer, Weight};
use tantivy::{DocAddress, DocId, SegmentReader};

use crate::retrieval::postings::ScoredTerm;
use crate::retrieval::queries::expansion::ExpansionQuery;
use crate::retrieval::snapshot::Snapshot;
use crate::retrieval::top::disjunction;
use crate::retrieval::top::filter_first::{self, seek};
use crate::retrieval::top::many_terms;
use crate::storage::interrupt::is_interrupted;

/// From this many terms on, reading the postings one after the other beats sorting them at each
/// step (WAND): two to five times faster. Three terms take a quarter longer where they are rare.
const MANY_TERMS: usize = 4;

/// Collected records after which the search may stop: to collect so many takes microseconds.
const ASK_EVERY: u32 = 256;

/// What to retrieve: the same records in two forms.
pub(crate) struct FilteredQuery<'q> {
    /// The scored part alone.
    pub scored: Box<dyn Query>,
    /// Filters that a record must pass.
    pub filters: &'q [Box<dyn Query>],
    /// Queries that a record must not match.
    pub excluded: &'q [Box<dyn Query>],
    /// All of it as one query. `None` if there are neither filters nor exclusions.
    pub whole: Option<Box<dyn Query>>,
}

/// The `limit` best records, best first. Records of equal score come in the order of the index.
pub(crate) fn top_k(
    snapshot: &Snapshot,
    query: &FilteredQuery<'_>,
    limit: usize,
) -> tantivy::Result<Vec<(f32, DocAddress)>> {
    let unscored = EnableScoring::disabled_from_searcher(&snapshot.inner);
    let weights = |queries: &[Box<dyn Query>]| {
        let weights = queries.iter().map(|query| query.weight(unscored));
        weights.collect::<tantivy::Result<Vec<_>>>()
    };
    let (filters, excluded) = (weights(query.filters)?, weights(query.excluded)?);
    if let Some(expansion) = query.scored.downcast_ref::<ExpansionQuery>()
        && expansion.has_others()
    {
        // The other words score 0: they matter only if the scored words match too few records.
        let retrieval = Retrieval::new(snapshot, &*expansion.scored_query(), None)?;
        let found = retrieval.top_k(&filters, &excluded, limit)?;
        if found.len() == limit {
            return Ok(found);
        }
    }
    let retrieval = Retrieval::new(snapshot, &*query.scored, query.whole.as_deref())?;
    retrieval.top_k(&filters, &excluded, limit)
}

/// A query that is ready to run.
struct Retrieval<'c> {
    snapshot: &'c Snapshot,
    method: Method,
}

/// The ways to go through the records of a query.
enum Method {
    /// For a disjunction of terms that has filters or at least [`MANY_TERMS`] terms.
    Terms {
        terms: Vec<ScoredTerm>,
        /// As one query that can be pruned. `None` from [`MANY_TERMS`] on.
        pruned: Option<Box<dyn Weight>>,
    },
    /// For any other query.
    Other {
        scored: Box<dyn Weight>,
        /// With its filters and exclusions. `None` if there are none.
        whole: Option<Box<dyn Weight>>,
    },
}

impl<'c> Retrieval<'c> {
    fn new(
        snapshot: &'c Snapshot,
        scored: &dyn Query,
        whole: Option<&dyn Query>,
    ) -> tantivy::Result<Retrieval<'c>> {
        let weight = |query: &dyn Query| query.weight(snapshot.frequencies.scoring());
        let at_least = if whole.is_some() { 1 } else { MANY_TERMS };
        let method = match disjunction::scored_terms(snapshot, scored, at_least)? {
            Some(terms) => Method::Terms {
                pruned: (terms.len() < MANY_TERMS)
                    .then(|| weight(scored))
                    .transpose()?,
                terms,
            },
            None => Method::Other {
                scored: weight(scored)?,
                whole: whole.map(weight).transpose()?,
            },
        };
        Ok(Retrieval { snapshot, method })
    }

    fn top_k(
        &self,
        filters: &[Box<dyn Weight>],
        excluded: &[Box<dyn Weight>],
        limit: usize,
    ) -> tantivy::Result<Vec<(f32, DocAddress)>> {
        let mut best = TopK::new(limit);
        let segments = self.snapshot.inner.segment_readers().iter();
        for (number, segment) in segments.enumerate() {
            if is_interrupted() {
                break;
            }
            let threshold = best.threshold;
            let mut filter = SegmentFilter::new(segment, filters, excluded)?;
            let selective = filter.is_selective(segment);
            // The filters that the loop below applies itself need no second check.
            let mut leading = match &self.method {
                Method::Terms { .. } if selective => std::mem::take(&mut filter.required),
                Method::Other { whole: Some(_), .. } if selective => {
                    filter = SegmentFilter::default();
                    Vec::new()
                }
                _ => Vec::new(),
            };
            let mut collected = 0u32;
            let mut collect = |record, score| {
                collected = collected.wrapping_add(1);
                // Nothing scores more, so that pruning ends the segment.
                if collected.is_multiple_of(ASK_EVERY) && is_interrupted() {
                    return f32::INFINITY;
                }
                let in_vain = score <= best.threshold || segment.is_deleted(record);
                if in_vain || !filter.passes(record) {
                    best.threshold
                } else {
                    best.push(score, DocAddress::new(number as u32, record))
                }
            };
            match &self.method {
                Method::Terms { terms, .. } if selective => {
                    filter_first::for_each(terms, &mut leading, segment, threshold, collect)?;
                }
                Method::Terms {
                    terms,
                    pruned: None,
                } => many_terms::for_each(terms, segment, threshold, collect)?,
                Method::Other {
                    whole: Some(whole), ..
                } if selective => whole.for_each_pruning(threshold, segment, &mut collect)?,
                Method::Terms {
                    pruned: Some(scored),
                    ..
                }
                | Method::Other { scored, .. } => {
                    scored.for_each_pruning(threshold, segment, &mut collect)?;
                }
            }
        }
        Ok(best.into_sorted())
    }
}

/// The filters and exclusions of a query in one segment. Ask it for records in ascending order.
#[derive(Default)]
struct SegmentFilter {
    required: Vec<Box<dyn Scorer>>,
    excluded: Vec<Box<dyn Scorer>>,
}

impl SegmentFilter {
    fn new(
        segment: &SegmentReader,
        required: &[Box<dyn Weight>],
        excluded: &[Box<dyn Weight>],
    ) -> tantivy::Result<SegmentFilter> {
        let scorers = |weights: &[Box<dyn Weight>]| {
            let scorers = weights.iter().map(|weight| weight.scorer(segment, 1.0));
            scorers.collect::<tantivy::Result<Vec<_>>>()
        };
        Ok(SegmentFilter {
            required: scorers(required)?,
            excluded: scorers(excluded)?,
        })
    }

    /// Whether a filter lets less than half of the segment through.
    ///
    /// The best records of the scored part then rarely pass it: the threshold stays low, and
    /// pruning skips little.
    fn is_selective(&self, segment: &SegmentReader) -> bool {
        let fewest = self.required.iter().map(|filter| filter.size_hint()).min();
        fewest.is_some_and(|fewest| fewest < segment.max_doc() / 2)
    }

    fn passes(&mut self, record: DocId) -> bool {
        let mut matches = |scorer: &mut Box<dyn Scorer>| seek(scorer, record) == record;
        self.required.iter_mut().all(&mut matches) && !self.excluded.iter_mut().any(&mut matches)
    }
}

/// Collects the `limit` best records.
///
/// It holds up to twice as many, so that it selects the best only once per `limit` records.
struct TopK {
    limit: usize,
    found: Vec<(f32, DocAddress)>,
    /// A record must score more than this to enter.
    threshold: f32,
}

impl TopK {
    /// Records to allocate room for at once; a larger limit grows as it fills.
    const INITIAL_CAPACITY: usize = 1 << 12;

    fn new(limit: usize) -> TopK {
        TopK {
            limit: limit.max(1),
            found: Vec::with_capacity(limit.clamp(1, TopK::INITIAL_CAPACITY) * 2),
            threshold: f32::MIN,
        }
    }

    /// Adds a record and returns the threshold for the next.
    fn push(&mut self, score: f32, address: DocAddress) -> f32 {
        if score > self.threshold {
            self.found.push((score, address));
            if self.found.len() >= self.limit * 2 {
                self.found
                    .select_nth_unstable_by(self.limit - 1, best_first);
                self.found.truncate(self.limit);
                self.threshold = self.found[self.limit - 1].0;
            }
        }
        self.threshold
    }

    fn into_sorted(mut self) -> Vec<(f32, DocAddress)> {
        self.found.sort_unstable_by(best_first);
        self.found.truncate(self.limit);
        self.found
    }
}

fn best_first(one: &(f32, DocAddress), other: &(f32, DocAddress)) -> Ordering {
    other.0.total_cmp(&one.0).then_with(|| one.1.cmp(&other.1))
}

#[cfg(test)]
mod tests {
    use super::TopK;
    use tantivy::DocAddress;

    #[test]
    fn the_best_stay_and_of_equal_ones_the_first() {
        let mut best = TopK::new(2);
        for (record, score) in [1.0, 3.0, 3.0, 2.0, 3.0, 5.0, 0.5].into_iter().enumerate() {
            best.push(score, DocAddress::new(0, record as u32));
        }
        let found: Vec<(f32, u32)> = best
            .into_sorted()
            .into_iter()
            .map(|(score, address)| (score, address.doc_id))
            .collect();
        assert_eq!(found, [(5.0, 5), (3.0, 1)]);
    }
}
