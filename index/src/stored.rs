//! The stored form of a passage: what an index keeps to show it.
//!
//! Stored records are compressed in blocks of a few neighbours. What changes from one to the next stands first, what neighbours
//! share (document, path, section) in one run behind it, so that a record repeats its neighbour's run as a whole. Numbers that
//! grow together are stored as what they differ by, which neighbours share, too;
//! names that an utterance shares with its passage are not written again.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::document::{Kind, Source, Utterance};
use crate::error::{Error, Result};
use crate::hit::{Passage, PassageId};

/// The bytes of a passage.
pub(crate) fn encode(passage: &Passage) -> Result<Vec<u8>> {
    let whole = 0..passage.text.len();
    let length = passage.span.end.saturating_sub(passage.span.start);
    let stored = Stored {
        ordinal: passage.id.ordinal,
        start: passage.span.start,
        length: length as i64 - passage.text.len() as i64,
        start_ms: passage.start_ms,
        source_id: passage.source_id.as_deref(),
        part: passage.id.part,
        place: i64::from(passage.place) - i64::from(passage.id.ordinal),
        line: passage
            .line
            .map(|line| i64::from(line) - i64::from(passage.place)),
        turn: passage
            .turn
            .map(|turn| i64::from(turn) - i64::from(passage.id.ordinal)),
        document: &passage.id.document,
        doc: (!is_file_name(&passage.doc, &passage.path)).then_some(&passage.doc),
        path: &passage.path,
        section: passage.section.iter().map(String::as_str).collect(),
        section_number: passage.section_number,
        kind: passage.kind,
        lang: passage.lang.as_deref(),
        date: passage.date.as_deref(),
        titles: passage.titles.iter().map(String::as_str).collect(),
        speakers: passage.speakers.iter().map(String::as_str).collect(),
        utterances: passage
            .utterances
            .iter()
            .map(|utterance| StoredUtterance::new(utterance, &whole, &passage.speakers))
            .collect(),
        text: &passage.text,
    };
    postcard::to_stdvec(&stored).map_err(|error| Error::Damaged {
        what: "a passage to be stored".to_owned(),
        reason: error.to_string(),
    })
}

/// The passage of some bytes. An error if they are none's.
pub(crate) fn decode(bytes: &[u8]) -> Result<Passage> {
    let damaged = |reason: String| Error::Damaged {
        what: "a stored passage".to_owned(),
        reason,
    };
    let stored: Stored<'_> =
        postcard::from_bytes(bytes).map_err(|error| damaged(error.to_string()))?;
    let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    let utterances = stored
        .utterances
        .iter()
        .map(|utterance| utterance.read(&stored))
        .collect::<Option<Vec<Utterance>>>()
        .ok_or_else(|| damaged("an utterance that is not in the text".to_owned()))?;
    let number = |base: u32, difference: i64| {
        let sum = i64::from(base).checked_add(difference);
        let number = sum.and_then(|sum| u32::try_from(sum).ok());
        number.ok_or_else(|| damaged("a number that is none".to_owned()))
    };
    let place = number(stored.ordinal, stored.place)?;
    let length = (stored.text.len() as i64).checked_add(stored.length);
    let length = length.and_then(|length| usize::try_from(length).ok());
    let length = length.ok_or_else(|| damaged("a span that is none".to_owned()))?;
    let doc = match stored.doc {
        Some(doc) => doc,
        None => file_name(stored.path),
    };
    Ok(Passage {
        id: PassageId {
            document: stored.document.to_owned(),
            ordinal: stored.ordinal,
            part: stored.part,
        },
        doc: doc.to_owned(),
        path: stored.path.to_owned(),
        place,
        line: stored.line.map(|line| number(place, line)).transpose()?,
        span: stored.start..stored.start.saturating_add(length),
        section: owned(&stored.section),
        section_number: stored.section_number,
        kind: stored.kind,
        speakers: owned(&stored.speakers),
        date: stored.date.map(str::to_owned),
        lang: stored.lang.map(str::to_owned),
        start_ms: stored.start_ms,
        turn: stored
            .turn
            .map(|turn| number(stored.ordinal, turn))
            .transpose()?,
        source_id: stored.source_id.map(str::to_owned),
        titles: owned(&stored.titles),
        text: stored.text.to_owned(),
        utterances,
    })
}

fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

fn is_file_name(doc: &str, path: &str) -> bool {
    doc == file_name(path)
}

#[derive(Serialize, Deserialize)]
struct Stored<'a> {
    ordinal: u32,
    start: usize,
    /// Less that of the text.
    length: i64,
    start_ms: Option<u64>,
    source_id: Option<&'a str>,
    part: Option<u32>,
    /// Less `ordinal`.
    place: i64,
    /// Less `place`.
    line: Option<i64>,
    /// Less `ordinal`.
    turn: Option<i64>,
    document: &'a str,
    /// `None`: the file's name.
    doc: Option<&'a str>,
    path: &'a str,
    #[serde(borrow)]
    section: Vec<&'a str>,
    section_number: u32,
    kind: Kind,
    lang: Option<&'a str>,
    date: Option<&'a str>,
    #[serde(borrow)]
    titles: Vec<&'a str>,
    #[serde(borrow)]
    speakers: Vec<&'a str>,
    #[serde(borrow)]
    utterances: Vec<StoredUtterance<'a>>,
    text: &'a str,
}

