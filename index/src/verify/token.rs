//! The words of quotations and sources as they are compared, each with a number for its folded
//! form.
//!
//! Words are those of [`text::token`](crate::text::token), more strictly read: here a possessive
//! 's counts, and so does a currency, per cent or minus sign beside a number. A negated
//! contraction without its apostrophe is the same word. In a script without spaces each character
//! is a word. Ranges are bytes of the text.

use std::iter::Peekable;
use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::text::fold::fold;
use crate::text::stem::{Stemming, clip, word_terms};
use crate::text::token::{Cut, Word, Words, words};
use crate::text::word_list::WordList;

static BARE_CONTRACTIONS: WordList = WordList::new(include_str!("lists/bare_contractions.txt"));

/// Folded forms to number before numbering starts again: about 10 MB.
const KEPT: usize = 100_000;

/// Number of a folded form. Equal within one use of a [`Lexicon`] if the words are the same.
pub(super) type Key = u32;

/// A word of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// Number of its folded form.
    pub key: Key,
    /// Number of the first letters of that form.
    pub start: Key,
    from: u32,
    to: u32,
}

impl Token {
    /// Its bytes, with a possessive 's and the signs that belong to a number.
    pub fn range(&self) -> Range<usize> {
        self.from as usize..self.to as usize
    }
}

/// Numbers for folded forms.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    /// The numbers of words as written, and those of their first letters.
    of_written: FxHashMap<Box<str>, (Key, Key)>,
    of_folded: FxHashMap<Box<str>, Key>,
    folded: Vec<Box<str>>,
}

impl Lexicon {
    /// Forgets every number if there are too many. Call it between two quotations.
    pub fn bound(&mut self) {
        if self.of_written.len() > KEPT {
            *self = Lexicon::default();
        }
    }

    /// The folded form with a number of this lexicon.
    pub fn folded(&self, key: Key) -> &str {
        &self.folded[key as usize]
    }

    /// The words of a text. `offset` is added to their ranges.
    pub fn tokens(&mut self, text: &str, offset: usize) -> Vec<Token> {
        let mut tokens = Vec::with_capacity(text.len() / 5 + 1);
        for (range, _) in WordRanges::new(text) {
            if let Some((key, start)) = self.keys(&text[range.clone()]) {
                tokens.push(Token {
                    key,
                    start,
                    from: (offset + range.start) as u32,
                    to: (offset + range.end) as u32,
                });
            }
        }
        tokens
    }

    /// The numbers of a word and of its first letters. `None` if folding leaves nothing of it.
    fn keys(&mut self, written: &str) -> Option<(Key, Key)> {
        if let Some(keys) = self.of_written.get(written) {
            return Some(*keys);
        }
        let folded = comparable(written);
        if folded.is_empty() {
            return None;
        }
        let head: String = folded.chars().take(START_LETTERS).collect();
        let keys = (self.key(&folded), self.key(&head));
        self.of_written.insert(written.into(), keys);
        Some(keys)
    }

    fn key(&mut self, folded: &str) -> Key {
        if let Some(key) = self.of_folded.get(folded) {
            return *key;
        }
        let key = self.folded.len() as Key;
        self.folded.push(folded.into());
        self.of_folded.insert(folded.into(), key);
        key
    }
}

/// Words with the same first letters are probably forms of one word: of two ways to pair the words
/// of an edit, the one that pairs these is shown.
const START_LETTERS: usize = 4;

/// A word as it is compared.
pub(super) fn comparable(written: &str) -> String {
    let written = clip(written);
    let bare = written.trim_start_matches(|c: char| !c.is_alphanumeric());
    let sign = &written[..written.len() - bare.len()];
    if sign.is_empty() && !bare.ends_with('%') {
        return comparable_word(written);
    }
    // The rules for numbers read a number alone.
    let number = bare.strip_suffix('%').unwrap_or(bare);
    let percent = &bare[number.len()..];
    let number = number.trim_end();
    format!(
        "{}{}{percent}",
        sign.replace('\u{2212}', "-"),
        comparable_word(number)
    )
}

fn comparable_word(written: &str) -> String {
    let mut folded = fold(written);
    if folded.ends_with("nt") && BARE_CONTRACTIONS.contains(&folded) {
        folded.insert(folded.len() - 1, '\'');
    }
    folded
}

/// A term of the index for a word of a quotation.
#[derive(Clone, Debug)]
pub(super) struct IndexedWord {
    /// The folded form that the field `exact` has. `None` for what the index has no word for, and
    /// for the last character of a run without spaces, which the pair before it holds.
    pub term: Option<String>,
    /// Its number among the words of the text.
    pub position: u32,
}

/// The indexed words of a text, one for each of its [`tokens`](Lexicon::tokens).
pub(super) fn indexed_words(text: &str) -> Vec<IndexedWord> {
    let mut found = Vec::new();
    let mut position = 0;
    for (range, word) in WordRanges::new(text) {
        if comparable(&text[range]).is_empty() {
            continue;
        }
        let terms = word.and_then(|word| word_terms(word, Stemming::NONE));
        let is_tail = word.is_some_and(|word| word.cut == Cut::Tail);
        found.push(IndexedWord {
            term: terms.filter(|_| !is_tail).map(|terms| terms.exact.into()),
            position,
        });
        position += u32::from(word.is_some());
    }
    found
}

/// The ranges of a text's words, each with the word of the tokenizer; `None` for a sign that is
/// read as a word.
struct WordRanges<'t> {
    text: &'t str,
    words: Peekable<Words<'t>>,
    /// End of the word before.
    end: usize,
}

