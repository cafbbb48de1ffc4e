//! Sorts ranked records: by score, by date, or in the order of the sources.

use std::cmp::Reverse;
use std::ops::Range;

use tantivy::DocAddress;

use crate::hit::Tier;
use crate::retrieval::columns::Columns;
use crate::retrieval::source_order::SourceOrder;
use crate::retrieval::top::contributions::Contributions;

/// Scores are compared in steps of 1/100,000: sums of the same numbers in another order differ by
/// less.
const STEPS_PER_POINT: f64 = 1e5;

/// A record with its score, on the way to a hit.
#[derive(Clone, Debug)]
pub(super) struct RankedRecord {
    pub address: DocAddress,
    pub score: f32,
    pub tier: Tier,
    /// Index of the plan's compiled query that retrieved it.
    pub compiled: usize,
    /// The near-identical passages that it speaks for.
    pub copies: Vec<DocAddress>,
    /// What made up the score, if the request asks for it.
    pub contributions: Option<Contributions>,
}

/// A score in whole steps. Scores with equal steps rank equally.
pub(super) fn steps(score: f32) -> i64 {
    (f64::from(score) * STEPS_PER_POINT).round() as i64
}

/// Sorts by score. Within `wanted`, records of equal score come in the order of the sources.
///
/// Outside `wanted` their order does not matter, and reading their paths takes long.
pub(super) fn sort_by_score(
    columns: &Columns,
    ranked: &mut [RankedRecord],
    wanted: Range<usize>,
) -> tantivy::Result<()> {
    let step = |ranked: &RankedRecord| steps(ranked.score);
    ranked.sort_unstable_by_key(|ranked| (Reverse(step(ranked)), ranked.address));
    let mut start = 0;
    while start < ranked.len().min(wanted.end) {
        let score = step(&ranked[start]);
        let equal = ranked[start..]
            .iter()
            .take_while(|ranked| step(ranked) == score)
            .count();
        if equal > 1 && start + equal > wanted.start {
            sort_by_source(columns, &mut ranked[start..start + equal], false)?;
        }
        start += equal;
    }
    Ok(())
}

/// Sorts in the order of the sources. With `by_date`, the newest come first and those without a
/// date last.
pub(super) fn sort_by_source(
    columns: &Columns,
    found: &mut [RankedRecord],
    by_date: bool,
) -> tantivy::Result<()> {
    let mut sources = SourceOrder::new(columns);
    let mut keys = Vec::with_capacity(found.len());
    for ranked in &*found {
        let date = if by_date {
            columns.date(ranked.address)?
        } else {
            0
        };
        let (path, place) = sources.key(ranked.address)?;
        keys.push((Reverse(date), path, place));
    }
    let path_ranks = sources.path_ranks();
    let mut keyed: Vec<_> = keys.into_iter().zip(found.iter().cloned()).collect();
    keyed.sort_by_key(|((date, path, place), _)| (*date, path_ranks[*path], *place));
    for (slot, (_, ranked)) in found.iter_mut().zip(keyed) {
        *slot = ranked;
    }
    Ok(())
}
