//! A query that matches given records, unscored: for what was found by other means than postings.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::index::SegmentId;
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocAddress, DocId, DocSet, Score, Searcher, SegmentReader, TERMINATED};

/// Matches these records.
#[derive(Clone, Debug)]
pub(crate) struct RecordsQuery {
    /// The records of each segment, ascending.
    of_segments: Arc<FxHashMap<SegmentId, Vec<DocId>>>,
}

impl RecordsQuery {
    /// `records` must ascend.
    pub fn new(searcher: &Searcher, records: impl Iterator<Item = DocAddress>) -> RecordsQuery {
        let mut of_segments: FxHashMap<SegmentId, Vec<DocId>> = FxHashMap::default();
        for record in records {
            let segment = searcher.segment_reader(record.segment_ord);
            let records = of_segments.entry(segment.segment_id()).or_default();
            records.push(record.doc_id);
        }
        RecordsQuery {
            of_segments: Arc::new(of_segments),
        }
    }
}

impl Query for RecordsQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for RecordsQuery {
    fn scorer(&self, reader: &SegmentReader, _: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let records = self.of_segments.get(&reader.segment_id());
        Ok(Box::new(RecordsScorer {
            records: records.cloned().unwrap_or_default(),
            at: 0,
        }))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("a given record", 0.0))
    }
}

struct RecordsScorer {
    records: Vec<DocId>,
    at: usize,
}

impl DocSet for RecordsScorer {
    fn advance(&mut self) -> DocId {
        self.at += 1;
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.records.get(self.at).copied().unwrap_or(TERMINATED)
    }

    fn size_hint(&self) -> u32 {
        self.records.len() as u32
    }
}

impl Scorer for RecordsScorer {
    fn score(&mut self) -> Score {
        0.0
    }
}
