//! One run over files: which of them changed, what each contains, and what is wrong with it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::document::Document;
use crate::error::{Error, Result, unknown_columns, unknown_json};
use crate::facts::documents::DocumentRules;
use crate::facts::stated::StatedFacts;
use crate::index::account::SourceAccount;
use crate::index::file_stamp::FileStamp;
use crate::index::source_id::{SourceId, source_id};
use crate::index::sources::ReadSettings;
use crate::indexer::indexing::Indexer;
use crate::indexer::source::SourceWriter;
use crate::ingest::format::Reading;
use crate::ingest::formats::FORMATS;
use crate::ingest::sink::{Problem, Sink};
use crate::ingest::source::Source;
use crate::ingest::unread::{Unread, is_textless};
use crate::ingest::walk::Found;
use crate::ingest::{read_bytes, read_file};
use crate::options::ReadOptions;
use crate::storage::lock::lock;
use crate::storage::panics;
use crate::update::options::UpdateOptions;
use crate::update::progress::Progress;
use crate::update::report::{Failure, Report};

/// A file up to this size is loaded into memory, where it is hashed and parsed. A larger one is
/// hashed first and then read again, so that it need not fit into memory.
const IN_MEMORY_BYTES: u64 = 64 << 20;

/// Problems of one file beyond this number are only counted. One wrong option would otherwise
/// report every line of a file, and take as much memory as the file.
const MAX_PROBLEMS: usize = 200;

/// A run.
pub(super) struct Run<'a> {
    pub indexer: &'a Indexer<'a>,
    /// The sources before the run, by the hash of their identity.
    pub accounts: &'a HashMap<String, SourceAccount>,
    /// The folder that paths are relative to.
    pub root: Option<&'a Path>,
    pub options: &'a UpdateOptions,
    /// What `documents.toml` states.
    pub rules: &'a DocumentRules,
    pub report: Mutex<Report>,
    /// The hashes of the contents that the index has of the files of this run, with their paths.
    pub contents: Mutex<HashMap<[u8; 32], String>>,
}

/// A source to read.
pub(super) struct Input<'a> {
    pub path: &'a Path,
    pub id: &'a SourceId,
    /// Whether the user named it. If not, it was found in a folder, and an unknown format is no
    /// failure.
    pub is_named: bool,
}

