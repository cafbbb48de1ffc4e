//! The transcripts of services whose JSON is more than a list of segments: each a function from
//! the whole file to segments, `None` if the file is another's.
//!
//! Formats, as their services describe them:
//! AWS <https://docs.aws.amazon.com/transcribe/latest/dg/how-input.html>,
//! Google <https://cloud.google.com/speech-to-text/docs/reference/rest>,
//! Speechmatics <https://docs.speechmatics.com> (json-v2),
//! Watson <https://cloud.ibm.com/apidocs/speech-to-text>,
//! Deepgram <https://developers.deepgram.com/docs/diarization>,
//! AssemblyAI <https://www.assemblyai.com/docs>, ElevenLabs <https://elevenlabs.io/docs>,
//! Vosk <https://alphacephei.com/vosk/>. YouTube's `json3` is described by nobody; what is read is
//! what its player asks for.

use std::collections::HashMap;

use serde_json::Value;

use crate::ingest::transcript::segment::{Segment, Side, Time, name_of, read, speaker, time};
use crate::ingest::transcript::words::{Segments, Word};

/// Reads the whole of a file.
type Reader = fn(&Value) -> Option<Vec<Segment>>;

/// The services, the most particular first.
const SERVICES: &[Reader] = &[
    aws,
    youtube,
    speechmatics,
    watson,
    google,
    deepgram,
    listed_words,
    vosk,
];

/// The segments of a service's transcript.
pub fn segments(value: &Value) -> Option<Vec<Segment>> {
    SERVICES
        .iter()
        .find_map(|read| read(value).filter(|segments| !segments.is_empty()))
}

/// AWS Transcribe: `results.items` with words and marks, speakers in them or in `speaker_labels`.
/// Newer files have whole segments, too, but only some.
fn aws(value: &Value) -> Option<Vec<Segment>> {
    let results = &value["results"];
    let items = results["items"].as_array()?;
    let parts = results["speaker_labels"]["segments"].as_array();
    // The times of words are texts, and the same texts in both lists.
    let speakers: HashMap<&str, String> = parts
        .into_iter()
        .flatten()
        .flat_map(|part| part["items"].as_array().into_iter().flatten())
        .filter_map(|item| Some((item["start_time"].as_str()?, speaker(item)?)))
        .collect();
    let mut segments = Segments::default();
    for item in items {
        let Some(text) = item["alternatives"][0]["content"].as_str() else {
            continue;
        };
        let key = item["start_time"].as_str().unwrap_or_default();
        segments.take(Word {
            text,
            start: time(item, Side::Start),
            end: time(item, Side::End),
            speaker: speaker(item).or_else(|| speakers.get(key).cloned()),
            joins: item["type"] == "punctuation",
        });
    }
    Some(segments.end())
}

/// YouTube's `json3`: `events` with `segs`. An event that only adds a line end to the one before
/// has no words.
fn youtube(value: &Value) -> Option<Vec<Segment>> {
    let events = value["events"].as_array()?;
    let mut segments = Vec::new();
    for event in events {
        let Some(parts) = event["segs"].as_array() else {
            continue;
        };
        let words: String = parts
            .iter()
            .filter_map(|part| part["utf8"].as_str())
            .collect();
        let mut segment = Segment::of(event).unwrap_or_default();
        segment.text = crate::ingest::block::squeeze(&words);
        segment.written = parts
            .iter()
            .filter_map(|part| part["utf8"].as_str())
            .find(|part| !part.trim().is_empty())
            .map(str::to_owned);
        segment.start = time(event, Side::Start);
        let length = read(&event["dDurationMs"], 1.0);
        segment.end = segment
            .start
            .and_then(|start| start.plus(length?))
            .or(segment.start);
        if !segment.text.is_empty() {
            segments.push(segment);
        }
    }
    // An event stays on screen while the next one begins: no pause, and no overlap.
    for index in 1..segments.len() {
        let next = segments[index].start;
        let before = &mut segments[index - 1];
        if let (Some(Time::Ms(end)), Some(Time::Ms(next))) = (before.end, next) {
            before.end = Some(Time::Ms(end.min(next.max(0.0))));
        }
    }
    Some(segments)
}

/// Speechmatics' json-v2: `results` with a type each, the words in `alternatives`.
fn speechmatics(value: &Value) -> Option<Vec<Segment>> {
    let results = value["results"].as_array()?;
    let is_mine = |one: &Value| one["type"].is_string() && one["alternatives"].is_array();
    if !results.iter().any(is_mine) {
        return None;
    }
    let mut segments = Segments::default();
    for one in results {
        let best = &one["alternatives"][0];
        let Some(text) = best["content"].as_str() else {
            continue;
        };
        segments.take(Word {
            text,
            start: time(one, Side::Start),
            end: time(one, Side::End),
            // "UU" is a voice that the service could not tell from others.
            speaker: speaker(best)
                .or_else(|| speaker(one))
                .filter(|name| name != "UU"),
            joins: one["attaches_to"] == "previous" || one["type"] == "punctuation",
        });
    }
    Some(segments.end())
}

