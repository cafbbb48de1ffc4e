//! Rewards passages in which words that are neighbours in the query are near each other.
//!
//! Two neighbours at most [`MAX_DISTANCE`] words apart add [`WEIGHT`] times the idf of the rarer
//! one, divided by the square of how much further apart they are than in the query. The pairs
//! follow Metzler and Croft, "A Markov random field model for term dependencies", SIGIR 2005; the
//! falling weight follows Rasolofo and Savoy, "Term proximity scoring", ECIR 2003.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Term};

use crate::retrieval::top::contributions::Contributions;
use crate::retrieval::top::ranked_word::RankedWord;
use crate::retrieval::top::segment_records::SegmentRecords;

/// Weight of a pair. Both .15 and .4 lose on SciFact; see README.md.
const WEIGHT: f32 = 0.25;

/// Words further apart than this are not near. Up to 15 changed no figure by more than .0005; see
/// README.md.
const MAX_DISTANCE: u32 = 5;

/// The pairs of neighbouring words of a query.
pub(crate) struct Proximity {
    /// The field that holds positions.
    field: Field,
    /// The exact form of each word; `None` if the word is in no pair.
    words: Vec<Option<Term>>,
    pairs: Vec<Pair>,
}

/// Two words that follow each other in the query.
struct Pair {
    first: usize,
    second: usize,
    /// Distance in parts of the query; 1 for adjacent words.
    in_query: u32,
    /// What the pair scores where the words are adjacent.
    max_score: f32,
}

impl Proximity {
    /// Finds the pairs of a query. `field` holds the exact forms with their positions.
    pub fn new(words: &[RankedWord], field: Field) -> Proximity {
        let pairs = neighbours(words);
        let is_paired = |number| {
            let mut pairs = pairs.iter();
            pairs.any(|pair| pair.first == number || pair.second == number)
        };
        let terms = words.iter().enumerate().map(|(number, word)| {
            is_paired(number).then(|| Term::from_field_text(field, &word.terms.exact))
        });
        Proximity {
            field,
            words: terms.collect(),
            pairs,
        }
    }

    /// The most that it adds to a score.
    pub fn max_score(&self) -> f32 {
        self.pairs.iter().map(|pair| pair.max_score).sum()
    }

    /// Adds what the pairs score to the contributions of a segment's records.
    pub fn add(
        &self,
        segment: &SegmentRecords<'_>,
        scored: &mut [Contributions],
    ) -> tantivy::Result<()> {
        if self.pairs.is_empty() {
            return Ok(());
        }
        let mut postings = self.postings(segment)?;
        let mut positions: Vec<Vec<u32>> = vec![Vec::new(); self.words.len()];
        for &number in segment.in_segment {
            let record = segment.records[number].doc_id;
            for postings in postings.iter_mut().flatten() {
                if postings.doc() < record {
                    postings.seek(record);
                }
            }
            let has_word = |word: usize| {
                let postings = postings[word].as_ref();
                postings.is_some_and(|postings| postings.doc() == record)
            };
            // Unpacking positions is the expensive step: only where both words of a pair occur.
            if !self
                .pairs
                .iter()
                .any(|pair| has_word(pair.first) && has_word(pair.second))
            {
                continue;
            }
            for (postings, positions) in postings.iter_mut().zip(&mut positions) {
                positions.clear();
                if let Some(postings) = postings
                    && postings.doc() == record
                {
                    postings.positions(positions);
                }
            }
            for pair in &self.pairs {
                scored[number].proximity += pair.score(&positions);
            }
        }
        Ok(())
    }

    /// The postings of each word in a segment; `None` for a word in no pair, or that the segment
    /// lacks.
    fn postings(
        &self,
        segment: &SegmentRecords<'_>,
    ) -> tantivy::Result<Vec<Option<SegmentPostings>>> {
        let index = segment.segment.inverted_index(self.field)?;
        let mut postings = Vec::with_capacity(self.words.len());
        for word in &self.words {
            postings.push(match word {
                Some(term) => {
                    index.read_postings(term, IndexRecordOption::WithFreqsAndPositions)?
                }
                None => None,
            });
        }
        Ok(postings)
    }
}

impl Pair {
    /// What the pair scores in a passage, given the positions of each word there.
    fn score(&self, positions: &[Vec<u32>]) -> f32 {
        match least_distance(&positions[self.first], &positions[self.second]) {
            Some(distance) if distance <= MAX_DISTANCE => {
                let further = (distance + 1).saturating_sub(self.in_query).max(1);
                self.max_score / (further * further) as f32
            }
            _ => 0.0,
        }
    }
}

/// The pairs of words that follow each other once the most common words are skipped.
///
/// The pairs of characters that a script without spaces is cut into overlap. They are near each
/// other wherever they occur, so they make no pair here.
fn neighbours(words: &[RankedWord]) -> Vec<Pair> {
    let content: Vec<usize> = (0..words.len())
        .filter(|number| !words[*number].terms.common)
        .collect();
    content
        .windows(2)
        .map(|pair| (pair[0], pair[1]))
        .filter(|(first, second)| words[*first].span.end <= words[*second].span.start)
        .map(|(first, second)| Pair {
            first,
            second,
            in_query: (words[second].part - words[first].part) as u32,
            max_score: WEIGHT * words[first].idf.max(words[second].idf),
        })
        .collect()
}

/// The least distance between a position of one word and a position of the other. Both slices
/// ascend.
fn least_distance(one: &[u32], other: &[u32]) -> Option<u32> {
    let (mut i, mut j) = (0, 0);
    let mut least = None;
    while let (Some(a), Some(b)) = (one.get(i), other.get(j)) {
        let distance = a.abs_diff(*b);
        // A word that the query names twice is not near itself.
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
    fn the_least_distance_of_two_words() {
        assert_eq!(least_distance(&[1, 9], &[5, 10]), Some(1));
        assert_eq!(least_distance(&[3], &[3]), None);
        assert_eq!(least_distance(&[], &[3]), None);
    }
}
