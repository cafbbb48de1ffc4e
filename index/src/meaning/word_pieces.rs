//! Cuts a text into the word pieces of a model, as BERT's own tokenizer does.
//!
//! Control characters are dropped, Chinese characters and punctuation become words of their own,
//! and where the model asks for it, letters become lower case and lose their accents. A word is
//! then cut into the longest pieces of the vocabulary from left to right; pieces that continue a
//! word begin with `##`. A word that cannot be cut is one unknown piece.
//!
//! Source: `tokenization.py` of <https://github.com/google-research/bert>.

use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// Characters of the longest word that is cut; a longer one is unknown. BERT's own limit.
const MAX_WORD: usize = 100;

/// What marks a piece that continues a word.
const CONTINUED: &str = "##";

/// The pieces that a model knows.
pub(crate) trait Pieces {
    /// The number of a piece.
    fn number(&self, piece: &str) -> Option<u32>;
    /// The number of the piece for what is unknown.
    fn unknown(&self) -> u32;
    /// Whether letters become lower case and lose their accents.
    fn lower_case(&self) -> bool;
}

/// The first `limit` pieces of a text.
pub(crate) fn word_pieces(text: &str, pieces: &impl Pieces, limit: usize) -> Vec<u32> {
    let mut found = Vec::new();
    let mut word = String::new();
    let mut cut = Cutter {
        pieces,
        limit,
        buffer: String::new(),
    };
    let cleaned = text.chars().filter_map(cleaned);
    let mut each = |c: char| {
        if c.is_whitespace() {
            cut.word(&mut word, &mut found);
        } else if is_alone(c) {
            cut.word(&mut word, &mut found);
            word.push(c);
            cut.word(&mut word, &mut found);
        } else {
            word.push(c);
        }
        found.len() < limit
    };
    let _all = if pieces.lower_case() {
        let bare = cleaned
            .nfd()
            .filter(|c| c.general_category() != GeneralCategory::NonspacingMark);
        bare.flat_map(char::to_lowercase).all(&mut each)
    } else {
        { cleaned }.all(&mut each)
    };
    cut.word(&mut word, &mut found);
    found
}

/// Cuts words.
struct Cutter<'p, P> {
    pieces: &'p P,
    limit: usize,
    /// A piece that is looked up, with the mark of continued words.
    buffer: String,
}

impl<P: Pieces> Cutter<'_, P> {
    /// Adds the pieces of a word, as far as the limit allows, and empties the word.
    fn word(&mut self, word: &mut String, found: &mut Vec<u32>) {
        if word.is_empty() {
            return;
        }
        let before = found.len();
        if word.chars().nth(MAX_WORD).is_some() || !self.cut(word, found) {
            found.truncate(before);
            found.push(self.pieces.unknown());
        }
        found.truncate(self.limit);
        word.clear();
    }

    /// Adds the longest pieces from left to right. False if no piece fits somewhere.
    fn cut(&mut self, word: &str, found: &mut Vec<u32>) -> bool {
        let mut start = 0;
        while start < word.len() {
            self.buffer.clear();
            let mark = if start > 0 { CONTINUED } else { "" };
            self.buffer.push_str(mark);
            self.buffer.push_str(&word[start..]);
            let number = loop {
                match self.pieces.number(&self.buffer) {
                    Some(number) => break number,
                    None if self.buffer.pop().is_none() => return false,
                    None if self.buffer.len() <= mark.len() => return false,
                    None => {}
                }
            };
            start += self.buffer.len() - mark.len();
            found.push(number);
        }
        true
    }
}

/// A character without what the tokenizer does not see: `None` if it is dropped.
fn cleaned(c: char) -> Option<char> {
    use GeneralCategory::{Control, Format, PrivateUse, Unassigned};
    match c {
        '\t' | '\n' | '\r' => Some(' '),
        '\0' | char::REPLACEMENT_CHARACTER => None,
        _ if c.is_ascii() && !c.is_ascii_control() => Some(c),
        _ if matches!(
            c.general_category(),
            Control | Format | PrivateUse | Unassigned
        ) =>
        {
            None
        }
        _ => Some(c),
    }
}

/// Whether a character is a word of its own.
fn is_alone(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_punctuation();
    }
    is_chinese(c) || c.general_category_group() == GeneralCategoryGroup::Punctuation
}

/// Whether a character is in the blocks of Chinese characters that BERT names.
fn is_chinese(c: char) -> bool {
    matches!(u32::from(c),
        0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x2_0000..=0x2_A6DF
        | 0x2_A700..=0x2_B73F | 0x2_B740..=0x2_B81F | 0x2_B820..=0x2_CEAF | 0x2_F800..=0x2_FA1F)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::word_pieces;
    use crate::meaning::vocabulary::{Casing, Vocabulary};

    const PIECES: [&str; 17] = [
        "[PAD]", "[UNK]", "[CLS]", "[SEP]", "the", "ferry", "harbour", "##s", "##master", "-", ".",
        "港", "口", "é", "e", "cafe", "un",
    ];

    fn vocabulary(casing: Casing) -> Vocabulary {
        let pieces = PIECES.map(str::to_owned).to_vec();
        Vocabulary::new(pieces, casing).expect("a vocabulary")
    }

    fn check(casing: Casing, text: &str, expected: &[&str]) {
        let found = word_pieces(text, &vocabulary(casing), 100);
        let found: Vec<&str> = found.iter().map(|n| PIECES[*n as usize]).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn words_are_cut_into_the_longest_pieces() {
        let lower = |text, expected: &[&str]| check(Casing::Lower, text, expected);
        lower("The ferrys.", &["the", "ferry", "##s", "."]);
        lower("harbourmasters", &["harbour", "##master", "##s"]);
        lower("the-ferry", &["the", "-", "ferry"]);
        lower("ferrymen", &["[UNK]"]);
        lower("", &[]);
        lower(" \t\n", &[]);
    }

    #[test]
    fn accents_control_characters_and_case_are_removed() {
        check(Casing::Lower, "CAFÉ ca\u{0}fe\u{200B}", &["cafe", "cafe"]);
        check(Casing::Lower, "cafe\u{301}", &["cafe"]);
        check(Casing::Kept, "é The", &["é", "[UNK]"]);
    }

    #[test]
    fn every_chinese_character_is_a_word() {
        check(
            Casing::Lower,
            "港口ferry。",
            &["港", "口", "ferry", "[UNK]"],
        );
    }

    #[test]
    fn words_over_the_limit_are_unknown_and_cost_little() {
        let word = "e".repeat(100);
        check(Casing::Lower, &word, &["[UNK]"]);
        check(Casing::Lower, &"e".repeat(1_000_000), &["[UNK]"]);
        let many = "the ".repeat(1_000_000);
        let found = word_pieces(&many, &vocabulary(Casing::Lower), 5);
        assert_eq!(found.len(), 5);
    }

    proptest! {
        #[test]
        fn any_text_has_only_pieces_of_the_vocabulary(text in "\\PC*", limit in 0usize..50) {
            for casing in [Casing::Lower, Casing::Kept] {
                let found = word_pieces(&text, &vocabulary(casing), limit);
                prop_assert!(found.len() <= limit);
                prop_assert!(found.iter().all(|n| (*n as usize) < PIECES.len()));
            }
        }
    }
}
