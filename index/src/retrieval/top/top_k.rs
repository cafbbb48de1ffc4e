//! The best records of a retrieval, over all segments with one bar.
//!
//! Tantivy's own collector begins every segment without a bar, and so reads the best of each. Here what one segment gave is the bar
//! for the next, and pruning by block maxima skips what cannot pass it. Only words are pruned, not words and filters together:
//! whether a record passes the filters is asked of those that would be among the best. Where a filter lets few through, it is
//! quicker to go through those.

use std::cmp::Ordering;

use tantivy::query::{EnableScoring, Query, Scorer, Weight};
use tantivy::{DocAddress, DocId, SegmentReader};

use crate::retrieval::postings::Word;
use crate::retrieval::queries::expansion::Expanded;
use crate::retrieval::snapshot::Snapshot;
use crate::retrieval::top::disjunction;
use crate::retrieval::top::filter_first::{self, sought};
use crate::retrieval::top::many_terms;

/// Words of a disjunction from which on it is quicker to go through their lists one by one than to put them in order at every step, as
/// WAND does: two to five times from here on; three words take a fourth longer where they are rare.
const MANY: usize = 4;

/// What is retrieved: the same records in two forms.
pub(crate) struct Sieved<'q> {
    /// Words alone.
    pub scored: Box<dyn Query>,
    /// What a record must answer besides.
    pub filters: &'q [Box<dyn Query>],
    /// What it must not answer.
    pub excluded: &'q [Box<dyn Query>],
    /// All of it as one query. `None` if words are all there is.
    pub whole: Option<Box<dyn Query>>,
}

/// The `limit` best records, best first; of equal ones those that come first in the index.
pub(crate) fn best(
    snapshot: &Snapshot,
    query: &Sieved<'_>,
    limit: usize,
) -> tantivy::Result<Vec<(f32, DocAddress)>> {
    let unscored = EnableScoring::disabled_from_searcher(&snapshot.inner);
    let weights = |queries: &[Box<dyn Query>]| {
        let weights = queries.iter().map(|query| query.weight(unscored));
        weights.collect::<tantivy::Result<Vec<_>>>()
    };
    let (filters, excluded) = (weights(query.filters)?, weights(query.excluded)?);
    if let Some(words) = query.scored.downcast_ref::<Expanded>()
        && words.has_others()
    {
        // The other words score nothing: they are not asked for where those that score are enough.
        let search = Search::new(snapshot, &*words.scored_alone(), None)?;
        let found = search.best(&filters, &excluded, limit)?;
        if found.len() == limit {
            return Ok(found);
        }
    }
    Search::new(snapshot, &*query.scored, query.whole.as_deref())?.best(&filters, &excluded, limit)
}

/// Words made ready to be retrieved.
struct Search<'c> {
    snapshot: &'c Snapshot,
    ready: Ready,
}

/// What walks through the records.
enum Ready {
    /// Nothing but a disjunction of words, of which there are many, or which stand beside something else.
    Words {
        words: Vec<Word>,
        /// As one query. `None` if they are many.
        scored: Option<Box<dyn Weight>>,
    },
    /// Anything else.
    Other {
        scored: Box<dyn Weight>,
        /// With what stands beside it.
        whole: Option<Box<dyn Weight>>,
    },
}

