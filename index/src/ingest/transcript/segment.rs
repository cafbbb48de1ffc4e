//! A stretch of speech in a machine transcript, and the names under which services write its words,
//! its times and its speaker.
//!
//! Nothing here knows a service: each key means the same wherever it is. Times are in seconds
//! or milliseconds, and often only the whole transcript says which; see [`Time`].

use serde_json::Value;

use crate::ingest::block::squeeze;
use crate::text::clock::clock;

/// A stretch of speech.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Segment {
    /// Its words, white space single.
    pub text: String,
    /// A text of the source to find its bytes by: its words, or the first of them.
    pub written: Option<String>,
    /// When it starts.
    pub start: Option<Time>,
    /// When it ends.
    pub end: Option<Time>,
    /// Who speaks.
    pub speaker: Option<String>,
}

/// A time of a transcript. Never negative, always finite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Time {
    /// In milliseconds: the key or the unit says so.
    Ms(f64),
    /// A bare number: seconds, or milliseconds.
    Number(f64),
}

impl Time {
    /// A time later by `other`.
    pub fn plus(self, other: Time) -> Option<Time> {
        match (self, other) {
            (Time::Ms(one), Time::Ms(two)) => Some(Time::Ms(one + two)),
            (Time::Number(one), Time::Number(two)) => Some(Time::Number(one + two)),
            _ => None,
        }
    }

    /// Its number, whatever its unit.
    pub fn number(self) -> f64 {
        match self {
            Time::Ms(number) | Time::Number(number) => number,
        }
    }
}

/// The start or end of a segment. The value is the index in a pair of times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Its start.
    Start = 0,
    /// Its end.
    End = 1,
}

/// Keys of the words of a segment.
const TEXTS: &[&str] = &[
    "text",
    "transcript",
    "utterance",
    "content",
    "body",
    "sentence",
    "transcription",
    "spokenText",
    "display",
    "Content",
];

/// Whether an element has a key of words, even if there are none: a silence.
pub fn has_text_key(one: &Value) -> bool {
    TEXTS.iter().any(|key| one.get(key).is_some())
}

/// Keys of the start, and how many milliseconds one of their units is; 0: a bare number.
const STARTS: &[(&str, f64)] = &[
    ("start", 0.0),
    ("start_time", 0.0),
    ("startTime", 0.0),
    ("begin", 0.0),
    ("from", 0.0),
    ("time_begin", 0.0),
    ("offset", 0.0),
    ("startOffset", 0.0),
    ("timestamp", 0.0),
    ("time", 0.0),
    ("startMs", 1.0),
    ("start_ms", 1.0),
    ("tStartMs", 1.0),
    ("offsetMilliseconds", 1.0),
    ("BeginOffsetMillis", 1.0),
    ("offsetInTicks", 0.0001),
];

/// As [`STARTS`], of the end.
const ENDS: &[(&str, f64)] = &[
    ("end", 0.0),
    ("end_time", 0.0),
    ("endTime", 0.0),
    ("to", 0.0),
    ("time_end", 0.0),
    ("endOffset", 0.0),
    ("endMs", 1.0),
    ("end_ms", 1.0),
    ("EndOffsetMillis", 1.0),
];

/// As [`STARTS`], of the length of a segment.
const LENGTHS: &[(&str, f64)] = &[
    ("duration", 0.0),
    ("dur", 0.0),
    ("dDurationMs", 1.0),
    ("durationMilliseconds", 1.0),
    ("durationInTicks", 0.0001),
];

/// Keys of the speaker, a name before a number.
const SPEAKERS: &[&str] = &[
    "speaker_name",
    "speakerName",
    "speakerDisplayName",
    "speaker",
    "speaker_label",
    "speakerLabel",
    "speaker_id",
    "speakerId",
    "speakerTag",
    "ParticipantRole",
    "channel_label",
    "author",
    "sender_name",
    "participant",
    "name",
];

impl Segment {
    /// The segment of an object with words. `None` if it has none.
    pub fn of(one: &Value) -> Option<Segment> {
        let text = words(one);
        if text.is_empty() {
            return None;
        }
        let start = time(one, Side::Start);
        let length = || {
            LENGTHS
                .iter()
                .find_map(|(key, unit)| read(&one[*key], *unit))
        };
        let end = time(one, Side::End).or_else(|| start?.plus(length()?));
        Some(Segment {
            text,
            written: written(one),
            start,
            end,
            speaker: speaker(one),
        })
    }
}

/// The words of an object, as text or as a list of words.
pub fn words(one: &Value) -> String {
    if let Some(text) = TEXTS.iter().find_map(|key| one[*key].as_str()) {
        return squeeze(text);
    }
    if let Some(parts) = TEXTS.iter().find_map(|key| one[*key].as_array()) {
        // Telegram writes a text with links in it as a list of texts and objects.
        let parts = parts
            .iter()
            .map(|part| part.as_str().or(part["text"].as_str()));
        return squeeze(&parts.flatten().collect::<String>());
    }
    if let Some(best) = one["nBest"][0]["display"].as_str() {
        return squeeze(best);
    }
    if let Some(sentences) = one["sentences"].as_array() {
        return joined(sentences, &["text"], " ");
    }
    if let Some(elements) = one["elements"].as_array() {
        return joined(elements, &["value"], "");
    }
    match one["words"].as_array() {
        Some(list) => joined(list, &["punctuated_word", "word", "text"], " "),
        None => String::new(),
    }
}

/// The words as the source has them in one JSON string, if it does.
fn written(one: &Value) -> Option<String> {
    TEXTS
        .iter()
        .find_map(|key| one[*key].as_str())
        .or_else(|| one["sentences"][0]["text"].as_str())
        .or_else(|| one["nBest"][0]["display"].as_str())
        .map(str::to_owned)
}

