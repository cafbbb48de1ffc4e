//! Utterances in the making, and how those of a paragraph become its list.

use std::ops::Range;

use crate::attribution::people::register::Register;
use crate::attribution::people::resolve::Voice;
use crate::attribution::words::quote::Quote;
use crate::document::rule::Rule;
use crate::document::{Source, Utterance};

/// An utterance in the making.
#[derive(Clone)]
pub(crate) struct Draft {
    pub(crate) range: Range<usize>,
    pub(crate) voice: Voice,
    pub(crate) verbatim: bool,
    pub(crate) cue: Option<String>,
    pub(crate) rule: Rule,
    /// Who speaks here may speak on in the next quotation.
    pub(crate) main: bool,
}

/// Sorts drafts, drops those that overlap without nesting, and adds the quotations inside reported clauses.
pub(crate) fn finish(
    text: &str,
    quotes: &[Quote],
    mut drafts: Vec<Draft>,
    register: &Register,
) -> Vec<Utterance> {
    let mut inner = Vec::new();
    for draft in drafts.iter().filter(|draft| !draft.verbatim) {
        let from = quotes.partition_point(|quote| quote.start < draft.range.start);
        for quote in quotes[from..]
            .iter()
            .take_while(|quote| quote.end <= draft.range.end)
        {
            inner.push(Draft {
                range: quote.start..quote.end,
                voice: draft.voice.clone(),
                verbatim: true,
                cue: draft.cue.clone(),
                rule: Rule::WordsWithin,
                main: false,
            });
        }
    }
    drafts.extend(inner);
    drafts.sort_by_key(|draft| {
        (
            draft.range.start,
            std::cmp::Reverse(draft.range.end),
            draft.rule == Rule::WordsWithin,
        )
    });
    let mut open: Vec<Draft> = Vec::new();
    let mut found: Vec<Utterance> = Vec::new();
    for mut draft in drafts {
        let range = trimmed(text, draft.range.clone());
        if range.is_empty() {
            continue;
        }
        while open
            .last()
            .is_some_and(|outer| outer.range.end <= range.start)
        {
            open.pop();
        }
        if open.last().is_some_and(|outer| {
            range.end > outer.range.end
                || outer.range == range
                // What somebody is reported to have reported is a part of that report.
                || !draft.verbatim && !outer.verbatim && !outer.voice.is(&draft.voice)
        }) {
            continue;
        }
        // "Holm said Berg called it \"a wreck\"": Berg's words, but a part of what Holm says.
        if open
            .last()
            .is_some_and(|outer| !outer.verbatim && !outer.voice.is(&draft.voice))
        {
            draft.rule = Rule::WordsWithin;
        }
        open.push(Draft {
            range: range.clone(),
            ..draft.clone()
        });
        let speaker = draft
            .voice
            .person
            .map(|id| register.person(id).name.clone());
        let source = if speaker.is_some() {
            Source::Person
        } else {
            draft.voice.source
        };
        found.push(Utterance {
            range,
            speaker,
            speaker_text: draft.voice.text,
            source,
            verbatim: draft.verbatim,
            cue: draft.cue,
            rule: draft.rule,
        });
    }
    found
}

/// `range` without white space at its ends.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let slice = &text[range.clone()];
    let start = range.start + (slice.len() - slice.trim_start().len());
    start..start.max(range.start + slice.trim_end().len())
}