impl<'c> Search<'c> {
    fn new(
        snapshot: &'c Snapshot,
        scored: &dyn Query,
        whole: Option<&dyn Query>,
    ) -> tantivy::Result<Search<'c>> {
        let weight = |query: &dyn Query| query.weight(snapshot.frequencies.scoring());
        let at_least = if whole.is_some() { 1 } else { MANY };
        let ready = match disjunction::words(snapshot, scored, at_least)? {
            Some(words) => Ready::Words {
                scored: (words.len() < MANY).then(|| weight(scored)).transpose()?,
                words,
            },
            None => Ready::Other {
                scored: weight(scored)?,
                whole: whole.map(weight).transpose()?,
            },
        };
        Ok(Search { snapshot, ready })
    }

    fn best(
        &self,
        filters: &[Box<dyn Weight>],
        excluded: &[Box<dyn Weight>],
        limit: usize,
    ) -> tantivy::Result<Vec<(f32, DocAddress)>> {
        let mut found = Best::new(limit);
        let segments = self.snapshot.inner.segment_readers().iter();
        for (number, segment) in segments.enumerate() {
            let bar = found.bar;
            let mut sieve = Sieve::new(segment, filters, excluded)?;
            let few = sieve.lets_few_through(segment);
            // What leads need not be asked as well.
            let mut leading = match &self.ready {
                Ready::Words { .. } if few => std::mem::take(&mut sieve.within),
                Ready::Other { whole: Some(_), .. } if few => {
                    sieve = Sieve::default();
                    Vec::new()
                }
                _ => Vec::new(),
            };
            let mut show = |record, score| {
                if score <= found.bar || segment.is_deleted(record) || !sieve.passes(record) {
                    found.bar
                } else {
                    found.push(score, DocAddress::new(number as u32, record))
                }
            };
            match &self.ready {
                Ready::Words { words, .. } if few => {
                    filter_first::for_each(words, &mut leading, segment, bar, show)?;
                }
                Ready::Words {
                    words,
                    scored: None,
                } => many_terms::for_each(words, segment, bar, show)?,
                Ready::Other {
                    whole: Some(whole), ..
                } if few => whole.for_each_pruning(bar, segment, &mut show)?,
                Ready::Words {
                    scored: Some(scored),
                    ..
                }
                | Ready::Other { scored, .. } => {
                    scored.for_each_pruning(bar, segment, &mut show)?;
                }
            }
        }
        Ok(found.sorted())
    }
}

/// The filters of a query over one segment. It is asked for records in ascending order.
#[derive(Default)]
struct Sieve {
    within: Vec<Box<dyn Scorer>>,
    without: Vec<Box<dyn Scorer>>,
}

impl Sieve {
    fn new(
        segment: &SegmentReader,
        within: &[Box<dyn Weight>],
        without: &[Box<dyn Weight>],
    ) -> tantivy::Result<Sieve> {
        let lists = |weights: &[Box<dyn Weight>]| {
            let lists = weights.iter().map(|weight| weight.scorer(segment, 1.0));
            lists.collect::<tantivy::Result<Vec<_>>>()
        };
        Ok(Sieve {
            within: lists(within)?,
            without: lists(without)?,
        })
    }

    /// Whether a filter lets few through: then it leads. The words' best would hardly be among them, so that little is pruned.
    fn lets_few_through(&self, segment: &SegmentReader) -> bool {
        let fewest = self.within.iter().map(|list| list.size_hint()).min();
        fewest.is_some_and(|fewest| fewest < segment.max_doc() / 2)
    }

    fn passes(&mut self, record: DocId) -> bool {
        let mut holds = |list: &mut Box<dyn Scorer>| sought(list, record) == record;
        self.within.iter_mut().all(&mut holds) && !self.without.iter_mut().any(&mut holds)
    }
}

/// Up to twice as many as are wanted, so that they are sorted out only now and then.
struct Best {
    limit: usize,
    found: Vec<(f32, DocAddress)>,
    /// What a score must exceed.
    bar: f32,
}

impl Best {
    fn new(limit: usize) -> Best {
        Best {
            limit: limit.max(1),
            found: Vec::with_capacity(limit.clamp(1, 1 << 12) * 2),
            bar: f32::MIN,
        }
    }

    /// Takes a record in; gives the bar for the next.
    fn push(&mut self, score: f32, address: DocAddress) -> f32 {
        if score > self.bar {
            self.found.push((score, address));
            if self.found.len() >= self.limit * 2 {
                self.found.select_nth_unstable_by(self.limit - 1, better);
                self.found.truncate(self.limit);
                self.bar = self.found[self.limit - 1].0;
            }
        }
        self.bar
    }

    fn sorted(mut self) -> Vec<(f32, DocAddress)> {
        self.found.sort_unstable_by(better);
        self.found.truncate(self.limit);
        self.found
    }
}

fn better(one: &(f32, DocAddress), other: &(f32, DocAddress)) -> Ordering {
    other.0.total_cmp(&one.0).then_with(|| one.1.cmp(&other.1))
}

#[cfg(test)]
mod tests {
    use super::Best;
    use tantivy::DocAddress;

    #[test]
    fn the_best_stay_and_of_equal_ones_the_first() {
        let mut best = Best::new(2);
        for (record, score) in [1.0, 3.0, 3.0, 2.0, 3.0, 5.0, 0.5].into_iter().enumerate() {
            best.push(score, DocAddress::new(0, record as u32));
        }
        let found: Vec<(f32, u32)> = best
            .sorted()
            .into_iter()
            .map(|(score, address)| (score, address.doc_id))
            .collect();
        assert_eq!(found, [(5.0, 5), (3.0, 1)]);
    }
}
