//! What holds for every text: ranges are sound, nothing panics, time is linear, stories are
//! independent.

use proptest::prelude::*;

use crate::attribution::{attribute, pronouns};
use crate::document::Utterance;

#[test]
fn long_texts_take_time_in_proportion() {
    // Each would run for hours if any step were quadratic.
    let marks = "\"a ".repeat(100_000);
    let prose = "Berg said the ferry stays, and Holm told her that it goes. ".repeat(40_000);
    let one_sentence = "and she said that he told them ".repeat(40_000);
    let one_word = "said".repeat(500_000);
    let apostrophes = "'a".repeat(200_000);
    let nested = "“a ‘b ".repeat(60_000);
    for text in [marks, prose, one_sentence, one_word, apostrophes, nested] {
        check(&[&text], &attribute(&[&text]));
    }
}

/// Checks that ranges lie inside their paragraph on character boundaries, ascending, disjoint or
/// nested, and that none is empty.
pub(crate) fn check(story: &[&str], found: &[Vec<Utterance>]) {
    assert_eq!(story.len(), found.len());
    for (text, utterances) in story.iter().zip(found) {
        let mut open: Vec<usize> = Vec::new();
        let mut start = 0;
        for utterance in utterances {
            let range = utterance.range.clone();
            assert!(
                text.get(range.clone())
                    .is_some_and(|content| !content.is_empty()),
                "{range:?} of {text}"
            );
            assert!(range.start >= start);
            start = range.start;
            while open.last().is_some_and(|end| *end <= range.start) {
                open.pop();
            }
            assert!(
                open.last().is_none_or(|end| range.end <= *end),
                "{range:?} of {text}"
            );
            open.push(range.end);
        }
    }
}

/// A text of words and marks that rules look for.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "\"",
        "“",
        "”",
        "'",
        "‘",
        "’",
        "''",
        "«",
        "»",
        ",",
        ".",
        "?",
        ":",
        ";",
        " - ",
        "—",
        "(",
        ")",
        "\u{A0}",
        "Anna",
        "Berg",
        "Otto Holm",
        "Mr. Holm",
        "the mayor",
        "he",
        "she",
        "said",
        "says",
        "told",
        "that",
        "saying",
        "asked",
        "according to",
        "who",
        "and",
        "when",
        "called",
        "wrote",
        "the",
        "a",
        "of",
        "in",
        "Monday",
        "'s",
        "U.S.",
        "北约",
        "spokesman for",
        "whether",
        "as",
        "ferry",
        "said:",
        "𝒜",
        "e\u{301}",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.join(" "))
}

proptest! {
    #[test]
    fn utterances_are_disjoint_or_nested(story in prop::collection::vec(pieces(), 0..5)) {
        let story: Vec<&str> = story.iter().map(String::as_str).collect();
        check(&story, &attribute(&story));
        pronouns(&story);
    }

    #[test]
    fn any_text_is_read_without_a_panic(story in prop::collection::vec(".{0,200}", 0..4)) {
        let story: Vec<&str> = story.iter().map(String::as_str).collect();
        check(&story, &attribute(&story));
    }

    #[test]
    fn a_story_does_not_depend_on_the_one_before(
        one in prop::collection::vec(pieces(), 0..4),
        other in pieces(),
    ) {
        let story: Vec<&str> = one.iter().map(String::as_str).collect();
        let alone = attribute(&story);
        attribute(&[&other]);
        prop_assert_eq!(alone, attribute(&story));
    }
}
