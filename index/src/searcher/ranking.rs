//! Ranks the best passages, tier by tier: retrieved by score, then the first of each tier scored
//! again.
//!
//! The ranking does not depend on how much of it is wanted: retrieval alone decides which passages
//! are scored again, and equal scores come in the order of the sources.

use std::ops::Range;

use tantivy::DocAddress;

use crate::query::Query;
use crate::retrieval::snapshot::Snapshot;
use crate::retrieval::top::contributions::NameScores;
use crate::retrieval::top::rescore::Rescorer;
use crate::retrieval::top::top_k::{FilteredQuery, top_k};
use crate::searcher::by_meaning::{Meant, Shares};
use crate::searcher::order::{RankedRecord, sort_by_score, steps};
use crate::searcher::plan::{Plan, Rule, TierRule};

/// How many passages of each tier are scored again.
pub const WINDOW: usize = 200;

/// Records to fetch beyond the window, so that all that tie with its last are there and can be put
/// in order.
const MARGIN: usize = 64;

/// The same where retrieval's order is final. Fewer make pruning more effective; more are fetched
/// if there are ties.
const SMALL_MARGIN: usize = 6;

/// Growth factor for the margin when the fetched window ends in a tie. Until the tie is complete,
/// the order would depend on how the index was written.
const MARGIN_GROWTH: usize = 64;

/// Passages to score again in any case, those with the highest possible score first. Only then is
/// it checked which others can still enter the page.
const FIRST_SCORED: usize = 24;

/// Rounding error that a sum of scores may have, so that no passage is dropped because of it.
const SLACK: f32 = 1e-3;

/// Ranks the passages of one query.
pub(super) struct Ranking<'a> {
    pub snapshot: &'a Snapshot,
    pub query: &'a Query,
    pub plan: &'a Plan,
    /// Whether to keep what made up each score.
    pub explain: bool,
    /// What the query means, if that counts.
    pub meant: Option<&'a Meant>,
}

