//! Johab, the encoding of Korean texts of older word processors. It composes a syllable of its
//! letters, five bits each, so the syllables need no table.
//!
//! Symbols and Chinese characters are those of EUC-KR in another order. A text is taken for Johab
//! only if all its double bytes are of it, and the most common syllables of Korean are among them.
//! Standard: KS X 1001, annex 3.

use encoding_rs::EUC_KR;

use crate::ingest::charset::Read;

/// So many bytes say whether a text is in Johab.
const SAMPLE_BYTES: usize = 64 << 10;

/// A shorter text could be anything.
const FEWEST_PAIRS: usize = 12;

/// Syllables of particles and endings: one in eight of any Korean text, at least.
const COMMON: [char; 16] = [
    '이', '다', '는', '을', '의', '에', '하', '고', '가', '은', '를', '로', '지', '한', '도', '니',
];

/// The text of bytes in Johab. `None`: they are something else.
pub fn decode(bytes: &[u8]) -> Option<Read> {
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    let (head, found) = text(sample);
    let common = head.chars().filter(|c| COMMON.contains(c)).count();
    let is_johab = found.pairs >= FEWEST_PAIRS && found.bad == 0 && common * 8 >= found.pairs;
    is_johab.then(|| all(bytes))
}

/// All bytes as Johab.
pub fn all(bytes: &[u8]) -> Read {
    let (text, found) = text(bytes);
    Read {
        text,
        name: "Johab",
        has_errors: found.bad > 0,
    }
}

/// What was found in bytes that were read as Johab.
#[derive(Default)]
struct Found {
    pairs: usize,
    bad: usize,
}

fn text(bytes: &[u8]) -> (String, Found) {
    let mut out = String::with_capacity(bytes.len());
    let mut found = Found::default();
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        at += 1;
        if byte < 0x80 {
            out.push(char::from(byte));
            continue;
        }
        let Some(second) = bytes.get(at) else {
            // The sample may end inside a character.
            out.push('\u{FFFD}');
            break;
        };
        let c = syllable(byte, *second).or_else(|| symbol(byte, *second));
        found.pairs += 1;
        found.bad += usize::from(c.is_none());
        out.push(c.unwrap_or('\u{FFFD}'));
        // A bad pair may be one bad byte before ASCII.
        at += usize::from(c.is_some() || *second >= 0x80);
    }
    (out, found)
}

/// The syllable, or the letter alone, that two bytes compose.
fn syllable(first: u8, second: u8) -> Option<char> {
    /// The letters at the start of a syllable, alone.
    const INITIALS: [char; 19] = [
        'ㄱ', 'ㄲ', 'ㄴ', 'ㄷ', 'ㄸ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅃ', 'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ', 'ㅉ', 'ㅊ',
        'ㅋ', 'ㅌ', 'ㅍ', 'ㅎ',
    ];
    // 1 in each of the three places means that there is no letter; of the vowel, 2.
    let code = u32::from(first) << 8 | u32::from(second);
    let (initial, vowel, last) = (code >> 10 & 31, code >> 5 & 31, code & 31);
    let initial = match initial {
        1 => None,
        2..=20 => Some(initial - 2),
        _ => return None,
    };
    let vowel = match vowel {
        2 => None,
        3..=7 => Some(vowel - 3),
        10..=15 => Some(vowel - 5),
        18..=23 => Some(vowel - 7),
        26..=29 => Some(vowel - 9),
        _ => return None,
    };
    let last = match last {
        1..=17 => last - 1,
        19..=29 => last - 2,
        _ => return None,
    };
    match (initial, vowel, last) {
        (Some(initial), Some(vowel), last) => {
            char::from_u32(0xAC00 + (initial * 21 + vowel) * 28 + last)
        }
        (Some(initial), None, 0) => INITIALS.get(initial as usize).copied(),
        (None, Some(vowel), 0) => char::from_u32(0x314F + vowel),
        _ => None,
    }
}

/// The symbol or Chinese character of two bytes: that of EUC-KR at the same place of the standard.
fn symbol(first: u8, second: u8) -> Option<char> {
    let row = match first {
        0xD9..=0xDE => 2 * (u32::from(first) - 0xD9),
        0xE0..=0xF9 => 2 * u32::from(first) - 0x197,
        _ => return None,
    };
    let column = match second {
        0x31..=0x7E => u32::from(second) - 0x31,
        0x91..=0xFE => u32::from(second) - 0x43,
        _ => return None,
    };
    let (row, column) = (row + column / 94, column % 94);
    let euc = [
        u8::try_from(row + 0xA1).ok()?,
        u8::try_from(column + 0xA1).ok()?,
    ];
    let (text, has_errors) = EUC_KR.decode_without_bom_handling(&euc);
    text.chars().next().filter(|_| !has_errors)
}

#[cfg(test)]
mod tests {
    use super::{all, decode, syllable, symbol};

    #[test]
    fn syllables_are_composed_of_their_letters() {
        assert_eq!(syllable(0x88, 0x61), Some('가'));
        assert_eq!(syllable(0xD3, 0xBD), Some('힣'));
        assert_eq!(syllable(0xFF, 0xFF), None);
        assert_eq!(symbol(0xE0, 0x31), Some('伽'));
    }

    #[test]
    fn a_text_is_johab_only_if_all_of_it_is() {
        // "항구의 배는 하나다. " three times and once more.
        let words = [
            0xD0_u8, 0x77, 0x8A, 0x81, 0xB7, 0x81, b' ', 0xA4, 0x81, 0x93, 0x65, b' ', 0xD0, 0x61,
            0x90, 0x61, 0x94, 0x61, b'.', b' ',
        ];
        let text = words.repeat(4);
        let read = decode(&text).map(|read| read.text);
        assert_eq!(
            read.as_deref().map(|text| text.matches("다.").count()),
            Some(4)
        );
        assert_eq!(decode(&[0x88; 60]), None);
        assert_eq!(decode(b""), None);
        assert!(all(&[0xFF, 0x41]).has_errors);
    }
}
