//! Terms of words, remembered: a text has the same few hundred words again and again.

use std::cell::OnceCell;

use rustc_hash::FxHashMap;

use crate::text::fold::{fold, lower};
use crate::text::stem::{Stemming, clip};
use crate::text::token::Word;

/// Words remembered by one [`Terms`] for one stemmer before it starts anew; about 10 MB.
const REMEMBERED: usize = 100_000;

/// Words of a few passages, for which there is room at once.
const EXPECTED: usize = 440;

/// Turns words into terms, and remembers them.
#[derive(Debug, Default)]
pub struct Terms {
    /// For each stemmer that was used; nearly always one.
    known: Vec<Known>,
}

/// The words met under one stemmer.
#[derive(Debug)]
struct Known {
    stemming: Stemming,
    /// Where a word stands.
    places: FxHashMap<Box<str>, usize>,
    words: Vec<Option<LearntWord>>,
}

/// A word as the index knows it.
#[derive(Debug)]
pub struct LearntWord {
    /// Folded: what phrases, prefixes and near spellings compare.
    pub exact: Box<str>,
    /// What it is stemmed by, if that was not done yet: few words are asked for theirs.
    stemming: Stemming,
    stem: OnceCell<Box<str>>,
}

impl LearntWord {
    /// `None` if nothing is left of it.
    fn new(word: Word<'_>, stemming: Stemming) -> Option<LearntWord> {
        let text = clip(word.text);
        let exact = fold(text);
        if exact.is_empty() {
            return None;
        }
        let stemming = stemming.of_cut(word.cut);
        let stem = OnceCell::new();
        // Of other words the folded form has lost what a stemmer reads.
        if !text.is_ascii() {
            let _ = stem.set(stemming.term(&lower(text)).into());
        }
        Some(LearntWord {
            exact: exact.into(),
            stemming,
            stem,
        })
    }

    /// Folded and stemmed, marked with its language: what bare words compare.
    pub fn stem(&self) -> &str {
        self.stem
            .get_or_init(|| self.stemming.term(&self.exact).into())
    }

    /// Whether that is its stem.
    pub fn has_stem(&self, stem: &str) -> bool {
        match self.stem.get() {
            Some(own) => **own == *stem,
            None => self.stemming.may_be(&self.exact, stem) && self.stem() == stem,
        }
    }
}

impl Known {
    fn new(stemming: Stemming) -> Known {
        Known {
            stemming,
            places: FxHashMap::with_capacity_and_hasher(EXPECTED, Default::default()),
            words: Vec::with_capacity(EXPECTED),
        }
    }

    /// Where a word stands; it is worked out when it is met first.
    fn place(&mut self, word: Word<'_>) -> usize {
        if let Some(place) = self.places.get(word.text) {
            return *place;
        }
        self.words.push(LearntWord::new(word, self.stemming));
        let place = self.words.len() - 1;
        self.places.insert(word.text.into(), place);
        place
    }
}

impl Terms {
    /// Learns words under a stemmer, to be looked up afterwards. Also says where each stands.
    pub fn learn<'w>(
        &mut self,
        words: impl Iterator<Item = Word<'w>>,
        stemming: Stemming,
    ) -> (Learnt<'_>, Vec<usize>) {
        let known = self.under(stemming);
        let places = words.map(|word| known.place(word)).collect();
        (Learnt(known), places)
    }

    fn under(&mut self, stemming: Stemming) -> &mut Known {
        let place = self
            .known
            .iter()
            .position(|known| known.stemming == stemming);
        let place = place.unwrap_or_else(|| {
            self.known.push(Known::new(stemming));
            self.known.len() - 1
        });
        let known = &mut self.known[place];
        if known.words.len() > REMEMBERED {
            *known = Known::new(stemming);
        }
        known
    }
}

/// The words that a [`Terms`] has learnt.
#[derive(Clone, Copy, Debug)]
pub struct Learnt<'t>(&'t Known);

impl<'t> Learnt<'t> {
    /// The word that stands at a place. `None` if nothing is left of it.
    pub fn at(self, place: usize) -> Option<&'t LearntWord> {
        self.0.words[place].as_ref()
    }

    /// A word. `None` if it was not learnt, or nothing is left of it.
    pub fn of(self, word: &str) -> Option<&'t LearntWord> {
        let place = *self.0.places.get(word)?;
        self.0.words[place].as_ref()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Terms;
    use crate::text::stem::{Stemming, word_terms};
    use crate::text::token::words;

    proptest! {
        #[test]
        fn a_learnt_word_has_the_terms_of_its_word(
            text in "[a-zA-Zäéßжи北 ’'0-9]{0,30}",
            other in "[a-z]{1,4}",
            lang in "en|de|ru|zh|",
        ) {
            let stemming = Stemming::of(Some(&lang));
            let other = stemming.term(&other);
            let mut terms = Terms::default();
            let (learnt, places) = terms.learn(words(&text), stemming);
            for (word, place) in words(&text).zip(places) {
                let Some(expected) = word_terms(word, stemming) else {
                    prop_assert!(learnt.at(place).is_none());
                    continue;
                };
                let found = learnt.at(place).expect("a word");
                prop_assert_eq!(found.has_stem(&other), *expected.stem == *other);
                prop_assert!(found.has_stem(&expected.stem));
                prop_assert_eq!(found.stem(), &*expected.stem);
                prop_assert_eq!(&found.exact, &expected.exact);
            }
        }
    }
}
