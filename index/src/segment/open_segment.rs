//! A segment in memory that still grows. Closing it writes its files.

use tantivy::columnar::{ColumnType, ColumnarWriter};
use tantivy::directory::TerminatingWrite;
use tantivy::fieldnorm::{FieldNormReaders, FieldNormsSerializer, FieldNormsWriter};
use tantivy::index::{SegmentComponent, SegmentMeta};
use tantivy::postings::InvertedIndexSerializer;
use tantivy::schema::{FieldType, IndexRecordOption, Schema};
use tantivy::store::StoreWriter;
use tantivy::{Index, Segment};

use crate::fields::schema::Fields;
use crate::segment::lexicon::Lexicon;
use crate::segment::postings::PostingsWriter;
use crate::segment::values::ValuePostings;
use crate::segment::word_log::WordLog;

/// A segment that still grows.
pub(super) struct OpenSegment {
    segment: Segment,
    pub schema: Schema,
    /// Number of complete records, which is also the number of the next one.
    pub records: u32,
    pub words: WordLog,
    pub norms: FieldNormsWriter,
    /// The values of each field, by the field's number. Empty for fields of words.
    pub values: Vec<ValuePostings>,
    pub columns: ColumnarWriter,
    pub store: StoreWriter,
}

impl OpenSegment {
    /// An empty segment of `index`. Its file of stored records is created at once.
    pub fn new(index: &Index) -> tantivy::Result<OpenSegment> {
        let segment = index.new_segment();
        let schema = index.schema();
        let mut columns = ColumnarWriter::default();
        for (_, entry) in schema.fields() {
            let kind = match entry.field_type() {
                FieldType::Str(_) => ColumnType::Str,
                _ => ColumnType::U64,
            };
            if entry.is_fast() {
                columns.record_column_type(entry.name(), kind, false);
            }
        }
        let settings = index.settings();
        let store = StoreWriter::new(
            segment.open_write(SegmentComponent::Store)?,
            settings.docstore_compression,
            settings.docstore_blocksize,
            settings.docstore_compress_dedicated_thread,
        )?;
        Ok(OpenSegment {
            records: 0,
            words: WordLog::default(),
            norms: FieldNormsWriter::for_schema(&schema),
            values: schema.fields().map(|_| ValuePostings::default()).collect(),
            columns,
            store,
            schema,
            segment,
        })
    }

    /// Approximate memory in bytes.
    pub fn bytes(&self) -> usize {
        self.words.bytes()
            + self.values.iter().map(ValuePostings::bytes).sum::<usize>()
            + self.norms.mem_usage()
            + self.columns.mem_usage()
            + self.store.mem_usage()
    }

    /// Writes the files of the segment.
    pub fn close(mut self, lexicon: &Lexicon, fields: &Fields) -> tantivy::Result<SegmentMeta> {
        let segment = self.segment;
        self.norms.fill_up_to_max_doc(self.records);
        let norms = segment.open_write(SegmentComponent::FieldNorms)?;
        self.norms
            .serialize(FieldNormsSerializer::from_write(norms)?, None)?;
        drop(self.norms);
        let norms = FieldNormReaders::open(segment.open_read(SegmentComponent::FieldNorms)?)?;

        let mut postings = InvertedIndexSerializer::open(&segment)?;
        let to = PostingsWriter {
            norms: &norms,
            to: &mut postings,
        };
        self.words.write(lexicon, fields, to)?;
        drop(self.words);
        for ((field, entry), values) in self.schema.fields().zip(self.values) {
            if !values.is_empty() {
                let option = entry.field_type().index_record_option();
                let has_frequencies = option.is_some_and(IndexRecordOption::has_freq);
                let mut to = postings.new_field(field, values.total(), None)?;
                values.write(&mut to, has_frequencies)?;
                to.close()?;
            }
        }
        postings.close()?;

        let mut columns = segment.open_write(SegmentComponent::FastFields)?;
        self.columns.serialize(self.records, None, &mut columns)?;
        columns.terminate()?;
        self.store.close()?;
        Ok(segment.with_max_doc(self.records).meta().clone())
    }
}
