//! Brings an index up to date with files: walks, reads what changed on several threads, and commits once.
//!
//! This is the one place that knows both the readers and the indexer; a [`Document`](crate::document::Document) is all that passes between them. A file
//! that cannot be read is reported and keeps its old passages; the run goes on.

mod progress;
pub mod rebuild;
mod report;
mod run;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{SystemTime, UNIX_EPOCH};

pub use self::progress::{Progress, Silent};
pub use self::report::{Failure, Report};
use self::run::{Run, bytes_of, lock};
use crate::document::Document;
use crate::error::Result;
use crate::index::IndexFiles;
use crate::index::record::Book;
use crate::index::source_id::{SourceId, is_below, is_gone, root_of, source_id};
use crate::indexer::Indexer;
use crate::ingest::format::Reading;
use crate::ingest::read_bytes;
use crate::ingest::sink::{Problem, Sink};
use crate::ingest::walk::{Found, walk};
use crate::options::ReadOptions;

/// Name of the threads that read. A reader's panic is caught and reported as a failure of its file, so a program may keep its
/// panic message for threads of other names.
pub const READER: &str = "reader";

/// What a run does.
#[derive(Clone, Debug)]
pub struct UpdateOptions {
    /// Threads that read, attribute and index. Default: one.
    pub threads: usize,
    /// Whether passages of files that are gone stay. Default: no.
    pub keep_missing: bool,
    /// The folder that paths are named from if the index lies in memory. Default: none, paths are absolute.
    pub base: Option<PathBuf>,
    /// How files are read.
    pub read: ReadOptions,
    /// The present time. The library does not ask for it; it only tells young files from old ones.
    pub now: SystemTime,
}

impl Default for UpdateOptions {
    fn default() -> UpdateOptions {
        UpdateOptions {
            threads: 1,
            keep_missing: false,
            base: None,
            read: ReadOptions::default(),
            now: UNIX_EPOCH,
        }
    }
}

/// Reads the files at and below `paths` into an index. Files indexed before that have not changed are left alone; passages of
/// files that lay below `paths` and are gone leave the index.
///
/// Fails if the index cannot be written; nothing of the run is visible then.
pub(crate) fn update(
    index: &IndexFiles,
    paths: &[PathBuf],
    options: &UpdateOptions,
    progress: &dyn Progress,
) -> Result<Report> {
    let root = root_of(index, options.base.as_deref());
    let indexer = Indexer::open(index, options.threads)?;
    let books = indexer.books()?;
    let found = walk(paths);
    let run = Run {
        indexer: &indexer,
        books: &books,
        root: root.as_deref(),
        options,
        report: Mutex::default(),
    };

    let mut seen: HashMap<String, ()> = HashMap::with_capacity(found.files.len());
    for file in &found.files {
        seen.insert(Indexer::key(&source_id(&file.path, root.as_deref())), ());
    }
    let sizes = found.files.iter().map(|file| bytes_of(&file.path));
    progress.begin(found.files.len(), sizes.sum());
    if let Err(error) = run.files(&found.files, progress) {
        return Err(indexer.abandon(error));
    }
    let mut report = run.into_report();
    let mut missing: Vec<(PathBuf, Problem)> = found.problems;
    if !options.keep_missing {
        let scopes: Vec<String> = paths
            .iter()
            .map(|path| source_id(path, root.as_deref()).path)
            .collect();
        for book in books
            .values()
            .filter(|book| !seen.contains_key(&book.source))
        {
            let below = |scope: &String| is_below(&book.path, scope);
            let gone = scopes.iter().any(below) && is_gone(&book.path, root.as_deref());
            if gone {
                indexer.remove(book);
                report.removed += 1;
                // Named, and gone: that is what the run was told to find out.
                missing.retain(|(path, _)| {
                    !is_below(&book.path, &source_id(path, root.as_deref()).path)
                });
            }
        }
    }
    let of_walk = missing.into_iter().map(|(path, problem)| Failure {
        path,
        problem,
        whole: true,
    });
    report.failures.extend(of_walk);
    report.sort_failures();
    progress.writing();
    indexer.commit()?;
    Ok(report)
}

