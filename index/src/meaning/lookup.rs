//! The lookup table: a vector for each word piece, so that a query needs no model.
//!
//! A query's vector is the sum of the rows of its pieces, scaled to length 1. The row of piece `t`
//! is `idf(t)^IDF_POWER * e(t) M`:
//!
//! - `e(t)` is what the model makes of the piece alone, less the mean of all pieces: what all texts
//!   have in common says nothing about one.
//! - `idf(t)` is `ln(1 + (N - n + 1/2) / (n + 1/2))` for a piece in `n` of `N` passages.
//! - `M` is the map of [`ridge`](super::ridge) that takes the passages' own sums, scaled to length
//!   1, to the vectors that the model gives the passages.
//!
//! All numbers are little-endian:
//!
//! | bytes | what |
//! |---|---|
//! | 8 | [`MAGIC`] |
//! | 4 | components of a row, `d` |
//! | 4 | rows, `n` |
//! | 4 | 1 if letters become lower case and lose their accents, otherwise 0 |
//! | 4 | the row of the unknown piece |
//! | 4 `n` + 4 | where each piece begins in the last part, and where the last one ends |
//! | 4 `n` | the scale of each row, a 32-bit float |
//! | `d` `n` | the rows, one byte a component |
//! | | the pieces in ascending order, one after the other |
//!
//! As in the file of vectors, nothing may rely on what the file says.

use std::ops::Deref;

use crate::meaning::quantise::{normalise, quantised, row_scale};
use crate::meaning::ridge::Ridge;
use crate::meaning::vectors::MAX_DIMENSIONS;
use crate::meaning::vocabulary::{Casing, MAX_PIECES, Vocabulary};
use crate::meaning::word_pieces::{Pieces, word_pieces};

/// The first bytes of the file, with the number of its format.
const MAGIC: &[u8; 8] = b"onrlook\x01";

/// The length of what comes before the pieces' places.
const HEADER: usize = 24;

/// The power of a piece's idf. See `retrieval/README.md` for what other values give.
const IDF_POWER: f32 = 0.25;

/// Pieces of a query that count. Longer ones are cut.
const MAX_QUERY: usize = 256;

/// A lookup table, in memory or mapped into it.
pub(crate) struct LookupTable<B> {
    bytes: B,
    dimensions: usize,
    rows: usize,
    casing: Casing,
    unknown: u32,
}

impl<B: Deref<Target = [u8]>> LookupTable<B> {
    /// Opens a table. `None` if its bytes cannot be one.
    pub fn open(bytes: B) -> Option<LookupTable<B>> {
        if bytes.get(..MAGIC.len())? != MAGIC {
            return None;
        }
        let number = |start| number(&bytes, start);
        let (dimensions, rows) = (number(8)? as usize, number(12)? as usize);
        let casing = match number(16)? {
            0 => Casing::Kept,
            _ => Casing::Lower,
        };
        let unknown = number(20)?;
        let is_size =
            (1..=MAX_DIMENSIONS).contains(&dimensions) && (1..=MAX_PIECES).contains(&rows);
        if !is_size || bytes.len() < HEADER + 4 + rows * (8 + dimensions) {
            return None;
        }
        Some(LookupTable {
            bytes,
            dimensions,
            rows,
            casing,
            unknown,
        })
    }

    /// How many components each row has.
    pub fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// The vector of a query, of length 1. `None` if no piece of it is known.
    pub fn vector(&self, text: &str) -> Option<Vec<f32>> {
        let mut sum = vec![0.0; self.dimensions];
        for row in word_pieces(text, self, MAX_QUERY) {
            self.add(row, &mut sum);
        }
        normalise(&mut sum);
        sum.iter().any(|x| *x != 0.0).then_some(sum)
    }

    fn add(&self, row: u32, sum: &mut [f32]) {
        let row = row as usize;
        if row >= self.rows || row == self.unknown as usize {
            return;
        }
        let scales = HEADER + 4 * (self.rows + 1);
        let bits = number(&self.bytes, scales + 4 * row);
        let scale = f32::from_bits(bits.unwrap_or(0));
        let start = scales + 4 * self.rows + row * self.dimensions;
        let stored = self.bytes.get(start..start + self.dimensions);
        for (sum, byte) in sum.iter_mut().zip(stored.unwrap_or_default()) {
            *sum += scale * f32::from(byte.cast_signed());
        }
    }

