//! Writes one source: turns its documents into passages and counts them for its account.

use std::collections::HashMap;
use std::path::Path;

use crate::document::fact::FactSummary;
use crate::document::{Document, Kind, Paragraph, Section};
use crate::error::Result;
use crate::hit::{Passage, PassageId};
use crate::index::account::SourceAccount;
use crate::index::source_id::{SourceId, short_hash};
use crate::indexer::counts::Counts;
use crate::indexer::indexing::Indexer;
use crate::indexer::split::{UtteranceClipper, split};
use crate::speakers::names::NameCollector;

/// Maximum number of passages in a batch. The passages of a batch stay together in one segment,
/// where a reader of the source finds them next to each other.
const BATCH_PASSAGES: usize = 500;

/// Size of text in bytes at which a batch is complete even with fewer passages, to bound its
/// memory.
const BATCH_BYTES: usize = 256 << 10;

/// Writes the documents of one source. Ends with [`finish`](Self::finish) or
/// [`abandon`](Self::abandon).
pub(crate) struct SourceWriter<'i, 'a> {
    indexer: &'i Indexer<'a>,
    id: SourceId,
    /// Hash of the identity.
    source: String,
    /// The value of the field `source` in the passages.
    passages: String,
    /// Number of the next passage in the source.
    place: u32,
    open: Option<OpenDocument>,
    /// How many documents there were with each key.
    seen: HashMap<Option<String>, u32>,
    batch: Vec<Passage>,
    batch_bytes: usize,
    counts: Counts,
    names: NameCollector,
    facts: FactSummary,
}

/// The document that is being written. If the next one has the same key, it continues this one.
struct OpenDocument {
    key: Option<String>,
    id: String,
    /// Number of paragraphs so far.
    paragraphs: u32,
}

/// What the passages of one call of [`SourceWriter::add`] have in common.
struct DocumentContext<'d> {
    document: &'d Document,
    id: String,
    name: String,
}

impl<'i, 'a> SourceWriter<'i, 'a> {
    /// Begins a source. Its old passages stay until [`finish`](Self::finish).
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
            facts: FactSummary::default(),
        }
    }

    /// Adds a document, or continues the last one if it has the same key.
    pub fn add(&mut self, document: &Document) -> Result<()> {
        self.facts.add(&document.facts);
        let last = self.open.take();
        let mut open = match last.filter(|open| open.key == document.key) {
            Some(open) => open,
            None => {
                self.names.end_document();
                self.counts.documents += 1;
                self.open_document(document.key.clone())
            }
        };
        let context = DocumentContext {
            document,
            id: open.id.clone(),
            name: self.name_of(document),
        };
        let first_ordinal = open.paragraphs + 1;
        open.paragraphs += document.paragraphs.len() as u32;
        self.open = Some(open);
        self.counts.sections += document.sections.len() as u64;
        let no_section = Section::default();
        let mut section_before = None;
        for (ordinal, paragraph) in (first_ordinal..).zip(&document.paragraphs) {
            let section = document.sections.get(paragraph.section);
            let section = section.unwrap_or(&no_section);
            let mut titles: Vec<String> = paragraph.title.iter().cloned().collect();
            // Searches find the title of a section on the first paragraph after its heading, too.
            if paragraph.kind != Kind::Heading {
                if section_before != Some(paragraph.section) && section.titled {
                    titles.extend(section.path.last().cloned());
                }
                section_before = Some(paragraph.section);
            }
            self.add_paragraph(&context, paragraph, ordinal, section, titles)?;
        }
        Ok(())
    }

    /// The key of the document, or else the name of the file.
    fn name_of(&self, document: &Document) -> String {
        let file_name = || {
            let name = Path::new(&self.id.path).file_name()?;
            Some(name.to_string_lossy().into_owned())
        };
        let name = document.key.clone().or_else(file_name);
        name.unwrap_or_else(|| self.id.path.clone())
    }

    /// Starts a document. If an earlier one of the source had the same key, it gets another id.
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

    /// Adds a paragraph as one passage, or as several if it is very long. The titles belong to the
    /// first of them.
    fn add_paragraph(
        &mut self,
        context: &DocumentContext<'_>,
        paragraph: &Paragraph,
        ordinal: u32,
        section: &Section,
        mut titles: Vec<String>,
    ) -> Result<()> {
        let parts = split(&paragraph.text);
        let is_whole = parts.len() == 1;
        let number_of_parts = (!is_whole).then_some(parts.len() as u32);
        let mut clipper = UtteranceClipper::new(&paragraph.utterances);
        for (number, part) in (1..).zip(parts) {
            let (utterances, speakers) = if is_whole {
                (paragraph.utterances.clone(), paragraph.speakers.clone())
            } else {
                clipper.clip(&part)
            };
            // Later parts of a long paragraph begin some time after it does.
            let (start_ms, after_ms) = match (paragraph.start_ms, number) {
                (Some(ms), 2..) => (None, Some(ms)),
                _ => (paragraph.start_ms, paragraph.after_ms),
            };
            let passage = Passage {
                id: PassageId {
                    document: context.id.clone(),
                    ordinal,
                    part: (!is_whole).then_some(number),
                },
                parts: number_of_parts,
                doc: context.name.clone(),
                path: self.id.path.clone(),
                place: self.place,
                section: section.path.clone(),
                section_number: section.number,
                speakers,
                lang: context.document.lang.clone(),
                titles: std::mem::take(&mut titles),
                text: paragraph.text[part].to_owned(),
                utterances,
                line: paragraph.line,
                span: paragraph.span.clone(),
                kind: paragraph.kind,
                date: paragraph.date.clone(),
                start_ms,
                after_ms,
                turn: paragraph.turn,
                source_id: paragraph.source_id.clone(),
            };
            self.place += 1;
            self.add_passage(passage)?;
        }
        Ok(())
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
            self.batch_bytes = 0;
            let batch = std::mem::take(&mut self.batch);
            self.indexer.add_batch(&self.passages, batch)?;
        }
        Ok(())
    }

    /// Completes the source: deletes its old passages and writes its account. `before` is the old
    /// account; `account` has what is known about the file. Returns how much was read.
    pub fn finish(self, before: Option<&SourceAccount>, account: SourceAccount) -> Result<Counts> {
        let is_unicode = self.id.identity == self.id.path.as_bytes();
        let account = SourceAccount {
            speakers: self.names.finish(),
            facts: self.facts.finish(),
            source: self.source,
            passages: self.passages,
            path: self.id.path,
            path_bytes: (!is_unicode).then_some(self.id.identity),
            documents: self.counts.documents,
            sections: self.counts.sections,
            passages_count: self.counts.passages,
            with_speaker: self.counts.with_speaker,
            text_bytes: self.counts.text_bytes,
            ..account
        };
        self.indexer.finish_source(before, &account, self.batch)?;
        Ok(self.counts)
    }

    /// Abandons the source, because it could not be read to its end: its new passages are deleted,
    /// and the old ones stay.
    pub fn abandon(self) {
        self.indexer.withdraw(&self.passages);
    }
}
