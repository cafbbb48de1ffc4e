//! Writes the segments of an index.
//!
//! Tantivy's own writer takes every term as text and looks it up for each field anew. Here a word is looked up once, as it
//! stands in the text, and is a number from there on ([`lexicon`]); the log of the numbers is sorted into lists when the segment
//! is closed ([`words`], [`sorted`], [`lists`]). The files are tantivy's, written by its serializers: it reads and merges them as its own.

mod at;
mod lexicon;
mod lists;
mod sorted;
#[cfg(test)]
pub(crate) mod testing;
mod values;
mod words;

use std::fmt;
use std::path::{Path, PathBuf};

use tantivy::columnar::{ColumnType, ColumnarWriter};
use tantivy::directory::TerminatingWrite;
use tantivy::fieldnorm::{FieldNormReaders, FieldNormsSerializer, FieldNormsWriter};
use tantivy::index::{SegmentComponent, SegmentMeta};
use tantivy::postings::InvertedIndexSerializer;
use tantivy::schema::{Field, FieldType, IndexRecordOption, Schema};
use tantivy::store::StoreWriter;
use tantivy::{Index, Segment, TantivyError};

use self::lexicon::Lexicon;
use self::lists::Lists;
use self::values::Values;
use self::words::WordLog;
use crate::document::Utterance;
use crate::error::{Error, Result};
use crate::fields::schema::Fields;
use crate::storage::cause;
use crate::text::stem::Stemming;

/// Words that a writer knows when it closes a segment, after which it forgets them.
const REMEMBERED: usize = 200_000;

/// Writes records into segments, one after the other.
pub(crate) struct SegmentWriter {
    index: Index,
    fields: Fields,
    /// What the index is called in an error.
    path: PathBuf,
    /// Memory after which a segment is closed.
    segment_bytes: usize,
    lexicon: Lexicon,
    open: Option<OpenSegment>,
}

impl SegmentWriter {
    /// For segments of an index, which is called by its path in an error. One is closed when it takes so many bytes of memory.
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

    /// Begins a record.
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

    /// Closes the segment if it has become large.
    pub fn close_if_large(&mut self) -> Result<Option<SegmentMeta>> {
        let bytes = self.open.as_ref().map_or(0, OpenSegment::bytes);
        if bytes + self.lexicon.bytes() < self.segment_bytes {
            return Ok(None);
        }
        self.close()
    }

    /// Closes the segment and gives what it is called by. `None` if there is none.
    pub fn close(&mut self) -> Result<Option<SegmentMeta>> {
        let Some(open) = self.open.take() else {
            return Ok(None);
        };
        let meta = open
            .close(&self.lexicon, &self.fields)
            .map_err(|error| failed(error, &self.path))?;
        if self.lexicon.len() > REMEMBERED {
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

/// A segment that grows.
struct OpenSegment {
    segment: Segment,
    schema: Schema,
    records: u32,
    words: WordLog,
    norms: FieldNormsWriter,
    /// By field.
    values: Vec<Values>,
    columns: ColumnarWriter,
    store: StoreWriter,
}

impl OpenSegment {
    fn new(index: &Index) -> tantivy::Result<OpenSegment> {
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
            values: schema.fields().map(|_| Values::default()).collect(),
            columns,
            store,
            schema,
            segment,
        })
    }

    fn bytes(&self) -> usize {
        self.words.bytes()
            + self.values.iter().map(Values::bytes).sum::<usize>()
            + self.norms.mem_usage()
            + self.columns.mem_usage()
            + self.store.mem_usage()
    }

    fn close(mut self, lexicon: &Lexicon, fields: &Fields) -> tantivy::Result<SegmentMeta> {
        let segment = self.segment;
        self.norms.fill_up_to_max_doc(self.records);
        let norms = segment.open_write(SegmentComponent::FieldNorms)?;
        self.norms
            .serialize(FieldNormsSerializer::from_write(norms)?, None)?;
        drop(self.norms);
        let norms = FieldNormReaders::open(segment.open_read(SegmentComponent::FieldNorms)?)?;

        let mut lists = InvertedIndexSerializer::open(&segment)?;
        let to = Lists {
            norms: &norms,
            to: &mut lists,
        };
        self.words.write(lexicon, fields, to)?;
        drop(self.words);
        for ((field, entry), values) in self.schema.fields().zip(self.values) {
            if !values.is_empty() {
                let option = entry.field_type().index_record_option();
                let frequencies = option.is_some_and(IndexRecordOption::has_freq);
                let mut to = lists.new_field(field, values.total(), None)?;
                values.write(&mut to, frequencies)?;
                to.close()?;
            }
        }
        lists.close()?;

        let mut columns = segment.open_write(SegmentComponent::FastFields)?;
        self.columns.serialize(self.records, None, &mut columns)?;
        columns.terminate()?;
        self.store.close()?;
        Ok(segment.with_max_doc(self.records).meta().clone())
    }
}

/// A record that is being written. It ends with [`store`](Self::store).
pub(crate) struct NewRecord<'w> {
    segment: &'w mut OpenSegment,
    lexicon: &'w mut Lexicon,
    fields: Fields,
    path: &'w Path,
}

