//! PDF documents. The speaker comes from a label before the text, as in plain text.
//!
//! A PDF has letters at positions, but no lines, paragraphs or headings: `letters` makes lines,
//! `order` puts their letters in reading order, `pages` makes paragraphs and headings of them.
//! `Block::line` is the page, starting at 1. A page that cannot be read is reported, and the others
//! are read.
//!
//! Format: ISO 32000-1,
//! <https://opensource.adobe.com/dc-acrobat-sdk-docs/pdfstandards/PDF32000_2008.pdf>.

mod letters;
mod margins;
mod order;
mod pages;
mod sizes;
mod unpacked;

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_interpret::hayro_syntax::page::Page as PdfPage;
use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf as File};
use hayro_interpret::kurbo::{Affine, Rect};
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, interpret_page};

use crate::error::Result as ReadResult;
use crate::ingest::format::{Format, Formats, Likeness};
use crate::ingest::outline::{self, page::Page};
use crate::ingest::pdf::letters::{Letters, Line, TooMuch};
use crate::ingest::pdf::unpacked::Unpacked;
use crate::ingest::sink::{Problem, Sink};
use crate::ingest::source::{Source, too_large};
use crate::options::{Limits, ReadOptions};

/// PDF documents. The speaker comes from a label before the text.
pub struct Pdf;

/// If more than one letter in so many has no character, words are missing. A few are symbols.
const UNKNOWN_SHARE: usize = 20;

/// Each page that draws too much takes seconds. A file with more of them means harm.
const MAX_CROWDED: usize = 10;

const ENCRYPTED: &str = "is encrypted; remove its password and try again";

impl Format for Pdf {
    fn name(&self) -> &'static str {
        "pdf"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["pdf"]
    }

    fn sniff(&self, head: &[u8]) -> Likeness {
        // Readers accept the signature anywhere in the first 1024 bytes.
        if memchr::memmem::find(&head[..head.len().min(1024)], b"%PDF-").is_some() {
            Likeness::Certain
        } else {
            Likeness::None
        }
    }

    fn read(
        &self,
        source: &mut Source<'_>,
        options: &ReadOptions,
        _: &Formats,
        sink: &mut dyn Sink,
    ) -> ReadResult<()> {
        let bytes = source.bytes()?;
        let encrypted = memchr::memmem::find(&bytes, b"/Encrypt").is_some();
        // The library must not panic on broken files, and is not ours.
        let outcome = catch_unwind(AssertUnwindSafe(|| read_pages(bytes, options.limits)));
        let Reading {
            pages,
            broken,
            crowded,
            drawn,
            unknown,
            pictures,
        } = match outcome {
            Ok(Ok(reading)) => reading,
            Ok(Err(Refusal::Limit(reason))) => return Err(source.unreadable(&reason)),
            Ok(Err(Refusal::Load(LoadPdfError::Decryption(_)))) => {
                return Err(source.unreadable(ENCRYPTED));
            }
            _ if encrypted => return Err(source.unreadable(ENCRYPTED)),
            _ => return Err(source.unreadable("its PDF is broken: it has no pages")),
        };
        for page in broken {
            sink.problem(Problem {
                message: format!("page {page} cannot be read; skipped"),
                ..Problem::default()
            });
        }
        for page in crowded {
            sink.problem(Problem {
                message: format!("page {page} cannot be read: it draws too much"),
                ..Problem::default()
            });
        }
        if unknown * UNKNOWN_SHARE > drawn {
            sink.problem(Problem {
                message: format!(
                    "the file does not say which characters {unknown} of its {drawn} letters are; \
                     run OCR on it"
                ),
                ..Problem::default()
            });
        }
        let blank = pages.iter().all(|page| is_blank(page));
        // A file whose password was not needed to open it may still give no text.
        if blank && encrypted {
            return Err(source.unreadable(ENCRYPTED));
        }
        if let Some(message) = missing_text(&pages).or_else(|| only_pictures(&pictures)) {
            sink.problem(Problem {
                message,
                ..Problem::default()
            });
        }
        let blocks = pages::blocks(&pages);
        let limit = options.limits.whole_bytes;
        let text_bytes: u64 = blocks.iter().map(|block| block.text.len() as u64).sum();
        if text_bytes > limit {
            return Err(source.unreadable(&too_large(limit)));
        }
        let page = Page {
            titled: true,
            ..Page::default()
        };
        sink.document(outline::document(page, blocks, options))
    }
}

