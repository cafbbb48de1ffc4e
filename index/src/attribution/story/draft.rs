//! Drafts of utterances, and how the drafts of a paragraph become its utterances.
//!
//! The utterances of a paragraph are disjoint or nested. Offsets are bytes of the paragraph.

use std::cmp::Reverse;
use std::ops::Range;

use crate::attribution::people::register::Register;
use crate::attribution::people::resolve::Voice;
use crate::attribution::words::quote::Quote;
use crate::document::rule::Rule;
use crate::document::{Source, Utterance};

/// A draft of an utterance.
#[derive(Clone)]
pub(crate) struct Draft {
    pub(crate) range: Range<usize>,
    pub(crate) voice: Voice,
    /// The words are quoted, not reported.
    pub(crate) verbatim: bool,
    /// The reporting words.
    pub(crate) cue: Option<String>,
    pub(crate) rule: Rule,
    /// The next quotation may belong to the same speaker.
    pub(crate) main: bool,
}

/// The utterances of a paragraph, in order: drafts that overlap without nesting are dropped, and
/// quotations inside reported clauses are added.
pub(crate) fn finish(
    text: &str,
    quotes: &[Quote],
    mut drafts: Vec<Draft>,
    register: &Register,
) -> Vec<Utterance> {
    let inner = quotes_within(quotes, &drafts);
    drafts.extend(inner);
    drafts.sort_by_key(|draft| {
        (
            draft.range.start,
            Reverse(draft.range.end),
            draft.rule == Rule::WordsWithin,
        )
    });
    let mut open: Vec<Draft> = Vec::new();
    let mut found: Vec<Utterance> = Vec::new();
    for mut draft in drafts {
        draft.range = trimmed(text, draft.range);
        if draft.range.is_empty() {
            continue;
        }
        let has_ended = |outer: &Draft| outer.range.end <= draft.range.start;
        while open.last().is_some_and(has_ended) {
            open.pop();
        }
        if let Some(outer) = open.last() {
            if !can_nest(&draft, outer) {
                continue;
            }
            // "Holm said Berg called it \"a wreck\"": Berg's words, but part of what Holm says.
            if !outer.verbatim && !outer.voice.is(&draft.voice) {
                draft.rule = Rule::WordsWithin;
            }
        }
        open.push(draft.clone());
        found.push(utterance(draft, register));
    }
    found
}

/// Drafts for the quotations inside reported clauses.
fn quotes_within(quotes: &[Quote], drafts: &[Draft]) -> Vec<Draft> {
    let mut inner = Vec::new();
    for draft in drafts.iter().filter(|draft| !draft.verbatim) {
        let from = quotes.partition_point(|quote| quote.start < draft.range.start);
        let within = quotes[from..].iter();
        let within = within.take_while(|quote| quote.end <= draft.range.end);
        inner.extend(within.map(|quote| Draft {
            range: quote.start..quote.end,
            voice: draft.voice.clone(),
            verbatim: true,
            cue: draft.cue.clone(),
            rule: Rule::WordsWithin,
            main: false,
        }));
    }
    inner
}

/// Whether a draft is an utterance of its own inside another one that begins no later.
fn can_nest(draft: &Draft, outer: &Draft) -> bool {
    let overlaps = draft.range.end > outer.range.end;
    let is_same = draft.range == outer.range;
    // A report inside a report of somebody else is part of that report.
    let is_reported_report = !draft.verbatim && !outer.verbatim && !outer.voice.is(&draft.voice);
    !overlaps && !is_same && !is_reported_report
}

fn utterance(draft: Draft, register: &Register) -> Utterance {
    let person = draft.voice.person;
    let speaker = person.map(|id| register.person(id).name.clone());
    Utterance {
        range: draft.range,
        source: match speaker {
            Some(_) => Source::Person,
            None => draft.voice.source,
        },
        speaker,
        speaker_text: draft.voice.text,
        verbatim: draft.verbatim,
        cue: draft.cue,
        rule: draft.rule,
    }
}

/// `range` without white space at its ends.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let slice = &text[range.clone()];
    let start = range.start + (slice.len() - slice.trim_start().len());
    start..start.max(range.start + slice.trim_end().len())
}
