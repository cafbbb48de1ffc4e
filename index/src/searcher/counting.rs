//! Counts the passages that match a query, in all and by the values of a property.

use rustc_hash::FxHashMap;
use tantivy::columnar::{Column, StrColumn};
use tantivy::fastfield::AliveBitSet;
use tantivy::query::EnableScoring;
use tantivy::{DocId, collector};

use crate::hit::{Facet, Property, Tier};
use crate::retrieval::snapshot::Snapshot;
use crate::searcher::plan::{CompiledQuery, Plan, Rule, TierRule};
use crate::speakers::Speakers;

/// How many passages match.
#[derive(Default)]
pub(super) struct Count {
    /// In all tiers: what a list without a limit holds.
    pub total: u64,
    /// How many of them match every part of the query.
    pub every: u64,
    /// The first tier that is not empty. `None` if nothing matches.
    pub tier: Option<Tier>,
    /// Cover that tier.
    pub facets: Vec<Facet>,
}

/// Counts the passages that match, and the values of properties over the first tier that is not
/// empty.
pub(super) fn count(
    snapshot: &Snapshot,
    plan: &Plan,
    properties: &[Property],
    speakers: &Speakers,
) -> tantivy::Result<Count> {
    let totals = plan.counted();
    let total = passages(snapshot, plan, totals.total)?;
    let every = if totals.every == totals.total || total == 0 {
        total
    } else {
        passages(snapshot, plan, totals.every)?
    };
    let is_empty = |rule: &TierRule| match rule.tier {
        Tier::All => every == 0,
        Tier::Some => total == 0,
    };
    let first = plan.tiers.iter().find(|rule| !is_empty(rule));
    let facets = properties.iter().map(|property| match first {
        Some(first) => facet(snapshot, plan, first.rule, *property, speakers),
        None => Ok(Facet {
            property: *property,
            counts: Vec::new(),
        }),
    });
    Ok(Count {
        total,
        every,
        tier: first.map(|first| first.tier),
        facets: facets.collect::<tantivy::Result<_>>()?,
    })
}

/// How many passages a rule allows.
fn passages(snapshot: &Snapshot, plan: &Plan, rule: Rule) -> tantivy::Result<u64> {
    let count = |compiled: &CompiledQuery| {
        let query = compiled.query(rule);
        snapshot.inner.search(&*query, &collector::Count)
    };
    let counts = plan.compiled.iter().map(count);
    Ok(counts.sum::<tantivy::Result<usize>>()? as u64)
}

fn facet(
    snapshot: &Snapshot,
    plan: &Plan,
    rule: Rule,
    property: Property,
    speakers: &Speakers,
) -> tantivy::Result<Facet> {
    let mut counts = FxHashMap::<String, u64>::default();
    for compiled in &plan.compiled {
        let unscored = EnableScoring::disabled_from_searcher(&snapshot.inner);
        let weight = compiled.query(rule).weight(unscored)?;
        for segment in snapshot.inner.segment_readers() {
            let Some(column) = segment.fast_fields().str(property.name())? else {
                continue;
            };
            let mut by_ordinal = vec![0u64; column.num_terms()];
            let mut people = PersonFilter::new(speakers, property);
            let mut values = Values::default();
            let alive = segment.alive_bitset();
            weight.for_each_no_score(segment, &mut |records| {
                for (record, ordinal) in values.of(records, alive, column.ords()) {
                    let repeated = people.is_repeated(&column, record, ordinal);
                    by_ordinal[ordinal as usize] += u64::from(!repeated);
                }
            })?;
            let met = (0..).zip(&by_ordinal).filter(|(_, count)| **count > 0);
            let met: Vec<u64> = met.map(|(ordinal, _)| ordinal).collect();
            // All at once: read alone, each value would be unpacked from the start of its block.
            let mut ordinals = met.iter();
            column.dictionary().sorted_ords_to_term_cb(&met, |value| {
                let value = String::from_utf8_lossy(value);
                let listed = match property {
                    Property::Speaker => speakers.listed(&value),
                    _ => &value,
                };
                let ordinal = ordinals.next().map_or(0, |ordinal| *ordinal as usize);
                *counts.entry(listed.to_owned()).or_default() += by_ordinal[ordinal];
            })?;
        }
    }
    let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
    counts.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    Ok(Facet { property, counts })
}

/// Reads the values of many records of a column at once. Read alone, each would cost a virtual
/// call.
#[derive(Default)]
struct Values {
    alive: Vec<DocId>,
    records: Vec<DocId>,
    rows: Vec<u32>,
    ordinals: Vec<u64>,
}

impl Values {
    /// Each value of those records that are not deleted, with its record.
    fn of(
        &mut self,
        records: &[DocId],
        alive: Option<&AliveBitSet>,
        column: &Column<u64>,
    ) -> impl Iterator<Item = (DocId, u64)> {
        let records = match alive {
            None => records,
            Some(alive) => {
                self.alive.clear();
                let living = records.iter().filter(|record| alive.is_alive(**record));
                self.alive.extend(living);
                &self.alive
            }
        };
        self.records.clear();
        self.rows.clear();
        let index = &column.index;
        index.docids_to_rowids(records, &mut self.records, &mut self.rows);
        self.ordinals.resize(self.rows.len(), 0);
        column.values.get_vals(&self.rows, &mut self.ordinals);
        let records = self.records.iter().copied();
        records.zip(self.ordinals.iter().copied())
    }
}

/// Finds speakers who are counted already for a passage: one person under two names counts once.
struct PersonFilter<'s> {
    /// `None`: the property is not the speaker, or no speaker has two names.
    speakers: Option<&'s Speakers>,
    /// The person of each ordinal looked up so far.
    of_ordinal: FxHashMap<u64, Option<usize>>,
    /// The current record, and its ordinals so far.
    record: DocId,
    seen: Vec<u64>,
}

impl<'s> PersonFilter<'s> {
    fn new(speakers: &'s Speakers, property: Property) -> PersonFilter<'s> {
        let applies = property == Property::Speaker && !speakers.is_empty();
        PersonFilter {
            speakers: applies.then_some(speakers),
            of_ordinal: FxHashMap::default(),
            record: DocId::MAX,
            seen: Vec::new(),
        }
    }

    /// Whether an earlier ordinal of the same record names the same person. The ordinals of a
    /// record must follow each other.
    fn is_repeated(&mut self, column: &StrColumn, record: DocId, ordinal: u64) -> bool {
        let Some(speakers) = self.speakers else {
            return false;
        };
        if self.record != record {
            self.record = record;
            self.seen.clear();
        }
        self.seen.push(ordinal);
        // Nearly every passage has one speaker, so there is nothing to look up.
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
