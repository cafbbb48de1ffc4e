//! Stems: the form under which `ending`, `ended` and `ends` are one word.
//!
//! Snowball's algorithms (<https://snowballstem.org/>), one a language. A language without one is left unstemmed. Indexing
//! meets the same few thousand words again and again, so [`Terms`] remembers what it has worked out.

use rustc_hash::FxHashMap;

use crate::text::common::is_common;
use crate::text::fold::{fold, lower, strip};
use crate::text::token::{Cut, Word};

/// A term is cut to this many bytes: longer "words" are data (a hash, a base-64 blob) that nobody types in full.
const TERM_BYTES: usize = 120;

/// Words remembered by one [`Terms`] for one stemmer before it starts anew; about 10 MB.
const REMEMBERED: usize = 100_000;

/// The stemmer that a language's words go through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Stemming(u8);

/// Languages with a stemmer. A language's place in this list is part of what is stored in an index: append only.
const STEMMERS: [(&str, frostem::Algorithm); 28] = {
    use frostem::Algorithm as A;
    [
        ("en", A::English),
        ("de", A::German),
        ("fr", A::French),
        ("es", A::Spanish),
        ("it", A::Italian),
        ("pt", A::Portuguese),
        ("nl", A::Dutch),
        ("sv", A::Swedish),
        ("no", A::Norwegian),
        ("da", A::Danish),
        ("fi", A::Finnish),
        ("ru", A::Russian),
        ("hu", A::Hungarian),
        ("ro", A::Romanian),
        ("tr", A::Turkish),
        ("ar", A::Arabic),
        ("el", A::Greek),
        ("hi", A::Hindi),
        ("ta", A::Tamil),
        ("ca", A::Catalan),
        ("cs", A::Czech),
        ("eu", A::Basque),
        ("et", A::Estonian),
        ("ga", A::Irish),
        ("lt", A::Lithuanian),
        ("pl", A::Polish),
        ("sr", A::Serbian),
        ("id", A::Indonesian),
    ]
};

impl Stemming {
    /// For languages without a stemmer, and for texts whose language could not be told.
    pub const NONE: Stemming = Stemming(0);

    /// The stemmer of a language (ISO 639-1); [`Stemming::NONE`] if it has none.
    pub fn of(lang: Option<&str>) -> Stemming {
        let place = lang.and_then(|lang| STEMMERS.iter().position(|(code, _)| *code == lang));
        Stemming(place.map_or(0, |place| place as u8 + 1))
    }

    /// The language it is for; "none" for [`Stemming::NONE`].
    pub fn code(self) -> &'static str {
        self.0
            .checked_sub(1)
            .map_or("none", |place| STEMMERS[usize::from(place)].0)
    }

    /// The stemmer whose [`code`](Self::code) this is.
    pub fn from_code(code: &str) -> Option<Stemming> {
        if code == "none" {
            return Some(Stemming::NONE);
        }
        Some(Stemming::of(Some(code))).filter(|stemming| *stemming != Stemming::NONE)
    }

    /// The index term of a word: its stem without diacritics, behind a byte that tells the languages' stems apart.
    fn term(self, lowered: &str) -> String {
        let Some(place) = self.0.checked_sub(1) else {
            return strip(lowered);
        };
        let stem = frostem::Stemmer::new(STEMMERS[usize::from(place)].1).stem(lowered);
        let stem = strip(&stem);
        let mut term = String::with_capacity(stem.len() + 1);
        // A control character: no word holds one.
        term.push(char::from(0x80 + place));
        term.push_str(&stem);
        term
    }
}

/// A word as the index knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordTerms {
    /// Folded: what phrases, prefixes and near spellings compare.
    pub exact: Box<str>,
    /// Folded and stemmed, marked with its language: what bare words compare.
    pub stem: Box<str>,
    /// One of the commonest words; see [`is_common`].
    pub common: bool,
}

/// Turns words into terms, and remembers them.
#[derive(Debug, Default)]
pub struct Terms {
    /// For each stemmer that was used; nearly always one.
    known: Vec<(Stemming, Known)>,
}

/// The words met under one stemmer.
#[derive(Debug, Default)]
struct Known {
    /// Where a word's terms stand.
    places: FxHashMap<Box<str>, usize>,
    terms: Vec<Option<WordTerms>>,
}

