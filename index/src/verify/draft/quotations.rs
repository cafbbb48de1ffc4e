//! Finds the quotations of a document and joins those that only "she said" divides.
//!
//! A quotation inside another belongs to it. Code and the names of works are not quotations.
//! Ranges are bytes of a paragraph's text.

use std::ops::Range;

use crate::attribution::{Quoted, quoted};
use crate::document::rule::Rule;
use crate::document::{Document, Kind, Paragraph, Utterance};
use crate::text::role::is_role;
use crate::text::sentence::stop_ends_sentence;
use crate::text::token::words;
use crate::verify::draft::names::{is_signature, signature_start};

/// Bytes of the longest "she said, looking at the harbour," inside a quotation.
const MAX_CUE_BYTES: usize = 160;

/// Words of a block quotation or a turn that is looked at. Shorter ones are labels of something
/// else, or lines of a form.
const MIN_SET_OFF_WORDS: usize = 4;

/// Words with capitals that make a title.
const MIN_TITLE_WORDS: usize = 3;

/// Letters of the longest word that a title may write small, such as "of" and "and".
const SMALL_WORD_LETTERS: usize = 3;

/// How a draft sets a quotation apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// In quotation marks.
    Marks,
    /// As a paragraph of its own, set off from the text.
    Block,
    /// Under the label of a speaker.
    Turn,
    /// In quotation marks, with the capitals of a title.
    Title,
}

/// A quotation of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Index of its paragraph.
    pub(super) paragraph: usize,
    /// From the opening mark of the first part to the closing mark of the last.
    pub(super) outer: Range<usize>,
    /// The words, without marks.
    pub(super) parts: Vec<Range<usize>>,
    pub(super) form: Form,
}

impl Found {
    /// Its words.
    pub(super) fn text(&self, document: &Document) -> String {
        let text = &document.paragraphs[self.paragraph].text;
        let parts = self.parts.iter().map(|part| text[part.clone()].trim());
        parts.collect::<Vec<_>>().join(" ")
    }
}

/// The quotations of a document, in order. `source` is the decoded file.
pub(super) fn quotations(document: &Document, source: Option<&str>) -> Vec<Found> {
    let mut all = Vec::new();
    for (number, paragraph) in document.paragraphs.iter().enumerate() {
        let is_text = matches!(paragraph.kind, Kind::Body | Kind::Heading | Kind::Caption);
        if is_text && !is_code(paragraph, source) {
            of_paragraph(paragraph, number, document.lang.as_deref(), &mut all);
        }
    }
    all
}

/// Whether a paragraph is a block of code in Markdown, whose strings are not quotations.
fn is_code(paragraph: &Paragraph, source: Option<&str>) -> bool {
    let written = source.and_then(|source| source.get(paragraph.span.clone()));
    written.is_some_and(|written| written.starts_with("```") || written.starts_with("~~~"))
}

fn of_paragraph(paragraph: &Paragraph, number: usize, lang: Option<&str>, all: &mut Vec<Found>) {
    let text = &paragraph.text;
    let marked = quoted(lang, text);
    let opens = marked.first().is_some_and(|first| first.outer.start == 0);
    let whole = match () {
        () if opens => None,
        () if paragraph.set_off && !is_signature(text) => Some(Form::Block),
        () if is_turn(paragraph) => Some(Form::Turn),
        () => None,
    };
    if let Some(form) = whole {
        let end = signature_start(text).unwrap_or(text.len());
        if words(&text[..end]).take(MIN_SET_OFF_WORDS).count() == MIN_SET_OFF_WORDS {
            all.push(Found {
                paragraph: number,
                outer: 0..end,
                parts: std::iter::once(0..end).collect(),
                form,
            });
        }
        return;
    }
    let first = all.len();
    for quote in &marked {
        let words = &text[quote.inner.clone()];
        if words.trim().is_empty() {
            continue;
        }
        if let Some(last) = all[first..].last_mut()
            && continues(paragraph, last, quote)
        {
            last.outer.end = quote.outer.end;
            last.parts.push(quote.inner.clone());
            last.form = Form::Marks;
            continue;
        }
        let rest = text[quote.outer.end..].trim_start();
        let is_alone = quote.outer.start == 0 && (rest.is_empty() || is_signature(rest));
        let form = match () {
            () if paragraph.set_off && is_alone => Form::Block,
            () if is_title(words) => Form::Title,
            () => Form::Marks,
        };
        all.push(Found {
            paragraph: number,
            outer: quote.outer.clone(),
            parts: std::iter::once(quote.inner.clone()).collect(),
            form,
        });
    }
}

