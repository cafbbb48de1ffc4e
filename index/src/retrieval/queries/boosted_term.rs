//! A term that counts more or less than its own frequency says.

use tantivy::query::{BoostQuery, EnableScoring, Query, TermQuery, Weight};

/// As tantivy's boosted query, whose term nobody can see.
#[derive(Clone, Debug)]
pub(crate) struct Weighed {
    pub term: TermQuery,
    pub weight: f32,
}

impl Query for Weighed {
    fn weight(&self, enable_scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        BoostQuery::new(Box::new(self.term.clone()), self.weight).weight(enable_scoring)
    }
}
