//! Who said it, in prose: finds what is quoted or reported in the paragraphs of one story, and by whom.
//!
//! Precision first: no speaker is better than a wrong one. The reading is shallow (tokens, word lists, the shape of
//! clauses), deterministic, and linear in the length of the story; nothing is known of the world beyond the lists in
//! `lexicon`. Every utterance names the rule that found it. All offsets are bytes of their paragraph.

// Rules are written in the order in which they are said ("a name, but not at the head of the sentence").
#![allow(clippy::nonminimal_bool)]

pub mod name;
mod people;
mod phrase;
mod sentence;
mod story;
mod words;

use std::ops::Range;

use crate::attribution::story::read::Story;
use crate::document::Utterance;

#[cfg(fuzzing)]
pub(crate) use crate::attribution::words::quote::quotes as quotations;

/// Finds who utters what in the body paragraphs of one story.
///
/// Gives one list per paragraph: ascending by start, disjoint or nested, never empty ranges.
///
/// ```
/// let story = ["\"The ferry stays,\" Mayor Anna Berg said.", "Berg told the council that it would sail in May."];
/// let found = onrecord_index::attribution::attribute(&story);
/// assert_eq!(found[0][0].speaker.as_deref(), Some("Anna Berg"));
/// assert!(found[0][0].verbatim);
/// assert_eq!(&story[1][found[1][0].range.clone()], "it would sail in May");
/// ```
pub fn attribute(paragraphs: &[&str]) -> Vec<Vec<Utterance>> {
    if !paragraphs
        .iter()
        .any(|text| words::report_filter::may_report(text))
    {
        return vec![Vec::new(); paragraphs.len()];
    }
    let mut buffer = Vec::new();
    let (mut story, read) = Story::read(paragraphs, &mut buffer);
    (0..paragraphs.len())
        .map(|at| {
            let behind = paragraphs.get(at + 1).copied().zip(read.get(at + 1));
            story.paragraph(paragraphs[at], &read[at], behind, &mut buffer)
        })
        .collect()
}