impl<'a> Run<'a> {
    /// A run that has read nothing yet.
    pub fn new(
        indexer: &'a Indexer<'a>,
        accounts: &'a HashMap<String, SourceAccount>,
        root: Option<&'a Path>,
        options: &'a UpdateOptions,
        rules: &'a DocumentRules,
    ) -> Run<'a> {
        Run {
            indexer,
            accounts,
            root,
            options,
            rules,
            report: Mutex::default(),
            contents: Mutex::default(),
        }
    }

    /// The report of the run, and the hashes of the contents of its files with their paths.
    pub fn into_report(self) -> (Report, HashMap<[u8; 32], String>) {
        let report = self.report.into_inner();
        let contents = self.contents.into_inner();
        (
            report.unwrap_or_else(PoisonError::into_inner),
            contents.unwrap_or_else(PoisonError::into_inner),
        )
    }

    /// Reads files on several threads. Fails if the index cannot be written.
    pub fn files(&self, files: &[Found], progress: &dyn Progress) -> Result<()> {
        let next = AtomicUsize::new(0);
        self.on_threads(|| {
            while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                let outcome = self.file(file);
                progress.file(bytes_of(&file.path));
                if outcome.is_err() {
                    // Without a writable index, reading more files is useless.
                    next.store(usize::MAX / 2, Ordering::Relaxed);
                }
                outcome?;
            }
            Ok(())
        })
    }

    /// Calls `read` on each of several threads. A thread that is done helps the others. Fails if
    /// the index cannot be written.
    pub fn on_threads(&self, read: impl Fn() -> Result<()> + Sync) -> Result<()> {
        let failed: Mutex<Option<Error>> = Mutex::new(None);
        let work = |reader_guard| {
            let outcome = read();
            drop(reader_guard);
            if let Err(error) = outcome.and_then(|()| self.indexer.help()) {
                lock(&failed).get_or_insert(error);
            }
        };
        std::thread::scope(|scope| {
            // All readers are registered before one starts: helpers must not end before.
            let threads = 0..self.options.threads.max(1);
            let guards: Vec<_> = threads.map(|_| self.indexer.register_reader()).collect();
            for guard in guards {
                let thread = std::thread::Builder::new().name("reader".to_owned());
                if thread.spawn_scoped(scope, || work(guard)).is_err() {
                    // The system has no thread left: this one reads.
                    work(self.indexer.register_reader());
                }
            }
        });
        lock(&failed).take().map_or(Ok(()), Err)
    }

    /// Reads a file if it has changed. Problems of the file go into the report. Fails if the index
    /// cannot be written.
    fn file(&self, file: &Found) -> Result<()> {
        let path = &file.path;
        let metadata = match path.metadata() {
            Ok(metadata) if metadata.is_file() => metadata,
            Ok(_) => {
                self.fail(path, "is neither a file nor a folder: skipped".to_owned());
                return Ok(());
            }
            Err(error) => {
                self.fail(path, error.to_string());
                return Ok(());
            }
        };
        let id = source_id(path, self.root);
        let input = Input {
            path,
            id: &id,
            is_named: file.named,
        };
        let is_meant = file.named || file.known_format || self.options.read.format.is_some();
        if !is_meant && let Err(error) = is_read(path) {
            self.unreadable(&input, Some(error));
            return Ok(());
        }
        let before = self.accounts.get(&id.hash());
        let read = self.read_options(&id, before);
        let account = self.account_of(&metadata, &read);
        // Other limits only matter if the file had problems: they may have come from the old
        // limits.
        let before = before.filter(|before| {
            before.options == account.options
                && before.is_stated_as(&read.stated)
                && (before.problems == 0 || before.limits == account.limits)
        });
        let settled = before.filter(|before| before.stamp == account.stamp && !before.racy);
        if let Some(before) = settled {
            return self.unchanged(before, &account);
        }
        let (hash, bytes) = match hash_of(path, account.stamp.size) {
            Ok(read) => read,
            Err(error) => {
                self.fail(path, error.to_string());
                return Ok(());
            }
        };
        let account = SourceAccount {
            hash: *hash.as_bytes(),
            ..account
        };
        if let Some(before) = before.filter(|before| before.hash == account.hash) {
            return self.unchanged(before, &account);
        }
        let shown = path.to_string_lossy();
        self.read(&input, account, |sink| match bytes {
            Some(bytes) => read_bytes(&shown, bytes, &read, sink),
            None => read_file(path, &read, sink),
        })
    }

    /// The options for one source, with what is stated about it. Without `--facts`, what the source
    /// was read with before is kept.
    pub fn read_options(&self, id: &SourceId, before: Option<&SourceAccount>) -> ReadOptions {
        let kept = || ReadSettings::of_account(before?)?.facts();
        let options = &self.options.read;
        let facts = options.facts.clone().or_else(kept);
        let facts = facts.filter(|patterns| !patterns.is_empty());
        let mut stated = StatedFacts::default();
        if facts.is_some() || !self.rules.is_empty() {
            let path = self.root.map(|root| root.join(&id.path));
            let path = path.map_or(id.path.as_str().into(), |path| {
                path.to_string_lossy().into_owned()
            });
            facts
                .iter()
                .flatten()
                .for_each(|pattern| pattern.state(&path, &mut stated));
            self.rules.state(&path, &mut stated);
        }
        ReadOptions {
            facts,
            stated: Arc::new(stated),
            ..options.clone()
        }
    }

    /// The account of a file that has not been read yet.
    fn account_of(&self, metadata: &std::fs::Metadata, read: &ReadOptions) -> SourceAccount {
        let stamp = FileStamp::of(metadata);
        SourceAccount {
            stamp,
            racy: !stamp.is_settled(self.options.now),
            options: ReadSettings::of(read).to_json(),
            limits: self.options.read.limits,
            stated: read.stated.facts().to_vec(),
            ..SourceAccount::default()
        }
    }

    /// Counts a file with unchanged contents. Notes its new times, so that the contents need not be
    /// compared again, and the places where the same facts are stated now.
    fn unchanged(&self, before: &SourceAccount, account: &SourceAccount) -> Result<()> {
        lock(&self.report).unchanged += 1;
        lock(&self.contents).insert(before.hash, before.path.clone());
        let is_new_time = before.racy || before.stamp != account.stamp;
        let is_new_time = is_new_time && !account.racy;
        if !is_new_time && before.stated == account.stated {
            return Ok(());
        }
        let mut noted = before.clone();
        noted.note_origins(&account.stated);
        if is_new_time {
            noted.stamp = account.stamp;
            noted.racy = false;
        }
        self.indexer.replace_account(&noted)
    }

    /// Reads a source with `reader` and writes its passages. Problems of the source go into the
    /// report. Fails if the index cannot be written.
    pub fn read(
        &self,
        input: &Input<'_>,
        account: SourceAccount,
        reader: impl FnOnce(&mut dyn Sink) -> Result<Reading>,
    ) -> Result<()> {
        let before = self.accounts.get(&input.id.hash());
        let mut sink = IndexSink {
            writer: SourceWriter::new(self.indexer, input.id),
            problems: Vec::new(),
            more_problems: 0,
            is_silent: true,
            index_error: None,
        };
        // A reader that panics has a bug. The other files are read all the same.
        let outcome = panics::catch(|| reader(&mut sink));
        if let Some(error) = sink.index_error {
            return Err(error);
        }
        let reading = match outcome {
            Ok(Ok(reading)) => reading,
            failed => {
                sink.writer.abandon();
                self.unreadable(input, failed.ok().and_then(Result::err));
                return Ok(());
            }
        };
        let mut problems = sink.problems;
        if sink.is_silent {
            match reading.no_text().filter(|_| account.stamp.size > 0) {
                Some(message) => problems.push(Problem {
                    message: message.to_owned(),
                    ..Problem::default()
                }),
                None => lock(&self.report).empty += 1,
            }
        }
        let count = problems.len() + sink.more_problems;
        if sink.more_problems > 0 {
            let message = format!("{} more such problems", sink.more_problems);
            problems.push(Problem {
                message,
                ..Problem::default()
            });
        }
        let size = account.stamp.size;
        let hash = account.hash;
        let account = SourceAccount {
            format: reading.format.to_owned(),
            encoding: reading.encoding,
            problems: count as u64,
            ..account
        };
        let counts = sink.writer.finish(before, account)?;
        lock(&self.contents).insert(hash, input.id.path.clone());
        let mut report = lock(&self.report);
        match before {
            Some(_) => report.updated += 1,
            None => report.added += 1,
        }
        report.bytes += size;
        report.counts.add(counts);
        report
            .failures
            .extend(problems.into_iter().map(|problem| Failure {
                path: input.path.to_owned(),
                problem,
                whole: false,
            }));
        Ok(())
    }

    /// Reports a source that could not be read at all. `error` is `None` if its reader panicked.
    fn unreadable(&self, input: &Input<'_>, error: Option<Error>) {
        let message = match error {
            Some(
                Error::UnknownFormat { holds_text, .. } | Error::UnknownJson { holds_text, .. },
            ) if !input.is_named && (!holds_text || is_textless(input.path)) => {
                lock(&self.report).unknown += 1;
                return;
            }
            Some(Error::UnknownFormat { found, .. }) => found,
            Some(Error::UnknownJson { found, .. }) => unknown_json(&found),
            Some(Error::UnknownColumns { columns, .. }) => unknown_columns(&columns),
            Some(Error::Read { source, .. }) => source.to_string(),
            Some(Error::Unreadable { reason, .. }) => reason,
            Some(error) => error.to_string(),
            None => {
                "the reader of this format failed on it, which is a bug: please report it".into()
            }
        };
        self.fail(input.path, message);
    }

    fn fail(&self, path: &Path, message: String) {
        let failure = Failure::whole(path, message);
        lock(&self.report).failures.push(failure);
    }
}

