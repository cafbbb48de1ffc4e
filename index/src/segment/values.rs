//! The lists of a field whose values are terms as they are: names, paths, flags.

use std::io;

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;
use tantivy::postings::FieldSerializer;

/// The values of one field, and the records that have them.
#[derive(Debug, Default)]
pub(super) struct Values {
    lists: IndexMap<Box<str>, List, FxBuildHasher>,
    /// Where the value stands that was added last: most records have what the one before had.
    last: usize,
    bytes: usize,
}

/// The records that have one value.
#[derive(Debug, Default)]
struct List {
    records: u32,
    last: u32,
    /// The distance of each from the one before (the first from 0), seven bits a byte, lowest first, a set top bit where more follow.
    gaps: Vec<u8>,
}

/// What a value takes besides its letters and its list.
const VALUE_BYTES: usize = 100;

impl Values {
    /// Notes that a record has a value. Records come ascending. The same value again says nothing new.
    pub fn add(&mut self, value: &str, record: u32) {
        let last = self.lists.get_index(self.last);
        if last.is_none_or(|(last, _)| **last != *value) {
            self.last = self.lists.get_index_of(value).unwrap_or_else(|| {
                self.bytes += value.len() + VALUE_BYTES;
                self.lists.insert_full(value.into(), List::default()).0
            });
        }
        self.bytes += self.lists[self.last].add(record);
    }

    /// Whether no record has a value.
    pub fn is_empty(&self) -> bool {
        self.lists.is_empty()
    }

    /// About how much memory they take.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// How many records have a value, each counted for each.
    pub fn total(&self) -> u64 {
        let records = self.lists.values().map(|list| u64::from(list.records));
        records.sum()
    }

    /// Writes the lists. `frequencies`: whether the field is one with frequencies, each of which is 1.
    pub fn write(mut self, to: &mut FieldSerializer<'_>, frequencies: bool) -> io::Result<()> {
        self.lists.sort_unstable_keys();
        for (value, list) in self.lists {
            to.new_term(value.as_bytes(), list.records, frequencies)?;
            for record in list.iter() {
                to.write_doc(record, u32::from(frequencies), &[]);
            }
            to.close_term()?;
        }
        Ok(())
    }
}

impl List {
    /// Gives how many bytes it grew.
    fn add(&mut self, record: u32) -> usize {
        if self.records > 0 && self.last == record {
            return 0;
        }
        let before = self.gaps.len();
        let mut gap = record - self.last;
        while gap >= 0x80 {
            self.gaps.push(gap as u8 | 0x80);
            gap >>= 7;
        }
        self.gaps.push(gap as u8);
        self.records += 1;
        self.last = record;
        self.gaps.len() - before
    }

    fn iter(&self) -> impl Iterator<Item = u32> {
        let mut gaps = self.gaps.iter();
        let mut record = 0;
        std::iter::from_fn(move || {
            let mut gap = 0;
            let mut shift = 0;
            loop {
                let byte = *gaps.next()?;
                gap |= u32::from(byte & 0x7f) << shift;
                shift += 7;
                if byte < 0x80 {
                    record += gap;
                    return Some(record);
                }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::List;

    #[test]
    fn a_list_gives_back_what_it_was_given_once() {
        let mut list = List::default();
        let records = [0, 1, 128, 128, 20_000, u32::MAX];
        for record in records {
            list.add(record);
        }
        let found: Vec<u32> = list.iter().collect();
        assert_eq!(found, [0, 1, 128, 20_000, u32::MAX]);
        assert_eq!(list.records, 5);
    }
}
