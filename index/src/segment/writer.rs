//! Writes records into segments, one after the other.
//!
//! A [`SegmentWriter`] belongs to one thread. It hands out one [`NewRecord`] at a time, and keeps
//! its lexicon from segment to segment.

use std::fmt;
use std::path::{Path, PathBuf};

use tantivy::index::SegmentMeta;
use tantivy::schema::Field;
use tantivy::{Index, TantivyError};

use crate::document::Utterance;
use crate::error::{Error, Result};
use crate::fields::schema::Fields;
use crate::segment::lexicon::Lexicon;
use crate::segment::open_segment::OpenSegment;
use crate::storage::errors;
use crate::text::stem::Stemming;

/// The lexicon is emptied after a segment if it has more words than this. Large lexicons are mostly
/// misspellings and numbers that do not come back, and take about 160 bytes each.
const MAX_LEXICON: usize = 200_000;

/// Writes records into segments, one after the other.
pub(crate) struct SegmentWriter {
    index: Index,
    fields: Fields,
    /// The index in error messages.
    path: PathBuf,
    /// Memory in bytes at which a segment is closed.
    segment_bytes: usize,
    lexicon: Lexicon,
    open: Option<OpenSegment>,
}

impl SegmentWriter {
    /// A writer for segments of `index`. `path` names the index in error messages. A segment is
    /// closed when it takes `segment_bytes` of memory.
    pub fn new(index: Index, fields: Fields, path: PathBuf, segment_bytes: usize) -> SegmentWriter {
        SegmentWriter {
            index,
            fields,
            path,
            segment_bytes,
            lexicon: Lexicon::default(),
            open: None,
        }
    }

    /// Begins a record, and a segment if none is open.
    pub fn record(&mut self) -> Result<NewRecord<'_>> {
        let open = match self.open.take() {
            Some(open) => open,
            None => OpenSegment::new(&self.index).map_err(|error| failed(error, &self.path))?,
        };
        Ok(NewRecord {
            path: &self.path,
            segment: self.open.insert(open),
            lexicon: &mut self.lexicon,
            fields: self.fields,
        })
    }

    /// Closes the segment if it has become large. `None` if it is still open.
    pub fn close_if_large(&mut self) -> Result<Option<SegmentMeta>> {
        let bytes = self.open.as_ref().map_or(0, OpenSegment::bytes);
        if bytes + self.lexicon.bytes() < self.segment_bytes {
            return Ok(None);
        }
        self.close()
    }

    /// Closes the segment and returns what a commit has to know about it. `None` if none is open.
    pub fn close(&mut self) -> Result<Option<SegmentMeta>> {
        let Some(open) = self.open.take() else {
            return Ok(None);
        };
        let meta = open
            .close(&self.lexicon, &self.fields)
            .map_err(|error| failed(error, &self.path))?;
        if self.lexicon.len() > MAX_LEXICON {
            self.lexicon = Lexicon::default();
        }
        Ok(Some(meta))
    }
}

impl fmt::Debug for SegmentWriter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SegmentWriter").finish_non_exhaustive()
    }
}

/// A record that is being written. [`store`](Self::store) completes it.
pub(crate) struct NewRecord<'w> {
    segment: &'w mut OpenSegment,
    lexicon: &'w mut Lexicon,
    fields: Fields,
    path: &'w Path,
}

impl NewRecord<'_> {
    /// Adds the words of the text, of its utterances, and of its titles. Called at most once.
    pub fn words(
        &mut self,
        text: &str,
        utterances: &[Utterance],
        titles: &[String],
        stemming: Stemming,
    ) {
        let segment = &mut *self.segment;
        let lengths = segment
            .words
            .add(text, utterances, titles, stemming, self.lexicon);
        lengths.record(segment.records, &self.fields, &mut segment.norms);
    }

    /// Adds a value to a field whose whole values are terms, or to its column, or to both.
    pub fn value(&mut self, field: Field, value: &str) {
        let segment = &mut *self.segment;
        let entry = segment.schema.get_field_entry(field);
        if entry.is_indexed() {
            segment.values[field.field_id() as usize].add(value, segment.records);
        }
        if entry.is_fast() {
            let columns = &mut segment.columns;
            columns.record_str(segment.records, entry.name(), value);
        }
    }

    /// Adds a number to a column.
    pub fn number(&mut self, field: Field, number: u64) {
        let segment = &mut *self.segment;
        let name = segment.schema.get_field_name(field);
        segment
            .columns
            .record_numerical(segment.records, name, number);
    }

    /// Completes the record with the bytes that are stored for it.
    pub fn store(self, bytes: &[u8]) -> Result<()> {
        self.segment.records += 1;
        self.segment.words.skip_to(self.segment.records);
        let stored = self.segment.store.store_bytes(bytes);
        stored.map_err(|error| failed(error.into(), self.path))
    }
}

fn failed(error: TantivyError, path: &Path) -> Error {
    errors::from_tantivy(error, "write to", path)
}
