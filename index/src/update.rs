//! Brings an index up to date with files: walks, reads what changed on several threads, and commits once.
//!
//! This is the one place that knows both the readers and the indexer; a [`Document`] is all that passes between them. A file
//! that cannot be read is reported and keeps its old passages; the run goes on.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::document::Document;
use crate::error::{Error, Result};
use crate::index::Index;
use crate::indexer::{Counts, Indexer, SourceWriter};
use crate::ingest::sink::{Problem, Sink};
use crate::ingest::walk::{Found, walk};
use crate::ingest::{ReadOptions, Reading, read_bytes, read_file};
use crate::record::Book;
use crate::source_id::{SourceId, is_below, is_gone, root_of, source_id};
use crate::sources::HowRead;

/// A file up to this size is read once, and hashed and parsed in memory; a larger one is hashed first and streamed after.
const IN_MEMORY_BYTES: u64 = 64 << 20;

/// Name of the threads that read. A reader's panic is caught and reported as a failure of its file, so a program may keep its
/// panic message for threads of other names.
pub const READER: &str = "reader";

/// Two writes this close together may leave the same modification time: a file so young is hashed again next time.
const RACY: Duration = Duration::from_secs(2);

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

/// Hears how a run goes on. Called from several threads.
pub trait Progress: Sync {
    /// So much is to be looked at.
    fn begin(&self, files: usize, bytes: u64);
    /// A file of that size is done.
    fn file(&self, bytes: u64);
    /// Everything is read; what follows is the writing to disk.
    fn writing(&self);
}

/// Hears nothing.
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _: usize, _: u64) {}
    fn file(&self, _: u64) {}
    fn writing(&self) {}
}

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Files that were not in the index.
    pub added: u64,
    /// Files that had changed.
    pub updated: u64,
    /// Files that had not.
    pub unchanged: u64,
    /// Files whose passages left the index.
    pub removed: u64,
    /// Files met in folders that are of no known format.
    pub unknown: u64,
    /// What the added and updated files hold.
    pub counts: Counts,
    /// Bytes of the added and updated files.
    pub bytes: u64,
    /// What could not be read, by path.
    pub failures: Vec<Failure>,
}

impl Report {
    fn add(&mut self, other: Report) {
        self.added += other.added;
        self.updated += other.updated;
        self.unchanged += other.unchanged;
        self.removed += other.removed;
        self.unknown += other.unknown;
        self.counts.add(other.counts);
        self.bytes += other.bytes;
        self.failures.extend(other.failures);
    }

    fn sort_failures(&mut self) {
        // What has no place of its own in a file, as the count of further problems, comes after what has.
        let place = |failure: &Failure| {
            let problem = &failure.problem;
            problem.line.or(problem.byte).unwrap_or(u64::MAX)
        };
        self.failures
            .sort_by(|one, other| (&one.path, place(one)).cmp(&(&other.path, place(other))));
    }
}

/// A file, or a part of one, that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it, and where.
    pub problem: Problem,
    /// Whether nothing of the file was indexed. `false`: the rest of it was.
    pub whole: bool,
}

/// Problems of one file that are reported one by one; the rest is counted.
const PROBLEMS_SHOWN: usize = 20;

/// Reads the files at and below `paths` into an index. Files indexed before that have not changed are left alone; passages of
/// files that lay below `paths` and are gone leave the index.
///
/// Fails if the index cannot be written; nothing of the run is visible then.
pub fn update(
    index: &Index,
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
    let mut report = run
        .report
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
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
    index: &Index,
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
        report.add(
            run.report
                .into_inner()
                .unwrap_or_else(std::sync::PoisonError::into_inner),
        );
    }
    report.sort_failures();
    progress.writing();
    if drop_unreadable || !report.failures.iter().any(|failure| failure.whole) {
        indexer.commit_always()?;
    }
    Ok(report)
}

/// Reads bytes that lie in no file, as standard input does, under a name.
pub fn add_bytes(
    index: &Index,
    name: &str,
    bytes: Vec<u8>,
    options: &UpdateOptions,
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
    let account = Book {
        limits: options.read.limits,
        size: bytes.len() as u64,
        hash: *blake3::hash(&bytes).as_bytes(),
        ..Book::default()
    };
    let only = Mutex::new(Some((account, bytes)));
    run.on_threads(|| {
        let Some((account, bytes)) = lock(&only).take() else {
            return Ok(());
        };
        run.read(Path::new(name), &id, account, true, |sink| {
            read_bytes(name, bytes, &options.read, sink)
        })
    })?;
    let report = run
        .report
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    indexer.commit()?;
    Ok(report)
}

/// Takes a file, or everything below a folder, out of the index. Gives how many files left it.
pub fn remove(index: &Index, path: &Path) -> Result<u64> {
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

struct Run<'a> {
    indexer: &'a Indexer<'a>,
    books: &'a HashMap<String, Book>,
    root: Option<&'a Path>,
    options: &'a UpdateOptions,
    report: Mutex<Report>,
}

impl Run<'_> {
    /// Looks at files on several threads.
    fn files(&self, files: &[Found], progress: &dyn Progress) -> Result<()> {
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
    fn on_threads(&self, read: impl Fn() -> Result<()> + Sync) -> Result<()> {
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
    fn read(
        &self,
        path: &Path,
        id: &SourceId,
        account: Book,
        named: bool,
        reader: impl FnOnce(&mut dyn Sink) -> Result<Reading>,
    ) -> Result<()> {
        let before = self.books.get(&Indexer::key(id));
        let mut writing = Writing {
            writer: self.indexer.source(id),
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
                        report.failures.push(whole(path, message));
                    }
                    _ => {
                        let message = "the reader of this format failed on it, which is a bug: please report it".to_owned();
                        report.failures.push(whole(path, message));
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
        lock(&self.report).failures.push(whole(path, message));
        Ok(())
    }
}

fn whole(path: &Path, message: String) -> Failure {
    Failure {
        path: path.to_owned(),
        problem: Problem {
            message,
            ..Problem::default()
        },
        whole: true,
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

fn bytes_of(path: &Path) -> u64 {
    path.metadata().map_or(0, |metadata| metadata.len())
}

fn hash_of(path: &Path) -> std::io::Result<blake3::Hash> {
    let mut hasher = blake3::Hasher::new();
    std::io::copy(&mut std::fs::File::open(path)?, &mut hasher)?;
    Ok(hasher.finalize())
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}