fn joined(list: &[Value], keys: &[&str], between: &str) -> String {
    let texts: Vec<&str> = list
        .iter()
        .filter_map(|one| keys.iter().find_map(|key| one[*key].as_str()))
        .collect();
    squeeze(&texts.join(between))
}

/// The speaker of an object. One who is just a number or a letter is shown as "Speaker 1".
pub fn speaker(one: &Value) -> Option<String> {
    let named = |one: &Value| SPEAKERS.iter().find_map(|key| name_of(&one[*key]));
    // Editors of rich text put what they know of a block into `data`.
    named(one).or_else(|| named(&one["data"]))
}

/// The name that a value is: a text, a number, or an object with a name.
pub fn name_of(value: &Value) -> Option<String> {
    match value {
        Value::String(name) if !name.trim().is_empty() => Some(numbered(squeeze(name))),
        Value::Number(number) => Some(format!("Speaker {number}")),
        Value::Object(person) => ["name", "nickname", "real_name", "displayName"]
            .iter()
            .find_map(|key| person.get(*key)?.as_str())
            .map(squeeze)
            .filter(|name| !name.is_empty()),
        _ => None,
    }
}

/// Services name unknown speakers with a letter or a digit.
fn numbered(name: String) -> String {
    if name.chars().count() == 1 || name.bytes().all(|byte| byte.is_ascii_digit()) {
        format!("Speaker {name}")
    } else {
        name
    }
}

/// The start or end of an object, from its own keys or from its words.
pub fn time(one: &Value, side: Side) -> Option<Time> {
    let keys = match side {
        Side::Start => STARTS,
        Side::End => ENDS,
    };
    let own = keys.iter().find_map(|(key, unit)| match &one[*key] {
        Value::Array(pair) => read(pair.get(side as usize)?, *unit),
        value => read(value, *unit),
    });
    let beside = || time(one.get("data").filter(|data| data.is_object())?, side);
    own.or_else(|| pair(one, side))
        .or_else(|| of_words(one, side))
        .or_else(beside)
}

/// A time of which the key names a pair: `[0.0, 4.2]`, `{"from": 0, "to": 420}`.
fn pair(one: &Value, side: Side) -> Option<Time> {
    if side == Side::End
        && let Some(pair) = one["timestamp"].as_array()
    {
        return read(pair.get(1)?, 0.0);
    }
    let key = match side {
        Side::Start => "from",
        Side::End => "to",
    };
    // whisper.cpp: `offsets` are milliseconds.
    read(&one["offsets"][key], 1.0).or_else(|| read(&one["timestamps"][key], 0.0))
}

/// The start of the first of the words, or the end of the last.
fn of_words(one: &Value, side: Side) -> Option<Time> {
    let words = one["words"]
        .as_array()
        .or_else(|| one["elements"].as_array())?;
    let (word, keys) = match side {
        Side::Start => (words.first(), ["start", "ts"]),
        Side::End => (words.last(), ["end", "end_ts"]),
    };
    keys.iter().find_map(|key| read(&word?[*key], 0.0))
}

/// A value as a time. `unit` is how many milliseconds its unit is, 0 if it does not say.
pub fn read(value: &Value, unit: f64) -> Option<Time> {
    let number = |number: f64| {
        if unit > 0.0 {
            Time::Ms(number * unit)
        } else {
            Time::Number(number)
        }
    };
    let time = match value {
        Value::Number(found) => number(found.as_f64()?),
        Value::String(text) => {
            let text = text.trim();
            if let Ok(found) = text.parse::<f64>() {
                number(found)
            } else if let Some(found) = text.strip_suffix('s').and_then(|text| text.parse().ok()) {
                let seconds: f64 = found;
                Time::Ms(seconds * 1000.0)
            } else if let Some(rest) = text.strip_prefix("PT") {
                Time::Ms(iso_duration(rest)?)
            } else {
                Time::Ms(clock(text).map(|(ms, _)| ms as f64)?)
            }
        }
        _ => return None,
    };
    let found = time.number();
    (found.is_finite() && found >= 0.0).then_some(time)
}

/// The milliseconds of an ISO 8601 duration after its `PT`: `1H2M3.5S`.
fn iso_duration(text: &str) -> Option<f64> {
    let (mut rest, mut ms) = (text, 0.0);
    while !rest.is_empty() {
        let at = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let value: f64 = rest[..at].parse().ok()?;
        ms += value
            * match rest.as_bytes()[at] {
                b'H' => 3_600_000.0,
                b'M' => 60_000.0,
                b'S' => 1000.0,
                _ => return None,
            };
        rest = &rest[at + 1..];
    }
    Some(ms)
}

#[cfg(test)]
mod tests {
    use super::{Time, read};
    use serde_json::json;

    #[test]
    fn times_are_numbers_clocks_and_durations() {
        let check = |value, expected| assert_eq!(read(&value, 0.0), expected, "{value}");
        check(json!(1.5), Some(Time::Number(1.5)));
        check(json!("1.5"), Some(Time::Number(1.5)));
        check(json!("1.5s"), Some(Time::Ms(1500.0)));
        check(json!("PT1M2.5S"), Some(Time::Ms(62_500.0)));
        check(json!("00:01:02.5"), Some(Time::Ms(62_500.0)));
        check(json!("PT"), Some(Time::Ms(0.0)));
        check(json!("PT5Ü"), None);
        check(json!(-1), None);
        check(json!("soon"), None);
        check(json!(null), None);
    }
}