/// Whether a page holds no text.
fn is_blank(page: &[Line]) -> bool {
    !page
        .iter()
        .any(|line| line.text.contains(char::is_alphanumeric))
}

/// A message if most pages have no text: scanned pages, perhaps behind a cover sheet. A few blank
/// pages are common.
fn missing_text(pages: &[Vec<Line>]) -> Option<String> {
    let blank = pages.iter().filter(|page| is_blank(page)).count();
    let all = pages.len();
    if blank == all {
        Some("has no text, only images of it; run OCR on it first".to_owned())
    } else if blank * 2 > all {
        Some(format!(
            "{blank} of {all} pages have no text, only images of it; run OCR on it first"
        ))
    } else {
        None
    }
}

/// A message about the pages with these numbers, which have a picture and no text.
fn only_pictures(numbers: &[usize]) -> Option<String> {
    /// More numbers are counted.
    const MAX_SHOWN: usize = 5;
    let shown: Vec<String> = numbers
        .iter()
        .take(MAX_SHOWN)
        .map(usize::to_string)
        .collect();
    let more = numbers.len().saturating_sub(MAX_SHOWN);
    let list = match more {
        0 => shown.join(", "),
        _ => format!("{} and {more} more", shown.join(", ")),
    };
    match numbers.len() {
        0 => None,
        1 => Some(format!(
            "page {list} has no text, only a picture; run OCR on it first"
        )),
        _ => Some(format!(
            "pages {list} have no text, only pictures; run OCR on them first"
        )),
    }
}

/// What was read of a file.
#[derive(Default)]
struct Reading {
    /// The lines of each page.
    pages: Vec<Vec<Line>>,
    /// The numbers of pages that cannot be read, from 1.
    broken: Vec<usize>,
    /// The numbers of pages that draw more than a page may.
    crowded: Vec<usize>,
    /// How many letters there are, and how many of them have no character.
    drawn: usize,
    unknown: usize,
    /// The numbers of pages with a picture and no text.
    pictures: Vec<usize>,
}

/// Why no page of a file is read.
enum Refusal {
    /// The library cannot open it.
    Load(LoadPdfError),
    /// It exceeds a limit, which this message names.
    Limit(String),
}

/// Reads all pages. Many files have an empty password: anybody may read them, but not print them.
fn read_pages(bytes: Vec<u8>, limits: Limits) -> Result<Reading, Refusal> {
    let mut unpacked = Unpacked::new(limits);
    unpacked.opening(&bytes).map_err(Refusal::Limit)?;
    let file = File::new(bytes).map_err(Refusal::Load)?;
    unpacked.streams(&file).map_err(Refusal::Limit)?;
    let cache = InterpreterCache::new();
    let mut reading = Reading::default();
    for (page, number) in file.pages().iter().zip(1..) {
        let height = f64::from(page.base_dimensions().1);
        let mut letters = Letters::new(height);
        let drawn = catch_unwind(AssertUnwindSafe(|| {
            draw(page, &file, &cache, &mut letters);
        }));
        match drawn {
            Ok(()) => {}
            Err(payload) if payload.is::<TooMuch>() => {
                if reading.crowded.len() == MAX_CROWDED {
                    return Err(Refusal::Limit(format!(
                        "more than {MAX_CROWDED} of its pages draw too much"
                    )));
                }
                reading.crowded.push(number);
                reading.pages.push(Vec::new());
                continue;
            }
            Err(_) => reading.broken.push(number),
        }
        reading.drawn += letters.drawn;
        reading.unknown += letters.unknown;
        let has_picture = letters.has_picture;
        let lines = letters.finish();
        if has_picture && is_blank(&lines) {
            reading.pictures.push(number);
        }
        reading.pages.push(lines);
    }
    Ok(reading)
}

