//! Machine transcripts in JSON: Whisper and WhisperX (`segments`), Deepgram, AssemblyAI and similar
//! services (`utterances`), Rev (`monologues`), oTranscribe.
//!
//! A transcript is a list of objects with words, most with a start and a speaker. Segments are
//! joined as captions are. Times are in seconds, or in milliseconds if seconds would mean less than
//! one word in half a minute. A speaker who is just a number or a letter is shown as "Speaker 1",
//! "Speaker A".

use serde_json::Value;

use crate::error::{Error, Result};
use crate::ingest::block::{Lines, squeeze};
use crate::ingest::captions::cue::{Cue, CueLine};
use crate::ingest::captions::paragraphs::blocks;
use crate::ingest::encoding::undeclared;
use crate::ingest::format::{Format, Formats, Likeness};
use crate::ingest::lang;
use crate::ingest::outline::{self, page::Page};
use crate::ingest::sink::Sink;
use crate::ingest::source::Source;
use crate::options::ReadOptions;
use crate::text::clock::clock;

/// Machine transcripts in JSON.
pub struct Transcript;

impl Format for Transcript {
    fn name(&self) -> &'static str {
        "transcript"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["json", "otr"]
    }

    fn sniff(&self, head: &[u8]) -> Likeness {
        let head = head
            .strip_prefix(b"\xEF\xBB\xBF")
            .unwrap_or(head)
            .trim_ascii_start();
        let marked = [&b"\"segments\""[..], b"\"utterances\"", b"\"monologues\""]
            .iter()
            .any(|mark| memchr::memmem::find(head, mark).is_some());
        if matches!(head.first(), Some(b'{' | b'[')) && marked {
            Likeness::Possible
        } else {
            Likeness::None
        }
    }

    fn read(
        &self,
        source: &mut Source<'_>,
        options: &ReadOptions,
        _: &Formats,
        sink: &mut dyn Sink,
    ) -> Result<()> {
        let text = source.text(options.encoding.as_deref(), undeclared, sink)?;
        let value: Value = serde_json::from_str(&text)
            .map_err(|error| source.unreadable(&format!("not JSON: {error}")))?;
        #[cfg(feature = "html")]
        if let (Some(page), true) = (value["text"].as_str(), value["media"].is_string()) {
            // oTranscribe has its text as HTML in a JSON string, so that all of it is on one line.
            let mut blocks = crate::ingest::html::fragment(page);
            for block in &mut blocks {
                block.span = 0..0;
                block.line = Some(1);
                block.breaks.clear();
            }
            sink.document(outline::document(Page::default(), blocks, options))?;
            return Ok(());
        }
        let Some(segments) = segments(&value) else {
            return if options.format.is_some() {
                Err(source.unreadable("has no list of segments or utterances"))
            } else {
                Err(Error::UnknownFormat {
                    path: source.path().to_owned(),
                })
            };
        };
        let page = Page {
            speech: true,
            lang: ["language", "language_code", "detected_language"]
                .iter()
                .find_map(|key| value[key].as_str())
                .and_then(lang::given),
            ..Page::default()
        };
        let cues = cues(segments, &text);
        sink.document(outline::document(page, blocks(cues), options))
    }
}

/// The list of segments, at the JSON pointer where a service puts it.
fn segments(value: &Value) -> Option<&Vec<Value>> {
    const POINTERS: &[&str] = &[
        "/utterances",
        "/results/utterances",
        "/results/channels/0/alternatives/0/paragraphs/paragraphs",
        "/segments",
        "/results/segments",
        "/result/segments",
        "/results/audio_segments",
        "/monologues",
        "/transcript/segments",
        "/transcript",
        "/transcription",
        "",
    ];
    POINTERS
        .iter()
        .filter_map(|pointer| value.pointer(pointer)?.as_array())
        .find(|list| {
            let spoken = list.iter().filter(|one| !words(one).is_empty()).count();
            spoken > 0
                && list.iter().all(Value::is_object)
                && list
                    .iter()
                    .any(|one| time(one, Side::Start).is_some() || speaker(one).is_some())
        })
}

