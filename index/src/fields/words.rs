//! The rules by which a paragraph's words become terms, shared by who writes them and who looks for them.

use std::ops::Range;

use crate::document::Utterance;
use crate::text::common_words::is_common;

/// Positions between the last word of an utterance and the first of the next: more than the widest phrase spans.
pub(crate) const APART: u32 = 1_000;

/// First character of a term that is a pair of common words. Below every letter: expansions of prefixes skip it.
pub(crate) const PAIR: char = '\u{1}';
/// First character of a stem in the `said` field.
pub(crate) const STEM: char = '\u{2}';

/// Names the rules by which words become terms. An index made under another one does not fit this program's queries.
pub const FINGERPRINT: &str = "uax29-1.13.3/fold-1/snowball-20261016/pairs-1";

/// Which of a paragraph's utterances each word lies in. Nested ones count as the one they stand in.
pub(crate) struct Spoken<I: Iterator<Item = Range<usize>>> {
    utterances: std::iter::Peekable<I>,
    open_until: usize,
    groups: usize,
}

impl<I: Iterator<Item = Range<usize>>> Spoken<I> {
    /// The utterances come ascending by start.
    pub fn new(utterances: I) -> Spoken<I> {
        Spoken {
            utterances: utterances.peekable(),
            open_until: 0,
            groups: 0,
        }
    }

    /// The number of the outermost utterance that a word lies in. Words must be asked for in order.
    pub fn group(&mut self, word: Range<usize>) -> Option<usize> {
        while let Some(utterance) = self
            .utterances
            .next_if(|utterance| utterance.start < word.end)
        {
            if utterance.end > word.start && utterance.end > self.open_until {
                if self.open_until <= word.start {
                    self.groups += 1;
                }
                self.open_until = utterance.end;
            }
        }
        (word.start < self.open_until).then_some(self.groups)
    }
}

/// Whether a paragraph's words are all one speaker's, uttered: then `said:` needs no list of its own.
pub fn is_whole_turn(text: &str, utterances: &[Utterance]) -> bool {
    matches!(utterances, [only] if only.verbatim && only.range == (0..text.len()))
}

/// The term of two neighbouring words, if both are common.
pub(crate) fn pair_term(first: &str, second: &str) -> Option<String> {
    (is_common(first) && is_common(second)).then(|| paired(first, second))
}

/// The term of two neighbouring common words.
pub(crate) fn paired(first: &str, second: &str) -> String {
    format!("{PAIR}{first} {second}")
}

#[cfg(test)]
mod tests {
    use super::pair_term;

    #[test]
    fn only_common_words_make_a_pair() {
        assert_eq!(pair_term("of", "the").as_deref(), Some("\u{1}of the"));
        assert_eq!(pair_term("the", "best"), None);
    }
}
