//! The best passages, tier by tier: retrieved by score, the first of each tier scored again.
//!
//! The list does not depend on how much of it is wanted: which passages are scored again is settled by retrieval alone, and
//! equal scores stand in the order of the sources.

use std::ops::Range;

use tantivy::DocAddress;

use crate::query::Query;
use crate::retrieval::snapshot::Snapshot;
use crate::retrieval::top::rescore::{NameScores, Scoring};
use crate::retrieval::top::top_k::{Sieved, best};
use crate::searcher::order::{Ranked, sort_by_score, steps};
use crate::searcher::plan::{Plan, Rule};

/// How many passages of each tier are scored again.
pub const WINDOW: usize = 200;

/// Retrieved beyond the window, so that passages of equal score at its edge are all there to be put in order.
const MARGIN: usize = 64;

/// The same where the order stands as it is retrieved: fewer make pruning more effective, and more are fetched when needed.
const FEW: usize = 6;

/// How many times as many are retrieved where there was no end of passages that score the same: until all of them are there,
/// else the order would hang on how the index was written.
const MORE: usize = 64;

/// Passages that are scored again in any case, best prospects first, before it is asked which others may still come before.
const FIRST_SCORED: usize = 24;

/// What a sum of scores may be off by.
const SLACK: f32 = 1e-3;

/// A query's passages in their order.
pub(super) struct Ranking<'a> {
    pub snapshot: &'a Snapshot,
    pub query: &'a Query,
    pub plan: &'a Plan,
    /// Whether each passage keeps what made up its score.
    pub explain: bool,
}

