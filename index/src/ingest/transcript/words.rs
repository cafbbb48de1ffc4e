//! Makes segments of a transcript that is a list of words.
//!
//! A segment ends where the speaker changes, where a sentence ends, and where nobody speaks for
//! [`PAUSE`]. A mark of punctuation follows the word before it without a space.

use crate::ingest::transcript::segment::{Segment, Time};

/// A silence of so many seconds ends a segment even within a sentence.
const PAUSE: f64 = 3.0;

/// A segment of so many bytes ends with its word: some services give no punctuation at all.
const LIMIT_BYTES: usize = 600;

/// A word or a mark of punctuation.
#[derive(Debug, Default)]
pub struct Word<'v> {
    /// Its letters.
    pub text: &'v str,
    /// When it starts.
    pub start: Option<Time>,
    /// When it ends.
    pub end: Option<Time>,
    /// Who says it.
    pub speaker: Option<String>,
    /// Whether it follows the word before it without a space.
    pub joins: bool,
}

/// The segments of words in reading order.
#[derive(Debug, Default)]
pub struct Segments {
    found: Vec<Segment>,
    current: Option<Segment>,
}

impl Segments {
    /// Takes the next word.
    pub fn take(&mut self, word: Word<'_>) {
        let text = word.text.trim();
        if text.is_empty() {
            return;
        }
        if self.ends_before(&word) {
            self.found.extend(self.current.take());
        }
        let Some(segment) = &mut self.current else {
            self.current = Some(Segment {
                text: text.to_owned(),
                written: Some(text.to_owned()),
                start: word.start,
                end: word.end.or(word.start),
                speaker: word.speaker,
            });
            return;
        };
        // Scripts without spaces between words have none here either.
        let joins = word.joins || (is_unspaced(&segment.text, true) && is_unspaced(text, false));
        if !joins {
            segment.text.push(' ');
        }
        segment.text.push_str(text);
        segment.end = word.end.or(word.start).or(segment.end);
    }

    /// The segments of all words taken.
    pub fn end(mut self) -> Vec<Segment> {
        self.found.extend(self.current.take());
        self.found
    }

    fn ends_before(&self, word: &Word<'_>) -> bool {
        let Some(segment) = &self.current else {
            return false;
        };
        if word.joins {
            return false;
        }
        let paused = match (segment.end, word.start) {
            (Some(Time::Number(end)), Some(Time::Number(start))) => start > end + PAUSE,
            (Some(Time::Ms(end)), Some(Time::Ms(start))) => start > end + PAUSE * 1000.0,
            _ => false,
        };
        let other = word.speaker.is_some() && word.speaker != segment.speaker;
        let sentence = segment
            .text
            .ends_with(['.', '?', '!', '…', '。', '？', '！', '।', '؟']);
        other || sentence || paused || segment.text.len() >= LIMIT_BYTES
    }
}

/// Whether the last (or first) character is of a script that has no spaces between words.
fn is_unspaced(text: &str, last: bool) -> bool {
    let c = if last {
        text.chars().next_back()
    } else {
        text.chars().next()
    };
    c.is_some_and(|c| {
        matches!(c, '\u{3000}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{FF00}'..='\u{FF60}')
            || matches!(c, '\u{0E00}'..='\u{0EFF}')
    })
}
