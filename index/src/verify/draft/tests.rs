//! Drafts in all forms, and what is read from them.

use proptest::prelude::*;

use crate::options::ReadOptions;
use crate::verify::draft::Draft;

/// Checks the quotations of a draft, each with who is said to have spoken it.
#[track_caller]
fn check_as(name: &str, draft: &str, expected: &[(&str, &str)]) {
    let read = Draft::read_bytes(name, draft.into(), &ReadOptions::default()).expect("a draft");
    let found: Vec<(&str, &str)> = read
        .quotations
        .iter()
        .map(|found| (&*found.text, found.said_by.as_deref().unwrap_or("")))
        .collect();
    assert_eq!(found, expected, "{draft}");
}

#[track_caller]
fn check(draft: &str, expected: &[(&str, &str)]) {
    check_as("draft.md", draft, expected);
}

#[test]
fn a_quotation_that_its_cue_divides_is_one() {
    check(
        "\"We must go forward,\" Anna Berg said, \"and not turn back.\"",
        &[("We must go forward, and not turn back.", "Anna Berg")],
    );
    check(
        "“The ferry,” Anna Berg said, “is late,” and she laughed.",
        &[("The ferry, is late,", "Anna Berg")],
    );
    check(
        "\"It stays,\" Anna Berg said. \"Norhaven needs it.\"",
        &[
            ("It stays,", "Anna Berg"),
            ("Norhaven needs it.", "Anna Berg"),
        ],
    );
    check(
        "Anna Berg called it \"a wreck,\" \"a shame,\" and \"a danger.\"",
        &[
            ("a wreck,", "Anna Berg"),
            ("a shame,", "Anna Berg"),
            ("a danger.", "Anna Berg"),
        ],
    );
}

#[test]
fn what_nobody_alone_is_said_to_have_said_is_claimed_of_nobody() {
    check(
        "Anna Berg never said \"the harbour is full of mud.\"",
        &[("the harbour is full of mud.", "")],
    );
    check(
        "Anna Berg denied that she said \"the harbour is full of mud.\"",
        &[("the harbour is full of mud.", "")],
    );
    check(
        "\"The harbour is full of mud,\" Anna Berg and Otto Holm said.",
        &[("The harbour is full of mud,", "")],
    );
    check(
        "Anna Berg spoke. Berg's critic, Dahl, said \"the harbour is full of mud.\"",
        &[("the harbour is full of mud.", "")],
    );
}

#[test]
fn a_name_before_a_colon_needs_no_reporting_verb() {
    check(
        "Anna Berg was brief: \"The harbour is full.\"",
        &[("The harbour is full.", "Anna Berg")],
    );
    check(
        "Nobody agrees. For Anna Berg it is time: \"The harbour is full of mud.\"",
        &[("The harbour is full of mud.", "Anna Berg")],
    );
    check(
        "For Anna Berg, \"The ferry waits for the tide.\" For Karl Holm \"somewhere else\" is home.",
        &[
            ("The ferry waits for the tide.", "Anna Berg"),
            ("somewhere else", "Karl Holm"),
        ],
    );
    check(
        "The council was brief: \"The harbour is full.\"",
        &[("The harbour is full.", "")],
    );
}

#[test]
fn a_clause_between_two_quotations_names_the_second_speaker() {
    check(
        "Green of Norhaven argued that \"this harbour is full of mud\"; Meeks of New Dale \
         answered that \"[n]obody will pay for it\".",
        &[
            ("this harbour is full of mud", "Green of Norhaven"),
            ("[n]obody will pay for it", "Meeks of New Dale"),
        ],
    );
    check(
        "Anna Berg wondered about her boat. \"So nobody took the rope.\" Karl Holm, who had sold \
         it, asked: \"And do you know how long the rope was?\"",
        &[
            ("So nobody took the rope.", "Anna Berg"),
            ("And do you know how long the rope was?", "Karl Holm"),
        ],
    );
}

#[test]
fn notes_posts_and_briefs_name_the_speaker_in_their_own_ways() {
    check(
        "3. Mr. Berg recognized that \"the harbour is full of mud.\"",
        &[("the harbour is full of mud.", "Berg")],
    );
    check(
        "5/ Anna Berg, a captain: \"If we close it, where will they go?\" Good question.",
        &[("If we close it, where will they go?", "Anna Berg")],
    );
    check(
        "03:10 Anna Berg on mud — \"one of the largest problems we had in the harbour\"",
        &[(
            "one of the largest problems we had in the harbour",
            "Anna Berg",
        )],
    );
    check(
        "It is said that \"the harbour of Norhaven is full of mud\" (Anna Berg, 2024).",
        &[("the harbour of Norhaven is full of mud", "Anna Berg")],
    );
    check(
        "**Frage:** Was sagte sie?\n\n**Antwort:** Anna Berg sagte: „Der Hafen ist voll von \
         Schlamm.“ Das war deutlich.\n\n**Frage:** Und dann?\n\n**Antwort:** Das Wetter war schlecht.",
        &[("Der Hafen ist voll von Schlamm.", "Anna Berg")],
    );
}

