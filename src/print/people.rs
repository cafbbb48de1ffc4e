//! Who speaks in a passage and where it is, in the words that every format for people uses.
//!
//! A name without a note means that every word of the text is that person's own. In prose, a note
//! says whether the person is quoted or only reported.

use onrecord_index::document::manner::{Voice, voices};
use onrecord_index::hit::{Copied, DocumentName, Passage};

use crate::paths::Paths;
use crate::print::number::{clock, counted};

/// The persons who speak in a passage, each with what they say.
pub(super) fn people(passage: &Passage) -> Vec<Voice<'_>> {
    voices(&passage.text, &passage.utterances)
}

/// What to say about how a person's words are given. `None` where all of the text is theirs.
pub(super) fn note(voice: &Voice<'_>) -> Option<&'static str> {
    (!voice.is_all).then(|| voice.manner().name())
}

/// `Anna Berg (reported), Karl Holm (said), part 2 of 4`.
pub(super) fn people_and_part(passage: &Passage) -> String {
    let mut named: Vec<String> = people(passage)
        .iter()
        .map(|voice| match note(voice) {
            Some(note) => format!("{} ({note})", voice.speaker),
            None => voice.speaker.to_owned(),
        })
        .collect();
    named.extend(part(passage));
    named.join(", ")
}

/// When it is said in the recording: `at 1:02`, or `after 1:02` if only an earlier time is known.
pub(super) fn said_at(passage: &Passage) -> Option<String> {
    match (passage.start_ms, passage.after_ms) {
        (Some(ms), _) => Some(format!("at {}", clock(ms))),
        (None, Some(ms)) => Some(format!("after {}", clock(ms))),
        (None, None) => None,
    }
}

/// `part 2 of 4`. `None` if the paragraph is whole.
pub(super) fn part(passage: &Passage) -> Option<String> {
    let part = passage.id.part?;
    Some(match passage.parts {
        Some(parts) => format!("part {part} of {parts}"),
        None => format!("part {part}"),
    })
}

/// Where a paragraph next to a passage is: line and time of its own, date and section where they
/// differ from those of the passage.
pub(super) fn beside(paragraph: &Passage, passage: &Passage) -> Vec<String> {
    let mut place: Vec<String> = Vec::new();
    place.extend(paragraph.line.map(|line| format!("line {line}")));
    place.extend(said_at(paragraph));
    if paragraph.date != passage.date {
        place.extend(paragraph.date.clone());
    }
    if paragraph.section != passage.section {
        place.push(paragraph.section.join(" > "));
    }
    place.retain(|part| !part.is_empty());
    place
}

/// Where a near-identical passage is: `town/march.txt:12`, `wire.jsonl#story 1:3`.
pub(super) fn place(copy: &Copied) -> String {
    let document = DocumentName {
        path: copy.path.clone(),
        doc: copy.doc.clone(),
    };
    let line = copy.line.map(|line| format!(":{line}"));
    format!("{document}{}", line.unwrap_or_default())
}

/// `2 near-identical passages: town/march.txt:12, town/may.txt:3`. `None` if there are none.
pub(super) fn copies(copies: &[Copied], paths: &Paths) -> Option<String> {
    let places: Vec<String> = copies
        .iter()
        .map(|copy| {
            let path = paths.shown(&copy.path);
            place(&Copied {
                path,
                ..copy.clone()
            })
        })
        .collect();
    let passages = "near-identical passage";
    let count = counted(copies.len() as u64, passages, &format!("{passages}s"));
    (!copies.is_empty()).then(|| format!("{count}: {}", places.join(", ")))
}

/// What introduces a paragraph next to a passage: `Anna Berg (reported), line 31`.
pub(super) fn introduction(paragraph: &Passage, passage: &Passage) -> String {
    let people = people_and_part(paragraph);
    let people = Some(people).filter(|people| !people.is_empty());
    let words = people.into_iter().chain(beside(paragraph, passage));
    words.collect::<Vec<_>>().join(", ")
}
