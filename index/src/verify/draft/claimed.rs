//! Who a draft says spoke each of its quotations.
//!
//! Attribution reads the draft like any source. Writers of drafts also introduce a quotation
//! without a reporting verb ("Berg was brief: ..."), or set it off with the name above or below it.
//! Such a quotation is written again with a plain "said" beside it, and attribution decides once
//! more whether that is a person, and which one. Ranges are bytes of a paragraph's text.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use crate::attribution::attribute_in;
use crate::document::rule::Rule;
use crate::document::{Document, Source, Utterance};
use crate::text::sentence::{sentence_ends, stop_ends_sentence};
use crate::text::word_list::WordList;
use crate::verify::draft::names::{completed, name_at, signed_name, subject, without_place};
use crate::verify::draft::quotations::{Form, Found, around};

/// Words that begin a sentence about the quotation above: "That was Anna Berg."
const LOOKS_BACK: [&str; 4] = ["That ", "So ", "Thus ", "This "];

/// Words before a quotation of which one may deny it.
const DENIAL_WORDS: usize = 6;

/// Words by which a draft says that somebody did not say something.
static DENIALS: WordList = WordList::new(include_str!("lists/denials.txt"));

/// Bytes of the longest source in brackets behind a quotation.
const MAX_SOURCE_BYTES: usize = 120;

/// Utterances before a quotation that are looked at.
const MAX_BEFORE: usize = 64;

/// A part of a paragraph that is written again.
struct Rewrite {
    range: Range<usize>,
    with: String,
}

/// A person for each quotation. `None` where that is not clear.
pub(super) fn claimed(document: &Document, found: &[Found]) -> Vec<Option<String>> {
    let mut said_by: Vec<Option<String>> = Vec::with_capacity(found.len());
    let mut rewrites: Vec<(usize, Vec<Rewrite>)> = Vec::new();
    let mut names = Completed::default();
    for (number, quote) in found.iter().enumerate() {
        let before = number.checked_sub(1).and_then(|before| found.get(before));
        let before = before.filter(|before| before.paragraph == quote.paragraph);
        let utterance = utterance_of(document, quote);
        let rewritten = match quote.form {
            Form::Turn => None,
            Form::Block => rewritten_block(document, quote),
            Form::Marks | Form::Title if is_inside_turn(utterance, quote) => Some(Vec::new()),
            Form::Marks | Form::Title => {
                let start = before.map_or(0, |before| before.outer.end);
                rewritten_source(document, quote, start, utterance)
                    .or_else(|| rewritten_clause(document, quote, start, utterance))
            }
        };
        let weak = match quote.form {
            Form::Turn => false,
            Form::Block => utterance.is_some_and(|found| is_guess(found.rule)),
            Form::Marks | Form::Title => {
                rewritten.is_some() && utterance.is_some_and(|found| found.rule != Rule::QuoteSaid)
            }
        };
        let unsaid = utterance.is_some_and(|found| is_shared(document, quote, found))
            || is_denied(document, quote, before);
        let person = utterance
            .filter(|_| !weak && !unsaid)
            .and_then(|found| names.person(document, quote.paragraph, found));
        rewrites.extend(
            rewritten
                .filter(|_| !unsaid)
                .map(|rewritten| (number, rewritten)),
        );
        said_by.push(person);
    }
    again(document, found, &rewrites, &mut names, &mut said_by);
    members(document, found, &mut said_by);
    said_by
}

/// In a draft that names people as a parliament does, "King of Norhaven" is a member and no king.
fn members(document: &Document, found: &[Found], said_by: &mut [Option<String>]) {
    /// Other members that show it: one alone may be an abbot or a bishop.
    const MIN_OTHERS: usize = 2;
    let others: BTreeSet<&String> = said_by
        .iter()
        .flatten()
        .filter(|name| without_place(name).is_some())
        .collect();
    if others.len() < MIN_OTHERS {
        return;
    }
    for (quote, said_by) in found.iter().zip(said_by.iter_mut()) {
        let text = utterance_of(document, quote).map(|found| found.speaker_text.as_str());
        let name = text.and_then(name_at);
        if let Some(name) = name.filter(|name| said_by.is_none() && name.contains(" of ")) {
            *said_by = Some(name.to_owned());
        }
    }
}