/// Passes documents on to the index, and collects problems.
struct IndexSink<'i, 'a> {
    writer: SourceWriter<'i, 'a>,
    problems: Vec<Problem>,
    /// Number of problems beyond [`MAX_PROBLEMS`].
    more_problems: usize,
    /// Whether the source has given neither a paragraph nor a problem.
    is_silent: bool,
    /// Set if the index could not be written, which is not the fault of the source.
    index_error: Option<Error>,
}

impl Sink for IndexSink<'_, '_> {
    fn document(&mut self, document: Document) -> Result<()> {
        self.is_silent &= document.paragraphs.is_empty();
        self.writer.add(&document).map_err(|error| {
            self.index_error = Some(error);
            // Only ends the reading: `Run::read` returns the error above.
            Error::Unreadable {
                path: PathBuf::new(),
                reason: "the index cannot be written".to_owned(),
            }
        })
    }

    fn problem(&mut self, problem: Problem) {
        self.is_silent = false;
        if self.problems.len() < MAX_PROBLEMS {
            self.problems.push(problem);
        } else {
            self.more_problems += 1;
        }
    }
}

/// Fails if no format reads the file, which was found in a folder and has an unknown ending, with
/// what it is. Reads no more than its first bytes.
fn is_read(path: &Path) -> Result<()> {
    let mut source = Source::open(path)?;
    let unread = match Unread::by_name(path).filter(|unread| !unread.holds_text) {
        Some(unread) => unread,
        None => match FORMATS.choose(path, source.head()?, true) {
            Ok(_) => return Ok(()),
            Err(unread) => unread,
        },
    };
    Err(source.unread(unread))
}

/// The size of a file in bytes; 0 if it cannot be determined.
pub(super) fn bytes_of(path: &Path) -> u64 {
    path.metadata().map_or(0, |metadata| metadata.len())
}

/// The hash of a file of this size, and its contents if it is small enough to keep them.
fn hash_of(path: &Path, size: u64) -> std::io::Result<(blake3::Hash, Option<Vec<u8>>)> {
    if size <= IN_MEMORY_BYTES {
        let bytes = std::fs::read(path)?;
        return Ok((blake3::hash(&bytes), Some(bytes)));
    }
    let mut hasher = blake3::Hasher::new();
    std::io::copy(&mut std::fs::File::open(path)?, &mut hasher)?;
    Ok((hasher.finalize(), None))
}