impl<'t> WordRanges<'t> {
    fn new(text: &'t str) -> WordRanges<'t> {
        WordRanges {
            text,
            words: words(text).peekable(),
            end: 0,
        }
    }

    /// The range of an ampersand that is a word of its own, before the next word.
    fn ampersand(&mut self, next: usize) -> Option<Range<usize>> {
        let between = self.text.get(self.end..next)?;
        let at = self.end + memchr::memchr(b'&', between.as_bytes())?;
        let is_space = |c: Option<char>| c.is_some_and(char::is_whitespace);
        let alone = is_space(self.text[..at].chars().next_back())
            && is_space(self.text[at + 1..].chars().next());
        alone.then_some(at..at + 1)
    }
}

impl<'t> Iterator for WordRanges<'t> {
    type Item = (Range<usize>, Option<Word<'t>>);

    fn next(&mut self) -> Option<Self::Item> {
        let word = *self.words.peek()?;
        if let Some(sign) = self.ampersand(word.start) {
            self.end = sign.end;
            return Some((sign, None));
        }
        self.words.next();
        let mut range = word.start..word.end();
        match word.cut {
            Cut::Boundary => {
                // After a number the s is a word of its own.
                let possessive = range.end + possessive(&self.text[range.end..]);
                if self
                    .words
                    .peek()
                    .is_none_or(|next| next.start >= possessive)
                {
                    range.end = possessive;
                }
                if word.text.starts_with(|c: char| c.is_ascii_digit()) {
                    range.start -= sign_before(&self.text[self.end..range.start]);
                }
                // A narrow space is part of the tokenizer's word.
                if word.text.trim_end().ends_with(|c: char| c.is_ascii_digit()) {
                    range.end += percent(&self.text[range.end..]);
                }
            }
            // The next word begins at the second character of the pair.
            Cut::Pair => {
                if let Some(next) = self.words.peek() {
                    range.end = next.start;
                }
            }
            Cut::Tail => {}
        }
        self.end = range.end;
        Some((range, Some(word)))
    }
}

/// How many bytes a possessive 's at the start of a text takes.
fn possessive(rest: &str) -> usize {
    ["'s", "'S", "\u{2019}s", "\u{2019}S"]
        .iter()
        .find(|ending| rest.starts_with(**ending))
        .map_or(0, |ending| ending.len())
}

/// How many bytes a per cent sign at the start of a text takes, with the space that may be before
/// it.
fn percent(rest: &str) -> usize {
    let sign = rest
        .strip_prefix([' ', '\u{A0}', '\u{202F}'])
        .unwrap_or(rest);
    match sign.strip_prefix('%') {
        Some(after) => rest.len() - after.len(),
        None => 0,
    }
}

/// How many bytes at the end of a text are a sign of the number that follows: a currency, or a
/// minus after white space.
fn sign_before(before: &str) -> usize {
    let mut chars = before.chars().rev();
    match chars.next() {
        Some(sign @ ('$' | '\u{20AC}' | '\u{A3}' | '\u{A5}' | '\u{20B9}')) => sign.len_utf8(),
        Some(sign @ ('-' | '\u{2212}')) => {
            let opens = chars.next().is_none_or(|c| c.is_whitespace() || c == '(');
            // At the start of a text a hyphen is a dash or the mark of a list.
            let is_first = before.len() == sign.len_utf8();
            if opens && !is_first {
                sign.len_utf8()
            } else {
                0
            }
        }
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::{Lexicon, indexed_words};

    fn check(text: &str, expected: &[&str]) {
        let mut lexicon = Lexicon::default();
        let tokens = lexicon.tokens(text, 0);
        let found: Vec<&str> = tokens.iter().map(|token| &text[token.range()]).collect();
        assert_eq!(found, expected, "{text}");
        assert_eq!(indexed_words(text).len(), expected.len(), "{text}");
    }

    fn check_same(one: &str, other: &str, same: bool) {
        let mut lexicon = Lexicon::default();
        let one_keys: Vec<u32> = lexicon.tokens(one, 0).iter().map(|t| t.key).collect();
        let other_keys: Vec<u32> = lexicon.tokens(other, 0).iter().map(|t| t.key).collect();
        assert_eq!(one_keys == other_keys, same, "{one} and {other}");
    }

    #[test]
    fn signs_belong_to_their_number() {
        check("about $5 or 7%", &["about", "$5", "or", "7%"]);
        check("at -5 degrees, 3-5", &["at", "-5", "degrees", "3", "5"]);
        check("- 5 boats", &["5", "boats"]);
        check("Holm & Sons, AT&T", &["Holm", "&", "Sons", "AT", "T"]);
    }

    #[test]
    fn a_possessive_counts() {
        check("Berg's boat", &["Berg's", "boat"]);
        check_same("Berg's boat", "Berg boat", false);
        check_same("Berg's boat", "Berg’s boat", true);
        check_same("it's full", "it full", false);
    }

    #[test]
    fn characters_of_a_script_without_spaces_are_words() {
        check("北约成员", &["北", "约", "成", "员"]);
        let terms = indexed_words("北约成员");
        let terms: Vec<_> = terms.into_iter().map(|word| word.term).collect();
        let pair = |text: &str| Some(text.to_owned());
        assert_eq!(terms, [pair("北约"), pair("约成"), pair("成员"), None]);
    }

    #[test]
    fn other_signs_make_other_numbers() {
        check_same("$5", "£5", false);
        check_same("$5,000", "$5000", true);
        check_same("12.5 % of it", "12.5% of it", true);
        check_same("5\u{202F}%", "5%", true);
        check_same("5%", "5", false);
        check_same("Don't go", "dont go", true);
        check_same("we're", "were", false);
    }
}
