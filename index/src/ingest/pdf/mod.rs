//! PDF documents. The speaker comes from a label before the text, as in plain text.
//!
//! A PDF has letters at positions, but no lines, paragraphs or headings: `letters` makes lines,
//! `pages` makes paragraphs and headings of them. `Block::line` is the page, starting at 1.
//!
//! Format: ISO 32000-1,
//! <https://opensource.adobe.com/dc-acrobat-sdk-docs/pdfstandards/PDF32000_2008.pdf>.

mod letters;
mod margins;
mod pages;
mod sizes;

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use pdf_extract::{Document, OutputError, output_doc};

use crate::error::Result;
use crate::ingest::format::{Format, Formats, Likeness};
use crate::ingest::outline::{self, page::Page};
use crate::ingest::pdf::letters::{Letters, Line};
use crate::ingest::sink::{Problem, Sink};
use crate::ingest::source::{Source, too_large};
use crate::options::ReadOptions;

/// PDF documents. The speaker comes from a label before the text.
pub struct Pdf;

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
    ) -> Result<()> {
        let bytes = source.bytes()?;
        let finished = Rc::new(RefCell::new(Vec::new()));
        // The library panics on some broken files.
        let outcome = catch_unwind(AssertUnwindSafe(|| read_pages(&bytes, &finished)));
        let pages = std::mem::take(&mut *finished.borrow_mut());
        let encrypted = memchr::memmem::find(&bytes, b"/Encrypt").is_some();
        let reason = match outcome {
            Ok(Ok(())) => None,
            _ if encrypted => return Err(source.unreadable(ENCRYPTED)),
            Ok(Err(error)) => Some(format!("its PDF is broken: {error}")),
            Err(_) => Some("its PDF is broken".to_owned()),
        };
        if let Some(reason) = reason {
            if pages.is_empty() {
                return Err(source.unreadable(&reason));
            }
            sink.problem(Problem {
                message: format!("{reason}; read up to page {}", pages.len()),
                ..Problem::default()
            });
        }
        let blank = pages.iter().all(|page| is_blank(page));
        // A file whose password was not needed to open it may still give no text.
        if blank && encrypted {
            return Err(source.unreadable(ENCRYPTED));
        }
        if let Some(message) = missing_text(&pages) {
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

/// Reads the pages in order into `finished`. The library can also read single pages, but starts
/// from the first one each time.
fn read_pages(bytes: &[u8], finished: &Rc<RefCell<Vec<Vec<Line>>>>) -> Result<(), OutputError> {
    let mut file = Document::load_mem(bytes)?;
    if file.is_encrypted() {
        // Many files have an empty password: anybody may read them, but not print them.
        file.decrypt("")?;
    }
    output_doc(&file, &mut Letters::new(Rc::clone(finished)))
}

#[cfg(test)]
mod tests {
    use super::missing_text;
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

    /// A PDF of one page. `table`: whether its cross-reference table is correct.
    fn pdf(trailer: &str, table: bool) -> Vec<u8> {
        let stream = "BT /F1 12 Tf 72 700 Td (The harbour is full.) Tj ET";
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
    fn a_page_is_read_whatever_its_files_name_says() {
        let mut sink = Collected::default();
        let options = ReadOptions::default();
        let reading = read_bytes("a.txt", pdf("", true), &options, &mut sink).expect("readable");
        let text = sink.documents[0].paragraphs[0].text.as_str();
        assert_eq!((reading.format, text), ("pdf", "The harbour is full."));
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
        assert!(refuse(pdf("", false)).contains("its PDF is broken"));
        assert!(refuse(b"%PDF-1.4\ngarbage".to_vec()).contains("its PDF is broken"));
        let lock = "/Encrypt<</Filter/Standard/V 1/R 2/O<0000000000000000000000000000000000000000000000000000000000000001>/U<0000000000000000000000000000000000000000000000000000000000000001>/P -4>>/ID[<01><01>]";
        assert_eq!(
            refuse(pdf(lock, true)),
            "a.pdf: is encrypted; remove its password and try again"
        );
    }
}
