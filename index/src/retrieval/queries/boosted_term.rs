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

/// A query for one term with its score multiplied by `weight`. Any other query stays as it is.
pub(crate) fn weighted(query: Box<dyn Query>, weight: f32) -> Box<dyn Query> {
    let (term, boost) = if let Some(term) = query.downcast_ref::<TermQuery>() {
        (term, weight)
    } else if let Some(boosted) = query.downcast_ref::<BoostedTerm>() {
        (&boosted.term, boosted.boost * weight)
    } else {
        return query;
    };
    Box::new(BoostedTerm {
        term: term.clone(),
        boost,
    })
}
