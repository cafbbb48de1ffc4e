//! Searches an index: ranked passages with marks, counts, facets, and the names there are.
//!
//! One [`Searcher`] sees one snapshot, whatever is written meanwhile. How passages are ranked:
//!
//! 1. *Tiers.* First the passages that hold every part of the query, then those that hold some.
//! 2. *One list.* Each tier is retrieved by score; its first [`WINDOW`] are scored again (see `retrieval::rank`), the rest
//!    follow as they were retrieved; equal scores stand in the order of the sources. A page is a slice of that list.
//! 3. *Counts* speak of the first tier, or of the second if the first is empty.
//!
//! A search makes a `plan` of its query over one `snapshot`; `ranking` takes the best of it, `listing` all of it, `counting`
//! counts; `order` sorts; an `answer` holds what came out; `lookup` finds passages by id.

mod answer;
mod counting;
pub(crate) mod highlight;
mod listing;
mod lookup;
mod order;
mod plan;
mod property;
mod ranking;
mod request;
mod suggestions;
mod values;

use std::sync::{Arc, Mutex};

use crate::error::Result;
use crate::hit::Passage;
use crate::index::files::IndexFiles;
use crate::query::Query;
use crate::retrieval::compile::Compiler;
use crate::retrieval::snapshot::Snapshot;
pub use crate::searcher::answer::Answer;
use crate::searcher::counting::count;
use crate::searcher::listing::list;
use crate::searcher::plan::Plan;
pub use crate::searcher::property::Property;
use crate::searcher::ranking::Ranking;
pub use crate::searcher::ranking::WINDOW;
pub use crate::searcher::request::{Request, Sort};
pub use crate::searcher::values::Value;
use crate::speakers::Speakers;

/// Searches one snapshot of an index.
pub struct Searcher {
    pub(crate) snapshot: Arc<Snapshot>,
}

impl Searcher {
    /// Opens the index's last snapshot.
    pub(crate) fn new(index: &IndexFiles) -> Result<Searcher> {
        let snapshot = index.guarded(|| Snapshot::new(index))?;
        Ok(Searcher {
            snapshot: Arc::new(snapshot),
        })
    }

    /// Answers a query.
    pub fn search(&self, query: &Query, request: &Request) -> Result<Answer> {
        self.snapshot.guarded(|| {
            let by_speaker = query.names_speaker() || request.facets.contains(&Property::Speaker);
            let speakers = match by_speaker {
                true => self.snapshot.speakers()?.clone(),
                false => Arc::default(),
            };
            self.answer(query, request, speakers)
                .map_err(|error| self.snapshot.storage(error))
        })
    }

    fn answer(
        &self,
        query: &Query,
        request: &Request,
        speakers: Arc<Speakers>,
    ) -> tantivy::Result<Answer> {
        let snapshot: &Snapshot = &self.snapshot;
        let compiler = Compiler::new(snapshot, query, speakers)?;
        let plan = Plan::new(&compiler, &snapshot.stemmings, query, request.matching)?;
        let ranking = Ranking {
            snapshot,
            query,
            plan: &plan,
            explain: request.explain,
        };
        let wanted = request
            .limit
            .map(|limit| request.offset.saturating_add(limit));
        let mut ranked = match (wanted, request.sort) {
            (Some(0), _) => Vec::new(),
            (Some(wanted), Sort::Score) if !query.parts().is_empty() => ranking.first(wanted)?,
            _ => list(&ranking, request.sort, wanted)?,
        };
        let mut answer = Answer {
            total: None,
            matched: ranked.first().map(|first| first.tier),
            facets: Vec::new(),
            snapshot: Arc::clone(&self.snapshot),
            query: query.clone(),
            known: compiler.known,
            highlight: request.highlight,
            first_rank: request.offset.saturating_add(1),
            ranked: ranked.split_off(request.offset.min(ranked.len())),
            terms: Mutex::new(snapshot.take_terms()),
        };
        if request.count || !request.facets.is_empty() || answer.matched.is_none() {
            let counted = count(snapshot, &plan, &request.facets, &answer.known.speakers)?;
            answer.total = Some(counted.total);
            answer.matched = counted.tier;
            answer.facets = counted.facets;
        }
        Ok(answer)
    }

    /// The values of a property with the number of passages that bear each: most first, then by name. A speaker with several
    /// names is one value.
    pub fn values(&self, property: Property) -> Result<Vec<Value>> {
        self.values_like(property, None)
    }

    /// As [`values`](Self::values), those with all words of `pattern` in a name, or fitting it if it has a `*`.
    pub fn values_like(&self, property: Property, pattern: Option<&str>) -> Result<Vec<Value>> {
        self.snapshot.guarded(|| {
            let speakers = match property {
                Property::Speaker => self.snapshot.speakers()?.clone(),
                _ => Arc::default(),
            };
            values::like(&self.snapshot, property, &speakers, pattern)
                .map_err(|error| self.snapshot.storage(error))
        })
    }

    /// The passages whose id is `id` or, where none is, begins so: one if the id is clear, several if it is not.
    pub fn passages(&self, id: &str) -> Result<Vec<Passage>> {
        self.snapshot
            .guarded(|| lookup::passages(&self.snapshot, id))
    }

    /// The passages of a document, `n` to either side of a passage, it among them, in order.
    pub fn context(&self, passage: &Passage, n: usize) -> Result<Vec<Passage>> {
        self.snapshot
            .guarded(|| lookup::context(&self.snapshot, passage, n))
    }
}

impl std::fmt::Debug for Searcher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Searcher")
            .field("index", &self.snapshot.index)
            .finish_non_exhaustive()
    }
}
