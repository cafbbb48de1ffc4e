//! The vocabulary of a model: its word pieces, by number.
//!
//! It comes from `vocab.txt`, one piece a line, or from `tokenizer.json` of a WordPiece tokenizer
//! (<https://huggingface.co/docs/tokenizers>).

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::meaning::word_pieces::Pieces;

/// The most pieces a vocabulary may have. Multilingual ones have half a million.
pub(crate) const MAX_PIECES: usize = 1 << 21;

/// The piece for what is unknown.
const UNKNOWN: &str = "[UNK]";
/// The piece that begins every text.
const START: &str = "[CLS]";
/// The piece that ends every text.
const END: &str = "[SEP]";

/// What becomes of the case and the accents of letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Casing {
    /// Letters become lower case and lose their accents.
    Lower,
    /// Letters stay as they are.
    Kept,
}

/// The word pieces of a model.
#[derive(Clone, Debug)]
pub(crate) struct Vocabulary {
    /// The pieces; a piece's place is its number.
    pub pieces: Vec<String>,
    /// What becomes of letters.
    pub casing: Casing,
    /// The number of the piece that begins every text.
    pub start: u32,
    /// The number of the piece that ends every text.
    pub end: u32,
    unknown: u32,
    numbers: FxHashMap<String, u32>,
}

/// What is read of `tokenizer.json`.
#[derive(Deserialize)]
struct Tokenizer {
    model: TokenizerModel,
    normalizer: Option<Normalizer>,
}

#[derive(Deserialize)]
struct TokenizerModel {
    #[serde(rename = "type")]
    kind: Option<String>,
    /// An object in a WordPiece tokenizer, a list in others.
    vocab: serde_json::Value,
}

#[derive(Deserialize)]
struct Normalizer {
    lowercase: Option<bool>,
}

impl Vocabulary {
    /// A vocabulary of these pieces. The error says what is wrong with them.
    pub fn new(pieces: Vec<String>, casing: Casing) -> Result<Vocabulary, String> {
        if pieces.len() > MAX_PIECES {
            return Err(format!("it has more than {MAX_PIECES} pieces"));
        }
        let mut numbers = FxHashMap::default();
        for (number, piece) in pieces.iter().enumerate() {
            numbers.entry(piece.clone()).or_insert(number as u32);
        }
        let special = |piece: &str| {
            let number = numbers.get(piece).copied();
            number.ok_or_else(|| format!("it has no piece {piece}, so it is not of a BERT model"))
        };
        Ok(Vocabulary {
            start: special(START)?,
            end: special(END)?,
            unknown: special(UNKNOWN)?,
            pieces,
            casing,
            numbers,
        })
    }

    /// Reads the lines of `vocab.txt`.
    pub fn of_lines(text: &str, casing: Casing) -> Result<Vocabulary, String> {
        let lines = text.lines().map(|line| line.trim_end().to_owned());
        Vocabulary::new(lines.take(MAX_PIECES + 1).collect(), casing)
    }

    /// Reads `tokenizer.json`. What it says about letters goes before `casing`.
    pub fn of_tokenizer(json: &str, casing: Casing) -> Result<Vocabulary, String> {
        let read: Tokenizer = serde_json::from_str(json).map_err(|error| error.to_string())?;
        let kind = read.model.kind.as_deref().unwrap_or("WordPiece");
        let serde_json::Value::Object(vocab) = read.model.vocab else {
            return Err(format!(
                "its tokenizer is of type {kind}; only WordPiece can be read"
            ));
        };
        if kind != "WordPiece" {
            return Err(format!(
                "its tokenizer is of type {kind}; only WordPiece can be read"
            ));
        }
        let mut pieces = vec![String::new(); vocab.len()];
        for (piece, number) in vocab {
            let place = number
                .as_u64()
                .and_then(|number| usize::try_from(number).ok());
            let place = place.and_then(|place| pieces.get_mut(place));
            let Some(place) = place else {
                return Err(format!("the number of piece {piece:?} is out of range"));
            };
            *place = piece;
        }
        let casing = match read.normalizer.and_then(|normalizer| normalizer.lowercase) {
            Some(true) => Casing::Lower,
            Some(false) => Casing::Kept,
            None => casing,
        };
        Vocabulary::new(pieces, casing)
    }
}

impl Pieces for Vocabulary {
    fn number(&self, piece: &str) -> Option<u32> {
        self.numbers.get(piece).copied()
    }

    fn unknown(&self) -> u32 {
        self.unknown
    }

    fn lower_case(&self) -> bool {
        self.casing == Casing::Lower
    }
}

#[cfg(test)]
mod tests {
    use super::{Casing, Vocabulary};
    use crate::meaning::word_pieces::Pieces;

    #[test]
    fn both_files_give_the_same_pieces() {
        let lines = "[UNK]\n[CLS]\n[SEP]\nferry\n";
        let json = r#"{"normalizer": {"lowercase": false}, "model": {"type": "WordPiece",
            "vocab": {"ferry": 3, "[UNK]": 0, "[SEP]": 2, "[CLS]": 1}}}"#;
        let lines = Vocabulary::of_lines(lines, Casing::Lower).expect("a vocabulary");
        let json = Vocabulary::of_tokenizer(json, Casing::Lower).expect("a vocabulary");
        assert_eq!(lines.pieces, json.pieces);
        assert_eq!(json.number("ferry"), Some(3));
        assert_eq!((lines.casing, json.casing), (Casing::Lower, Casing::Kept));
    }

    #[test]
    fn what_is_no_vocabulary_is_an_error() {
        let check = |read: Result<Vocabulary, String>, part: &str| {
            let error = read.expect_err("an error");
            assert!(error.contains(part), "{error}");
        };
        check(Vocabulary::of_lines("ferry\n", Casing::Lower), "[CLS]");
        let json = |text| Vocabulary::of_tokenizer(text, Casing::Lower);
        check(json("{"), "EOF");
        check(
            json(r#"{"model": {"type": "Unigram", "vocab": []}}"#),
            "Unigram",
        );
        check(json(r#"{"model": {"vocab": {"a": 7}}}"#), "out of range");
    }
}
