//! A sentence as its text and tokens, with what every rule asks about single tokens.
//!
//! Positions are indices of the sentence's tokens. A position behind the last token is allowed
//! everywhere: no word, mark or class is there.

use std::ops::Range;

use crate::attribution::words::class::Class;
use crate::attribution::words::cue::Cue;
use crate::attribution::words::scan::{Kind, Token};
use crate::text::word_list::WordList;

/// Characters that can close a quotation.
const CLOSING_MARKS: [char; 4] = ['"', '\'', '\u{201D}', '\u{2019}'];

/// A sentence.
#[derive(Clone, Copy)]
pub(crate) struct Sentence<'a> {
    /// The paragraph that the sentence is in.
    pub(crate) text: &'a str,
    /// The tokens of the sentence; their offsets are bytes of `text`.
    pub(crate) tokens: &'a [Token],
}

impl<'a> Sentence<'a> {
    /// The text of a token. Empty behind the last one.
    pub(crate) fn word(&self, at: usize) -> &'a str {
        self.tokens
            .get(at)
            .map_or("", |token| &self.text[token.start..token.end])
    }

    /// Whether a token is this word, in any case.
    pub(crate) fn is_word(&self, at: usize, word: &str) -> bool {
        self.word(at).eq_ignore_ascii_case(word)
    }

    /// Whether a token is one of these words, in any case.
    pub(crate) fn is_any(&self, at: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.is_word(at, word))
    }

    /// Whether a token is in a list of lower-case words, in any case.
    pub(crate) fn is_in(&self, at: usize, list: &WordList) -> bool {
        self.is_any(at, list.entries())
    }

    /// Whether a token is a word of one of these classes.
    pub(crate) fn has(&self, at: usize, class: Class) -> bool {
        self.tokens
            .get(at)
            .is_some_and(|token| token.is_word() && token.has(class))
    }

    /// Whether a token is a word of one of these classes that is not written as a name.
    pub(crate) fn is_plain(&self, at: usize, class: Class) -> bool {
        self.tokens.get(at).is_some_and(|token| token.plain(class))
    }

    /// Whether a token begins with an upper-case letter.
    pub(crate) fn is_capital(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.capital)
    }

    /// The reporting verb that a token is a form of.
    pub(crate) fn cue(&self, at: usize) -> Option<Cue> {
        self.tokens.get(at)?.cue
    }

    /// Whether a token is this punctuation mark.
    pub(crate) fn is_mark(&self, at: usize, mark: u8) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is(mark))
    }

    /// Whether a token is a comma or a dash.
    pub(crate) fn is_comma_or_dash(&self, at: usize) -> bool {
        self.is_mark(at, b',') || self.is_mark(at, b'-')
    }

    /// Whether the sentence ends with a colon.
    pub(crate) fn ends_in_colon(&self) -> bool {
        self.tokens.last().is_some_and(|token| token.is(b':'))
    }

    /// Whether a token is a quotation.
    pub(crate) fn is_quote(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(Token::is_quote)
    }

    /// Whether one of these tokens is a quotation.
    pub(crate) fn has_quote(&self, range: &Range<usize>) -> bool {
        range.clone().any(|at| self.is_quote(at))
    }

    /// Whether one of `count` tokens from `start` on is a quotation.
    pub(crate) fn has_quote_near(&self, start: usize, count: usize) -> bool {
        self.has_quote(&(start..self.tokens.len().min(start + count)))
    }

    /// Whether a token is a quotation that is a title or a few words rather than speech.
    pub(crate) fn is_short_quote(&self, at: usize) -> bool {
        // Counting bytes first spares counting the words of a long quotation.
        self.is_quote(at)
            && self.word(at).len() < 80
            && self.word(at).split_whitespace().count() <= 4
    }

    /// Whether a quotation has several words, all but the small ones capitalised.
    pub(crate) fn is_title(&self, quote: usize) -> bool {
        let words = || self.word(quote).split_whitespace();
        words().nth(1).is_some()
            && words().all(|word| !word.starts_with(char::is_lowercase) || word.len() < 4)
    }

    /// Whether the last character of a quotation is a comma, which belongs to the sentence.
    pub(crate) fn ends_in_comma(&self, at: usize) -> bool {
        self.inside(at).ends_with(',')
    }

    /// A quotation without its closing marks.
    pub(crate) fn inside(&self, at: usize) -> &'a str {
        self.word(at).trim_end_matches(CLOSING_MARKS)
    }

    /// "that" behind a noun for people, a body or a text: "a video that said".
    pub(crate) fn is_relative_that(&self, at: usize) -> bool {
        self.is_word(at, "that") && at > 0 && self.has(at - 1, Class::SOURCE_NOUN)
    }

    /// The end of the sentence without its closing punctuation.
    pub(crate) fn last(&self) -> usize {
        let closes = |token: &Token| {
            matches!(
                token.kind,
                Kind::Mark(b'.' | b'!' | b'?' | b',' | b';' | b':' | b'-' | b' ')
            )
        };
        end_of_last(self.tokens, |token| !closes(token))
    }

    /// The first word, number or quotation in `start..limit`; `limit` if there is none.
    pub(crate) fn skip_marks(&self, start: usize, limit: usize) -> usize {
        (start..limit)
            .find(|&at| is_content(&self.tokens[at]))
            .unwrap_or(limit)
    }

    /// The end of the last word, number, quotation or bracket before `end`; 0 if there is none.
    pub(crate) fn trim_marks(&self, end: usize) -> usize {
        end_of_last(&self.tokens[..end], |token| {
            is_content(token) || token.is(b')')
        })
    }
}

/// Whether a token is a word, a number or a quotation.
pub(crate) fn is_content(token: &Token) -> bool {
    token.is_word() || token.is_quote() || token.kind == Kind::Number
}

/// The position behind the last of the tokens that fits; 0 if none does.
fn end_of_last(tokens: &[Token], fits: impl Fn(&Token) -> bool) -> usize {
    tokens.iter().rposition(fits).map_or(0, |at| at + 1)
}
