//! Writes documents into an index, source by source, and keeps account of what came from where.
//!
//! What a source held before is deleted only when its new contents are complete, so a source that cannot be read keeps its
//! old passages. Nothing is visible before [`Indexer::commit`], and then everything at once.

pub(crate) mod cut;
mod handover;
mod merging;
pub(crate) mod source;

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use tantivy::index::SegmentMeta;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, IndexWriter, TERMINATED, Term};

use self::handover::Handover;
use crate::error::{Error, Result};
use crate::fields::names::NameTerms;
use crate::hit::Passage;
use crate::index::IndexFiles;
use crate::index::record::Book;
use crate::index::source_id::SourceId;
use crate::index::sources::{self, Recorded};
use crate::indexer::merging::SoundMerges;
use crate::segment::SegmentWriter;
use crate::speakers::roster::Roster;
use crate::stored::packing::{Choice, Packing};
use crate::stored::{Encoded, Neighbours};

/// Memory that all threads' segments may take together, and what one may take at most and at least before it is closed.
const SEGMENTS_BYTES: usize = 384 << 20;
const SEGMENT_BYTES: std::ops::RangeInclusive<usize> = 64 << 20..=256 << 20;

/// Memory that tantivy's writer is to have at least. It is given no records: it deletes, merges and commits.
const WRITER_BYTES: usize = 15 << 20;

/// Writes to one index. Holds its lock.
pub struct Indexer<'a> {
    index: &'a IndexFiles,
    writer: IndexWriter,
    /// Those that nobody writes to at the moment: as many as threads have written at once.
    idle: Mutex<Vec<Workplace>>,
    segment_bytes: usize,
    handover: Handover<Batch>,
    packing: Packing,
    /// Tells this run's passages from older ones of the same source.
    run: String,
    changed: AtomicBool,
    torn: AtomicBool,
    /// The terms whose records are to go.
    deleted: Mutex<Vec<Term>>,
    /// The terms of records that this run wrote and that are to go.
    withdrawn: Mutex<Vec<Term>>,
    /// What the sources will be after the commit, by the hashes of their identities.
    sources: Mutex<BTreeMap<String, Recorded>>,
    /// The names of their speakers.
    roster: Mutex<Roster>,
}

/// What a thread needs to write records.
struct Workplace {
    segments: SegmentWriter,
    named: NameTerms,
    /// What packed the records of its last batch.
    choice: Option<Choice>,
}

/// Notes that writing did not come to its end, unless it is forgotten.
struct Torn<'i>(&'i AtomicBool);

impl Drop for Torn<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Passages of one source.
#[derive(Debug)]
struct Batch {
    /// The value of `source` that they bear.
    source: String,
    passages: Vec<Passage>,
}

/// What one source gave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Documents.
    pub documents: u64,
    /// Sections, each counted in its document.
    pub sections: u64,
    /// Passages.
    pub passages: u64,
    /// Passages with a speaker.
    pub with_speaker: u64,
    /// Bytes of passage text.
    pub text_bytes: u64,
}

impl Counts {
    /// Adds another source's.
    pub fn add(&mut self, other: Counts) {
        self.documents += other.documents;
        self.sections += other.sections;
        self.passages += other.passages;
        self.with_speaker += other.with_speaker;
        self.text_bytes += other.text_bytes;
    }
}

