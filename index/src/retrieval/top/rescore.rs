//! Scores the best of a retrieval again, with what a flat list of terms cannot say.
//!
//! A passage's score is the sum of what each part of the query contributes, in the query's order, so that equal passages
//! score equally whatever segment they lie in:
//!
//! - a word that the passage holds `f` times: `idf * ((K1 + 1) * f / (f + K1 * (1 - B + B * length / average)) + DELTA)`
//!   over stems: BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009, formula 3.15; its idf: see
//!   [`idf`]), with BM25+'s reward for being there at all (Lv and Zhai, "Lower-bounding
//!   term frequency normalization", CIKM 2011). The idf of one of the commonest words (`text::common`) counts [`COMMON`];
//! - anything else: what tantivy's scorer gives it (BM25 with k1 = 1.2, b = 0.75; a phrase counts as one term whose idf is the
//!   sum of its words');
//! - words that follow each other in the query, common ones between them passed over, and stand within [`NEAR`] words of
//!   each other in the passage: [`NEARNESS`] times the idf of the rarer one, over the square of how much further apart they
//!   stand than in the query. After the pairs of Metzler and Croft, "A Markov random field model for term dependencies",
//!   SIGIR 2005, and the falling weight of Rasolofo and Savoy, "Term proximity scoring", ECIR 2003;
//! - a word that stands in the name of the passage's speaker: [`SPEAKER_NAMED`] times its idf;
//! - a word, in any of its forms, that stands in the titles of the passage's section: [`SECTION_NAMED`] times its idf.
//!
//! Tried and left out, because they did not help on average over SciFact, QMSum and XQuAD: a bonus for the exact form, one
//! for adjacent words beyond nearness, one for standing inside a quotation, the part of the query that is there as a
//! factor, the scores of the paragraphs around, other k1 and b.
//!
//! All of it is read from postings, in record order; no stored record is touched.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{Query as Retrieval, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocSet, SegmentReader, Term};

use crate::fields::names::NameKind;
use crate::query::node::{Node, NodeKind, QueryWord};
use crate::query::{Part, Query};
use crate::retrieval::frequency::{Frequencies, idf};
use crate::retrieval::snapshot::Snapshot;
use crate::retrieval::top::disjunction::Disjunction;
use crate::text::stem::{Stemming, WordTerms};

/// How fast repetitions of a word stop counting.
const K1: f32 = 1.2;
/// How much a passage's length counts: 0 not at all, 1 fully.
const B: f32 = 0.75;
/// Weight of a word's being there at all. Lv and Zhai have 1 for web pages; in paragraphs more than half costs.
const DELTA: f32 = 0.25;
/// Weight of the commonest words' idf: what of a question is grammar says little of what it asks.
const COMMON: f32 = 0.75;
/// Weight of neighbouring words.
const NEARNESS: f32 = 0.25;
/// Weight of a word that names the passage's speaker.
const SPEAKER_NAMED: f32 = 0.5;
/// Weight of a word that names the passage's section. On QMSum, whose sections are named by hand, more would be better still;
/// a section that nothing names has its first words for a name, which say less.
const SECTION_NAMED: f32 = 0.5;

/// Distance in words beyond which nothing is near.
const NEAR: u32 = 5;

/// What each part contributed to one passage's score.
#[derive(Clone, Debug, Default)]
pub(crate) struct Contributions {
    /// One for each part of the query, in its order.
    pub parts: Vec<f32>,
    /// Of words near each other.
    pub nearness: f32,
    /// Of words that name the speaker.
    pub speaker: f32,
    /// Of words that name the section.
    pub section: f32,
}

impl Contributions {
    /// The passage's score.
    pub fn sum(&self) -> f32 {
        self.parts.iter().sum::<f32>() + self.nearness + self.speaker + self.section
    }

    /// What contributed, in words.
    pub fn explain(&self, query: &Query, text: &str) -> Vec<(String, f32)> {
        let of_part = |part: &Part| {
            text.get(part.node.span.clone())
                .unwrap_or_default()
                .to_owned()
        };
        let parts = query
            .parts()
            .iter()
            .zip(&self.parts)
            .map(|(part, score)| (of_part(part), *score));
        let rest = [
            ("words near each other".to_owned(), self.nearness),
            ("speaker named".to_owned(), self.speaker),
            ("section named".to_owned(), self.section),
        ];
        parts
            .chain(rest)
            .filter(|(_, score)| *score != 0.0)
            .collect()
    }
}

/// One word of the query, as ranking sees it.
struct RankedWord {
    part: usize,
    /// Its place in the query, in bytes.
    span: Range<usize>,
    terms: WordTerms,
    idf: f32,
}

