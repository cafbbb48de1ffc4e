//! Reads postings and scores for a few chosen records of one segment.

use tantivy::postings::Postings;
use tantivy::query::Weight;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocSet, SegmentReader, Term};

/// The records of a slice that lie in one segment, in ascending order.
pub(crate) struct SegmentRecords<'a> {
    pub segment: &'a SegmentReader,
    /// All chosen records, of every segment.
    pub records: &'a [DocAddress],
    /// Indexes into `records` of those in this segment.
    pub in_segment: &'a [usize],
}

impl SegmentRecords<'_> {
    /// Calls `visit` for each record that contains a term: its index, how often, and the record's
    /// length in words.
    pub fn frequencies(
        &self,
        term: &Term,
        mut visit: impl FnMut(usize, u32, u32),
    ) -> tantivy::Result<()> {
        let index = self.segment.inverted_index(term.field())?;
        let Some(mut postings) = index.read_postings(term, IndexRecordOption::WithFreqs)? else {
            return Ok(());
        };
        let lengths = self.segment.get_fieldnorms_reader(term.field())?;
        for &number in self.in_segment {
            let record = self.records[number].doc_id;
            if postings.doc() < record {
                postings.seek(record);
            }
            if postings.doc() == record {
                visit(number, postings.term_freq(), lengths.fieldnorm(record));
            }
        }
        Ok(())
    }

    /// Calls `visit` for each record that matches a query: its index and its score.
    pub fn scores(
        &self,
        weight: &dyn Weight,
        mut visit: impl FnMut(usize, f32),
    ) -> tantivy::Result<()> {
        let mut scorer = weight.scorer(self.segment, 1.0)?;
        for &number in self.in_segment {
            let record = self.records[number].doc_id;
            if scorer.doc() < record {
                scorer.seek(record);
            }
            if scorer.doc() == record {
                visit(number, scorer.score());
            }
        }
        Ok(())
    }
}

/// The indexes of records, sorted in the order of the index.
pub(crate) fn in_record_order(records: &[DocAddress]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..records.len()).collect();
    order.sort_unstable_by_key(|number| records[*number]);
    order
}

/// Splits indexes in the order of the index by segment.
pub(crate) fn by_segment<'o>(
    order: &'o [usize],
    records: &'o [DocAddress],
) -> impl Iterator<Item = &'o [usize]> {
    order.chunk_by(|one, other| records[*one].segment_ord == records[*other].segment_ord)
}
