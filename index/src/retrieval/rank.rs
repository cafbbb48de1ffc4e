//! Scores the best of a retrieval again, with what a flat list of terms cannot say.
//!
//! A passage's score is the sum of what each part of the query contributes, in the query's order, so that equal passages
//! score equally whatever segment they lie in:
//!
//! - a word that the passage holds `f` times: `idf * ((K1 + 1) * f / (f + K1 * (1 - B + B * length / average)) + DELTA)`
//!   over stems: BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009, formula 3.15; idf as Lucene
//!   has it, `ln(1 + (N - n + 0.5) / (n + 0.5))`), with BM25+'s reward for being there at all (Lv and Zhai, "Lower-bounding
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
use tantivy::postings::Postings;
use tantivy::query::{EnableScoring, Query as Retrieval};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocSet, Searcher, SegmentReader, Term};

use crate::query::node::NodeKind;
use crate::query::{Part, Query};
use crate::schema::Fields;
use crate::text::stem::{Stemming, WordTerms, word_terms};
use crate::text::token::words as words_of;

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

/// Scores records, given in any order; the answer is in the same order. `compiled` are the query's parts as queries.
pub(crate) fn contributions(
    searcher: &Searcher,
    fields: &Fields,
    query: &Query,
    compiled: &[Box<dyn Retrieval>],
    stemming: Stemming,
    records: &[DocAddress],
) -> tantivy::Result<Vec<Contributions>> {
    let empty = Contributions {
        parts: vec![0.0; compiled.len()],
        ..Contributions::default()
    };
    let mut scored = vec![empty; records.len()];
    let mut order: Vec<usize> = (0..records.len()).collect();
    order.sort_unstable_by_key(|place| records[*place]);

    let statistics = Statistics::of(searcher, fields)?;
    let mut words = Vec::new();
    for (part, node) in query.parts().iter().map(|part| &part.node).enumerate() {
        if let NodeKind::Word(word) = &node.kind
            && let Some(terms) = word.terms(stemming)
        {
            let found = searcher.doc_freq(&Term::from_field_text(fields.text, &terms.stem))?;
            words.push(RankedWord {
                part,
                span: node.span.clone(),
                idf: statistics.idf(found) * if terms.common { COMMON } else { 1.0 },
                terms,
            });
        }
    }
    let mut weights = Vec::new();
    for (part, retrieval) in compiled.iter().enumerate() {
        if !words.iter().any(|word| word.part == part) {
            weights.push((
                part,
                retrieval.weight(EnableScoring::enabled_from_searcher(searcher))?,
            ));
        }
    }
    for in_segment in
        order.chunk_by(|one, other| records[*one].segment_ord == records[*other].segment_ord)
    {
        let segment = searcher.segment_reader(records[in_segment[0]].segment_ord);
        let mut segment_scores = Segment {
            segment,
            fields,
            statistics: &statistics,
            records,
            in_segment,
            stemming,
        };
        for word in &words {
            segment_scores.word(word, &mut scored)?;
        }
        for (part, weight) in &weights {
            let mut scorer = weight.scorer(segment, 1.0)?;
            for &place in in_segment {
                let record = records[place].doc_id;
                if scorer.doc() < record {
                    scorer.seek(record);
                }
                if scorer.doc() == record {
                    scored[place].parts[*part] = scorer.score();
                }
            }
        }
        if words.len() > 1 {
            segment_scores.nearness(&words, &mut scored)?;
            segment_scores.names(&words, Name::Speaker, &mut scored)?;
            segment_scores.names(&words, Name::Section, &mut scored)?;
        }
    }
    Ok(scored)
}

/// What BM25 needs to know of the whole index.
struct Statistics {
    records: f32,
    average_length: f32,
}

impl Statistics {
    fn of(searcher: &Searcher, fields: &Fields) -> tantivy::Result<Statistics> {
        let mut words = 0;
        let mut records = 0;
        for segment in searcher.segment_readers() {
            words += segment.inverted_index(fields.text)?.total_num_tokens();
            records += u64::from(segment.max_doc());
        }
        Ok(Statistics {
            records: records as f32,
            average_length: (words as f32 / records.max(1) as f32).max(1.0),
        })
    }

    fn idf(&self, found: u64) -> f32 {
        let found = found as f32;
        (1.0 + (self.records - found + 0.5) / (found + 0.5)).ln()
    }

    fn bm25(&self, idf: f32, frequency: u32, length: u32) -> f32 {
        let frequency = frequency as f32;
        let norm = K1 * (1.0 - B + B * length as f32 / self.average_length);
        idf * ((K1 + 1.0) * frequency / (frequency + norm) + DELTA)
    }
}

