//! The stored form of a passage: what an index keeps to show it.
//!
//! What neighbours share (document, path, section) is written once, with the first of them; the others say how many records
//! before theirs that one stands. They are written into one segment one behind the other, and are deleted together, as they are of
//! one source: so the distance stays what it was when segments are merged.
//!
//! A record is a head and its words. The head is small: numbers that grow together are what they differ by, and a name that
//! stands there already is not written again. The words are packed record by record ([`symbols`]), so that one can be shown without
//! its neighbours being unpacked.

pub(crate) mod packing;
pub(crate) mod symbols;
pub(crate) mod tables;

use serde::{Deserialize, Serialize};

use crate::document::{Kind, Source, Utterance};
use crate::error::{Error, Result};
use crate::hit::{Passage, PassageId};

/// Passages of one source that are written into one segment one behind the other.
#[derive(Debug, Default)]
pub(crate) struct Neighbours {
    /// The last that what is shared was written with, without its own words.
    first: Option<Passage>,
    /// How many were written since.
    since: u32,
}

impl Neighbours {
    /// How far before the next passage the one stands that what it shares was written with. 0 if it is to be written with itself.
    fn distance(&mut self, passage: &Passage) -> u32 {
        match &self.first {
            Some(first) if share(first, passage) => self.since += 1,
            _ => {
                self.since = 0;
                self.first = Some(Passage {
                    id: passage.id.clone(),
                    doc: passage.doc.clone(),
                    path: passage.path.clone(),
                    place: passage.place,
                    span: passage.span.clone(),
                    section: passage.section.clone(),
                    section_number: passage.section_number,
                    date: passage.date.clone(),
                    lang: passage.lang.clone(),
                    ..Passage::default()
                });
            }
        }
        self.since
    }
}

fn share(one: &Passage, other: &Passage) -> bool {
    one.id.document == other.id.document
        && one.section_number == other.section_number
        && one.section == other.section
        && one.date == other.date
        && one.lang == other.lang
        && one.doc == other.doc
        && one.path == other.path
}

/// The stored form of a passage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Encoded {
    /// All but its words.
    pub head: Vec<u8>,
    /// Every text of its own, one behind the other; `head` knows how long each is.
    pub words: String,
}

impl Encoded {
    /// Of a passage that is written behind its neighbours.
    pub fn new(passage: &Passage, neighbours: &mut Neighbours) -> Result<Encoded> {
        let distance = neighbours.distance(passage);
        let first = match &neighbours.first {
            Some(first) if distance > 0 => first,
            _ => passage,
        };
        let mut words = Words::default();
        let ordinal = difference(passage.id.ordinal, first.id.ordinal) - i64::from(distance);
        let place = difference(passage.place, first.place) - i64::from(distance);
        let length = passage.span.end.saturating_sub(passage.span.start);
        let record_name = passage.source_id.as_deref();
        let record_name = record_name.map(|name| match name.strip_prefix(&*passage.doc) {
            Some(rest) => RecordName::BehindDoc(words.add(rest)),
            None => RecordName::Whole(words.add(name)),
        });
        let speakers = passage.speakers.iter();
        let speakers = speakers.map(|speaker| words.add(speaker)).collect();
        let voices = Voices::new(passage, &mut words);
        let titles = passage.titles.iter();
        let rare = Rare {
            start_ms: passage.start_ms,
            part: passage.id.part,
            titles: titles.map(|title| words.add(title)).collect(),
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
            voices,
            rare: (rare != Rare::default()).then_some(rare),
        };
        let head = postcard::to_stdvec(&head).map_err(|error| Error::Damaged {
            what: "a passage to be stored".to_owned(),
            reason: error.to_string(),
        })?;
        words.add(&passage.text);
        Ok(Encoded {
            head,
            words: words.0,
        })
    }
}

/// The texts of a record, one behind the other.
#[derive(Default)]
struct Words(String);

impl Words {
    /// Gives how long the text is.
    fn add(&mut self, text: &str) -> usize {
        self.0.push_str(text);
        text.len()
    }
}

/// Reads them in the order in which they were added.
struct WordsReader<'w> {
    words: &'w str,
    at: usize,
}

