//! What Rich Text is read as.

use crate::ingest::read_bytes;
use crate::ingest::sink::Collected;
use crate::options::ReadOptions;

fn check(text: &str, expected: &[(&str, &str)]) {
    let mut sink = Collected::default();
    let reading = read_bytes(
        "a",
        text.as_bytes().to_vec(),
        &ReadOptions::default(),
        &mut sink,
    )
    .expect("readable");
    assert_eq!(reading.format, "rtf");
    let found: Vec<(String, &str)> = sink.documents[0]
        .paragraphs
        .iter()
        .map(|p| (p.speakers.join("+"), p.text.as_str()))
        .collect();
    let expected: Vec<(String, &str)> = expected
        .iter()
        .map(|(name, text)| ((*name).to_owned(), *text))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn text_is_separated_from_fonts_and_styles() {
    check(
        "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}{\\*\\generator x;}\\pard {\\b Anna Berg:} Gr\\'fc\\'dfe \\u8212? \\uc0\\u128\\uc1 aus\\~Norhaven\\par {\\b Karl Holm:} It\nis.\\par {\\b Anna Berg:} \\ldblquote Since May?\\rdblquote\\par {\\pict 0102}}",
        &[
            ("Anna Berg", "Grüße — \u{80}aus Norhaven"),
            ("Karl Holm", "Itis."),
            ("Anna Berg", "“Since May?”"),
        ],
    );
}

#[test]
fn code_pages_and_headings_are_respected() {
    check(
        "{\\rtf1\\ansicpg1251\\pard\\outlinelevel0 \\'c3\\'e0\\'e2\\'e0\\'ed\\'fc\\par\\pard \\'c4\\'e0.\\par}",
        &[("", "Гавань"), ("", "Да.")],
    );
}

#[test]
fn cells_inside_cells_are_separate_and_what_repeats_them_is_skipped() {
    check(
        "{\\rtf1\\ansi\\trowd\\intbl\\itap2 North\\nestcell Quay\\nestcell{\\*\\nesttableprops\\trowd\\nestrow}{\\nonesttables NO\\par}\n\\pard\\intbl outer\\cell second\\cell\\row\\pard It ends.\\par}",
        &[("", "North Quay"), ("", "outer second"), ("", "It ends.")],
    );
}

#[test]
fn a_footnote_follows_its_paragraph() {
    check(
        "{\\rtf1\\ansi The council {\\b met.{\\footnote\\pard {\\i By the} clerk.\\par Twice.}} It rose.\\par Next.\\par}",
        &[
            ("", "The council met. It rose."),
            ("", "By the clerk."),
            ("", "Twice."),
            ("", "Next."),
        ],
    );
    check(
        "{\\rtf1 It met.{\\footnote By the clerk.",
        &[("", "It met."), ("", "By the clerk.")],
    );
}

#[test]
fn a_skipped_destination_does_not_end_the_paragraph() {
    check(
        "{\\rtf1 The council{\\header NO\\par NO\\par} met.{\\*\\atnauthor NO\\par} It\\_s well\\-kept.\\par}",
        &[("", "The council met. It-s wellkept.")],
    );
}

#[test]
fn a_comment_and_the_head_of_a_page_follow_the_paragraph() {
    check(
        "{\\rtf1{\\header The harbour\\par}The council{\\*\\atnid EB}{\\*\\annotation Which one?\\par} met.{\\footer Page 3\\par}\\par}",
        &[
            ("", "The council met."),
            ("", "The harbour"),
            ("", "Which one?"),
        ],
    );
}

#[test]
fn the_text_of_a_box_is_read_once() {
    check(
        "{\\rtf1 Before.\\par{\\shp{\\*\\shpinst{\\sp{\\sn a}{\\sv b}}{\\shptxt In the box.\\par}}{\\shprslt{\\*\\do{\\dptxbxtext In the box.\\par}}}}After.\\par}",
        &[("", "Before."), ("", "In the box."), ("", "After.")],
    );
}

#[test]
fn bytes_are_read_in_the_code_page_of_their_font() {
    check(
        "{\\rtf1\\ansicpg1252{\\fonttbl{\\f0\\fcharset0 Arial;}{\\f1\\fcharset204 Arial;}}\\f0 Gr\\'fc\\'dfe {\\f1\\'c4\\'e0} \\'fc.\\par}",
        &[("", "Grüße Да ü.")],
    );
}