impl NewRecord<'_> {
    /// Adds the words of its text, of the utterances in it, and of its titles.
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

    /// Adds a value to a field whose values are terms as they are, or columns, or both.
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

    /// Ends the record with its stored bytes.
    pub fn store(self, bytes: &[u8]) -> Result<()> {
        self.segment.records += 1;
        self.segment.words.skip_to(self.segment.records);
        let stored = self.segment.store.store_bytes(bytes);
        stored.map_err(|error| failed(error.into(), self.path))
    }
}

fn failed(error: TantivyError, path: &Path) -> Error {
    cause::of(error, "write to", path)
}

#[cfg(test)]
mod tests {
    use tantivy::postings::Postings;
    use tantivy::schema::{Field, IndexRecordOption};
    use tantivy::{DocSet, TERMINATED};

    use super::testing::searcher;
    use crate::document::Utterance;
    use crate::fields::schema::Fields;
    use crate::text::stem::Stemming;

    /// A segment of records with these texts, the parts of each that are quoted, and their titles.
    fn segment(records: &[(&str, &[&str], &[&str])]) -> (tantivy::Searcher, Fields) {
        searcher(|segments, _| {
            for (text, quoted, titles) in records {
                let utterance = |part: &&str| {
                    let start = text.find(part).expect("a part of the text");
                    Utterance {
                        range: start..start + part.len(),
                        verbatim: true,
                        ..Utterance::default()
                    }
                };
                let utterances: Vec<Utterance> = quoted.iter().map(utterance).collect();
                let titles: Vec<String> = titles.iter().map(|title| (*title).to_owned()).collect();
                let mut record = segments.record().expect("a record");
                record.words(text, &utterances, &titles, Stemming::NONE);
                record.store(b"stored").expect("stored");
            }
        })
    }

    /// Every term of a field with its records and positions.
    fn lists((searcher, _): &(tantivy::Searcher, Fields), field: Field) -> Vec<String> {
        let segment = searcher.segment_reader(0);
        let lists = segment.inverted_index(field).expect("lists");
        let mut terms = lists.terms().stream().expect("terms");
        let mut found = Vec::new();
        while terms.advance() {
            let option = IndexRecordOption::WithFreqsAndPositions;
            let list = lists.read_postings_from_terminfo(terms.value(), option);
            let mut list = list.expect("a list");
            while list.doc() != TERMINATED {
                let mut positions = Vec::new();
                list.positions(&mut positions);
                let term = String::from_utf8_lossy(terms.key()).into_owned();
                let (record, frequency) = (list.doc(), list.term_freq());
                found.push(format!("{term:?} {record} x{frequency} {positions:?}"));
                list.advance();
            }
        }
        found
    }

    #[test]
    fn pairs_of_common_words_stand_at_the_first_word() {
        let segment = segment(&[("best", &[], &[]), ("one of the best of", &[], &[])]);
        assert_eq!(
            lists(&segment, segment.1.exact),
            [
                "\"\\u{1}of the\" 1 x1 [1]",
                "\"\\u{1}one of\" 1 x1 [0]",
                "\"best\" 0 x1 [0]",
                "\"best\" 1 x1 [3]",
                "\"of\" 1 x2 [1, 4]",
                "\"one\" 1 x1 [0]",
                "\"the\" 1 x1 [2]",
            ]
        );
        let norms = segment.0.segment_reader(0);
        let norms = norms
            .get_fieldnorms_reader(segment.1.exact)
            .expect("lengths");
        assert_eq!((norms.fieldnorm(0), norms.fieldnorm(1)), (1, 7));
    }

    #[test]
    fn only_uttered_words_are_said_and_utterances_stand_apart() {
        let text = "\"Dig now,\" she said. \"Or never.\"";
        let segment = segment(&[(text, &["Dig now,", "Or never."], &[])]);
        assert_eq!(
            lists(&segment, segment.1.said),
            [
                "\"\\u{2}dig\" 0 x1 [999]",
                "\"\\u{2}never\" 0 x1 [2001]",
                "\"\\u{2}now\" 0 x1 [1000]",
                "\"\\u{2}or\" 0 x1 [2000]",
                "\"dig\" 0 x1 [999]",
                "\"never\" 0 x1 [2001]",
                "\"now\" 0 x1 [1000]",
                "\"or\" 0 x1 [2000]",
            ]
        );
    }

    #[test]
    fn a_whole_turn_needs_no_list_of_its_own_unless_it_has_a_title() {
        let whole = segment(&[("Dig now.", &["Dig now."], &[])]);
        assert_eq!(lists(&whole, whole.1.said), [""; 0]);
        let titled = segment(&[("Dig now.", &["Dig now."], &["Harbour"])]);
        assert_eq!(lists(&titled, titled.1.said).len(), 4);
        let text = lists(&titled, titled.1.text);
        assert_eq!(
            text,
            ["\"dig\" 0 x1 []", "\"harbour\" 0 x1 []", "\"now\" 0 x1 []"]
        );
    }

    #[test]
    fn records_without_words_are_passed_over() {
        let empty = ("", &[][..], &[][..]);
        let mut records = vec![empty; 100];
        records.push(("dig", &[], &[]));
        records.extend(vec![empty; 100]);
        records.push(("dig", &[], &[]));
        let segment = segment(&records);
        let expected = ["\"dig\" 100 x1 [0]", "\"dig\" 201 x1 [0]"];
        assert_eq!(lists(&segment, segment.1.exact), expected);
    }
}
