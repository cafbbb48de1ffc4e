//! The head of a stored passage: everything but its texts, in postcard.
//!
//! The order of fields and variants is the format: changing it makes old indexes unreadable.
//! Lengths and spans are in bytes. A number "relative to" another is stored as the difference.
//!
//! Format: <https://postcard.jamesmunns.com/wire-format>.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::document::{Kind, Utterance};
use crate::error::Result;
use crate::hit::{Passage, PassageId};
use crate::stored::texts::{TextReader, damaged};
use crate::stored::utterances::StoredUtterances;

/// Everything that is stored for a passage besides its texts.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Head<'a> {
    /// Number of records back to the first of the group.
    pub(super) distance: u32,
    /// What the group shares. `None` unless this is the first record of the group.
    #[serde(borrow)]
    pub(super) shared: Option<Shared<'a>>,
    /// Ordinal and place, relative to those of the first record plus the distance. `None` if both
    /// are 0.
    pub(super) order: Option<(i64, i64)>,
    /// Start of the span, relative to that of the first record.
    pub(super) start: i64,
    /// Length of the span, relative to that of the text.
    pub(super) length: i64,
    /// Line, relative to the place.
    pub(super) line: Option<i64>,
    /// Turn, relative to the ordinal.
    pub(super) turn: Option<i64>,
    pub(super) kind: Kind,
    pub(super) record_name: Option<RecordName>,
    /// Lengths of the speakers' names.
    pub(super) speakers: Vec<usize>,
    pub(super) utterances: StoredUtterances,
    pub(super) rare: Rare,
}

/// What the passages of a group have in common.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Shared<'a> {
    /// This, `place` and `start` are those of the first passage; the others are relative to it.
    ordinal: u32,
    place: u32,
    start: usize,
    document: &'a str,
    /// Name of the document. `None` if it is the name of the file.
    doc: Option<&'a str>,
    path: &'a str,
    #[serde(borrow)]
    section: Vec<&'a str>,
    section_number: u32,
    lang: Option<&'a str>,
    date: Option<&'a str>,
}

/// The id of a record in its source, as a length.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum RecordName {
    /// The name of the document, followed by this text.
    AfterDoc(usize),
    /// This text.
    Whole(usize),
}

/// What few passages have. Most passages of a recording have one time and nothing else.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Rare {
    /// None of the fields.
    Nothing,
    /// Only `start_ms`.
    Start(PackedTime),
    /// Only `after_ms`.
    After(PackedTime),
    Fields(RareFields),
}

/// Milliseconds: twice the seconds, or one more than twice the milliseconds if those are not whole
/// seconds. Most stamps count in seconds, so that two bytes hold two hours.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct PackedTime(u64);

/// The number of a part of a long paragraph, and of all its parts.
type PartOf = (u32, u32);

#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct RareFields {
    pub start_ms: Option<u64>,
    pub after_ms: Option<u64>,
    pub part: Option<PartOf>,
    /// Lengths of the titles.
    pub titles: Vec<usize>,
}

impl PackedTime {
    /// `None` if it is too large, which no time of a recording is.
    fn new(ms: u64) -> Option<PackedTime> {
        match ms % 1000 {
            0 => Some(PackedTime(ms / 1000 * 2)),
            _ => Some(PackedTime(ms.checked_mul(2)? + 1)),
        }
    }

    fn ms(self) -> u64 {
        match self.0 % 2 {
            0 => (self.0 / 2).saturating_mul(1000),
            _ => self.0 / 2,
        }
    }
}

impl Rare {
    /// The shortest form of these fields.
    pub fn new(fields: RareFields) -> Rare {
        if fields == RareFields::default() {
            return Rare::Nothing;
        }
        let short = match fields {
            RareFields { part: Some(_), .. } => None,
            _ if !fields.titles.is_empty() => None,
            RareFields {
                start_ms: Some(ms),
                after_ms: None,
                ..
            } => PackedTime::new(ms).map(Rare::Start),
            RareFields {
                start_ms: None,
                after_ms: Some(ms),
                ..
            } => PackedTime::new(ms).map(Rare::After),
            _ => None,
        };
        short.unwrap_or(Rare::Fields(fields))
    }

    /// Start, time before, part with the number of parts, and lengths of the titles.
    fn fields(&self) -> (Option<u64>, Option<u64>, Option<PartOf>, &[usize]) {
        match self {
            Rare::Nothing => (None, None, None, &[]),
            Rare::Start(time) => (Some(time.ms()), None, None, &[]),
            Rare::After(time) => (None, Some(time.ms()), None, &[]),
            Rare::Fields(rare) => (rare.start_ms, rare.after_ms, rare.part, &rare.titles),
        }
    }
}