/// Draws a page on `letters`.
fn draw<'a>(
    page: &PdfPage<'a>,
    file: &'a File,
    cache: &InterpreterCache<'a>,
    letters: &mut Letters,
) {
    // Nothing is drawn, so nothing lies outside.
    let everywhere = Rect::new(-1e6, -1e6, 1e6, 1e6);
    let settings = InterpreterSettings::default();
    let mut context = Context::new(Affine::IDENTITY, everywhere, cache, file.xref(), settings);
    interpret_page(page, &mut context, letters);
}

#[cfg(test)]
mod tests {
    use super::{missing_text, only_pictures};
    use crate::ingest::pdf::letters::Line;
    use crate::ingest::read_bytes;
    use crate::ingest::sink::Collected;
    use crate::options::ReadOptions;

    #[test]
    fn a_file_of_scanned_pages_behind_a_cover_sheet_says_so() {
        let pages = ["Cover.", " ", "-", ""].map(|text| {
            vec![Line {
                text: text.to_owned(),
                ..Line::default()
            }]
        });
        assert_eq!(
            missing_text(&pages).as_deref(),
            Some("3 of 4 pages have no text, only images of it; run OCR on it first")
        );
        assert_eq!(missing_text(&pages[..2]), None);
    }

    #[test]
    fn pages_that_are_pictures_are_named() {
        let check = |numbers: &[usize], expected: Option<&str>| {
            assert_eq!(only_pictures(numbers).as_deref(), expected);
        };
        check(&[], None);
        check(
            &[2],
            Some("page 2 has no text, only a picture; run OCR on it first"),
        );
        check(
            &[2, 3, 4, 5, 6, 7],
            Some(
                "pages 2, 3, 4, 5, 6 and 1 more have no text, only pictures; run OCR on them first",
            ),
        );
    }

    /// A PDF of one page. `table`: whether its cross-reference table is correct.
    fn pdf(trailer: &str, table: bool) -> Vec<u8> {
        pdf_of(
            "BT /F1 12 Tf 72 700 Td (The harbour is full.) Tj ET",
            trailer,
            table,
        )
    }

    /// A PDF of one page with this content.
    fn pdf_of(stream: &str, trailer: &str, table: bool) -> Vec<u8> {
        let objects = [
            "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
            "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>".to_owned(),
            format!("<</Length {}>>stream\n{stream}\nendstream", stream.len()),
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
        ];
        let mut out = "%PDF-1.4\n".to_owned();
        let mut offsets = Vec::new();
        for (index, object) in objects.iter().enumerate() {
            offsets.push(out.len());
            out.push_str(&format!("{} 0 obj{object}endobj\n", index + 1));
        }
        let at = out.len();
        out.push_str("xref\n0 6\n0000000000 65535 f \n");
        for offset in offsets {
            out.push_str(&format!(
                "{:010} 00000 n \n",
                if table { offset } else { 7 }
            ));
        }
        let at = if table { at } else { 99_999 };
        out.push_str(&format!(
            "trailer<</Size 6/Root 1 0 R{trailer}>>\nstartxref\n{at}\n%%EOF"
        ));
        out.into_bytes()
    }

    #[test]
    fn a_page_is_read_whatever_its_files_name_and_table_of_references_say() {
        for table in [true, false] {
            let mut sink = Collected::default();
            let options = ReadOptions::default();
            let reading =
                read_bytes("a.txt", pdf("", table), &options, &mut sink).expect("readable");
            let text = sink.documents[0].paragraphs[0].text.as_str();
            assert_eq!((reading.format, text), ("pdf", "The harbour is full."));
        }
    }