impl<'w> WordsReader<'w> {
    fn next(&mut self, length: usize) -> Result<&'w str> {
        let end = self.at.checked_add(length);
        let text = end.and_then(|end| self.words.get(self.at..end));
        let text = text.ok_or_else(|| damaged("a text that is not in it".to_owned()))?;
        self.at += length;
        Ok(text)
    }

    fn all(&mut self, lengths: &[usize]) -> Result<Vec<String>> {
        let texts = lengths.iter();
        texts
            .map(|&length| self.next(length).map(str::to_owned))
            .collect()
    }
}

/// The head of some bytes, and what is behind it. An error if they begin with none.
pub(crate) fn head(bytes: &[u8]) -> Result<(Head<'_>, &[u8])> {
    postcard::take_from_bytes(bytes).map_err(|error| damaged(error.to_string()))
}

fn damaged(reason: String) -> Error {
    Error::Damaged {
        what: "a stored passage".to_owned(),
        reason,
    }
}

fn difference(number: u32, base: u32) -> i64 {
    i64::from(number) - i64::from(base)
}

fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// Where neighbours stand.
#[derive(Debug, Serialize, Deserialize)]
struct Shared<'a> {
    /// The first one's.
    ordinal: u32,
    place: u32,
    start: usize,
    document: &'a str,
    /// `None`: the file's name.
    doc: Option<&'a str>,
    path: &'a str,
    #[serde(borrow)]
    section: Vec<&'a str>,
    section_number: u32,
    lang: Option<&'a str>,
    date: Option<&'a str>,
}