impl<'a> Head<'a> {
    /// Decodes the head at the start of `bytes`. Also returns the bytes after it. Fails if there is
    /// no head.
    pub fn decode(bytes: &'a [u8]) -> Result<(Head<'a>, &'a [u8])> {
        postcard::take_from_bytes(bytes).map_err(|error| damaged(error.to_string()))
    }
}

impl Head<'_> {
    /// Number of records back to the first one of the group. 0 if this is the first.
    pub fn distance(&self) -> u32 {
        self.distance
    }

    /// The passage of this head and its texts. `first` is the head of the first record of the
    /// group, which may be this one. Fails if they do not fit together.
    pub fn passage(&self, texts: &str, first: &Head<'_>) -> Result<Passage> {
        let shared = first.shared.as_ref();
        let shared = shared.ok_or_else(|| damaged("the record it refers to is not there"))?;
        let (ordinal, place) = self.order(shared)?;
        let doc = shared.doc();

        let mut texts = TextReader::new(texts);
        let source_id = match self.record_name {
            None => None,
            Some(RecordName::AfterDoc(length)) => Some([doc, texts.next(length)?].concat()),
            Some(RecordName::Whole(length)) => Some(texts.next(length)?.to_owned()),
        };
        let speakers = texts.all(&self.speakers)?;
        let utterances = self.utterances.read(&speakers, &mut texts)?;
        let (start_ms, after_ms, part, titles) = self.rare.fields();
        let titles = texts.all(titles)?;
        let text = texts.rest().to_owned();
        let utterances = utterances.in_text(&text, &speakers);
        let is_inside = |utterance: &Utterance| text.get(utterance.range.clone()).is_some();
        if !utterances.iter().all(is_inside) {
            return Err(damaged("an utterance is outside the text"));
        }
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        Ok(Passage {
            id: PassageId {
                document: shared.document.to_owned(),
                ordinal,
                part: part.map(|(part, _)| part),
            },
            parts: part.map(|(_, parts)| parts),
            doc: doc.to_owned(),
            path: shared.path.to_owned(),
            place,
            line: self.line.map(|line| sum(place, line)).transpose()?,
            span: self.span(shared, text.len())?,
            section: owned(&shared.section),
            section_number: shared.section_number,
            kind: self.kind,
            speakers,
            date: shared.date.map(str::to_owned),
            lang: shared.lang.map(str::to_owned),
            start_ms,
            after_ms,
            turn: self.turn.map(|turn| sum(ordinal, turn)).transpose()?,
            source_id,
            titles,
            text,
            utterances,
        })
    }

    /// Ordinal and place.
    fn order(&self, shared: &Shared<'_>) -> Result<(u32, u32)> {
        let number = |base: u32, difference: i64| {
            let difference = difference.checked_add(i64::from(self.distance));
            sum(base, difference.unwrap_or(i64::MIN))
        };
        let (ordinal, place) = self.order.unwrap_or_default();
        Ok((
            number(shared.ordinal, ordinal)?,
            number(shared.place, place)?,
        ))
    }

    fn span(&self, shared: &Shared<'_>, text_length: usize) -> Result<Range<usize>> {
        let invalid = || damaged("its span is not valid");
        let start = isize::try_from(self.start).ok();
        let start = start.and_then(|start| shared.start.checked_add_signed(start));
        let start = start.ok_or_else(invalid)?;
        let length = (text_length as i64).checked_add(self.length);
        let length = length.and_then(|length| usize::try_from(length).ok());
        let length = length.ok_or_else(invalid)?;
        Ok(start..start.saturating_add(length))
    }
}

impl<'a> Shared<'a> {
    /// What the group of `first` shares.
    pub fn new(first: &'a Passage) -> Shared<'a> {
        Shared {
            ordinal: first.id.ordinal,
            place: first.place,
            start: first.span.start,
            document: &first.id.document,
            doc: (first.doc != file_name(&first.path)).then_some(&first.doc),
            path: &first.path,
            section: first.section.iter().map(String::as_str).collect(),
            section_number: first.section_number,
            lang: first.lang.as_deref(),
            date: first.date.as_deref(),
        }
    }

    fn doc(&self) -> &'a str {
        self.doc.unwrap_or_else(|| file_name(self.path))
    }
}

fn sum(base: u32, difference: i64) -> Result<u32> {
    let sum = i64::from(base).checked_add(difference);
    let number = sum.and_then(|sum| u32::try_from(sum).ok());
    number.ok_or_else(|| damaged("a number in it is not valid"))
}

fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}