/// The records of one segment, in order.
struct Segment<'a> {
    segment: &'a SegmentReader,
    fields: &'a Fields,
    statistics: &'a Statistics,
    records: &'a [DocAddress],
    in_segment: &'a [usize],
    stemming: Stemming,
}

impl Segment<'_> {
    fn word(&mut self, word: &RankedWord, scored: &mut [Contributions]) -> tantivy::Result<()> {
        let term = Term::from_field_text(self.fields.text, &word.terms.stem);
        let index = self.segment.inverted_index(self.fields.text)?;
        let Some(mut postings) = index.read_postings(&term, IndexRecordOption::WithFreqs)? else {
            return Ok(());
        };
        let lengths = self.segment.get_fieldnorms_reader(self.fields.text)?;
        for &place in self.in_segment {
            let record = self.records[place].doc_id;
            if postings.doc() < record {
                postings.seek(record);
            }
            if postings.doc() == record {
                let length = lengths.fieldnorm(record);
                scored[place].parts[word.part] =
                    self.statistics.bm25(word.idf, postings.term_freq(), length);
            }
        }
        Ok(())
    }

    fn nearness(
        &mut self,
        words: &[RankedWord],
        scored: &mut [Contributions],
    ) -> tantivy::Result<()> {
        let index = self.segment.inverted_index(self.fields.exact)?;
        let mut lists = Vec::with_capacity(words.len());
        for word in words {
            let term = Term::from_field_text(self.fields.exact, &word.terms.exact);
            lists.push(index.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)?);
        }
        let pairs = neighbours(words);
        let mut positions: Vec<Vec<u32>> = vec![Vec::new(); words.len()];
        for &place in self.in_segment {
            let record = self.records[place].doc_id;
            for (list, positions) in lists.iter_mut().zip(&mut positions) {
                positions.clear();
                let Some(list) = list else { continue };
                if list.doc() < record {
                    list.seek(record);
                }
                if list.doc() == record {
                    list.positions(positions);
                }
            }
            for &(one, other) in &pairs {
                if let Some(distance) = least_distance(&positions[one], &positions[other])
                    && distance <= NEAR
                {
                    let in_query = (words[other].part - words[one].part) as u32;
                    let further = (distance + 1).saturating_sub(in_query).max(1);
                    scored[place].nearness += NEARNESS * words[one].idf.max(words[other].idf)
                        / (further * further) as f32;
                }
            }
        }
        Ok(())
    }

    /// What the names of a passage's speakers or section are worth: each distinct word of the query once.
    fn names(
        &mut self,
        words: &[RankedWord],
        which: Name,
        scored: &mut [Contributions],
    ) -> tantivy::Result<()> {
        let (column, weight) = match which {
            Name::Speaker => ("speaker", SPEAKER_NAMED),
            Name::Section => ("section", SECTION_NAMED),
        };
        let Some(column) = self.segment.fast_fields().str(column)? else {
            return Ok(());
        };
        let mut worth: FxHashMap<u64, f32> = FxHashMap::default();
        let mut name = String::new();
        for &place in self.in_segment {
            for ordinal in column.term_ords(self.records[place].doc_id) {
                let known = worth.get(&ordinal).copied();
                let of_name = match known {
                    Some(of_name) => of_name,
                    None => {
                        name.clear();
                        column.ord_to_str(ordinal, &mut name)?;
                        let of_name = weight * self.named(words, &name, which);
                        worth.insert(ordinal, of_name);
                        of_name
                    }
                };
                let contribution = match which {
                    Name::Speaker => &mut scored[place].speaker,
                    Name::Section => &mut scored[place].section,
                };
                *contribution = contribution.max(of_name);
            }
        }
        Ok(())
    }

    /// The idf of the distinct words that stand in a name: a speaker's as it is spelt, a title in any form.
    fn named(&self, words: &[RankedWord], name: &str, which: Name) -> f32 {
        let in_name: Vec<WordTerms> = words_of(name)
            .filter_map(|word| word_terms(word, self.stemming))
            .collect();
        let form = |terms: &WordTerms| match which {
            Name::Speaker => terms.exact.clone(),
            Name::Section => terms.stem.clone(),
        };
        let in_name: FxHashSet<Box<str>> = in_name.iter().map(form).collect();
        let mut counted = FxHashSet::default();
        words
            .iter()
            .filter(|word| {
                let form = form(&word.terms);
                in_name.contains(&form) && counted.insert(form)
            })
            .map(|word| word.idf)
            .sum()
    }
}

/// A property whose words tell what a passage is about though they are not in its text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Name {
    Speaker,
    Section,
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