impl Known {
    /// Where the terms of a word stand; they are worked out when it is met first.
    fn place(&mut self, word: Word<'_>, stemming: Stemming) -> usize {
        if let Some(place) = self.places.get(word.text) {
            return *place;
        }
        self.terms.push(word_terms(word, stemming));
        let place = self.terms.len() - 1;
        self.places.insert(word.text.into(), place);
        place
    }
}

impl Terms {
    /// Learns the terms of words under a stemmer, to be looked up afterwards. Also says where the terms of each stand.
    pub fn learn<'w>(
        &mut self,
        words: impl Iterator<Item = Word<'w>>,
        stemming: Stemming,
    ) -> (Learnt<'_>, Vec<usize>) {
        let known = self.under(stemming);
        let places = words.map(|word| known.place(word, stemming)).collect();
        (Learnt(known), places)
    }

    fn under(&mut self, stemming: Stemming) -> &mut Known {
        let place = self.known.iter().position(|(of, _)| *of == stemming);
        let place = place.unwrap_or_else(|| {
            self.known.push((stemming, Known::default()));
            self.known.len() - 1
        });
        let known = &mut self.known[place].1;
        if known.terms.len() > REMEMBERED {
            *known = Known::default();
        }
        known
    }
}

/// The terms of the words that a [`Terms`] has learnt.
#[derive(Clone, Copy, Debug)]
pub struct Learnt<'t>(&'t Known);

impl<'t> Learnt<'t> {
    /// The terms that stand at a place. `None` if nothing is left of the word.
    pub fn at(self, place: usize) -> Option<&'t WordTerms> {
        self.0.terms[place].as_ref()
    }

    /// The terms of a word. `None` if it was not learnt, or nothing is left of it.
    pub fn of(self, word: &str) -> Option<&'t WordTerms> {
        let place = *self.0.places.get(word)?;
        self.0.terms[place].as_ref()
    }
}

/// The terms of a word, worked out afresh. `None` if nothing is left of it (a mark alone): such a word has no position either.
pub fn word_terms(word: Word<'_>, stemming: Stemming) -> Option<WordTerms> {
    let text = clip(word.text);
    let exact = fold(text);
    if exact.is_empty() {
        return None;
    }
    let stem = match word.cut {
        Cut::Boundary => stemming.term(&lower(text)),
        Cut::Pair | Cut::Tail => Stemming::NONE.term(&lower(text)),
    };
    Some(WordTerms {
        common: is_common(&exact),
        exact: exact.into(),
        stem: stem.into(),
    })
}

fn clip(word: &str) -> &str {
    if word.len() <= TERM_BYTES {
        word
    } else {
        &word[..word.floor_char_boundary(TERM_BYTES)]
    }
}

#[cfg(test)]
mod tests {
    use super::{STEMMERS, Stemming, word_terms};
    use crate::text::token::words;

    fn check(lang: &str, one: &str, other: &str, same: bool) {
        let stem = |text: &str| {
            let word = words(text).next().expect("a word");
            word_terms(word, Stemming::of(Some(lang)))
                .expect("terms")
                .stem
        };
        assert_eq!(
            stem(one) == stem(other),
            same,
            "{one} and {other} in {lang}"
        );
    }

    #[test]
    fn forms_of_a_word_share_a_stem_in_its_language() {
        check("en", "ending", "Ended", true);
        check("en", "wars", "WAR", true);
        check("de", "Häuser", "Hauses", true);
        check("de", "Hafen", "Haus", false);
        check("ru", "российский", "российская", true);
        check("zh", "北约", "北约", true);
        check("en", "universal", "end", false);
    }

    #[test]
    fn the_same_stem_in_two_languages_is_two_terms() {
        let word = words("war").next().expect("a word");
        let english = word_terms(word, Stemming::of(Some("en")));
        let german = word_terms(word, Stemming::of(Some("de")));
        assert_ne!(english, german);
    }

    #[test]
    fn a_very_long_word_is_cut() {
        let long = "é".repeat(5_000);
        let word = words(&long).next().expect("a word");
        let terms = word_terms(word, Stemming::NONE).expect("terms");
        assert!(terms.exact.len() <= super::TERM_BYTES);
    }

    #[test]
    fn every_stemmer_has_a_code_that_leads_back() {
        for (code, _) in STEMMERS {
            assert_eq!(Stemming::from_code(code).map(Stemming::code), Some(code));
        }
        assert_eq!(Stemming::from_code("none"), Some(Stemming::NONE));
        assert_eq!(Stemming::from_code("xx"), None);
    }
}
