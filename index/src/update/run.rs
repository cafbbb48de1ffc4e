//! One run over files: which of them changed, what each gives, and what is wrong with it.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, UNIX_EPOCH};

use crate::document::Document;
use crate::error::{Error, Result};
use crate::index::record::Book;
use crate::index::source_id::{SourceId, source_id};
use crate::index::sources::HowRead;
use crate::indexer::Indexer;
use crate::indexer::source::SourceWriter;
use crate::ingest::format::Reading;
use crate::ingest::sink::{Problem, Sink};
use crate::ingest::walk::Found;
use crate::ingest::{read_bytes, read_file};
use crate::update::progress::Progress;
use crate::update::report::{Failure, Report};
use crate::update::{READER, UpdateOptions};

/// A file up to this size is read once, and hashed and parsed in memory; a larger one is hashed first and streamed after.
const IN_MEMORY_BYTES: u64 = 64 << 20;

/// Two writes this close together may leave the same modification time: a file so young is hashed again next time.
const RACY: Duration = Duration::from_secs(2);

/// Problems of one file that are reported one by one; the rest is counted.
const PROBLEMS_SHOWN: usize = 20;

/// A run.
pub(super) struct Run<'a> {
    pub indexer: &'a Indexer<'a>,
    /// What was there before.
    pub books: &'a HashMap<String, Book>,
    /// Where relative paths begin.
    pub root: Option<&'a Path>,
    pub options: &'a UpdateOptions,
    pub report: Mutex<Report>,
}

