//! PDF: the text of the pages, paragraphs that go over a page's end joined, running heads and page numbers left out.
//!
//! A PDF holds letters at places and no paragraphs: lines are put together by the extraction library, paragraphs as in
//! plain text. Words parted by a hyphen at a line's end are joined. The page stands where other formats have the line.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use pdf_extract::{
    ConvertToFmt, Document, MediaBox, OutputDev, OutputError, PlainTextOutput, Transform,
    output_doc,
};

use crate::error::Result;
use crate::ingest::block::Block;
use crate::ingest::format::{Format, Likeness};
use crate::ingest::options::ReadOptions;
use crate::ingest::outline::{self, Page};
use crate::ingest::plain;
use crate::ingest::sink::{Problem, Sink};
use crate::ingest::source::Source;

/// PDF documents.
pub struct Pdf;

const ENCRYPTED: &str = "is encrypted, and cannot be read without its password";

impl Format for Pdf {
    fn name(&self) -> &'static str {
        "pdf"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["pdf"]
    }

    fn sniff(&self, head: &[u8]) -> Likeness {
        // The mark may stand anywhere in the first 1024 bytes.
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
        sink: &mut dyn Sink,
    ) -> Result<()> {
        let bytes = source.bytes()?;
        let read = Rc::new(RefCell::new(Vec::new()));
        // The library panics on some broken files.
        let outcome = catch_unwind(AssertUnwindSafe(|| each_page(&bytes, &read)));
        let pages = std::mem::take(&mut *read.borrow_mut());
        let encrypted = memchr::memmem::find(&bytes, b"/Encrypt").is_some();
        let reason = match outcome {
            Ok(Ok(())) => None,
            _ if encrypted => return Err(source.unreadable(ENCRYPTED)),
            Ok(Err(error)) => Some(format!("its PDF is broken: {error}")),
            Err(_) => Some("its PDF is broken beyond reading".to_owned()),
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
        if !pages
            .iter()
            .any(|page| page.contains(char::is_alphanumeric))
        {
            // Without its password a file may well be opened, and give nothing.
            if encrypted {
                return Err(source.unreadable(ENCRYPTED));
            }
            sink.problem(Problem {
                message: "holds no text, only pictures of it".to_owned(),
                ..Problem::default()
            });
        } else if let Some(message) = mostly_pictures(&pages) {
            sink.problem(Problem {
                message,
                ..Problem::default()
            });
        }
        let page = Page {
            titled: true,
            ..Page::default()
        };
        sink.document(outline::document(page, blocks(&pages), options))
    }
}

/// Says so if most of the pages hold no text, though some do: scanned pages behind a cover sheet. A few are the backs of title pages.
fn mostly_pictures(pages: &[String]) -> Option<String> {
    let blank = pages
        .iter()
        .filter(|page| !page.contains(char::is_alphanumeric))
        .count();
    (blank * 2 > pages.len()).then(|| {
        format!(
            "{blank} of {} pages hold no text, only pictures of it",
            pages.len()
        )
    })
}

/// Reads the pages in order. The library can give them one by one, too, but then looks for each from the first page on.
fn each_page(bytes: &[u8], read: &Rc<RefCell<Vec<String>>>) -> Result<(), OutputError> {
    let mut file = Document::load_mem(bytes)?;
    if file.is_encrypted() {
        // Many are encrypted with no password: nobody may print them, anybody read them.
        file.decrypt("")?;
    }
    let page = Written::default();
    let mut output = Pages {
        text: PlainTextOutput::new(page.clone()),
        page,
        read: Rc::clone(read),
    };
    output_doc(&file, &mut output)
}

/// What is written on the page that is being read.
#[derive(Clone, Default)]
struct Written(Rc<RefCell<String>>);

impl std::fmt::Write for Written {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.0.borrow_mut().push_str(text);
        Ok(())
    }
}

impl ConvertToFmt for Written {
    type Writer = Written;

    fn convert(self) -> Written {
        self
    }
}

/// Keeps the text of each page.
struct Pages {
    page: Written,
    text: PlainTextOutput<Written>,
    read: Rc<RefCell<Vec<String>>>,
}

