//! Reads a draft: which quotations it has, where, and who it says spoke them.
//!
//! A draft may have any format that an index is made from. Its quotations are words in quotation
//! marks, block quotations, and turns under a label. Who spoke them is found as in the sources, by
//! attribution; nobody is named where that is not clear. Time is linear in the draft's length.

mod claimed;
mod locate;
mod names;
mod quotations;

use std::ops::Range;
use std::path::Path;

use crate::document::Document;
use crate::error::{Error, Result};
use crate::ingest::encoding::{decode, undeclared};
use crate::ingest::read_bytes;
use crate::ingest::sink::{Collected, Problem};
use crate::options::ReadOptions;
use crate::text::token::words;
use crate::verify::draft::claimed::claimed;
use crate::verify::draft::locate::Locator;
pub use crate::verify::draft::quotations::Form;
use crate::verify::draft::quotations::{Found, quotations};
use crate::verify::report::{Claim, Flags, Grade, SpeakerVerdict, Verdict};
use crate::verify::verifier::Verifier;

/// Words below which a quotation may be a title or a word that the writer sets apart: it counts
/// only if the person who is named said it.
pub const MIN_WORDS: usize = 4;

/// Bytes of the largest draft: ten times a long book.
const MAX_BYTES: u64 = 64 << 20;

/// The quotations of a draft.
///
/// ```
/// use onrecord_index::verify::draft::Draft;
/// let story = "Mayor Anna Berg is here.\n\n\"It is full,\" Berg said, \"and it stinks.\"\n";
/// let draft = Draft::read_bytes("story.md", story.into(), &Default::default())?;
/// let quotation = &draft.quotations[0];
/// assert_eq!(quotation.text, "It is full, and it stinks.");
/// assert_eq!(quotation.said_by.as_deref(), Some("Anna Berg"));
/// assert!(quotation.joined);
/// assert_eq!((quotation.at.line, quotation.at.column), (Some(3), Some(2)));
/// # Ok::<(), onrecord_index::error::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Draft {
    /// The quotations, in reading order.
    pub quotations: Vec<Quotation>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// A quotation in a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Quotation {
    /// The words, without the quotation marks around them.
    pub text: String,
    /// Who the draft says spoke them, in the longest form that it gives. `None` if that is not
    /// clear.
    pub said_by: Option<String>,
    /// Where it is.
    pub at: At,
    /// How the draft sets it apart.
    pub form: Form,
    /// Whether its words are two or more quotations in the draft, with only "she said" between
    /// them.
    pub joined: bool,
    /// How many words it has.
    pub words: usize,
}

/// Where a quotation is in a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct At {
    /// Line of its first word, counted from 1. `None` if the format has no lines.
    pub line: Option<u32>,
    /// Column of its first word in characters, counted from 1. `None` if that was not found.
    pub column: Option<u32>,
    /// Bytes of the decoded draft: of the quotation, or of its paragraph if the former was not
    /// found.
    pub span: Range<usize>,
    /// Number of the paragraph in the draft, counted from 1.
    pub paragraph: usize,
}

impl Draft {
    /// Reads a file. Fails if it cannot be read, is over 64 MiB, or has no known format.
    pub fn read(path: &Path, options: &ReadOptions) -> Result<Draft> {
        let failed = |source| Error::Read {
            path: path.to_owned(),
            source,
        };
        let metadata = path.metadata().map_err(failed)?;
        if metadata.is_dir() {
            return Err(unreadable(path, "is a folder: name one file, or `-`"));
        }
        if metadata.len() > MAX_BYTES {
            return Err(unreadable(
                path,
                "is larger than 64 MiB, the limit for a draft",
            ));
        }
        let bytes = std::fs::read(path).map_err(failed)?;
        Draft::read_bytes(&path.to_string_lossy(), bytes, options)
    }

