//! Scores the best records of a retrieval again, with what a plain sum over terms cannot express.
//!
//! A passage's score is the sum of these contributions, always added in the query's order, so that
//! equal passages score equally in every segment:
//!
//! - A bare word that occurs `f` times, counted by stem: `idf * ((K1 + 1) * f / (f + K1 * (1 - B +
//!   B * length / average)) + DELTA)`. This is BM25 (Robertson and Zaragoza, "The Probabilistic
//!   Relevance Framework", 2009, formula 3.15) with the idf of [`idf`] and the constant reward for
//!   any occurrence of BM25+ (Lv and Zhai, "Lower-bounding term frequency normalization", CIKM
//!   2011).
//! - A disjunction of terms (`a OR b`, `negot*`, `word~`): the same for each term, without `DELTA`.
//! - Any other part: the score of tantivy's scorer (BM25 with k1 = 1.2, b = 0.75; a phrase counts
//!   as one term with the sum of its words' idf).
//! - Neighbouring words near each other: see `proximity`.
//! - A word in the name of a speaker of the passage: [`SPEAKER_WEIGHT`] times its idf.
//! - A word, in any form, in the titles of the passage's section: [`SECTION_WEIGHT`] times its idf.
//!
//! Everything is read from postings and columns, in record order; no stored record is read.
//! README.md lists what was tried and did not help.

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::query::{Query as TantivyQuery, Weight};
use tantivy::{DocAddress, Term};

use crate::fields::names::NameKind;
use crate::query::Query;
use crate::query::node::{Node, NodeKind, QueryWord};
use crate::retrieval::frequency::{Frequencies, idf};
use crate::retrieval::name_words::NameColumn;
use crate::retrieval::snapshot::Snapshot;
use crate::retrieval::top::contributions::{Contributions, NameScores};
use crate::retrieval::top::disjunction::Disjunction;
use crate::retrieval::top::proximity::Proximity;
use crate::retrieval::top::ranked_word::{RankedWord, ranked_words};
use crate::retrieval::top::segment_records::{SegmentRecords, by_segment, in_record_order};
use crate::text::stem::Stemming;

/// How fast further occurrences of a word count less. The customary value.
const K1: f32 = 1.2;
/// How much a passage's length counts: 0 not at all, 1 fully. The customary value.
const B: f32 = 0.75;
/// Reward for any occurrence of a word. Lv and Zhai use 1 for web pages; for paragraphs .5 costs on
/// three of five sets.
const DELTA: f32 = 0.25;
/// Weight of a word that names a speaker of the passage. Without it QMSum loses .0150; see
/// README.md.
const SPEAKER_WEIGHT: f32 = 0.5;
/// Weight of a word that names the passage's section. QMSum, with sections named by hand, would
/// gain from more. Where nothing names a section its first words serve as its title, and they say
/// less.
const SECTION_WEIGHT: f32 = 0.8;

/// Scores records again for one query and one stemmer.
pub(crate) struct Rescorer<'a> {
    snapshot: &'a Snapshot,
    stemming: Stemming,
    /// Number of parts of the query.
    parts: usize,
    words: Vec<RankedWord>,
    /// The parts that are not a bare word, by number.
    others: Vec<(usize, PartScorer)>,
    proximity: Proximity,
    average_length: f32,
}

/// How to score a part of the query that is not a bare word.
enum PartScorer {
    /// Sums over terms. Postings are read for the chosen records only, however many records the
    /// part matches.
    Terms(Vec<WeightedTerm>),
    /// Asks tantivy's scorer.
    Weight(Box<dyn Weight>),
}

/// A term with its weight and the average length of its field.
struct WeightedTerm {
    term: Term,
    weight: f32,
    average_length: f32,
}

