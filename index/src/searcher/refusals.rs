//! Why the sources in a passage are nobody: its story is read again, from the stored passages.

use std::collections::BTreeMap;

use crate::attribution::refusal::Refusal;
use crate::attribution::refusals;
use crate::document::{Kind, Utterance};
use crate::error::Result;
use crate::hit::Passage;
use crate::retrieval::snapshot::Snapshot;
use crate::searcher::lookup;

/// A story is read as far as this many passages before and behind the passage. Few are longer.
const STORY: usize = 2000;

/// See [`Searcher::refusals`](crate::searcher::Searcher::refusals).
pub(super) fn of_passage(snapshot: &Snapshot, passage: &Passage) -> Result<Vec<Option<Refusal>>> {
    let is_refused = |said: &Utterance| said.speaker.is_none() && !said.speaker_text.is_empty();
    let nothing = vec![None; passage.utterances.len()];
    // The offsets of a part of a paragraph are not those of the story.
    if passage.id.part.is_some() || !passage.utterances.iter().any(is_refused) {
        return Ok(nothing);
    }
    let mut story: BTreeMap<u32, String> = BTreeMap::new();
    for other in lookup::context(snapshot, passage, STORY)? {
        let is_prose = other.kind == Kind::Body && other.turn.is_none();
        if !is_prose || other.section_number != passage.section_number {
            continue;
        }
        let text = story.entry(other.id.ordinal).or_default();
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&other.text);
    }
    let at = story
        .keys()
        .position(|ordinal| *ordinal == passage.id.ordinal);
    let texts: Vec<&str> = story.values().map(String::as_str).collect();
    let found = refusals(passage.lang.as_deref(), &texts);
    let Some(found) = at.and_then(|at| found.into_iter().nth(at)) else {
        return Ok(nothing);
    };
    let reason = |said: &Utterance| {
        let same = found.iter().find(|(other, _)| other == said);
        same.and_then(|(_, refusal)| refusal.clone())
    };
    Ok(passage.utterances.iter().map(reason).collect())
}