    fn piece(&self, row: usize) -> Option<&[u8]> {
        let places = HEADER + 4 * row;
        let start = number(&self.bytes, places)? as usize;
        let end = number(&self.bytes, places + 4)? as usize;
        let pieces = HEADER + 4 + self.rows * (8 + self.dimensions);
        self.bytes.get(pieces..)?.get(start..end)
    }
}

impl<B: Deref<Target = [u8]>> Pieces for LookupTable<B> {
    fn number(&self, piece: &str) -> Option<u32> {
        let (mut low, mut high) = (0, self.rows);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.piece(middle)?.cmp(piece.as_bytes()) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return u32::try_from(middle).ok(),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    fn unknown(&self) -> u32 {
        self.unknown
    }

    fn lower_case(&self) -> bool {
        self.casing == Casing::Lower
    }
}

/// A passage from which the map is learned.
pub(crate) struct Example {
    /// Its word pieces.
    pub pieces: Vec<u32>,
    /// The vector that the model gives it, of length 1.
    pub vector: Vec<f32>,
}

/// Builds the bytes of a table. `alone` has the vector of each piece of the vocabulary, one after
/// the other.
pub(crate) fn build(
    vocabulary: &Vocabulary,
    mut alone: Vec<f32>,
    dimensions: usize,
    examples: &[Example],
) -> Vec<u8> {
    subtract_mean(&mut alone, dimensions);
    let idf = idf(vocabulary, examples);
    let unknown = vocabulary.unknown() as usize;
    let of_piece = |piece: usize| &alone[piece * dimensions..(piece + 1) * dimensions];
    let mut ridge = Ridge::new(dimensions);
    for example in examples {
        let mut sum = vec![0.0; dimensions];
        for piece in &example.pieces {
            let piece = *piece as usize;
            if piece != unknown {
                let weighted = of_piece(piece).iter().map(|x| x * idf[piece]);
                sum.iter_mut().zip(weighted).for_each(|(sum, x)| *sum += x);
            }
        }
        normalise(&mut sum);
        ridge.add(&sum, &example.vector);
    }
    let map = ridge.map();
    let row = |piece: usize| {
        let mut row = vec![0.0f64; dimensions];
        for (x, factors) in of_piece(piece).iter().zip(map.chunks_exact(dimensions)) {
            let x = f64::from(x * idf[piece]);
            row.iter_mut()
                .zip(factors)
                .for_each(|(sum, factor)| *sum += x * factor);
        }
        row.into_iter().map(|x| x as f32).collect::<Vec<f32>>()
    };
    to_bytes(vocabulary, dimensions, row)
}

fn subtract_mean(vectors: &mut [f32], dimensions: usize) {
    let count = (vectors.len() / dimensions) as f64;
    let mut mean = vec![0.0f64; dimensions];
    for vector in vectors.chunks_exact(dimensions) {
        let both = mean.iter_mut().zip(vector);
        both.for_each(|(sum, x)| *sum += f64::from(*x) / count);
    }
    for vector in vectors.chunks_exact_mut(dimensions) {
        let both = vector.iter_mut().zip(&mean);
        both.for_each(|(x, mean)| *x -= *mean as f32);
    }
}

/// The weight of each piece.
fn idf(vocabulary: &Vocabulary, examples: &[Example]) -> Vec<f32> {
    let mut found = vec![0u32; vocabulary.pieces.len()];
    for example in examples {
        let mut pieces = example.pieces.clone();
        pieces.sort_unstable();
        pieces.dedup();
        for piece in pieces {
            found[piece as usize] += 1;
        }
    }
    let all = examples.len() as f32;
    let idf = |found: u32| (1.0 + (all - found as f32 + 0.5) / (found as f32 + 0.5)).ln();
    found
        .into_iter()
        .map(|found| idf(found).powf(IDF_POWER))
        .collect()
}

fn to_bytes(
    vocabulary: &Vocabulary,
    dimensions: usize,
    row: impl Fn(usize) -> Vec<f32>,
) -> Vec<u8> {
    let pieces = &vocabulary.pieces;
    let mut order: Vec<usize> = (0..pieces.len()).collect();
    order.sort_by_key(|piece| &pieces[*piece]);
    order.dedup_by_key(|piece| &pieces[*piece]);
    let unknown = vocabulary.unknown() as usize;
    let unknown = order.iter().position(|piece| *piece == unknown);
    let casing = u32::from(vocabulary.casing == Casing::Lower);
    let mut file = MAGIC.to_vec();
    let header = [dimensions as u32, order.len() as u32, casing];
    for number in header.into_iter().chain([unknown.unwrap_or(0) as u32]) {
        file.extend_from_slice(&number.to_le_bytes());
    }
    let mut end = 0u32;
    file.extend_from_slice(&end.to_le_bytes());
    for piece in &order {
        end += pieces[*piece].len() as u32;
        file.extend_from_slice(&end.to_le_bytes());
    }
    let mut scales = Vec::with_capacity(order.len() * 4);
    let mut rows = Vec::with_capacity(order.len() * dimensions);
    for piece in &order {
        let row = row(*piece);
        let scale = row_scale(&row);
        scales.extend_from_slice(&scale.to_le_bytes());
        rows.extend(quantised(&row, scale));
    }
    file.extend_from_slice(&scales);
    file.extend_from_slice(&rows);
    for piece in &order {
        file.extend_from_slice(pieces[*piece].as_bytes());
    }
    file
}

/// The number of four bytes at an offset.
fn number(bytes: &[u8], start: usize) -> Option<u32> {
    let bytes = bytes.get(start..)?.first_chunk::<4>()?;
    Some(u32::from_le_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Example, LookupTable, build};
    use crate::meaning::vocabulary::{Casing, Vocabulary};
    use crate::meaning::word_pieces::{Pieces, word_pieces};

    /// A table over six pieces, learned from passages whose vectors are what their pieces say.
    fn table() -> (Vocabulary, Vec<u8>) {
        let pieces = ["[UNK]", "[CLS]", "[SEP]", "ferry", "boat", "##s"];
        let pieces = pieces.map(str::to_owned).to_vec();
        let vocabulary = Vocabulary::new(pieces, Casing::Lower).expect("a vocabulary");
        let alone = [
            [0.0, 0.0],
            [0.5, 0.5],
            [0.5, 0.5],
            [1.0, 0.0],
            [0.0, 1.0],
            [0.1, 0.1],
        ];
        let example = |text: &str, vector: [f32; 2]| Example {
            pieces: word_pieces(text, &vocabulary, 9),
            vector: vector.to_vec(),
        };
        let mut examples = vec![example("boats", [1.0, 0.0])];
        for _ in 0..50 {
            examples.push(example("ferry", [0.0, 1.0]));
            examples.push(example("boat", [1.0, 0.0]));
        }
        let bytes = build(&vocabulary, alone.concat(), 2, &examples);
        (vocabulary, bytes)
    }

    #[test]
    fn a_query_has_the_vector_of_the_passages_with_its_pieces() {
        let (vocabulary, bytes) = table();
        let table = LookupTable::open(&bytes[..]).expect("a table");
        for (query, near) in [("Ferry", 1), ("boat", 0), ("ferry ferry zeppelin", 1)] {
            let vector = table.vector(query).expect("a vector");
            assert!(vector[near] > 0.99, "{query}: {vector:?}");
        }
        assert_eq!(table.vector("zeppelin"), None);
        assert_eq!(table.vector(""), None);
        for piece in &vocabulary.pieces {
            assert!(table.number(piece).is_some(), "{piece}");
        }
        assert_eq!(table.number("zeppelin"), None);
    }

    #[test]
    fn a_table_that_ends_early_is_refused_or_knows_fewer_pieces() {
        let (_, bytes) = table();
        for length in 0..bytes.len() {
            if let Some(table) = LookupTable::open(&bytes[..length]) {
                table.vector("ferry boats");
            }
        }
    }

    proptest! {
        #[test]
        fn no_flipped_byte_is_fatal(place in 0usize..1000, byte: u8, text in "\\PC{0,9}") {
            let (_, mut bytes) = table();
            let place = place % bytes.len();
            bytes[place] = byte;
            if let Some(table) = LookupTable::open(&bytes[..]) {
                table.vector(&text);
                table.vector("ferry boats");
            }
        }

        #[test]
        fn any_bytes_are_a_table_or_none(bytes: Vec<u8>) {
            let bytes = [&b"onrlook\x01"[..], &bytes].concat();
            if let Some(table) = LookupTable::open(&bytes[..]) {
                table.vector("ferry");
            }
        }
    }
}
