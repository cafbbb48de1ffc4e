//! A table of symbols that packs short texts one by one.
//!
//! A symbol is one to eight bytes that are common in the texts the table was made of, and takes one byte: see Boncz, Neumann and
//! Leis, "FSST: Fast Random Access String Compression", VLDB 2020. Unlike in blocks of a general compressor, a single text can be
//! unpacked.

use fsst::{Compressor, CompressorBuilder, Decompressor, Symbol};
use serde::{Deserialize, Serialize};

/// Symbols a table has at most: the last code stands before a byte that is none.
const SYMBOLS: usize = 255;
const ESCAPE: u8 = 255;

/// A table of symbols.
pub(crate) struct SymbolTable {
    /// What packed texts call it by; no other table of an index has it. Never 0.
    pub id: u8,
    /// How well it fits what texts.
    pub fit: Fit,
    /// CRC-32 of its symbols: a checksum of what it packed begins with it, so that it is not unpacked by another.
    pub checksum: u32,
    symbols: Box<[Symbol; SYMBOLS]>,
    lengths: Box<[u8; SYMBOLS]>,
    count: usize,
}

/// How well a table fits texts such as those it was made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Fit {
    /// How many bytes of them there were.
    pub made_of: usize,
    /// What part of others of their kind is left when they are packed.
    pub leaves: f64,
}

/// What packs texts by the symbols of a table.
pub(crate) struct Packer(Compressor);

impl Packer {
    /// Chooses symbols for texts such as these.
    pub fn train(texts: &[&str]) -> Packer {
        Packer(Compressor::train(
            &texts.iter().map(|text| text.as_bytes()).collect(),
        ))
    }

    /// By the symbols of a table. `None` if they cannot be sought together, as those of a table that was trained can.
    pub fn new(table: &SymbolTable) -> Option<Packer> {
        let (symbols, lengths) = (&table.symbols[..table.count], &table.lengths[..table.count]);
        let mut builder = CompressorBuilder::new();
        let mut all = symbols.iter().zip(lengths);
        all.all(|(&symbol, &length)| builder.insert(symbol, usize::from(length)))
            .then(|| Packer(Compressor::rebuild_from(symbols, lengths)))
    }

    /// Its symbols, under an id, with how well they fit.
    pub fn table(&self, id: u8, fit: Fit) -> SymbolTable {
        let (symbols, lengths) = (self.0.symbol_table(), self.0.symbol_lengths());
        let mut table = SymbolTable::empty(id, fit);
        table.symbols[..symbols.len()].copy_from_slice(symbols);
        table.lengths[..lengths.len()].copy_from_slice(lengths);
        table.count = symbols.len();
        table.checksum = crc32fast::hash(&table.to_bytes());
        table
    }

    /// Packs a text.
    pub fn pack(&self, text: &str) -> Vec<u8> {
        self.0.compress(text.as_bytes())
    }
}

impl SymbolTable {
    fn empty(id: u8, fit: Fit) -> SymbolTable {
        SymbolTable {
            id,
            fit,
            checksum: 0,
            symbols: Box::new([Symbol::from_u8(0); SYMBOLS]),
            lengths: Box::new([0; SYMBOLS]),
            count: 0,
        }
    }

    /// The text of packed bytes. `None` if they are none's.
    pub fn unpack(&self, packed: &[u8]) -> Option<String> {
        // A code that says a byte follows, and none does. What stands before a row of such codes is whole.
        let escapes = packed.iter().rev().take_while(|&&code| code == ESCAPE);
        if escapes.count() % 2 == 1 {
            return None;
        }
        let decompressor = Decompressor::new(&self.symbols, &self.lengths);
        String::from_utf8(decompressor.decompress(packed)).ok()
    }

    /// Its symbols, each behind its length.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (symbol, &length) in self.symbols.iter().zip(&self.lengths[..self.count]) {
            bytes.push(length);
            bytes.extend_from_slice(&symbol.to_u64().to_le_bytes()[..usize::from(length)]);
        }
        bytes
    }

    /// The table of [`to_bytes`](Self::to_bytes), under an id, with how well it fits. `None` if the bytes are none's.
    pub fn from_bytes(id: u8, fit: Fit, mut bytes: &[u8]) -> Option<SymbolTable> {
        let mut table = SymbolTable::empty(id, fit);
        table.checksum = crc32fast::hash(bytes);
        while let Some((&length, rest)) = bytes.split_first() {
            let (letters, rest) = rest.split_at_checked(usize::from(length))?;
            let mut symbol = [0; 8];
            symbol.get_mut(..letters.len())?.copy_from_slice(letters);
            let symbol = Symbol::from_slice(&symbol);
            *table.symbols.get_mut(table.count)? = symbol;
            if symbol.len() != letters.len() {
                return None;
            }
            table.lengths[table.count] = length;
            table.count += 1;
            bytes = rest;
        }
        // Two bytes and more, ascending, then single ones.
        let rank = |length: &u8| if *length == 1 { 9 } else { *length };
        let lengths = &table.lengths[..table.count];
        lengths.is_sorted_by_key(rank).then_some(table)
    }
}

impl std::fmt::Debug for SymbolTable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SymbolTable")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Packer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Packer").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Fit, Packer, SymbolTable};

    fn trained() -> (Packer, SymbolTable) {
        let text = "the ferry waits in the harbour, and the harbour waits for the ferry ";
        let packer = Packer::train(&[text; 20]);
        let table = packer.table(7, Fit::default());
        (packer, table)
    }

    #[test]
    fn known_words_become_shorter_and_come_back() {
        let (packer, table) = trained();
        let text = "the harbour waits";
        let packed = packer.pack(text);
        assert!(packed.len() < text.len(), "{packed:?}");
        assert_eq!(table.unpack(&packed).as_deref(), Some(text));
    }

    proptest! {
        #[test]
        fn every_text_comes_back_by_a_table_read_from_its_bytes(text in any::<String>()) {
            let (packer, table) = trained();
            let read = SymbolTable::from_bytes(7, Fit::default(), &table.to_bytes()).expect("a table");
            prop_assert_eq!(read.checksum, table.checksum);
            prop_assert_eq!(read.unpack(&packer.pack(&text)), Some(text.clone()));
            prop_assert_eq!(table.unpack(&Packer::new(&read).expect("a packer").pack(&text)), Some(text));
        }

        #[test]
        fn other_bytes_are_none_at_most(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            trained().1.unpack(&bytes);
            if let Some(table) = SymbolTable::from_bytes(1, Fit::default(), &bytes) {
                if let Some(packer) = Packer::new(&table) {
                    let packed = packer.pack("the ferry");
                    prop_assert_eq!(table.unpack(&packed), Some("the ferry".to_owned()));
                }
                table.unpack(&bytes);
            }
        }
    }

    #[test]
    fn a_text_that_breaks_off_behind_an_escape_is_none() {
        let table = trained().1;
        assert_eq!(table.unpack(&[255]), None);
        assert_eq!(table.unpack(&[255, b'A', 255]), None);
        assert_eq!(table.unpack(&[255, b'A']).as_deref(), Some("A"));
    }
}
