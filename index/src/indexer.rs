//! Writes documents into an index, source by source, and keeps account of what came from where.
//!
//! What a source held before is deleted only when its new contents are complete, so a source that cannot be read keeps its
//! old passages. Nothing is visible before [`Indexer::commit`], and then everything at once.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::indexer::UserOperation;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, IndexWriter, TERMINATED, TantivyDocument, Term};

use crate::analysis::analyze;
use crate::backlog::{Backlog, Record};
use crate::cut;
use crate::document::{Document, Kind, Paragraph, Section};
use crate::error::{Error, Result};
use crate::hit::{Passage, PassageId};
use crate::index::Index;
use crate::merging::SoundMerges;
use crate::name_terms::NameTerms;
use crate::record::Book;
use crate::source_id::{SourceId, short_hash};
use crate::sources::{self, Recorded};
use crate::speakers::called::Calling;
use crate::speakers::roll::{Heard, Roll};
use crate::text::stem::{Stemming, Terms};

/// Memory for the inverted lists of each indexing thread; a fuller buffer is written out as a segment.
const THREAD_BYTES: usize = 128 << 20;

/// Records handed to the indexing threads together. They land in one segment side by side, where a reader wants them.
const BATCH_RECORDS: usize = 1_000;
/// Bytes of text after which a batch goes out though it has fewer records.
const BATCH_BYTES: usize = 1 << 20;

/// What a record takes while it waits, besides its text: as much as so many bytes of text do. Paragraphs of a letter are not for nothing.
const RECORD_BYTES: usize = 200;