impl Run<'_> {
    /// What it did.
    pub fn into_report(self) -> Report {
        self.report
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks at files on several threads.
    pub fn files(&self, files: &[Found], progress: &dyn Progress) -> Result<()> {
        let next = AtomicUsize::new(0);
        self.on_threads(|| {
            while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                let outcome = self.file(file);
                progress.file(bytes_of(&file.path));
                if outcome.is_err() {
                    // The index cannot be written: no other file either.
                    next.store(usize::MAX / 2, Ordering::Relaxed);
                }
                outcome?;
            }
            Ok(())
        })
    }

    /// Runs the same reading on several threads, each of which helps the others when it is done. An error is the index's.
    pub fn on_threads(&self, read: impl Fn() -> Result<()> + Sync) -> Result<()> {
        let failed: Mutex<Option<Error>> = Mutex::new(None);
        let work = |reading| {
            let outcome = read();
            drop(reading);
            if let Err(error) = outcome.and_then(|()| self.indexer.help()) {
                lock(&failed).get_or_insert(error);
            }
        };
        std::thread::scope(|scope| {
            let threads = 0..self.options.threads.max(1);
            let all: Vec<_> = threads.map(|_| self.indexer.reading()).collect();
            for reading in all {
                let reader = std::thread::Builder::new().name(READER.to_owned());
                if reader.spawn_scoped(scope, || work(reading)).is_err() {
                    // No thread is to be had: this one reads.
                    work(self.indexer.reading());
                }
            }
        });
        lock(&failed).take().map_or(Ok(()), Err)
    }

    /// Looks at one file. An error is the index's; the file's own go into the report.
    fn file(&self, file: &Found) -> Result<()> {
        let path = &file.path;
        // Any text could be read as plain text; what lies about in folders under an ending of its own is not meant.
        let told = file.named || file.known_format || self.options.read.format.is_some();
        if !told && path.extension().is_some() {
            lock(&self.report).unknown += 1;
            return Ok(());
        }
        let metadata = match path.metadata() {
            Ok(metadata) if metadata.is_file() => metadata,
            Ok(_) => return self.fail(path, "is neither a file nor a folder: skipped".to_owned()),
            Err(error) => return self.fail(path, error.to_string()),
        };
        let id = source_id(path, self.root);
        let before = self.books.get(&Indexer::key(&id));
        let modified = metadata.modified().unwrap_or(UNIX_EPOCH);
        let account = Book {
            size: metadata.len(),
            modified_ns: modified
                .duration_since(UNIX_EPOCH)
                .map_or(0, |age| age.as_nanos() as i128),
            racy: modified + RACY > self.options.now,
            options: HowRead::of(&self.options.read).line(),
            limits: self.options.read.limits,
            ..Book::default()
        };
        // Of a file that was read without a problem, other limits would give the same.
        let same_options = before.is_some_and(|before| {
            before.options == account.options
                && (before.problems == 0 || before.limits == account.limits)
        });
        let same_stat = before.is_some_and(|before| {
            before.size == account.size && before.modified_ns == account.modified_ns
        });
        if same_options && same_stat && before.is_some_and(|before| !before.racy) {
            lock(&self.report).unchanged += 1;
            return Ok(());
        }
        let mut bytes = None;
        let hash = if account.size <= IN_MEMORY_BYTES {
            match std::fs::read(path) {
                Ok(read) => blake3::hash(&bytes.insert(read)[..]),
                Err(error) => return self.fail(path, error.to_string()),
            }
        } else {
            match hash_of(path) {
                Ok(hash) => hash,
                Err(error) => return self.fail(path, error.to_string()),
            }
        };
        let account = Book {
            hash: *hash.as_bytes(),
            ..account
        };
        if let Some(before) = before.filter(|before| same_options && before.hash == account.hash) {
            lock(&self.report).unchanged += 1;
            // The same words under another time of change: noting it saves reading the file again next time.
            let settled =
                !account.racy && (before.racy || before.modified_ns != account.modified_ns);
            if settled {
                let touched = Book {
                    modified_ns: account.modified_ns,
                    racy: false,
                    ..before.clone()
                };
                self.indexer.touch(&touched)?;
            }
            return Ok(());
        }
        let shown = path.to_string_lossy().into_owned();
        match bytes {
            Some(bytes) => self.read(path, &id, account, file.named, |sink| {
                read_bytes(&shown, bytes, &self.options.read, sink)
            }),
            None => self.read(path, &id, account, file.named, |sink| {
                read_file(path, &self.options.read, sink)
            }),
        }
    }

    /// Reads a source by `reader` and writes what it gives.
    pub fn read(
        &self,
        path: &Path,
        id: &SourceId,
        account: Book,
        named: bool,
        reader: impl FnOnce(&mut dyn Sink) -> Result<Reading>,
    ) -> Result<()> {
        let before = self.books.get(&Indexer::key(id));
        let mut writing = Writing {
            writer: SourceWriter::new(self.indexer, id),
            problems: Vec::new(),
            unshown: 0,
            broken: None,
        };
        // A reader that panics has a bug; the files after it must not suffer for it.
        let outcome = catch_unwind(AssertUnwindSafe(|| reader(&mut writing)));
        let Writing {
            writer,
            mut problems,
            unshown,
            broken,
        } = writing;
        if let Some(error) = broken {
            return Err(error);
        }
        let reading = match outcome {
            Ok(Ok(reading)) => reading,
            failed => {
                writer.abandon();
                let mut report = lock(&self.report);
                match failed {
                    Ok(Err(Error::UnknownFormat { .. })) if !named => {
                        report.unknown += 1;
                        return Ok(());
                    }
                    Ok(Err(error)) => {
                        let message = match &error {
                            Error::Read { source, .. } => source.to_string(),
                            Error::Unreadable { reason, .. } => reason.clone(),
                            error => error.to_string(),
                        };
                        report.failures.push(Failure::whole(path, message));
                    }
                    _ => {
                        let message = "the reader of this format failed on it, which is a bug: please report it".to_owned();
                        report.failures.push(Failure::whole(path, message));
                    }
                }
                return Ok(());
            }
        };
        if unshown > 0 {
            let message = format!("{unshown} more such problems");
            problems.push(Problem {
                message,
                ..Problem::default()
            });
        }
        let size = account.size;
        let account = Book {
            format: reading.format.to_owned(),
            encoding: reading.encoding,
            problems: (problems.len() + unshown.saturating_sub(1)) as u64,
            ..account
        };
        let counts = writer.finish(before, account)?;
        let mut report = lock(&self.report);
        *(if before.is_some() {
            &mut report.updated
        } else {
            &mut report.added
        }) += 1;
        report.bytes += size;
        report.counts.add(counts);
        let of_file = problems.into_iter().map(|problem| Failure {
            path: path.to_owned(),
            problem,
            whole: false,
        });
        report.failures.extend(of_file);
        Ok(())
    }

    fn fail(&self, path: &Path, message: String) -> Result<()> {
        lock(&self.report)
            .failures
            .push(Failure::whole(path, message));
        Ok(())
    }
}

/// Hands documents on to the index.
struct Writing<'i, 'a> {
    writer: SourceWriter<'i, 'a>,
    problems: Vec<Problem>,
    unshown: usize,
    /// The index refused: no fault of the file.
    broken: Option<Error>,
}

impl Sink for Writing<'_, '_> {
    fn document(&mut self, document: Document) -> Result<()> {
        if let Err(error) = self.writer.add(&document) {
            let stop = Error::Unreadable {
                path: PathBuf::new(),
                reason: "the index cannot be written".to_owned(),
            };
            self.broken = Some(error);
            return Err(stop);
        }
        Ok(())
    }

    fn problem(&mut self, problem: Problem) {
        if self.problems.len() < PROBLEMS_SHOWN {
            self.problems.push(problem)
        } else {
            self.unshown += 1
        }
    }
}

/// How large a file is; 0 if that cannot be told.
pub(super) fn bytes_of(path: &Path) -> u64 {
    path.metadata().map_or(0, |metadata| metadata.len())
}

fn hash_of(path: &Path) -> std::io::Result<blake3::Hash> {
    let mut hasher = blake3::Hasher::new();
    std::io::copy(&mut std::fs::File::open(path)?, &mut hasher)?;
    Ok(hasher.finalize())
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
