//! A query whose matches are removed from another's.
//!
//! Tantivy checks an exclusion with `seek_danger`, and also for records before the current one. The
//! phrase scorer's own `seek_danger` does not allow that (a debug assertion fails). This wrapper
//! hides it: the default `seek_danger`, built from `doc` and `seek`, never moves back.

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, TermQuery, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader};

/// Wraps a query for use as an exclusion. A plain term needs no wrapper.
pub(crate) fn exclusion(inner: Box<dyn Query>) -> Box<dyn Query> {
    if inner.is::<TermQuery>() {
        inner
    } else {
        Box::new(Exclusion { inner })
    }
}

#[derive(Debug)]
struct Exclusion {
    inner: Box<dyn Query>,
}

impl Clone for Exclusion {
    fn clone(&self) -> Exclusion {
        Exclusion {
            inner: self.inner.box_clone(),
        }
    }
}

impl Query for Exclusion {
    fn weight(&self, enable_scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(ExclusionWeight(
            self.inner.weight(enable_scoring)?,
        )))
    }
}

struct ExclusionWeight(Box<dyn Weight>);

impl Weight for ExclusionWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(ExclusionScorer(self.0.scorer(reader, boost)?)))
    }

    fn explain(&self, reader: &SegmentReader, record: DocId) -> tantivy::Result<Explanation> {
        self.0.explain(reader, record)
    }
}

struct ExclusionScorer(Box<dyn Scorer>);

impl DocSet for ExclusionScorer {
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

impl Scorer for ExclusionScorer {
    fn score(&mut self) -> Score {
        self.0.score()
    }
}
