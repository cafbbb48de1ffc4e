//! What a transcript with labels promises, whatever its labels and its prose hold: no panic, the
//! same answer each time, utterances inside their paragraph, and turns whose speaker is their
//! label.

use onrecord_index::document::{Document, speakers_of};
use onrecord_index::ingest::read_bytes;
use onrecord_index::ingest::sink::Collected;
use onrecord_index::options::ReadOptions;
use proptest::prelude::*;

fn read(text: &str) -> Vec<Document> {
    let options = ReadOptions {
        format: Some("markdown".to_owned()),
        ..ReadOptions::default()
    };
    let mut sink = Collected::default();
    // What holds a NUL is refused as no text.
    let _ = read_bytes("a", text.as_bytes().to_vec(), &options, &mut sink);
    sink.documents
}

/// Turns of a label and a text each, a paragraph a turn.
fn transcript(turns: &[(String, String)]) -> String {
    turns
        .iter()
        .map(|(label, prose)| format!("**{label}:** {prose}\n\n"))
        .collect()
}

/// What prose attribution looks for, so that chance puts it into turns.
fn prose() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "\"",
        "“",
        "”",
        "'",
        "Karl Holm",
        "Mayor Holm",
        "she",
        "said",
        "told",
        "that",
        "asked",
        "according to",
        ",",
        ".",
        ":",
        "the ferry",
        "stays",
        "(",
        ")",
        "—",
        "\u{301}",
        "北约",
    ]);
    prop::collection::vec(piece, 1..20).prop_map(|pieces| format!("Well {}", pieces.join(" ")))
}

fn known_label() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["Anna Berg", "Otto Dahl", "Ida Krogh"]).prop_map(str::to_owned)
}

#[test]
fn bold_that_goes_on_over_a_line_is_no_label() {
    let documents = read("**A berg\nb¡** c\n");
    assert_eq!(documents[0].paragraphs[0].text, "A berg b¡ c");
}

proptest! {
    #[test]
    fn any_labels_and_any_prose_are_read(turns in prop::collection::vec((".{0,40}", ".{0,120}"), 1..8)) {
        let text = transcript(&turns);
        let documents = read(&text);
        prop_assert_eq!(format!("{documents:?}"), format!("{:?}", read(&text)));
        for paragraph in documents.iter().flat_map(|document| &document.paragraphs) {
            for utterance in &paragraph.utterances {
                prop_assert!(
                    paragraph.text.get(utterance.range.clone()).is_some_and(|words| !words.is_empty()),
                    "{:?} of {:?}", utterance, paragraph.text
                );
            }
        }
    }

    #[test]
    fn a_turn_is_its_labels(turns in prop::collection::vec((known_label(), prose()), 4..12)) {
        let text = transcript(&turns);
        let documents = read(&text);
        let paragraphs: Vec<_> = documents.iter().flat_map(|document| &document.paragraphs).collect();
        prop_assert_eq!(paragraphs.len(), turns.len(), "{}", text);
        for (paragraph, (label, _)) in paragraphs.iter().zip(&turns) {
            prop_assert_eq!(speakers_of(&paragraph.utterances), [label.as_str()], "{}", text);
        }
    }
}
