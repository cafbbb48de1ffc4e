//! Drafts of utterances, and how those of a paragraph become its utterances.
//!
//! The utterances of a paragraph are disjoint or nested. Offsets are bytes of the paragraph.

use std::cmp::Reverse;
use std::ops::Range;

use crate::attribution::languages::marks::Quote;
use crate::attribution::languages::register::Register;
use crate::attribution::languages::source::Voice;
use crate::document::rule::Rule;
use crate::document::{Source, Utterance};

/// A draft of an utterance.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) range: Range<usize>,
    pub(crate) voice: Voice,
    /// The words are quoted, not reported.
    pub(crate) verbatim: bool,
    /// The reporting words.
    pub(crate) cue: Option<String>,
    pub(crate) rule: Rule,
}

/// The utterances of a paragraph, in order. Of drafts that overlap, the first counts; quotations
/// inside reported clauses are added.
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
    let mut found = Vec::new();
    for mut draft in drafts {
        draft.range = trimmed(text, draft.range);
        if draft.range.is_empty() {
            continue;
        }
        while open
            .last()
            .is_some_and(|outer| outer.range.end <= draft.range.start)
        {
            open.pop();
        }
        if let Some(outer) = open.last() {
            let overlaps = draft.range.end > outer.range.end || draft.range == outer.range;
            // What somebody is reported to have reported is a part of that report.
            if overlaps || !draft.verbatim || outer.verbatim {
                continue;
            }
            draft.rule = Rule::WordsWithin;
        }
        open.push(draft.clone());
        found.push(utterance(draft.clone(), register));
        for (person, text) in std::mem::take(&mut draft.voice.others) {
            let mut other = draft.clone();
            (other.voice.person, other.voice.text) = (Some(person), text);
            found.push(utterance(other, register));
        }
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
        }));
    }
    inner
}

fn utterance(draft: Draft, register: &Register) -> Utterance {
    let speaker = draft
        .voice
        .person
        .map(|id| register.person(id).name.clone());
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
        relayed: false,
    }
}

/// `range` without white space at its ends.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let slice = &text[range.clone()];
    let start = range.start + (slice.len() - slice.trim_start().len());
    start..start.max(range.start + slice.trim_end().len())
}