/// Whether a quotation is one of several things in a labelled turn, where only prose says whose it
/// is.
fn is_inside_turn(utterance: Option<&Utterance>, quote: &Found) -> bool {
    let is_turn = |found: &Utterance| matches!(found.rule, Rule::Label | Rule::Interview);
    utterance.is_some_and(is_turn) && quote.outer.start > 0
}

/// Whether several people say a quotation together: the draft claims it of no single one.
fn is_shared(document: &Document, quote: &Found, found: &Utterance) -> bool {
    let utterances = &document.paragraphs[quote.paragraph].utterances;
    utterances.iter().any(|other| {
        let is_other = other.speaker != found.speaker && !other.relayed && !found.relayed;
        other.range == found.range && is_other
    })
}

/// Whether the draft says that somebody did not say the words: "Berg never said "..."".
fn is_denied(document: &Document, quote: &Found, before: Option<&Found>) -> bool {
    let text = &document.paragraphs[quote.paragraph].text;
    let start = before.map_or(0, |before| before.outer.end);
    let from = clause_start(text, start, quote.outer.start);
    let clause = text.get(from..quote.outer.start).unwrap_or_default();
    let words = clause
        .rsplit(char::is_whitespace)
        .filter(|word| !word.is_empty());
    words
        .take(DENIAL_WORDS)
        .any(|word| DENIALS.contains(&word.to_lowercase()))
}

/// Whether a rule only carries on with whoever spoke before.
fn is_guess(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::Continued | Rule::ContinuedParagraph | Rule::Follows
    )
}

/// What the draft says of a quotation: the innermost utterance around it.
fn utterance_of<'a>(document: &'a Document, quote: &Found) -> Option<&'a Utterance> {
    let utterances = &document.paragraphs[quote.paragraph].utterances;
    around(utterances, quote.parts.first()?)
}

/// Names with the places by which the draft tells namesakes apart. Each is looked for once in a
/// paragraph.
#[derive(Default)]
struct Completed(HashMap<(usize, String), Option<String>>);

impl Completed {
    fn of(&mut self, document: &Document, paragraph: usize, name: &str) -> String {
        let found = self.0.entry((paragraph, name.to_owned()));
        let found = found.or_insert_with(|| {
            let text = &document.paragraphs[paragraph].text;
            completed(text, name).map(str::to_owned)
        });
        found.clone().unwrap_or_else(|| name.to_owned())
    }

    /// The person of an utterance in a paragraph.
    fn person(
        &mut self,
        document: &Document,
        paragraph: usize,
        utterance: &Utterance,
    ) -> Option<String> {
        if let Some(name) = &utterance.speaker {
            return Some(self.of(document, paragraph, name));
        }
        if utterance.source != Source::Person {
            return None;
        }
        // A surname that is also a word: only its place shows that it is a name.
        let full = self.of(document, paragraph, name_at(&utterance.speaker_text)?);
        without_place(&full).is_some().then_some(full)
    }
}

