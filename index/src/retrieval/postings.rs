//! A scored term and its postings in one segment.
//!
//! This repeats what tantivy's own term scorer does. That type is private: behind a `dyn Scorer`
//! each step would be a virtual call.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{Bm25StatisticsProvider, Bm25Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, Term};

/// A term with its BM25 weight, ready to be read in any segment.
pub(crate) struct ScoredTerm {
    term: Term,
    bm25: Bm25Weight,
}

impl ScoredTerm {
    /// A term whose score is multiplied by `boost`.
    pub fn new(
        term: Term,
        boost: f32,
        statistics: &dyn Bm25StatisticsProvider,
    ) -> tantivy::Result<ScoredTerm> {
        let bm25 = Bm25Weight::for_terms(statistics, std::slice::from_ref(&term))?;
        let bm25 = bm25.boost_by(boost);
        Ok(ScoredTerm { term, bm25 })
    }

    /// The highest score that it can give a record.
    pub fn max_score(&self) -> f32 {
        self.bm25.max_score()
    }

    /// Its postings in a segment. `None` if the segment does not contain the term.
    fn postings(&self, segment: &SegmentReader) -> tantivy::Result<Option<TermPostings>> {
        let field = self.term.field();
        let index = segment.inverted_index(field)?;
        let Some(postings) = index.read_postings(&self.term, IndexRecordOption::WithFreqs)? else {
            return Ok(None);
        };
        let norms = segment.fieldnorms_readers().get_field(field)?;
        Ok(Some(TermPostings {
            postings,
            norms: norms.unwrap_or_else(|| FieldNormReader::constant(segment.max_doc(), 1)),
            bm25: self.bm25.clone(),
        }))
    }
}

/// The postings of each term in a segment, with the term's highest score. Terms that the segment
/// lacks are left out.
pub(crate) fn segment_postings(
    terms: &[ScoredTerm],
    segment: &SegmentReader,
) -> tantivy::Result<Vec<(TermPostings, f32)>> {
    let mut found = Vec::with_capacity(terms.len());
    for term in terms {
        let postings = term.postings(segment)?;
        found.extend(postings.map(|postings| (postings, term.max_score())));
    }
    Ok(found)
}

/// The postings of one term in one segment, at a current record.
pub(crate) struct TermPostings {
    postings: SegmentPostings,
    norms: FieldNormReader,
    bm25: Bm25Weight,
}

impl TermPostings {
    /// The current record; [`tantivy::TERMINATED`] after the last.
    pub fn record(&self) -> DocId {
        self.postings.doc()
    }

    /// Moves to the next record and returns it.
    pub fn advance(&mut self) -> DocId {
        self.postings.advance()
    }

    /// Moves to the first record that is `record` or later, and returns it. Never moves back.
    pub fn seek(&mut self, record: DocId) -> DocId {
        let current = self.postings.doc();
        if current < record {
            self.postings.seek(record)
        } else {
            current
        }
    }

    /// The term's score for the current record.
    pub fn score(&self) -> f32 {
        let norm = self.norms.fieldnorm_id(self.postings.doc());
        self.bm25.score(norm, self.postings.term_freq())
    }
}
