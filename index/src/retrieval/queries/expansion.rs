//! The words that a prefix or a near spelling expands to, as one query.

use tantivy::Term;
use tantivy::query::{
    BooleanQuery, ConstScoreQuery, EmptyQuery, EnableScoring, Query, TermQuery, TermSetQuery,
    Weight,
};
use tantivy::schema::IndexRecordOption;

/// This many words score, most frequent first; the others only match. It bounds the number of
/// scorers of one prefix. The value was not measured.
const SCORED: usize = 64;

/// Matches records with at least one of its words.
#[derive(Clone, Debug)]
pub(crate) struct ExpansionQuery {
    scored: Vec<Term>,
    others: Vec<Term>,
}

impl ExpansionQuery {
    /// `words` must come most frequent first.
    pub fn new(mut words: Vec<Term>) -> ExpansionQuery {
        let others = words.split_off(words.len().min(SCORED));
        ExpansionQuery {
            scored: words,
            others,
        }
    }

    /// The words that score.
    pub fn scored(&self) -> &[Term] {
        &self.scored
    }

    /// Whether there are words that do not score.
    pub fn has_others(&self) -> bool {
        !self.others.is_empty()
    }

    /// The words that score as a query of their own, which tantivy can prune.
    pub fn scored_query(&self) -> Box<dyn Query> {
        let word = |term: &Term| -> Box<dyn Query> {
            Box::new(TermQuery::new(term.clone(), IndexRecordOption::WithFreqs))
        };
        match &self.scored[..] {
            [] => Box::new(EmptyQuery),
            [only] => word(only),
            several => Box::new(BooleanQuery::union(several.iter().map(word).collect())),
        }
    }
}

impl Query for ExpansionQuery {
    fn weight(&self, enable_scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let scored = self.scored_query();
        if self.others.is_empty() {
            return scored.weight(enable_scoring);
        }
        let others = Box::new(TermSetQuery::new(self.others.iter().cloned()));
        let others = Box::new(ConstScoreQuery::new(others, 0.0));
        BooleanQuery::union(vec![scored, others]).weight(enable_scoring)
    }
}
