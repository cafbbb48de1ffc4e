//! Records on their way to being hits, and the orders they can be put in: by score, by date, by place.

use std::cmp::Reverse;
use std::ops::Range;

use tantivy::DocAddress;

use crate::hit::Tier;
use crate::retrieval::columns::Columns;
use crate::retrieval::source_order::Places;
use crate::retrieval::top::rescore::Contributions;

/// Scores that differ by less are equal: sums of the same numbers in another order.
const SCORE_STEPS: f32 = 1e5;

/// A record on its way to being a hit.
#[derive(Clone, Debug)]
pub(super) struct Ranked {
    pub address: DocAddress,
    pub score: f32,
    pub tier: Tier,
    /// Which of the plan's analyses retrieved it.
    pub analysis: usize,
    pub contributions: Option<Contributions>,
}

/// A score as a number of steps, so that sums of the same numbers in another order are equal.
pub(super) fn steps(score: f32) -> i64 {
    (f64::from(score) * f64::from(SCORE_STEPS)).round() as i64
}

/// Sorts by score; where scores are equal and the list is wanted in its final order, by place.
pub(super) fn sort_by_score(
    columns: &Columns,
    ranked: &mut [Ranked],
    wanted: Range<usize>,
) -> tantivy::Result<()> {
    let step = |ranked: &Ranked| steps(ranked.score);
    ranked.sort_unstable_by_key(|ranked| (Reverse(step(ranked)), ranked.address));
    let mut start = 0;
    while start < ranked.len().min(wanted.end) {
        let score = step(&ranked[start]);
        let equal = ranked[start..]
            .iter()
            .take_while(|ranked| step(ranked) == score)
            .count();
        if equal > 1 && start + equal > wanted.start {
            sort_by_place(columns, &mut ranked[start..start + equal], false)?;
        }
        start += equal;
    }
    Ok(())
}

/// Sorts in the order of the sources; with `by_date`, the newest first and those without a date last.
pub(super) fn sort_by_place(
    columns: &Columns,
    found: &mut [Ranked],
    by_date: bool,
) -> tantivy::Result<()> {
    let mut places = Places::new(columns);
    let mut keys = Vec::with_capacity(found.len());
    for ranked in &*found {
        let date = if by_date {
            columns.date(ranked.address)?
        } else {
            0
        };
        let (path, place) = places.numbered(ranked.address)?;
        keys.push((Reverse(date), path, place));
    }
    let order = places.path_order();
    let mut keyed: Vec<_> = keys.into_iter().zip(found.iter().cloned()).collect();
    keyed.sort_by_key(|((date, path, place), _)| (*date, order[*path], *place));
    for (slot, (_, ranked)) in found.iter_mut().zip(keyed) {
        *slot = ranked;
    }
    Ok(())
}
