//! Whether the file of a passage is still the one that was indexed.
//!
//! Size and times decide. Where only the times differ, the contents of a small file are compared,
//! because copying a file or changing its permissions gives it new times.

use std::fs::Metadata;
use std::path::Path;

use crate::error::Result;
use crate::hit::{Passage, Stale};
use crate::index::account::{SourceState, accounts_of_segment};
use crate::index::file_stamp::FileStamp;
use crate::index::record::read_state;
use crate::index::source_id::{file_of, is_gone, short_hash};
use crate::retrieval::snapshot::Snapshot;

/// Larger files are not read: this many bytes take some 10 ms, as long as a slow search.
const MAX_COMPARED_BYTES: u64 = 8 << 20;

/// See [`Searcher::stale`](crate::searcher::Searcher::stale).
pub(crate) fn stale(snapshot: &Snapshot, passage: &Passage) -> Result<Option<Stale>> {
    let Some(folder) = snapshot.folder() else {
        return Ok(None);
    };
    let Some(state) = state_of(snapshot, &passage.path)? else {
        return Ok(None);
    };
    if state.in_memory {
        return Ok(None);
    }
    let file = file_of(&state.path, state.path_bytes.as_deref(), folder);
    Ok(match file.metadata() {
        Ok(metadata) => has_changed(&state, &file, &metadata).then_some(Stale::Changed),
        Err(_) => is_gone(&state.path, Some(folder)).then_some(Stale::Gone),
    })
}

/// The state of the source at a path.
fn state_of(snapshot: &Snapshot, path: &str) -> Result<Option<SourceState>> {
    let prefix = if path.contains(char::REPLACEMENT_CHARACTER) {
        // The path may not be valid Unicode, and its bytes are only in the record itself.
        String::new()
    } else {
        format!("{}:", short_hash(path.as_bytes()))
    };
    let failed = |error| snapshot.storage(error);
    for (ordinal, segment) in (0..).zip(snapshot.inner.segment_readers()) {
        let records = accounts_of_segment(segment, &snapshot.index.fields, &prefix);
        for (record, _) in records.map_err(failed)? {
            let store = snapshot.store(ordinal).map_err(failed)?;
            let state = read_state(&store.get_document_bytes(record).map_err(failed)?)?;
            if state.path == path {
                return Ok(Some(state));
            }
        }
    }
    Ok(None)
}

fn has_changed(state: &SourceState, file: &Path, metadata: &Metadata) -> bool {
    let now = FileStamp::of(metadata);
    if now == state.stamp {
        return false;
    }
    if now.size != state.stamp.size {
        return true;
    }
    if now.size > MAX_COMPARED_BYTES {
        // New permissions alone are no reason to doubt a large file.
        return now.modified_ns != state.stamp.modified_ns;
    }
    std::fs::read(file).is_ok_and(|bytes| *blake3::hash(&bytes).as_bytes() != state.hash)
}
