//! A query that is nothing but a disjunction of terms, taken apart: then each list can be walked by itself.

use tantivy::Term;
use tantivy::query::{BooleanQuery, ConstScoreQuery, EmptyQuery, Occur, Query, TermQuery};

use crate::retrieval::postings::Word;
use crate::retrieval::queries::boosted_term::Weighed;
use crate::retrieval::queries::expansion::Expanded;
use crate::retrieval::snapshot::Snapshot;

/// What a disjunction is made of.
#[derive(Default)]
pub(crate) struct Disjunction {
    /// The terms that score, each with what its score is multiplied by.
    pub terms: Vec<(Term, f32)>,
    /// Whether there is something that matches and scores nothing.
    pub has_unscored: bool,
}

impl Disjunction {
    /// What a query is made of. `None` if it is no disjunction of terms.
    pub fn of(query: &dyn Query) -> Option<Disjunction> {
        let mut disjunction = Disjunction::default();
        disjunction.add(query).then_some(disjunction)
    }

    fn add(&mut self, query: &dyn Query) -> bool {
        if let Some(word) = query.downcast_ref::<TermQuery>() {
            self.terms.push((word.term().clone(), 1.0));
        } else if let Some(word) = query.downcast_ref::<Weighed>() {
            self.terms.push((word.term.term().clone(), word.weight));
        } else if let Some(expanded) = query.downcast_ref::<Expanded>() {
            let scored = expanded.scored().iter();
            self.terms.extend(scored.map(|term| (term.clone(), 1.0)));
            self.has_unscored |= expanded.has_others();
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

/// The words of a query that is nothing but a disjunction of words that all score, the most telling first. `None` if it is anything
/// else, or if there are fewer than `at_least`.
pub(crate) fn words(
    snapshot: &Snapshot,
    query: &dyn Query,
    at_least: usize,
) -> tantivy::Result<Option<Vec<Word>>> {
    let Some(found) =
        Disjunction::of(query).filter(|found| !found.has_unscored && found.terms.len() >= at_least)
    else {
        return Ok(None);
    };
    let frequencies = &snapshot.frequencies;
    let mut words = Vec::with_capacity(found.terms.len());
    for (term, boost) in found.terms {
        words.push(Word::new(term, boost, frequencies)?);
    }
    words.sort_by(|one, other| other.most().total_cmp(&one.most()));
    Ok(Some(words))
}
