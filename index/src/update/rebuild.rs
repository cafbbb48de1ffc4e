//! Rebuilds an index from the sources that it records: one of another version, or a damaged one.
//!
//! The replacement is built in the same folder, under the writer lock. Renaming one file activates
//! it; until then the old index stays as it is, and if the process is killed, the next writer
//! deletes what it left. If a source cannot be read, its passages would be lost; nothing is changed
//! then, unless the caller wants to drop such sources.

use std::collections::BTreeMap;
use std::path::Path;

use tantivy::directory::{Directory, INDEX_WRITER_LOCK};

use crate::error::{Error, Result};
use crate::index::files::IndexFiles;
use crate::index::payload::files_of_commit;
use crate::index::sources::{self, ReadSettings, Remains, SourceList};
use crate::ingest::walk::Found;
use crate::storage::directory::{IndexDirectory, META};
use crate::storage::errors;
use crate::update::files::{FileGroup, fill};
use crate::update::options::UpdateOptions;
use crate::update::progress::Progress;
use crate::update::report::{Failure, Report};

/// What is wrong with a source that was given as bytes or documents.
const NOT_A_FILE: &str = "was not read from a file, so it cannot be read again: \
                          after a rebuild without it, add it again";

/// How a rebuild ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RebuildOutcome {
    /// The index was replaced. The failures of the report name the sources that were dropped, and
    /// the parts of others that could not be read.
    Rebuilt(Report),
    /// Nothing was changed, because these sources cannot be read.
    SourcesMissing(Vec<Failure>),
}

/// Rebuilds the index in the folder `path`. Each source is read with its recorded settings;
/// `options` gives the threads, the limits and the time.
///
/// Fails if there is no index, if it does not record its sources, if another process writes to it,
/// or if it cannot be written. The old index stays in all these cases.
pub(crate) fn rebuild(
    path: &Path,
    options: &UpdateOptions,
    drop_missing: bool,
    progress: &dyn Progress,
) -> Result<RebuildOutcome> {
    if !path.join(META).exists() && sources::remains(path) == Remains::Nothing {
        return Err(Error::NoIndex {
            path: path.to_owned(),
        });
    }
    let failed = |error| errors::from_tantivy(error, "rebuild", path);
    let directory = IndexDirectory::open(path).map_err(|error| failed(error.into()))?;
    let _lock = directory
        .acquire_lock(&INDEX_WRITER_LOCK)
        .map_err(|error| failed(tantivy::TantivyError::LockFailure(error, None)))?;
    let root = path.canonicalize();
    let root = root.map_err(|error: std::io::Error| failed(error.into()))?;
    let list = sources::read(path)?;
    let roots = list.roots.clone();
    let (groups, missing) = recorded_sources(list, root.parent().unwrap_or(&root), options);
    if !missing.is_empty() && !drop_missing {
        return Ok(RebuildOutcome::SourcesMissing(missing));
    }
    let replacement = IndexFiles::replacement(path)?;
    let outcome = match fill(&replacement, &groups, roots, drop_missing, progress) {
        Ok(report) if drop_missing || !report.has_unread_file() => {
            directory
                .activate_replacement()
                .map_err(|error| failed(error.into()))?;
            let failures = missing.into_iter().chain(report.failures).collect();
            Ok(RebuildOutcome::Rebuilt(Report { failures, ..report }))
        }
        Ok(report) => {
            let unread = report.failures.into_iter().filter(|failure| failure.whole);
            Ok(RebuildOutcome::SourcesMissing(unread.collect()))
        }
        Err(error) => Err(error),
    };
    drop(replacement);
    // Deletes the files of the old index or of the replacement, whichever is not used.
    let metas = tantivy::Index::open(directory.clone()).and_then(|index| index.load_metas());
    if let Ok(metas) = metas {
        directory
            .delete_unused(&files_of_commit(&metas))
            .map_err(|error| failed(error.into()))?;
    }
    outcome
}

/// The sources that the index records, grouped by their settings, and those that cannot be opened.
fn recorded_sources(
    list: SourceList,
    root: &Path,
    options: &UpdateOptions,
) -> (Vec<FileGroup>, Vec<Failure>) {
    let mut missing = Vec::new();
    let mut groups: BTreeMap<ReadSettings, Vec<Found>> = BTreeMap::new();
    for source in list.sources {
        if source.in_memory {
            missing.push(Failure::whole(Path::new(&source.path), NOT_A_FILE.into()));
            continue;
        }
        let file = source.file(root);
        match std::fs::File::open(&file) {
            Ok(_) => groups.entry(source.settings).or_default().push(Found {
                path: file,
                named: true,
                known_format: true,
            }),
            Err(error) => missing.push(unreadable(&file, &error)),
        }
    }
    let groups = groups.into_iter().map(|(settings, files)| {
        let read = settings.apply_to(&options.read);
        let options = options.clone();
        let options = UpdateOptions { read, ..options };
        FileGroup { options, files }
    });
    (groups.collect(), missing)
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    let message = match error.kind() {
        std::io::ErrorKind::NotFound => "no such file".to_owned(),
        _ => error.to_string(),
    };
    Failure::whole(path, message)
}
