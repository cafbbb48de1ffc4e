//! How frequent terms are, and the weight that follows from it.
//!
//! A word counts as one word in every language: its records are counted under every stemmer of the
//! index. Counted in one language alone, each word of a language with few passages would be rare,
//! and those passages would rank first.

use std::sync::{OnceLock, PoisonError, RwLock};

use rustc_hash::FxHashMap;
use tantivy::query::{Bm25StatisticsProvider, EnableScoring};
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use crate::fields::schema::Fields;
use crate::query::node::QueryWord;
use crate::text::stem::Stemming;

/// Terms to cache before the cache is emptied: about 10 MB.
const CACHED_TERMS: usize = 100_000;

/// The term statistics of one snapshot, cached.
///
/// One search asks for the same term several times, and each uncached lookup visits every segment.
/// All counts include deleted records, as tantivy's statistics do.
pub(crate) struct Frequencies {
    searcher: Searcher,
    fields: Fields,
    /// Number of records that contain each term.
    of_terms: RwLock<FxHashMap<Term, u64>>,
    /// Total number of words in the fields `text` and `exact`.
    words: [OnceLock<u64>; 2],
}

impl Frequencies {
    /// Looks up nothing yet.
    pub fn new(searcher: &Searcher, fields: Fields) -> Frequencies {
        Frequencies {
            searcher: searcher.clone(),
            fields,
            of_terms: RwLock::default(),
            words: [OnceLock::new(), OnceLock::new()],
        }
    }

    /// Lets tantivy's queries score by these statistics.
    pub fn scoring(&self) -> EnableScoring<'_> {
        EnableScoring::enabled_from_statistics_provider(self, &self.searcher)
    }

    /// The number of records in the index.
    pub fn records(&self) -> u64 {
        let segments = self.searcher.segment_readers().iter();
        segments.map(|segment| u64::from(segment.max_doc())).sum()
    }

    /// The number of records that contain a term.
    pub fn records_with(&self, term: &Term) -> tantivy::Result<u64> {
        let cached = self.of_terms.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = cached.get(term) {
            return Ok(*found);
        }
        drop(cached);
        let found = self.searcher.doc_freq(term)?;
        self.remember(term, found);
        Ok(found)
    }

    /// Caches the number of records that contain a term.
    pub fn remember(&self, term: &Term, found: u64) {
        let cached = self.of_terms.write();
        let mut cached = cached.unwrap_or_else(PoisonError::into_inner);
        if cached.len() >= CACHED_TERMS {
            cached.clear();
        }
        cached.insert(term.clone(), found);
    }

    /// The number of records that contain a word, in any language.
    pub fn records_with_word(
        &self,
        word: &QueryWord,
        stemmings: &[Stemming],
    ) -> tantivy::Result<u64> {
        let mut found = 0;
        for &stemming in stemmings {
            if let Some(terms) = word.terms(stemming) {
                found +=
                    self.records_with(&Term::from_field_text(self.fields.text, &terms.stem))?;
            }
            // A word that is not stemmed is the same term in every language.
            if !word.is_stemmed() {
                break;
            }
        }
        Ok(found)
    }

    /// The average number of words of a record in a field; at least 1.
    pub fn average_length(&self, field: Field) -> tantivy::Result<f32> {
        let words = self.total_num_tokens(field)?;
        Ok((words as f32 / self.records().max(1) as f32).max(1.0))
    }
}

impl Bm25StatisticsProvider for Frequencies {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        let cached_fields = [self.fields.text, self.fields.exact];
        let slot = cached_fields.iter().position(|known| *known == field);
        let slot = slot.map(|number| &self.words[number]);
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
        self.records_with(term)
    }
}

/// Inverse document frequency as in Lucene: `ln(1 + (N - n + 0.5) / (n + 0.5))`, with `n` of `N`
/// records.
pub(crate) fn idf(records: u64, found: u64) -> f32 {
    let (records, found) = (records as f32, found as f32);
    (1.0 + (records - found + 0.5) / (found + 0.5)).ln()
}
