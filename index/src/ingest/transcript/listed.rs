//! Transcripts that are a list of segments, and lists of records: where in a file the list is.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::ingest::records::mapping::renamed;
use crate::ingest::transcript::segment::{
    Segment, Side, has_text_key, name_of, speaker, time, words,
};
use crate::ingest::unread::is_sentence;
use crate::options::FieldMap;

/// JSON pointers at which programs put their list of segments.
const POINTERS: &[&str] = &[
    "/utterances",
    "/results/utterances",
    "/results/channels/0/alternatives/0/paragraphs/paragraphs",
    "/result/transcription/utterances",
    "/transcription/utterances",
    "/speakers",
    "/segments",
    "/results/segments",
    "/result/segments",
    "/results/audio_segments",
    "/chunks",
    "/monologues",
    "/recognizedPhrases",
    "/phrases",
    "/entries",
    "/sentences",
    "/transcript/segments",
    "/transcript/sentences",
    "/data/transcript/sentences",
    "/transcript",
    "/Transcript",
    "/transcription",
    "/prediction",
    "/output/segments",
    "/captions",
    "/blocks",
    "",
];

/// Keys that say that an element of a list is a record with facts of its own, not a segment.
const RECORD_KEYS: [&str; 5] = ["paragraphs", "doc", "section", "date", "title"];

/// The names of keys in a message: more would fill the screen.
const MAX_SHOWN: usize = 6;

/// A longer key is data, not a name.
const MAX_KEY_BYTES: usize = 40;

/// What a list gives, and how many elements of it gave nothing because they have no words.
pub struct Found<T> {
    /// What was found, in order.
    pub found: Vec<T>,
    /// Objects without words under a known name.
    pub wordless: usize,
    /// All elements.
    pub all: usize,
}

impl<T> Default for Found<T> {
    fn default() -> Self {
        Self {
            found: Vec::new(),
            wordless: 0,
            all: 0,
        }
    }
}

impl<T> Found<T> {
    /// What `take` gives of each element of a list.
    fn of(list: &[Value], take: impl Fn(&Value) -> Option<T>) -> Self {
        let found: Vec<T> = list.iter().filter_map(&take).collect();
        let wordless = |one: &&Value| take(one).is_none() && has_other_text(one);
        Self {
            wordless: list.iter().filter(wordless).count(),
            all: list.len(),
            found,
        }
    }

    /// A message if words may be missing.
    pub fn missing(&self) -> Option<String> {
        (self.wordless > 0).then(|| {
            format!(
                "{} of {} items have no words under a known name; name it with --map text=NAME",
                self.wordless, self.all
            )
        })
    }
}

/// Whether an element without words has text under another name. Silences and events that have only
/// times and identifiers miss nothing.
fn has_other_text(one: &Value) -> bool {
    let known_empty = words(one).is_empty() && has_text_key(one);
    let fields = one.as_object();
    let mut texts = fields.into_iter().flat_map(Map::values);
    one.is_string() || (!known_empty && texts.any(|text| text.as_str().is_some_and(is_speech)))
}

/// Whether a value may be words rather than an identifier: it has letters.
fn is_speech(text: &str) -> bool {
    text.contains(char::is_alphabetic)
}

/// The segments of a file that lists them. `None` if no list has times, or none has words.
pub fn list(value: &Value) -> Option<Found<Segment>> {
    let lists = POINTERS
        .iter()
        .filter_map(|pointer| value.pointer(pointer)?.as_array());
    lists
        .filter(|list| list.iter().all(Value::is_object))
        .filter(|list| !list.iter().any(is_record))
        .filter(|list| list.iter().any(|one| time(one, Side::Start).is_some()))
        .map(|list| Found::of(list, Segment::of))
        .find(|segments| !segments.found.is_empty())
}

fn is_record(one: &Value) -> bool {
    RECORD_KEYS.iter().any(|key| !one[*key].is_null())
}

/// The segments with the names that a table of speakers in the file gives their numbers.
pub fn named(mut segments: Vec<Segment>, value: &Value) -> Vec<Segment> {
    let tables = ["speakers", "participants"];
    let table: HashMap<String, String> = tables
        .iter()
        .filter_map(|key| value[*key].as_array())
        .flatten()
        .filter_map(|one| {
            let id = ["id", "speaker_id", "label"]
                .iter()
                .find_map(|key| name_of(&one[*key]))?;
            Some((id, one["name"].as_str()?.trim().to_owned()))
        })
        .filter(|(_, name)| !name.is_empty())
        .collect();
    for segment in &mut segments {
        if let Some(name) = segment.speaker.as_ref().and_then(|id| table.get(id)) {
            segment.speaker = Some(name.clone());
        }
    }
    segments
}

