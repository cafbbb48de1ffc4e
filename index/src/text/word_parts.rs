//! Where the tokenizer departs from the word boundaries of UAX 29: elided words, signs that belong
//! to a word, raised and lowered digits.
//!
//! Offsets are bytes of the text.

use crate::text::fold::fold;
use crate::text::word_list::WordList;

static ELIDED: WordList = WordList::new(include_str!("lists/elided_words.txt"));
static SIGNED: WordList = WordList::new(include_str!("lists/sign_words.txt"));
static UNITS: WordList = WordList::new(include_str!("lists/units.txt"));

/// Apostrophes as they are typed and printed.
const APOSTROPHES: [char; 4] = ['\'', '\u{2019}', '\u{2018}', '\u{2BC}'];

/// Where an elided word ends in `word`, and where the next word starts: 1 and 2 in `l'eau`. `None`
/// if `word` does not begin with an elided word.
pub(crate) fn elision(word: &str) -> Option<(usize, usize)> {
    let end = word.find(APOSTROPHES)?;
    let apostrophe = word[end..].chars().next()?;
    let start = end + apostrophe.len_utf8();
    is_elision(&word[..end], &word[start..]).then_some((end, start))
}

/// Whether `head` is a word elided before `rest`.
///
/// A word is elided before a vowel or a silent h. Of the words of one letter only l and d are also
/// taken before others, as in "l'FMI" and "D'Souza": English has "c'mon" and "m'lord".
pub(crate) fn is_elision(head: &str, rest: &str) -> bool {
    // The longest entry has six letters.
    if head.len() > 8 || !ELIDED.contains_ignore_ascii_case(head) {
        return false;
    }
    let mut letters = rest.chars();
    let Some(first) = letters.next() else {
        return false;
    };
    let folded = fold(first.encode_utf8(&mut [0; 4]));
    let before_vowel = folded.starts_with(['a', 'e', 'i', 'o', 'u', 'y', 'h']);
    let before_any = head.len() > 1 || matches!(head, "l" | "L" | "d" | "D");
    let is_long = letters.next().is_some();
    if folded == "h" || !before_vowel {
        // A letter alone is a contraction or an initial: "d'r".
        return is_long && (before_vowel || (before_any && first.is_alphabetic()));
    }
    true
}

/// Whether an elided word ends at this offset: an apostrophe follows, and after it the word that it
/// is elided before.
pub(crate) fn is_elided(text: &str, head: &str, end: usize) -> bool {
    let mut rest = text[end..].chars();
    rest.next().is_some_and(|c| APOSTROPHES.contains(&c)) && is_elision(head, rest.as_str())
}

/// The range of a word with the sign that belongs to it, as in `C++` and `.NET`; otherwise the
/// range that was given. The sign ends before `to`.
pub(crate) fn with_sign(text: &str, start: usize, end: usize, to: usize) -> (usize, usize) {
    let bytes = text.as_bytes();
    let is_sign = |at: usize| at < to && matches!(bytes[at], b'+' | b'#');
    if is_sign(end) {
        let signs = (end..).take_while(|at| is_sign(*at)).count();
        if SIGNED.contains_ignore_ascii_case(&text[start..end + signs]) {
            return (start, end + signs);
        }
    } else if end - start == 3 && start > 0 && bytes[start - 1] == b'.' {
        // The full stop of "example.net" and of "..." is not its own.
        let before = text[..start - 1].chars().next_back();
        let is_first = before.is_none_or(|c| !c.is_alphanumeric() && c != '.');
        if is_first && SIGNED.contains_ignore_ascii_case(&text[start - 1..end]) {
            return (start - 1, end);
        }
    }
    (start, end)
}

/// A digit that is set high or low.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SmallDigit {
    /// As in `km²`, or the number of a footnote.
    Raised,
    /// As in `CO₂`.
    Lowered,
}

/// Whether a character is a small digit, and which.
pub(crate) fn small_digit(c: char) -> Option<SmallDigit> {
    match c {
        '\u{B2}' | '\u{B3}' | '\u{B9}' | '\u{2070}' | '\u{2074}'..='\u{2079}' => {
            Some(SmallDigit::Raised)
        }
        '\u{2080}'..='\u{2089}' => Some(SmallDigit::Lowered),
        _ => None,
    }
}

/// Whether a raised digit belongs to this word: to a unit, and to a symbol of one letter.
pub(crate) fn takes_raised_digit(word: &str) -> bool {
    // "20m²" is one word.
    let word = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let mut letters = word.chars();
    let is_symbol = letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none();
    let last = word.chars().next_back().and_then(small_digit);
    is_symbol || last == Some(SmallDigit::Raised) || UNITS.contains(&word.to_lowercase())
}
