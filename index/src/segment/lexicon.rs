//! Numbers the words of a segment.
//!
//! Each spelling is folded and stemmed once, when it first occurs. After that it is a number.

use indexmap::IndexSet;
use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::text::common_words::rank;
use crate::text::stem::{Stemming, word_terms};
use crate::text::token::Word;

/// Distinct terms, numbered in the order of their first occurrence.
pub(super) type Numbered = IndexSet<Box<str>, FxBuildHasher>;

/// The terms of a word in one language.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    /// Number of the folded word.
    pub exact: u32,
    /// Number of the stem.
    pub stem: u32,
    /// Index in the list of common words; `None` if it is not in the list.
    pub common: Option<u8>,
}

/// The words so far.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    /// One table for each stemmer in use; nearly always one.
    spellings: Vec<Spellings>,
    entries: Vec<Entry>,
    exact: Numbered,
    stems: Numbered,
    bytes: usize,
}

/// The entries of words as they are spelled in the text. `None` if a word has no terms.
#[derive(Debug)]
struct Spellings {
    stemming: Stemming,
    numbers: FxHashMap<Box<str>, Option<u32>>,
}

/// Estimated memory of an entry besides its letters: a slot in each of four tables, which are about
/// half full.
const ENTRY_BYTES: usize = 160;

impl Lexicon {
    /// Index of the table of a stemmer. It is created if it does not exist.
    pub fn table_of(&mut self, stemming: Stemming) -> usize {
        let table = self
            .spellings
            .iter()
            .position(|spellings| spellings.stemming == stemming);
        table.unwrap_or_else(|| {
            self.spellings.push(Spellings {
                stemming,
                numbers: FxHashMap::default(),
            });
            self.spellings.len() - 1
        })
    }

    /// Number of a word's entry. `None` if the word has no terms (for instance a lone combining
    /// mark); such a word takes no position either.
    pub fn number(&mut self, word: Word<'_>, table: usize) -> Option<u32> {
        if let Some(number) = self.spellings[table].numbers.get(word.text) {
            return *number;
        }
        let number = word_terms(word, self.spellings[table].stemming).map(|terms| {
            self.bytes += terms.exact.len() + terms.stem.len();
            let common = rank(&terms.exact);
            self.entries.push(Entry {
                exact: number_of(&mut self.exact, terms.exact),
                stem: number_of(&mut self.stems, terms.stem),
                common,
            });
            self.entries.len() as u32 - 1
        });
        self.bytes += word.text.len() + ENTRY_BYTES;
        self.spellings[table]
            .numbers
            .insert(word.text.into(), number);
        number
    }

    /// The entry with this number.
    pub fn entry(&self, number: u32) -> Entry {
        self.entries[number as usize]
    }

    /// The folded words.
    pub fn exact(&self) -> &Numbered {
        &self.exact
    }

    /// The stems.
    pub fn stems(&self) -> &Numbered {
        &self.stems
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Approximate memory in bytes.
    pub fn bytes(&self) -> usize {
        self.bytes
    }
}

fn number_of(terms: &mut Numbered, term: Box<str>) -> u32 {
    terms.insert_full(term).0 as u32
}
