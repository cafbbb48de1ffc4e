//! Counts passages by their document, and by the sections of each document.
//!
//! A document is known by the path of its file and, in a file of several, by its name. Both are
//! columns; together they are its identity, so that files of one name in two folders are two
//! documents.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use tantivy::columnar::StrColumn;
use tantivy::query::{EnableScoring, Query as TantivyQuery};
use tantivy::{DocId, SegmentReader};

use crate::hit::DocumentName;
use crate::retrieval::snapshot::Snapshot;
use crate::storage::interrupt::is_interrupted;

/// A document, and one of its sections or `None`.
pub(super) type Place = (DocumentName, Option<String>);

/// Path, name and section, as ordinals in the columns of a segment.
type Ordinals = [Option<u64>; 3];

/// How many of the passages that a query finds are in each document. With `sections`, in each
/// section of each document; passages outside any section have `None`.
pub(super) fn count_places(
    snapshot: &Snapshot,
    query: &dyn TantivyQuery,
    sections: bool,
) -> tantivy::Result<BTreeMap<Place, u64>> {
    let unscored = EnableScoring::disabled_from_searcher(&snapshot.inner);
    let weight = query.weight(unscored)?;
    let mut places = BTreeMap::new();
    for segment in snapshot.inner.segment_readers() {
        let columns = PlaceColumns::open(segment, sections)?;
        let alive = segment.alive_bitset();
        let mut counts: FxHashMap<Ordinals, u64> = FxHashMap::default();
        // Passages of one place follow each other.
        let mut last: (Ordinals, u64) = ([None; 3], 0);
        weight.for_each_no_score(segment, &mut |records| {
            if is_interrupted() {
                return;
            }
            for record in records {
                if alive.is_some_and(|alive| !alive.is_alive(*record)) {
                    continue;
                }
                let ordinals = columns.ordinals(*record);
                if ordinals != last.0 {
                    *counts.entry(last.0).or_default() += last.1;
                    last = (ordinals, 0);
                }
                last.1 += 1;
            }
        })?;
        *counts.entry(last.0).or_default() += last.1;
        columns.add_named(&counts, &mut places)?;
    }
    Ok(places)
}

/// The columns of a segment that say where a passage is. `None`: no record has a value.
struct PlaceColumns([Option<StrColumn>; 3]);

impl PlaceColumns {
    fn open(segment: &SegmentReader, sections: bool) -> tantivy::Result<PlaceColumns> {
        let columns = segment.fast_fields();
        let section = if sections {
            columns.str("section")?
        } else {
            None
        };
        Ok(PlaceColumns([
            columns.str("path")?,
            columns.str("doc")?,
            section,
        ]))
    }

    fn ordinals(&self, record: DocId) -> Ordinals {
        let first = |column: &Option<StrColumn>| column.as_ref()?.ords().first(record);
        let [path, doc, section] = &self.0;
        [first(path), first(doc), first(section)]
    }

    /// Adds the counts under the names that the ordinals mean.
    fn add_named(
        &self,
        counts: &FxHashMap<Ordinals, u64>,
        places: &mut BTreeMap<Place, u64>,
    ) -> tantivy::Result<()> {
        let counts = counts.iter().filter(|(_, count)| **count > 0);
        let counts: Vec<(&Ordinals, &u64)> = counts.collect();
        let mut names: [FxHashMap<u64, String>; 3] = Default::default();
        for (number, names) in names.iter_mut().enumerate() {
            let Some(column) = &self.0[number] else {
                continue;
            };
            let mut ordinals: Vec<u64> = counts.iter().filter_map(|(of, _)| of[number]).collect();
            ordinals.sort_unstable();
            ordinals.dedup();
            // All at once: read alone, each name would be unpacked from the start of its block.
            let mut read = Vec::with_capacity(ordinals.len());
            column
                .dictionary()
                .sorted_ords_to_term_cb(&ordinals, |name| {
                    read.push(String::from_utf8_lossy(name).into_owned());
                })?;
            names.extend(ordinals.into_iter().zip(read));
        }
        for (ordinals, count) in counts {
            let name = |number: usize| names[number].get(&ordinals[number]?).cloned();
            let document = DocumentName {
                path: name(0).unwrap_or_default(),
                doc: name(1).unwrap_or_default(),
            };
            *places.entry((document, name(2))).or_default() += count;
        }
        Ok(())
    }
}
