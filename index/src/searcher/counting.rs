//! How many passages match, and how they spread over the values of a property.

use std::collections::BTreeMap;

use tantivy::collector;
use tantivy::query::EnableScoring;

use crate::hit::{Facet, Tier};
use crate::retrieval::commit::Commit;
use crate::searcher::plan::{Plan, Rule};
use crate::searcher::property::Property;

/// What was counted over the first tier that is not empty.
#[derive(Default)]
pub(super) struct Count {
    pub total: u64,
    /// `None` if nothing matches.
    pub tier: Option<Tier>,
    pub facets: Vec<Facet>,
}

/// Counts the passages of the first tier that is not empty, and the values of some properties over them.
pub(super) fn count(
    commit: &Commit,
    plan: &Plan,
    properties: &[Property],
) -> tantivy::Result<Count> {
    for rule in &plan.tiers {
        let mut total = 0;
        for prepared in &plan.analyses {
            let query = prepared.query(rule.rule);
            total += commit.inner.search(&*query, &collector::Count)? as u64;
        }
        if total > 0 {
            let facets = properties
                .iter()
                .map(|property| facet(commit, plan, rule.rule, *property));
            return Ok(Count {
                total,
                tier: Some(rule.tier),
                facets: facets.collect::<tantivy::Result<_>>()?,
            });
        }
    }
    let empty = |property: &Property| Facet {
        field: property.name().to_owned(),
        counts: Vec::new(),
    };
    Ok(Count {
        facets: properties.iter().map(empty).collect(),
        ..Count::default()
    })
}

fn facet(commit: &Commit, plan: &Plan, rule: Rule, property: Property) -> tantivy::Result<Facet> {
    let mut counts = BTreeMap::<String, u64>::new();
    for prepared in &plan.analyses {
        let unscored = EnableScoring::disabled_from_searcher(&commit.inner);
        let weight = prepared.query(rule).weight(unscored)?;
        for segment in commit.inner.segment_readers() {
            let Some(column) = segment.fast_fields().str(property.name())? else {
                continue;
            };
            let mut by_ordinal = vec![0u64; column.num_terms()];
            weight.for_each_no_score(segment, &mut |records| {
                for record in records {
                    if !segment.is_deleted(*record) {
                        for ordinal in column.term_ords(*record) {
                            by_ordinal[ordinal as usize] += 1;
                        }
                    }
                }
            })?;
            for (ordinal, count) in by_ordinal
                .into_iter()
                .enumerate()
                .filter(|(_, count)| *count > 0)
            {
                let mut value = String::new();
                column.ord_to_str(ordinal as u64, &mut value)?;
                *counts.entry(value).or_default() += count;
            }
        }
    }
    let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
    counts.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    Ok(Facet {
        field: property.name().to_owned(),
        counts,
    })
}
