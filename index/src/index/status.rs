//! Counts what an index holds. The numbers come from the accounts of its sources; no passage is
//! read.

use std::path::Path;

use serde::Serialize;

use crate::error::Result;
use crate::index::files::IndexFiles;
use crate::index::roots::{self, RootStatus};
use crate::index::source_id::root_of;
use crate::meaning::entry::ModelRecord;

/// What an index holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Status {
    /// Number of passages.
    pub passages: u64,
    /// Number of passages with a known speaker.
    pub with_speaker: u64,
    /// Number of documents.
    pub documents: u64,
    /// Number of sections in all documents.
    pub sections: u64,
    /// Size of the text of all passages in bytes.
    pub text_bytes: u64,
    /// Size of the files of the index in bytes; 0 in memory.
    pub index_bytes: u64,
    /// Number of segments.
    pub segments: usize,
    /// The files and folders that the user gave, by path: what a run without paths
    /// ([`Index::refresh`](crate::Index::refresh)) brings up to date. Source files that none of
    /// them contains are roots, too.
    pub roots: Vec<RootStatus>,
    /// The source files, by path.
    pub sources: Vec<SourceStatus>,
    /// The vectors of the passages. `None` if there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meaning: Option<MeaningStatus>,
}

/// What an index holds for search by meaning.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct MeaningStatus {
    /// The model that made the vectors.
    pub model: ModelRecord,
    /// Number of passages with a vector.
    pub passages: u64,
    /// Size of the files of vectors in bytes.
    pub vector_bytes: u64,
    /// Size of the lookup table in bytes. 0 if a run of embedding has not come to its end.
    pub lookup_bytes: u64,
}

/// What an index holds of one source file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SourceStatus {
    /// Its path: relative to the folder that contains the index, or absolute if it is outside.
    pub path: String,
    /// Name of the format it was read as.
    pub format: String,
    /// The encoding it was decoded with; empty if it has none.
    pub encoding: String,
    /// Its size in bytes when it was read.
    pub bytes: u64,
    /// Number of documents in it.
    pub documents: u64,
    /// Number of passages from it.
    pub passages: u64,
    /// Number of these with a known speaker.
    pub with_speaker: u64,
    /// Number of its records or lines that could not be read.
    pub problems: u64,
}

/// Counts what the last commit of an index holds. Fails if it is damaged or cannot be read.
pub(crate) fn status(index: &IndexFiles) -> Result<Status> {
    index.guarded(|| {
        let reader = index.reader()?;
        let mut status = Status {
            segments: reader.segment_readers().len(),
            index_bytes: index.path().map_or(0, folder_bytes),
            meaning: index.meaning_status(&reader)?,
            ..Status::default()
        };
        let accounts = index.accounts(&reader)?;
        let folder = root_of(index.path(), None);
        let known = roots::known(index.recorded_roots(), accounts.iter(), folder.as_deref());
        let roots = known.values();
        status.roots = roots
            .map(|root| roots::status_of(root, folder.as_deref()))
            .collect();
        for account in accounts {
            status.passages += account.passages_count;
            status.with_speaker += account.with_speaker;
            status.documents += account.documents;
            status.sections += account.sections;
            status.text_bytes += account.text_bytes;
            status.sources.push(SourceStatus {
                path: account.path,
                format: account.format,
                encoding: account.encoding,
                bytes: account.stamp.size,
                documents: account.documents,
                passages: account.passages_count,
                with_speaker: account.with_speaker,
                problems: account.problems,
            });
        }
        Ok(status)
    })
}

fn folder_bytes(folder: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return 0;
    };
    entries
        .flatten()
        .filter_map(|entry| entry.metadata().ok())
        .filter(|meta| meta.is_file())
        .map(|meta| meta.len())
        .sum()
}
