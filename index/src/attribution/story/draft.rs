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
    /// Another speaker of the words of the draft before it.
    pub(crate) second: Option<Second>,
}

/// What a second speaker of the same words is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Second {
    /// Several people speak together.
    Joint,
    /// The first speaker passes on what this one said.
    Relayed,
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
        if let Some(second) = draft.second {
            let first = open.last().filter(|outer| outer.range == draft.range);
            let is_new = |outer: &Draft| !outer.voice.is(&draft.voice);
            if draft.voice.person.is_some() && first.is_some_and(is_new) {
                found.push(utterance(draft, register, second == Second::Relayed));
            }
            continue;
        }
        let mut relayed = false;
        if let Some(outer) = open.last() {
            if !can_nest(&draft, outer) {
                continue;
            }
            // "Holm said Berg called it \"a wreck\"": Berg's words, but part of what Holm says.
            relayed = !outer.voice.is(&draft.voice);
            if !outer.verbatim && relayed && draft.verbatim {
                draft.rule = Rule::WordsWithin;
            }
        }
        open.push(draft.clone());
        found.push(utterance(draft, register, relayed));
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
            second: draft.second,
        }));
    }
    inner
}

/// Whether a draft is an utterance of its own inside another one that begins no later.
fn can_nest(draft: &Draft, outer: &Draft) -> bool {
    let overlaps = draft.range.end > outer.range.end;
    let is_same = draft.range == outer.range;
    // A report inside a report of somebody else is part of that report. Where no person passes it
    // on, the person inside is named as well: "The Herald wrote that Berg said it sails".
    let is_other = !outer.voice.is(&draft.voice);
    let is_named = draft.voice.person.is_some() && outer.voice.person.is_none();
    let is_reported_report = !draft.verbatim && !outer.verbatim && is_other && !is_named;
    !overlaps && !is_same && !is_reported_report
}

fn utterance(draft: Draft, register: &Register, relayed: bool) -> Utterance {
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
        relayed,
    }
}

/// `range` without white space at its ends.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let slice = &text[range.clone()];
    let start = range.start + (slice.len() - slice.trim_start().len());
    start..start.max(range.start + slice.trim_end().len())
}
