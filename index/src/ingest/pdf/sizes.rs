//! What the sizes of letters say: headings are larger than the text, footnotes are smaller.
//!
//! Sizes are compared in tenths of points.

use std::collections::HashMap;

use crate::ingest::pdf::letters::Line;

/// Letters this many times as large as those of the text make a heading.
const LARGER: f64 = 1.15;

/// Letters this many times as large as those of the text, or smaller, make a footnote.
const SMALLER: f64 = 0.9;

/// The sizes of letters in a file.
pub struct Sizes {
    /// The size of most letters, in tenths of points.
    text: u32,
    /// The sizes of headings, in tenths of points, the largest first.
    headings: Vec<u32>,
}

impl Sizes {
    /// Counts the letters of each size.
    pub fn of(pages: &[Vec<Line>]) -> Self {
        let mut letters: HashMap<u32, usize> = HashMap::new();
        for line in pages.iter().flatten() {
            *letters.entry(tenths(line.size)).or_default() += line.text.len();
        }
        let text = letters
            .iter()
            .max_by_key(|(size, count)| (**count, **size))
            .map_or(0, |(size, _)| *size);
        let mut headings: Vec<u32> = letters
            .into_keys()
            .filter(|size| f64::from(*size) >= f64::from(text) * LARGER)
            .collect();
        headings.sort_unstable_by(|one, other| other.cmp(one));
        Self { text, headings }
    }

    /// The level of a line that is a heading; the largest size is level 1.
    pub fn heading(&self, line: &Line) -> Option<u8> {
        /// A longer line, in bytes, is text in large letters.
        const MAX_BYTES: usize = 200;
        /// The last level, counted from 0. More sizes than this are not all levels.
        const LAST_LEVEL: usize = 4;
        let level = self
            .headings
            .iter()
            .position(|size| *size == tenths(line.size))?;
        let has_words = line.text.chars().filter(|c| c.is_alphabetic()).count() >= 2;
        (has_words && line.text.len() <= MAX_BYTES)
            .then(|| u8::try_from(level.min(LAST_LEVEL) + 1).unwrap_or(1))
    }

    /// Which lines of a page are footnotes: in smaller letters, at the bottom of the page or of a
    /// column, from the first one with a mark on.
    pub fn footnotes(&self, lines: &[&Line]) -> Vec<bool> {
        let mut footnotes = vec![false; lines.len()];
        let mut at_bottom = true;
        for (index, line) in lines.iter().enumerate().rev() {
            let ends_column = lines
                .get(index + 1)
                .is_none_or(|next| next.base <= line.base);
            at_bottom = (at_bottom || ends_column) && self.is_small(line);
            footnotes[index] = at_bottom;
        }
        let mut marked = false;
        for (footnote, line) in footnotes.iter_mut().zip(lines) {
            marked = *footnote && (marked || has_mark(line));
            *footnote = marked;
        }
        footnotes
    }

    fn is_small(&self, line: &Line) -> bool {
        f64::from(tenths(line.size)) <= f64::from(self.text) * SMALLER
    }
}

/// Whether a line begins with the mark of a footnote.
pub fn has_mark(line: &Line) -> bool {
    line.text
        .trim_start()
        .starts_with(|c: char| c.is_numeric() || matches!(c, '*' | '†' | '‡' | '§'))
}

/// A size in tenths of points, rounded to half a point: scaling makes equal sizes differ slightly.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a size is positive, and saturates"
)]
pub fn tenths(size: f64) -> u32 {
    (size * 2.0).round() as u32 * 5
}
