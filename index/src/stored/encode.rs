//! Encodes passages. See [`head`](crate::stored::head) for the form.

use crate::error::{Error, Result};
use crate::hit::Passage;
use crate::stored::groups::Groups;
use crate::stored::head::{Head, Rare, RareFields, RecordName, Shared};
use crate::stored::texts::TextWriter;
use crate::stored::utterances::StoredUtterances;

/// The stored form of a passage, not packed yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct EncodedPassage {
    /// Everything but the texts.
    pub head: Vec<u8>,
    /// The texts, one after the other. The head has their lengths.
    pub words: String,
}

impl EncodedPassage {
    /// Encodes the next passage of a segment.
    pub fn new(passage: &Passage, groups: &mut Groups) -> Result<EncodedPassage> {
        let distance = groups.distance(passage);
        let first = match &groups.first {
            Some(first) if distance > 0 => first,
            _ => passage,
        };
        let mut texts = TextWriter::default();
        let ordinal = difference(passage.id.ordinal, first.id.ordinal) - i64::from(distance);
        let place = difference(passage.place, first.place) - i64::from(distance);
        let length = passage.span.end.saturating_sub(passage.span.start);
        let record_name = passage.source_id.as_deref();
        let record_name = record_name.map(|name| match name.strip_prefix(&*passage.doc) {
            Some(rest) => RecordName::AfterDoc(texts.add(rest)),
            None => RecordName::Whole(texts.add(name)),
        });
        let speakers = passage.speakers.iter();
        let speakers = speakers.map(|speaker| texts.add(speaker)).collect();
        let utterances = StoredUtterances::new(passage, &mut texts);
        let titles = passage.titles.iter();
        let rare = RareFields {
            start_ms: passage.start_ms,
            after_ms: passage.after_ms,
            part: passage.id.part.zip(passage.parts),
            titles: titles.map(|title| texts.add(title)).collect(),
        };
        let head = Head {
            distance,
            shared: (distance == 0).then(|| Shared::new(passage)),
            order: (ordinal != 0 || place != 0).then_some((ordinal, place)),
            start: (passage.span.start as i64).wrapping_sub(first.span.start as i64),
            length: length as i64 - passage.text.len() as i64,
            line: passage.line.map(|line| difference(line, passage.place)),
            turn: passage
                .turn
                .map(|turn| difference(turn, passage.id.ordinal)),
            kind: passage.kind,
            record_name,
            speakers,
            utterances,
            rare: Rare::new(rare),
        };
        let head = postcard::to_stdvec(&head).map_err(|error| Error::Damaged {
            what: "a passage to be stored".to_owned(),
            reason: error.to_string(),
        })?;
        texts.add(&passage.text);
        Ok(EncodedPassage {
            head,
            words: texts.texts,
        })
    }
}

fn difference(number: u32, base: u32) -> i64 {
    i64::from(number) - i64::from(base)
}