/// How a part of the query that is more than a word is scored.
enum PartScore {
    /// A sum over terms, each read from its own list: whatever the retrieval walked through, only the records asked for.
    Terms(Vec<Leaf>),
    /// Anything else, by tantivy's scorer.
    Weight(Box<dyn Weight>),
}

/// A term with its weight and the average length of its field.
struct Leaf {
    term: Term,
    weight: f32,
    average_length: f32,
}

/// What the names of a passage's speakers and of its section are worth.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct NameScores {
    speaker: f32,
    section: f32,
}

impl NameScores {
    fn of(&mut self, which: NameKind) -> &mut f32 {
        match which {
            NameKind::Speaker => &mut self.speaker,
            NameKind::Section => &mut self.section,
        }
    }

    /// Both together.
    pub fn sum(self) -> f32 {
        self.speaker + self.section
    }
}

/// A query made ready to score records again.
pub(crate) struct Scoring<'a> {
    snapshot: &'a Snapshot,
    stemming: Stemming,
    parts: usize,
    words: Vec<RankedWord>,
    others: Vec<(usize, PartScore)>,
    pairs: Vec<(usize, usize)>,
    average_length: f32,
}

impl<'a> Scoring<'a> {
    /// `compiled` are the query's parts as queries for passages of one stemmer.
    pub fn new(
        snapshot: &'a Snapshot,
        query: &Query,
        compiled: &[Box<dyn Retrieval>],
        stemming: Stemming,
    ) -> tantivy::Result<Scoring<'a>> {
        let (fields, stemmings) = (&snapshot.index.fields, &snapshot.stemmings);
        let frequencies = &snapshot.frequencies;
        let mut words = Vec::new();
        for (part, node) in query.parts().iter().map(|part| &part.node).enumerate() {
            if let NodeKind::Word(word) = &node.kind
                && let Some(terms) = word.terms(stemming)
            {
                let found = frequencies.of_word(word, stemmings)?;
                let idf = idf(frequencies.records(), found);
                words.push(RankedWord {
                    part,
                    span: node.span.clone(),
                    idf: idf * if terms.common { COMMON } else { 1.0 },
                    terms,
                });
            }
        }
        let mut others = Vec::new();
        for (part, (node, retrieval)) in query.parts().iter().zip(compiled).enumerate() {
            if words.binary_search_by_key(&part, |word| word.part).is_ok() {
                continue;
            }
            let mut alternatives = Vec::new();
            let score = if add_words(&node.node, &mut alternatives) {
                let mut leaves = Vec::with_capacity(alternatives.len());
                for word in alternatives {
                    if let Some(terms) = word.terms(stemming) {
                        let found = frequencies.of_word(word, stemmings)?;
                        leaves.push(Leaf {
                            weight: idf(frequencies.records(), found),
                            average_length: frequencies.average_length(fields.text)?,
                            term: Term::from_field_text(fields.text, &terms.stem),
                        });
                    }
                }
                PartScore::Terms(leaves)
            } else {
                part_score(frequencies, &**retrieval)?
            };
            others.push((part, score));
        }
        Ok(Scoring {
            snapshot,
            stemming,
            parts: compiled.len(),
            pairs: neighbours(&words),
            average_length: frequencies.average_length(fields.text)?,
            words,
            others,
        })
    }

    /// The most by which a passage's score may exceed what retrieval gave it, names left aside.
    pub fn headroom(&self) -> f32 {
        let there: f32 = self.words.iter().map(|word| word.idf * DELTA).sum();
        let near: f32 = self.pairs.iter().map(|pair| self.nearest(*pair)).sum();
        there + near
    }

    /// What two neighbouring words are worth where they stand side by side.
    fn nearest(&self, (one, other): (usize, usize)) -> f32 {
        NEARNESS * self.words[one].idf.max(self.words[other].idf)
    }

    /// What names are worth for each of some records, given in any order; the answer is in the same order.
    pub fn names(&self, records: &[DocAddress]) -> tantivy::Result<Vec<NameScores>> {
        let mut scored = vec![NameScores::default(); records.len()];
        if self.words.len() < 2 {
            return Ok(scored);
        }
        let speaker = self.distinct(NameKind::Speaker);
        let section = self.distinct(NameKind::Section);
        let order = in_record_order(records);
        for in_segment in segments(&order, records) {
            let segment = records[in_segment[0]].segment_ord;
            for which in [NameKind::Speaker, NameKind::Section] {
                let columns = &self.snapshot.columns;
                let (column, weight, distinct) = match which {
                    NameKind::Speaker => (columns.speaker(segment)?, SPEAKER_NAMED, &speaker),
                    NameKind::Section => (columns.section(segment)?, SECTION_NAMED, &section),
                };
                let Some(column) = column else { continue };
                let mut ordinals = FxHashSet::default();
                for &place in in_segment {
                    ordinals.extend(column.term_ords(records[place].doc_id));
                }
                let mut worth: FxHashMap<u64, f32> = FxHashMap::default();
                self.snapshot.name_words.each(
                    (segment, which, self.stemming),
                    &ordinals,
                    column,
                    |ordinal, in_name| {
                        worth.insert(ordinal, weight * self.named(in_name, distinct));
                    },
                )?;
                for &place in in_segment {
                    for ordinal in column.term_ords(records[place].doc_id) {
                        let score = scored[place].of(which);
                        *score = score.max(worth.get(&ordinal).copied().unwrap_or_default());
                    }
                }
            }
        }
        Ok(scored)
    }

    /// The place in the query of each word that may stand in a name: of one that is asked for twice, the first.
    fn distinct(&self, which: NameKind) -> FxHashMap<&str, usize> {
        let mut distinct = FxHashMap::default();
        for (number, word) in self.words.iter().enumerate() {
            distinct.entry(which.form(&word.terms)).or_insert(number);
        }
        distinct
    }

    /// The idf of the distinct words that stand in a name, summed in the query's order.
    fn named(&self, in_name: &[Box<str>], distinct: &FxHashMap<&str, usize>) -> f32 {
        let mut found: Vec<usize> = in_name
            .iter()
            .filter_map(|name| distinct.get(&**name).copied())
            .collect();
        found.sort_unstable();
        found.dedup();
        found.iter().map(|number| self.words[*number].idf).sum()
    }

    /// Scores records, given in any order; the answer is in the same order. `names` are what [`names`](Self::names) says of
    /// them.
    pub fn contributions(
        &self,
        records: &[DocAddress],
        names: &[NameScores],
    ) -> tantivy::Result<Vec<Contributions>> {
        let mut scored: Vec<Contributions> = names
            .iter()
            .map(|names| Contributions {
                parts: vec![0.0; self.parts],
                nearness: 0.0,
                speaker: names.speaker,
                section: names.section,
            })
            .collect();
        let order = in_record_order(records);
        for in_segment in segments(&order, records) {
            let segment = Segment {
                segment: self
                    .snapshot
                    .inner
                    .segment_reader(records[in_segment[0]].segment_ord),
                records,
                in_segment,
            };
            for word in &self.words {
                let term = Term::from_field_text(self.snapshot.index.fields.text, &word.terms.stem);
                segment.frequencies(&term, |place, frequency, length| {
                    let saturated = saturated(frequency, length, self.average_length);
                    scored[place].parts[word.part] = word.idf * (saturated + DELTA);
                })?;
            }
            for (part, score) in &self.others {
                match score {
                    PartScore::Terms(leaves) => {
                        for leaf in leaves {
                            segment.frequencies(&leaf.term, |place, frequency, length| {
                                let saturated = saturated(frequency, length, leaf.average_length);
                                scored[place].parts[*part] += leaf.weight * saturated;
                            })?;
                        }
                    }
                    PartScore::Weight(weight) => {
                        segment.scores(&**weight, |place, score| {
                            scored[place].parts[*part] = score;
                        })?;
                    }
                }
            }
            if !self.pairs.is_empty() {
                self.nearness(&segment, &mut scored)?;
            }
        }
        Ok(scored)
    }

    fn nearness(&self, segment: &Segment<'_>, scored: &mut [Contributions]) -> tantivy::Result<()> {
        let index = segment
            .segment
            .inverted_index(self.snapshot.index.fields.exact)?;
        let mut paired = vec![false; self.words.len()];
        for &(one, other) in &self.pairs {
            paired[one] = true;
            paired[other] = true;
        }
        let mut lists = Vec::with_capacity(self.words.len());
        for (word, paired) in self.words.iter().zip(paired) {
            let term = Term::from_field_text(self.snapshot.index.fields.exact, &word.terms.exact);
            lists.push(if paired {
                index.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)?
            } else {
                None
            });
        }
        let mut positions: Vec<Vec<u32>> = vec![Vec::new(); self.words.len()];
        for &place in segment.in_segment {
            let record = segment.records[place].doc_id;
            for list in lists.iter_mut().flatten() {
                if list.doc() < record {
                    list.seek(record);
                }
            }
            let holds =
                |list: &Option<SegmentPostings>| list.as_ref().is_some_and(|l| l.doc() == record);
            // Positions are unpacked only where both words of some pair stand.
            if !self
                .pairs
                .iter()
                .any(|(one, other)| holds(&lists[*one]) && holds(&lists[*other]))
            {
                continue;
            }
            for (list, positions) in lists.iter_mut().zip(&mut positions) {
                positions.clear();
                if let Some(list) = list
                    && list.doc() == record
                {
                    list.positions(positions);
                }
            }
            for &(one, other) in &self.pairs {
                if let Some(distance) = least_distance(&positions[one], &positions[other])
                    && distance <= NEAR
                {
                    let in_query = (self.words[other].part - self.words[one].part) as u32;
                    let further = (distance + 1).saturating_sub(in_query).max(1);
                    scored[place].nearness +=
                        self.nearest((one, other)) / (further * further) as f32;
                }
            }
        }
        Ok(())
    }
}