/// The records of a file, each with the text to find it by: those of the list that it is, of the
/// longest list in it, or the one record that it is.
pub fn records(value: &Value, map: Option<&FieldMap>) -> Found<(Value, Option<String>)> {
    let of_list =
        |list: &[Value]| Found::of(list, |one| Some((record(one, map)?, words_of(one, map))));
    match value {
        Value::Array(list) => of_list(list),
        Value::Object(fields) => {
            if let Some(record) = whole(value, map) {
                return Found {
                    found: vec![(record, words_of(value, map))],
                    ..Found::default()
                };
            }
            let lists = fields.values().filter_map(Value::as_array);
            lists
                .map(|list| of_list(list))
                .max_by_key(|list| list.found.len())
                .unwrap_or_default()
        }
        _ => Found::default(),
    }
}

/// An object that is one record as a whole. `None` if it has no text.
fn whole(value: &Value, map: Option<&FieldMap>) -> Option<Value> {
    let mapped = map.map(|map| renamed(map, value));
    let record = mapped.as_ref().unwrap_or(value);
    let has_text = record["text"].is_string() || record["paragraphs"].is_array();
    // Records applies the map itself.
    has_text.then(|| value.clone())
}

/// An element of a list as a record: with its words and speaker under the names that records have.
/// `None` if it has no words.
fn record(one: &Value, map: Option<&FieldMap>) -> Option<Value> {
    let fields = one.as_object()?;
    if map.is_some() {
        return whole(one, map);
    }
    if one["paragraphs"].is_array() {
        return Some(one.clone());
    }
    let said = words(one);
    if said.is_empty() {
        return None;
    }
    let mut record = fields.clone();
    record.insert("text".to_owned(), Value::from(said));
    let has_name = ["speaker", "speakers"]
        .iter()
        .any(|key| one[*key].is_string() || one[*key].is_array());
    if !has_name && let Some(name) = sender(one) {
        record.insert("speaker".to_owned(), Value::from(name));
    }
    // The times of chats are days, not seconds of a recording.
    if one["date"].is_null()
        && let Some(day) = one["timestamp"].as_str().and_then(day)
    {
        record.insert("date".to_owned(), Value::from(day));
    }
    Some(Value::Object(record))
}

/// Who wrote a message. Telegram has `from`, Slack a profile beside an identifier.
fn sender(one: &Value) -> Option<String> {
    name_of(&one["user_profile"])
        .or_else(|| one["from"].as_str().map(str::to_owned))
        .or_else(|| speaker(one))
        .or_else(|| one["username"].as_str().map(str::to_owned))
        .or_else(|| one["who"].as_str().map(str::to_owned))
        .filter(|name| !name.trim().is_empty())
}

/// The day of `2025-03-04T10:01:22`.
fn day(time: &str) -> Option<&str> {
    let day = time.get(..10)?;
    let is_date = day.bytes().enumerate().all(|(index, byte)| match index {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    is_date.then_some(day)
}

fn words_of(one: &Value, map: Option<&FieldMap>) -> Option<String> {
    let mapped = map.map(|map| renamed(map, one));
    mapped.as_ref().unwrap_or(one)["text"]
        .as_str()
        .map(str::to_owned)
}

/// Whether some value in it is a sentence. JSON is parsed with a limit on its depth.
pub fn holds_sentences(value: &Value) -> bool {
    match value {
        Value::String(text) => is_sentence(text),
        Value::Array(list) => list.iter().any(holds_sentences),
        Value::Object(fields) => fields.values().any(holds_sentences),
        _ => false,
    }
}

/// What a file has instead of a transcript, for a message: "an object with `a`, `b`".
pub fn found_in(value: &Value) -> String {
    match value {
        Value::Object(fields) if fields.is_empty() => "an empty object".to_owned(),
        Value::Object(fields) => format!("an object with {}", keys(fields)),
        Value::Array(list) => match list.iter().find_map(Value::as_object) {
            Some(fields) => format!("a list of objects with {}", keys(fields)),
            None if list.is_empty() => "an empty list".to_owned(),
            None => "a list without objects".to_owned(),
        },
        _ => "one value".to_owned(),
    }
}

fn keys(fields: &Map<String, Value>) -> String {
    let names: Vec<&str> = fields
        .keys()
        .map(String::as_str)
        .filter(|key| key.len() <= MAX_KEY_BYTES)
        .collect();
    let more = if names.len() > MAX_SHOWN { ", ..." } else { "" };
    format!(
        "`{}`{more}",
        names[..names.len().min(MAX_SHOWN)].join("`, `")
    )
}
