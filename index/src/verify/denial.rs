//! Tells what brackets may not cover: that a quotation denies what the source does not, the
//! reverse, and a number that is gone.
//!
//! A prefix or an ending is one only beside the same word without it: "under" has none. Words are
//! folded, as [`token`](crate::verify::token) compares them.

use crate::text::word_list::WordList;
use crate::verify::languages::Language;
use crate::verify::number::numbers_in;

static NEGATIVE_PREFIXES: WordList = WordList::new(include_str!("lists/negative_prefixes.txt"));

/// Whether one of two words denies the other: "able" and "unable", "hopeful" and "hopeless".
pub(super) fn is_opposite(one: &str, other: &str) -> bool {
    let adds = |long: &str, short: &str| {
        !short.is_empty()
            && long
                .strip_suffix(short)
                .is_some_and(|prefix| NEGATIVE_PREFIXES.contains(prefix))
    };
    let lacks = |one: &str, other: &str| {
        let stem = one.strip_suffix("less").filter(|stem| !stem.is_empty());
        stem.is_some_and(|stem| other == stem || other.strip_suffix("ful") == Some(stem))
    };
    adds(one, other) || adds(other, one) || lacks(one, other) || lacks(other, one)
}

/// Whether the words of a source have a number that those of a bracket in their place do not have.
pub(super) fn loses_number(own: &[&str], theirs: &[&str], language: &Language) -> bool {
    let numbers = |words: &[&str]| numbers_in(words, &vec![false; words.len()], language);
    let kept = numbers(own);
    numbers(theirs)
        .iter()
        .any(|(_, lost)| lost.is_count() && !kept.iter().any(|(_, number)| number == lost))
}

#[cfg(test)]
mod tests {
    use super::{is_opposite, loses_number};
    use crate::verify::languages::language;

    fn check(one: &str, other: &str, expected: bool) {
        assert_eq!(is_opposite(one, other), expected, "{one} {other}");
        assert_eq!(is_opposite(other, one), expected, "{other} {one}");
    }

    #[test]
    fn a_prefix_or_ending_that_one_word_lacks_denies() {
        check("unable", "able", true);
        check("impossible", "possible", true);
        check("hopeless", "hopeful", true);
        check("the", "he", false);
        check("under", "unable", false);
        check("able", "able", false);
    }

    #[test]
    fn a_number_in_no_other_form_is_lost() {
        let english = language(Some("en"));
        assert!(loses_number(&["boats"], &["five", "boats"], english));
        assert!(!loses_number(&["5", "ships"], &["five", "boats"], english));
        assert!(!loses_number(&["the", "bill"], &["this", "one"], english));
    }
}
