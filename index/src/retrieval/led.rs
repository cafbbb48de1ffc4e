//! A disjunction of words, led by a filter that lets few records through, or by the most telling of many words.
//!
//! As soon as the bar exceeds the most that the commonest words can give together, only records that hold another word are
//! looked at (MaxScore: Turtle and Flood, "Query evaluation: strategies and optimizations", 1995). Tantivy gathers a disjunction in
//! windows of 4,096 records before it meets a filter, and puts the lists of many words in order at every step.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;

use rustc_hash::FxHashMap;
use tantivy::query::{Query, Scorer};
use tantivy::{DocId, SegmentReader, TERMINATED};

use crate::retrieval::commit::Commit;
use crate::retrieval::disjunction::Disjunction;
use crate::retrieval::list::{List, Word};

/// What a bound of a sum may be off by.
const SLACK: f32 = 1e-4;

/// The words of a query that is nothing but a disjunction of words that all score, the most telling first. `None` if it is anything
/// else, or if there are fewer than `at_least`.
pub(crate) fn words(
    commit: &Commit,
    query: &dyn Query,
    at_least: usize,
) -> tantivy::Result<Option<Vec<Word>>> {
    let Some(found) =
        Disjunction::of(query).filter(|found| !found.has_unscored && found.terms.len() >= at_least)
    else {
        return Ok(None);
    };
    let frequencies = &commit.frequencies;
    let mut words = Vec::with_capacity(found.terms.len());
    for (term, boost) in found.terms {
        words.push(Word::new(term, boost, frequencies)?);
    }
    words.sort_by(|one, other| other.most().total_cmp(&one.most()));
    Ok(Some(words))
}

/// Each word's list of a segment, with the most that the word gives. Words that stand nowhere in it have none.
fn lists(words: &[Word], segment: &SegmentReader) -> tantivy::Result<Vec<(List, f32)>> {
    let mut lists = Vec::with_capacity(words.len());
    for word in words {
        lists.extend(word.list(segment)?.map(|list| (list, word.most())));
    }
    Ok(lists)
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
    let mut lists = lists(words, segment)?;
    let mut telling = telling(&lists, bar);
    let mut record = leader.doc();
    while record != TERMINATED {
        let nearest = lists[..telling]
            .iter_mut()
            .map(|(list, _)| list.sought(record));
        let nearest = nearest.min().unwrap_or(TERMINATED);
        if nearest > record {
            if nearest == TERMINATED {
                break;
            }
            record = leader.seek(nearest);
            continue;
        }
        if others.iter_mut().all(|list| sought(list, record) == record) {
            let mut score = 0.0;
            for (list, _) in &mut lists {
                if list.sought(record) == record {
                    score += list.score();
                }
            }
            if score > bar {
                let raised = show(record, score);
                if raised > bar {
                    bar = raised;
                    telling = self::telling(&lists, bar);
                }
            }
        }
        record = leader.advance();
    }
    Ok(())
}

/// Shows every record that may score above the bar, in ascending order, with its score; `show` gives the bar for the next. With a
/// `limit` only those that may be among so many best.
pub(crate) fn for_each_of_many(
    words: &[Word],
    segment: &SegmentReader,
    bar: f32,
    limit: Option<usize>,
    mut show: impl FnMut(DocId, f32) -> f32,
) -> tantivy::Result<()> {
    let mut bar = match limit {
        Some(limit) => bar.max(first_bar(words, segment, limit)?),
        None => bar,
    };
    let mut lists = lists(words, segment)?;
    // The most that this word and all behind it give together.
    let mut most_from: Vec<f32> = vec![0.0; lists.len() + 1];
    for (place, (_, most)) in lists.iter().enumerate().rev() {
        most_from[place] = most_from[place + 1] + most;
    }
    let mut telling = telling(&lists, bar);
    let mut next: BinaryHeap<Reverse<(DocId, usize)>> = lists
        .iter()
        .enumerate()
        .map(|(place, (list, _))| Reverse((list.record(), place)))
        .collect();
    while let Some(&Reverse((record, _))) = next.peek() {
        if record == TERMINATED {
            break;
        }
        let mut score = 0.0;
        let mut is_led = false;
        while let Some(mut first) = next.peek_mut() {
            let Reverse((at, place)) = *first;
            if at != record {
                break;
            }
            if place >= telling {
                // Its list leads no more.
                PeekMut::pop(first);
                continue;
            }
            is_led = true;
            let list = &mut lists[place].0;
            score += list.score();
            *first = Reverse((list.advance(), place));
        }
        if !is_led {
            continue;
        }
        for place in telling..lists.len() {
            if score + most_from[place] + SLACK <= bar {
                break;
            }
            let list = &mut lists[place].0;
            if list.sought(record) == record {
                score += list.score();
            }
        }
        if score > bar {
            let raised = show(record, score);
            if raised > bar {
                bar = raised;
                telling = self::telling(&lists, bar);
            }
        }
    }
    Ok(())
}

/// A score that `limit` records of a segment reach at least, told from the rarest words alone, so that the lists of the commonest
/// need not lead from the start.
fn first_bar(words: &[Word], segment: &SegmentReader, limit: usize) -> tantivy::Result<f32> {
    let mut scores: FxHashMap<DocId, f32> = FxHashMap::default();
    for word in words {
        if scores.len() >= limit * 4 {
            break;
        }
        let Some(mut list) = word.list(segment)? else {
            continue;
        };
        let mut record = list.record();
        while record != TERMINATED && scores.len() < limit * 16 {
            if !segment.is_deleted(record) {
                *scores.entry(record).or_default() += list.score();
            }
            record = list.advance();
        }
    }
    if scores.len() < limit {
        return Ok(f32::MIN);
    }
    let mut scores: Vec<f32> = scores.into_values().collect();
    let (_, least, _) = scores.select_nth_unstable_by(limit - 1, |one, other| other.total_cmp(one));
    Ok(*least - SLACK)
}

/// How many of the first words a record must hold one of to exceed the bar.
fn telling(lists: &[(List, f32)], bar: f32) -> usize {
    let mut rest = 0.0;
    let mut telling = lists.len();
    while telling > 0 && rest + lists[telling - 1].1 + SLACK <= bar {
        rest += lists[telling - 1].1;
        telling -= 1;
    }
    telling
}

/// Moves a list on to a record, or behind it if it is not there.
pub(crate) fn sought(list: &mut Box<dyn Scorer>, record: DocId) -> DocId {
    let at = list.doc();
    if at < record { list.seek(record) } else { at }
}