impl OutputDev for Pages {
    fn begin_page(
        &mut self,
        number: u32,
        media: &MediaBox,
        art: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        self.text = PlainTextOutput::new(self.page.clone());
        self.text.begin_page(number, media, art)
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        let page = std::mem::take(&mut *self.page.0.borrow_mut());
        self.read.borrow_mut().push(page);
        Ok(())
    }

    fn output_character(
        &mut self,
        transform: &Transform,
        width: f64,
        spacing: f64,
        font_size: f64,
        character: &str,
    ) -> Result<(), OutputError> {
        self.text
            .output_character(transform, width, spacing, font_size, character)
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        self.text.begin_word()
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        self.text.end_word()
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        self.text.end_line()
    }
}

fn blocks(pages: &[String]) -> Vec<Block> {
    let heads = running(pages);
    let compounds = compounds(pages);
    let mut text = String::new();
    // Byte at which each page begins.
    let mut starts: Vec<usize> = Vec::new();
    for page in pages {
        let lines = shown(page, &heads);
        starts.push(text.len());
        for line in lines {
            let line = line.trim();
            let goes_on = text.ends_with('\n') && !text.ends_with("\n\n")
                || starts.last() == Some(&text.len());
            let before = text.trim_end();
            if goes_on && !line.is_empty() && parted(before, line) {
                let length = before.len() - usize::from(!keeps_hyphen(before, line, &compounds));
                text.truncate(length);
            } else if starts.last() == Some(&text.len()) && !text.is_empty() && !line.is_empty() {
                // The page ends here; the paragraph only if its sentence does.
                let ended = before.ends_with(['.', '!', '?', ':', '”', '"']);
                let length = before.len();
                text.truncate(length);
                text.push_str(if ended || !line.starts_with(char::is_lowercase) {
                    "\n\n"
                } else {
                    "\n"
                });
            }
            text.push_str(line);
            text.push('\n');
        }
    }
    let mut blocks = plain::blocks(&text);
    for block in &mut blocks {
        let page = starts
            .partition_point(|start| *start <= block.span.start)
            .max(1);
        block.line = u32::try_from(page).ok();
        block.span = 0..0;
        for line in &mut block.breaks {
            line.line = u32::try_from(starts.partition_point(|start| *start <= line.source).max(1))
                .unwrap_or(1);
            line.source = 0;
        }
    }
    blocks
}

/// Whether a word goes on from a hyphen at a line's end.
fn parted(before: &str, line: &str) -> bool {
    before.ends_with('-')
        && before[..before.len() - 1].ends_with(char::is_alphabetic)
        && line.starts_with(char::is_lowercase)
}

/// Words with a hyphen inside a line, "well-known", in lower case: parted at their hyphen elsewhere, they keep it.
fn compounds(pages: &[String]) -> HashSet<String> {
    pages
        .iter()
        .flat_map(|page| page.split_whitespace())
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| word.contains('-'))
        .map(str::to_lowercase)
        .collect()
}

/// Whether the hyphen at a line's end belongs to the word.
fn keeps_hyphen(before: &str, line: &str, compounds: &HashSet<String>) -> bool {
    // No other word begins so: "well-" and "self-" are words themselves.
    const WORDS: [&str; 2] = ["well-", "self-"];
    const SHORTEST: usize = 4;
    let not_of_word = |c: char| !c.is_alphanumeric() && c != '-';
    let head = before
        .rsplit(not_of_word)
        .next()
        .unwrap_or(before)
        .to_lowercase();
    let tail = line
        .split(not_of_word)
        .next()
        .unwrap_or(line)
        .to_lowercase();
    compounds.contains(&format!("{head}{tail}"))
        || (WORDS.contains(&head.as_str()) && tail.chars().count() >= SHORTEST)
}

/// How many lines at the top and at the foot of a page may be running heads.
const MARGIN: usize = 3;

