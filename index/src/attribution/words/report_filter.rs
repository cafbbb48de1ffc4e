//! A fast test whether a text can hold speech at all, so that attribution leaves other texts alone.
//!
//! Every word is hashed letter by letter and looked up in a bit table; only the few that hit are
//! looked up in the lexicon. The answer is exact: a false hit in the bit table costs time, never a
//! wrong answer.

use std::sync::LazyLock;

use crate::attribution::words::cue;
use crate::attribution::words::lexicon::entry;

/// The phrase "according to" reports speech without a verb.
const ACCORDING: &str = "according";

/// Whether a text has a quotation mark, a form of a reporting verb or the word "according". Without
/// any of these nothing in it is reported or quoted.
pub(crate) fn may_report(text: &str) -> bool {
    let bytes = text.as_bytes();
    let bits = &*VERB_BITS;
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        let mut hash = 0_u32;
        while at < bytes.len() && bytes[at].is_ascii_alphabetic() {
            hash = add_letter(hash, bytes[at]);
            at += 1;
        }
        if at > start {
            let bit = bit_of(hash);
            if (bits[bit / 64] >> (bit % 64)) & 1 == 1 {
                let word = &text[start..at];
                if entry(word).cue.is_some() || word.eq_ignore_ascii_case(ACCORDING) {
                    return true;
                }
            }
            continue;
        }
        if is_quotation_mark(&bytes[at..]) {
            return true;
        }
        at += 1;
    }
    false
}

/// Whether a mark that may open a quotation is at the start of `bytes`. An apostrophe counts only
/// between a space or bracket and a letter.
fn is_quotation_mark(bytes: &[u8]) -> bool {
    match bytes {
        [b'"', ..] | [b'\'', b'\'', ..] | [b'`', b'`', ..] | [0xC2, 0xAB, ..] => true,
        [0xE2, 0x80, 0x9C..=0x9E | 0x98, ..] | [0xE3, 0x80, 0x8C, ..] => true,
        [b' ' | b'\n' | b'(', b'\'', letter, ..] => letter.is_ascii_alphabetic(),
        _ => false,
    }
}

/// Adds a letter to the hash of a word, ignoring its case.
fn add_letter(hash: u32, letter: u8) -> u32 {
    (hash.rotate_left(5) ^ u32::from(letter | 0x20)).wrapping_mul(0x9E37_79B1)
}

/// The bit of the table for a hash: its upper 16 bits, as the multiplication mixes these best.
fn bit_of(hash: u32) -> usize {
    (hash >> 16) as usize
}

/// One bit for the hash of each form of a reporting verb. Nearly every other word misses, and needs
/// no lookup.
static VERB_BITS: LazyLock<Vec<u64>> = LazyLock::new(|| {
    // 2^16 bits: one for each value of `bit_of`.
    let mut filter = vec![0_u64; 1024];
    for (word, _) in cue::forms() {
        let bit = bit_of(word.bytes().fold(0, add_letter));
        filter[bit / 64] |= 1 << (bit % 64);
    }
    let according = bit_of(ACCORDING.bytes().fold(0, add_letter));
    filter[according / 64] |= 1 << (according % 64);
    filter
});

#[cfg(test)]
mod tests {
    use super::may_report;

    #[test]
    fn quotation_marks_and_reporting_verbs_may_report() {
        for (text, expected) in [
            ("Anna Berg SAID no.", true),
            ("According to Anna Berg it stays.", true),
            ("the \u{201C}old\u{201D} ferry", true),
            ("the 'old' ferry", true),
            ("Karl's ferry is the captains' pride.", false),
            ("The ferry is old.", false),
            ("", false),
        ] {
            assert_eq!(may_report(text), expected, "{text}");
        }
    }
}
