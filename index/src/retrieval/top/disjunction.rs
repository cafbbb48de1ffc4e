//! Takes a query apart that is a disjunction of terms and nothing else, so that each term's
//! postings can be read alone.

use tantivy::Term;
use tantivy::query::{BooleanQuery, ConstScoreQuery, EmptyQuery, Occur, Query, TermQuery};

use crate::retrieval::postings::ScoredTerm;
use crate::retrieval::queries::boosted_term::BoostedTerm;
use crate::retrieval::queries::expansion::ExpansionQuery;
use crate::retrieval::snapshot::Snapshot;

/// The terms of a disjunction.
#[derive(Default)]
pub(crate) struct Disjunction {
    /// The terms that score, each with the factor for its score.
    pub terms: Vec<(Term, f32)>,
    /// Whether it also contains clauses that match without a score.
    pub has_unscored: bool,
}

impl Disjunction {
    /// Takes a query apart. `None` if it is not a disjunction of terms.
    pub fn of(query: &dyn Query) -> Option<Disjunction> {
        let mut disjunction = Disjunction::default();
        disjunction.add(query).then_some(disjunction)
    }

    /// Adds the terms of a query; false if it is not a disjunction of terms.
    fn add(&mut self, query: &dyn Query) -> bool {
        if let Some(query) = query.downcast_ref::<TermQuery>() {
            self.terms.push((query.term().clone(), 1.0));
        } else if let Some(query) = query.downcast_ref::<BoostedTerm>() {
            self.terms.push((query.term.term().clone(), query.boost));
        } else if let Some(expansion) = query.downcast_ref::<ExpansionQuery>() {
            let scored = expansion.scored().iter();
            self.terms.extend(scored.map(|term| (term.clone(), 1.0)));
            self.has_unscored |= expansion.has_others();
        } else if query.is::<ConstScoreQuery>() {
            self.has_unscored = true;
        } else if let Some(query) = query.downcast_ref::<BooleanQuery>() {
            let mut clauses = query.clauses().iter();
            return clauses.all(|(occur, clause)| *occur == Occur::Should && self.add(&**clause));
        } else {
            return query.is::<EmptyQuery>();
        }
        true
    }
}

/// The terms of a query that is a disjunction of terms that all score, the highest possible score
/// first.
///
/// `None` if it is anything else, or has fewer than `at_least` terms.
pub(crate) fn scored_terms(
    snapshot: &Snapshot,
    query: &dyn Query,
    at_least: usize,
) -> tantivy::Result<Option<Vec<ScoredTerm>>> {
    let Some(found) =
        Disjunction::of(query).filter(|found| !found.has_unscored && found.terms.len() >= at_least)
    else {
        return Ok(None);
    };
    let frequencies = &snapshot.frequencies;
    let mut terms = Vec::with_capacity(found.terms.len());
    for (term, boost) in found.terms {
        terms.push(ScoredTerm::new(term, boost, frequencies)?);
    }
    terms.sort_by(|one, other| other.max_score().total_cmp(&one.max_score()));
    Ok(Some(terms))
}
