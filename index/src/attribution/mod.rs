//! Finds who says what in the paragraphs of one prose story.
//!
//! Precision first: no speaker is better than a wrong one. There is no parser, only tokens, word
//! lists and the shape of clauses; the same story always gives the same answer, in time linear in
//! its length. Nothing is known about the world but the word lists of this folder. Every utterance
//! names the rule that found it. All offsets are bytes of their paragraph.

mod languages;
pub mod name;
mod people;
mod phrase;
#[cfg(test)]
mod properties;
pub mod refusal;
mod sentence;
mod story;
#[cfg(test)]
mod tests;
mod words;

use std::ops::Range;

use crate::attribution::refusal::Refusal;
use crate::attribution::story::read::Story;
use crate::attribution::story::tweet::may_be_signed;
use crate::document::Utterance;

#[cfg(fuzzing)]
pub(crate) use crate::attribution::words::quote::quotes as quotations;

/// Finds who says what in the body paragraphs of one English story.
///
/// Gives the utterances of each paragraph, ascending by start. Their ranges are disjoint or nested,
/// and never empty.
///
/// ```
/// let story = [
///     "\"The ferry stays,\" Mayor Anna Berg said.",
///     "Berg told the council that it would sail in May.",
/// ];
/// let found = onrecord_index::attribution::attribute(&story);
/// assert_eq!(found[0][0].speaker.as_deref(), Some("Anna Berg"));
/// assert!(found[0][0].verbatim);
/// assert_eq!(&story[1][found[1][0].range.clone()], "it would sail in May");
/// ```
pub fn attribute(paragraphs: &[&str]) -> Vec<Vec<Utterance>> {
    if !paragraphs
        .iter()
        .any(|text| words::report_filter::may_report(text) || may_be_signed(text))
    {
        return vec![Vec::new(); paragraphs.len()];
    }
    let mut buffer = Vec::new();
    let (mut story, read) = Story::read(paragraphs, &mut buffer);
    (0..paragraphs.len())
        .map(|at| {
            let next = paragraphs.get(at + 1).copied().zip(read.get(at + 1));
            story.paragraph(paragraphs[at], &read[at], next, &mut buffer)
        })
        .collect()
}

/// Finds who says what in a story of this language, an ISO 639-1 code. A language without rules of
/// its own, or an unknown one, is read as English.
///
/// ```
/// let story = ["„Die Fähre bleibt“, sagte Anna Berg."];
/// let found = onrecord_index::attribution::attribute_in(Some("de"), &story);
/// assert_eq!(found[0][0].speaker.as_deref(), Some("Anna Berg"));
/// ```
pub fn attribute_in(lang: Option<&str>, paragraphs: &[&str]) -> Vec<Vec<Utterance>> {
    lang.and_then(|lang| languages::attribute(lang, paragraphs))
        .unwrap_or_else(|| attribute(paragraphs))
}

/// What [`attribute_in`] finds, and beside each utterance without a speaker
/// why the source that the text names is nobody. `None` where there is a speaker or no source.
///
/// ```
/// use onrecord_index::attribution::refusals;
/// let story = ["Holmvik said it would close the yard."];
/// let found = refusals(Some("en"), &story);
/// let why = found[0][0].1.as_ref().expect("no speaker");
/// assert_eq!(why.to_string(), "not a person: \"it\" in the same clause");
/// ```
pub fn refusals(lang: Option<&str>, paragraphs: &[&str]) -> Vec<Vec<(Utterance, Option<Refusal>)>> {
    let found = attribute_in(lang, paragraphs);
    let reason = lang
        .and_then(|lang| languages::refusals::other_refusals(lang, paragraphs))
        .unwrap_or_else(|| story::refusals::english_refusals(paragraphs));
    let explained = |said: Utterance| {
        let is_refused = said.speaker.is_none() && !said.speaker_text.is_empty();
        let refusal = is_refused.then(|| reason(&said.speaker_text)).flatten();
        (said, refusal)
    };
    found
        .into_iter()
        .map(|utterances| utterances.into_iter().map(explained).collect())
        .collect()
}

/// Finds who is meant by the pronouns of one story.
///
/// Gives the byte range and the person of each pronoun that only one person fits, paragraph by
/// paragraph.
///
/// ```
/// let story = ["Anna Berg runs the ferry. She is its third captain."];
/// let found = onrecord_index::attribution::pronouns(&story);
/// assert_eq!(found[0], [(26..29, "Anna Berg".to_owned())]);
/// ```
pub fn pronouns(paragraphs: &[&str]) -> Vec<Vec<(Range<usize>, String)>> {
    let mut buffer = Vec::new();
    let (mut story, read) = Story::read(paragraphs, &mut buffer);
    let mut all = Vec::with_capacity(paragraphs.len());
    for (text, reading) in paragraphs.iter().zip(&read) {
        let mut found = Vec::new();
        reading.each_sentence(text, &mut buffer, |tokens| {
            story.pronouns(text, reading, tokens, &mut found)
        });
        all.push(found);
    }
    all
}