/// The words of a disjunction of words; false if there is anything else in it.
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

/// How any other part is scored: by its terms if it is a term or a plain disjunction of terms.
fn part_score(frequencies: &Frequencies, retrieval: &dyn Retrieval) -> tantivy::Result<PartScore> {
    let Some(disjunction) = Disjunction::of(retrieval) else {
        let weight = retrieval.weight(frequencies.scoring())?;
        return Ok(PartScore::Weight(weight));
    };
    let mut leaves = Vec::with_capacity(disjunction.terms.len());
    let records = frequencies.records();
    for (term, weight) in disjunction.terms {
        leaves.push(Leaf {
            weight: idf(records, frequencies.of_term(&term)?) * weight,
            average_length: frequencies.average_length(term.field())?,
            term,
        });
    }
    Ok(PartScore::Terms(leaves))
}

/// BM25 without its idf.
fn saturated(frequency: u32, length: u32, average_length: f32) -> f32 {
    let frequency = frequency as f32;
    let norm = K1 * (1.0 - B + B * length as f32 / average_length);
    (K1 + 1.0) * frequency / (frequency + norm)
}

/// The places of records in a list, in the order of the index.
fn in_record_order(records: &[DocAddress]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..records.len()).collect();
    order.sort_unstable_by_key(|place| records[*place]);
    order
}