/// Lines that come again at the margins of pages, their numbers left aside.
fn running(pages: &[String]) -> HashMap<String, usize> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for page in pages {
        let mut lines: Vec<&str> = page
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect();
        let foot = lines.split_off(lines.len().min(MARGIN));
        lines.extend(foot.iter().rev().take(MARGIN));
        lines.sort_unstable();
        lines.dedup();
        for line in lines {
            *seen.entry(shape(line)).or_default() += 1;
        }
    }
    // On two pages out of three there is chance; heads stand on every page of a chapter.
    seen.retain(|_, count| *count >= 3);
    seen
}

fn shape(line: &str) -> String {
    line.chars().filter(|c| !c.is_ascii_digit()).collect()
}

/// The lines of a page without running heads and page numbers at its margins.
fn shown<'p>(page: &'p str, heads: &HashMap<String, usize>) -> Vec<&'p str> {
    let lines: Vec<&str> = page.lines().collect();
    let full: Vec<usize> = (0..lines.len())
        .filter(|index| !lines[*index].trim().is_empty())
        .collect();
    let at_margin = |index: usize| {
        let place = full.binary_search(&index).unwrap_or(MARGIN);
        place < MARGIN || place + MARGIN >= full.len()
    };
    let is_number = |line: &str| {
        let bare = line.trim_matches(|c: char| !c.is_alphanumeric());
        !bare.is_empty() && bare.len() <= 5 && bare.bytes().all(|byte| byte.is_ascii_digit())
    };
    (0..lines.len())
        .filter(|index| {
            let line = lines[*index].trim();
            line.is_empty()
                || !at_margin(*index)
                || !(heads.contains_key(&shape(line)) || is_number(line))
        })
        .map(|index| lines[index])
        .skip_while(|line| line.trim().is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{blocks, mostly_pictures};
    use crate::ingest::sink::Collected;
    use crate::ingest::{ReadOptions, read_bytes};

    #[test]
    fn heads_and_numbers_go_and_paragraphs_go_over_the_page() {
        let page = |number: u32, text: &str| format!("\n\nHarbour Report\n\n{text}\n\n{number}\n");
        let pages = [
            page(
                1,
                "The harbour of Norhaven is full of silt, and nobody in the town hall wants to dred-\nge it before the winter comes, which is when all of the ferries in the fleet",
            ),
            page(
                2,
                "come in. That is what the report says, and it says so on each and every page.\n\nIt ends.",
            ),
            page(3, "There is an annex."),
        ];
        let found: Vec<(Option<u32>, String)> = blocks(&pages)
            .into_iter()
            .map(|block| (block.line, block.text))
            .collect();
        assert_eq!(
            found,
            [
                (Some(1), "The harbour of Norhaven is full of silt, and nobody in the town hall wants to dredge it before the winter comes, which is when all of the ferries in the fleet come in. That is what the report says, and it says so on each and every page.".to_owned()),
                (Some(2), "It ends.".to_owned()),
                (Some(3), "There is an annex.".to_owned()),
            ]
        );
    }

    #[test]
    fn a_hyphen_that_belongs_to_its_word_stays() {
        let page = "The harbour master, a well-\nknown woman, asked for a short-\nterm loan, and no short-term loan was ever re-\npaid in Norhaven.\n";
        assert_eq!(
            blocks(&[page.to_owned()])[0].text,
            "The harbour master, a well-known woman, asked for a short-term loan, and no short-term loan was ever repaid in Norhaven."
        );
    }

    #[test]
    fn a_file_of_scanned_pages_behind_a_cover_sheet_says_so() {
        let pages = ["Cover.", " ", "\n", ""].map(str::to_owned);
        assert_eq!(
            mostly_pictures(&pages).as_deref(),
            Some("3 of 4 pages hold no text, only pictures of it")
        );
        assert_eq!(mostly_pictures(&pages[..2]), None);
    }

    /// A PDF of one page. `table`: whether its cross-reference table is in order.
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
        let mut places = Vec::new();
        for (index, object) in objects.iter().enumerate() {
            places.push(out.len());
            out.push_str(&format!("{} 0 obj{object}endobj\n", index + 1));
        }
        let at = out.len();
        out.push_str("xref\n0 6\n0000000000 65535 f \n");
        for place in places {
            out.push_str(&format!("{:010} 00000 n \n", if table { place } else { 7 }));
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
            "a.pdf: is encrypted, and cannot be read without its password"
        );
    }
}
