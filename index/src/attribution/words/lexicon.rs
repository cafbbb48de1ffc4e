//! Classes and reporting verbs of single words: the table that every attribution rule looks words
//! up in.
//!
//! Lists are English and short on purpose: a word is in a list only if some rule needs it. Words
//! are looked up by their lower-case ASCII form; words in other scripts have no class and no cue.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::attribution::words::class::Class;
use crate::attribution::words::cue::{self, Cue};
use crate::text::word_list::entries;

/// What is known about a word.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Entry {
    /// Its classes; empty for most words.
    pub(crate) class: Class,
    /// Which form of which kind of reporting verb it is, if it is one.
    pub(crate) cue: Option<Cue>,
}

/// What is known about `word`. Case is ignored.
pub(crate) fn entry(word: &str) -> Entry {
    packed(word)
        .and_then(|key| TABLE.get(&key))
        .copied()
        .unwrap_or_default()
}

/// The classes of `word`. Case is ignored.
pub(crate) fn class(word: &str) -> Class {
    entry(word).class
}

/// A word of up to 16 bytes as one number: lower case, apostrophes straight. `None` for longer
/// words and for letters outside ASCII: the table has none of these.
fn packed(word: &str) -> Option<u128> {
    let bytes = word.as_bytes();
    let length = bytes.len();
    // Two overlapping reads are faster than a copy of unknown length, and so is lowering all
    // letters at once.
    let key = match length {
        0..=3 => bytes
            .iter()
            .rev()
            .fold(0, |key, byte| (key << 8) | u128::from(*byte)),
        4..=7 => {
            let low = u32::from_le_bytes(bytes[..4].try_into().ok()?);
            let high = u32::from_le_bytes(bytes[length - 4..].try_into().ok()?);
            u128::from(low) | (u128::from(high) << (8 * (length - 4)))
        }
        8..=16 => {
            let low = u64::from_le_bytes(bytes[..8].try_into().ok()?);
            let high = u64::from_le_bytes(bytes[length - 8..].try_into().ok()?);
            u128::from(low) | (u128::from(high) << (8 * (length - 8)))
        }
        _ if word.is_ascii() => return None,
        _ => TOP_BITS,
    };
    if key & TOP_BITS == 0 {
        return Some(lowered(key));
    }
    let mut key = [0_u8; 16];
    for (at, letter) in word.chars().enumerate() {
        let byte = match letter {
            '\u{2019}' => b'\'',
            _ => u8::try_from(letter).ok().filter(u8::is_ascii)?,
        };
        *key.get_mut(at)? = byte;
    }
    Some(lowered(u128::from_le_bytes(key)))
}

/// The lowest bit of each of 16 bytes. Times a byte, it repeats that byte.
const EACH_BYTE: u128 = u128::MAX / 255;

/// The top bit of each of 16 bytes; ASCII leaves it unset.
const TOP_BITS: u128 = EACH_BYTE * 128;

/// 16 ASCII bytes with their upper-case letters lowered.
fn lowered(key: u128) -> u128 {
    let at_least_a = key + EACH_BYTE * u128::from(128 - b'A');
    let above_z = key + EACH_BYTE * u128::from(127 - b'Z');
    // The top bit of a byte now says whether it is a capital. Shifted by two it is the bit that
    // differs between the cases.
    let capital = at_least_a & !above_z & TOP_BITS;
    key | (capital >> 2)
}

type Table = FxHashMap<u128, Entry>;

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table::default();
    for (file, class) in LISTS {
        for key in entries(file).filter_map(packed) {
            table.entry(key).or_default().class |= *class;
        }
    }
    for (form, cue) in cue::forms() {
        if let Some(key) = packed(&form) {
            table.entry(key).or_default().cue = Some(cue);
        }
    }
    table
});

/// The word lists, and the class of the words in each.
const LISTS: &[(&str, Class)] = &[
    (include_str!("lists/auxiliaries.txt"), Class::AUX),
    (include_str!("lists/determiners.txt"), Class::DET),
    (include_str!("lists/prepositions.txt"), Class::PREP),
    (include_str!("lists/conjunctions.txt"), Class::CONJ),
    (include_str!("lists/subordinators.txt"), Class::SUBORD),
    (include_str!("lists/relatives.txt"), Class::REL),
    (include_str!("lists/pronouns.txt"), Class::PRONOUN),
    (include_str!("lists/object_pronouns.txt"), Class::OBJECT),
    (include_str!("lists/possessives.txt"), Class::POSSESSIVE),
    (include_str!("lists/adverbs.txt"), Class::ADVERB),
    (include_str!("lists/times.txt"), Class::TIME),
    (include_str!("lists/titles.txt"), Class::TITLE),
    (include_str!("lists/roles.txt"), Class::ROLE),
    (include_str!("lists/groups.txt"), Class::ROLES),
    (include_str!("lists/organisations.txt"), Class::ORG),
    (include_str!("lists/places.txt"), Class::PLACE),
    (include_str!("lists/verbs.txt"), Class::VERB),
    (include_str!("lists/be.txt"), Class::AUX.union(Class::BE)),
    (include_str!("lists/negations.txt"), Class::NEGATION),
    (include_str!("lists/given_names.txt"), Class::GIVEN),
    (include_str!("lists/particles.txt"), Class::PARTICLE),
    (include_str!("lists/brands.txt"), Class::BRAND),
    (include_str!("lists/texts.txt"), Class::TEXT),
    (include_str!("lists/male.txt"), Class::HE),
    (include_str!("lists/female.txt"), Class::SHE),
    (include_str!("lists/sentence_openers.txt"), Class::COMMON),
    (
        include_str!("lists/modals.txt"),
        Class::AUX.union(Class::MODAL),
    ),
];

#[cfg(test)]
mod tests {
    use super::{LISTS, class, entry, packed};
    use crate::attribution::words::class::Class;
    use crate::text::word_list::entries;

    fn check(word: &str, expected: Class) {
        assert!(class(word).intersects(expected), "{word}");
    }

    #[test]
    fn words_are_found_whatever_their_case_and_apostrophe() {
        check("The", Class::DET);
        check("SENATOR", Class::TITLE);
        check("didn\u{2019}t", Class::NEGATION);
        check("Spokeswoman", Class::SHE);
    }

    #[test]
    fn words_of_other_scripts_and_very_long_ones_have_no_class() {
        for word in ["сказал", "", "a-word-longer-than-any-in-the-table"] {
            assert_eq!(class(word), Class::empty(), "{word}");
            assert!(entry(word).cue.is_none(), "{word}");
        }
    }

    #[test]
    fn every_entry_of_a_list_fits_into_a_key() {
        for (file, _) in LISTS {
            for word in entries(file) {
                assert!(packed(word).is_some(), "{word} has more than 16 bytes");
                assert_eq!(word, word.to_ascii_lowercase());
            }
        }
    }
}
