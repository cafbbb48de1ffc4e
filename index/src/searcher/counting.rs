//! Counts the passages that match a query, in all and by the values of a property.

use rustc_hash::FxHashMap;
use tantivy::columnar::{Column, StrColumn};
use tantivy::fastfield::AliveBitSet;
use tantivy::query::EnableScoring;
use tantivy::{DocId, collector};

use crate::hit::{Facet, Property, Tier};
use crate::retrieval::snapshot::Snapshot;
use crate::searcher::documents::count_places;
use crate::searcher::plan::{CompiledQuery, Plan, Rule, TierRule};
use crate::searcher::request::Request;
use crate::speakers::Speakers;
use crate::storage::interrupt::is_interrupted;

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
    request: &Request,
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
        Tier::All | Tier::Across => every == 0,
        Tier::Some | Tier::Meaning => total == 0,
    };
    let first = plan.tiers.iter().find(|rule| !is_empty(rule));
    // How many passages the facets cover.
    let covered = match first.map(|first| first.tier) {
        Some(Tier::Some) if plan.tiers.len() == 1 => total,
        Some(Tier::Some) => total - every,
        _ => every,
    };
    let facets = request.facets.iter().map(|property| {
        let counts = match first {
            Some(first) => facet(snapshot, plan, first.rule, *property, speakers)?,
            None => ValueCounts::default(),
        };
        Ok(counts.into_facet(*property, covered, request.facet_limit))
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

/// The values of a property over some passages.
#[derive(Default)]
pub(super) struct ValueCounts {
    counts: FxHashMap<String, u64>,
    /// How many passages have a value.
    with_value: u64,
}

impl ValueCounts {
    /// Each value with its number of passages, in any order.
    pub fn into_counts(self) -> FxHashMap<String, u64> {
        self.counts
    }

    /// The values in order, at most `limit`. `passages` is how many were looked at.
    fn into_facet(self, property: Property, passages: u64, limit: Option<usize>) -> Facet {
        let mut counts: Vec<(String, u64)> = self.counts.into_iter().collect();
        counts.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        let shown = limit.unwrap_or(usize::MAX).min(counts.len());
        let more = counts.split_off(shown).len();
        if property.is_date() {
            counts.sort();
        }
        Facet {
            property,
            counts,
            more,
            without: passages.saturating_sub(self.with_value),
        }
    }
}

/// The values of a property over the passages of a tier.
pub(super) fn facet(
    snapshot: &Snapshot,
    plan: &Plan,
    rule: Rule,
    property: Property,
    speakers: &Speakers,
) -> tantivy::Result<ValueCounts> {
    match property {
        Property::Doc => documents(snapshot, plan, rule),
        Property::Year | Property::Month => dates(snapshot, plan, rule, property),
        _ => texts(snapshot, plan, rule, property, speakers),
    }
}

fn documents(snapshot: &Snapshot, plan: &Plan, rule: Rule) -> tantivy::Result<ValueCounts> {
    let mut found = ValueCounts::default();
    for compiled in &plan.compiled {
        for ((document, _), count) in count_places(snapshot, &*compiled.query(rule), false)? {
            *found.counts.entry(document.to_string()).or_default() += count;
            found.with_value += count;
        }
    }
    Ok(found)
}

/// Counts years or months. Dates are numbers, `yyyymmdd`, with 0 for what is not known.
fn dates(
    snapshot: &Snapshot,
    plan: &Plan,
    rule: Rule,
    property: Property,
) -> tantivy::Result<ValueCounts> {
    let mut by_month = FxHashMap::<u64, u64>::default();
    for compiled in &plan.compiled {
        let unscored = EnableScoring::disabled_from_searcher(&snapshot.inner);
        let weight = compiled.query(rule).weight(unscored)?;
        for segment in snapshot.inner.segment_readers() {
            if is_interrupted() {
                break;
            }
            let Some(column) = segment.fast_fields().column_opt::<u64>("date")? else {
                continue;
            };
            let mut values = Values::default();
            let alive = segment.alive_bitset();
            weight.for_each_no_score(segment, &mut |records| {
                if is_interrupted() {
                    return;
                }
                for (_, date) in values.of(records, alive, &column) {
                    *by_month.entry(date / 100).or_default() += 1;
                }
            })?;
        }
    }
    let mut found = ValueCounts::default();
    for (month, count) in by_month {
        let (year, month) = (month / 100, month % 100);
        let value = match property {
            Property::Month if month > 0 => format!("{year:04}-{month:02}"),
            _ => format!("{year:04}"),
        };
        *found.counts.entry(value).or_default() += count;
        found.with_value += count;
    }
    Ok(found)
}

fn texts(
    snapshot: &Snapshot,
    plan: &Plan,
    rule: Rule,
    property: Property,
    speakers: &Speakers,
) -> tantivy::Result<ValueCounts> {
    let mut found = ValueCounts::default();
    for compiled in &plan.compiled {
        let unscored = EnableScoring::disabled_from_searcher(&snapshot.inner);
        let weight = compiled.query(rule).weight(unscored)?;
        for segment in snapshot.inner.segment_readers() {
            if is_interrupted() {
                break;
            }
            let Some(column) = segment.fast_fields().str(property.name())? else {
                continue;
            };
            let mut by_ordinal = vec![0u64; column.num_terms()];
            let mut people = PersonFilter::new(speakers, property);
            let mut values = Values::default();
            let alive = segment.alive_bitset();
            let mut last = None;
            weight.for_each_no_score(segment, &mut |records| {
                if is_interrupted() {
                    return;
                }
                for (record, ordinal) in values.of(records, alive, column.ords()) {
                    found.with_value += u64::from(last.replace(record) != Some(record));
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
                *found.counts.entry(listed.to_owned()).or_default() += by_ordinal[ordinal];
            })?;
        }
    }
    Ok(found)
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
