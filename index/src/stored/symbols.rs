//! Symbol tables, which pack short texts one by one.
//!
//! A symbol is a sequence of one to eight bytes that is frequent in the texts the table was trained
//! on. It is written as one byte. Unlike with the blocks of a general compressor, a single text can
//! be unpacked on its own.
//!
//! Source: Boncz, Neumann and Leis, "FSST: Fast Random Access String Compression", VLDB 2020.

use fsst::{Compressor, CompressorBuilder, Decompressor, Symbol};
use serde::{Deserialize, Serialize};

/// Maximum number of symbols in a table. The remaining code is the escape.
const SYMBOLS: usize = 255;
/// The code before a byte that is not part of a symbol.
const ESCAPE: u8 = 255;

/// A table of symbols, for unpacking.
pub(crate) struct SymbolTable {
    /// Identifies the table in its index. Never 0.
    pub id: u8,
    /// How well it packs.
    pub fit: Fit,
    /// CRC-32 of its symbols. The checksum of each record continues it, so that a record is never
    /// unpacked with another table.
    pub checksum: u32,
    symbols: Box<[Symbol; SYMBOLS]>,
    lengths: Box<[u8; SYMBOLS]>,
    count: usize,
}

/// How well a table packs texts like those it was trained on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Fit {
    /// Size of the sample it was made from, in bytes.
    #[serde(rename = "made_of")]
    pub sample_bytes: usize,
    /// Size of packed texts divided by their original size, measured on texts of the sample that it
    /// was not trained on.
    #[serde(rename = "leaves")]
    pub packed_ratio: f64,
}

/// Packs texts with the symbols of a table.
pub(crate) struct Packer(Compressor);

impl Packer {
    /// Chooses the symbols for texts like these.
    pub fn train(texts: &[&str]) -> Packer {
        Packer(Compressor::train(
            &texts.iter().map(|text| text.as_bytes()).collect(),
        ))
    }

    /// A packer for the symbols of a table. `None` if FSST could not have chosen these symbols
    /// together, which does not happen with a trained table.
    pub fn new(table: &SymbolTable) -> Option<Packer> {
        let (symbols, lengths) = (&table.symbols[..table.count], &table.lengths[..table.count]);
        let mut builder = CompressorBuilder::new();
        let mut all = symbols.iter().zip(lengths);
        all.all(|(&symbol, &length)| builder.insert(symbol, usize::from(length)))
            .then(|| Packer(Compressor::rebuild_from(symbols, lengths)))
    }

    /// The table of its symbols.
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

    /// Unpacks a text. `None` if the bytes are not a packed text.
    pub fn unpack(&self, packed: &[u8]) -> Option<String> {
        // The decompressor would read past the end after an escape at the end. Escapes at the end
        // come in pairs (an escaped escape) unless the last one has no byte.
        let escapes = packed.iter().rev().take_while(|&&code| code == ESCAPE);
        if escapes.count() % 2 == 1 {
            return None;
        }
        let decompressor = Decompressor::new(&self.symbols, &self.lengths);
        String::from_utf8(decompressor.decompress(packed)).ok()
    }

    /// The symbols, each after its length in one byte.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (symbol, &length) in self.symbols.iter().zip(&self.lengths[..self.count]) {
            bytes.push(length);
            bytes.extend_from_slice(&symbol.to_u64().to_le_bytes()[..usize::from(length)]);
        }
        bytes
    }

    /// Reads the result of [`to_bytes`](Self::to_bytes). `None` if the bytes are not a table.
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
        // FSST orders symbols by length, but those of one byte come last.
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
    fn known_words_become_shorter_and_are_restored() {
        let (packer, table) = trained();
        let text = "the harbour waits";
        let packed = packer.pack(text);
        assert!(packed.len() < text.len(), "{packed:?}");
        assert_eq!(table.unpack(&packed).as_deref(), Some(text));
    }

    proptest! {
        #[test]
        fn a_table_read_from_its_bytes_restores_every_text(text in any::<String>()) {
            let (packer, table) = trained();
            let read = SymbolTable::from_bytes(7, Fit::default(), &table.to_bytes());
            let read = read.expect("a table");
            prop_assert_eq!(read.checksum, table.checksum);
            prop_assert_eq!(read.unpack(&packer.pack(&text)), Some(text.clone()));
            let packed = Packer::new(&read).expect("a packer").pack(&text);
            prop_assert_eq!(table.unpack(&packed), Some(text));
        }

        #[test]
        fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
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
    fn a_text_that_ends_after_an_escape_is_rejected() {
        let table = trained().1;
        assert_eq!(table.unpack(&[255]), None);
        assert_eq!(table.unpack(&[255, b'A', 255]), None);
        assert_eq!(table.unpack(&[255, b'A']).as_deref(), Some("A"));
    }
}
