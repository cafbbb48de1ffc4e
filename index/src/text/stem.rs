//! Stems: the form in which `ending`, `ended` and `ends` are the same.
//!
//! Uses the Snowball algorithms (<https://snowballstem.org/>), one per language; Korean loses its
//! particles (see `korean`). Words of other languages are not stemmed, and those of an unknown
//! language as if they were English. Stems and the order of the languages are part of the index
//! format.

use crate::text::common_words::is_common;
use crate::text::fold::{fold, lower, strip};
use crate::text::korean;
use crate::text::token::{Cut, Word};

/// Longest word in bytes; longer ones are cut. They are data, such as a hash or base64, that nobody
/// types in full.
const TERM_BYTES: usize = 120;

/// The stemmer for the words of a text, by language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Stemming(u8);

/// Prefix of English stems, so that stems of two languages differ. The other languages have the
/// next code points. All are control characters, which no word contains.
const FIRST_MARK: char = '\u{80}';

/// Languages with a stemmer (ISO 639-1), and its algorithm; `None` for Korean, whose stemmer is our
/// own. The index stores stems with a prefix made from the index
/// in this list: append only.
const STEMMERS: [(&str, Option<frostem::Algorithm>); 29] = {
    use frostem::Algorithm as A;
    [
        ("en", Some(A::English)),
        ("de", Some(A::German)),
        ("fr", Some(A::French)),
        ("es", Some(A::Spanish)),
        ("it", Some(A::Italian)),
        ("pt", Some(A::Portuguese)),
        ("nl", Some(A::Dutch)),
        ("sv", Some(A::Swedish)),
        ("no", Some(A::Norwegian)),
        ("da", Some(A::Danish)),
        ("fi", Some(A::Finnish)),
        ("ru", Some(A::Russian)),
        ("hu", Some(A::Hungarian)),
        ("ro", Some(A::Romanian)),
        ("tr", Some(A::Turkish)),
        ("ar", Some(A::Arabic)),
        ("el", Some(A::Greek)),
        ("hi", Some(A::Hindi)),
        ("ta", Some(A::Tamil)),
        ("ca", Some(A::Catalan)),
        ("cs", Some(A::Czech)),
        ("eu", Some(A::Basque)),
        ("et", Some(A::Estonian)),
        ("ga", Some(A::Irish)),
        ("lt", Some(A::Lithuanian)),
        ("pl", Some(A::Polish)),
        ("sr", Some(A::Serbian)),
        ("id", Some(A::Indonesian)),
        ("ko", None),
    ]
};

impl Stemming {
    /// No stemmer: for other languages.
    pub const NONE: Stemming = Stemming(0);

    /// The first of [`STEMMERS`].
    const ENGLISH: Stemming = Stemming(1);

    /// The stemmer of a language (ISO 639-1); [`Stemming::NONE`] if it has none.
    ///
    /// A text in an unknown language is one sentence or a list, and most are English. Words of
    /// other languages lose nothing by it: they are still found as they are written.
    pub fn of(lang: Option<&str>) -> Stemming {
        let Some(lang) = lang else {
            return Stemming::ENGLISH;
        };
        // The detector tells the two written forms of Norwegian apart.
        let lang = if matches!(lang, "nb" | "nn") {
            "no"
        } else {
            lang
        };
        let index = STEMMERS.iter().position(|(code, _)| *code == lang);
        Stemming(index.map_or(0, |index| index as u8 + 1))
    }

    /// The language of the stemmer (ISO 639-1); "none" for [`Stemming::NONE`].
    pub fn code(self) -> &'static str {
        self.0
            .checked_sub(1)
            .map_or("none", |index| STEMMERS[usize::from(index)].0)
    }

    /// The stemmer with a given [`code`](Self::code). `None` if there is none.
    pub fn from_code(code: &str) -> Option<Stemming> {
        if code == "none" {
            return Some(Stemming::NONE);
        }
        Some(Stemming::of(Some(code))).filter(|stemming| *stemming != Stemming::NONE)
    }

    /// The stemmer for a word that was cut in a given way. Pairs of characters are not stemmed, as
    /// they are not words.
    pub(crate) fn of_cut(self, cut: Cut) -> Stemming {
        match cut {
            Cut::Boundary => self,
            Cut::Pair | Cut::Tail => Stemming::NONE,
        }
    }

    /// Whether a folded ASCII word may have a given stem, judged by the first letters: an English
    /// stem begins with the first letter of its word. Always `true` for other languages.
    pub(crate) fn could_stem_to(self, folded: &str, stem: &str) -> bool {
        if self != Stemming::ENGLISH {
            return true;
        }
        let mut letters = stem.chars();
        letters.next() == Some(FIRST_MARK) && folded.chars().next() == letters.next()
    }

    /// The index term of a word in lower case: its stem without diacritics, with the prefix of its
    /// language.
    pub(crate) fn term(self, lowered: &str) -> String {
        let Some(index) = self.0.checked_sub(1) else {
            return strip(lowered);
        };
        let stem = match STEMMERS[usize::from(index)].1 {
            Some(algorithm) => strip(&frostem::Stemmer::new(algorithm).stem(lowered)),
            None => strip(korean::stem(lowered)),
        };
        let mut term = String::with_capacity(stem.len() + 1);
        term.push(char::from(FIRST_MARK as u8 + index));
        term.push_str(&stem);
        term
    }
}

/// A word as the index knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordTerms {
    /// Folded: what phrases, prefixes and fuzzy words compare.
    pub exact: Box<str>,
    /// Folded and stemmed, marked with its language: what plain words compare.
    pub stem: Box<str>,
    /// Whether it is one of the most common words; see [`is_common`].
    pub common: bool,
}

/// The terms of a word, without a cache. `None` if folding leaves nothing of it, as with a lone
/// combining mark. Such a word has no position either.
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

/// A word without the bytes beyond [`TERM_BYTES`].
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
        check("ko", "시장은", "시장", true);
        check("en", "universal", "end", false);
    }

    #[test]
    fn one_stem_in_two_languages_is_two_terms() {
        let word = words("war").next().expect("a word");
        let english = word_terms(word, Stemming::of(Some("en")));
        let german = word_terms(word, Stemming::of(Some("de")));
        assert_ne!(english, german);
    }

    proptest! {
        #[test]
        fn english_stems_begin_as_their_words_do(word in "[a-z0-9][a-z0-9']{0,12}") {
            let stem = Stemming::ENGLISH.term(&word);
            prop_assert!(Stemming::ENGLISH.could_stem_to(&word, &stem), "{stem:?}");
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
    fn every_stemmer_is_found_by_its_code() {
        for (code, _) in STEMMERS {
            assert_eq!(Stemming::from_code(code).map(Stemming::code), Some(code));
        }
        assert_eq!(Stemming::from_code("none"), Some(Stemming::NONE));
        assert_eq!(Stemming::from_code("xx"), None);
    }
}
