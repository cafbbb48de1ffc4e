//! [`Indexer`]: one run that writes to an index, from the lock to the commit.

use std::collections::{BTreeMap, HashMap};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use tantivy::index::SegmentMeta;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, IndexWriter, TERMINATED, Term};

use crate::error::{Error, Result};
use crate::hit::Passage;
use crate::index::account::SourceAccount;
use crate::index::files::IndexFiles;
use crate::index::sources::{Root, SourceEntry};
use crate::indexer::batch_queue::BatchQueue;
use crate::indexer::merge_policy::VerifiedMergePolicy;
use crate::indexer::workspace::{Batch, Workspace};
use crate::segment::writer::SegmentWriter;
use crate::speakers::roster::{Roster, SourceSpeakers};
use crate::storage::lock::lock;
use crate::stored::packing::RecordPacker;

/// Memory for the open segments of all threads together.
const SEGMENTS_BYTES: usize = 384 << 20;

/// Memory at which the segment of one thread is closed. The minimum avoids many small segments,
/// which would have to be merged; the maximum keeps a run with few threads small.
const SEGMENT_BYTES: std::ops::RangeInclusive<usize> = 64 << 20..=256 << 20;

/// Memory of tantivy's writer, the least it accepts. It gets no records: it only deletes, merges
/// and commits.
const WRITER_BYTES: usize = 15 << 20;

/// Writes to one index, and holds its lock.
pub(crate) struct Indexer<'a> {
    index: &'a IndexFiles,
    writer: IndexWriter,
    /// The workspaces that no thread is using. There are as many in all as threads have written at
    /// the same time.
    idle: Mutex<Vec<Workspace>>,
    segment_bytes: usize,
    queue: BatchQueue<Batch>,
    packer: RecordPacker,
    /// Distinguishes the records of this run from older ones of the same source.
    run: String,
    /// Whether there is anything to commit.
    is_changed: AtomicBool,
    /// Whether a write panicked. A segment may then lack records, so the run must not be committed.
    is_incomplete: AtomicBool,
    /// The terms of records to delete.
    deleted: Mutex<Vec<Term>>,
    /// The terms of records to delete that this run has written itself.
    withdrawn: Mutex<Vec<Term>>,
    /// All sources after the commit, by the hash of their identity.
    sources: Mutex<BTreeMap<String, SourceEntry>>,
    /// The files and folders that the user gave, after the commit, by the bytes of their paths.
    roots: Mutex<BTreeMap<Vec<u8>, Root>>,
    /// The names of their speakers.
    roster: Mutex<Roster>,
}

/// Sets a flag when it is dropped, unless it is forgotten.
struct SetOnDrop<'i>(&'i AtomicBool);

