//! A disjunction of words among the few records that a filter lets through: the filter leads.
//!
//! Tantivy gathers a disjunction in windows of 4,096 records before it meets the filter. Here each list is sought at the
//! filter's records alone, and as soon as the bar exceeds the most that the commonest words can give together, only at those
//! that hold another word, too (MaxScore: Turtle and Flood, "Query evaluation: strategies and optimizations", 1995).

use tantivy::query::{BooleanQuery, EmptyQuery, Occur, Query, Scorer, TermQuery, Weight};
use tantivy::{DocId, SegmentReader, TERMINATED};

use crate::retrieval::commit::Commit;
use crate::retrieval::frequency::idf;
use crate::retrieval::weighed::Weighed;

/// The most that BM25 gives a word, as a multiple of its idf: `k1 + 1`.
const MOST: f32 = 2.2;

/// What a bound of a sum may be off by.
const SLACK: f32 = 1e-4;

/// A word of a disjunction, ready to be sought in a segment.
pub(crate) struct Word {
    weight: Box<dyn Weight>,
    boost: f32,
    /// The most it gives a record.
    most: f32,
}

/// The words of a query that is nothing but a disjunction of words, the most telling first. `None` if it is anything else.
pub(crate) fn words(commit: &Commit, query: &dyn Query) -> tantivy::Result<Option<Vec<Word>>> {
    let mut found = Vec::new();
    if !add(query, &mut found) {
        return Ok(None);
    }
    let frequencies = &commit.frequencies;
    let mut words = Vec::with_capacity(found.len());
    for (query, weight) in found {
        let found = frequencies.of_term(query.term())?;
        words.push(Word {
            weight: query.weight(frequencies.scoring())?,
            boost: weight,
            most: idf(frequencies.records(), found) * MOST * weight,
        });
    }
    words.sort_by(|one, other| other.most.total_cmp(&one.most));
    Ok(Some(words))
}

fn add<'q>(query: &'q dyn Query, words: &mut Vec<(&'q TermQuery, f32)>) -> bool {
    if let Some(word) = query.downcast_ref::<TermQuery>() {
        words.push((word, 1.0));
        return true;
    }
    if let Some(word) = query.downcast_ref::<Weighed>() {
        words.push((&word.term, word.weight));
        return true;
    }
    if query.is::<EmptyQuery>() {
        return true;
    }
    query.downcast_ref::<BooleanQuery>().is_some_and(|query| {
        let mut clauses = query.clauses().iter();
        clauses.all(|(occur, clause)| *occur == Occur::Should && add(&**clause, words))
    })
}

/// Shows every record that may score above the bar, in ascending order, with its score. `leading` are the lists that all of
/// them stand in; `show` gives the bar for the next.
pub(crate) fn for_each(
    words: &[Word],
    leading: &mut [Box<dyn Scorer>],
    segment: &SegmentReader,
    mut bar: f32,
    mut show: impl FnMut(DocId, f32) -> f32,
) -> tantivy::Result<()> {
    leading.sort_by_key(|list| list.size_hint());
    let Some((leader, others)) = leading.split_first_mut() else {
        return Ok(());
    };
    let mut lists = Vec::with_capacity(words.len());
    for word in words {
        lists.push(word.weight.scorer(segment, word.boost)?);
    }
    let mut telling = telling(words, bar);
    let mut record = leader.doc();
    while record != TERMINATED {
        let nearest = lists[..telling].iter_mut().map(|list| sought(list, record));
        let nearest = nearest.min().unwrap_or(TERMINATED);
        if nearest > record {
            record = if nearest == TERMINATED {
                TERMINATED
            } else {
                leader.seek(nearest)
            };
            continue;
        }
        if others.iter_mut().all(|list| sought(list, record) == record) {
            let mut score = 0.0;
            for list in &mut lists {
                if sought(list, record) == record {
                    score += list.score();
                }
            }
            if score > bar {
                let raised = show(record, score);
                if raised > bar {
                    bar = raised;
                    telling = self::telling(words, bar);
                }
            }
        }
        record = leader.advance();
    }
    Ok(())
}

/// How many of the first words a record must hold one of to exceed the bar.
fn telling(words: &[Word], bar: f32) -> usize {
    let mut rest = 0.0;
    let mut telling = words.len();
    while telling > 0 && rest + words[telling - 1].most + SLACK <= bar {
        rest += words[telling - 1].most;
        telling -= 1;
    }
    telling
}

/// Moves a list on to a record, or behind it if it is not there.
pub(crate) fn sought(list: &mut Box<dyn Scorer>, record: DocId) -> DocId {
    let at = list.doc();
    if at < record { list.seek(record) } else { at }
}
