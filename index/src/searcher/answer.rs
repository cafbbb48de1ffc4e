//! The answer to a search: what was counted, and hits that are read from the index as they are asked for.

use std::sync::{Arc, Mutex, PoisonError};

use crate::error::Result;
use crate::hit::{Facet, Hit, Tier};
use crate::query::Query;
use crate::retrieval::matching::Known;
use crate::retrieval::snapshot::Snapshot;
use crate::searcher::highlight::highlights;
use crate::searcher::order::Ranked;
use crate::text::term_cache::TermCache;

/// The answer to a search.
pub struct Answer {
    /// How many passages match. `None` if that was not asked for.
    pub total: Option<u64>,
    /// The tier that `total` and `facets` speak of. `None` if nothing matches.
    pub matched: Option<Tier>,
    /// The facets that were asked for.
    pub facets: Vec<Facet>,
    pub(super) snapshot: Arc<Snapshot>,
    pub(super) query: Query,
    pub(super) known: Known,
    pub(super) highlight: bool,
    /// The first hit's place in the whole ranking.
    pub(super) first_rank: usize,
    pub(super) ranked: Vec<Ranked>,
    pub(super) terms: Mutex<TermCache>,
}

impl Answer {
    /// How many hits there are to read.
    pub fn len(&self) -> usize {
        self.ranked.len()
    }

    /// Whether there are none: nothing matches, or the page lies behind the end.
    pub fn is_empty(&self) -> bool {
        self.ranked.is_empty()
    }

    /// The hits, in order, each read from the index when it is its turn.
    pub fn hits(&self) -> impl Iterator<Item = Result<Hit>> + '_ {
        self.ranked
            .iter()
            .enumerate()
            .map(|(number, ranked)| self.hit(self.first_rank + number, ranked))
    }

    fn hit(&self, rank: usize, ranked: &Ranked) -> Result<Hit> {
        let snapshot = &self.snapshot;
        let passage = snapshot.guarded(|| snapshot.passage(ranked.address))?;
        let highlights = if self.highlight {
            let mut terms = self.terms.lock().unwrap_or_else(PoisonError::into_inner);
            highlights(&self.query, &passage, &mut terms, &self.known)
        } else {
            Vec::new()
        };
        let explanation = ranked.contributions.as_ref();
        let explanation = explanation
            .map(|found| found.explain(&self.query, self.query.text()))
            .unwrap_or_default();
        Ok(Hit {
            rank,
            score: ranked.score,
            tier: ranked.tier,
            passage,
            highlights,
            explanation,
        })
    }
}

impl Drop for Answer {
    fn drop(&mut self) {
        let terms = self.terms.get_mut().unwrap_or_else(PoisonError::into_inner);
        self.snapshot.put_back(std::mem::take(terms));
    }
}
