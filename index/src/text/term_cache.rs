//! Terms of words, remembered: passages repeat the same few hundred words again and again.
//!
//! One cache serves many passages, one after the other. Words are kept for each stemmer, by their
//! spelling in the text.

use std::cell::OnceCell;

use rustc_hash::FxHashMap;

use crate::text::fold::{fold, lower};
use crate::text::stem::{Stemming, clip};
use crate::text::token::Word;

/// Words kept for one stemmer; with more, the next call of [`TermCache::add`] starts afresh. About
/// 10 MB.
const KEPT: usize = 100_000;

/// Words to allocate room for at once: those of a few passages.
const EXPECTED: usize = 440;

/// Turns words into terms, and remembers them.
#[derive(Debug, Default)]
pub struct TermCache {
    /// One for each stemmer that was used; nearly always one.
    stemmers: Vec<StemmerCache>,
}

impl TermCache {
    /// Adds words of a text with a given stemmer. Returns all words cached for that stemmer, and
    /// for each word that was passed in its index among them.
    pub fn add<'w>(
        &mut self,
        words: impl Iterator<Item = Word<'w>>,
        stemming: Stemming,
    ) -> (CachedWords<'_>, Vec<usize>) {
        let cache = self.for_stemmer(stemming);
        let indices = words.map(|word| cache.index(word)).collect();
        (CachedWords(cache), indices)
    }

    fn for_stemmer(&mut self, stemming: Stemming) -> &mut StemmerCache {
        let index = self
            .stemmers
            .iter()
            .position(|cache| cache.stemming == stemming);
        let index = index.unwrap_or_else(|| {
            self.stemmers.push(StemmerCache::new(stemming));
            self.stemmers.len() - 1
        });
        let cache = &mut self.stemmers[index];
        if cache.words.len() > KEPT {
            *cache = StemmerCache::new(stemming);
        }
        cache
    }
}

/// The words that a [`TermCache`] has for one stemmer.
#[derive(Clone, Copy, Debug)]
pub struct CachedWords<'t>(&'t StemmerCache);

impl<'t> CachedWords<'t> {
    /// The word with an index that [`TermCache::add`] returned. `None` if folding leaves nothing of
    /// it.
    ///
    /// # Panics
    ///
    /// If the index is not from the call that returned these words.
    pub fn at(self, index: usize) -> Option<&'t CachedWord> {
        self.0.words[index].as_ref()
    }

    /// The word with a spelling. `None` if it was not added, or folding leaves nothing of it.
    pub fn get(self, word: &str) -> Option<&'t CachedWord> {
        self.at(*self.0.indices.get(word)?)
    }
}

/// A word as the index knows it.
#[derive(Debug)]
pub struct CachedWord {
    /// Folded: what phrases, prefixes and fuzzy words compare.
    pub exact: Box<str>,
    stemming: Stemming,
    /// Set when first asked for, as few words are.
    stem: OnceCell<Box<str>>,
}

impl CachedWord {
    /// `None` if folding leaves nothing of the word.
    fn new(word: Word<'_>, stemming: Stemming) -> Option<CachedWord> {
        let text = clip(word.text);
        let exact = fold(text);
        if exact.is_empty() {
            return None;
        }
        let stemming = stemming.of_cut(word.cut);
        let stem = OnceCell::new();
        // A stemmer reads diacritics, which the folded form has lost. Without diacritics it can be
        // asked later.
        if !text.is_ascii() {
            let _ = stem.set(stemming.term(&lower(text)).into());
        }
        Some(CachedWord {
            exact: exact.into(),
            stemming,
            stem,
        })
    }

    /// Folded and stemmed, marked with its language: what plain words compare.
    pub fn stem(&self) -> &str {
        self.stem
            .get_or_init(|| self.stemming.term(&self.exact).into())
    }

    /// Whether `stem` is its stem. Faster than comparing with [`stem`](Self::stem), as most words
    /// differ early.
    pub fn has_stem(&self, stem: &str) -> bool {
        match self.stem.get() {
            Some(own) => **own == *stem,
            None => self.stemming.could_stem_to(&self.exact, stem) && self.stem() == stem,
        }
    }
}

/// The words met with one stemmer.
#[derive(Debug)]
struct StemmerCache {
    stemming: Stemming,
    /// Index in `words` of each spelling.
    indices: FxHashMap<Box<str>, usize>,
    words: Vec<Option<CachedWord>>,
}

impl StemmerCache {
    fn new(stemming: Stemming) -> StemmerCache {
        StemmerCache {
            stemming,
            indices: FxHashMap::with_capacity_and_hasher(EXPECTED, Default::default()),
            words: Vec::with_capacity(EXPECTED),
        }
    }

    /// The index of a word. Its terms are made the first time.
    fn index(&mut self, word: Word<'_>) -> usize {
        if let Some(index) = self.indices.get(word.text) {
            return *index;
        }
        self.words.push(CachedWord::new(word, self.stemming));
        let index = self.words.len() - 1;
        self.indices.insert(word.text.into(), index);
        index
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::TermCache;
    use crate::text::stem::{Stemming, word_terms};
    use crate::text::token::words;

    proptest! {
        #[test]
        fn a_cached_word_has_the_terms_of_its_word(
            text in "[a-zA-Zäéßжи北 ’'0-9]{0,30}",
            other in "[a-z]{1,4}",
            lang in "en|de|ru|zh|",
        ) {
            let stemming = Stemming::of(Some(&lang));
            let other = stemming.term(&other);
            let mut cache = TermCache::default();
            let (cached, indices) = cache.add(words(&text), stemming);
            for (word, index) in words(&text).zip(indices) {
                let Some(expected) = word_terms(word, stemming) else {
                    prop_assert!(cached.at(index).is_none());
                    continue;
                };
                let found = cached.at(index).expect("a word");
                prop_assert_eq!(found.has_stem(&other), *expected.stem == *other);
                prop_assert!(found.has_stem(&expected.stem));
                prop_assert_eq!(found.stem(), &*expected.stem);
                prop_assert_eq!(&found.exact, &expected.exact);
            }
        }
    }
}