/// The clause before a quotation, as a plain report by the person it is about. `start` is the end
/// of the quotation before. `None` if attribution has found a report already.
fn rewritten_clause(
    document: &Document,
    quote: &Found,
    start: usize,
    utterance: Option<&Utterance>,
) -> Option<Vec<Rewrite>> {
    let text = &document.paragraphs[quote.paragraph].text;
    let from = clause_start(text, start, quote.outer.start);
    let clause = &text[from..quote.outer.start];
    let named = is_named(utterance, clause);
    let rule = utterance.map_or(Rule::NoSource, |found| found.rule);
    let words = &text[quote.parts.first()?.clone()];
    if clause.trim().is_empty() {
        // "Berg looked up. "The harbour is full." Holm, who ..., asked: ..."
        let is_sentence = words.trim_end().ends_with(['.', '!', '?']);
        let reported_later = rule == Rule::Continued && is_first(document, quote);
        if !is_sentence || (named && !reported_later) {
            return None;
        }
        let sentence = clause_start(text, start, from.saturating_sub(1));
        let name = subject(text.get(sentence..from)?).filter(|name| name.contains(' '))?;
        return Some(vec![Rewrite {
            range: from..quote.outer.start,
            with: format!(" {name} said: "),
        }]);
    }
    let name = subject(clause)?;
    // "Berg's critic, Holm, said": not Berg.
    let after = clause
        .find(name)
        .map_or("", |at| &clause[at + name.len()..]);
    if after.starts_with(['\'', '’']) {
        return None;
    }
    // "Berg, a captain: "..." Good question.": the colon decides.
    let is_colon = clause.trim_end().ends_with(':') && rule == Rule::QuoteSaid;
    let other = utterance.is_some_and(|found| {
        let speaker = found.speaker.as_deref().unwrap_or(&found.speaker_text);
        !name.contains(speaker.rsplit(' ').next().unwrap_or(speaker))
    });
    let within_another = rule == Rule::WordsWithin && start > 0 && other;
    if named && !within_another && !is_colon {
        return None;
    }
    let behind = text[..from]
        .trim_end()
        .ends_with([',', ';', '”', '"', '“', '»', '«']);
    let stop = if behind { ". " } else { " " };
    Some(vec![Rewrite {
        range: from..quote.outer.start,
        with: format!("{stop}{name} said: "),
    }])
}

/// Whether attribution names somebody for a quotation. A name before a colon must be in the clause
/// that the colon ends.
fn is_named(utterance: Option<&Utterance>, clause: &str) -> bool {
    let Some(found) = utterance.filter(|found| found.speaker.is_some()) else {
        return false;
    };
    found.rule != Rule::Colon || clause.contains(&found.speaker_text)
}

/// The name in brackets behind a quotation, as a plain report: "..." (Berg 2024, 12).
fn rewritten_source(
    document: &Document,
    quote: &Found,
    start: usize,
    utterance: Option<&Utterance>,
) -> Option<Vec<Rewrite>> {
    let text = &document.paragraphs[quote.paragraph].text;
    let from = clause_start(text, start, quote.outer.start);
    if is_named(utterance, &text[from..quote.outer.start]) {
        return None;
    }
    let rest = &text[quote.outer.end..];
    let inside = rest.trim_start().strip_prefix('(')?;
    let name = name_at(inside)?;
    let near = &rest[..rest.floor_char_boundary(MAX_SOURCE_BYTES.min(rest.len()))];
    let close = near.find(')')?;
    let after = inside[name.len()..].trim_start();
    let is_source = after.starts_with([')', ',', ';', ':']) || after.starts_with(char::is_numeric);
    let clause = Rewrite {
        range: from..quote.outer.start,
        with: " ".to_owned(),
    };
    let report = Rewrite {
        range: quote.outer.end..quote.outer.end + close + 1,
        with: format!(", {name} said"),
    };
    is_source.then(|| vec![clause, report])
}

/// Whether no quotation of the paragraph before this one has a speaker.
fn is_first(document: &Document, quote: &Found) -> bool {
    let utterances = &document.paragraphs[quote.paragraph].utterances;
    let before = utterances.partition_point(|found| found.range.start < quote.outer.start);
    let mut nearest = utterances[..before].iter().rev().take(MAX_BEFORE);
    nearest.all(|found| found.speaker.is_none())
}

/// Where the clause that ends at `end` begins: behind a sentence, a semicolon, a time stamp, or
/// byte `start`.
fn clause_start(text: &str, start: usize, end: usize) -> usize {
    let bytes = text.as_bytes();
    let is_digit = |at: Option<usize>| {
        at.and_then(|at| bytes.get(at))
            .is_some_and(u8::is_ascii_digit)
    };
    let is_end = |(at, c): &(usize, char)| match c {
        '.' => stop_ends_sentence(text, start + at),
        '!' | '?' | ';' => true,
        // "12:30 Berg on fees"
        ':' => is_digit((start + at).checked_sub(1)) && is_digit(Some(start + at + 1)),
        _ => false,
    };
    let clause = text.get(start..end).unwrap_or_default();
    let found = clause.char_indices().rfind(is_end);
    found.map_or(start, |(at, c)| start + at + c.len_utf8())
}

