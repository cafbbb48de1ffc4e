//! The stored form of a passage: what an index keeps to show it.
//!
//! What neighbours share (document, path, section) is written once, with the first of them; the others say how many records
//! before theirs that one stands. They are written into one segment one behind the other, and are deleted together, as they are of
//! one source: so the distance stays what it was when segments are merged.
//!
//! A record is a head and its words. The head is small: numbers that grow together are what they differ by, and a name that
//! stands there already is not written again. The words are packed record by record ([`symbols`]), so that one can be shown without
//! its neighbours being unpacked.

mod damaged;
mod neighbours;
pub(crate) mod packing;
pub(crate) mod symbols;
pub(crate) mod tables;
mod voices;
mod words;

use serde::{Deserialize, Serialize};

use self::damaged::damaged;
pub(crate) use self::neighbours::Neighbours;
use self::voices::{Voices, rule_named, whole};
use self::words::{Words, WordsReader};
use crate::document::rule::Rule;
use crate::document::{Kind, Utterance};
use crate::error::{Error, Result};
use crate::hit::{Passage, PassageId};

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

/// The head of some bytes, and what is behind it. An error if they begin with none.
pub(crate) fn head(bytes: &[u8]) -> Result<(Head<'_>, &[u8])> {
    postcard::take_from_bytes(bytes).map_err(|error| damaged(error.to_string()))
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

        let mut words = WordsReader::new(words);
        let source_id = match self.record_name {
            None => None,
            Some(RecordName::BehindDoc(length)) => Some([doc, words.next(length)?].concat()),
            Some(RecordName::Whole(length)) => Some(words.next(length)?.to_owned()),
        };
        let speakers = words.all(&self.speakers)?;
        let rule;
        let utterances = match &self.voices {
            Voices::Whole(length) => {
                rule = rule_named(words.next(*length)?)?;
                Vec::new()
            }
            Voices::Listed(listed) => {
                rule = Rule::default();
                let utterances = listed.iter();
                utterances
                    .map(|utterance| utterance.read(&speakers, &mut words))
                    .collect::<Result<_>>()?
            }
        };
        let none = Rare::default();
        let rare = self.rare.as_ref().unwrap_or(&none);
        let titles = words.all(&rare.titles)?;
        let text = words.rest().to_owned();
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
    use crate::document::rule::Rule;
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
                rule: Rule::QuoteSaid,
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
