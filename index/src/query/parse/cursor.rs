//! The parser's position in the text, and the smallest things to read from there.
//!
//! Positions are bytes. What is read is consumed.

use std::ops::Range;

use crate::error::QueryError;

/// Nested brackets and signs to follow. Deeper ones are an error, so that no query can exhaust the
/// stack.
pub(super) const MAX_DEPTH: usize = 100;

/// Characters of the query to repeat in a message, so that it fits on a line.
const MAX_SHOWN: usize = 40;

/// Words of a file's name after the first. Longer names are rare, and a sentence further on that
/// names a file is no part of this name.
const MAX_NAME_WORDS: usize = 5;

/// A position in the text of a query.
pub(super) struct Cursor<'a> {
    pub text: &'a str,
    pub at: usize,
    /// Hints for the user, collected on the way.
    pub notes: Vec<String>,
}

/// A word in capitals that joins or negates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    And,
    Or,
    Not,
}

impl Operator {
    const ALL: [Operator; 3] = [Operator::And, Operator::Or, Operator::Not];

    /// As it is typed.
    pub fn name(self) -> &'static str {
        match self {
            Operator::And => "AND",
            Operator::Or => "OR",
            Operator::Not => "NOT",
        }
    }
}

impl<'a> Cursor<'a> {
    /// The start of a text.
    pub fn new(text: &'a str) -> Cursor<'a> {
        Cursor {
            text,
            at: 0,
            notes: Vec::new(),
        }
    }

    /// What has not been read yet.
    pub fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// The next character. `None` at the end.
    pub fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Reads spaces and control characters, which mean nothing in a query.
    pub fn skip_space(&mut self) {
        let rest = self.rest();
        let blank = |c: char| c.is_whitespace() || c.is_control();
        self.at += rest.len() - rest.trim_start_matches(blank).len();
    }

    /// Reads an operator after any space, and returns its span. `None` if something else is next.
    pub fn operator(&mut self, operator: Operator) -> Option<Range<usize>> {
        self.skip_space();
        if !self.is_next(operator) {
            return None;
        }
        let start = self.at;
        self.at += operator.name().len();
        Some(start..self.at)
    }

    /// Whether an operator is next, as a word of its own.
    pub fn is_next(&self, operator: Operator) -> bool {
        let after = self.rest().strip_prefix(operator.name());
        after.is_some_and(|rest| rest.chars().next().is_none_or(ends_word))
    }

    /// The capitalized words that follow, as in `speaker:Anna Berg`. They are not read.
    pub fn rest_of_name(&self) -> Vec<&'a str> {
        let rest = self.rest();
        if !rest.starts_with(char::is_whitespace) {
            return Vec::new();
        }
        let is_operator = |word: &str| Operator::ALL.iter().any(|known| known.name() == word);
        let is_name_character = |c: char| c.is_alphabetic() || "-'’.".contains(c);
        let is_part = |word: &&str| {
            word.starts_with(char::is_uppercase)
                && word.chars().all(is_name_character)
                && !is_operator(word)
        };
        rest.split_whitespace().take_while(is_part).collect()
    }

    /// The words that follow up to one that ends like the name of a file, as in
    /// `doc:council minutes.md`. They are not read. Empty if `value` itself ends so, or if there is
    /// no such word among the next few.
    pub fn rest_of_file_name(&self, value: &str) -> Vec<&'a str> {
        let rest = self.rest();
        if !rest.starts_with(char::is_whitespace) || has_extension(value) {
            return self.rest_of_name();
        }
        let words: Vec<&str> = rest.split_whitespace().take(MAX_NAME_WORDS).collect();
        match words.iter().position(|word| has_extension(word)) {
            Some(last) if words[..last].iter().all(|word| !word.contains(':')) => {
                words[..=last].to_vec()
            }
            _ => self.rest_of_name(),
        }
    }

    /// Reads up to the next space, bracket or quotation mark, and returns the span.
    pub fn raw_word(&mut self) -> Range<usize> {
        let start = self.at;
        let rest = &self.text[start..];
        let length = rest
            .char_indices()
            .find(|(_, c)| c.is_control() || ends_word(*c))
            .map_or(rest.len(), |(offset, _)| offset);
        self.at = start + length;
        start..self.at
    }

    /// Reads from a quotation mark to the next. Returns what is between them, and where that
    /// starts.
    pub fn quoted(&mut self) -> Result<(&'a str, usize), QueryError> {
        let start = self.at;
        let open = self.peek().map_or(1, char::len_utf8);
        let inside = start + open;
        let mut before = None;
        let Some((length, close)) = self.text[inside..].char_indices().find(|(_, c)| {
            let escaped = before.replace(*c) == Some('\\');
            is_quote(*c) && !escaped
        }) else {
            return Err(QueryError::at(
                start..inside,
                "this quotation mark is not closed: add \" where the phrase ends",
            ));
        };
        self.at = inside + length + close.len_utf8();
        Ok((&self.text[inside..inside + length], inside))
    }

    /// Reads `~N` and returns the number and its span. `~` alone is 1. `None` if something else is
    /// next.
    pub fn tilde(&mut self) -> Result<Option<(u32, Range<usize>)>, QueryError> {
        if self.peek() != Some('~') {
            return Ok(None);
        }
        let start = self.at;
        self.at = start + 1;
        let number = &self.text[self.raw_word()];
        if !number.bytes().all(|byte| byte.is_ascii_digit()) {
            let message = "~ after a phrase takes a number of words, as in \"end war\"~3";
            return Err(QueryError::at(start..self.at, message));
        }
        let value = if number.is_empty() {
            Ok(1)
        } else {
            number.parse()
        };
        value
            .map(|value| Some((value, start..self.at)))
            .map_err(|_| QueryError::at(start..self.at, "this number is too large"))
    }
}

/// Whether a word ends like the name of a file: `minutes.md`.
fn has_extension(word: &str) -> bool {
    let is_extension = |(name, extension): (&str, &str)| {
        !name.is_empty()
            && (2..=5).contains(&extension.len())
            && extension.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && extension.starts_with(|c: char| c.is_ascii_alphabetic())
    };
    word.rsplit_once('.').is_some_and(is_extension)
}

/// Whether a character ends a word of the query.
fn ends_word(c: char) -> bool {
    c.is_whitespace() || matches!(c, '(' | ')') || is_quote(c)
}

/// Quotation marks of all scripts that we read. Apostrophes and single quotation marks never open a
/// phrase.
pub(in crate::query) fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '“'
            | '”'
            | '„'
            | '‟'
            | '«'
            | '»'
            | '＂'
            | '〝'
            | '〞'
            | '「'
            | '」'
            | '『'
            | '』'
    )
}

/// A piece of the query to repeat in a message: short, and without control characters.
pub(super) fn shown(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control())
        .take(MAX_SHOWN)
        .collect()
}

/// The error for brackets nested too deeply; `open` is the position of the bracket.
pub(super) fn too_deep(open: usize) -> QueryError {
    let message = format!("brackets are nested deeper than {MAX_DEPTH}");
    QueryError::at(open..open + 1, message)
}

/// The error for a bracket without its partner; `open` is the position of the bracket.
pub(super) fn unclosed(open: usize) -> QueryError {
    let message = "this bracket is not closed: add ) where the group ends";
    QueryError::at(open..open + 1, message)
}
