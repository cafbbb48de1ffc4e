//! What holds for every text in every language: ranges are sound, nothing panics, time is linear.

use proptest::prelude::*;

use crate::attribution::languages::attribute;
use crate::attribution::languages::table::TABLES;
use crate::attribution::properties::check;
use crate::text::word_list::entries;

#[test]
fn long_texts_take_time_in_proportion() {
    // Each would run for hours if any step were quadratic.
    for text in [
        "„a “".repeat(60_000),
        "Berg sagte, die Fähre bleibe, und Holm teilte ihr mit, dass sie fährt. ".repeat(20_000),
        "und sie sagte, dass er mit ".repeat(40_000),
        "sagte".repeat(300_000),
        "l'a-t-il-".repeat(60_000),
        "é-t-".repeat(60_000),
        "— dit-il — ".repeat(60_000),
        "Anna Berg ".repeat(60_000),
        "« a, dit Anna Berg, ".repeat(30_000),
        "a. ".repeat(100_000),
    ] {
        for table in TABLES {
            let found = attribute(table.code, &[&text]).expect("a table");
            check(&[&text], &found);
        }
    }
}

#[test]
fn every_entry_of_a_list_is_in_lower_case() {
    for table in TABLES {
        let files = table.words.iter().map(|(file, _)| *file);
        let verbs = table.verbs.iter().map(|(file, _)| *file);
        let sources = table.sources.iter().map(|(file, _)| *file);
        for file in files.chain(verbs).chain(sources) {
            for entry in entries(file) {
                assert_eq!(entry, entry.to_lowercase(), "{}", table.code);
            }
        }
    }
}

/// A text of words and marks that rules look for.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "„",
        "“",
        "”",
        "»",
        "«",
        "\"",
        "‚",
        "‘",
        "’",
        "'",
        ",",
        ".",
        "?",
        ":",
        ";",
        " — ",
        "-",
        "(",
        ")",
        "\u{A0}",
        "¿",
        "Anna",
        "Berg",
        "Otto Holm",
        "von",
        "Frau Holm",
        "M.",
        "la maire",
        "der Sprecher der Werft",
        "er",
        "sie",
        "dit-il",
        "a-t-elle",
        "él",
        "sagte",
        "teilte",
        "mit",
        "hat",
        "gesagt",
        "a déclaré",
        "s'est exclamée",
        "ha dicho",
        "dijo",
        "dass",
        "que",
        "qu'il",
        "laut",
        "selon",
        "según",
        "so",
        "zufolge",
        "nannte",
        "zitiert",
        "und",
        "der",
        "l'",
        "d'",
        "3.",
        "2014",
        "sei",
        "es",
        "北约",
        "𝒜",
        "e\u{301}",
        "ẞ",
        "İ",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.join(" "))
}

proptest! {
    #[test]
    fn utterances_are_disjoint_or_nested(story in prop::collection::vec(pieces(), 0..5)) {
        let story: Vec<&str> = story.iter().map(String::as_str).collect();
        for table in TABLES {
            let found = attribute(table.code, &story).expect("a table");
            check(&story, &found);
            prop_assert_eq!(&found, &attribute(table.code, &story).expect("a table"));
        }
    }

    #[test]
    fn any_text_is_read_without_a_panic(story in prop::collection::vec(".{0,200}", 0..4)) {
        let story: Vec<&str> = story.iter().map(String::as_str).collect();
        for table in TABLES {
            check(&story, &attribute(table.code, &story).expect("a table"));
        }
    }
}
