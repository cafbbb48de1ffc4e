//! The most common words. The index stores each pair of neighbouring common words as a term of its
//! own.
//!
//! Without these terms a phrase of common words alone ("and the") would read a large part of the
//! index. The list is part of the index format, as pairs are stored by rank: a change needs a new
//! fingerprint in `fields::words`.

use crate::text::word_list::WordList;

static COMMON_WORDS: WordList = WordList::new(include_str!("lists/common_words.txt"));

/// The most common words, folded and sorted. There are 256 at most, so that a rank fits into a
/// byte.
pub(crate) fn common_words() -> &'static [&'static str] {
    COMMON_WORDS.entries()
}

/// Whether a folded word is one of the most common.
pub fn is_common(folded: &str) -> bool {
    COMMON_WORDS.contains(folded)
}

/// Index of a folded word in [`common_words`]. `None` if it is not one of them.
pub(crate) fn rank(folded: &str) -> Option<u8> {
    let rank = COMMON_WORDS.position(folded)?;
    u8::try_from(rank).ok()
}

#[cfg(test)]
mod tests {
    use super::{common_words, is_common, rank};
    use crate::text::fold::fold;

    #[test]
    fn a_rank_is_a_byte() {
        assert!(common_words().len() <= 256);
        for (at, word) in common_words().iter().enumerate() {
            assert_eq!(rank(word).map(usize::from), Some(at), "{word}");
        }
    }

    #[test]
    fn common_words_are_folded() {
        for word in common_words() {
            assert_eq!(fold(word), **word);
        }
        assert!(is_common("the") && !is_common("harbour"));
    }
}
