//! How the words of a paragraph become terms in the fields `exact` and `said`.
//!
//! Writing and searching both use these functions. Positions count words, from 0.

use std::ops::Range;

use crate::document::Utterance;
use crate::text::common_words::is_common;

/// Distance between the positions of two utterances. It is larger than the distance that a query
/// may allow between words (100), so that no phrase matches across utterances.
pub(crate) const UTTERANCE_GAP: u32 = 1_000;

/// First character of a term that is a pair of common words. It sorts before every letter, so that
/// prefix searches never meet these terms.
pub(crate) const PAIR: char = '\u{1}';
/// First character of a stem in the field `said`, which holds folded words too.
pub(crate) const STEM: char = '\u{2}';

/// Identifies the rules by which words become terms. An index made by other rules is refused.
pub(crate) const FINGERPRINT: &str = "uax29-1.13.3-parts-1/fold-2/snowball-20261016-ko-1/pairs-1";

/// Finds the utterance that each word of a paragraph is in. A nested utterance counts as part of
/// the outer one.
pub(crate) struct UtteranceCursor<I: Iterator<Item = Range<usize>>> {
    utterances: std::iter::Peekable<I>,
    /// End of the outermost utterance so far.
    open_until: usize,
    /// Number of outermost utterances so far.
    groups: usize,
}

impl<I: Iterator<Item = Range<usize>>> UtteranceCursor<I> {
    /// Starts before the first word. `utterances` must ascend by start.
    pub fn new(utterances: I) -> UtteranceCursor<I> {
        UtteranceCursor {
            utterances: utterances.peekable(),
            open_until: 0,
            groups: 0,
        }
    }

    /// Number of the outermost utterance that contains the word, from 1. `None` if the word is in
    /// none. Must be called with ascending words.
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

/// Whether the whole paragraph is one verbatim utterance. Then the field `said` would only repeat
/// `exact`, and is left empty.
pub(crate) fn is_whole_turn(text: &str, utterances: &[Utterance]) -> bool {
    matches!(utterances, [only] if only.verbatim && only.range == (0..text.len()))
}

/// The term of two consecutive words, if both are common.
pub(crate) fn pair_term(first: &str, second: &str) -> Option<String> {
    (is_common(first) && is_common(second)).then(|| common_pair(first, second))
}

/// The term of two consecutive common words.
pub(crate) fn common_pair(first: &str, second: &str) -> String {
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