const STARTS: &[&str] = &[
    "start",
    "start_time",
    "startTime",
    "begin",
    "offset",
    "timestamp",
];
const ENDS: &[&str] = &["end", "end_time", "endTime"];

fn cues(segments: &[Value], text: &str) -> Vec<Cue> {
    let (mut spoken, mut passed) = (0.0, 0.0);
    for one in segments {
        if let (Some(start), Some(end)) = (time(one, Side::Start), time(one, Side::End)) {
            passed += (end - start).max(0.0);
            spoken += words(one).split_whitespace().count() as f64;
        }
    }
    // Seconds per word. Nobody speaks more slowly over a whole recording.
    const SLOWEST: f64 = 30.0;
    let unit = if spoken > 0.0 && passed / spoken > SLOWEST {
        1.0
    } else {
        1000.0
    };
    // Thirty years, so that a bad time cannot overflow.
    const MAX_MS: f64 = 1e12;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "kept between 0 and 1e12"
    )]
    let ms = |time: f64| (time * unit).clamp(0.0, MAX_MS).round() as u64;
    let mut lines = Lines::new(text);
    let mut at = 0;
    let mut cues: Vec<Cue> = Vec::new();
    for one in segments {
        let said = words(one);
        if said.is_empty() {
            continue;
        }
        let before = cues.last().map_or(0, |cue: &Cue| cue.end_ms);
        let start_ms = time(one, Side::Start).map_or(before, ms);
        let span = find(text, at, one);
        at = span.start;
        cues.push(Cue {
            start_ms,
            end_ms: time(one, Side::End).map_or(start_ms, ms).max(start_ms),
            lines: vec![CueLine {
                text: said,
                line: lines.line_of(span.start),
                span,
                voice: speaker(one),
                opens: false,
            }],
        });
    }
    cues
}

/// The byte range of a segment's words in the source, looked for from `at` on. Empty, at `at`, if
/// the words are escaped in an unusual way.
fn find(text: &str, at: usize, one: &Value) -> std::ops::Range<usize> {
    const TEXTS: &[&str] = &["text", "transcript", "utterance", "content"];
    let said = TEXTS
        .iter()
        .find_map(|key| one[key].as_str())
        .or_else(|| one["sentences"][0]["text"].as_str());
    let written = said.map(|said| Value::from(said).to_string());
    let escaped = written.as_ref().map(|written| ascii(written));
    [written, escaped]
        .into_iter()
        .flatten()
        .find_map(|written| {
            let offset = memchr::memmem::find(&text.as_bytes()[at..], written.as_bytes())?;
            let start = at + offset + 1;
            Some(start..start + written.len() - 2)
        })
        .unwrap_or(at..at)
}

