//! The file of the passages' vectors.
//!
//! All numbers are little-endian:
//!
//! | bytes | what |
//! |---|---|
//! | 8 | [`MAGIC`] |
//! | 4 | components of a vector, `d` |
//! | 4 | vectors, `n` |
//! | 4 | segments, `s` |
//! | 8 `n` | the keys of the vectors, ascending; see [`passage::key`](super::passage::key) |
//! | `d` `n` | the vectors in the order of the keys, one byte a component |
//! | 20 + 4 `r` for each of `s` | the segment's id (16), its records `r` (4), and for each record |
//! | | the number of its vector, or [`NONE`] |
//!
//! The segments only save time: the vector of a record in another segment is found by its key, for
//! which the stored passage must be read.
//!
//! The name of the file is its checksum. It is not compared when the file is opened, so nothing
//! here may rely on what the file says: whatever it says, reading it gives vectors or none.

use std::ops::Deref;

use crate::meaning::quantise::{dot, quantised, unit_scale};

/// The first bytes of the file, with the number of its format.
const MAGIC: &[u8; 8] = b"onrvec\0\x01";

/// The length of what comes before the keys.
const HEADER: usize = 20;

/// The number of a vector that a record does not have.
const NONE: u32 = u32::MAX;

/// The most components of a vector. The largest models have 4,096.
pub(crate) const MAX_DIMENSIONS: usize = 1 << 13;

/// Which vectors the records of one segment have.
pub(crate) struct SegmentRows {
    /// The id of the segment.
    pub segment: [u8; 16],
    /// The key of each record's vector. `None` for a record without a passage.
    pub keys: Vec<Option<u64>>,
}

/// A file of vectors, in memory or mapped into it.
pub(crate) struct VectorFile<B> {
    bytes: B,
    dimensions: usize,
    count: usize,
    segments: Vec<Segment>,
}

/// A segment of the file.
struct Segment {
    id: [u8; 16],
    /// Where the numbers of its records' vectors begin.
    start: usize,
    records: usize,
}

impl<B: Deref<Target = [u8]>> VectorFile<B> {
    /// Opens a file. `None` if its bytes cannot be a file of vectors.
    pub fn open(bytes: B) -> Option<VectorFile<B>> {
        if bytes.get(..MAGIC.len())? != MAGIC {
            return None;
        }
        let dimensions = number(&bytes, 8)?;
        let count = number(&bytes, 12)?;
        if dimensions == 0 || dimensions > MAX_DIMENSIONS {
            return None;
        }
        let of_each = 8 + dimensions;
        let mut end = HEADER.checked_add(count.checked_mul(of_each)?)?;
        let mut segments = Vec::new();
        for _ in 0..number(&bytes, 16)? {
            let id = *bytes.get(end..)?.first_chunk::<16>()?;
            let records = number(&bytes, end + 16)?;
            let start = end + 20;
            end = start.checked_add(records.checked_mul(4)?)?;
            bytes.get(start..end)?;
            segments.push(Segment { id, start, records });
        }
        (end == bytes.len()).then_some(VectorFile {
            bytes,
            dimensions,
            count,
            segments,
        })
    }

    /// How many components each vector has.
    pub fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// How many vectors there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The keys, ascending.
    pub fn keys(&self) -> impl Iterator<Item = u64> + '_ {
        (0..self.count).map(|row| self.key(row))
    }

    /// The number of the vector with this key.
    pub fn row(&self, key: u64) -> Option<usize> {
        let (mut low, mut high) = (0, self.count);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.key(middle).cmp(&key) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// The place of a segment among those of the file. `None` if the file does not know it.
    pub fn segment(&self, id: &[u8; 16]) -> Option<usize> {
        self.segments.iter().position(|segment| segment.id == *id)
    }

    /// The number of the vector of a record of a segment. `None` if it has none.
    pub fn row_of_record(&self, segment: usize, record: u32) -> Option<usize> {
        let segment = self.segments.get(segment)?;
        let record = usize::try_from(record).ok()?;
        let row = (record < segment.records)
            .then(|| number(&self.bytes, segment.start + record * 4))
            .flatten()?;
        (row < self.count).then_some(row)
    }

    /// The bytes of a vector. Empty if there is none with this number.
    pub fn vector(&self, row: usize) -> &[u8] {
        let start = HEADER + self.count * 8 + row * self.dimensions;
        let vector = self.bytes.get(start..start + self.dimensions);
        vector.filter(|_| row < self.count).unwrap_or_default()
    }

    /// The cosine of a vector of length 1 and a stored one.
    pub fn cosine(&self, vector: &[f32], row: usize) -> f32 {
        dot(vector, self.vector(row), unit_scale(self.dimensions))
    }

    fn key(&self, row: usize) -> u64 {
        let start = HEADER + row * 8;
        let bytes = self.bytes.get(start..).and_then(<[u8]>::first_chunk::<8>);
        bytes.map_or(0, |bytes| u64::from_le_bytes(*bytes))
    }
}

