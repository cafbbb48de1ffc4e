//! The best records of a retrieval, over all segments with one bar.
//!
//! Tantivy's own collector begins every segment without a bar, and so reads the best of each. Here what one segment gave is the bar
//! for the next, and pruning by block maxima skips what cannot pass it.

use std::cmp::Ordering;

use tantivy::DocAddress;
use tantivy::query::Query;

use crate::retrieval::commit::Commit;

/// The `limit` best records, best first; of equal ones those that come first in the index.
pub(crate) fn best(
    commit: &Commit,
    query: &dyn Query,
    limit: usize,
) -> tantivy::Result<Vec<(f32, DocAddress)>> {
    let weight = query.weight(commit.frequencies.scoring())?;
    let mut found = Best::new(limit);
    for (number, segment) in commit.inner.segment_readers().iter().enumerate() {
        let bar = found.bar;
        weight.for_each_pruning(bar, segment, &mut |record, score| {
            if segment.is_deleted(record) {
                found.bar
            } else {
                found.push(score, DocAddress::new(number as u32, record))
            }
        })?;
    }
    Ok(found.sorted())
}

/// Up to twice as many as are wanted, so that they are sorted out only now and then.
struct Best {
    limit: usize,
    found: Vec<(f32, DocAddress)>,
    /// What a score must exceed.
    bar: f32,
}

impl Best {
    fn new(limit: usize) -> Best {
        Best {
            limit: limit.max(1),
            found: Vec::with_capacity(limit.clamp(1, 1 << 12) * 2),
            bar: f32::MIN,
        }
    }

    /// Takes a record in; gives the bar for the next.
    fn push(&mut self, score: f32, address: DocAddress) -> f32 {
        if score > self.bar {
            self.found.push((score, address));
            if self.found.len() >= self.limit * 2 {
                self.found.select_nth_unstable_by(self.limit - 1, better);
                self.found.truncate(self.limit);
                self.bar = self.found[self.limit - 1].0;
            }
        }
        self.bar
    }

    fn sorted(mut self) -> Vec<(f32, DocAddress)> {
        self.found.sort_unstable_by(better);
        self.found.truncate(self.limit);
        self.found
    }
}

fn better(one: &(f32, DocAddress), other: &(f32, DocAddress)) -> Ordering {
    other.0.total_cmp(&one.0).then_with(|| one.1.cmp(&other.1))
}

#[cfg(test)]
mod tests {
    use super::Best;
    use tantivy::DocAddress;

    #[test]
    fn the_best_stay_and_of_equal_ones_the_first() {
        let mut best = Best::new(2);
        for (record, score) in [1.0, 3.0, 3.0, 2.0, 3.0, 5.0, 0.5].into_iter().enumerate() {
            best.push(score, DocAddress::new(0, record as u32));
        }
        let found: Vec<(f32, u32)> = best
            .sorted()
            .into_iter()
            .map(|(score, address)| (score, address.doc_id))
            .collect();
        assert_eq!(found, [(5.0, 5), (3.0, 1)]);
    }
}
