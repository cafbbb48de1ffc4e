//! Cyrillic texts in IBM855 and MacCyrillic, which the detector takes for other encodings.
//!
//! A text is decoded in each way, and the letters that come out are compared with how often they
//! come in Russian. A capital inside a word, or a sign among letters, shows that a way is wrong.

use std::collections::HashMap;
use std::sync::LazyLock;

use encoding_rs::{Encoding, X_MAC_CYRILLIC};

use crate::ingest::charset::Read;
use crate::text::word_list::entries;

/// So many bytes say which encoding a text has.
const SAMPLE_BYTES: usize = 64 << 10;

/// A shorter text could be anything.
const FEWEST_BYTES: usize = 40;

/// The mean of a text that reads well is about 50; of one in the wrong encoding, below 30.
const WELL: i64 = 38;

/// How much better than the detector's guess another way must be.
const BETTER: i64 = 3;

/// What a capital inside a word, or a sign among letters, takes from the sum. Three in a hundred
/// outweigh any difference between letters.
const WRONG: i64 = 300;

/// The characters of the bytes from 128 on.
static IBM855: LazyLock<Vec<char>> = LazyLock::new(|| {
    entries(include_str!("lists/ibm855.txt"))
        .flat_map(|line| line.split_whitespace().skip(1))
        .filter_map(|hex| char::from_u32(u32::from_str_radix(hex, 16).ok()?))
        .collect()
});

/// How often each letter comes.
static LETTERS: LazyLock<HashMap<char, i64>> = LazyLock::new(|| {
    entries(include_str!("lists/cyrillic_letters.txt"))
        .filter_map(|line| {
            let (letter, count) = line.split_once(' ')?;
            Some((letter.chars().next()?, count.parse().ok()?))
        })
        .collect()
});

/// The text of bytes that are in IBM855 or MacCyrillic, and not in the encoding that was guessed.
pub fn decode(bytes: &[u8], guess: &'static Encoding) -> Option<Read> {
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    let high = sample.iter().filter(|byte| **byte >= 0x80).count();
    let low = sample
        .iter()
        .filter(|byte| byte.is_ascii_alphabetic())
        .count();
    if high < FEWEST_BYTES || high < low {
        return None;
    }
    let mac = |bytes: &[u8]| {
        X_MAC_CYRILLIC
            .decode_without_bom_handling(bytes)
            .0
            .into_owned()
    };
    let (as_mac, as_ibm) = (score(&mac(sample)), score(&ibm855(sample)));
    let least = WELL.max(score(&guess.decode_without_bom_handling(sample).0) + BETTER);
    let best = as_mac.max(as_ibm);
    let (text, name) = if best < least {
        return None;
    } else if best == as_mac {
        (mac(bytes), X_MAC_CYRILLIC.name())
    } else {
        (ibm855(bytes), "IBM855")
    };
    Some(Read {
        text,
        name,
        has_errors: false,
    })
}

/// The text of bytes in IBM855.
pub fn ibm855(bytes: &[u8]) -> String {
    bytes
        .iter()
        .map(|byte| match byte.checked_sub(0x80) {
            Some(index) => IBM855
                .get(usize::from(index))
                .copied()
                .unwrap_or('\u{FFFD}'),
            None => char::from(*byte),
        })
        .collect()
}

/// How much the letters of a text are those of Russian: the mean of how often each comes.
fn score(text: &str) -> i64 {
    let (mut sum, mut count) = (0, 0);
    let mut before = ' ';
    for c in text.chars() {
        if !c.is_ascii() {
            let lower = c.to_lowercase().next().unwrap_or(c);
            let quotes = matches!(
                c,
                '«' | '»' | '—' | '–' | '…' | '№' | '\u{A0}' | '“' | '”' | '„'
            );
            sum += match LETTERS.get(&lower) {
                Some(_) if c.is_uppercase() && before.is_lowercase() => -WRONG,
                Some(often) => *often,
                None if quotes => 0,
                None => -WRONG,
            };
            count += i64::from(!quotes);
        }
        before = c;
    }
    sum / count.max(1)
}

#[cfg(test)]
mod tests {
    use super::{IBM855, decode};
    use encoding_rs::{WINDOWS_1251, X_MAC_CYRILLIC};

    const TEXT: &str = "Совет собрался во вторник. Паром опоздал, и никто этого не заметил. \
                        Дноуглубительные работы начнутся в понедельник, сказала Анна.";

    fn bytes_of(text: &str, of: impl Fn(char) -> u8) -> Vec<u8> {
        text.chars()
            .map(|c| if c.is_ascii() { c as u8 } else { of(c) })
            .collect()
    }

    #[test]
    fn each_encoding_is_told_from_the_others() {
        let ibm = bytes_of(TEXT, |c| {
            let at = IBM855
                .iter()
                .position(|one| *one == c)
                .expect("in the table");
            u8::try_from(at + 128).expect("a byte")
        });
        let read = decode(&ibm, encoding_rs::IBM866).expect("Cyrillic");
        assert_eq!((read.text.as_str(), read.name), (TEXT, "IBM855"));
        // The encoder has no table of MacCyrillic that is not its decoder's.
        let mac = bytes_of(TEXT, |c| {
            (128..=255_u8)
                .find(|byte| {
                    X_MAC_CYRILLIC
                        .decode_without_bom_handling(&[*byte])
                        .0
                        .starts_with(c)
                })
                .expect("in the table")
        });
        let read = decode(&mac, WINDOWS_1251).expect("Cyrillic");
        assert_eq!((read.text.as_str(), read.name), (TEXT, "x-mac-cyrillic"));
        let (windows, ..) = WINDOWS_1251.encode(TEXT);
        assert_eq!(decode(&windows, WINDOWS_1251), None);
        assert_eq!(decode(b"", WINDOWS_1251), None);
    }
}