/// The vectors of one file to be written, each with its key.
#[derive(Default)]
pub(crate) struct NewVectors {
    keys: Vec<u64>,
    /// The vectors in the order of `keys`.
    bytes: Vec<u8>,
}

impl NewVectors {
    /// Adds a vector of length 1.
    pub fn push(&mut self, key: u64, vector: &[f32]) {
        self.keys.push(key);
        self.bytes
            .extend(quantised(vector, unit_scale(vector.len())));
    }

    /// Adds a vector as it is stored.
    pub fn push_stored(&mut self, key: u64, vector: &[u8]) {
        self.keys.push(key);
        self.bytes.extend_from_slice(vector);
    }

    /// How many vectors were added.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// The bytes of the file: one vector a key, the first that was added.
    pub fn into_file(self, dimensions: usize, segments: &[SegmentRows]) -> Vec<u8> {
        let mut order: Vec<usize> = (0..self.keys.len()).collect();
        order.sort_by_key(|place| self.keys[*place]);
        order.dedup_by_key(|place| self.keys[*place]);
        let mut file = Vec::with_capacity(HEADER + order.len() * (8 + dimensions));
        file.extend_from_slice(MAGIC);
        for number in [dimensions, order.len(), segments.len()] {
            file.extend_from_slice(&(number as u32).to_le_bytes());
        }
        for place in &order {
            file.extend_from_slice(&self.keys[*place].to_le_bytes());
        }
        for place in &order {
            let start = place * dimensions;
            file.extend_from_slice(&self.bytes[start..start + dimensions]);
        }
        for segment in segments {
            file.extend_from_slice(&segment.segment);
            file.extend_from_slice(&(segment.keys.len() as u32).to_le_bytes());
            for key in &segment.keys {
                let row = key.and_then(|key| {
                    let found = order.binary_search_by_key(&key, |place| self.keys[*place]);
                    u32::try_from(found.ok()?).ok()
                });
                file.extend_from_slice(&row.unwrap_or(NONE).to_le_bytes());
            }
        }
        file
    }
}

/// The number of four bytes at an offset.
fn number(bytes: &[u8], start: usize) -> Option<usize> {
    let bytes = bytes.get(start..)?.first_chunk::<4>()?;
    usize::try_from(u32::from_le_bytes(*bytes)).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{NewVectors, SegmentRows, VectorFile};

    fn file(keys: &[u64], segments: &[SegmentRows]) -> Vec<u8> {
        let mut vectors = NewVectors::default();
        for (number, key) in keys.iter().enumerate() {
            let mut vector = [0.0; 4];
            vector[number % 4] = 1.0;
            vectors.push(*key, &vector);
        }
        vectors.into_file(4, segments)
    }

    #[test]
    fn vectors_are_found_by_key_and_by_record() {
        let segment = SegmentRows {
            segment: [7; 16],
            keys: vec![Some(9), None, Some(3), Some(4)],
        };
        let bytes = file(&[9, 3, 9], &[segment]);
        let read = VectorFile::open(&bytes[..]).expect("a file");
        assert_eq!((read.count(), read.dimensions()), (2, 4));
        assert_eq!(read.keys().collect::<Vec<_>>(), [3, 9]);
        assert_eq!((read.row(9), read.row(4)), (Some(1), None));
        let segment = read.segment(&[7; 16]).expect("a segment");
        assert_eq!(read.segment(&[8; 16]), None);
        let rows = [0, 1, 2, 3, 4].map(|record| read.row_of_record(segment, record));
        assert_eq!(rows, [Some(1), None, Some(0), None, None]);
        let cosine = |row| read.cosine(&[1.0, 0.0, 0.0, 0.0], row);
        assert!((cosine(1) - 1.0).abs() < 1e-6 && cosine(0) == 0.0 && cosine(2) == 0.0);
    }

    #[test]
    fn a_file_that_ends_early_is_refused() {
        let rows = SegmentRows {
            segment: [7; 16],
            keys: vec![Some(1)],
        };
        let bytes = file(&[1, 2], &[rows]);
        for length in 0..bytes.len() {
            assert!(VectorFile::open(&bytes[..length]).is_none(), "{length}");
        }
    }

    proptest! {
        #[test]
        fn no_flipped_byte_makes_reading_fail(place in 0usize..100, byte: u8, record: u32) {
            let rows = SegmentRows { segment: [7; 16], keys: vec![Some(1), Some(2)] };
            let mut bytes = file(&[1, 2, 3], &[rows]);
            let place = place % bytes.len();
            bytes[place] = byte;
            if let Some(read) = VectorFile::open(&bytes[..]) {
                for row in 0..4 {
                    read.cosine(&[0.5; 4], row);
                }
                read.row(2);
                read.row_of_record(0, record);
                read.keys().count();
            }
        }

        #[test]
        fn any_bytes_are_a_file_or_none(bytes: Vec<u8>) {
            VectorFile::open(&bytes[..]);
            let with_magic = [&b"onrvec\0\x01"[..], &bytes].concat();
            VectorFile::open(&with_magic[..]);
        }
    }
}
