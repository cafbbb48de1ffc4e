//! The answer to a search: its counts, and hits that are read from the index one by one.

use std::sync::{Arc, Mutex, PoisonError};

use crate::error::Result;
use crate::hit::{Copied, Facet, Hit, Tier};
use crate::query::Query;
use crate::retrieval::matching::FilterContext;
use crate::retrieval::snapshot::Snapshot;
use crate::searcher::across::Parts;
use crate::searcher::highlight::highlights;
use crate::searcher::order::RankedRecord;
use crate::searcher::uttered::uttered;
use crate::text::term_cache::TermCache;

/// The answer to a search. It keeps what it needs of the index, so it may outlive the searcher.
#[non_exhaustive]
pub struct Answer {
    /// How many passages match, in all tiers: what the request's limit and offset page through.
    /// `None` if that was not asked for and there are hits.
    pub total: Option<u64>,
    /// How many of them match every part of the query; with a `+` in it, every part with one.
    /// `None` where `total` is.
    pub every: Option<u64>,
    /// The tier of the first hit. `None` if nothing matches.
    pub matched: Option<Tier>,
    /// Whether passages were left out because their document has enough hits.
    pub left_out: bool,
    /// The facets that were asked for, in that order. They cover the passages of the tier
    /// `matched`.
    pub facets: Vec<Facet>,
    /// How many of the passages whose meaning should have counted have no vector yet. 0 if meaning
    /// was not asked for.
    pub without_vector: usize,
    pub(super) snapshot: Arc<Snapshot>,
    pub(super) query: Query,
    pub(super) context: FilterContext,
    pub(super) highlight: bool,
    pub(super) utterances: bool,
    /// The first hit's position in the whole ranking, counted from 1.
    pub(super) first_rank: usize,
    pub(super) ranked: Vec<RankedRecord>,
    /// What to highlight in passages that hold a quotation only together.
    pub(super) across: Parts,
    /// Caches the terms of words between hits.
    pub(super) terms: Mutex<TermCache>,
}

impl Answer {
    /// The number of hits on the page.
    pub fn len(&self) -> usize {
        self.ranked.len()
    }

    /// Whether the page has no hit: nothing matches, or the page lies after the end.
    pub fn is_empty(&self) -> bool {
        self.ranked.is_empty()
    }

    /// The hits of the page, in order. Each is read from the index when the iterator reaches it.
    ///
    /// An item is an error if its stored record is damaged; the next can still be read.
    pub fn hits(&self) -> impl Iterator<Item = Result<Hit>> + '_ {
        self.ranked
            .iter()
            .enumerate()
            .map(|(number, ranked)| self.hit(self.first_rank + number, ranked))
    }

    fn hit(&self, rank: usize, ranked: &RankedRecord) -> Result<Hit> {
        let snapshot = &self.snapshot;
        let passage = snapshot.guarded(|| snapshot.passage(ranked.address))?;
        let is_by_words = ranked.tier != Tier::Meaning;
        let highlights = if is_by_words && (self.highlight || self.utterances) {
            let mut terms = self.terms.lock().unwrap_or_else(PoisonError::into_inner);
            match self.across.get(&ranked.address) {
                Some(parts) => parts.clone(),
                None => highlights(&self.query, &passage, &mut terms, &self.context),
            }
        } else {
            Vec::new()
        };
        let utterances = if is_by_words && self.utterances {
            uttered(&self.query, &passage, &highlights, &self.context)
        } else {
            Vec::new()
        };
        let contributions = ranked.contributions.as_ref();
        let explanation = contributions
            .map(|contributions| contributions.explain(&self.query))
            .unwrap_or_default();
        let mut copies = Vec::with_capacity(ranked.copies.len());
        for address in &ranked.copies {
            let copy = snapshot.guarded(|| snapshot.passage(*address))?;
            copies.push(Copied {
                id: copy.id,
                path: copy.path,
                doc: copy.doc,
                line: copy.line,
            });
        }
        Ok(Hit {
            rank,
            score: ranked.score,
            tier: ranked.tier,
            passage,
            highlights,
            utterances,
            explanation,
            copies,
        })
    }
}

impl Drop for Answer {
    fn drop(&mut self) {
        let terms = self.terms.get_mut().unwrap_or_else(PoisonError::into_inner);
        self.snapshot.return_terms(std::mem::take(terms));
    }
}