/// Writes to one index. Holds its lock.
pub struct Indexer<'a> {
    index: &'a Index,
    writer: IndexWriter<Record>,
    backlog: Backlog,
    /// Tells this run's passages from older ones of the same source.
    run: String,
    changed: AtomicBool,
    /// The terms whose records are to go.
    deleted: Mutex<Vec<Term>>,
    /// What the sources will be after the commit, by the hashes of their identities.
    sources: Mutex<BTreeMap<String, Recorded>>,
    /// The names of their speakers.
    roll: Mutex<Roll>,
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
    /// Takes the index's lock. Fails with [`Error::Locked`] if another process holds it.
    pub fn open(index: &'a Index, threads: usize) -> Result<Indexer<'a>> {
        let threads = threads.clamp(1, 8);
        if let Some(directory) = &index.directory {
            directory.take_up();
        }
        let writer: IndexWriter<Record> = index
            .inner
            .writer_with_num_threads(threads, THREAD_BYTES * threads)
            .map_err(|error| index.storage("write to", error))?;
        index.sweep()?;
        let policy = SoundMerges::new(&index.inner, index.directory.as_ref())
            .map_err(|error| index.storage("read", error))?;
        writer.set_merge_policy(Box::new(policy));
        let run = format!("{:x}", writer.commit_opstamp());
        Ok(Indexer {
            index,
            writer,
            backlog: Backlog::default(),
            run,
            changed: AtomicBool::new(false),
            deleted: Mutex::default(),
            sources: Mutex::default(),
            roll: Mutex::default(),
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
        lock(&self.roll).begin(&books);
        Ok(books
            .into_iter()
            .map(|book| (book.source.clone(), book))
            .collect())
    }

    /// Begins to write a source.
    pub(crate) fn source(&self, id: &SourceId) -> SourceWriter<'_, 'a> {
        let source = id.hash();
        SourceWriter {
            indexer: self,
            passages: format!("{source}:{}", self.run),
            source,
            id: id.clone(),
            place: 0,
            open: None,
            seen: HashMap::new(),
            batch: Vec::new(),
            batch_bytes: 0,
            terms: Terms::default(),
            named: NameTerms::default(),
            counts: Counts::default(),
            calling: Calling::default(),
        }
    }

    /// The hash under which a source's account is kept.
    pub(crate) fn key(id: &SourceId) -> String {
        id.hash()
    }

    /// Takes a source out of the index.
    pub(crate) fn remove(&self, book: &Book) {
        self.delete(book);
        lock(&self.sources).remove(&book.source);
        lock(&self.roll).gone(&book.source);
        self.changed.store(true, Ordering::Relaxed);
    }

    /// Notes a source's new time of change; its passages stay.
    pub(crate) fn touch(&self, book: &Book) -> Result<()> {
        self.delete_term(Term::from_field_text(self.index.fields.book, &book.source));
        self.add(vec![self.index.fields.book(book)?], 0)
    }

    fn delete(&self, book: &Book) {
        let fields = &self.index.fields;
        self.delete_term(Term::from_field_text(fields.source, &book.passages));
        self.delete_term(Term::from_field_text(fields.book, &book.source));
    }

    fn delete_term(&self, term: Term) {
        let mut deleted = lock(&self.deleted);
        deleted.push(term.clone());
        self.writer.delete_term(term);
    }

    /// Hands records on together. Waits while too much of what came before is not indexed yet.
    fn add(&self, batch: Vec<TantivyDocument>, bytes: usize) -> Result<()> {
        self.changed.store(true, Ordering::Relaxed);
        let waiting = bytes + batch.len() * RECORD_BYTES;
        let ticket = Arc::new(self.backlog.ticket(waiting));
        let batch = batch.into_iter().map(|document| {
            UserOperation::Add(Record {
                document,
                ticket: Arc::clone(&ticket),
            })
        });
        self.writer
            .run(batch)
            .map_err(|error| self.index.storage("write to", error))?;
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
            let speakers = lock(&self.roll).table(self.index.joined()?);
            let storage = |error| self.index.storage("write to", error);
            let list = self.index.directory.as_ref();
            let list = list.map(|directory| sources::write(directory, &lock(&self.sources)));
            let list = list.transpose().map_err(|error| storage(error.into()))?;
            let payload = self.index.payload(list, speakers).map_err(storage)?;
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
    /// the thread that failed knows more than the one that found it gone.
    pub fn abandon(mut self, error: Error) -> Error {
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

/// Writes the documents of one source.
pub(crate) struct SourceWriter<'i, 'a> {
    indexer: &'i Indexer<'a>,
    id: SourceId,
    source: String,
    passages: String,
    place: u32,
    open: Option<OpenDocument>,
    /// How often each document key was met.
    seen: HashMap<Option<String>, u32>,
    batch: Vec<TantivyDocument>,
    batch_bytes: usize,
    terms: Terms,
    named: NameTerms,
    counts: Counts,
    calling: Calling,
}

/// The document that is being written. The next one with the same key continues it.
struct OpenDocument {
    key: Option<String>,
    id: String,
    paragraphs: u32,
}

impl SourceWriter<'_, '_> {
    /// Adds a document of the source.
    pub fn add(&mut self, document: &Document) -> Result<()> {
        let continues = self
            .open
            .as_ref()
            .is_some_and(|open| open.key == document.key);
        if !continues {
            self.calling.end_document();
            self.open = Some(self.open_document(document.key.clone()));
            self.counts.documents += 1;
        }
        let (document_id, paragraphs_before) = match &mut self.open {
            Some(open) => {
                let before = open.paragraphs;
                open.paragraphs += document.paragraphs.len() as u32;
                (open.id.clone(), before)
            }
            None => return Ok(()),
        };
        let file_name = Path::new(&self.id.path)
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        let doc = document
            .key
            .clone()
            .or(file_name)
            .unwrap_or_else(|| self.id.path.clone());
        self.counts.sections += document.sections.len() as u64;
        let nowhere = Section::default();
        let mut section_before = None;
        for (number, paragraph) in document.paragraphs.iter().enumerate() {
            let section = document.sections.get(paragraph.section).unwrap_or(&nowhere);
            let mut titles: Vec<String> = paragraph.title.iter().cloned().collect();
            // The title that a heading shows is also sought on the first paragraph under it.
            if paragraph.kind != Kind::Heading {
                if section_before != Some(paragraph.section) && section.titled {
                    titles.extend(section.path.last().cloned());
                }
                section_before = Some(paragraph.section);
            }
            let parts = cut::parts(&paragraph.text);
            let whole = parts.len() == 1;
            let mut clipper = cut::Clipper::new(&paragraph.utterances);
            for (part_number, part) in parts.into_iter().enumerate() {
                let (utterances, speakers) = if whole {
                    (paragraph.utterances.clone(), paragraph.speakers.clone())
                } else {
                    clipper.clip(&part)
                };
                let passage = Passage {
                    id: PassageId {
                        document: document_id.clone(),
                        ordinal: paragraphs_before + number as u32 + 1,
                        part: (!whole).then_some(part_number as u32 + 1),
                    },
                    doc: doc.clone(),
                    path: self.id.path.clone(),
                    place: self.place,
                    section: section.path.clone(),
                    section_number: section.number,
                    speakers,
                    lang: document.lang.clone(),
                    titles: if part_number == 0 {
                        std::mem::take(&mut titles)
                    } else {
                        Vec::new()
                    },
                    text: paragraph.text[part].to_owned(),
                    utterances,
                    ..of_paragraph(paragraph)
                };
                self.place += 1;
                self.add_passage(&passage)?;
            }
        }
        Ok(())
    }

    /// The id of a document, whose key may have been met before in this source: then it is another document.
    fn open_document(&mut self, key: Option<String>) -> OpenDocument {
        let mut identity = self.id.identity.clone();
        if let Some(key) = &key {
            identity.push(0);
            identity.extend_from_slice(key.as_bytes());
        }
        let times = self.seen.entry(key.clone()).or_default();
        *times += 1;
        if *times > 1 {
            identity.push(0);
            identity.extend_from_slice(times.to_string().as_bytes());
        }
        OpenDocument {
            key,
            id: short_hash(&identity),
            paragraphs: 0,
        }
    }

    fn add_passage(&mut self, passage: &Passage) -> Result<()> {
        let titles: Vec<&str> = passage.titles.iter().map(String::as_str).collect();
        let stemming = Stemming::of(passage.lang.as_deref());
        let analyzed = analyze(
            &passage.text,
            &passage.utterances,
            &titles,
            stemming,
            &mut self.terms,
        );
        self.calling.hear(&passage.speakers, &passage.utterances);
        self.counts.passages += 1;
        self.counts.with_speaker += u64::from(!passage.speakers.is_empty());
        self.counts.text_bytes += passage.text.len() as u64;
        self.batch_bytes += passage.text.len();
        self.batch.push(self.indexer.index.fields.passage(
            passage,
            analyzed,
            &self.passages,
            &mut self.named,
        )?);
        if self.batch.len() >= BATCH_RECORDS || self.batch_bytes >= BATCH_BYTES {
            self.flush()?;
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<()> {
        let bytes = std::mem::take(&mut self.batch_bytes);
        if self.batch.is_empty() {
            Ok(())
        } else {
            self.indexer.add(std::mem::take(&mut self.batch), bytes)
        }
    }

    /// The source is complete: what it held before goes, and its account is written. Gives what it holds now.
    pub fn finish(mut self, before: Option<&Book>, account: Book) -> Result<Counts> {
        if let Some(before) = before {
            self.indexer.delete(before);
        }
        let speakers = std::mem::take(&mut self.calling).finish();
        let heard = Heard {
            documents: self.counts.documents,
            names: speakers.clone(),
        };
        lock(&self.indexer.roll).hear(&self.source, heard);
        let book = Book {
            speakers,
            source: self.source.clone(),
            passages: self.passages.clone(),
            path: self.id.path.clone(),
            path_bytes: (self.id.identity != self.id.path.as_bytes())
                .then(|| self.id.identity.clone()),
            documents: self.counts.documents,
            sections: self.counts.sections,
            passages_count: self.counts.passages,
            with_speaker: self.counts.with_speaker,
            text_bytes: self.counts.text_bytes,
            ..account
        };
        lock(&self.indexer.sources).insert(book.source.clone(), Recorded::of(&book));
        self.batch.push(self.indexer.index.fields.book(&book)?);
        self.flush()?;
        Ok(self.counts)
    }

    /// The source could not be read to its end: what was added of it goes again, what it held before stays.
    pub fn abandon(self) {
        self.indexer.delete_term(Term::from_field_text(
            self.indexer.index.fields.source,
            &self.passages,
        ));
    }
}

fn of_paragraph(paragraph: &Paragraph) -> Passage {
    Passage {
        line: paragraph.line,
        span: paragraph.span.clone(),
        kind: paragraph.kind,
        date: paragraph.date.clone(),
        start_ms: paragraph.start_ms,
        turn: paragraph.turn,
        source_id: paragraph.source_id.clone(),
        ..Passage::default()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
