//! Grades the words of a quotation by its edits. A similarity never decides: a sentence and its
//! negation are nearly the same.

use std::ops::Range;

use crate::verify::edits::{ReadMark, Reading};
use crate::verify::quotation::Quotation;
use crate::verify::report::{Grade, MarkKind};
use crate::verify::token::Token;

/// The largest share of the words that may be edited in an altered quotation.
const MAX_EDITED: f32 = 0.35;

/// The smallest share of the words that a source must have to be near.
const MIN_NEAR: f32 = 0.5;

/// Words in a row that are no chance, however common they are.
const ROW: usize = 5;

/// How much the words of a quotation tell about where it is from.
#[derive(Clone, Debug, Default)]
pub(super) struct Evidence {
    /// For each item, the bits that finding it in a passage is worth: the binary logarithm of how
    /// many passages there are for each that has the word.
    pub bits: Vec<f32>,
    /// The bits that single out one passage.
    pub needed: f32,
}

impl Evidence {
    /// Whether the matched words of some items are no chance: a long row of them, or rare ones.
    /// For few words a share of them is not enough.
    pub fn is_enough(&self, matched: &[bool], items: Range<usize>) -> bool {
        let mut row = 0;
        let mut longest = 0;
        let mut bits = 0.0;
        for item in items {
            if matched[item] {
                row += 1;
                longest = longest.max(row);
                bits += self.bits[item];
            } else {
                row = 0;
            }
        }
        longest >= ROW || bits >= self.needed
    }

    /// Whether these words alone, all of them matched, tell where they are from.
    pub fn singles_out(&self) -> bool {
        self.bits.len() > ROW || self.bits.iter().sum::<f32>() >= self.needed
    }
}

/// A quotation beside the source that it is compared with.
pub(super) struct Compared<'c> {
    pub quote: &'c str,
    pub quotation: &'c Quotation,
    /// The source's text and words.
    pub text: &'c str,
    pub tokens: &'c [Token],
    pub reading: &'c Reading,
    pub evidence: &'c Evidence,
    /// Whether the words, or what an ellipsis hides, are those of several persons.
    pub is_of_several: bool,
}

impl Compared<'_> {
    /// How far the quotation's words are those of the source.
    pub fn grade(&self) -> Grade {
        let reading = self.reading;
        let words = self.quotation.word_count();
        let items = 0..self.quotation.items.len();
        let is_enough = self.evidence.is_enough(&reading.matched, items.clone());
        if reading.is_complete() && self.quotation.beyond == 0 {
            let hides = |mark: &ReadMark| mark.kind != MarkKind::Note;
            return if self.is_of_several {
                Grade::Altered
            } else if reading.marks.iter().any(hides) || self.has_altered_word() {
                // Scattered words are in many passages.
                if is_enough || words >= ROW {
                    Grade::Elided
                } else {
                    Grade::Near
                }
            } else if self.is_same_text() {
                Grade::Exact
            } else {
                Grade::Folded
            };
        }
        let edited = reading.edited() + self.quotation.beyond;
        let matched = self.quotation.items.iter().zip(&reading.matched);
        let matched = matched
            .filter(|(item, matched)| item.is_word() && **matched)
            .count();
        if edited as f32 <= MAX_EDITED * words as f32 && is_enough && matched > 2 {
            Grade::Altered
        } else if matched as f32 >= MIN_NEAR * words as f32 && is_enough && matched > 3 {
            Grade::Near
        } else {
            Grade::NotFound
        }
    }

    /// Whether brackets alter the letters of a word.
    fn has_altered_word(&self) -> bool {
        let mut items = self.quotation.items.iter();
        items.any(|item| item.is_word() && item.word().is_none())
    }

    /// Whether the characters are the same, but for white space and the marks around the whole.
    fn is_same_text(&self) -> bool {
        let reading = self.reading;
        if reading.is_reformed || reading.words.is_empty() {
            return false;
        }
        let notes = reading.marks.iter().map(|mark| mark.words.clone());
        if notes.into_iter().any(|words| !words.is_empty()) {
            return false;
        }
        let start = self.tokens[reading.words.start].range().start;
        let end = self.tokens[reading.words.end - 1].range().end;
        let same = characters(&self.quote[self.quotation.range.clone()])
            .eq(characters(&self.text[start..end]));
        let own = last_mark(&self.quote[self.quotation.range.end..]);
        same && (own.is_none() || own == last_mark(&self.text[end..]))
    }
}

/// The characters of a text, with one space for any white space.
fn characters(text: &str) -> impl Iterator<Item = char> {
    let mut spaced = false;
    text.chars().filter_map(move |c| {
        let is_space = c.is_whitespace();
        let kept = !(is_space && spaced);
        spaced = is_space;
        kept.then_some(if is_space { ' ' } else { c })
    })
}

/// The mark right after the last word.
fn last_mark(rest: &str) -> Option<char> {
    let first = rest.chars().next()?;
    matches!(first, '.' | ',' | ';' | ':' | '!' | '?').then_some(first)
}

/// The longest row of items that the source has as they are, without an edit or an ellipsis inside.
pub(super) fn longest_row(quotation: &Quotation, reading: &Reading) -> Range<usize> {
    let mut best = 0..0;
    let mut start = 0;
    let count = reading.matched.len();
    // Where words of the source are left out between two items.
    let mut breaks = reading
        .changes
        .iter()
        .filter(|change| change.items.is_empty());
    let mut next_break = breaks.next().map(|change| change.items.start);
    for item in 0..=count {
        let is_omission = next_break == Some(item);
        if is_omission {
            next_break = breaks.next().map(|change| change.items.start);
        }
        let is_break = is_omission || quotation.has_ellipsis_before(item);
        let matched = item < count && reading.matched[item];
        if is_break || !matched {
            if item - start > best.len() {
                best = start..item;
            }
            start = if matched { item } else { item + 1 };
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::{characters, last_mark};

    #[test]
    fn white_space_is_one_space() {
        let shown: String = characters("a \n b\tc").collect();
        assert_eq!(shown, "a b c");
        assert_eq!(last_mark(".”"), Some('.'));
        assert_eq!(last_mark(" ."), None);
    }
}