    #[test]
    fn the_text_that_a_file_gives_for_its_letters_replaces_them() {
        for (text, read) in [
            ("(harbour)", "The harbour is full."),
            ("<FEFF6E2F>", "The 港 is full."),
            ("()", "The is full."),
        ] {
            let stream = format!(
                "BT /F1 12 Tf 72 700 Td (The ) Tj /Span <</ActualText {text}>> BDC (???) Tj EMC ( is full.) Tj ET"
            );
            let mut sink = Collected::default();
            let pdf = pdf_of(&stream, "", true);
            read_bytes("a.pdf", pdf, &ReadOptions::default(), &mut sink).expect("readable");
            assert_eq!(sink.documents[0].paragraphs[0].text, read);
        }
    }

    #[test]
    fn a_page_that_draws_forms_in_forms_without_end_is_reported_and_the_others_are_read() {
        const DEPTH: usize = 30;
        let object = |fields: &str, stream: &str| {
            let len = stream.len();
            format!("<</Length {len}{fields}>>stream\n{stream}\nendstream")
        };
        let page =
            |fields: &str| format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]{fields}>>");
        let mut objects = vec![
            "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
            "<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>".to_owned(),
            page("/Contents 5 0 R/Resources<</XObject<</X 8 0 R>>>>"),
            page("/Contents 6 0 R/Resources<</Font<</F1 7 0 R>>>>"),
            object("", "/X Do"),
            object("", "BT /F1 12 Tf 72 700 Td (The harbour is full.) Tj ET"),
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
        ];
        for number in 8..8 + DEPTH {
            let next = number + 1;
            let fields = format!(
                "/Type/XObject/Subtype/Form/BBox[0 0 600 700]/Resources<</XObject<</X {next} 0 R>>>>"
            );
            objects.push(object(&fields, "/X Do /X Do"));
        }
        objects.push(object("/Type/XObject/Subtype/Form/BBox[0 0 600 700]", ""));
        let mut file = "%PDF-1.4\n".to_owned();
        for (object, number) in objects.iter().zip(1..) {
            file.push_str(&format!("{number} 0 obj{object}endobj\n"));
        }
        file.push_str("trailer<</Root 1 0 R>>\n%%EOF");
        let mut sink = Collected::default();
        read_bytes(
            "a.pdf",
            file.into_bytes(),
            &ReadOptions::default(),
            &mut sink,
        )
        .expect("readable");
        let messages: Vec<_> = sink
            .problems
            .iter()
            .map(|one| one.message.as_str())
            .collect();
        assert_eq!(messages, ["page 1 cannot be read: it draws too much"]);
        assert_eq!(sink.documents[0].paragraphs[0].text, "The harbour is full.");
    }

    #[test]
    fn broken_and_encrypted_files_are_refused_with_the_reason() {
        let refuse = |bytes: Vec<u8>| {
            let mut sink = Collected::default();
            let outcome = read_bytes("a.pdf", bytes, &ReadOptions::default(), &mut sink);
            let texts: Vec<_> = sink
                .documents
                .iter()
                .flat_map(|document| &document.paragraphs)
                .collect();
            assert!(outcome.is_err(), "{texts:?}");
            outcome.expect_err("refused").to_string()
        };
        assert!(refuse(b"%PDF-1.4\ngarbage".to_vec()).contains("its PDF is broken"));
        let lock = "/Encrypt<</Filter/Standard/V 1/R 2/O<0000000000000000000000000000000000000000000000000000000000000001>/U<0000000000000000000000000000000000000000000000000000000000000001>/P -4>>/ID[<01><01>]";
        assert_eq!(
            refuse(pdf(lock, true)),
            "a.pdf: is encrypted; remove its password and try again"
        );
    }
}
