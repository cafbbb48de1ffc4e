//! A term whose weight differs from what its own frequency gives.

use tantivy::query::{BoostQuery, EnableScoring, Query, TermQuery, Weight};

/// Like tantivy's `BoostQuery` around a term, except that the term can be read back from it.
#[derive(Clone, Debug)]
pub(crate) struct BoostedTerm {
    pub term: TermQuery,
    pub boost: f32,
}

impl Query for BoostedTerm {
    fn weight(&self, enable_scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        BoostQuery::new(Box::new(self.term.clone()), self.boost).weight(enable_scoring)
    }
}
