//! Which segments are merged: as tantivy's logarithmic policy says, but none whose bytes are not what was written.
//!
//! A merged segment bears fresh checksums, so that damage would never be found again once it was merged. Its inputs are
//! therefore compared with theirs first; they are about to be read whole in any case.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

use tantivy::index::{SegmentId, SegmentMeta};
use tantivy::indexer::{LogMergePolicy, MergeCandidate, MergePolicy};

use crate::index::check;
use crate::storage::directory::IndexDirectory;

/// Part of a segment that deleted passages may hold before it is rewritten without them.
const DELETED_RATIO: f32 = 0.2;

/// The policy of one run.
#[derive(Debug)]
pub(crate) struct SoundMerges {
    inner: LogMergePolicy,
    /// `None` in memory, where nothing is doubted.
    directory: Option<IndexDirectory>,
    /// The segments that were there before the run. What it wrote itself is not doubted.
    old: HashSet<SegmentId>,
    looked_at: Mutex<HashMap<SegmentId, bool>>,
}

impl SoundMerges {
    /// For a run that is about to begin.
    pub fn new(
        index: &tantivy::Index,
        directory: Option<&IndexDirectory>,
    ) -> tantivy::Result<SoundMerges> {
        let mut inner = LogMergePolicy::default();
        inner.set_del_docs_ratio_before_merge(DELETED_RATIO);
        Ok(SoundMerges {
            inner,
            old: index.searchable_segment_ids()?.into_iter().collect(),
            directory: directory.cloned(),
            looked_at: Mutex::default(),
        })
    }

    fn is_sound(&self, segment: &SegmentMeta) -> bool {
        let Some(directory) = &self.directory else {
            return true;
        };
        if !self.old.contains(&segment.id()) {
            return true;
        }
        let mut looked_at = self
            .looked_at
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *looked_at
            .entry(segment.id())
            .or_insert_with(|| check::damage_of(directory, segment).is_empty())
    }
}

impl MergePolicy for SoundMerges {
    fn compute_merge_candidates(&self, segments: &[SegmentMeta]) -> Vec<MergeCandidate> {
        let by_id: HashMap<SegmentId, &SegmentMeta> = segments
            .iter()
            .map(|segment| (segment.id(), segment))
            .collect();
        let mut candidates = self.inner.compute_merge_candidates(segments);
        candidates.retain(|candidate| {
            let segments = candidate.0.iter().filter_map(|id| by_id.get(id));
            segments.into_iter().all(|segment| self.is_sound(segment))
        });
        candidates
    }
}
