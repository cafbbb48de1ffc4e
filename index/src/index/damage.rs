//! Finds the files of an index whose bytes are not what was written.

use std::path::{Path, PathBuf};

use crate::index::payload::named_json;
use crate::index::sources;
use crate::meaning::entry::MeaningEntry;
use crate::storage::directory::{IndexDirectory, META};
use crate::storage::json_checksum;
use crate::storage::named_file::is_intact;
use crate::storage::segment_files::{
    Damage, MISMATCH, MISSING, damage_of_json, damage_of_segment, files_of_segment,
};

/// The damaged files of an index, by name.
pub(super) fn find(
    index: &tantivy::Index,
    directory: &IndexDirectory,
    folder: &Path,
) -> tantivy::Result<Vec<Damage>> {
    let metas = index.load_metas()?;
    let payload = metas.payload.as_deref().unwrap_or_default();
    let segments = metas.segments.iter();
    let mut damage: Vec<Damage> = segments
        .flat_map(|segment| damage_of_segment(directory, segment))
        .collect();
    damage.extend(damage_of_meta(folder));
    damage.extend(damage_of_sources(folder, payload));
    damage.extend(named_json(payload).filter_map(|file| damage_of_json(directory, file)));
    damage.extend(damage_of_meaning(folder, payload));
    damage.sort_by(|one, other| one.file.cmp(&other.file));
    Ok(damage)
}

/// The first damaged file of the segments if they are not larger than `max_bytes`. Larger ones are
/// not read.
pub(super) fn find_if_small(
    index: &tantivy::Index,
    directory: &IndexDirectory,
    folder: &Path,
    max_bytes: u64,
) -> tantivy::Result<Option<Damage>> {
    let metas = index.load_metas()?;
    let mut bytes = 0;
    for file in metas.segments.iter().flat_map(files_of_segment) {
        bytes += folder.join(file).metadata().map_or(0, |file| file.len());
        if bytes > max_bytes {
            return Ok(None);
        }
    }
    let segments = metas.segments.iter();
    let mut damage = segments.flat_map(|segment| damage_of_segment(directory, segment));
    // A writer may have deleted a file in the meantime. Opening the index will show it.
    Ok(damage.find(|damage| damage.reason != MISSING))
}

fn damage_of_meta(folder: &Path) -> Option<Damage> {
    let file = PathBuf::from(META);
    let bytes = std::fs::read(folder.join(&file)).ok()?;
    let reason = match json_checksum::is_valid(&bytes) {
        Some(true) => return None,
        Some(false) => MISMATCH,
        None => "its checksum is missing",
    };
    Some(Damage { file, reason })
}

fn damage_of_sources(folder: &Path, payload: &str) -> Option<Damage> {
    let list = sources::list_of(payload)?;
    (!sources::is_intact(folder, &list)).then(|| Damage {
        file: list.into(),
        reason: MISMATCH,
    })
}

fn damage_of_meaning(folder: &Path, payload: &str) -> Vec<Damage> {
    let entry = MeaningEntry::of_payload(payload);
    let files = entry.iter().flat_map(MeaningEntry::files);
    let damage = |file: PathBuf| {
        let reason = match std::fs::read(folder.join(&file)) {
            Ok(bytes) if is_intact(&file, &bytes) => return None,
            Ok(_) => MISMATCH,
            Err(_) => MISSING,
        };
        Some(Damage { file, reason })
    };
    files.filter_map(damage).collect()
}
