//! Stems: the form under which `ending`, `ended` and `ends` are one word.
//!
//! Snowball's algorithms (<https://snowballstem.org/>), one a language. A language without one is left unstemmed.

use crate::text::common::is_common;
use crate::text::fold::{fold, lower, strip};
use crate::text::token::{Cut, Word};

/// A term is cut to this many bytes: longer "words" are data (a hash, a base-64 blob) that nobody types in full.
const TERM_BYTES: usize = 120;

/// The stemmer that a language's words go through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Stemming(u8);

/// What stands before the stems of the first language in the list; the others' follow it.
const MARK: char = '\u{80}';

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

    /// The first of the list.
    const ENGLISH: Stemming = Stemming(1);

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

    /// The one that a word goes through which was cut in this way: words that are cut out of a run of letters have none.
    pub(crate) fn of_cut(self, cut: Cut) -> Stemming {
        match cut {
            Cut::Boundary => self,
            Cut::Pair | Cut::Tail => Stemming::NONE,
        }
    }

    /// Whether a folded word of ASCII could have a stem, judged by their first letters. `true` where they do not tell: English
    /// stems begin as their words do.
    pub(crate) fn may_be(self, folded: &str, stem: &str) -> bool {
        if self != Stemming::ENGLISH {
            return true;
        }
        let mut letters = stem.chars();
        letters.next() == Some(MARK) && folded.chars().next() == letters.next()
    }

    /// The index term of a word: its stem without diacritics, behind a byte that tells the languages' stems apart.
    pub(crate) fn term(self, lowered: &str) -> String {
        let Some(place) = self.0.checked_sub(1) else {
            return strip(lowered);
        };
        let stem = frostem::Stemmer::new(STEMMERS[usize::from(place)].1).stem(lowered);
        let stem = strip(&stem);
        let mut term = String::with_capacity(stem.len() + 1);
        // A control character: no word holds one.
        term.push(char::from(MARK as u8 + place));
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

/// The terms of a word, worked out afresh. `None` if nothing is left of it (a mark alone): such a word has no position either.
pub fn word_terms(word: Word<'_>, stemming: Stemming) -> Option<WordTerms> {
    let text = clip(word.text);
    let exact = fold(text);
    if exact.is_empty() {
        return None;
    }
    let stem = stemming.of_cut(word.cut).term(&lower(text));
    Some(WordTerms {
        common: is_common(&exact),
        exact: exact.into(),
        stem: stem.into(),
    })
}

pub(crate) fn clip(word: &str) -> &str {
    if word.len() <= TERM_BYTES {
        word
    } else {
        &word[..word.floor_char_boundary(TERM_BYTES)]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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

    proptest! {
        #[test]
        fn english_stems_begin_as_their_words_do(word in "[a-z0-9][a-z0-9']{0,12}") {
            let stem = Stemming::ENGLISH.term(&word);
            prop_assert!(Stemming::ENGLISH.may_be(&word, &stem), "{stem:?}");
        }
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
