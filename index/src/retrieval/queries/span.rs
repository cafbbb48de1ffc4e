//! A query for words at given positions: phrases with words of several forms, and `"..."~N`.
//!
//! Tantivy's phrase query takes one term per position, and its slop counts moves of words. This
//! query takes any number of terms per position, and `~N` counts the other words between the first
//! and the last.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

use crate::query::near::stretches;

/// Words at given positions of one field.
#[derive(Clone, Debug)]
pub(crate) struct SpanQuery {
    field: Field,
    words: Vec<SpanWord>,
    /// How many other words may lie between the first and the last. `None`: each word exactly at
    /// its offset.
    between: Option<u32>,
}

/// One word of a [`SpanQuery`].
#[derive(Clone, Debug)]
pub(crate) struct SpanWord {
    /// Position, counted from that of the phrase's first word.
    pub offset: u32,
    /// How often it must occur. Used with `~N` only.
    pub needed: usize,
    /// Any of these terms matches.
    pub terms: Vec<Term>,
}

impl SpanQuery {
    /// A phrase: each word at its offset.
    pub fn phrase(field: Field, words: Vec<SpanWord>) -> SpanQuery {
        SpanQuery {
            field,
            words,
            between: None,
        }
    }

    /// Words in any order, with at most `between` other words from the first to the last.
    pub fn near(field: Field, words: Vec<SpanWord>, between: u32) -> SpanQuery {
        SpanQuery {
            field,
            words,
            between: Some(between),
        }
    }
}

impl Query for SpanQuery {
    fn weight(&self, enable_scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let bm25 = match enable_scoring {
            EnableScoring::Enabled {
                statistics_provider,
                ..
            } => {
                let terms: Vec<Term> = self
                    .words
                    .iter()
                    .filter_map(|word| word.terms.first().cloned())
                    .collect();
                let every_word_exists = terms.len() == self.words.len();
                if every_word_exists && !terms.is_empty() {
                    Some(Bm25Weight::for_terms(statistics_provider, &terms)?)
                } else {
                    None
                }
            }
            EnableScoring::Disabled { .. } => None,
        };
        Ok(Box::new(SpanWeight {
            query: self.clone(),
            bm25,
        }))
    }
}

struct SpanWeight {
    query: SpanQuery,
    bm25: Option<Bm25Weight>,
}

impl Weight for SpanWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let index = reader.inverted_index(self.query.field)?;
        let mut words = Vec::with_capacity(self.query.words.len());
        for word in &self.query.words {
            let mut postings = Vec::new();
            for term in &word.terms {
                let option = IndexRecordOption::WithFreqsAndPositions;
                postings.extend(index.read_postings(term, option)?);
            }
            if postings.is_empty() {
                return Ok(Box::new(EmptyScorer));
            }
            words.push(WordPostings {
                postings,
                offset: word.offset,
            });
        }
        if words.is_empty() {
            return Ok(Box::new(EmptyScorer));
        }
        let mut scorer = SpanScorer {
            record: 0,
            frequency: 0,
            needs: self.query.words.iter().map(|word| word.needed).collect(),
            words,
            between: self.query.between,
            bm25: self.bm25.as_ref().map(|weight| weight.boost_by(boost)),
            lengths: reader.get_fieldnorms_reader(self.query.field)?,
            positions: Vec::new(),
        };
        scorer.record = scorer.next_from(0);
        Ok(Box::new(scorer))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("words at given positions", 0.0))
    }
}

/// The postings of one word: of all its terms.
struct WordPostings {
    postings: Vec<SegmentPostings>,
    offset: u32,
}

impl WordPostings {
    /// Moves to the first record that is `target` or later and contains one of the terms, and
    /// returns it.
    fn seek(&mut self, target: DocId) -> DocId {
        let mut first = TERMINATED;
        for postings in &mut self.postings {
            let record = if postings.doc() < target {
                postings.seek(target)
            } else {
                postings.doc()
            };
            first = first.min(record);
        }
        first
    }

    /// Writes the word's positions in `record`, to which all words must have been moved.
    fn positions(&mut self, record: DocId, positions: &mut Vec<u32>) {
        positions.clear();
        let mut filled = 0;
        for postings in &mut self.postings {
            if postings.doc() == record {
                postings.append_positions_with_offset(0, positions);
                filled += 1;
            }
        }
        if filled > 1 {
            positions.sort_unstable();
            positions.dedup();
        }
    }
}

struct SpanScorer {
    record: DocId,
    frequency: u32,
    words: Vec<WordPostings>,
    needs: Vec<usize>,
    between: Option<u32>,
    bm25: Option<Bm25Weight>,
    lengths: tantivy::fieldnorm::FieldNormReader,
    positions: Vec<Vec<u32>>,
}

impl SpanScorer {
    fn next_from(&mut self, mut target: DocId) -> DocId {
        'records: while target < TERMINATED {
            for word in &mut self.words {
                let record = word.seek(target);
                if record > target {
                    target = record;
                    continue 'records;
                }
            }
            self.frequency = self.count_matches(target);
            if self.frequency > 0 {
                return target;
            }
            target += 1;
        }
        TERMINATED
    }

    /// How often the words match in a record that contains all of them.
    fn count_matches(&mut self, record: DocId) -> u32 {
        self.positions.resize_with(self.words.len(), Vec::new);
        for (word, positions) in self.words.iter_mut().zip(&mut self.positions) {
            word.positions(record, positions);
        }
        match self.between {
            None => {
                let base = self.words[0].offset;
                let starts_phrase = |start: &&u32| {
                    self.words[1..]
                        .iter()
                        .zip(&self.positions[1..])
                        .all(|(word, positions)| {
                            positions
                                .binary_search(&(**start + word.offset - base))
                                .is_ok()
                        })
                };
                self.positions[0].iter().filter(starts_phrase).count() as u32
            }
            Some(between) => {
                let mut occurrences: Vec<(u32, usize)> = self
                    .positions
                    .iter()
                    .enumerate()
                    .flat_map(|(word, positions)| {
                        positions.iter().map(move |position| (*position, word))
                    })
                    .collect();
                occurrences.sort_unstable();
                stretches(&occurrences, &self.needs, between).len() as u32
            }
        }
    }
}

impl DocSet for SpanScorer {
    fn advance(&mut self) -> DocId {
        self.record = if self.record == TERMINATED {
            TERMINATED
        } else {
            self.next_from(self.record + 1)
        };
        self.record
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target > self.record {
            self.record = if target >= TERMINATED {
                TERMINATED
            } else {
                self.next_from(target)
            };
        }
        self.record
    }

    fn doc(&self) -> DocId {
        self.record
    }

    fn size_hint(&self) -> u32 {
        let records =
            |word: &WordPostings| word.postings.iter().map(DocSet::size_hint).sum::<u32>();
        self.words.iter().map(records).min().unwrap_or(0)
    }
}

impl Scorer for SpanScorer {
    fn score(&mut self) -> Score {
        let length = self.lengths.fieldnorm_id(self.record);
        self.bm25
            .as_ref()
            .map_or(0.0, |weight| weight.score(length, self.frequency))
    }
}
