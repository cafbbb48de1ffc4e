//! Where the parser stands in the text, and the smallest things that can be read from there.

use std::ops::Range;

use crate::error::QueryError;

/// Brackets inside brackets that are followed; deeper ones are an error.
pub(super) const DEPTH: usize = 100;

/// A place in a query's text. Whatever is read moves it on.
pub(super) struct Cursor<'a> {
    pub text: &'a str,
    pub at: usize,
    /// What the user may want to know though nothing is wrong.
    pub notes: Vec<String>,
}

impl<'a> Cursor<'a> {
    pub fn new(text: &'a str) -> Cursor<'a> {
        Cursor {
            text,
            at: 0,
            notes: Vec::new(),
        }
    }

    /// What is still to be read.
    pub fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    pub fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub fn skip_space(&mut self) {
        let rest = self.rest();
        // Control characters stand for nothing, in a query as in a text.
        let blank = |c: char| c.is_whitespace() || c.is_control();
        self.at += rest.len() - rest.trim_start_matches(blank).len();
    }

    /// The word `OR`, `AND` or `NOT`, standing alone and in capitals.
    pub fn operator(&mut self, name: &str) -> Option<Range<usize>> {
        self.skip_space();
        if !self.operator_ahead(name) {
            return None;
        }
        let start = self.at;
        self.at += name.len();
        Some(start..self.at)
    }

    pub fn operator_ahead(&self, name: &str) -> bool {
        self.rest().strip_prefix(name).is_some_and(|rest| {
            rest.chars()
                .next()
                .is_none_or(|c| c.is_whitespace() || matches!(c, '(' | ')') || is_quote(c))
        })
    }

    /// The words with capitals that follow here, as the rest of a name does.
    pub fn rest_of_name(&self) -> Vec<&'a str> {
        let rest = self.rest();
        if !rest.starts_with(char::is_whitespace) {
            return Vec::new();
        }
        let is_part = |word: &&str| {
            word.starts_with(char::is_uppercase)
                && word
                    .chars()
                    .all(|c| c.is_alphabetic() || "-'’.".contains(c))
                && !["OR", "AND", "NOT"].contains(word)
        };
        rest.split_whitespace().take_while(is_part).collect()
    }

    /// A run of characters without space, bracket or quotation mark.
    pub fn raw_word(&mut self) -> Range<usize> {
        let start = self.at;
        let rest = &self.text[start..];
        let length = rest
            .char_indices()
            .find(|(_, c)| {
                c.is_whitespace() || c.is_control() || matches!(c, '(' | ')') || is_quote(*c)
            })
            .map_or(rest.len(), |(offset, _)| offset);
        self.at = start + length;
        start..self.at
    }

    /// What stands between a quotation mark here and the next, and where it begins.
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

    /// `~N` behind a phrase or word, and where the number stands. `~` alone is 1.
    pub fn tilde(&mut self) -> Result<Option<(u32, Range<usize>)>, QueryError> {
        if self.peek() != Some('~') {
            return Ok(None);
        }
        let start = self.at;
        let digits = self.text[start + 1..]
            .bytes()
            .take_while(u8::is_ascii_digit)
            .count();
        self.at = start + 1 + digits;
        let number = &self.text[start + 1..self.at];
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

/// Quotation marks of every script we read. Apostrophes and single marks never are.
pub(super) fn is_quote(c: char) -> bool {
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

/// A piece of the query to be repeated in a message: short, and without control characters.
pub(super) fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(40).collect()
}