/// Whether a label says who speaks all of the paragraph.
fn is_turn(paragraph: &Paragraph) -> bool {
    paragraph.utterances.first().is_some_and(|utterance| {
        let is_label = matches!(utterance.rule, Rule::Label | Rule::Interview);
        let name = utterance.speaker.as_deref();
        is_label && name.is_some_and(|name| !is_role(name))
    })
}

/// Whether a quotation goes on where `last` ends, after a cue such as `," she said, "`.
fn continues(paragraph: &Paragraph, last: &Found, next: &Quoted) -> bool {
    let text = &paragraph.text;
    let between = &text[last.outer.end..next.outer.start];
    let cue = between.trim();
    let before = last
        .parts
        .last()
        .map_or("", |part| text[part.clone()].trim_end());
    let behind_comma = before.ends_with([',', '-', '–', '—']) || cue.starts_with(',');
    let behind_word = before.ends_with(char::is_alphanumeric) && cue.ends_with(',');
    let goes_on = cue.ends_with([',', '—', '–']) && cue.len() > 1;
    let is_short = between.len() <= MAX_CUE_BYTES && words(cue).count() > 1;
    let is_list = ["and", "or", "und", "et", "y"]
        .iter()
        .any(|word| first_word(cue) == Some(word));
    goes_on
        && is_short
        && (behind_comma || behind_word)
        && !is_list
        && !has_sentence_end(cue)
        && reports(paragraph, last, next)
}

fn first_word(text: &str) -> Option<&str> {
    words(text).next().map(|word| word.text)
}

/// Whether the words between two quotations say who speaks the first: the second is by the same.
fn reports(paragraph: &Paragraph, last: &Found, next: &Quoted) -> bool {
    let of = |range: &Range<usize>| around(&paragraph.utterances, range);
    let (Some(first), Some(second)) = (last.parts.first().and_then(of), of(&next.inner)) else {
        return false;
    };
    let is_cue = matches!(first.rule, Rule::QuoteSaid | Rule::Split);
    let is_verbatim = first.verbatim && second.verbatim;
    let is_same = first.speaker == second.speaker && first.speaker_text == second.speaker_text;
    is_cue && is_verbatim && is_same
}

/// The innermost utterance around a range of a paragraph.
pub(super) fn around<'a>(
    utterances: &'a [Utterance],
    range: &Range<usize>,
) -> Option<&'a Utterance> {
    /// Utterances before the range that are looked at; a paragraph may be a whole book.
    const MAX_BEFORE: usize = 64;
    let before = utterances.partition_point(|found| found.range.start <= range.start);
    // They are disjoint or nested, so the last one that holds the range is the innermost.
    let mut nearest = utterances[..before].iter().rev().take(MAX_BEFORE);
    nearest.find(|found| found.range.end >= range.end)
}

fn has_sentence_end(text: &str) -> bool {
    text.char_indices().any(|(at, c)| match c {
        '.' => stop_ends_sentence(text, at),
        '!' | '?' | ';' | ':' => true,
        _ => false,
    })
}

/// Whether words in quotation marks have the capitals of a title: "The Winter of the Ferry".
fn is_title(text: &str) -> bool {
    let mut capitals = 0;
    for word in words(text) {
        let first = word.text.chars().next().unwrap_or(' ');
        if first.is_uppercase() {
            capitals += 1;
        } else if first.is_lowercase() && word.text.chars().count() > SMALL_WORD_LETTERS {
            return false;
        }
    }
    capitals >= MIN_TITLE_WORDS && !text.trim_end().ends_with(['.', ',', '!', ';'])
}
