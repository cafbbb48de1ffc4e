//! A query whose matches are left out of another's.
//!
//! Tantivy asks an exclusion for every record in turn by `seek_danger`, also for records that it has already passed, which
//! the phrase scorer takes for a broken promise (a debug assertion). This wrapper leaves the phrase scorer's own
//! `seek_danger` unused: the provided one, by `doc` and `seek`, never asks for what has been passed.

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, TermQuery, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader};

/// Makes a query fit to be excluded.
pub(crate) fn excluded(inner: Box<dyn Query>) -> Box<dyn Query> {
    if inner.is::<TermQuery>() {
        inner
    } else {
        Box::new(Excluded { inner })
    }
}

#[derive(Debug)]
struct Excluded {
    inner: Box<dyn Query>,
}

impl Clone for Excluded {
    fn clone(&self) -> Excluded {
        Excluded {
            inner: self.inner.box_clone(),
        }
    }
}

impl Query for Excluded {
    fn weight(&self, enable_scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(ExcludedWeight(self.inner.weight(enable_scoring)?)))
    }
}

struct ExcludedWeight(Box<dyn Weight>);

impl Weight for ExcludedWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(ExcludedScorer(self.0.scorer(reader, boost)?)))
    }

    fn explain(&self, reader: &SegmentReader, record: DocId) -> tantivy::Result<Explanation> {
        self.0.explain(reader, record)
    }
}

struct ExcludedScorer(Box<dyn Scorer>);

impl DocSet for ExcludedScorer {
    fn advance(&mut self) -> DocId {
        self.0.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.0.seek(target)
    }

    fn doc(&self) -> DocId {
        self.0.doc()
    }

    fn size_hint(&self) -> u32 {
        self.0.size_hint()
    }

    fn cost(&self) -> u64 {
        self.0.cost()
    }
}

impl Scorer for ExcludedScorer {
    fn score(&mut self) -> Score {
        self.0.score()
    }
}
