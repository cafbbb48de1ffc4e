//! How many passages match, and how they spread over the values of a property.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use tantivy::collector;
use tantivy::columnar::StrColumn;
use tantivy::query::EnableScoring;

use crate::hit::{Facet, Tier};
use crate::retrieval::commit::Commit;
use crate::searcher::plan::{Plan, Rule};
use crate::searcher::property::Property;
use crate::speakers::Speakers;

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
    speakers: &Speakers,
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
                .map(|property| facet(commit, plan, rule.rule, *property, speakers));
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

fn facet(
    commit: &Commit,
    plan: &Plan,
    rule: Rule,
    property: Property,
    speakers: &Speakers,
) -> tantivy::Result<Facet> {
    let mut counts = BTreeMap::<String, u64>::new();
    for prepared in &plan.analyses {
        let unscored = EnableScoring::disabled_from_searcher(&commit.inner);
        let weight = prepared.query(rule).weight(unscored)?;
        for segment in commit.inner.segment_readers() {
            let Some(column) = segment.fast_fields().str(property.name())? else {
                continue;
            };
            let mut by_ordinal = vec![0u64; column.num_terms()];
            let mut people = People::new(speakers, property);
            weight.for_each_no_score(segment, &mut |records| {
                for record in records {
                    if !segment.is_deleted(*record) {
                        people.begin();
                        for ordinal in column.term_ords(*record) {
                            let again = people.again(&column, ordinal);
                            by_ordinal[ordinal as usize] += u64::from(!again);
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
                let listed = match property {
                    Property::Speaker => speakers.listed(&value).to_owned(),
                    _ => value,
                };
                *counts.entry(listed).or_default() += count;
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

/// Sees to it that a passage whose speakers are one person under two names counts once for that person.
struct People<'s> {
    /// `None`: the property is another.
    speakers: Option<&'s Speakers>,
    /// The person behind each ordinal that was asked for.
    of_ordinal: FxHashMap<u64, Option<usize>>,
    /// The ordinals of the present passage.
    seen: Vec<u64>,
}

impl<'s> People<'s> {
    fn new(speakers: &'s Speakers, property: Property) -> People<'s> {
        let counts = property == Property::Speaker && !speakers.is_empty();
        People {
            speakers: counts.then_some(speakers),
            of_ordinal: FxHashMap::default(),
            seen: Vec::new(),
        }
    }

    fn begin(&mut self) {
        self.seen.clear();
    }

    /// Whether an ordinal's person has been counted for this passage.
    fn again(&mut self, column: &StrColumn, ordinal: u64) -> bool {
        let Some(speakers) = self.speakers else {
            return false;
        };
        self.seen.push(ordinal);
        // Nearly every passage has one speaker: nothing is to be looked up.
        if self.seen.len() < 2 {
            return false;
        }
        let of_ordinal = &mut self.of_ordinal;
        let mut person = |ordinal: u64| {
            *of_ordinal.entry(ordinal).or_insert_with(|| {
                let mut name = String::new();
                let read = column.ord_to_str(ordinal, &mut name);
                read.ok().and_then(|_| speakers.number(&name))
            })
        };
        let Some(this) = person(ordinal) else {
            return false;
        };
        let before = &self.seen[..self.seen.len() - 1];
        before.iter().any(|other| person(*other) == Some(this))
    }
}
