//! Writes one source: its documents become passages, and its account says what there is of it.

use std::collections::HashMap;
use std::path::Path;

use tantivy::Term;

use super::{Batch, Counts, Indexer, lock};
use crate::document::{Document, Kind, Paragraph, Section};
use crate::error::Result;
use crate::hit::{Passage, PassageId};
use crate::index::record::Book;
use crate::index::source_id::{SourceId, short_hash};
use crate::index::sources::Recorded;
use crate::indexer::cut;
use crate::speakers::names::NameCollector;
use crate::speakers::roster::SourceSpeakers;

/// Passages handed to another thread together. They land in one segment side by side, where a reader wants them.
const BATCH_PASSAGES: usize = 500;
/// Bytes of text after which a batch goes out though it has fewer passages.
const BATCH_BYTES: usize = 256 << 10;

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
    batch: Vec<Passage>,
    batch_bytes: usize,
    counts: Counts,
    names: NameCollector,
}

/// The document that is being written. The next one with the same key continues it.
struct OpenDocument {
    key: Option<String>,
    id: String,
    paragraphs: u32,
}

impl<'i, 'a> SourceWriter<'i, 'a> {
    /// Begins to write a source.
    pub fn new(indexer: &'i Indexer<'a>, id: &SourceId) -> SourceWriter<'i, 'a> {
        let source = id.hash();
        SourceWriter {
            indexer,
            passages: indexer.in_run(&source),
            source,
            id: id.clone(),
            place: 0,
            open: None,
            seen: HashMap::new(),
            batch: Vec::new(),
            batch_bytes: 0,
            counts: Counts::default(),
            names: NameCollector::default(),
        }
    }

    /// Adds a document of the source.
    pub fn add(&mut self, document: &Document) -> Result<()> {
        let continues = self
            .open
            .as_ref()
            .is_some_and(|open| open.key == document.key);
        if !continues {
            self.names.end_document();
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
                self.add_passage(passage)?;
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

    fn add_passage(&mut self, passage: Passage) -> Result<()> {
        self.names
            .add_passage(&passage.speakers, &passage.utterances);
        self.counts.passages += 1;
        self.counts.with_speaker += u64::from(!passage.speakers.is_empty());
        self.counts.text_bytes += passage.text.len() as u64;
        self.batch_bytes += passage.text.len();
        self.batch.push(passage);
        if self.batch.len() >= BATCH_PASSAGES || self.batch_bytes >= BATCH_BYTES {
            self.flush()?;
        }
        Ok(())
    }

    /// Hands what is there to a thread that waits for it, or indexes it.
    fn flush(&mut self) -> Result<()> {
        let kept = self.indexer.handover.hand(self.take_batch());
        kept.map_or(Ok(()), |batch| {
            self.indexer
                .write(|workplace| self.indexer.add(&batch, workplace))
        })
    }

    fn take_batch(&mut self) -> Batch {
        self.batch_bytes = 0;
        Batch {
            source: self.passages.clone(),
            passages: std::mem::take(&mut self.batch),
        }
    }

    /// The source is complete: what it held before goes, and its account is written. Gives what it holds now.
    pub fn finish(mut self, before: Option<&Book>, account: Book) -> Result<Counts> {
        if let Some(before) = before {
            self.indexer.delete(before);
        }
        let speakers = std::mem::take(&mut self.names).finish();
        let source_speakers = SourceSpeakers {
            documents: self.counts.documents,
            names: speakers.clone(),
        };
        lock(&self.indexer.roster).set(&self.source, source_speakers);
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
        // The rest stays here, beside its account: a small run makes one segment.
        let rest = self.take_batch();
        self.indexer.write(|workplace| {
            self.indexer.add(&rest, workplace)?;
            self.indexer.add_book(&book, workplace)
        })?;
        Ok(self.counts)
    }

    /// The source could not be read to its end: what was added of it goes again, what it held before stays.
    pub fn abandon(self) {
        let source = self.indexer.index.fields.source;
        let passages = Term::from_field_text(source, &self.passages);
        lock(&self.indexer.withdrawn).push(passages);
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
