//! What every reader promises, on any bytes whatever: no panic, and paragraphs that can be stored and marked.

use onrecord_index::document::Document;
use onrecord_index::ingest::sink::Collected;
use onrecord_index::ingest::{FORMATS, ReadOptions, read_bytes};
use proptest::prelude::*;

/// Reads `text` as every format, and checks what each gives.
fn check(text: &str) {
    for format in FORMATS {
        let options = ReadOptions {
            format: Some(format.name().to_owned()),
            ..ReadOptions::default()
        };
        let mut sink = Collected::default();
        if read_bytes("a", text.as_bytes().to_vec(), &options, &mut sink).is_ok() {
            sink.documents
                .iter()
                .for_each(|document| check_document(text, document, format.name()));
        }
    }
}

fn check_document(text: &str, document: &Document, format: &str) {
    let mut last = (0, 0);
    for paragraph in &document.paragraphs {
        let place = format!("{format}: {paragraph:?} of {text:?}");
        assert!(
            !paragraph.text.trim().is_empty() && !paragraph.text.contains(['\n', '\r']),
            "{place}"
        );
        // A byte order mark is no part of the decoded source; the texts made here have none.
        assert!(text.get(paragraph.span.clone()).is_some(), "{place}");
        assert!(
            paragraph.span.start >= last.0 && paragraph.line.unwrap_or(0) >= last.1,
            "{place}"
        );
        last = (paragraph.span.start, paragraph.line.unwrap_or(0));
        let line = text[..paragraph.span.start].matches('\n').count() + 1;
        if text.contains('\n') {
            assert_eq!(paragraph.line, u32::try_from(line).ok(), "{place}");
        }
        let section = document
            .sections
            .get(paragraph.section)
            .expect("its section");
        assert!(
            section.path.iter().all(|title| !title.is_empty()) && section.number >= 1,
            "{place}"
        );
        for utterance in &paragraph.utterances {
            assert!(
                !utterance.range.is_empty()
                    && paragraph.text.get(utterance.range.clone()).is_some(),
                "{place}"
            );
        }
    }
}

/// Pieces that mean something to one reader or another.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\n"),
        Just("\n\n"),
        Just("\r\n"),
        Just(" "),
        Just("    "),
        Just("ANNA BERG: "),
        Just("**Karl Holm:** "),
        Just("Mr. BERG. "),
        Just("Q. "),
        Just("A. "),
        Just("[00:01] "),
        Just("00:00:01,000 --> 00:00:02,000\n"),
        Just("WEBVTT\n\n"),
        Just("<v Anna Berg>"),
        Just("</v>"),
        Just("- "),
        Just("-----\n"),
        Just("___\n"),
        Just("# "),
        Just("=====\n"),
        Just("![a](b)"),
        Just("By ANNA LUND\n"),
        Just("OSLO (NWA) — "),
        Just("{\"text\":\"a\",\"speaker\":\"b\"}\n"),
        Just("{\"paragraphs\":[\"a\",\"b\"]}\n"),
        Just("{"),
        Just("\""),
        Just("---\ntitle: a\nspeakers: [b]\n---\n"),
        Just("(Applause)"),
        Just("The harbour is full. "),
        Just("``"),
        Just("`"),
        Just("*"),
        Just("&amp;"),
        Just("<!--"),
        Just("-->"),
        Just("| a | b |\n|---|---|\n"),
        Just("ü"),
        Just("\u{85}"),
        Just("\u{2028}"),
        Just("中文。"),
        Just("1\n"),
        Just("> "),
        Just("</"),
        Just("["),
        Just("]("),
        Just(")"),
        Just("\u{0}"),
        Just("\t"),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gives_paragraphs_that_lie_in_it(text in "\\PC{0,200}|[ -~\n\t]{0,300}") { check(&text); }

    #[test]
    fn any_medley_of_markup_gives_paragraphs_that_lie_in_it(text in pieces()) { check(&text); }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400), name in "a\\.(txt|md|vtt|srt|jsonl|bin)") {
        let mut sink = Collected::default();
        let _ = read_bytes(&name, bytes, &ReadOptions::default(), &mut sink);
    }
}