impl Ranking<'_> {
    /// The best `wanted` passages, tier by tier.
    pub fn first(&self, wanted: usize) -> tantivy::Result<Vec<RankedRecord>> {
        let mut ranked: Vec<RankedRecord> = Vec::new();
        let mut earlier_tier: Vec<DocAddress> = Vec::new();
        for rule in &self.plan.tiers {
            let missing = wanted - ranked.len();
            if missing == 0 {
                break;
            }
            let mut tier = self.retrieve(*rule, missing, &earlier_tier)?;
            if rule.rule == Rule::All && self.plan.tiers.len() > 1 {
                earlier_tier = tier.iter().map(|ranked| ranked.address).collect();
                earlier_tier.sort_unstable();
            }
            self.order(&mut tier, missing)?;
            tier.truncate(missing);
            ranked.append(&mut tier);
        }
        Ok(ranked)
    }

    /// The best records of a tier by retrieval's score, at least `missing` and all that will be
    /// scored again. `earlier_tier` are the sorted addresses of the tier before.
    fn retrieve(
        &self,
        rule: TierRule,
        missing: usize,
        earlier_tier: &[DocAddress],
    ) -> tantivy::Result<Vec<RankedRecord>> {
        let (mut candidates, margin) = if self.is_rescored() {
            (missing.max(WINDOW), MARGIN)
        } else {
            (missing, SMALL_MARGIN)
        };
        // The second tier is every passage that matches some part, minus the first tier, which is
        // complete by now.
        let mut retrieved = rule.rule;
        if rule.rule == Rule::NotAll {
            retrieved = Rule::Any;
            candidates = candidates.saturating_add(earlier_tier.len());
        }
        let mut tier: Vec<RankedRecord> = Vec::new();
        for (number, compiled) in self.plan.compiled.iter().enumerate() {
            let found = self.best(&compiled.filtered(retrieved), candidates, margin)?;
            let found = found
                .into_iter()
                .filter(|(_, address)| earlier_tier.binary_search(address).is_err());
            tier.extend(found.map(|(score, address)| RankedRecord {
                address,
                score,
                tier: rule.tier,
                compiled: number,
                copies: Vec::new(),
                contributions: None,
            }));
        }
        Ok(tier)
    }

    /// The best `wanted` records, some more, and all that score the same as the last of the wanted:
    /// the index's own order must not decide which of many similar passages come first.
    fn best(
        &self,
        query: &FilteredQuery<'_>,
        wanted: usize,
        mut margin: usize,
    ) -> tantivy::Result<Vec<(f32, DocAddress)>> {
        // The limit allocates memory. An offset far after the end must not allocate more than the
        // index can fill.
        let records = self.snapshot.inner.num_docs() as usize;
        loop {
            let limit = wanted.saturating_add(margin).clamp(1, records.max(1));
            let found = top_k(self.snapshot, query, limit)?;
            let step = |number: usize| found.get(number).map(|(score, _)| steps(*score));
            let ends_in_tie =
                found.len() == limit && step(wanted.saturating_sub(1)) == step(limit - 1);
            if !ends_in_tie || limit >= records {
                return Ok(found);
            }
            margin = if margin < MARGIN {
                MARGIN
            } else {
                margin.saturating_mul(MARGIN_GROWTH)
            };
        }
    }

    /// Puts the passages of a tier in their final order, as far as the first `wanted` go. Passages
    /// that cannot be among those may be dropped.
    pub fn order(&self, tier: &mut Vec<RankedRecord>, wanted: usize) -> tantivy::Result<()> {
        let snapshot = self.snapshot;
        let rescorers = self
            .plan
            .compiled
            .iter()
            .map(|compiled| Rescorer::new(snapshot, self.query, &compiled.parts, compiled.stemming))
            .collect::<tantivy::Result<Vec<_>>>()?;
        if self.is_rescored() {
            // Which passages are scored again must not depend on how many are wanted.
            let edge = WINDOW.min(tier.len());
            self.sort(tier, edge.saturating_sub(1)..wanted.max(edge + 1))?;
            let rest = tier.split_off(edge);
            self.rescore(&rescorers, tier, wanted)?;
            self.sort(tier, 0..wanted)?;
            tier.extend(rest);
            return Ok(());
        }
        // The score of a query of one part rises with that of retrieval, so the order is final. The
        // margin is scored again with the page, because sums of the same numbers in another order
        // must tie.
        self.sort(tier, 0..wanted)?;
        let scored = wanted.saturating_add(MARGIN).min(tier.len());
        let numbers: Vec<usize> = (0..scored).collect();
        let names = vec![NameScores::default(); scored];
        self.score(
            &rescorers,
            &mut tier[..scored],
            &numbers,
            &names,
            &Shares::default(),
        )?;
        self.sort(&mut tier[..scored], 0..wanted)
    }

    /// Scores passages again, as far as that can change which are the first `wanted`. The others
    /// are dropped.
    fn rescore(
        &self,
        rescorers: &[Rescorer<'_>],
        tier: &mut Vec<RankedRecord>,
        wanted: usize,
    ) -> tantivy::Result<()> {
        let shares = self.shares(tier)?;
        // The highest score that each passage can reach.
        let mut max_scores = vec![0.0; tier.len()];
        let mut names = vec![NameScores::default(); tier.len()];
        for (compiled, rescorer) in rescorers.iter().enumerate() {
            let numbers: Vec<usize> = (0..tier.len())
                .filter(|number| tier[*number].compiled == compiled)
                .collect();
            let records: Vec<DocAddress> =
                numbers.iter().map(|number| tier[*number].address).collect();
            let headroom = rescorer.headroom();
            for (number, name_scores) in numbers.into_iter().zip(rescorer.name_scores(&records)?) {
                let max_score = tier[number].score + headroom + name_scores.sum();
                max_scores[number] = shares.mixed(number, max_score);
                names[number] = name_scores;
            }
        }
        let mut order: Vec<usize> = (0..tier.len()).collect();
        order.sort_unstable_by(|one, other| max_scores[*other].total_cmp(&max_scores[*one]));
        let (first, rest) = order.split_at(wanted.max(FIRST_SCORED).min(order.len()));
        self.score(rescorers, tier, first, &names, &shares)?;
        let mut scores: Vec<f32> = first.iter().map(|number| tier[*number].score).collect();
        scores.sort_unstable_by(|one, other| other.total_cmp(one));
        let threshold = scores
            .get(wanted.saturating_sub(1))
            .map_or(f32::NEG_INFINITY, |score| score - SLACK);
        let reachable = rest.partition_point(|number| max_scores[*number] >= threshold);
        self.score(rescorers, tier, &rest[..reachable], &names, &shares)?;
        let mut dropped = vec![false; tier.len()];
        for number in &rest[reachable..] {
            dropped[*number] = true;
        }
        let mut dropped = dropped.into_iter();
        tier.retain(|_| !dropped.next().unwrap_or(false));
        Ok(())
    }

    /// What meaning adds to each of the passages that are scored again.
    fn shares(&self, tier: &[RankedRecord]) -> tantivy::Result<Shares> {
        let Some(meant) = self.meant else {
            return Ok(Shares::default());
        };
        let best = tier.iter().fold(0.0, |best, one| one.score.max(best));
        let addresses = tier.iter().map(|ranked| ranked.address);
        meant.shares(self.snapshot, addresses, best)
    }

    /// Scores the passages with these numbers in a slice. `names` has an entry for each passage of
    /// the slice, and `shares` where meaning counts.
    fn score(
        &self,
        rescorers: &[Rescorer<'_>],
        ranked: &mut [RankedRecord],
        numbers: &[usize],
        names: &[NameScores],
        shares: &Shares,
    ) -> tantivy::Result<()> {
        for (compiled, rescorer) in rescorers.iter().enumerate() {
            let numbers: Vec<usize> = numbers
                .iter()
                .copied()
                .filter(|number| ranked[*number].compiled == compiled)
                .collect();
            let records: Vec<DocAddress> = numbers
                .iter()
                .map(|number| ranked[*number].address)
                .collect();
            let names: Vec<NameScores> = numbers.iter().map(|number| names[*number]).collect();
            let contributions = rescorer.contributions(&records, &names)?;
            for (number, found) in numbers.into_iter().zip(contributions) {
                let found = shares.mix(number, found);
                ranked[number].score = found.sum();
                ranked[number].contributions = self.explain.then_some(found);
            }
        }
        Ok(())
    }

    fn sort(&self, ranked: &mut [RankedRecord], wanted: Range<usize>) -> tantivy::Result<()> {
        sort_by_score(&self.snapshot.columns, ranked, wanted)
    }

    /// Whether scoring again can change the order of retrieval.
    ///
    /// A single part has no neighbour to be near to, names are not compared with it, and the rest
    /// of its score rises with what retrieval gave; but meaning may count.
    fn is_rescored(&self) -> bool {
        self.query.parts().len() > 1 || self.meant.is_some()
    }
}