/// Reads files into an index that is empty, each group as its options say, and commits them together: unless a file cannot be
/// read at all and may not be dropped. Then nothing is written, and the report's failures name it.
pub(crate) fn rewrite(
    index: &IndexFiles,
    groups: Vec<(UpdateOptions, Vec<Found>)>,
    drop_unreadable: bool,
    progress: &dyn Progress,
) -> Result<Report> {
    let root = root_of(index, None);
    let threads = groups.iter().map(|(options, _)| options.threads).max();
    let indexer = Indexer::open(index, threads.unwrap_or(1))?;
    let files = groups.iter().flat_map(|(_, files)| files);
    let sizes = files.clone().map(|file| bytes_of(&file.path));
    progress.begin(files.clone().count(), sizes.sum());
    let mut report = Report::default();
    for (options, files) in &groups {
        let run = Run {
            indexer: &indexer,
            books: &HashMap::new(),
            root: root.as_deref(),
            options,
            report: Mutex::default(),
        };
        if let Err(error) = run.files(files, progress) {
            return Err(indexer.abandon(error));
        }
        report.add(run.into_report());
    }
    report.sort_failures();
    progress.writing();
    if drop_unreadable || !report.failures.iter().any(|failure| failure.whole) {
        indexer.commit_always()?;
    }
    Ok(report)
}

/// Adds one source, given as the bytes of a file that is not on disk, as standard input is.
pub(crate) fn add_bytes(
    index: &IndexFiles,
    name: &str,
    bytes: Vec<u8>,
    options: &UpdateOptions,
) -> Result<Report> {
    let account = Book {
        limits: options.read.limits,
        size: bytes.len() as u64,
        hash: *blake3::hash(&bytes).as_bytes(),
        ..Book::default()
    };
    add_named(index, name, account, options, |sink| {
        read_bytes(name, bytes, &options.read, sink)
    })
}

/// Adds one source, given as its documents.
pub(crate) fn add_documents(
    index: &IndexFiles,
    name: &str,
    documents: impl IntoIterator<Item = Document> + Send,
) -> Result<Report> {
    let options = UpdateOptions::default();
    add_named(index, name, Book::default(), &options, |sink| {
        for document in documents {
            sink.document(document)?;
        }
        Ok(Reading {
            format: "documents",
            encoding: String::new(),
        })
    })
}

/// Adds one source that has a name in place of a path, read by `reader`.
fn add_named(
    index: &IndexFiles,
    name: &str,
    account: Book,
    options: &UpdateOptions,
    reader: impl FnOnce(&mut dyn Sink) -> Result<Reading> + Send,
) -> Result<Report> {
    let indexer = Indexer::open(index, options.threads)?;
    let books = indexer.books()?;
    let id = SourceId {
        identity: name.as_bytes().to_vec(),
        path: name.to_owned(),
    };
    let run = Run {
        indexer: &indexer,
        books: &books,
        root: None,
        options,
        report: Mutex::default(),
    };
    let only = Mutex::new(Some((account, reader)));
    run.on_threads(|| {
        let Some((account, reader)) = lock(&only).take() else {
            return Ok(());
        };
        run.read(Path::new(name), &id, account, true, reader)
    })?;
    let report = run.into_report();
    indexer.commit()?;
    Ok(report)
}

/// Takes a file, or everything below a folder, out of the index. Gives how many files left it.
pub(crate) fn remove(index: &IndexFiles, path: &Path) -> Result<u64> {
    let root = root_of(index, None);
    let indexer = Indexer::open(index, 1)?;
    let id = source_id(path, root.as_deref());
    let mut removed = 0;
    for book in indexer
        .books()?
        .values()
        .filter(|book| is_below(&book.path, &id.path))
    {
        indexer.remove(book);
        removed += 1;
    }
    indexer.commit()?;
    Ok(removed)
}
