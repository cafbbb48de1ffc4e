//! Labels at the start of a paragraph: which shapes are found, and what is none.

use super::{label, timed_line};
use crate::text::label::shape::Shape;

fn check(text: &str, expected: Option<(&str, Shape, &str)>) {
    let found = label(text).map(|found| (found.name, found.shape, &text[found.rest..]));
    assert_eq!(found, expected, "{text}");
}

#[test]
fn a_name_and_a_colon_are_a_label() {
    check(
        "Anna Berg: Good evening.",
        Some(("Anna Berg", Shape::Colon, "Good evening.")),
    );
    check(
        "ANNA BERG: Good evening.",
        Some(("ANNA BERG", Shape::Capitals, "Good evening.")),
    );
    check(
        "Ada van den Berg : Yes.",
        Some(("Ada van den Berg", Shape::Colon, "Yes.")),
    );
    check("Speaker 1: Yes.", Some(("Speaker 1", Shape::Colon, "Yes.")));
    check(
        "Audience member: Yes.",
        Some(("Audience member", Shape::Loose, "Yes.")),
    );
    check(
        "Édouard Løv: Oui.",
        Some(("Édouard Løv", Shape::Colon, "Oui.")),
    );
}

#[test]
fn a_parenthesis_or_an_office_is_no_part_of_the_name() {
    check(
        "ANNA BERG (chair): Yes.",
        Some(("ANNA BERG", Shape::Capitals, "Yes.")),
    );
    check(
        "PICARD (in dressing gown):",
        Some(("PICARD", Shape::Capitals, "")),
    );
    check(
        "Senator Anna Berg (D-Ohio): Yes.",
        Some(("Senator Anna Berg", Shape::Colon, "Yes.")),
    );
    check(
        "Anna Berg, harbour master: Yes.",
        Some(("Anna Berg", Shape::Colon, "Yes.")),
    );
}

#[test]
fn a_title_in_front_of_capitals_needs_no_colon() {
    check(
        "Mr. INOUYE. Mr. President, I rise.",
        Some(("Mr. INOUYE", Shape::Titled, "Mr. President, I rise.")),
    );
    check(
        "Mr. SMITH of New Jersey. I rise.",
        Some(("Mr. SMITH of New Jersey", Shape::Titled, "I rise.")),
    );
    check(
        "The PRESIDING OFFICER. Without objection.",
        Some(("The PRESIDING OFFICER", Shape::Titled, "Without objection.")),
    );
    check(
        "The PRESIDING OFFICER (Mr. Dahl). So ordered.",
        Some(("The PRESIDING OFFICER", Shape::Titled, "So ordered.")),
    );
    check(
        "Mr. Berg. Thank you.",
        Some(("Mr. Berg", Shape::Address, "Thank you.")),
    );
    check("Mr. Berg said that. Thank you.", None);
}

#[test]
fn times_beside_a_label_are_read() {
    for text in [
        "Anna Berg: 00:01:02 Yes.",
        "Anna Berg [00:01:02]: Yes.",
        "[00:01:02] Anna Berg: Yes.",
        "Anna Berg: [01:02] Yes.",
        "Anna Berg 00:01:02: Yes.",
    ] {
        check(text, Some(("Anna Berg", Shape::Colon, "Yes.")));
        assert_eq!(
            label(text).and_then(|found| found.time_ms),
            Some(62_000),
            "{text}"
        );
    }
    check("Anna Berg: 00:01:02", Some(("Anna Berg", Shape::Colon, "")));
    check(
        "Anna Berg (00:01:02)",
        Some(("Anna Berg", Shape::Colon, "")),
    );
}

#[test]
fn letters_and_brackets_are_labels() {
    check("Q - Where?", Some(("Q", Shape::Letter, "Where?")));
    check(
        "Q. Where were you?",
        Some(("Q", Shape::Letter, "Where were you?")),
    );
    check("A: At home.", Some(("A", Shape::Letter, "At home.")));
    check(
        "<Speaker 1> Yes.",
        Some(("Speaker 1", Shape::Bracket, "Yes.")),
    );
    check("(the doors open) Yes.", None);
    check(
        "[Anna Berg] Yes.",
        Some(("Anna Berg", Shape::Bracket, "Yes.")),
    );
}

#[test]
fn callers_have_numbers_and_devices_for_names() {
    for (text, name) in [
        ("+1 (555) 010-0199: Yes.", "+1 (555) 010-0199"),
        ("1555*****99: Yes.", "1555*****99"),
        ("iPhone (2): Yes.", "iPhone"),
        ("anna@norhaven.example: Yes.", "anna@norhaven.example"),
        ("Спикер №1: Yes.", "Спикер №1"),
    ] {
        check(text, Some((name, Shape::Colon, "Yes.")));
    }
}

#[test]
fn a_line_of_a_name_and_times_is_a_label() {
    for line in [
        "Speaker 1 0:03",
        "[Speaker 1] (00:00:03 - 00:00:07)",
        "Speaker 1 [0:03-0:07]",
        "0:03 Speaker 1",
        "0:03-0:07 Speaker 1",
        "[00:00:03.000 --> 00:00:07.000] Speaker 1",
    ] {
        let found = timed_line(line).map(|found| (found.name, found.time_ms));
        assert_eq!(found, Some(("Speaker 1", Some(3000))), "{line}");
    }
    for line in [
        "The doors opened at 10:30",
        "10:30",
        "Norhaven 3:2:1",
        "- 0:03",
    ] {
        assert_eq!(timed_line(line), None, "{line}");
    }
}

#[test]
fn a_time_of_day_or_a_sentence_is_no_label() {
    check("At 10:30 the doors opened.", None);
    check("10:30 the doors opened: late.", None);
    check("https://example.com", None);
    check(
        "The harbour is full, the master said: no ship may enter.",
        None,
    );
    check("What we heard was this: nothing.", None);
    check("\"Listen: it rains,\" she said.", None);
    check("", None);
    check("A. Berg spoke", Some(("A", Shape::Letter, "Berg spoke")));
    check("2024-03-05: the boat came in.", None);
}
