//! Decides which segments are merged: those of tantivy's logarithmic policy, except damaged ones.
//!
//! A merged segment gets new checksums, so damage that was merged would never be found again. The
//! segments to merge are therefore verified first; the merge reads them completely anyway.

use std::collections::{HashMap, HashSet};
use std::sync::Mutex;

use tantivy::index::{SegmentId, SegmentMeta};
use tantivy::indexer::{LogMergePolicy, MergeCandidate, MergePolicy};

use crate::storage::directory::IndexDirectory;
use crate::storage::lock::lock;
use crate::storage::segment_files::damage_of_segment;

/// Share of deleted records at which a segment is rewritten without them. Below it, rewriting would
/// cost more than the deleted records cost searches.
const DELETED_RATIO: f32 = 0.2;

/// The policy of one run.
#[derive(Debug)]
pub(crate) struct VerifiedMergePolicy {
    inner: LogMergePolicy,
    /// `None` in memory, where nothing is verified.
    directory: Option<IndexDirectory>,
    /// The segments from before the run. Those that the run has written are not verified.
    old: HashSet<SegmentId>,
    /// The results so far: whether each segment is intact.
    verified: Mutex<HashMap<SegmentId, bool>>,
}

impl VerifiedMergePolicy {
    /// The policy of a run that is about to begin.
    pub fn new(
        index: &tantivy::Index,
        directory: Option<&IndexDirectory>,
    ) -> tantivy::Result<VerifiedMergePolicy> {
        let mut inner = LogMergePolicy::default();
        inner.set_del_docs_ratio_before_merge(DELETED_RATIO);
        Ok(VerifiedMergePolicy {
            inner,
            old: index.searchable_segment_ids()?.into_iter().collect(),
            directory: directory.cloned(),
            verified: Mutex::default(),
        })
    }

    fn is_intact(&self, segment: &SegmentMeta) -> bool {
        let Some(directory) = &self.directory else {
            return true;
        };
        if !self.old.contains(&segment.id()) {
            return true;
        }
        *lock(&self.verified)
            .entry(segment.id())
            .or_insert_with(|| damage_of_segment(directory, segment).is_empty())
    }
}

impl MergePolicy for VerifiedMergePolicy {
    fn compute_merge_candidates(&self, segments: &[SegmentMeta]) -> Vec<MergeCandidate> {
        let by_id: HashMap<SegmentId, &SegmentMeta> = segments
            .iter()
            .map(|segment| (segment.id(), segment))
            .collect();
        let mut candidates = self.inner.compute_merge_candidates(segments);
        candidates.retain(|candidate| {
            let segments = candidate.0.iter().filter_map(|id| by_id.get(id));
            segments.into_iter().all(|segment| self.is_intact(segment))
        });
        candidates
    }
}