#[test]
fn a_title_is_a_surname_where_others_have_places_too() {
    let said = "\"The harbour is full of mud,\" said King of Norhaven, who had seen it.";
    check(said, &[("The harbour is full of mud,", "")]);
    let draft = format!(
        "Berg of Old Dale said, \"Nobody will pay for it.\" \"Somebody will have to,\" Holm of \
         New Dale said.\n\n{said}"
    );
    check(
        &draft,
        &[
            ("Nobody will pay for it.", "Berg of Old Dale"),
            ("Somebody will have to,", "Holm of New Dale"),
            ("The harbour is full of mud,", "King of Norhaven"),
        ],
    );
}

#[test]
fn block_quotations_take_the_name_beside_them() {
    check(
        "Karl Holm spoke first.\n\n> The harbour is full of mud.\n>\n> — Anna Berg\n",
        &[("The harbour is full of mud.", "Anna Berg")],
    );
    check(
        "Anna Berg wrote to the council:\n\n> The harbour is full, and it stinks.\n",
        &[("The harbour is full, and it stinks.", "Anna Berg")],
    );
    check(
        "Karl Holm said that he is tired.\n\n> “The harbour is full of mud.”\n\nThat was Anna Berg.",
        &[("The harbour is full of mud.", "Anna Berg")],
    );
    check(
        "Karl Holm said that he is tired.\n\n> The harbour is full of mud.\n\nThe rain fell.",
        &[("The harbour is full of mud.", "")],
    );
}

#[test]
fn turns_under_labels_are_quotations() {
    check(
        "**Anna Berg:** The harbour is full of mud.\n\n**Karl Holm:** “No harbour is ever full.”\n",
        &[
            ("The harbour is full of mud.", "Anna Berg"),
            ("No harbour is ever full.", "Karl Holm"),
        ],
    );
}

#[test]
fn pages_mail_and_other_languages_are_read() {
    check_as(
        "page.html",
        "<html><body><p>It rained.</p><blockquote><p>The harbour is full of mud.</p></blockquote>\
         <p>That was Anna Berg, who runs it.</p></body></html>",
        &[("The harbour is full of mud.", "Anna Berg")],
    );
    check_as(
        "page.html",
        "<html><body><article><h1>News</h1><p>It rained in Norhaven when the letter was read to us.</p>\
         <blockquote><p>“The harbour is full of mud, as it is every winter.”</p>\
         <footer>— Anna Berg</footer></blockquote><p>Nobody in the hall asked what it would cost.</p>\
         </article></body></html>",
        &[(
            "The harbour is full of mud, as it is every winter.",
            "Anna Berg",
        )],
    );
    check(
        "Die Stadt hat lange gewartet, und das Wetter war schlecht. »Die Fähre bleibt im Hafen«, \
         sagte Anna Berg am Montag.",
        &[("Die Fähre bleibt im Hafen", "Anna Berg")],
    );
}

#[test]
fn code_holds_no_quotations() {
    check("```\nprint(\"the harbour is full\")\n```\n", &[]);
}

#[test]
fn any_bytes_are_a_draft_or_an_error() {
    for bytes in [
        &b""[..],
        b"\0\0\0",
        b"\"",
        b"\"\"\"\"",
        b"> ",
        b"\xFF\xFE\"a b c d\"",
    ] {
        let _ = Draft::read_bytes("draft.md", bytes.to_vec(), &ReadOptions::default());
    }
}

#[test]
fn long_drafts_take_time_in_proportion() {
    // Each would run for hours if any step were quadratic.
    let drafts = [
        "\"a b c d,\" Berg said, \"e f g h.\" ".repeat(4_000),
        "\"a b c d e\" (Berg ".repeat(8_000),
        "Berg was brief: \"a b c d e.\" ".repeat(6_000),
        "Anna Berg was brief: \"a b c d e.\"\n\n> a b c d e f\n\nThat was Berg.\n\n".repeat(2_000),
        "“a b c d ".repeat(12_000),
        "**Berg:** He said: \"a b c d e.\"\n\n".repeat(4_000),
    ];
    for draft in drafts {
        let read = Draft::read_bytes("draft.md", draft.into_bytes(), &ReadOptions::default());
        assert!(!read.expect("a draft").quotations.is_empty());
    }
}

proptest! {
    #[test]
    fn every_quotation_is_where_it_is_said_to_be(draft in pieces()) {
        let read = Draft::read_bytes("draft.md", draft.clone().into_bytes(), &ReadOptions::default());
        for found in read.expect("a draft").quotations {
            prop_assert!(draft.get(found.at.span.clone()).is_some());
            prop_assert!(!found.text.trim().is_empty() && found.words > 0);
            let lines = draft.lines().count().max(1);
            prop_assert!(found.at.line.is_none_or(|line| (1..=lines).contains(&(line as usize))));
        }
    }
}

/// A draft of words, marks and names that the reader looks for.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "\"",
        "“",
        "”",
        "‘",
        "’",
        "»",
        "«",
        "> ",
        "\n",
        "\n\n",
        "**Berg:** ",
        "Anna Berg ",
        "said ",
        ", ",
        ". ",
        ": ",
        "; ",
        "(Berg 2024) ",
        "— Berg",
        "That was Berg.",
        "12:30 ",
        "the harbour ",
        "is full ",
        "of mud ",
        "… ",
        "[no] ",
        "é ",
        "北约",
        "```\n",
        "# ",
        "- ",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}