impl<'a> Rescorer<'a> {
    /// `compiled` are the query's parts, compiled for passages of one stemmer.
    pub fn new(
        snapshot: &'a Snapshot,
        query: &Query,
        compiled: &[Box<dyn TantivyQuery>],
        stemming: Stemming,
    ) -> tantivy::Result<Rescorer<'a>> {
        let words = ranked_words(snapshot, query, stemming)?;
        let mut others = Vec::new();
        for (number, (part, compiled)) in query.parts().iter().zip(compiled).enumerate() {
            let is_word = words.binary_search_by_key(&number, |word| word.part);
            if is_word.is_err() {
                let scorer = part_scorer(snapshot, &part.node, &**compiled, stemming)?;
                others.push((number, scorer));
            }
        }
        let fields = &snapshot.index.fields;
        Ok(Rescorer {
            snapshot,
            stemming,
            parts: compiled.len(),
            proximity: Proximity::new(&words, fields.exact),
            average_length: snapshot.frequencies.average_length(fields.text)?,
            words,
            others,
        })
    }

    /// The most by which a passage's new score can exceed its old one, names excepted.
    pub fn headroom(&self) -> f32 {
        // What only ranks has no part in the old score of a passage with every other part.
        let most = |word: &RankedWord| match word.only_ranks {
            true => word.idf * (K1 + 1.0 + DELTA),
            false => word.idf * DELTA,
        };
        let rewards: f32 = self.words.iter().map(most).sum();
        rewards + self.proximity.max_score()
    }

    /// What names add to the scores of records. Takes them in any order, and answers in the same
    /// order.
    pub fn name_scores(&self, records: &[DocAddress]) -> tantivy::Result<Vec<NameScores>> {
        let mut scored = vec![NameScores::default(); records.len()];
        if self.words.len() < 2 {
            return Ok(scored);
        }
        let speaker = self.word_numbers(NameKind::Speaker);
        let section = self.word_numbers(NameKind::Section);
        let order = in_record_order(records);
        for in_segment in by_segment(&order, records) {
            let segment = records[in_segment[0]].segment_ord;
            for name in [NameKind::Speaker, NameKind::Section] {
                let columns = &self.snapshot.columns;
                let (column, weight, numbers) = match name {
                    NameKind::Speaker => (columns.speaker(segment)?, SPEAKER_WEIGHT, &speaker),
                    NameKind::Section => (columns.section(segment)?, SECTION_WEIGHT, &section),
                };
                let Some(column) = column else { continue };
                let mut ordinals = FxHashSet::default();
                for &number in in_segment {
                    ordinals.extend(column.term_ords(records[number].doc_id));
                }
                let key = NameColumn {
                    segment,
                    name,
                    stemming: self.stemming,
                };
                let mut scores: FxHashMap<u64, f32> = FxHashMap::default();
                let name_words = &self.snapshot.name_words;
                name_words.for_each(key, &ordinals, column, |ordinal, in_name| {
                    scores.insert(ordinal, weight * self.idf_in_name(in_name, numbers));
                })?;
                for &number in in_segment {
                    for ordinal in column.term_ords(records[number].doc_id) {
                        let score = scored[number].of(name);
                        *score = score.max(scores.get(&ordinal).copied().unwrap_or_default());
                    }
                }
            }
        }
        Ok(scored)
    }

    /// The number of each word by the form that names are compared in. A word given twice has its
    /// first number.
    fn word_numbers(&self, name: NameKind) -> FxHashMap<&str, usize> {
        let mut numbers = FxHashMap::default();
        for (number, word) in self.words.iter().enumerate() {
            numbers.entry(name.form(&word.terms)).or_insert(number);
        }
        numbers
    }

    /// The idf of the query's distinct words that occur in a name, summed in the query's order.
    fn idf_in_name(&self, in_name: &[Box<str>], numbers: &FxHashMap<&str, usize>) -> f32 {
        let mut found: Vec<usize> = in_name
            .iter()
            .filter_map(|word| numbers.get(&**word).copied())
            .collect();
        found.sort_unstable();
        found.dedup();
        found.iter().map(|number| self.words[*number].idf).sum()
    }

    /// Scores records. Takes them in any order, and answers in the same order.
    ///
    /// `names` are the [`name_scores`](Self::name_scores) of the same records.
    pub fn contributions(
        &self,
        records: &[DocAddress],
        names: &[NameScores],
    ) -> tantivy::Result<Vec<Contributions>> {
        let mut scored: Vec<Contributions> = names
            .iter()
            .map(|names| Contributions {
                parts: vec![0.0; self.parts],
                proximity: 0.0,
                speaker: names.speaker,
                section: names.section,
                meaning: 0.0,
            })
            .collect();
        let order = in_record_order(records);
        for in_segment in by_segment(&order, records) {
            let segment = records[in_segment[0]].segment_ord;
            let segment = SegmentRecords {
                segment: self.snapshot.inner.segment_reader(segment),
                records,
                in_segment,
            };
            self.add_words(&segment, &mut scored)?;
            self.add_others(&segment, &mut scored)?;
            self.proximity.add(&segment, &mut scored)?;
        }
        Ok(scored)
    }

    fn add_words(
        &self,
        segment: &SegmentRecords<'_>,
        scored: &mut [Contributions],
    ) -> tantivy::Result<()> {
        for word in &self.words {
            let term = Term::from_field_text(self.snapshot.index.fields.text, &word.terms.stem);
            segment.frequencies(&term, |number, frequency, length| {
                let saturated = saturated(frequency, length, self.average_length);
                scored[number].parts[word.part] = word.idf * (saturated + DELTA);
            })?;
        }
        Ok(())
    }

    fn add_others(
        &self,
        segment: &SegmentRecords<'_>,
        scored: &mut [Contributions],
    ) -> tantivy::Result<()> {
        for (part, scorer) in &self.others {
            match scorer {
                PartScorer::Terms(terms) => {
                    for term in terms {
                        segment.frequencies(&term.term, |number, frequency, length| {
                            let saturated = saturated(frequency, length, term.average_length);
                            scored[number].parts[*part] += term.weight * saturated;
                        })?;
                    }
                }
                PartScorer::Weight(weight) => {
                    segment.scores(&**weight, |number, score| {
                        scored[number].parts[*part] = score;
                    })?;
                }
            }
        }
        Ok(())
    }
}