/// JSON text with all characters but ASCII escaped, as many programs write it.
fn ascii(written: &str) -> String {
    let mut out = String::with_capacity(written.len());
    for c in written.chars() {
        if c.is_ascii() {
            out.push(c);
        } else {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    out
}

fn words(one: &Value) -> String {
    for key in ["text", "transcript", "utterance", "content"] {
        if let Some(text) = one[key].as_str() {
            return squeeze(text);
        }
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

fn joined(list: &[Value], keys: &[&str], between: &str) -> String {
    let texts: Vec<&str> = list
        .iter()
        .filter_map(|one| keys.iter().find_map(|key| one[key].as_str()))
        .collect();
    squeeze(&texts.join(between))
}

fn speaker(one: &Value) -> Option<String> {
    [
        "speaker_name",
        "speaker",
        "speaker_label",
        "speaker_id",
        "name",
    ]
    .iter()
    .find_map(|key| match &one[key] {
        Value::String(name) if !name.trim().is_empty() => Some(squeeze(name)),
        Value::Number(number) => Some(format!("Speaker {number}")),
        Value::Object(person) => person.get("name")?.as_str().map(squeeze),
        _ => None,
    })
    // Services name unknown speakers with a letter.
    .map(|name| {
        if name.chars().count() == 1 {
            format!("Speaker {name}")
        } else {
            name
        }
    })
}

/// The start or end of a segment. The value is the index in a pair of times.
#[derive(Clone, Copy)]
enum Side {
    Start = 0,
    End = 1,
}

fn time(one: &Value, side: Side) -> Option<f64> {
    let of = |value: &Value| match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text
            .trim_end_matches('s')
            .parse()
            .ok()
            .or_else(|| clock(text).map(|(ms, _)| ms as f64 / 1000.0)),
        _ => None,
    };
    let keys = match side {
        Side::Start => STARTS,
        Side::End => ENDS,
    };
    let direct = keys.iter().find_map(|key| match &one[key] {
        Value::Array(pair) => of(pair.get(side as usize)?),
        value => of(value),
    });
    direct
        .or_else(|| {
            let words = one["words"]
                .as_array()
                .or_else(|| one["elements"].as_array())?;
            let word = match side {
                Side::Start => words.first(),
                Side::End => words.last(),
            };
            ["start", "ts", "end"]
                .iter()
                .find_map(|key| of(&word?[key]))
        })
        .filter(|time| time.is_finite() && *time >= 0.0)
}

#[cfg(test)]
mod tests {
    use crate::ingest::read_bytes;
    use crate::ingest::sink::Collected;
    use crate::options::ReadOptions;

    fn check(text: &str, expected: &[(&str, Option<u64>, &str)]) {
        let mut sink = Collected::default();
        read_bytes(
            "a.json",
            text.as_bytes().to_vec(),
            &ReadOptions::default(),
            &mut sink,
        )
        .expect("readable");
        let found: Vec<(String, Option<u64>, &str)> = sink.documents[0]
            .paragraphs
            .iter()
            .map(|p| (p.speakers.join("+"), p.start_ms, p.text.as_str()))
            .collect();
        let expected: Vec<(String, Option<u64>, &str)> = expected
            .iter()
            .map(|(name, start, text)| ((*name).to_owned(), *start, *text))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn segments_of_one_speaker_are_joined() {
        check(
            "{\"segments\":[{\"start\":0.5,\"end\":1.5,\"text\":\" Is it\",\"speaker\":\"SPEAKER_00\"},{\"start\":1.5,\"end\":2.0,\"text\":\" full?\",\"speaker\":\"SPEAKER_00\"},{\"start\":2.1,\"end\":3,\"text\":\" It is.\",\"speaker\":\"SPEAKER_01\"}],\"language\":\"en\"}",
            &[
                ("SPEAKER_00", Some(500), "Is it full?"),
                ("SPEAKER_01", Some(2100), "It is."),
            ],
        );
    }

    #[test]
    fn utterances_may_be_timed_in_milliseconds_or_number_their_speakers() {
        check(
            "{\"utterances\":[{\"speaker\":\"A\",\"start\":500,\"end\":1500,\"text\":\"Is it full?\"},{\"speaker\":\"B\",\"start\":2100,\"end\":2900,\"text\":\"It is.\"}]}",
            &[
                ("Speaker A", Some(500), "Is it full?"),
                ("Speaker B", Some(2100), "It is."),
            ],
        );
        check(
            "{\"results\":{\"utterances\":[{\"speaker\":0,\"start\":0.5,\"end\":1.5,\"transcript\":\"Is it full?\"},{\"speaker\":1,\"start\":2.1,\"end\":2.9,\"transcript\":\"It is.\"}]}}",
            &[
                ("Speaker 0", Some(500), "Is it full?"),
                ("Speaker 1", Some(2100), "It is."),
            ],
        );
    }

    #[test]
    fn other_json_is_not_read() {
        for text in [
            "{}",
            "[1,2]",
            "{\"segments\":[]}",
            "{\"segments\":[{\"a\":1}]}",
        ] {
            let mut sink = Collected::default();
            let options = ReadOptions::default();
            assert!(
                read_bytes("a.json", text.as_bytes().to_vec(), &options, &mut sink).is_err(),
                "{text}"
            );
        }
    }
}
