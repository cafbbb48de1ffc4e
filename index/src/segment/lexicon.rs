//! The words of a segment, numbered. Each is folded and stemmed once, when it is met first; from then on it is a number.

use indexmap::IndexSet;
use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::text::common_words::rank;
use crate::text::stem::{Stemming, word_terms};
use crate::text::token::Word;

/// Distinct terms, each with the number at which it was met.
pub(super) type Numbered = IndexSet<Box<str>, FxBuildHasher>;

/// A word under a stemmer, as the fields of words know it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    /// Number of its folded form.
    pub exact: u32,
    /// Number of its stem.
    pub stem: u32,
    /// Its rank among the commonest words, if it is one.
    pub common: Option<u8>,
}

/// What was met so far.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    /// For each stemmer that was used, nearly always one.
    written: Vec<Written>,
    entries: Vec<Entry>,
    exact: Numbered,
    stems: Numbered,
    bytes: usize,
}

/// The entries of words as they are written. `None` where nothing is left of a word.
#[derive(Debug)]
struct Written {
    stemming: Stemming,
    numbers: FxHashMap<Box<str>, Option<u32>>,
}

/// What an entry takes besides its letters: its place in four tables, a half of which stands empty.
const ENTRY_BYTES: usize = 160;

impl Lexicon {
    /// Where the words that go through a stemmer are kept.
    pub fn under(&mut self, stemming: Stemming) -> usize {
        let place = self
            .written
            .iter()
            .position(|written| written.stemming == stemming);
        place.unwrap_or_else(|| {
            self.written.push(Written {
                stemming,
                numbers: FxHashMap::default(),
            });
            self.written.len() - 1
        })
    }

    /// The number of a word's entry. `None` if nothing is left of the word (a mark alone): it has no position either.
    pub fn number(&mut self, word: Word<'_>, under: usize) -> Option<u32> {
        if let Some(number) = self.written[under].numbers.get(word.text) {
            return *number;
        }
        let number = word_terms(word, self.written[under].stemming).map(|terms| {
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
        self.written[under].numbers.insert(word.text.into(), number);
        number
    }

    /// The entry of a number.
    pub fn entry(&self, number: u32) -> Entry {
        self.entries[number as usize]
    }

    /// The folded forms.
    pub fn exact(&self) -> &Numbered {
        &self.exact
    }

    /// The stems.
    pub fn stems(&self) -> &Numbered {
        &self.stems
    }

    /// Entries so far.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// About how much memory it takes.
    pub fn bytes(&self) -> usize {
        self.bytes
    }
}

fn number_of(terms: &mut Numbered, term: Box<str>) -> u32 {
    terms.insert_full(term).0 as u32
}
