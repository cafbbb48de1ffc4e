//! A query for words in given places: phrases whose words have several forms, and `"..."~N`.
//!
//! Tantivy's phrase query takes one term a place, and its slop counts moves of words. Ours takes any number of terms a place
//! and asks how many other words stand between the first and the last.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

use crate::query::near::stretches;

/// Words in given places of one field.
#[derive(Clone, Debug)]
pub(crate) struct SpanQuery {
    field: Field,
    words: Vec<SpanWord>,
    /// `None`: each word exactly at its offset.
    between: Option<u32>,
}

/// One word of a [`SpanQuery`].
#[derive(Clone, Debug)]
pub(crate) struct SpanWord {
    /// Place after the first word's.
    pub offset: u32,
    /// How often it must be there, for `~N`.
    pub needed: usize,
    /// The terms that will do.
    pub terms: Vec<Term>,
}

impl SpanQuery {
    /// Words at their offsets.
    pub fn phrase(field: Field, words: Vec<SpanWord>) -> SpanQuery {
        SpanQuery {
            field,
            words,
            between: None,
        }
    }

    /// Words in any order with at most `between` others from the first to the last.
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
                let found = terms.len() == self.words.len() && !terms.is_empty();
                if found {
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
            let mut lists = Vec::new();
            for term in &word.terms {
                lists.extend(index.read_postings(term, IndexRecordOption::WithFreqsAndPositions)?);
            }
            if lists.is_empty() {
                return Ok(Box::new(EmptyScorer));
            }
            words.push(Lists {
                lists,
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
        Ok(Explanation::new("words in given places", 0.0))
    }
}

/// The occurrences of one word, over all its terms.
struct Lists {
    lists: Vec<SegmentPostings>,
    offset: u32,
}

impl Lists {
    /// The first record from `target` on that holds one of the terms.
    fn seek(&mut self, target: DocId) -> DocId {
        let mut first = TERMINATED;
        for list in &mut self.lists {
            let record = if list.doc() < target {
                list.seek(target)
            } else {
                list.doc()
            };
            first = first.min(record);
        }
        first
    }

    /// Its positions in the record that all words have been sought to.
    fn positions(&mut self, record: DocId, positions: &mut Vec<u32>) {
        positions.clear();
        let mut filled = 0;
        for list in &mut self.lists {
            if list.doc() == record {
                list.append_positions_with_offset(0, positions);
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
    words: Vec<Lists>,
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
            self.frequency = self.count(target);
            if self.frequency > 0 {
                return target;
            }
            target += 1;
        }
        TERMINATED
    }

    /// How often the words stand so in a record that holds them all.
    fn count(&mut self, record: DocId) -> u32 {
        self.positions.resize_with(self.words.len(), Vec::new);
        for (word, positions) in self.words.iter_mut().zip(&mut self.positions) {
            word.positions(record, positions);
        }
        match self.between {
            None => {
                let base = self.words[0].offset;
                let holds = |start: &&u32| {
                    self.words[1..]
                        .iter()
                        .zip(&self.positions[1..])
                        .all(|(word, positions)| {
                            positions
                                .binary_search(&(**start + word.offset - base))
                                .is_ok()
                        })
                };
                self.positions[0].iter().filter(holds).count() as u32
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
        let rarest = |lists: &Lists| lists.lists.iter().map(DocSet::size_hint).sum::<u32>();
        self.words.iter().map(rarest).min().unwrap_or(0)
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
