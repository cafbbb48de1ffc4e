//! What every reader promises, on any bytes whatever: no panic, and paragraphs that can be stored
//! and marked.

use onrecord_index::document::Document;
use onrecord_index::ingest::formats::FORMATS;
use onrecord_index::ingest::read_bytes;
use onrecord_index::ingest::sink::Collected;
use onrecord_index::options::ReadOptions;
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
        // Rich Text, mail and mailboxes have no places but their order.
        let placed = !matches!(format, "rtf" | "mail" | "mbox");
        if text.contains('\n') && placed {
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

/// Pieces of text that mean something to one reader or another.
const PIECES: &[&str] = &[
    "\n",
    "\n\n",
    "\r\n",
    " ",
    "    ",
    "ANNA BERG: ",
    "**Karl Holm:** ",
    "Mr. BERG. ",
    "Q. ",
    "A. ",
    "[00:01] ",
    "00:00:01,000 --> 00:00:02,000\n",
    "WEBVTT\n\n",
    "<v Anna Berg>",
    "</v>",
    "- ",
    "-----\n",
    "___\n",
    "# ",
    "=====\n",
    "![a](b)",
    "By ANNA LUND\n",
    "OSLO (NWA) — ",
    "{\"text\":\"a\",\"speaker\":\"b\"}\n",
    "{\"paragraphs\":[\"a\",\"b\"]}\n",
    "{",
    "\"",
    "---\ntitle: a\nspeakers: [b]\n---\n",
    "(Applause)",
    "The harbour is full. ",
    "``",
    "`",
    "*",
    "&amp;",
    "<!--",
    "-->",
    "| a | b |\n|---|---|\n",
    "ü",
    "\u{85}",
    "\u{2028}",
    "中文。",
    "1\n",
    "> ",
    "</",
    "[",
    "](",
    ")",
    "\u{0}",
    "<p>",
    "<b>Anna Berg:</b> ",
    "<dt>",
    "</dt><dd>",
    "<td>",
    "<br>",
    "<pre>",
    "</pre>",
    "&eacute;",
    "<h1>",
    "</h1>",
    "<div class=\"byline\">",
    "<script>",
    "</script>",
    "<TEI><text>",
    "<div type=\"act\">",
    "<head>",
    "</head>",
    "<sp who=\"#a\"><speaker>",
    "</speaker>",
    "<stage>",
    "</stage>",
    "</sp>",
    "<l>",
    "<u who=\"#a #b\">",
    "<hansard><section><title>",
    "</title>",
    "<member>",
    "</member>",
    "<membercontribution>: ",
    "</membercontribution>",
    "<tt><p begin=\"1s\">",
    "</p>",
    "<SYNC Start=1000><P>",
    "[Events]\nFormat: Start, End, Name, Text\n",
    "Dialogue: 0:00:01.00,0:00:02.00,Anna,",
    "{\\i1}",
    "\\N",
    "{\\rtf1 ",
    "\\par ",
    "\\'fc",
    "\\u8212?",
    "}",
    "text,speaker\n",
    "\"a\nb\",",
    "{\"segments\":[{\"start\":1,\"text\":\"a\"}]}",
    "[Congressional Record Volume 1]\n",
    "  Mr. BERG. ",
    "       ",
    "From: a <b>\nSubject: c\nMessage-ID: d\n\n",
    "\t",
];

fn pieces() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..40).prop_map(|pieces| pieces.concat())
}

/// First bytes by which formats are detected.
const MARKS: &[&[u8]] = &[
    b"\x1F\x8B\x08\x00",
    b"\x28\xB5\x2F\xFD",
    b"\xFD7zXZ\0",
    b"BZh91AY&SY",
    b"PK\x03\x04",
    b"PK\x03\x04[Content_Types].xml",
    b"{\\rtf1 ",
    b"<TEI>",
    b"<hansard>",
    b"<html>",
    b"<tt>",
    b"[Script Info]\n[Events]\n",
    b"<SAMI>",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gives_paragraphs_that_lie_in_it(text in "\\PC{0,200}|[ -~\n\t]{0,300}") { check(&text); }

    #[test]
    fn any_medley_of_markup_gives_paragraphs_that_lie_in_it(text in pieces()) { check(&text); }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400), name in "a\\.(txt|md|vtt|srt|jsonl|bin|html|xml|json|csv|tsv|ttml|smi|ass|rtf|eml|gz|zst|xz|bz2|zip|tar|docx|odt|epub|pdf)") {
        let mut sink = Collected::default();
        let _ = read_bytes(&name, bytes, &ReadOptions::default(), &mut sink);
    }

    #[test]
    fn any_bytes_behind_a_mark_are_read_or_refused(
        mark in prop::sample::select(MARKS),
        bytes in prop::collection::vec(any::<u8>(), 0..400),
    ) {
        let mut sink = Collected::default();
        let _ = read_bytes("a", [mark, &bytes[..]].concat(), &ReadOptions::default(), &mut sink);
    }
}

#[test]
fn a_label_that_waits_for_its_text_comes_before_what_is_preformatted() {
    check("<dt>- <dt><pre>-->");
}

/// Texts of a page or so, one a format, apart from those that searches are tried on.
#[test]
fn each_text_is_told_by_its_content_and_names_its_speakers() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/texts");
    let expected = [
        ("harbour-news.html", "html", "Karl Holm"),
        ("the-mole.xml", "tei", "Anna Berg"),
        ("harbour-hansard.xml", "tei", "Karl Holm"),
        ("radio-low-water.json", "transcript", "Karl Holm"),
        ("harbour-questions.csv", "table", "Karl Holm"),
    ];
    for (name, format, speaker) in expected {
        let mut sink = Collected::default();
        let reading = onrecord_index::ingest::read_file(
            &folder.join(name),
            &ReadOptions::default(),
            &mut sink,
        )
        .expect(name);
        let named = sink.documents[0]
            .paragraphs
            .iter()
            .any(|paragraph| paragraph.speakers.iter().any(|one| one == speaker));
        assert!(
            reading.format == format && named,
            "{name}: {}",
            reading.format
        );
    }
}
