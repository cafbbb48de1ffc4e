//! Builds an index anew from the sources it records: one of an earlier version, or a damaged one.
//!
//! The new index grows beside the old one in the same folder, under the writer's lock, and takes its place by the renaming of
//! one file. Until then the old one stays as it is, and what was begun is swept away by the next writer. A source that cannot
//! be read would be lost with the old index: then nothing is done, unless that is wanted.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use tantivy::directory::{Directory, INDEX_WRITER_LOCK};

use crate::error::{Error, Result};
use crate::index::IndexFiles;
use crate::index::sources::{self, HowRead, Remains};
use crate::ingest::sink::Problem;
use crate::ingest::walk::Found;
use crate::storage::cause;
use crate::storage::directory::{IndexDirectory, META};
use crate::update::{Failure, Progress, Report, UpdateOptions, rewrite};

/// How a rebuilding ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rebuilt {
    /// The index is new. The report's failures name what it had to do without.
    Done(Report),
    /// Nothing was changed, because these sources cannot be read.
    Missing(Vec<Failure>),
}

/// Builds the index in a folder anew. Each source is read as it was read before; of `options` count the threads, the limits
/// and the time.
///
/// Fails if there is no index, if it does not record its sources, if another process writes to it, or if it cannot be written;
/// the old index stays then.
pub fn rebuild(
    path: &Path,
    options: &UpdateOptions,
    drop_missing: bool,
    progress: &dyn Progress,
) -> Result<Rebuilt> {
    if !path.join(META).exists() && sources::remains(path) == Remains::Nothing {
        return Err(Error::NoIndex {
            path: path.to_owned(),
        });
    }
    let failed = |error| cause::of(error, "rebuild", path);
    let directory = IndexDirectory::open(path).map_err(|error| failed(error.into()))?;
    let _lock = directory
        .acquire_lock(&INDEX_WRITER_LOCK)
        .map_err(|error| failed(tantivy::TantivyError::LockFailure(error, None)))?;
    let recorded = sources::read(path)?;
    let root = path.canonicalize().map_err(|error| failed(error.into()))?;
    let root = root.parent().unwrap_or(&root);

    let mut missing = Vec::new();
    let mut by_options: BTreeMap<HowRead, Vec<Found>> = BTreeMap::new();
    for source in recorded {
        let file = source.file(root);
        match std::fs::File::open(&file) {
            Ok(_) => by_options.entry(source.how).or_default().push(Found {
                path: file,
                named: true,
                known_format: true,
            }),
            Err(error) => missing.push(unreadable(file, &error)),
        }
    }
    if !missing.is_empty() && !drop_missing {
        return Ok(Rebuilt::Missing(missing));
    }
    let groups: Vec<(UpdateOptions, Vec<Found>)> = by_options
        .into_iter()
        .map(|(how, found)| {
            let read = how.options(&options.read);
            let options = options.clone();
            (UpdateOptions { read, ..options }, found)
        })
        .collect();

    let index = IndexFiles::beside(path)?;
    let outcome = rewrite(&index, groups, drop_missing, progress);
    let done = match outcome {
        Ok(report) if drop_missing || !report.failures.iter().any(|failure| failure.whole) => {
            directory
                .take_over()
                .map_err(|error| failed(error.into()))?;
            let failures = missing.into_iter().chain(report.failures).collect();
            Ok(Rebuilt::Done(Report { failures, ..report }))
        }
        Ok(report) => {
            let whole = report.failures.into_iter().filter(|failure| failure.whole);
            Ok(Rebuilt::Missing(whole.collect()))
        }
        Err(error) => Err(error),
    };
    drop(index);
    // Sweeps the old one's files or the new one's, whichever was given up.
    if let Ok(metas) = tantivy::Index::open(directory.clone()).and_then(|index| index.load_metas())
    {
        let living = crate::index::living(&metas);
        directory
            .sweep(&living)
            .map_err(|error| failed(error.into()))?;
    }
    done
}

fn unreadable(path: PathBuf, error: &std::io::Error) -> Failure {
    let message = match error.kind() {
        std::io::ErrorKind::NotFound => "no such file".to_owned(),
        _ => error.to_string(),
    };
    Failure {
        path,
        problem: Problem {
            message,
            ..Problem::default()
        },
        whole: true,
    }
}
