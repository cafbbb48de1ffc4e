//! What one thread needs to turn batches of passages into records.

use tantivy::index::SegmentMeta;

use crate::error::Result;
use crate::fields::names::NameTerms;
use crate::fields::schema::Fields;
use crate::hit::Passage;
use crate::index::account::SourceAccount;
use crate::index::record::{write_account, write_passage};
use crate::segment::writer::SegmentWriter;
use crate::stored::encode::EncodedPassage;
use crate::stored::groups::Groups;
use crate::stored::packing::{RecordPacker, TablePacker};

/// Consecutive passages of one source.
#[derive(Debug)]
pub(super) struct Batch {
    /// The value of the field `source` for all of them.
    pub source: String,
    pub passages: Vec<Passage>,
}

/// A segment that one thread writes to at a time, with its caches.
pub(super) struct Workspace {
    segments: SegmentWriter,
    fields: Fields,
    names: NameTerms,
    /// The symbol table of the last batch.
    last_table: Option<TablePacker>,
}

impl Workspace {
    pub fn new(segments: SegmentWriter, fields: Fields) -> Workspace {
        Workspace {
            segments,
            fields,
            names: NameTerms::default(),
            last_table: None,
        }
    }

    /// Writes the passages of a batch. Returns a segment if it was large enough to be closed.
    pub fn write_batch(
        &mut self,
        batch: &Batch,
        packer: &RecordPacker,
    ) -> Result<Option<SegmentMeta>> {
        let mut groups = Groups::default();
        let passages = batch.passages.iter();
        let encoded = passages.map(|passage| EncodedPassage::new(passage, &mut groups));
        let packed = packer.pack(encoded.collect::<Result<_>>()?, &mut self.last_table);
        for (passage, packed) in batch.passages.iter().zip(&packed) {
            let record = self.segments.record()?;
            let names = &mut self.names;
            write_passage(&self.fields, passage, packed, &batch.source, names, record)?;
        }
        // A group of passages must be in one segment, so segments are closed only between batches.
        self.segments.close_if_large()
    }

    /// Writes the account of a source under a key that no other record has.
    pub fn write_account(&mut self, account: &SourceAccount, key: &str) -> Result<()> {
        let record = self.segments.record()?;
        write_account(&self.fields, account, key, record)
    }

    /// Closes the segment, if one is open.
    pub fn close(mut self) -> Result<Option<SegmentMeta>> {
        self.segments.close()
    }
}
