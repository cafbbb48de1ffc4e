//! The postings of a field whose whole values are terms: names, paths, flags.

use std::io;

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;
use tantivy::postings::FieldSerializer;

/// The values of one field, and the records that have them.
#[derive(Debug, Default)]
pub(super) struct ValuePostings {
    postings: IndexMap<Box<str>, RecordList, FxBuildHasher>,
    /// Index of the value that was added last: most records have the same value as the one before.
    last: usize,
    bytes: usize,
}

/// The records that have one value.
#[derive(Debug, Default)]
struct RecordList {
    records: u32,
    last: u32,
    /// The difference of each record to the one before (of the first to 0), as LEB128: seven bits
    /// per byte, lowest first, with the top bit set if more follow.
    gaps: Vec<u8>,
}

/// Estimated memory of a value besides its letters and its records.
const VALUE_BYTES: usize = 100;

impl ValuePostings {
    /// Adds a value of a record. Records must ascend. A repeated value of one record is ignored.
    pub fn add(&mut self, value: &str, record: u32) {
        let last = self.postings.get_index(self.last);
        if last.is_none_or(|(last, _)| **last != *value) {
            self.last = self.postings.get_index_of(value).unwrap_or_else(|| {
                self.bytes += value.len() + VALUE_BYTES;
                self.postings
                    .insert_full(value.into(), RecordList::default())
                    .0
            });
        }
        self.bytes += self.postings[self.last].add(record);
    }

    /// Whether no record has a value.
    pub fn is_empty(&self) -> bool {
        self.postings.is_empty()
    }

    /// Approximate memory in bytes.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Number of pairs of a record and a value.
    pub fn total(&self) -> u64 {
        let records = self.postings.values().map(|list| u64::from(list.records));
        records.sum()
    }

    /// Writes the postings. If the field has frequencies, each is 1.
    pub fn write(mut self, to: &mut FieldSerializer<'_>, has_frequencies: bool) -> io::Result<()> {
        self.postings.sort_unstable_keys();
        for (value, list) in self.postings {
            to.new_term(value.as_bytes(), list.records, has_frequencies)?;
            for record in list.iter() {
                to.write_doc(record, u32::from(has_frequencies), &[]);
            }
            to.close_term()?;
        }
        Ok(())
    }
}

impl RecordList {
    /// Adds a record. Returns by how many bytes the list grew.
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
    use super::RecordList;

    #[test]
    fn a_list_returns_each_record_once() {
        let mut list = RecordList::default();
        let records = [0, 1, 128, 128, 20_000, u32::MAX];
        for record in records {
            list.add(record);
        }
        let found: Vec<u32> = list.iter().collect();
        assert_eq!(found, [0, 1, 128, 20_000, u32::MAX]);
        assert_eq!(list.records, 5);
    }
}