/// How to score a part of the query that is not a bare word.
fn part_scorer(
    snapshot: &Snapshot,
    node: &Node,
    compiled: &dyn TantivyQuery,
    stemming: Stemming,
) -> tantivy::Result<PartScorer> {
    let frequencies = &snapshot.frequencies;
    let mut alternatives = Vec::new();
    if !add_words(node, &mut alternatives) {
        return compiled_scorer(frequencies, compiled);
    }
    let field = snapshot.index.fields.text;
    let mut terms = Vec::with_capacity(alternatives.len());
    for word in alternatives {
        if let Some(word_terms) = word.terms(stemming) {
            let found = frequencies.records_with_word(word, &snapshot.stemmings)?;
            terms.push(WeightedTerm {
                weight: idf(frequencies.records(), found),
                average_length: frequencies.average_length(field)?,
                term: Term::from_field_text(field, &word_terms.stem),
            });
        }
    }
    Ok(PartScorer::Terms(terms))
}

/// Collects the words of a disjunction of bare words; false if it contains anything else.
fn add_words<'n>(node: &'n Node, words: &mut Vec<&'n QueryWord>) -> bool {
    match &node.kind {
        NodeKind::Word(word) => {
            words.push(word);
            true
        }
        NodeKind::Or(nodes) => nodes.iter().all(|node| add_words(node, words)),
        _ => false,
    }
}

/// Scores by terms if a compiled part is a disjunction of terms, otherwise by tantivy's scorer.
fn compiled_scorer(
    frequencies: &Frequencies,
    compiled: &dyn TantivyQuery,
) -> tantivy::Result<PartScorer> {
    let Some(disjunction) = Disjunction::of(compiled) else {
        let weight = compiled.weight(frequencies.scoring())?;
        return Ok(PartScorer::Weight(weight));
    };
    let mut terms = Vec::with_capacity(disjunction.terms.len());
    let records = frequencies.records();
    for (term, boost) in disjunction.terms {
        terms.push(WeightedTerm {
            weight: idf(records, frequencies.records_with(&term)?) * boost,
            average_length: frequencies.average_length(term.field())?,
            term,
        });
    }
    Ok(PartScorer::Terms(terms))
}

/// BM25 without its idf.
fn saturated(frequency: u32, length: u32, average_length: f32) -> f32 {
    let frequency = frequency as f32;
    let norm = K1 * (1.0 - B + B * length as f32 / average_length);
    (K1 + 1.0) * frequency / (frequency + norm)
}