impl<'a> Shared<'a> {
    fn new(first: &'a Passage) -> Shared<'a> {
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

/// What is stored of a passage besides its words. Texts are given as their lengths.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Head<'a> {
    distance: u32,
    /// `None` if another record holds it.
    #[serde(borrow)]
    shared: Option<Shared<'a>>,
    /// Ordinal and place, less those of the first and the distance. `None`: nothing is left of either.
    order: Option<(i64, i64)>,
    /// Less that of the first.
    start: i64,
    /// Less that of the text.
    length: i64,
    /// Less the place.
    line: Option<i64>,
    /// Less the ordinal.
    turn: Option<i64>,
    kind: Kind,
    record_name: Option<RecordName>,
    speakers: Vec<usize>,
    voices: Voices,
    rare: Option<Rare>,
}

/// The source's own name for a record.
#[derive(Debug, Serialize, Deserialize)]
enum RecordName {
    /// What it has behind the name of its document.
    BehindDoc(usize),
    Whole(usize),
}

/// What few passages have.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Rare {
    start_ms: Option<u64>,
    part: Option<u32>,
    titles: Vec<usize>,
}

/// The utterances.
#[derive(Debug, Serialize, Deserialize)]
enum Voices {
    /// The first speaker utters the whole text. The name of the rule that tells.
    Whole(usize),
    Listed(Vec<StoredUtterance>),
}

impl Voices {
    fn new(passage: &Passage, words: &mut Words) -> Voices {
        if let [utterance] = &passage.utterances[..]
            && let [speaker, ..] = &passage.speakers[..]
            && utterance.range == (0..passage.text.len())
            && utterance.speaker.as_ref() == Some(speaker)
            && utterance.speaker_text == *speaker
            && utterance.source == Source::Person
            && utterance.verbatim
            && utterance.cue.is_none()
        {
            return Voices::Whole(words.add(&utterance.rule));
        }
        let listed = passage.utterances.iter();
        let new = |utterance| StoredUtterance::new(utterance, &passage.speakers, words);
        Voices::Listed(listed.map(new).collect())
    }
}

fn whole(text: &str, speaker: &str, rule: &str) -> Utterance {
    Utterance {
        range: 0..text.len(),
        speaker: Some(speaker.to_owned()),
        speaker_text: speaker.to_owned(),
        source: Source::Person,
        verbatim: true,
        cue: None,
        rule: rule.to_owned(),
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct StoredUtterance {
    start: usize,
    length: usize,
    speaker: Voice,
    /// `None`: the speaker's name.
    speaker_text: Option<usize>,
    source: Source,
    verbatim: bool,
    cue: Option<usize>,
    rule: usize,
}

/// Who utters it.
#[derive(Debug, Serialize, Deserialize)]
enum Voice {
    Nobody,
    /// The passage's speaker of this number.
    Speaker(usize),
    /// Somebody quoted inside another's words.
    Other(usize),
}

impl StoredUtterance {
    fn new(utterance: &Utterance, speakers: &[String], words: &mut Words) -> StoredUtterance {
        let range = &utterance.range;
        let speaker = match &utterance.speaker {
            None => Voice::Nobody,
            Some(name) => match speakers.iter().position(|speaker| speaker == name) {
                Some(number) => Voice::Speaker(number),
                None => Voice::Other(words.add(name)),
            },
        };
        let same = utterance.speaker.as_ref() == Some(&utterance.speaker_text);
        StoredUtterance {
            start: range.start,
            length: range.end.saturating_sub(range.start),
            speaker,
            speaker_text: (!same).then(|| words.add(&utterance.speaker_text)),
            source: utterance.source,
            verbatim: utterance.verbatim,
            cue: utterance.cue.as_deref().map(|cue| words.add(cue)),
            rule: words.add(&utterance.rule),
        }
    }

    fn read(&self, speakers: &[String], words: &mut WordsReader<'_>) -> Result<Utterance> {
        let speaker =
            match self.speaker {
                Voice::Nobody => None,
                Voice::Speaker(number) => Some(speakers.get(number).cloned().ok_or_else(|| {
                    damaged("an utterance of a speaker who is not in it".to_owned())
                })?),
                Voice::Other(length) => Some(words.next(length)?.to_owned()),
            };
        let speaker_text = match (self.speaker_text, &speaker) {
            (Some(length), _) => words.next(length)?.to_owned(),
            (None, Some(name)) => name.clone(),
            (None, None) => String::new(),
        };
        let cue = self.cue.map(|length| words.next(length)).transpose()?;
        Ok(Utterance {
            range: self.start..self.start.saturating_add(self.length),
            speaker,
            speaker_text,
            source: self.source,
            verbatim: self.verbatim,
            cue: cue.map(str::to_owned),
            rule: words.next(self.rule)?.to_owned(),
        })
    }
}

impl Head<'_> {
    /// How many records before this one stands the one with what it shares. 0: it holds that itself.
    pub fn distance(&self) -> u32 {
        self.distance
    }

    /// The passage that it is the head of, with its words, and the head of the record that holds what it shares, which may be itself.
    pub fn passage(&self, words: &str, first: &Head<'_>) -> Result<Passage> {
        let shared = first.shared.as_ref();
        let shared =
            shared.ok_or_else(|| damaged("what it shares with others is not there".to_owned()))?;
        let number = |base: u32, difference: i64| {
            let sum = i64::from(base).checked_add(difference);
            let number = sum.and_then(|sum| u32::try_from(sum).ok());
            number.ok_or_else(|| damaged("a number that is none".to_owned()))
        };
        let behind = |base: u32, difference: i64| {
            let difference = difference.checked_add(i64::from(self.distance));
            number(base, difference.unwrap_or(i64::MIN))
        };
        let (ordinal, place) = self.order.unwrap_or_default();
        let ordinal = behind(shared.ordinal, ordinal)?;
        let place = behind(shared.place, place)?;
        let doc = shared.doc();

        let mut words = WordsReader { words, at: 0 };
        let source_id = match self.record_name {
            None => None,
            Some(RecordName::BehindDoc(length)) => Some([doc, words.next(length)?].concat()),
            Some(RecordName::Whole(length)) => Some(words.next(length)?.to_owned()),
        };
        let speakers = words.all(&self.speakers)?;
        let rule;
        let utterances = match &self.voices {
            Voices::Whole(length) => {
                rule = words.next(*length)?;
                Vec::new()
            }
            Voices::Listed(listed) => {
                rule = "";
                let utterances = listed.iter();
                utterances
                    .map(|utterance| utterance.read(&speakers, &mut words))
                    .collect::<Result<_>>()?
            }
        };
        let none = Rare::default();
        let rare = self.rare.as_ref().unwrap_or(&none);
        let titles = words.all(&rare.titles)?;
        let text = words.next(words.words.len() - words.at)?.to_owned();
        let utterances = match (&self.voices, speakers.first()) {
            (Voices::Whole(_), Some(speaker)) => vec![whole(&text, speaker, rule)],
            _ => utterances,
        };
        let in_text = |utterance: &Utterance| text.get(utterance.range.clone()).is_some();
        if !utterances.iter().all(in_text) {
            return Err(damaged("an utterance that is not in the text".to_owned()));
        }
        let span = || damaged("a span that is none".to_owned());
        let start = isize::try_from(self.start).ok();
        let start = start.and_then(|start| shared.start.checked_add_signed(start));
        let start = start.ok_or_else(span)?;
        let length = (text.len() as i64).checked_add(self.length);
        let length = length.and_then(|length| usize::try_from(length).ok());
        let length = length.ok_or_else(span)?;
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        Ok(Passage {
            id: PassageId {
                document: shared.document.to_owned(),
                ordinal,
                part: rare.part,
            },
            doc: doc.to_owned(),
            path: shared.path.to_owned(),
            place,
            line: self.line.map(|line| number(place, line)).transpose()?,
            span: start..start.saturating_add(length),
            section: owned(&shared.section),
            section_number: shared.section_number,
            kind: self.kind,
            speakers,
            date: shared.date.map(str::to_owned),
            lang: shared.lang.map(str::to_owned),
            start_ms: rare.start_ms,
            turn: self.turn.map(|turn| number(ordinal, turn)).transpose()?,
            source_id,
            titles,
            text,
            utterances,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Encoded, Neighbours, head};
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

    prop_compose! {
        fn passages()(
            (ordinal, place, line, turn) in any::<(u32, u32, Option<u32>, Option<u32>)>(),
            (doc, path) in ("[a/.]{0,2}", "[a/.]{0,2}"),
            source_id in proptest::option::of("[a#]{0,3}"),
            speakers in proptest::collection::vec("[AB]", 0..3),
            section in proptest::collection::vec("[a-c]", 0..2),
            span in (0usize..1 << 40, 0usize..1 << 40),
            utterances in utterances(),
        ) -> Passage {
            Passage {
                id: PassageId { document: "d".to_owned(), ordinal, part: line },
                text: "twelve bytes".to_owned(),
                span: span.0..span.0 + span.1,
                start_ms: line.map(u64::from),
                lang: turn.map(|_| "en".to_owned()),
                doc, path, place, line, turn, source_id, speakers, section, utterances,
                ..Passage::default()
            }
        }
    }

    proptest! {
        #[test]
        fn passages_survive_their_bytes(passages in proptest::collection::vec(passages(), 1..6)) {
            let mut neighbours = Neighbours::default();
            let encoded = passages.iter().map(|passage| Encoded::new(passage, &mut neighbours));
            let encoded: Vec<Encoded> = encoded.collect::<Result<_, _>>().expect("bytes");
            for (at, passage) in passages.iter().enumerate() {
                let (own, rest) = head(&encoded[at].head).expect("a head");
                prop_assert!(rest.is_empty());
                let first = &encoded[at - own.distance() as usize];
                let (first, _) = head(&first.head).expect("a head");
                let decoded = own.passage(&encoded[at].words, &first).expect("a passage");
                prop_assert_eq!(&decoded, passage);
            }
        }

        #[test]
        fn other_bytes_are_an_error_at_most(
            bytes in proptest::collection::vec(any::<u8>(), 0..80),
            first in proptest::collection::vec(any::<u8>(), 0..80),
            words in ".{0,9}",
        ) {
            if let (Ok((own, _)), Ok((first, _))) = (head(&bytes), head(&first))
                && let Ok(passage) = own.passage(&words, &first)
            {
                for utterance in &passage.utterances {
                    prop_assert!(passage.text.get(utterance.range.clone()).is_some());
                }
            }
        }
    }

    #[test]
    fn what_neighbours_share_is_written_once() {
        let passage = |ordinal, section: &str| Passage {
            id: PassageId {
                document: "document".to_owned(),
                ordinal,
                part: None,
            },
            section: vec![section.to_owned()],
            ..Passage::default()
        };
        let mut neighbours = Neighbours::default();
        let mut stored = |ordinal, section| {
            let encoded = Encoded::new(&passage(ordinal, section), &mut neighbours);
            let bytes = encoded.expect("bytes").head;
            let holds = bytes.windows(8).any(|window| window == b"document");
            (head(&bytes).expect("a head").0.distance(), holds)
        };
        assert_eq!(stored(1, "one"), (0, true));
        assert_eq!(stored(2, "one"), (1, false));
        assert_eq!(stored(3, "one"), (2, false));
        assert_eq!(stored(4, "two"), (0, true));
        assert_eq!(stored(5, "two"), (1, false));
    }
}
