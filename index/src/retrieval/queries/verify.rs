//! A query that reads each stored passage to decide whether it matches, where the index alone
//! cannot tell.

use std::sync::Arc;

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

use crate::error::Error;
use crate::hit::Passage;
use crate::index::record::read_passage;
use crate::storage::interrupt::is_interrupted;
use crate::storage::settings::STORE_BLOCKS;
use crate::stored::tables::SymbolTables;

/// Matches the records of `inner` whose passage passes the test `holds`.
#[derive(Clone)]
pub(crate) struct VerifyQuery {
    pub inner: Arc<dyn Query>,
    pub tables: Arc<SymbolTables>,
    pub holds: Arc<dyn Fn(&Passage) -> bool + Send + Sync>,
}

impl std::fmt::Debug for VerifyQuery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("VerifyQuery")
            .field("inner", &self.inner)
            .finish_non_exhaustive()
    }
}

impl Query for VerifyQuery {
    fn weight(&self, enable_scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let inner = self.inner.weight(enable_scoring)?;
        Ok(Box::new(VerifyWeight {
            inner,
            tables: self.tables.clone(),
            holds: self.holds.clone(),
        }))
    }
}

struct VerifyWeight {
    inner: Box<dyn Weight>,
    tables: Arc<SymbolTables>,
    holds: Arc<dyn Fn(&Passage) -> bool + Send + Sync>,
}

impl Weight for VerifyWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut scorer = VerifyScorer {
            inner: self.inner.scorer(reader, boost)?,
            store: reader.get_store_reader(STORE_BLOCKS)?,
            tables: self.tables.clone(),
            holds: self.holds.clone(),
            stopped: false,
        };
        scorer.skip_to_match();
        Ok(Box::new(scorer))
    }

    fn explain(&self, reader: &SegmentReader, record: DocId) -> tantivy::Result<Explanation> {
        self.inner.explain(reader, record)
    }
}

struct VerifyScorer {
    inner: Box<dyn Scorer>,
    store: tantivy::store::StoreReader,
    tables: Arc<SymbolTables>,
    holds: Arc<dyn Fn(&Passage) -> bool + Send + Sync>,
    /// Whether it ended early because the search is to stop.
    stopped: bool,
}

impl VerifyScorer {
    /// Moves to the first record from the current one on that passes, and returns it.
    fn skip_to_match(&mut self) -> DocId {
        loop {
            let record = self.doc();
            if record == TERMINATED {
                return record;
            }
            // Reading a record takes a hundred times as long as asking.
            if is_interrupted() {
                self.stopped = true;
                return TERMINATED;
            }
            if self.passes(record) {
                return record;
            }
            self.inner.advance();
        }
    }

    fn passes(&self, record: DocId) -> bool {
        // A record that cannot be read does not match. `onrecord check` reports it.
        let stored = |record| {
            let stored = self.store.get_document_bytes(record);
            stored.map_err(|error| Error::Damaged {
                what: "a stored record".to_owned(),
                reason: error.to_string(),
            })
        };
        let passage = read_passage(record, stored, &self.tables);
        passage.is_ok_and(|passage| (self.holds)(&passage))
    }
}

impl DocSet for VerifyScorer {
    fn advance(&mut self) -> DocId {
        if self.stopped {
            return TERMINATED;
        }
        self.inner.advance();
        self.skip_to_match()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.doc() {
            return self.doc();
        }
        self.inner.seek(target);
        self.skip_to_match()
    }

    fn doc(&self) -> DocId {
        if self.stopped {
            return TERMINATED;
        }
        self.inner.doc()
    }

    fn size_hint(&self) -> u32 {
        self.inner.size_hint()
    }

    fn cost(&self) -> u64 {
        // Reading a record costs as much as reading a few hundred postings.
        self.inner.cost().saturating_mul(300)
    }
}

impl Scorer for VerifyScorer {
    fn score(&mut self) -> Score {
        self.inner.score()
    }
}
