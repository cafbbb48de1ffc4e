//! A word's list of a segment: where the word stands, and what it gives a record.
//!
//! As tantivy's own scorer of a term, which cannot be named outside of it: behind a pointer each step would be a call.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{Bm25StatisticsProvider, Bm25Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, Term};

/// A word, ready to be sought in segments.
pub(crate) struct Word {
    term: Term,
    bm25: Bm25Weight,
}

impl Word {
    /// A word whose score counts `boost` times.
    pub fn new(
        term: Term,
        boost: f32,
        statistics: &dyn Bm25StatisticsProvider,
    ) -> tantivy::Result<Word> {
        let bm25 = Bm25Weight::for_terms(statistics, std::slice::from_ref(&term))?;
        let bm25 = bm25.boost_by(boost);
        Ok(Word { term, bm25 })
    }

    /// The most it gives a record.
    pub fn most(&self) -> f32 {
        self.bm25.max_score()
    }

    /// Its list of a segment. `None` if it stands nowhere in it.
    pub fn list(&self, segment: &SegmentReader) -> tantivy::Result<Option<List>> {
        let field = self.term.field();
        let lists = segment.inverted_index(field)?;
        let Some(postings) = lists.read_postings(&self.term, IndexRecordOption::WithFreqs)? else {
            return Ok(None);
        };
        let norms = segment.fieldnorms_readers().get_field(field)?;
        Ok(Some(List {
            postings,
            norms: norms.unwrap_or_else(|| FieldNormReader::constant(segment.max_doc(), 1)),
            bm25: self.bm25.clone(),
        }))
    }
}

/// Each word's list of a segment, with the most that the word gives. Words that stand nowhere in it have none.
pub(crate) fn lists(words: &[Word], segment: &SegmentReader) -> tantivy::Result<Vec<(List, f32)>> {
    let mut lists = Vec::with_capacity(words.len());
    for word in words {
        lists.extend(word.list(segment)?.map(|list| (list, word.most())));
    }
    Ok(lists)
}

/// See [`Word::list`].
pub(crate) struct List {
    postings: SegmentPostings,
    norms: FieldNormReader,
    bm25: Bm25Weight,
}

impl List {
    /// The record it is at; [`tantivy::TERMINATED`] behind the last.
    pub fn record(&self) -> DocId {
        self.postings.doc()
    }

    /// Goes on to the next record.
    pub fn advance(&mut self) -> DocId {
        self.postings.advance()
    }

    /// Moves on to a record, or behind it if the word is not there.
    pub fn sought(&mut self, record: DocId) -> DocId {
        let at = self.postings.doc();
        if at < record {
            self.postings.seek(record)
        } else {
            at
        }
    }

    /// What the word gives the record it is at.
    pub fn score(&self) -> f32 {
        let norm = self.norms.fieldnorm_id(self.postings.doc());
        self.bm25.score(norm, self.postings.term_freq())
    }
}