/// IBM Watson: `results` with `timestamps` of words, and `speaker_labels` for the same times.
fn watson(value: &Value) -> Option<Vec<Segment>> {
    let results = value["results"].as_array()?;
    let has_times = |one: &Value| one["alternatives"][0]["timestamps"].is_array();
    if !results.iter().any(has_times) {
        return None;
    }
    let labels = value["speaker_labels"].as_array();
    let key = |time: &Value| time.as_f64().map(f64::to_bits);
    let speakers: HashMap<u64, String> = labels
        .into_iter()
        .flatten()
        .filter_map(|label| Some((key(&label["from"])?, name_of(&label["speaker"])?)))
        .collect();
    let mut segments = Segments::default();
    for one in results {
        let words = one["alternatives"][0]["timestamps"].as_array();
        for word in words.into_iter().flatten() {
            segments.take(Word {
                text: word[0].as_str().unwrap_or_default(),
                start: read(&word[1], 0.0),
                end: read(&word[2], 0.0),
                speaker: key(&word[1]).and_then(|key| speakers.get(&key).cloned()),
                joins: false,
            });
        }
    }
    Some(segments.end())
}

/// Google: `results` with `alternatives`. With speakers, the last result has all words again, each
/// with its speaker.
fn google(value: &Value) -> Option<Vec<Segment>> {
    let results = ["/results", "/response/results"]
        .iter()
        .find_map(|pointer| value.pointer(pointer)?.as_array())?;
    let best = |one: &'_ Value| one["alternatives"][0].clone();
    if !results
        .iter()
        .any(|one| one["alternatives"][0]["transcript"].is_string())
    {
        return None;
    }
    let last = results.last().map(best).unwrap_or_default();
    let has_speakers = |words: &Value| {
        words
            .as_array()
            .is_some_and(|words| words.iter().any(|word| speaker(word).is_some()))
    };
    if has_speakers(&last["words"]) {
        return Some(of_words(last["words"].as_array()?));
    }
    let mut segments = Vec::new();
    let mut before: Option<Time> = None;
    for one in results {
        let alternative = &one["alternatives"][0];
        let Some(mut segment) = Segment::of(alternative) else {
            continue;
        };
        let end = read(&one["resultEndTime"], 0.0).or_else(|| read(&one["resultEndOffset"], 0.0));
        segment.start = segment.start.or(before);
        segment.end = segment.end.or(end);
        before = end.or(segment.end);
        segments.push(segment);
    }
    Some(segments)
}

/// Deepgram without paragraphs or utterances: the words of each channel.
fn deepgram(value: &Value) -> Option<Vec<Segment>> {
    let channels = value["results"]["channels"].as_array()?;
    let is_joined = !value["results"]["utterances"].is_null()
        || channels[..channels.len().min(1)]
            .iter()
            .any(|one| !one["alternatives"][0]["paragraphs"].is_null());
    if is_joined && channels.len() < 2 {
        return None;
    }
    let mut segments = Vec::new();
    for (index, channel) in channels.iter().enumerate() {
        let best = &channel["alternatives"][0];
        let mut of_channel = match best["words"].as_array() {
            Some(words) => of_words(words),
            None => Segment::of(best).into_iter().collect(),
        };
        if channels.len() > 1 {
            for segment in &mut of_channel {
                let name = || format!("Channel {index}");
                segment.speaker.get_or_insert_with(name);
            }
        }
        segments.extend(of_channel);
    }
    // Each channel is in order, but two people on two channels take turns.
    segments.sort_by(|one, two| {
        let number = |segment: &Segment| segment.start.map_or(0.0, Time::number);
        number(one).total_cmp(&number(two))
    });
    Some(segments)
}

/// A list of words beside the text: AssemblyAI without speakers, ElevenLabs.
fn listed_words(value: &Value) -> Option<Vec<Segment>> {
    let has_segments = ["segments", "utterances", "sentences"]
        .iter()
        .any(|key| value[*key].as_array().is_some_and(|list| !list.is_empty()));
    let words = value["words"].as_array()?;
    (!has_segments && value["text"].is_string()).then(|| of_words(words))
}

/// Vosk: `result` has the words of a text, one file for each or several in a list.
fn vosk(value: &Value) -> Option<Vec<Segment>> {
    let texts = value
        .as_array()
        .map_or(std::slice::from_ref(value), Vec::as_slice);
    let mut segments = Vec::new();
    for text in texts {
        segments.extend(of_words(text["result"].as_array()?));
    }
    Some(segments)
}

/// The segments of a list of words, each an object.
fn of_words(list: &[Value]) -> Vec<Segment> {
    let mut segments = Segments::default();
    for word in list {
        // ElevenLabs lists the spaces, and sounds in brackets.
        if word["type"] == "spacing" {
            continue;
        }
        let text = ["punctuated_word", "word", "text"]
            .iter()
            .find_map(|key| word[*key].as_str());
        segments.take(Word {
            text: text.unwrap_or_default(),
            start: time(word, Side::Start),
            end: time(word, Side::End),
            speaker: speaker(word),
            joins: false,
        });
    }
    segments.end()
}
