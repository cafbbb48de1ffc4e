//! The payload of a commit: a JSON object in `meta.json` that says by which rules the index was
//! made and names the files that belong to the commit besides its segments.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use tantivy::IndexMeta;
use tantivy::directory::Directory;
use tantivy::error::DataCorruption;

use crate::fields::schema;
use crate::fields::words::FINGERPRINT;
use crate::index::sources;
use crate::meaning::entry::{self, MeaningEntry};
use crate::speakers::table::{self, AliasTable};
use crate::storage::directory::META;
use crate::storage::named_file::is_intact;
use crate::stored::tables::{self, SymbolTables};

/// The rules that an index was made by. An index made by other rules is refused.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct IndexVersion {
    schema_version: u32,
    fingerprint: String,
}

impl IndexVersion {
    /// The rules of this version of the library.
    pub fn current() -> IndexVersion {
        IndexVersion {
            schema_version: schema::VERSION,
            fingerprint: FINGERPRINT.to_owned(),
        }
    }

    /// Text for error messages.
    pub fn describe(&self) -> String {
        format!("schema {}, {}", self.schema_version, self.fingerprint)
    }
}

/// The parts of `meta.json` that we need when no segment is read. Tantivy would also parse the
/// description of every segment and the schema.
#[derive(Deserialize)]
pub(super) struct MetaSummary {
    segments: Vec<IgnoredAny>,
    pub payload: Option<String>,
}

impl MetaSummary {
    /// Reads `meta.json`.
    pub fn read(files: &dyn Directory) -> tantivy::Result<MetaSummary> {
        let bytes = files.atomic_read(Path::new(META))?;
        let summary = serde_json::from_slice(&bytes);
        summary.map_err(|error| DataCorruption::comment_only(error.to_string()).into())
    }

    /// The rules that the index was made by. `None` if it does not say.
    pub fn version(&self) -> Option<IndexVersion> {
        match &self.payload {
            Some(payload) => serde_json::from_str(payload).ok(),
            // Before the first commit there is nothing that could be incompatible.
            None if self.segments.is_empty() => Some(IndexVersion::current()),
            None => None,
        }
    }
}

/// Writes the files of speaker aliases and symbol tables. Returns the payload that names these
/// files, `sources`, the list of sources, and what is kept of `meaning`.
pub(super) fn write(
    files: &dyn Directory,
    sources: &str,
    speakers: AliasTable,
    tables: &SymbolTables,
    meaning: Option<&MeaningEntry>,
) -> tantivy::Result<String> {
    let mut payload = serde_json::to_value(IndexVersion::current()).unwrap_or_default();
    payload[sources::KEY] = sources.into();
    let speakers = speakers.write(files)?;
    payload[table::KEY] = serde_json::to_value(speakers).unwrap_or_default();
    payload[tables::KEY] = tables.write(files)?.into();
    if let Some(meaning) = meaning {
        payload[entry::KEY] = serde_json::to_value(meaning).unwrap_or_default();
    }
    Ok(payload.to_string())
}

/// The same payload with another entry about meaning.
#[cfg(feature = "semantic")]
pub(super) fn with_meaning(payload: &str, meaning: &MeaningEntry) -> String {
    let current = || serde_json::to_value(IndexVersion::current()).unwrap_or_default();
    let mut payload = serde_json::from_str(payload).unwrap_or_else(|_| current());
    payload[entry::KEY] = serde_json::to_value(meaning).unwrap_or_default();
    payload.to_string()
}

/// What the index in a folder says about meaning, if the files that it names are intact.
pub(super) fn intact_meaning(files: &dyn Directory, folder: &Path) -> Option<MeaningEntry> {
    let payload = MetaSummary::read(files).ok()?.payload?;
    let entry = MeaningEntry::of_payload(&payload)?;
    let is_intact = |file: PathBuf| {
        std::fs::read(folder.join(&file)).is_ok_and(|contents| is_intact(&file, &contents))
    };
    let is_intact = entry.files().all(is_intact);
    is_intact.then_some(entry)
}

/// All files that a commit consists of.
pub(crate) fn files_of_commit(metas: &IndexMeta) -> HashSet<PathBuf> {
    let mut files = metas.list_segment_files();
    let payload = metas.payload.as_deref().unwrap_or_default();
    files.extend(sources::list_of(payload).map(PathBuf::from));
    files.extend(named_json(payload));
    files.extend(
        MeaningEntry::of_payload(payload)
            .iter()
            .flat_map(MeaningEntry::files),
    );
    files
}

/// The files with a JSON checksum that a payload names.
pub(super) fn named_json(payload: &str) -> impl Iterator<Item = PathBuf> {
    let files = [table::file_of(payload), tables::file_of(payload)];
    files.into_iter().flatten()
}
