//! Where the quotations of a draft are in its file: byte, line and column.
//!
//! A paragraph's text has no markup, so a quotation is found in the decoded source by its first
//! words, with anything but letters and digits between them. Offsets are bytes; lines and columns
//! count from 1, columns in characters. Quotations are asked for in the order of the source, so
//! that the whole is linear.

use std::ops::Range;

use crate::ingest::block::Lines;

/// Words that a quotation is found by. More would fail at the first link or tag between them.
const MAX_WORDS: usize = 4;

/// Bytes between two words that may be markup. Longer stretches hold other text.
const MAX_GAP_BYTES: usize = 40;

/// Bytes of the source for each byte of text: links and tags are longer than what they are around.
const MARKUP_FACTOR: usize = 8;

/// Columns further on are counted in bytes, or a file of one line would be read again for each.
const MAX_COLUMN_BYTES: usize = 4096;

/// Bytes of the source that are searched at least.
const MIN_WINDOW_BYTES: usize = 2048;

/// A decoded source, and how far it was read.
pub(super) struct Locator<'a> {
    text: &'a str,
    lines: Lines<'a>,
    /// The source's byte of what was found last, and its byte in the paragraph's text.
    last: (usize, usize),
    /// The line of what was found last, and the byte at which it begins.
    line: (u32, usize),
}

/// A place in a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Located {
    pub(super) start: usize,
    pub(super) line: u32,
    pub(super) column: u32,
}

impl<'a> Locator<'a> {
    pub(super) fn new(text: &'a str) -> Locator<'a> {
        Locator {
            text,
            lines: Lines::new(text),
            last: (0, 0),
            line: (1, 0),
        }
    }

    /// Where `quote` begins, in the part of the source that its paragraph was read from; `offset`
    /// is its byte in the paragraph's text. `None` if none of its first words is there.
    pub(super) fn find(
        &mut self,
        quote: &str,
        offset: usize,
        span: &Range<usize>,
    ) -> Option<Located> {
        let (at, before) = self.last;
        let is_same = span.contains(&at) && before <= offset;
        let (from, ahead) = match is_same {
            true => (at, offset - before),
            false => (span.start, offset),
        };
        let window = (ahead + quote.len()) * MARKUP_FACTOR + MIN_WINDOW_BYTES;
        let end = span
            .end
            .min(from.saturating_add(window))
            .min(self.text.len());
        let end = self.text.floor_char_boundary(end);
        let start = self.start_of(quote, from..end)?;
        self.last = (start, offset);
        Some(self.located(start))
    }

    /// The decoded source.
    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    /// Where the words that begin at `place` end: behind the last of them.
    pub(super) fn end_of(
        &self,
        place: &Located,
        words: &str,
        span: &Range<usize>,
    ) -> Option<usize> {
        let last = words
            .rsplit(|c: char| !c.is_alphanumeric())
            .find(|word| !word.is_empty())?;
        let least = place.start + words.len().saturating_sub(last.len() + 1);
        let window = words.len() * MARKUP_FACTOR + MIN_WINDOW_BYTES;
        let end = span
            .end
            .min(place.start.saturating_add(window))
            .min(self.text.len());
        let from = self.text.floor_char_boundary(least.min(end));
        let rest = &self.text.as_bytes()[from..self.text.floor_char_boundary(end)];
        // White space that was joined makes the source longer, never shorter by much.
        let found = memchr::memmem::find(rest, last.as_bytes())?;
        Some(from + found + last.len())
    }

    /// The line and the column of a byte that is not before the one asked for last.
    fn located(&mut self, start: usize) -> Located {
        let start = self.text.floor_char_boundary(start);
        let line = self.lines.line_of(start);
        if line != self.line.0 {
            let end = memchr::memrchr(b'\n', &self.text.as_bytes()[..start]);
            self.line = (line, end.map_or(0, |end| end + 1));
        }
        let line_start = self.line.1;
        // A file may be one line.
        let column = match start.saturating_sub(line_start) {
            far if far > MAX_COLUMN_BYTES => far + 1,
            _ => self.text[line_start..start].chars().count() + 1,
        };
        Located {
            start,
            line,
            column: u32::try_from(column).unwrap_or(u32::MAX),
        }
    }

    /// The byte of the first of the quotation's words, with most of those after it. Words behind a
    /// mark come first: others are not quoted.
    fn start_of(&self, quote: &str, range: Range<usize>) -> Option<usize> {
        let source = self.text.get(range.clone())?;
        let is_mark = |c: char| !c.is_alphanumeric();
        let words: Vec<&str> = quote
            .split(is_mark)
            .filter(|word| !word.is_empty())
            .take(MAX_WORDS)
            .collect();
        let any = |behind_mark| {
            let mut counts = (1..=words.len()).rev();
            counts.find_map(|count| position(source, &words[..count], behind_mark))
        };
        any(true).or_else(|| any(false)).map(|at| range.start + at)
    }
}

/// Where words follow each other in a text.
fn position(text: &str, words: &[&str], behind_mark: bool) -> Option<usize> {
    let first = words.first()?;
    let may_begin = |at: usize| {
        let before = text[..at].chars().next_back().unwrap_or(' ');
        !before.is_alphanumeric() && (!behind_mark || !before.is_whitespace())
    };
    let mut starts = memchr::memmem::find_iter(text.as_bytes(), first.as_bytes());
    starts.find(|&at| {
        let mut end = at + first.len();
        may_begin(at)
            && words[1..].iter().all(|word| {
                let gap = gap(&text[end..]);
                let found = gap.is_some_and(|gap| text[end + gap..].starts_with(word));
                end += gap.unwrap_or(0) + word.len();
                found
            })
    })
}

/// The length of what is between a word and the next one.
fn gap(text: &str) -> Option<usize> {
    let near = &text[..text.floor_char_boundary(MAX_GAP_BYTES.min(text.len()))];
    near.find(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::Locator;

    #[track_caller]
    fn check(source: &str, quotes: &[&str], expected: &[(u32, u32)]) {
        let mut locator = Locator::new(source);
        let found: Vec<_> = quotes
            .iter()
            .filter_map(|quote| locator.find(quote, source.find(quote)?, &(0..source.len())))
            .map(|at| (at.line, at.column))
            .collect();
        assert_eq!(found, expected, "{source}");
    }

    #[test]
    fn lines_and_columns_count_from_one() {
        check("\"Full,\" she said.", &["Full,"], &[(1, 2)]);
        check("a\n“Né”: “so full”", &["Né", "so full"], &[(2, 2), (2, 8)]);
    }

    #[test]
    fn markup_between_words_does_not_matter() {
        let find = |source: &str, quote: &str| {
            let found = Locator::new(source).find(quote, 0, &(0..source.len()));
            found.map(|at| (at.line, at.column))
        };
        assert_eq!(
            find("x\n> the *harbour* is", "the harbour is"),
            Some((2, 3))
        );
        assert_eq!(find("Say “<em>no</em> boat”", "no boat"), Some((1, 10)));
        assert_eq!(find("so\n> full it is", "so full it"), Some((1, 1)));
        assert_eq!(find("nothing", "else"), None);
    }

    #[test]
    fn a_word_is_found_whole_and_behind_a_mark() {
        check("cargo “go” and “go”", &["go”"], &[(1, 8)]);
        check(
            "The end is near: “The end is near”",
            &["The end is near”"],
            &[(1, 19)],
        );
    }
}
