//! What attribution finds in whole stories: how paragraphs, people and rules work together.
//!
//! Tests of a single question about a sentence, a phrase or a name are in the file of that question.

use crate::attribution::{attribute, pronouns};
use crate::document::rule::Rule;
use crate::document::speakers_of;

/// What is said, the speaker (or the words for the source in angle brackets), and the rule.
type Said<'a> = (&'a str, &'a str, Rule);

/// Checks the outermost utterances of each paragraph.
fn check(story: &[&str], expected: &[&[Said<'_>]]) {
    let found = attribute(story);
    for ((text, utterances), expected) in story.iter().zip(&found).zip(expected) {
        let mut end = 0;
        let mut outer: Vec<(&str, String, Rule)> = Vec::new();
        for utterance in utterances {
            if utterance.range.end <= end {
                continue;
            }
            end = utterance.range.end;
            let speaker = utterance
                .speaker
                .clone()
                .unwrap_or(format!("<{}>", utterance.speaker_text));
            outer.push((&text[utterance.range.clone()], speaker, utterance.rule));
        }
        let outer: Vec<Said<'_>> = outer
            .iter()
            .map(|(content, speaker, rule)| (*content, speaker.as_str(), *rule))
            .collect();
        assert_eq!(&outer, expected, "{text}");
    }
}

#[test]
fn a_quotation_has_its_speaker_before_or_behind_the_verb() {
    check(
        &["\"The ferry stays,\" Anna Berg said."],
        &[&[("\"The ferry stays,\"", "Anna Berg", Rule::QuoteSaid)]],
    );
    check(
        &["“It stays,” said Otto Holm, the harbour master. “For good.”"],
        &[&[
            ("“It stays,”", "Otto Holm", Rule::QuoteSaid),
            ("“For good.”", "Otto Holm", Rule::Continued),
        ]],
    );
    check(
        &["\"Why not?\" Mayor Anna Berg asked. Nobody knew."],
        &[&[("\"Why not?\"", "Anna Berg", Rule::QuoteSaid)]],
    );
}

#[test]
fn indirect_speech_has_its_content() {
    check(
        &["Mayor Anna Berg said Tuesday that the ferry would stay in Lindal."],
        &[&[(
            "the ferry would stay in Lindal",
            "Anna Berg",
            Rule::SaidThat,
        )]],
    );
    check(
        &["Anna Berg told the council she would sell the ferry."],
        &[&[("she would sell the ferry", "Anna Berg", Rule::SaidClause)]],
    );
    check(
        &["The ferry will stay, according to Anna Berg, a captain."],
        &[&[("The ferry will stay", "Anna Berg", Rule::AccordingTo)]],
    );
    check(
        &["The plan, Anna Berg said, was dead."],
        &[&[
            ("The plan", "Anna Berg", Rule::Split),
            ("was dead", "Anna Berg", Rule::Split),
        ]],
    );
}

#[test]
fn a_surname_means_the_person_whom_the_story_names_in_full() {
    check(
        &["Berg said no.", "Harbour chief Anna Berg runs the port."],
        &[&[("no", "Anna Berg", Rule::SaidClause)], &[]],
    );
    check(
        &["Anna Berg met Olga Berg.", "\"We met,\" Berg said."],
        &[&[], &[("\"We met,\"", "<Berg>", Rule::QuoteSaid)]],
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
        &[
            &[],
            &[],
            &[("\"I am sure,\"", "Otto Holm", Rule::QuoteSaid)],
        ],
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
            &[&[("the ferry would stay", source, Rule::SaidClause)]],
        );
    }
}

#[test]
fn a_second_report_of_the_sentence_ends_the_first() {
    check(
        &["Anna Berg said the ferry stays and added that the bridge goes."],
        &[&[
            ("the ferry stays", "Anna Berg", Rule::SaidClause),
            ("the bridge goes", "Anna Berg", Rule::SaidThat),
        ]],
    );
    check(
        &["Anna Berg sold the ferry, saying it was old."],
        &[&[("it was old", "Anna Berg", Rule::SaidClause)]],
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
                ("\"We sail,\"", "Anna Berg", Rule::QuoteSaid),
                ("\"We sail in May.", "Anna Berg", Rule::Continued),
            ],
            &[("\"And we come back.\"", "Anna Berg", Rule::Reopened)],
        ],
    );
    check(
        &[
            "Anna Berg wrote in a letter to the council:",
            "\"The ferry stays.\"",
        ],
        &[
            &[],
            &[("\"The ferry stays.\"", "Anna Berg", Rule::Announced)],
        ],
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
        &[&[("\"It stays,\"", "Anna Berg", Rule::QuoteSaid)], &[]],
    );
    check(
        &["On Sunday on \"Lindal Today,\" Anna Berg said the ferry stays."],
        &[&[("the ferry stays", "Anna Berg", Rule::SaidClause)]],
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
    let kinds: Vec<(bool, Rule)> = found[0]
        .iter()
        .map(|found| (found.verbatim, found.rule))
        .collect();
    assert_eq!(
        kinds,
        [(false, Rule::SaidClause), (true, Rule::WordsWithin)]
    );
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
            &[("“It stays,”", "Omar al-Rashid", Rule::QuoteSaid)],
            &[("“Ja”", "Omar al-Rashid", Rule::QuoteSaid)],
        ],
    );
}

#[test]
fn who_issues_a_text_says_what_it_says() {
    check(
        &["Anna Berg issued a statement saying the ferry stays."],
        &[&[("the ferry stays", "Anna Berg", Rule::SaidClause)]],
    );
    check(
        &["Anna Berg sails, and like Otto Holm has spoken about the ferry."],
        &[&[("the ferry", "Anna Berg", Rule::SaidAbout)]],
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
fn of_two_who_speak_together_the_last_is_given() {
    check(
        &["Anna Berg and Otto Holm said the ferry stays."],
        &[&[("the ferry stays", "Otto Holm", Rule::SaidClause)]],
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
                Rule::Signed,
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
            Rule::SaidThat,
        )]],
    );
}

#[test]
fn a_case_of_law_ends_no_sentence() {
    check(
        &["Anna Berg said that Berg v. Holm was wrong."],
        &[&[("Berg v. Holm was wrong", "Anna Berg", Rule::SaidThat)]],
    );
}

#[test]
fn an_office_of_two_houses_is_one_persons() {
    check(
        &["Lindal News and former harbour master Anna Berg said the ferry stays."],
        &[&[("the ferry stays", "Anna Berg", Rule::SaidClause)]],
    );
}