/// The places of each segment's records.
fn segments<'o>(
    order: &'o [usize],
    records: &'o [DocAddress],
) -> impl Iterator<Item = &'o [usize]> {
    order.chunk_by(|one, other| records[*one].segment_ord == records[*other].segment_ord)
}

/// Some records of one segment, in order.
struct Segment<'a> {
    segment: &'a SegmentReader,
    records: &'a [DocAddress],
    in_segment: &'a [usize],
}

impl Segment<'_> {
    /// For each record that a term stands in: its place in the list, how often, and the record's length in words.
    fn frequencies(
        &self,
        term: &Term,
        mut found: impl FnMut(usize, u32, u32),
    ) -> tantivy::Result<()> {
        let index = self.segment.inverted_index(term.field())?;
        let Some(mut postings) = index.read_postings(term, IndexRecordOption::WithFreqs)? else {
            return Ok(());
        };
        let lengths = self.segment.get_fieldnorms_reader(term.field())?;
        for &place in self.in_segment {
            let record = self.records[place].doc_id;
            if postings.doc() < record {
                postings.seek(record);
            }
            if postings.doc() == record {
                found(place, postings.term_freq(), lengths.fieldnorm(record));
            }
        }
        Ok(())
    }

    /// For each record that answers a query: its place in the list, and its score.
    fn scores(
        &self,
        weight: &dyn Weight,
        mut found: impl FnMut(usize, f32),
    ) -> tantivy::Result<()> {
        let mut scorer = weight.scorer(self.segment, 1.0)?;
        for &place in self.in_segment {
            let record = self.records[place].doc_id;
            if scorer.doc() < record {
                scorer.seek(record);
            }
            if scorer.doc() == record {
                found(place, scorer.score());
            }
        }
        Ok(())
    }
}

/// The words that follow each other once the common ones are passed over. The pairs of characters of a script without
/// spaces overlap: they are near each other wherever they stand, and make no pair here.
fn neighbours(words: &[RankedWord]) -> Vec<(usize, usize)> {
    let telling: Vec<usize> = (0..words.len())
        .filter(|number| !words[*number].terms.common)
        .collect();
    telling
        .windows(2)
        .map(|pair| (pair[0], pair[1]))
        .filter(|(one, other)| words[*one].span.end <= words[*other].span.start)
        .collect()
}

/// The least distance between a position of one and a position of the other; both ascend.
fn least_distance(one: &[u32], other: &[u32]) -> Option<u32> {
    let (mut i, mut j) = (0, 0);
    let mut least = None;
    while let (Some(a), Some(b)) = (one.get(i), other.get(j)) {
        let distance = a.abs_diff(*b);
        // The same word twice in a query is not near itself.
        if distance > 0 && least.is_none_or(|least| distance < least) {
            least = Some(distance);
        }
        if a < b { i += 1 } else { j += 1 }
    }
    least
}

#[cfg(test)]
mod tests {
    use super::least_distance;

    #[test]
    fn the_least_distance_of_two_lists() {
        assert_eq!(least_distance(&[1, 9], &[5, 10]), Some(1));
        assert_eq!(least_distance(&[3], &[3]), None);
        assert_eq!(least_distance(&[], &[3]), None);
    }
}
