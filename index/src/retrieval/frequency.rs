//! How common a word is: in how many records it stands, and what that says of those it stands in.
//!
//! A word is one word in whatever language its passage is: its records are counted under every stemmer of the index. Counted in
//! each language alone, every word of the language that few passages are in would be a rare one, and those few would come first.

use std::sync::{OnceLock, PoisonError, RwLock};

use rustc_hash::FxHashMap;
use tantivy::query::{Bm25StatisticsProvider, EnableScoring};
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use crate::fields::schema::Fields;
use crate::query::node::QueryWord;
use crate::text::stem::Stemming;

/// Terms remembered before all are forgotten: about 10 MB.
const REMEMBERED: usize = 100_000;

/// What a commit says of its terms. One search asks for a term several times, and each time would look it up in every segment.
pub(crate) struct Frequencies {
    searcher: Searcher,
    fields: Fields,
    /// In how many records each stands.
    of_terms: RwLock<FxHashMap<Term, u64>>,
    /// Words of all records: of `text`, and of `exact`.
    words: [OnceLock<u64>; 2],
}

impl Frequencies {
    /// Nothing is known yet.
    pub fn new(searcher: &Searcher, fields: Fields) -> Frequencies {
        Frequencies {
            searcher: searcher.clone(),
            fields,
            of_terms: RwLock::default(),
            words: [OnceLock::new(), OnceLock::new()],
        }
    }

    /// For weights of queries that score by these.
    pub fn scoring(&self) -> EnableScoring<'_> {
        EnableScoring::enabled_from_statistics_provider(self, &self.searcher)
    }

    /// The records of the index, deleted ones included, as its statistics are.
    pub fn records(&self) -> u64 {
        let segments = self.searcher.segment_readers().iter();
        segments.map(|segment| u64::from(segment.max_doc())).sum()
    }

    /// The records that a term stands in.
    pub fn of_term(&self, term: &Term) -> tantivy::Result<u64> {
        let known = self.of_terms.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known.get(term) {
            return Ok(*found);
        }
        drop(known);
        let found = self.searcher.doc_freq(term)?;
        self.know(term, found);
        Ok(found)
    }

    /// Remembers in how many records a term stands.
    pub fn know(&self, term: &Term, found: u64) {
        let known = self.of_terms.write();
        let mut known = known.unwrap_or_else(PoisonError::into_inner);
        if known.len() >= REMEMBERED {
            known.clear();
        }
        known.insert(term.clone(), found);
    }

    /// The records that a word stands in, in any language.
    pub fn of_word(&self, word: &QueryWord, stemmings: &[Stemming]) -> tantivy::Result<u64> {
        let mut found = 0;
        for &stemming in stemmings {
            if let Some(terms) = word.terms(stemming) {
                found += self.of_term(&Term::from_field_text(self.fields.text, &terms.stem))?;
            }
            // What is not stemmed is the same term in every language.
            if !word.is_stemmed() {
                break;
            }
        }
        Ok(found)
    }

    /// The words of a record of a field, on average; at least 1.
    pub fn average_length(&self, field: Field) -> tantivy::Result<f32> {
        let words = self.total_num_tokens(field)?;
        Ok((words as f32 / self.records().max(1) as f32).max(1.0))
    }
}

impl Bm25StatisticsProvider for Frequencies {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        let slot = [self.fields.text, self.fields.exact];
        let slot = slot.iter().position(|known| *known == field);
        let slot = slot.map(|place| &self.words[place]);
        if let Some(words) = slot.and_then(OnceLock::get) {
            return Ok(*words);
        }
        let words = Bm25StatisticsProvider::total_num_tokens(&self.searcher, field)?;
        Ok(slot.map_or(words, |slot| *slot.get_or_init(|| words)))
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.records())
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        self.of_term(term)
    }
}

/// Inverse document frequency as Lucene has it: `ln(1 + (N - n + 0.5) / (n + 0.5))`.
pub(crate) fn idf(records: u64, found: u64) -> f32 {
    let (records, found) = (records as f32, found as f32);
    (1.0 + (records - found + 0.5) / (found + 0.5)).ln()
}
