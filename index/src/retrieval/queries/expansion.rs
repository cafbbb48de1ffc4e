//! The words that a prefix or a near spelling stands for, as one query.

use tantivy::Term;
use tantivy::query::{
    BooleanQuery, ConstScoreQuery, EmptyQuery, EnableScoring, Query, TermQuery, TermSetQuery,
    Weight,
};
use tantivy::schema::IndexRecordOption;

/// Words that score, the commonest first; the others only match.
const SCORED: usize = 64;

/// Any of some words.
#[derive(Clone, Debug)]
pub(crate) struct Expanded {
    scored: Vec<Term>,
    others: Vec<Term>,
}

impl Expanded {
    /// `words`, the commonest first.
    pub fn new(mut words: Vec<Term>) -> Expanded {
        let others = words.split_off(words.len().min(SCORED));
        Expanded {
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

    /// Those that score, as a query: a disjunction that is pruned.
    pub fn scored_alone(&self) -> Box<dyn Query> {
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

impl Query for Expanded {
    fn weight(&self, enable_scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let scored = self.scored_alone();
        if self.others.is_empty() {
            return scored.weight(enable_scoring);
        }
        let others = Box::new(TermSetQuery::new(self.others.iter().cloned()));
        let others = Box::new(ConstScoreQuery::new(others, 0.0));
        BooleanQuery::union(vec![scored, others]).weight(enable_scoring)
    }
}
