//! Compiles words, phrases, prefixes and near spellings. These are the parts of a query that score.

use tantivy::query::{EmptyQuery, PhraseQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use crate::fields::schema::Fields;
use crate::fields::words::{STEM, pair_term};
use crate::query::node::{Element, QueryWord};
use crate::retrieval::compile::filter::scored_term;
use crate::retrieval::expand;
use crate::retrieval::frequency::{Frequencies, idf};
use crate::retrieval::matching::{distinct_words, unused_positions};
use crate::retrieval::queries::boosted_term::BoostedTerm;
use crate::retrieval::queries::expansion::ExpansionQuery;
use crate::retrieval::queries::span::{SpanQuery, SpanWord};
use crate::text::stem::Stemming;

/// Where in a passage words must occur.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    Anywhere,
    /// In the field `said`, which holds only words inside verbatim utterances.
    Said,
}

/// Turns words and phrases into queries.
pub(super) struct WordCompiler<'a> {
    pub searcher: &'a Searcher,
    pub frequencies: &'a Frequencies,
    pub fields: Fields,
    /// Every stemmer of the index.
    pub stemmings: &'a [Stemming],
}

impl WordCompiler<'_> {
    /// Records with a word in any of its forms.
    pub fn word(
        &self,
        word: &QueryWord,
        stemming: Stemming,
        scope: Scope,
    ) -> tantivy::Result<Box<dyn Query>> {
        let Some(terms) = word.terms(stemming) else {
            return Ok(Box::new(EmptyQuery));
        };
        if scope == Scope::Said {
            let stem = format!("{STEM}{}", terms.stem);
            return Ok(scored_term(Term::from_field_text(self.fields.said, &stem)));
        }
        let stem = Term::from_field_text(self.fields.text, &terms.stem);
        let boost = self.language_boost(&stem, word)?;
        if boost == 1.0 {
            return Ok(scored_term(stem));
        }
        Ok(Box::new(BoostedTerm {
            term: TermQuery::new(stem, IndexRecordOption::WithFreqs),
            boost,
        }))
    }

    /// The factor that turns the idf of a word's stem in one language into the idf of the word in
    /// all languages.
    fn language_boost(&self, stem: &Term, word: &QueryWord) -> tantivy::Result<f32> {
        if self.stemmings.len() < 2 || !word.is_stemmed() {
            return Ok(1.0);
        }
        let in_one = self.frequencies.records_with(stem)?;
        let in_all = self.frequencies.records_with_word(word, self.stemmings)?;
        if in_one == 0 || in_one == in_all {
            return Ok(1.0);
        }
        let records = self.frequencies.records();
        Ok(idf(records, in_all) / idf(records, in_one))
    }

    /// Records with these words in this order, next to each other.
    pub fn phrase(&self, elements: &[Element], scope: Scope) -> tantivy::Result<Box<dyn Query>> {
        let field = self.exact_field(scope);
        if elements.iter().any(|element| element.prefix) {
            let all: Vec<&Element> = elements.iter().collect();
            let words = self.span_words(&all, &vec![1; elements.len()], field)?;
            return Ok(Box::new(SpanQuery::phrase(field, words)));
        }
        let mut terms = self.phrase_terms(elements, scope);
        if terms.len() == 1 {
            return Ok(scored_term(terms.remove(0).1));
        }
        Ok(Box::new(PhraseQuery::new_with_offset(terms)))
    }

    /// Records with these words in any order, with at most `between` other words from the first to
    /// the last.
    pub fn near(
        &self,
        elements: &[Element],
        between: u32,
        scope: Scope,
    ) -> tantivy::Result<Box<dyn Query>> {
        let field = self.exact_field(scope);
        let (distinct, needs) = distinct_words(elements);
        let words = self.span_words(&distinct, &needs, field)?;
        let between = between + unused_positions(elements);
        Ok(Box::new(SpanQuery::near(field, words, between)))
    }

    /// Records with a word that starts with `prefix`.
    pub fn prefix(&self, prefix: &str, scope: Scope) -> tantivy::Result<Box<dyn Query>> {
        let field = self.exact_field(scope);
        Ok(self.any_word(expand::prefix(self.searcher, field, prefix)?))
    }

    /// Records with a word within `distance` edits of `word`.
    pub fn fuzzy(&self, word: &str, distance: u8, scope: Scope) -> tantivy::Result<Box<dyn Query>> {
        let field = self.exact_field(scope);
        Ok(self.any_word(expand::fuzzy(self.searcher, field, word, distance)?))
    }

    fn any_word(&self, found: expand::Expansion) -> Box<dyn Query> {
        let words = found.into_iter().map(|(term, found)| {
            self.frequencies.remember(&term, found);
            term
        });
        Box::new(ExpansionQuery::new(words.collect()))
    }

    /// The field with exact forms and positions.
    fn exact_field(&self, scope: Scope) -> Field {
        match scope {
            Scope::Anywhere => self.fields.exact,
            Scope::Said => self.fields.said,
        }
    }

    /// A phrase's terms with their offsets. Two common words in a row are one term, which is far
    /// rarer than either.
    fn phrase_terms(&self, elements: &[Element], scope: Scope) -> Vec<(usize, Term)> {
        let field = self.exact_field(scope);
        let mut terms: Vec<(usize, Term)> = Vec::with_capacity(elements.len());
        // The element whose word is part of the last pair.
        let mut covered = None;
        for (number, element) in elements.iter().enumerate() {
            let next = elements
                .get(number + 1)
                .filter(|next| next.offset == element.offset + 1);
            // Only the field `exact` has pairs.
            let pair = next
                .filter(|_| scope == Scope::Anywhere)
                .and_then(|next| pair_term(&element.folded, &next.folded));
            match pair {
                Some(pair) => {
                    terms.push((element.offset as usize, Term::from_field_text(field, &pair)));
                    covered = Some(number + 1);
                }
                None if covered == Some(number) => {}
                None => terms.push((
                    element.offset as usize,
                    Term::from_field_text(field, &element.folded),
                )),
            }
        }
        terms
    }

    fn span_words(
        &self,
        elements: &[&Element],
        needs: &[usize],
        field: Field,
    ) -> tantivy::Result<Vec<SpanWord>> {
        let mut words = Vec::with_capacity(elements.len());
        for (element, &needed) in elements.iter().zip(needs) {
            let terms = if element.prefix {
                expand::prefix(self.searcher, field, &element.folded)?
                    .into_iter()
                    .map(|(term, _)| term)
                    .collect()
            } else {
                vec![Term::from_field_text(field, &element.folded)]
            };
            words.push(SpanWord {
                offset: element.offset,
                needed,
                terms,
            });
        }
        Ok(words)
    }
}