impl Drop for SetOnDrop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl<'a> Indexer<'a> {
    /// Takes the writer lock of the index. `threads` is the number of threads that will write.
    ///
    /// Fails with [`Error::Locked`] if another process holds the lock.
    pub fn open(index: &'a IndexFiles, threads: usize) -> Result<Indexer<'a>> {
        if let Some(directory) = &index.directory {
            directory.allow_new_files();
        }
        let failed = |error| index.storage("write to", error);
        let writer: IndexWriter = index
            .inner
            .writer_with_num_threads(1, WRITER_BYTES)
            .map_err(failed)?;
        index.delete_unused()?;
        let policy = VerifiedMergePolicy::new(&index.inner, index.directory.as_ref())
            .map_err(|error| index.storage("read", error))?;
        writer.set_merge_policy(Box::new(policy));
        // An empty operation gets a number that no other run has.
        let run = writer.run([]).map_err(failed)?;
        let segment_bytes = SEGMENTS_BYTES / threads.max(1);
        Ok(Indexer {
            index,
            writer,
            idle: Mutex::default(),
            segment_bytes: segment_bytes.clamp(*SEGMENT_BYTES.start(), *SEGMENT_BYTES.end()),
            queue: BatchQueue::default(),
            packer: RecordPacker::new(index.tables()?),
            run: format!("{run:x}"),
            is_changed: AtomicBool::new(false),
            is_incomplete: AtomicBool::new(false),
            deleted: Mutex::default(),
            withdrawn: Mutex::default(),
            sources: Mutex::default(),
            roots: Mutex::new(index.recorded_roots()),
            roster: Mutex::default(),
        })
    }

    /// The accounts of all sources, by the hash of their identity. Every run must begin with this.
    pub fn accounts(&self) -> Result<HashMap<String, SourceAccount>> {
        let accounts = self
            .index
            .guarded(|| self.index.accounts(&self.index.reader()?))?;
        let entries = accounts.iter();
        let entries = entries.map(|account| (account.source.clone(), SourceEntry::of(account)));
        lock(&self.sources).extend(entries);
        let mut roster = lock(&self.roster);
        for account in &accounts {
            roster.add_committed(&account.source, account.documents, &account.speakers);
        }
        drop(roster);
        let by_source = accounts.into_iter();
        let by_source = by_source.map(|account| (account.source.clone(), account));
        Ok(by_source.collect())
    }

    /// The value of the fields `source` and `account` for what this run writes of a source.
    pub fn in_run(&self, source: &str) -> String {
        format!("{source}:{}", self.run)
    }

    /// Removes a source from the index.
    pub fn remove(&self, account: &SourceAccount) {
        self.delete(account);
        lock(&self.sources).remove(&account.source);
        lock(&self.roster).remove(&account.source);
        self.is_changed.store(true, Ordering::Relaxed);
    }

    /// The roots after the commit, by the bytes of their paths.
    pub fn roots(&self) -> BTreeMap<Vec<u8>, Root> {
        lock(&self.roots).clone()
    }

    /// Records other roots.
    pub fn set_roots(&self, roots: BTreeMap<Vec<u8>, Root>) {
        let mut before = lock(&self.roots);
        if *before != roots {
            *before = roots;
            self.is_changed.store(true, Ordering::Relaxed);
        }
    }

    /// Replaces the account of a source, with a new modification time for instance. Its passages
    /// stay.
    pub fn replace_account(&self, account: &SourceAccount) -> Result<()> {
        let field = self.index.fields.account;
        self.delete_term(Term::from_field_text(field, &account.key));
        self.write(|workspace| self.write_account(account, workspace))
    }

    /// Counts this thread as a reader until the result is dropped. Helpers wait for readers.
    pub fn register_reader(&self) -> impl Drop {
        self.queue.register_reader()
    }

    /// Writes batches from other threads until no thread reads any more, and then closes a segment.
    /// For a thread that has nothing left to read.
    pub fn help(&self) -> Result<()> {
        while let Some(batch) = self.queue.take() {
            self.write(|workspace| self.write_batch(&batch, workspace))?;
        }
        let workspace = lock(&self.idle).pop();
        workspace.map_or(Ok(()), |workspace| self.close(workspace))
    }

    /// Gives a batch to a helper that waits, or else writes it.
    pub fn add_batch(&self, source: &str, passages: Vec<Passage>) -> Result<()> {
        let source = source.to_owned();
        match self.queue.offer(Batch { source, passages }) {
            None => Ok(()),
            Some(batch) => self.write(|workspace| self.write_batch(&batch, workspace)),
        }
    }

    /// Replaces a source: `before` is its old account, if any, `account` the new one, and
    /// `passages` are those not added yet.
    pub fn finish_source(
        &self,
        before: Option<&SourceAccount>,
        account: &SourceAccount,
        passages: Vec<Passage>,
    ) -> Result<()> {
        if let Some(before) = before {
            self.delete(before);
        }
        let speakers = SourceSpeakers {
            documents: account.documents,
            names: account.speakers.clone(),
        };
        lock(&self.roster).set(&account.source, speakers);
        lock(&self.sources).insert(account.source.clone(), SourceEntry::of(account));
        // Not offered to other threads: so a small run makes only one segment.
        let source = account.passages.clone();
        let batch = Batch { source, passages };
        self.write(|workspace| {
            self.write_batch(&batch, workspace)?;
            self.write_account(account, workspace)
        })
    }

    /// Deletes the passages that this run has written under this value of the field `source`.
    pub fn withdraw(&self, source: &str) {
        let term = Term::from_field_text(self.index.fields.source, source);
        lock(&self.withdrawn).push(term);
    }

    fn delete(&self, account: &SourceAccount) {
        let fields = &self.index.fields;
        self.delete_term(Term::from_field_text(fields.source, &account.passages));
        self.delete_term(Term::from_field_text(fields.account, &account.key));
    }

    fn delete_term(&self, term: Term) {
        let mut deleted = lock(&self.deleted);
        deleted.push(term.clone());
        self.writer.delete_term(term);
    }

    fn write_batch(&self, batch: &Batch, workspace: &mut Workspace) -> Result<()> {
        let segment = workspace.write_batch(batch, &self.packer)?;
        segment.map_or(Ok(()), |segment| self.add_segment(segment))
    }

    fn write_account(&self, account: &SourceAccount, workspace: &mut Workspace) -> Result<()> {
        workspace.write_account(account, &self.in_run(&account.source))
    }

    /// Runs `write` with an idle workspace, or a new one. If it panics, the workspace is lost with
    /// everything that other sources have written to it, so the run must not be committed.
    fn write(&self, write: impl FnOnce(&mut Workspace) -> Result<()>) -> Result<()> {
        self.is_changed.store(true, Ordering::Relaxed);
        let idle = lock(&self.idle).pop();
        let mut workspace = idle.unwrap_or_else(|| {
            let segments = SegmentWriter::new(
                self.index.inner.clone(),
                self.index.fields,
                self.index.name().to_owned(),
                self.segment_bytes,
            );
            Workspace::new(segments, self.index.fields)
        });
        let panicked = SetOnDrop(&self.is_incomplete);
        let outcome = write(&mut workspace);
        std::mem::forget(panicked);
        lock(&self.idle).push(workspace);
        outcome
    }

    fn close(&self, workspace: Workspace) -> Result<()> {
        let segment = workspace.close()?;
        segment.map_or(Ok(()), |segment| self.add_segment(segment))
    }

    fn add_segment(&self, segment: SegmentMeta) -> Result<()> {
        let added = self.writer.add_segment(segment);
        added.map_err(|error| self.index.storage("write to", error))
    }

    /// Makes everything visible at once, and waits for merges. Does nothing if nothing was changed.
    ///
    /// Fails if the index cannot be written. It then stays as it was.
    pub fn commit(self) -> Result<()> {
        if self.is_changed.load(Ordering::Relaxed) {
            self.commit_always()
        } else {
            Ok(())
        }
    }

    /// Like [`commit`](Self::commit), but also if nothing was changed: even an empty index then
    /// records its version.
    pub fn commit_always(mut self) -> Result<()> {
        match self.try_commit() {
            Ok(()) => {
                let index = self.index;
                self.writer
                    .wait_merging_threads()
                    .map_err(|error| index.storage("write to", error))?;
                // A failed merge (on a full disk, say) loses nothing but leaves files behind.
                index.delete_unused_if_free()
            }
            Err(error) => Err(self.abandon(error)),
        }
    }

    fn try_commit(&mut self) -> Result<()> {
        self.verify_deleted()?;
        self.close_all()?;
        let speakers = lock(&self.roster).table(self.index.joined()?);
        let failed = |error| self.index.storage("write to", error);
        let list = self
            .index
            .write_sources(&lock(&self.sources), &lock(&self.roots));
        let list = list.map_err(failed)?;
        let tables = self.packer.tables();
        let payload = self.index.write_payload(&list, speakers, &tables);
        let payload = payload.map_err(failed)?;
        let mut commit = self.writer.prepare_commit().map_err(failed)?;
        commit.set_payload(&payload);
        commit.commit().map_err(failed)?;
        Ok(())
    }

    /// Reads the postings of the terms to delete, as tantivy will do during the commit. If they are
    /// damaged, tantivy's panic would then end the process; here it becomes an error.
    fn verify_deleted(&self) -> Result<()> {
        let deleted = lock(&self.deleted);
        if deleted.is_empty() {
            return Ok(());
        }
        self.index.guarded(|| {
            let failed = |error| self.index.storage("read", error);
            for segment in self.index.reader()?.segment_readers() {
                for term in deleted.iter() {
                    let inverted = segment.inverted_index(term.field()).map_err(failed)?;
                    let postings = inverted.read_postings(term, IndexRecordOption::Basic);
                    let postings = postings.map_err(|error| failed(error.into()))?;
                    let Some(mut postings) = postings else {
                        continue;
                    };
                    while postings.doc() != TERMINATED {
                        postings.advance();
                    }
                }
            }
            Ok(())
        })
    }

    /// Closes all segments, and then deletes the withdrawn records: a deletion only reaches
    /// segments that were added before.
    fn close_all(&self) -> Result<()> {
        if self.is_incomplete.load(Ordering::Relaxed) {
            let message = "passages could not be turned into records".to_owned();
            return Err(Error::Bug { message });
        }
        for workspace in std::mem::take(&mut *lock(&self.idle)) {
            self.close(workspace)?;
        }
        for term in std::mem::take(&mut *lock(&self.withdrawn)) {
            self.writer.delete_term(term);
        }
        Ok(())
    }

    /// Abandons the run: the index stays as of the last commit, and new files are deleted. Returns
    /// the error to report. That of a failed merge is preferred, because other errors only say that
    /// the writer was killed.
    pub fn abandon(mut self, error: Error) -> Error {
        lock(&self.idle).clear();
        let cause = self.writer.prepare_commit().err();
        let error = match cause {
            Some(cause) if !matches!(error, Error::Damaged { .. }) => {
                self.index.storage("write to", cause)
            }
            _ => error,
        };
        if let Some(directory) = &self.index.directory {
            directory.block_new_files();
        }
        // If this fails too, the next run deletes the files.
        let _ = self.writer.rollback().map(|_| self.index.delete_unused());
        error
    }
}
