//! A disjunction of words, led by a filter that lets few records through, or gone through list by list where the words are many.
//!
//! Beside a filter, as soon as the bar exceeds the most that the commonest words can give together, only records that hold another
//! word are looked at (MaxScore: Turtle and Flood, "Query evaluation: strategies and optimizations", 1995). Tantivy gathers a
//! disjunction in windows of 4,096 records before it meets a filter, and puts the lists of many words in order at every step.

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

/// Shows every record that scores above the bar, in ascending order, with its score; `show` gives the bar for the next. Goes through
/// one list after the other and adds up what each gives the records of a window: many words leave little to be passed over, and their
/// lists are too large to be kept at hand together.
pub(crate) fn for_each_of_many(
    words: &[Word],
    segment: &SegmentReader,
    mut bar: f32,
    mut show: impl FnMut(DocId, f32) -> f32,
) -> tantivy::Result<()> {
    const WINDOW: u32 = 1 << 14;
    const BLOCK: usize = 64;
    let mut lists = lists(words, segment)?;
    let mut scores = vec![0.0; WINDOW as usize];
    // The blocks of the window in which any record has a score.
    let mut touched = [false; WINDOW as usize / BLOCK];
    loop {
        // On to the next window with a record in it.
        let nearest = lists.iter().map(|(list, _)| list.record()).min();
        let Some(nearest) = nearest.filter(|record| *record != TERMINATED) else {
            return Ok(());
        };
        let start = nearest / WINDOW * WINDOW;
        for (list, _) in &mut lists {
            let mut record = list.record();
            while record < start + WINDOW {
                let place = (record - start) as usize;
                scores[place] += list.score();
                touched[place / BLOCK] = true;
                record = list.advance();
            }
        }
        let blocks = (start..).step_by(BLOCK).zip(scores.chunks_exact_mut(BLOCK));
        for ((first, block), touched) in blocks.zip(&mut touched) {
            if !std::mem::take(touched) {
                continue;
            }
            if block.iter().copied().fold(0.0, f32::max) > bar {
                for (record, score) in (first..).zip(&*block) {
                    // What holds none of the words has nothing.
                    if *score > bar.max(0.0) {
                        bar = bar.max(show(record, *score));
                    }
                }
            }
            block.fill(0.0);
        }
    }
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