#[derive(Serialize, Deserialize)]
struct StoredUtterance<'a> {
    /// Start and length. `None`: the whole text.
    range: Option<(usize, usize)>,
    speaker: Voice<'a>,
    /// `None`: the speaker's name.
    speaker_text: Option<&'a str>,
    source: Source,
    verbatim: bool,
    cue: Option<&'a str>,
    rule: &'a str,
}

/// Who utters it.
#[derive(Serialize, Deserialize)]
enum Voice<'a> {
    Nobody,
    /// The passage's speaker of this number.
    Speaker(u32),
    /// Somebody quoted inside another's words.
    Other(&'a str),
}

impl<'a> StoredUtterance<'a> {
    fn new(
        utterance: &'a Utterance,
        whole: &Range<usize>,
        speakers: &[String],
    ) -> StoredUtterance<'a> {
        let range = &utterance.range;
        let speaker = match &utterance.speaker {
            None => Voice::Nobody,
            Some(name) => match speakers.iter().position(|speaker| speaker == name) {
                Some(number) => Voice::Speaker(number as u32),
                None => Voice::Other(name),
            },
        };
        let same = utterance.speaker.as_ref() == Some(&utterance.speaker_text);
        StoredUtterance {
            range: (range != whole).then_some((range.start, range.end.saturating_sub(range.start))),
            speaker,
            speaker_text: (!same).then_some(&utterance.speaker_text),
            source: utterance.source,
            verbatim: utterance.verbatim,
            cue: utterance.cue.as_deref(),
            rule: &utterance.rule,
        }
    }

    /// `None` if it does not fit its passage.
    fn read(&self, stored: &Stored<'_>) -> Option<Utterance> {
        let range = match self.range {
            None => 0..stored.text.len(),
            Some((start, length)) => start..start.checked_add(length)?,
        };
        stored.text.get(range.clone())?;
        let speaker = match self.speaker {
            Voice::Nobody => None,
            Voice::Speaker(number) => Some(*stored.speakers.get(number as usize)?),
            Voice::Other(name) => Some(name),
        };
        let speaker_text = match (self.speaker_text, speaker) {
            (Some(text), _) => text,
            (None, Some(name)) => name,
            (None, None) => "",
        };
        Some(Utterance {
            range,
            speaker: speaker.map(str::to_owned),
            speaker_text: speaker_text.to_owned(),
            source: self.source,
            verbatim: self.verbatim,
            cue: self.cue.map(str::to_owned),
            rule: self.rule.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{decode, encode};
    use crate::document::{Source, Utterance};
    use crate::hit::{Passage, PassageId};

    fn utterances() -> impl Strategy<Value = Vec<Utterance>> {
        let utterance = (
            0usize..4,
            proptest::option::of("[AB]"),
            "[AB]?",
            any::<bool>(),
        )
            .prop_map(|(start, speaker, speaker_text, verbatim)| Utterance {
                range: start..12,
                speaker,
                speaker_text,
                source: Source::Person,
                verbatim,
                cue: verbatim.then(|| "said".to_owned()),
                rule: "quote-said".to_owned(),
            });
        proptest::collection::vec(utterance, 0..4)
    }

    proptest! {
        #[test]
        fn a_passage_survives_its_bytes(
            (ordinal, place, line, turn) in any::<(u32, u32, Option<u32>, Option<u32>)>(),
            (doc, path) in ("[a/.]{0,4}", "[a/.]{0,4}"),
            speakers in proptest::collection::vec("[AB]", 0..3),
            section in proptest::collection::vec(".{0,3}", 0..3),
            span in (0usize..1 << 40, 0usize..1 << 40),
            utterances in utterances(),
        ) {
            let passage = Passage {
                id: PassageId { document: "d".to_owned(), ordinal, part: line },
                text: "twelve bytes".to_owned(),
                span: span.0..span.0 + span.1,
                start_ms: line.map(u64::from),
                lang: turn.map(|_| "en".to_owned()),
                doc, path, place, line, turn, speakers, section, utterances,
                ..Passage::default()
            };
            let bytes = encode(&passage).expect("bytes");
            prop_assert_eq!(decode(&bytes).expect("a passage"), passage);
        }

        #[test]
        fn other_bytes_are_an_error_at_most(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            if let Ok(passage) = decode(&bytes) {
                for utterance in &passage.utterances {
                    prop_assert!(passage.text.get(utterance.range.clone()).is_some());
                }
            }
        }
    }
}