impl<'a> Indexer<'a> {
    /// Takes the index's lock, for so many threads to write. Fails with [`Error::Locked`] if another process holds it.
    pub fn open(index: &'a IndexFiles, threads: usize) -> Result<Indexer<'a>> {
        if let Some(directory) = &index.directory {
            directory.take_up();
        }
        let writer: IndexWriter = index
            .inner
            .writer_with_num_threads(1, WRITER_BYTES)
            .map_err(|error| index.storage("write to", error))?;
        index.sweep()?;
        let policy = SoundMerges::new(&index.inner, index.directory.as_ref())
            .map_err(|error| index.storage("read", error))?;
        writer.set_merge_policy(Box::new(policy));
        // Also what no other run is called by: an operation of its own makes this run's commit another one than the last.
        let run = writer
            .run([])
            .map_err(|error| index.storage("write to", error))?;
        let run = format!("{run:x}");
        Ok(Indexer {
            index,
            writer,
            idle: Mutex::default(),
            segment_bytes: (SEGMENTS_BYTES / threads.max(1))
                .clamp(*SEGMENT_BYTES.start(), *SEGMENT_BYTES.end()),
            handover: Handover::default(),
            packing: Packing::new(index.tables()?),
            run,
            changed: AtomicBool::new(false),
            torn: AtomicBool::new(false),
            deleted: Mutex::default(),
            withdrawn: Mutex::default(),
            sources: Mutex::default(),
            roster: Mutex::default(),
        })
    }

    /// The account of every source, by the hash of its identity. A run begins with it.
    pub(crate) fn books(&self) -> Result<HashMap<String, Book>> {
        let books = self
            .index
            .guarded(|| self.index.books(&self.index.reader()?))?;
        let recorded = books
            .iter()
            .map(|book| (book.source.clone(), Recorded::of(book)));
        lock(&self.sources).extend(recorded);
        let mut roster = lock(&self.roster);
        for book in &books {
            roster.add_committed(&book.source, book.documents, &book.speakers);
        }
        drop(roster);
        Ok(books
            .into_iter()
            .map(|book| (book.source.clone(), book))
            .collect())
    }

    /// What names a source's records of this run alone.
    fn in_run(&self, source: &str) -> String {
        format!("{source}:{}", self.run)
    }

    /// The hash under which a source's account is kept.
    pub(crate) fn key(id: &SourceId) -> String {
        id.hash()
    }

    /// Takes a source out of the index.
    pub(crate) fn remove(&self, book: &Book) {
        self.delete(book);
        lock(&self.sources).remove(&book.source);
        lock(&self.roster).remove(&book.source);
        self.changed.store(true, Ordering::Relaxed);
    }

    /// Notes a source's new time of change; its passages stay.
    pub(crate) fn touch(&self, book: &Book) -> Result<()> {
        self.delete_term(Term::from_field_text(self.index.fields.book, &book.key));
        self.write(|workplace| self.add_book(book, workplace))
    }

    /// Counts this thread among those that read, until what it gets is dropped.
    pub(crate) fn reading(&self) -> impl Drop {
        self.handover.reader()
    }

    /// Indexes what others read, as long as anybody reads, and closes a segment then. For a thread that has nothing more to read.
    pub(crate) fn help(&self) -> Result<()> {
        while let Some(batch) = self.handover.next() {
            self.write(|workplace| self.add(&batch, workplace))?;
        }
        let workplace = lock(&self.idle).pop();
        workplace.map_or(Ok(()), |workplace| self.close(workplace))
    }

    fn delete(&self, book: &Book) {
        let fields = &self.index.fields;
        self.delete_term(Term::from_field_text(fields.source, &book.passages));
        self.delete_term(Term::from_field_text(fields.book, &book.key));
    }

    fn delete_term(&self, term: Term) {
        let mut deleted = lock(&self.deleted);
        deleted.push(term.clone());
        self.writer.delete_term(term);
    }

    fn add(&self, batch: &Batch, workplace: &mut Workplace) -> Result<()> {
        let fields = &self.index.fields;
        let mut neighbours = Neighbours::default();
        let encoded = batch.passages.iter();
        let encoded = encoded.map(|passage| Encoded::new(passage, &mut neighbours));
        let packed = self
            .packing
            .pack(encoded.collect::<Result<_>>()?, &mut workplace.choice);
        for (passage, packed) in batch.passages.iter().zip(&packed) {
            let record = workplace.segments.record()?;
            fields.passage(passage, packed, &batch.source, &mut workplace.named, record)?;
        }
        // Neighbours stand in one segment: it is closed between batches only.
        if let Some(segment) = workplace.segments.close_if_large()? {
            self.add_segment(segment)?;
        }
        Ok(())
    }

    fn add_book(&self, book: &Book, workplace: &mut Workplace) -> Result<()> {
        let record = workplace.segments.record()?;
        let key = self.in_run(&book.source);
        self.index.fields.book(book, &key, record)
    }

    /// Takes a workplace, or sets up another one, for as long as something is written there. If that panics, what other sources wrote
    /// there is lost, too: then the run must not be committed.
    fn write(&self, write: impl FnOnce(&mut Workplace) -> Result<()>) -> Result<()> {
        self.changed.store(true, Ordering::Relaxed);
        let idle = lock(&self.idle).pop();
        let mut workplace = idle.unwrap_or_else(|| {
            let path = self.index.path().unwrap_or(Path::new("(memory)"));
            let segments = SegmentWriter::new(
                self.index.inner.clone(),
                self.index.fields,
                path.to_owned(),
                self.segment_bytes,
            );
            let named = NameTerms::default();
            Workplace {
                segments,
                named,
                choice: None,
            }
        });
        let torn = Torn(&self.torn);
        let written = write(&mut workplace);
        std::mem::forget(torn);
        lock(&self.idle).push(workplace);
        written
    }

    fn add_segment(&self, segment: SegmentMeta) -> Result<()> {
        let added = self.writer.add_segment(segment);
        added.map_err(|error| self.index.storage("write to", error))
    }

    fn close(&self, mut workplace: Workplace) -> Result<()> {
        let segment = workplace.segments.close()?;
        segment.map_or(Ok(()), |segment| self.add_segment(segment))
    }

    /// Closes what is open. What is withdrawn goes only now: a deletion reaches the segments that are there.
    fn close_all(&self) -> Result<()> {
        if self.torn.load(Ordering::Relaxed) {
            let message = "passages could not be turned into a record".to_owned();
            return Err(Error::Bug { message });
        }
        for workplace in std::mem::take(&mut *lock(&self.idle)) {
            self.close(workplace)?;
        }
        for term in std::mem::take(&mut *lock(&self.withdrawn)) {
            self.writer.delete_term(term);
        }
        Ok(())
    }

    /// Makes everything since the last commit visible at once, and waits for merges. Writes nothing if nothing changed.
    pub fn commit(self) -> Result<()> {
        if self.changed.load(Ordering::Relaxed) {
            self.commit_always()
        } else {
            Ok(())
        }
    }

    /// As [`commit`](Self::commit), though there may be nothing to commit: even an empty index then says what it is.
    pub(crate) fn commit_always(mut self) -> Result<()> {
        let written = self.find_deleted().and_then(|()| {
            self.close_all()?;
            let speakers = lock(&self.roster).table(self.index.joined()?);
            let storage = |error| self.index.storage("write to", error);
            let list = self.index.directory.as_ref();
            let list = list.map(|directory| sources::write(directory, &lock(&self.sources)));
            let list = list.transpose().map_err(|error| storage(error.into()))?;
            let payload = self
                .index
                .payload(list, speakers, &self.packing.tables())
                .map_err(storage)?;
            let mut commit = self.writer.prepare_commit().map_err(storage)?;
            commit.set_payload(&payload);
            commit.commit().map_err(storage)?;
            Ok(())
        });
        match written {
            Ok(()) => {
                let index = self.index;
                self.writer
                    .wait_merging_threads()
                    .map_err(|error| index.storage("write to", error))?;
                // A merge that failed, on a full disk say, lost nothing and left its files.
                index.sweep_if_free()
            }
            Err(error) => Err(self.abandon(error)),
        }
    }

    /// Reads the lists of what is to be deleted, as the commit is going to: there a damaged list would end the process.
    fn find_deleted(&self) -> Result<()> {
        let deleted = lock(&self.deleted);
        if deleted.is_empty() {
            return Ok(());
        }
        self.index.guarded(|| {
            let read = |error| self.index.storage("read", error);
            for segment in self.index.reader()?.segment_readers() {
                for term in deleted.iter() {
                    let lists = segment.inverted_index(term.field()).map_err(read)?;
                    let list = lists.read_postings(term, IndexRecordOption::Basic);
                    let Some(mut list) = list.map_err(|error| read(error.into()))? else {
                        continue;
                    };
                    while list.doc() != TERMINATED {
                        list.advance();
                    }
                }
            }
            Ok(())
        })
    }

    /// Gives up: the index stays as of the last commit, and what was written goes from the disk. Gives the reason in full, as
    /// the merge that failed knows more than who found the writer gone.
    pub fn abandon(mut self, error: Error) -> Error {
        lock(&self.idle).clear();
        let failed = self.writer.prepare_commit().err();
        let error = match failed {
            Some(cause) if !matches!(error, Error::Damaged { .. }) => {
                self.index.storage("write to", cause)
            }
            _ => error,
        };
        if let Some(directory) = &self.index.directory {
            directory.give_up();
        }
        // If even this fails, the next run sweeps.
        let _ = self.writer.rollback().map(|_| self.index.sweep());
        error
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