/// A block quotation in quotation marks, beside a plain report where the text around it has one.
fn rewritten_block(document: &Document, quote: &Found) -> Option<Vec<Rewrite>> {
    let paragraphs = &document.paragraphs;
    let text = &paragraphs[quote.paragraph].text;
    let end = quote.outer.end;
    let next = paragraphs
        .get(quote.paragraph + 1)
        .map(|next| next.text.as_str());
    let signed = signed_name(text[end..].trim_start()).or_else(|| signed_name(next?));
    let looked_at = || {
        let next = next?;
        let rest = LOOKS_BACK.iter().find_map(|word| next.strip_prefix(word))?;
        // "That was Anna Berg.", "So said Anna Berg."
        let (_, rest) = rest.split_once(' ')?;
        name_at(rest)
    };
    let above = quote
        .paragraph
        .checked_sub(1)
        .and_then(|above| paragraphs.get(above));
    let announced = || {
        let above = above?.text.trim_end().strip_suffix(':')?;
        let ends = sentence_ends(above);
        let start = ends.iter().rev().nth(1).copied().unwrap_or(0);
        subject(&above[start..])
    };
    let is_announced = above.is_some_and(|above| above.text.trim_end().ends_with(':'));
    let (first, last) = (quote.parts.first()?.start, quote.parts.last()?.end);
    let opening = Rewrite {
        range: 0..first,
        with: "“".to_owned(),
    };
    let with = match signed.or_else(looked_at) {
        Some(name) => format!(",” {name} said."),
        None if is_announced => match announced() {
            Some(name) => format!(",” {name} said."),
            None => "”".to_owned(),
        },
        None => return None,
    };
    let closing = Rewrite {
        range: last..text.len(),
        with,
    };
    Some(vec![opening, closing])
}

/// Reads the story once more with what was written again, and takes the persons that it names now.
fn again(
    document: &Document,
    found: &[Found],
    rewrites: &[(usize, Vec<Rewrite>)],
    names: &mut Completed,
    said_by: &mut [Option<String>],
) {
    if rewrites.is_empty() {
        return;
    }
    let mut texts: Vec<Cow<'_, str>> = Vec::with_capacity(document.paragraphs.len());
    texts.extend(
        document
            .paragraphs
            .iter()
            .map(|paragraph| paragraph.text.as_str().into()),
    );
    // Where each quotation is in the text that was written again.
    let mut moved: Vec<Range<usize>> = Vec::with_capacity(rewrites.len());
    for of_paragraph in rewrites.chunk_by(|a, b| found[a.0].paragraph == found[b.0].paragraph) {
        let paragraph = found[of_paragraph[0].0].paragraph;
        let text = &document.paragraphs[paragraph].text;
        let (mut written, mut at) = (String::with_capacity(text.len()), 0);
        for (number, parts) in of_paragraph {
            let quote = found[*number].parts.first().cloned().unwrap_or_default();
            let mut start = None;
            for rewrite in parts {
                // Two quotations may claim the same words, as "(Berg 2024)" between them. The
                // first has them.
                if rewrite.range.start < at {
                    continue;
                }
                if rewrite.range.start >= quote.end && start.is_none() {
                    start = Some((written.len() + quote.start).saturating_sub(at));
                }
                written.push_str(&text[at..rewrite.range.start]);
                written.push_str(&rewrite.with);
                at = rewrite.range.end;
            }
            let start = start.unwrap_or_else(|| (written.len() + quote.start).saturating_sub(at));
            moved.push(start..start + quote.len());
        }
        written.push_str(&text[at..]);
        texts[paragraph] = written.into();
    }
    let paragraphs: Vec<&str> = texts.iter().map(AsRef::as_ref).collect();
    let utterances = attribute_in(document.lang.as_deref(), &paragraphs);
    for ((number, _), range) in rewrites.iter().zip(&moved) {
        let paragraph = found[*number].paragraph;
        let utterance = around(&utterances[paragraph], range);
        let person = utterance.and_then(|found| names.person(document, paragraph, found));
        if person.is_some() {
            said_by[*number] = person;
        }
    }
}