/// Finds whom the pronouns of one story mean: byte range and person, per paragraph, only where one person fits.
///
/// ```
/// let story = ["Anna Berg runs the ferry. She is its third captain."];
/// let found = onrecord_index::attribution::pronouns(&story);
/// assert_eq!(found[0], [(26..29, "Anna Berg".to_owned())]);
/// ```
pub fn pronouns(paragraphs: &[&str]) -> Vec<Vec<(Range<usize>, String)>> {
    let mut buffer = Vec::new();
    let (mut story, read) = Story::read(paragraphs, &mut buffer);
    let mut all = Vec::with_capacity(paragraphs.len());
    for (text, reading) in paragraphs.iter().zip(&read) {
        let mut found = Vec::new();
        reading.each_sentence(text, &mut buffer, |tokens| {
            story.pronouns(text, tokens, &mut found)
        });
        all.push(found);
    }
    all
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{attribute, pronouns};
    use crate::document::{Utterance, speakers_of};

    #[test]
    fn a_participle_may_come_first() {
        check(&["not asking for a berth. So if we find a way of"], &[&[]]);
    }

    /// Checks content, speaker (or the source's words in angle brackets) and rule of the outermost utterances.
    fn check(story: &[&str], expected: &[&[(&str, &str, &str)]]) {
        let found = attribute(story);
        for ((text, utterances), expected) in story.iter().zip(&found).zip(expected) {
            let mut end = 0;
            let mut outer: Vec<(&str, String, &str)> = Vec::new();
            for utterance in utterances {
                if utterance.range.end <= end {
                    continue;
                }
                end = utterance.range.end;
                let who = utterance
                    .speaker
                    .clone()
                    .unwrap_or(format!("<{}>", utterance.speaker_text));
                outer.push((&text[utterance.range.clone()], who, utterance.rule.name()));
            }
            let outer: Vec<(&str, &str, &str)> = outer
                .iter()
                .map(|(content, who, rule)| (*content, who.as_str(), *rule))
                .collect();
            assert_eq!(&outer, expected, "{text}");
        }
    }

    #[test]
    fn a_quotation_has_its_speaker_before_or_behind_the_verb() {
        check(
            &["\"The ferry stays,\" Anna Berg said."],
            &[&[("\"The ferry stays,\"", "Anna Berg", "quote-said")]],
        );
        check(
            &["“It stays,” said Otto Holm, the harbour master. “For good.”"],
            &[&[
                ("“It stays,”", "Otto Holm", "quote-said"),
                ("“For good.”", "Otto Holm", "continued"),
            ]],
        );
        check(
            &["\"Why not?\" Mayor Anna Berg asked. Nobody knew."],
            &[&[("\"Why not?\"", "Anna Berg", "quote-said")]],
        );
    }

    #[test]
    fn indirect_speech_has_its_content() {
        check(
            &["Mayor Anna Berg said Tuesday that the ferry would stay in Lindal."],
            &[&[("the ferry would stay in Lindal", "Anna Berg", "said-that")]],
        );
        check(
            &["Anna Berg told the council she would sell the ferry."],
            &[&[("she would sell the ferry", "Anna Berg", "said-clause")]],
        );
        check(
            &["The ferry will stay, according to Anna Berg, a captain."],
            &[&[("The ferry will stay", "Anna Berg", "according-to")]],
        );
        check(
            &["The plan, Anna Berg said, was dead."],
            &[&[
                ("The plan", "Anna Berg", "split"),
                ("was dead", "Anna Berg", "split"),
            ]],
        );
    }

    #[test]
    fn a_surname_means_the_person_whom_the_story_names_in_full() {
        check(
            &["Berg said no.", "Harbour chief Anna Berg runs the port."],
            &[&[("no", "Anna Berg", "said-clause")], &[]],
        );
        check(
            &["Anna Berg met Olga Berg.", "\"We met,\" Berg said."],
            &[&[], &[("\"We met,\"", "<Berg>", "quote-said")]],
        );
    }

    #[test]
    fn a_pronoun_means_the_latest_person_who_fits() {
        check(
            &[
                "Otto Holm fears for his ferry.",
                "Mayor Anna Berg signed her name.",
                "\"I am sure,\" he said.",
            ],
            &[&[], &[], &[("\"I am sure,\"", "Otto Holm", "quote-said")]],
        );
    }

    #[test]
    fn a_pronoun_behind_a_shared_surname_means_nobody() {
        let story = [
            "Otto Holm met Anna Holm and Karl Berg.",
            "Karl Berg sat. Holm left. He sailed.",
        ];
        assert!(pronouns(&story)[1].is_empty());
        let story = ["Her mother, Olga Holm, sailed."];
        assert!(pronouns(&story)[0].is_empty());
    }

    #[test]
    fn organisations_and_unnamed_sources_are_no_persons() {
        for (text, source) in [
            (
                "The harbour board said the ferry would stay.",
                "<The harbour board>",
            ),
            (
                "The Green List said the ferry would stay.",
                "<The Green List>",
            ),
            (
                "One Berg aide said the ferry would stay.",
                "<One Berg aide>",
            ),
            (
                "The Berg campaign said the ferry would stay.",
                "<The Berg campaign>",
            ),
            (
                "Supporters of Anna Berg said the ferry would stay.",
                "<Supporters of Anna Berg>",
            ),
            (
                "A spokesman for Anna Berg said the ferry would stay.",
                "<A spokesman for Anna Berg>",
            ),
        ] {
            check(
                &[text],
                &[&[("the ferry would stay", source, "said-clause")]],
            );
        }
    }

    #[test]
    fn a_second_report_of_the_sentence_ends_the_first() {
        check(
            &["Anna Berg said the ferry stays and added that the bridge goes."],
            &[&[
                ("the ferry stays", "Anna Berg", "said-clause"),
                ("the bridge goes", "Anna Berg", "said-that"),
            ]],
        );
        check(
            &["Anna Berg sold the ferry, saying it was old."],
            &[&[("it was old", "Anna Berg", "said-clause")]],
        );
    }

    #[test]
    fn a_quotation_goes_on_over_paragraphs() {
        check(
            &[
                "\"We sail,\" Anna Berg said. \"We sail in May.",
                "\"And we come back.\"",
            ],
            &[
                &[
                    ("\"We sail,\"", "Anna Berg", "quote-said"),
                    ("\"We sail in May.", "Anna Berg", "continued"),
                ],
                &[("\"And we come back.\"", "Anna Berg", "reopened")],
            ],
        );
        check(
            &[
                "Anna Berg wrote in a letter to the council:",
                "\"The ferry stays.\"",
            ],
            &[&[], &[("\"The ferry stays.\"", "Anna Berg", "announced")]],
        );
    }

    #[test]
    fn titles_of_texts_and_programmes_are_not_said() {
        check(
            &["\"The ferry stays in Lindal for good,\" by Anna Berg, is a long story."],
            &[&[]],
        );
        check(
            &["\"It stays,\" Anna Berg said.", "'A hard choice.'"],
            &[&[("\"It stays,\"", "Anna Berg", "quote-said")], &[]],
        );
        check(
            &["On Sunday on \"Lindal Today,\" Anna Berg said the ferry stays."],
            &[&[("the ferry stays", "Anna Berg", "said-clause")]],
        );
    }

    #[test]
    fn a_participle_behind_a_noun_reports_nothing() {
        check(
            &["A ship called Spring lies in the port, and a plan criticized by many is dead."],
            &[&[]],
        );
    }

    #[test]
    fn words_inside_a_report_are_verbatim_and_nested() {
        let found = attribute(&["Anna Berg said the ferry was \"a grand old lady\" of the sea."]);
        let kinds: Vec<(bool, &str)> = found[0]
            .iter()
            .map(|u| (u.verbatim, u.rule.name()))
            .collect();
        assert_eq!(kinds, [(false, "said-clause"), (true, "words-within")]);
        assert_eq!(speakers_of(&found[0]), ["Anna Berg"]);
    }

    #[test]
    fn what_is_asked_or_spoken_of_is_not_told() {
        check(&["Anna Berg asked Otto Holm a question."], &[&[]]);
        check(
            &["The things Anna Berg said about the ferry are forgotten."],
            &[&[]],
        );
        check(&["Here are quips/quotes/photos of the ferry."], &[&[]]);
    }

    #[test]
    fn who_is_only_described_does_not_speak() {
        let found = attribute(&["A captain speaking to Anna Berg said the ferry stays."]);
        let speakers: Vec<_> = found[0].iter().map(|one| one.speaker.as_deref()).collect();
        assert_eq!(speakers, [None]);
        check(
            &["“It stays,” al-Rashid said.", "“Ja”, said Omar al-Rashid."],
            &[
                &[("“It stays,”", "Omar al-Rashid", "quote-said")],
                &[("“Ja”", "Omar al-Rashid", "quote-said")],
            ],
        );
    }

    #[test]
    fn who_issues_a_text_says_what_it_says() {
        check(
            &["Anna Berg issued a statement saying the ferry stays."],
            &[&[("the ferry stays", "Anna Berg", "said-clause")]],
        );
        check(
            &["Anna Berg sails, and like Otto Holm has spoken about the ferry."],
            &[&[("the ferry", "Anna Berg", "said-about")]],
        );
    }

    #[test]
    fn words_of_a_headline_are_nobody() {
        let story = [
            "Berg Addresses Harbour Storm: 'This Cannot Go On.'",
            "Anna Berg said it stays.",
        ];
        let found = attribute(&story);
        assert_eq!(speakers_of(&found[0]), [""; 0]);
        assert_eq!(speakers_of(&found[1]), ["Anna Berg"]);
    }

    #[test]
    fn the_first_word_of_a_sentence_is_no_part_of_a_name() {
        for opening in ["Suddenly", "Meeting", "Poor", "Hence"] {
            let text = format!("{opening} Berg rose. \"It stays,\" Berg said.");
            let found = attribute(&[&text]);
            assert_eq!(speakers_of(&found[0]), ["Berg"], "{text}");
        }
        let story = [
            "Lindal is old. Lindal is small. Lindal is poor. Berg sails. Berg sings. Berg sleeps.",
            "In Lindal Berg rose. \"It stays,\" Berg said.",
        ];
        assert_eq!(speakers_of(&attribute(&story)[1]), ["Berg"]);
    }

    #[test]
    fn a_word_before_a_comma_is_nobody() {
        let story = [
            "Fittingly, the ferry stays. It is old, as he said.",
            "Experience shows that it sails.",
        ];
        for found in attribute(&story) {
            assert_eq!(speakers_of(&found), [""; 0]);
        }
    }

    #[test]
    fn what_is_denied_was_not_said() {
        check(&["Anna Berg did not say that the ferry stays."], &[&[]]);
        check(&["Anna Berg never said the ferry stays."], &[&[]]);
        check(
            &["Anna Berg denied that the ferry stays."],
            &[&[("the ferry stays", "Anna Berg", "said-that")]],
        );
    }

    #[test]
    fn a_verb_of_clauses_takes_no_thing() {
        check(&["Anna Berg declared victory."], &[&[]]);
        check(
            &["Anna Berg claimed the prize for crossing oceans."],
            &[&[]],
        );
        check(
            &["Anna Berg declared the ferry would stay."],
            &[&[("the ferry would stay", "Anna Berg", "said-clause")]],
        );
    }

    #[test]
    fn of_two_who_speak_together_the_last_is_given() {
        check(
            &["Anna Berg and Otto Holm said the ferry stays."],
            &[&[("the ferry stays", "Otto Holm", "said-clause")]],
        );
    }

    #[test]
    fn a_paragraph_may_sign_the_quotation_before_it() {
        check(
            &[
                "\"We sail in May, and nobody stays.\"",
                "- Anna Berg, mayor",
            ],
            &[
                &[(
                    "\"We sail in May, and nobody stays.\"",
                    "Anna Berg",
                    "signed",
                )],
                &[],
            ],
        );
    }

    #[test]
    fn a_report_inside_a_report_is_part_of_it() {
        check(
            &["Anna Berg said that Otto Holm had told her that the ferry stays."],
            &[&[(
                "Otto Holm had told her that the ferry stays",
                "Anna Berg",
                "said-that",
            )]],
        );
    }

    #[test]
    fn a_case_of_law_ends_no_sentence() {
        check(
            &["Anna Berg said that Berg v. Holm was wrong."],
            &[&[("Berg v. Holm was wrong", "Anna Berg", "said-that")]],
        );
    }

    #[test]
    fn an_office_of_two_houses_is_one_persons() {
        check(
            &["Lindal News and former harbour master Anna Berg said the ferry stays."],
            &[&[("the ferry stays", "Anna Berg", "said-clause")]],
        );
    }

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
            sound(&[&text], &attribute(&[&text]));
        }
    }

    /// Ranges lie inside their paragraph on character boundaries, ascending, disjoint or nested, none empty.
    fn sound(story: &[&str], found: &[Vec<Utterance>]) {
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

    /// Pieces that rules look for, so that chance puts them side by side.
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
            sound(&story, &attribute(&story));
            pronouns(&story);
        }

        #[test]
        fn any_text_is_read_without_a_panic(story in prop::collection::vec(".{0,200}", 0..4)) {
            let story: Vec<&str> = story.iter().map(String::as_str).collect();
            sound(&story, &attribute(&story));
        }

        #[test]
        fn a_story_does_not_depend_on_the_one_before(one in prop::collection::vec(pieces(), 0..4), other in pieces()) {
            let story: Vec<&str> = one.iter().map(String::as_str).collect();
            let alone = attribute(&story);
            attribute(&[&other]);
            prop_assert_eq!(alone, attribute(&story));
        }
    }
}