impl Ranking<'_> {
    /// The best `wanted` passages, tier by tier.
    pub fn first(&self, wanted: usize) -> tantivy::Result<Vec<Ranked>> {
        let mut ranked: Vec<Ranked> = Vec::new();
        let mut before: Vec<DocAddress> = Vec::new();
        for rule in &self.plan.tiers {
            let missing = wanted - ranked.len();
            if missing == 0 {
                break;
            }
            let (candidates, margin) = if is_rescored(self.query) {
                (missing.max(WINDOW), MARGIN)
            } else {
                (missing, FEW)
            };
            let mut tier: Vec<Ranked> = Vec::new();
            for (analysis, prepared) in self.plan.analyses.iter().enumerate() {
                // The second tier is all that hold some part, less those of the first: all of them are known by now.
                let retrieved = match rule.rule {
                    Rule::NotAll => prepared.sieved(Rule::Any),
                    of_tier => prepared.sieved(of_tier),
                };
                let candidates = if rule.rule == Rule::NotAll {
                    candidates.saturating_add(before.len())
                } else {
                    candidates
                };
                let found = self.best(&retrieved, candidates, margin)?;
                let found = found
                    .into_iter()
                    .filter(|(_, address)| before.binary_search(address).is_err());
                tier.extend(found.map(|(score, address)| Ranked {
                    address,
                    score,
                    tier: rule.tier,
                    analysis,
                    contributions: None,
                }));
            }
            if rule.rule == Rule::All && self.plan.tiers.len() > 1 {
                before = tier.iter().map(|ranked| ranked.address).collect();
                before.sort_unstable();
            }
            self.order(&mut tier, missing)?;
            tier.truncate(missing);
            ranked.append(&mut tier);
        }
        Ok(ranked)
    }

    /// The best `wanted` records and some more, with all that score the same as the last of the wanted: where many passages
    /// are alike, the index's own order must not decide which come first.
    fn best(
        &self,
        retrieval: &Sieved<'_>,
        wanted: usize,
        mut margin: usize,
    ) -> tantivy::Result<Vec<(f32, DocAddress)>> {
        // Room is made for as many: a page far behind the end must not ask for all the memory there is.
        let records = self.snapshot.inner.num_docs() as usize;
        loop {
            let limit = wanted.saturating_add(margin).clamp(1, records.max(1));
            let found = best(self.snapshot, retrieval, limit)?;
            let step = |place: usize| found.get(place).map(|(score, _)| steps(*score));
            let is_cut = found.len() == limit && step(wanted.saturating_sub(1)) == step(limit - 1);
            if !is_cut || limit >= records {
                return Ok(found);
            }
            margin = if margin < MARGIN {
                MARGIN
            } else {
                margin.saturating_mul(MORE)
            };
        }
    }

    /// Puts the passages of a tier in their final order, as far as the first `wanted` go; those that cannot be among them
    /// may be left out.
    pub fn order(&self, tier: &mut Vec<Ranked>, wanted: usize) -> tantivy::Result<()> {
        let snapshot = self.snapshot;
        let scorings = self
            .plan
            .analyses
            .iter()
            .map(|prepared| Scoring::new(snapshot, self.query, &prepared.parts, prepared.stemming))
            .collect::<tantivy::Result<Vec<_>>>()?;
        if is_rescored(self.query) {
            // Which passages are scored again must not depend on how many are wanted.
            let edge = WINDOW.min(tier.len());
            self.sort(tier, edge.saturating_sub(1)..wanted.max(edge + 1))?;
            let behind = tier.split_off(edge);
            self.rescore(&scorings, tier, wanted)?;
            self.sort(tier, 0..wanted)?;
            tier.extend(behind);
            return Ok(());
        }
        // A part alone: its score only grows with what retrieval gave, so the order stands. The margin is scored with the
        // page, because sums of the same numbers in another order must be equal.
        self.sort(tier, 0..wanted)?;
        let scored = wanted.saturating_add(MARGIN).min(tier.len());
        let places: Vec<usize> = (0..scored).collect();
        let names = vec![NameScores::default(); scored];
        self.score(&scorings, &mut tier[..scored], &places, &names)?;
        self.sort(&mut tier[..scored], 0..wanted)
    }

    /// Scores passages again, as far as that can change which are the first `wanted`. The others are left out.
    fn rescore(
        &self,
        scorings: &[Scoring<'_>],
        tier: &mut Vec<Ranked>,
        wanted: usize,
    ) -> tantivy::Result<()> {
        let mut most = vec![0.0; tier.len()];
        let mut names = vec![NameScores::default(); tier.len()];
        for (analysis, scoring) in scorings.iter().enumerate() {
            let places: Vec<usize> = (0..tier.len())
                .filter(|place| tier[*place].analysis == analysis)
                .collect();
            let records: Vec<DocAddress> =
                places.iter().map(|place| tier[*place].address).collect();
            let headroom = scoring.headroom();
            for (place, of_names) in places.into_iter().zip(scoring.names(&records)?) {
                most[place] = tier[place].score + headroom + of_names.sum();
                names[place] = of_names;
            }
        }
        let mut order: Vec<usize> = (0..tier.len()).collect();
        order.sort_unstable_by(|one, other| most[*other].total_cmp(&most[*one]));
        let (first, rest) = order.split_at(wanted.max(FIRST_SCORED).min(order.len()));
        self.score(scorings, tier, first, &names)?;
        let mut scores: Vec<f32> = first.iter().map(|place| tier[*place].score).collect();
        scores.sort_unstable_by(|one, other| other.total_cmp(one));
        let least = scores
            .get(wanted.saturating_sub(1))
            .map_or(f32::NEG_INFINITY, |score| score - SLACK);
        let reachable = rest.partition_point(|place| most[*place] >= least);
        self.score(scorings, tier, &rest[..reachable], &names)?;
        let mut left_out = vec![false; tier.len()];
        for place in &rest[reachable..] {
            left_out[*place] = true;
        }
        let mut left_out = left_out.into_iter();
        tier.retain(|_| !left_out.next().unwrap_or(false));
        Ok(())
    }

    /// Scores the passages at some places of a list.
    fn score(
        &self,
        scorings: &[Scoring<'_>],
        list: &mut [Ranked],
        places: &[usize],
        names: &[NameScores],
    ) -> tantivy::Result<()> {
        for (analysis, scoring) in scorings.iter().enumerate() {
            let places: Vec<usize> = places
                .iter()
                .copied()
                .filter(|place| list[*place].analysis == analysis)
                .collect();
            let records: Vec<DocAddress> =
                places.iter().map(|place| list[*place].address).collect();
            let names: Vec<NameScores> = places.iter().map(|place| names[*place]).collect();
            for (place, found) in places
                .into_iter()
                .zip(scoring.contributions(&records, &names)?)
            {
                list[place].score = found.sum();
                list[place].contributions = self.explain.then_some(found);
            }
        }
        Ok(())
    }

    fn sort(&self, ranked: &mut [Ranked], wanted: Range<usize>) -> tantivy::Result<()> {
        sort_by_score(&self.snapshot.columns, ranked, wanted)
    }
}

/// Whether scoring again can change the order that retrieval gave. A part alone has nothing to be near to, no name is asked
/// for what it says, and all else grows with what it scored.
fn is_rescored(query: &Query) -> bool {
    query.parts().len() > 1
}