    /// Reads the bytes of a file. The ending of `name` helps to find the format.
    pub fn read_bytes(name: &str, bytes: Vec<u8>, options: &ReadOptions) -> Result<Draft> {
        if bytes.len() as u64 > MAX_BYTES {
            let reason = "is larger than 64 MiB, the limit for a draft";
            return Err(unreadable(Path::new(name), reason));
        }
        let mut sink = Collected::default();
        let reading = read_bytes(name, bytes.clone(), options, &mut sink)?;
        // The label of the encoding; how it was found comes after it.
        let label = reading.encoding.split(' ').next().unwrap_or_default();
        let decoded = (!label.is_empty())
            .then(|| decode(bytes, Some(label), undeclared))
            .and_then(|decoded| decoded.ok());
        let source = decoded.map(|decoded| decoded.text);
        let mut draft = Draft {
            quotations: Vec::new(),
            problems: sink.problems,
        };
        let mut locator = source.as_deref().map(Locator::new);
        let mut paragraphs = 0;
        for document in &sink.documents {
            draft.add(document, paragraphs, locator.as_mut());
            paragraphs += document.paragraphs.len();
        }
        Ok(draft)
    }

    /// Adds the quotations of a document that has so many paragraphs before it.
    fn add(&mut self, document: &Document, before: usize, locator: Option<&mut Locator<'_>>) {
        let source = locator.as_ref().map(|locator| locator.text());
        let found = quotations(document, source);
        let said_by = claimed(document, &found);
        let mut locator = locator;
        for (found, said_by) in found.iter().zip(said_by) {
            let text = found.text(document);
            let count = words(&text).count();
            if count == 0 {
                continue;
            }
            self.quotations.push(Quotation {
                at: at(document, found, before, locator.as_deref_mut()),
                said_by,
                form: found.form,
                joined: found.parts.len() > 1,
                words: count,
                text,
            });
        }
    }
}

fn unreadable(path: &Path, reason: &str) -> Error {
    Error::Unreadable {
        path: path.to_owned(),
        reason: reason.to_owned(),
    }
}

/// Where a quotation is.
fn at(document: &Document, found: &Found, before: usize, locator: Option<&mut Locator<'_>>) -> At {
    let paragraph = &document.paragraphs[found.paragraph];
    let mut at = At {
        line: paragraph.line,
        column: None,
        span: paragraph.span.clone(),
        paragraph: before + found.paragraph + 1,
    };
    let has_lines = paragraph.line.is_some();
    if let Some(locator) = locator.filter(|_| has_lines)
        && let Some(first) = found.parts.first()
    {
        let words = &paragraph.text[first.clone()];
        if let Some(place) = locator.find(words, first.start, &paragraph.span) {
            at.line = Some(place.line);
            at.column = Some(place.column);
            at.span.start = place.start;
            let last = found.parts.last().map_or(first.end, |last| last.end);
            let end = locator.end_of(&place, &paragraph.text[first.start..last], &paragraph.span);
            at.span.end = end.unwrap_or(paragraph.span.end);
        }
    }
    at
}

/// What became of a quotation of a draft.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It was checked.
    Checked(Box<Verdict>),
    /// It is a title, or shorter than asked for and not known to be said by the person named.
    Short,
}

/// Checks a quotation of a draft, with the flag for one that is joined.
///
/// One of fewer than `min_words` words, or a title, is only [`Outcome::Checked`] if the person who
/// is named said it.
///
/// Fails if the index is damaged.
pub fn check(verifier: &Verifier, quotation: &Quotation, min_words: usize) -> Result<Outcome> {
    let is_short = quotation.words < min_words || (quotation.form == Form::Title && min_words > 1);
    if is_short && quotation.said_by.is_none() {
        return Ok(Outcome::Short);
    }
    let mut verdict = verdict(verifier, quotation)?;
    if is_short && (verdict.speaker != SpeakerVerdict::Same || verdict.grade > Grade::Folded) {
        return Ok(Outcome::Short);
    }
    if quotation.joined {
        verdict.flags |= Flags::JOINED;
    }
    Ok(Outcome::Checked(Box::new(verdict)))
}

fn verdict(verifier: &Verifier, quotation: &Quotation) -> Result<Verdict> {
    let mut claim = Claim::new(&quotation.text);
    claim.speaker.clone_from(&quotation.said_by);
    let verdict = verifier.check(&claim)?;
    // "Berg of Norhaven" may be where she is from, which her name in the sources does not have.
    let surname = quotation.said_by.as_deref().and_then(names::without_place);
    match surname {
        Some(surname) if verdict.speaker == SpeakerVerdict::Other => {
            let by_surname = verifier.check(&Claim::new(&quotation.text).by(surname))?;
            let is_same = by_surname.speaker == SpeakerVerdict::Same;
            Ok(if is_same { by_surname } else { verdict })
        }
        _ => Ok(verdict),
    }
}

#[cfg(test)]
mod tests;
