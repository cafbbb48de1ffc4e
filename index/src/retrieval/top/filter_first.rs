//! A disjunction of words, led by a filter that lets few records through.
//!
//! As soon as the bar exceeds the most that the commonest words can give together, only records that hold another
//! word are looked at (MaxScore: Turtle and Flood, "Query evaluation: strategies and optimizations", 1995). Tantivy gathers a
//! disjunction in windows of 4,096 records before it meets a filter.

use tantivy::query::Scorer;
use tantivy::{DocId, SegmentReader, TERMINATED};

use crate::retrieval::postings::{List, Word, lists};

/// What a bound of a sum may be off by.
const SLACK: f32 = 1e-4;

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
