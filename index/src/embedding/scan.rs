//! Reads every passage of an index for its key, and finds those that have no vector yet.

use rustc_hash::FxHashSet;
use tantivy::directory::OwnedBytes;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocSet, TERMINATED};

use crate::error::Result;
use crate::fields::schema::Flag;
use crate::index::vectors::segment_id;
use crate::meaning::passage::{embedded_text, key};
use crate::meaning::vectors::{SegmentRows, VectorFile};
use crate::retrieval::snapshot::Snapshot;

/// The passages of a snapshot, by their keys.
#[derive(Default)]
pub(super) struct Passages {
    /// The key of each record, segment by segment.
    pub segments: Vec<SegmentRows>,
    /// A passage for each key, by key.
    pub by_key: Vec<(u64, DocAddress)>,
    /// How many passages there are.
    pub count: u64,
}

impl Passages {
    /// Reads all passages. Fails if one is damaged.
    pub fn read(snapshot: &Snapshot) -> Result<Passages> {
        let mut passages = Passages::default();
        let flag = snapshot.index.fields.flag(&Flag::Passage);
        let failed = |error| snapshot.storage(error);
        for (number, segment) in snapshot.inner.segment_readers().iter().enumerate() {
            let mut keys = vec![None; segment.max_doc() as usize];
            let inverted = segment.inverted_index(flag.field()).map_err(failed)?;
            let postings = inverted.read_postings(&flag, IndexRecordOption::Basic);
            let mut postings = postings.map_err(|error| failed(error.into()))?;
            while let Some(postings) = postings.as_mut().filter(|found| found.doc() != TERMINATED) {
                let record = postings.doc();
                postings.advance();
                if segment.is_deleted(record) {
                    continue;
                }
                let address = DocAddress::new(number as u32, record);
                let key = key(&embedded_text(&snapshot.passage(address)?));
                keys[record as usize] = Some(key);
                passages.by_key.push((key, address));
            }
            passages.segments.push(SegmentRows {
                segment: segment_id(segment.segment_id()),
                keys,
            });
        }
        passages.count = passages.by_key.len() as u64;
        passages.by_key.sort_unstable();
        passages.by_key.dedup_by_key(|(key, _)| *key);
        Ok(passages)
    }

    /// The passages whose key is in none of the files, in the order of the index: neighbours are
    /// read together.
    pub fn missing(&self, files: &[VectorFile<OwnedBytes>]) -> Vec<(u64, DocAddress)> {
        let known: FxHashSet<u64> = files.iter().flat_map(VectorFile::keys).collect();
        let unknown = self.by_key.iter().filter(|(key, _)| !known.contains(key));
        let mut missing: Vec<(u64, DocAddress)> = unknown.copied().collect();
        missing.sort_unstable_by_key(|(_, address)| *address);
        missing
    }
}
