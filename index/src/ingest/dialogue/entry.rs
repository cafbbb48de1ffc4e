//! A line of a text, and the message that begins at one: what the shapes of this folder share.

use std::ops::Range;

use crate::ingest::dialogue::stamp::Day;
use crate::text::word_list::WordList;

static LOG_LEVELS: WordList = WordList::new(include_str!("lists/log_levels.txt"));

/// Longer names are sentences with a colon in them.
const NAME_CHARS: usize = 60;

/// A name of more words is a sentence: "Anna changed the subject from ...".
const NAME_WORDS: usize = 6;

/// A line that is not blank.
#[derive(Clone, Copy, Debug)]
pub struct Line<'t> {
    /// Its text without white space at the end.
    pub text: &'t str,
    /// Byte of its first character in the source.
    pub start: usize,
    /// Byte of the source after its last character.
    pub end: usize,
    /// Whether the source has the same bytes as `text`. White space may be squeezed, markup gone.
    pub exact: bool,
    /// Counted from 1. `None` where the source has no lines.
    pub number: Option<u32>,
    /// Whether something else is between it and the line before: a heading, a caption.
    pub stop: bool,
}

/// Who says a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// A person, by the name shown.
    By(String),
    /// The program: somebody joined, a file was sent. Also: nobody is named.
    Nobody,
}

/// A message that begins at a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Who says it.
    pub said: Said,
    /// Milliseconds from the start of the recording; `None` if the time is one of day.
    pub start_ms: Option<u64>,
    /// When it ends, if that is written.
    pub end_ms: Option<u64>,
    /// The day it was sent.
    pub day: Option<Day>,
    /// Byte of the line at which its words start; the line's length if they are on the next ones.
    pub rest: usize,
    /// How many lines its head takes.
    pub lines: usize,
    /// Whether its time may be that of something else than words: of a programme, a timetable, a
    /// log.
    pub loose: bool,
}

impl Line<'_> {
    /// The bytes in the source of its words from byte `from` of its text on, or of all of it.
    pub fn span_from(&self, from: usize) -> Range<usize> {
        let said = self.text[from..].trim_start();
        let start = self.start + self.text.len() - said.len();
        if self.exact {
            start..self.end
        } else {
            self.start..self.end.max(self.start)
        }
    }
}

impl Entry {
    /// A message with its head on one line.
    pub fn new(said: Said, rest: usize) -> Self {
        Self {
            said,
            start_ms: None,
            end_ms: None,
            day: None,
            rest,
            lines: 1,
            loose: false,
        }
    }
}

/// A name in a message without the signs that programs put around it. `None` if it is no name: a
/// sentence, or what a program writes in its logs.
pub fn name(written: &str) -> Option<String> {
    // Telephones mark the direction of a name, and one that is not in the address book.
    let is_mark = |c: char| matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let bare: String = written.chars().filter(|c| !is_mark(*c)).collect();
    let bare = bare.trim().trim_start_matches('~').trim();
    let bare = bare.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = bare.split(' ').count();
    let has_letter = bare.chars().any(char::is_alphanumeric);
    let is_sentence = bare.contains(['"', '“', '”', '{', '}', '=', '|', '<', '>']);
    let is_log = bare.contains(" - ")
        || bare
            .split(|c: char| !c.is_alphabetic())
            .any(|word| LOG_LEVELS.contains_ignore_ascii_case(word) && word.len() == bare.len())
        || bare.rsplit(['.', '/']).next().is_some_and(|last| {
            last.len() < bare.len() && LOG_LEVELS.contains_ignore_ascii_case(last)
        });
    let fits = words <= NAME_WORDS && bare.chars().count() <= NAME_CHARS;
    (has_letter && fits && !is_sentence && !is_log).then_some(bare)
}

/// "Berg, Anna" as "Anna Berg". Other names stay as they are.
pub fn in_order(name: &str) -> String {
    let Some((last, first)) = name.split_once(", ") else {
        return name.to_owned();
    };
    let is_name = |part: &str| {
        part.split(' ').count() <= 3
            && part
                .split(' ')
                .all(|word| word.starts_with(char::is_uppercase))
    };
    if first.contains(',') || !is_name(last) || !is_name(first) {
        return name.to_owned();
    }
    format!("{first} {last}")
}

#[cfg(test)]
mod tests {
    use super::{in_order, name};

    #[test]
    fn names_lose_their_marks_and_logs_have_none() {
        let check = |text, expected: Option<&str>| {
            assert_eq!(name(text).as_deref(), expected, "{text}");
        };
        check("\u{202A}+1 555 010 0199\u{202C}", Some("+1 555 010 0199"));
        check("~ Anna  Berg", Some("Anna Berg"));
        check("INFO", None);
        check("local.ERROR", None);
        check("root - INFO", None);
        check("Anna changed the subject from \"Boats", None);
        check("", None);
    }

    #[test]
    fn a_last_name_before_a_comma_comes_last() {
        assert_eq!(in_order("Berg, Anna"), "Anna Berg");
        assert_eq!(in_order("Anna Berg"), "Anna Berg");
        assert_eq!(in_order("Anna, who came late"), "Anna, who came late");
    }
}
