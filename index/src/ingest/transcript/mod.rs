//! Machine transcripts in JSON: what Whisper and its relatives, transcription services, meeting
//! programs and podcasts write, and lists of records.
//!
//! A transcript is a list of objects with words, most with a start and a speaker. Segments are
//! joined as captions are. Times are in seconds, or in milliseconds if seconds would mean less than
//! one word in half a minute. `services.rs` reads what is more than a list of segments. A list of
//! texts without times is read as records, as JSON Lines are.
//!
//! Formats: Podcast Namespace <https://github.com/Podcastindex-org/podcast-namespace>, Whisper
//! <https://github.com/openai/whisper>, and those of each service in `services.rs`.

mod listed;
mod place;
mod segment;
mod services;
mod words;

use serde_json::Value;

use crate::error::{Error, Result};
use crate::ingest::block::Lines;
use crate::ingest::captions::cue::{Cue, CueLine};
use crate::ingest::captions::paragraphs::blocks;
use crate::ingest::encoding::undeclared;
use crate::ingest::format::{Format, Formats, Likeness};
use crate::ingest::lang;
use crate::ingest::outline::{self, page::Page};
use crate::ingest::records::documents::{Place, Records};
use crate::ingest::sink::{Problem, Sink};
use crate::ingest::source::Source;
use crate::ingest::transcript::listed::{Found, found_in, holds_sentences, list, named, records};
use crate::ingest::transcript::place::Places;
use crate::ingest::transcript::segment::{Segment, Time};
use crate::options::ReadOptions;

/// Keys of lists that say what a file is before it is read.
const MARKS: [&[u8]; 8] = [
    b"\"segments\"",
    b"\"utterances\"",
    b"\"monologues\"",
    b"\"recognizedPhrases\"",
    b"\"speaker_labels\"",
    b"\"wireMagic\"",
    b"\"speakers\"",
    b"\"chunks\"",
];

/// Machine transcripts in JSON.
pub struct Transcript;

impl Format for Transcript {
    fn name(&self) -> &'static str {
        "transcript"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["json", "otr", "json3"]
    }

    fn sniff(&self, head: &[u8]) -> Likeness {
        let head = head
            .strip_prefix(b"\xEF\xBB\xBF")
            .unwrap_or(head)
            .trim_ascii_start();
        let marked = MARKS
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
            let blocks = otranscribe(page);
            sink.document(outline::document(Page::default(), blocks, options))?;
            return Ok(());
        }
        let segments = if options.map.is_some() {
            None
        } else {
            services::segments(&value).or_else(|| {
                let listed = list(&value)?;
                report(&listed, sink);
                Some(listed.found)
            })
        };
        if let Some(segments) = segments {
            let page = Page {
                speech: true,
                title: ["title", "name"].iter().find_map(|key| title(&value[*key])),
                lang: language(&value),
                ..Page::default()
            };
            let cues = cues(named(segments, &value), &text);
            return sink.document(outline::document(page, blocks(cues), options));
        }
        let found = records(&value, options.map.as_ref());
        if found.found.is_empty() {
            return Err(Error::UnknownJson {
                path: source.path().to_owned(),
                found: found_in(&value),
                holds_text: holds_sentences(&value),
            });
        }
        report(&found, sink);
        let mut taken = Records::new(options);
        let mut places = Places::new(&text);
        for (record, written) in found.found {
            let span = places.of(written.as_deref());
            let line = places.line_of(span.start);
            taken.take(record, &Place { line, span }, sink)?;
        }
        taken.end(sink)
    }
}

/// Reports the elements of a list whose words are not where they usually are.
fn report<T>(found: &Found<T>, sink: &mut dyn Sink) {
    if let Some(message) = found.missing() {
        sink.problem(Problem {
            message,
            ..Problem::default()
        });
    }
}

/// The blocks of oTranscribe's text: a page in a JSON string, so that all of it is on one line. A
/// line break ends a turn as a paragraph does.
#[cfg(feature = "html")]
fn otranscribe(page: &str) -> Vec<crate::ingest::block::Block> {
    use crate::ingest::block::Block;
    let mut lines = Vec::new();
    for mut block in crate::ingest::html::fragment(page) {
        let breaks = std::mem::take(&mut block.breaks);
        (block.span, block.line) = (0..0, Some(1));
        let starts = std::iter::once(0).chain(breaks.iter().map(|line| line.at));
        let ends = breaks.iter().map(|line| line.at).chain([block.text.len()]);
        for (start, end) in starts.zip(ends) {
            let first = start == 0;
            lines.push(Block {
                text: block.text[start..end].trim_end().to_owned(),
                bold: if first { block.bold.min(end) } else { 0 },
                start_ms: block.start_ms.filter(|_| first),
                ..block.clone()
            });
        }
    }
    lines
}

/// A title, if it is one: `name` is a key of other things, too.
fn title(value: &Value) -> Option<String> {
    let text = value.as_str()?.trim();
    (!text.is_empty() && text.contains(' ')).then(|| text.to_owned())
}

fn language(value: &Value) -> Option<String> {
    ["language", "language_code", "detected_language", "lang"]
        .iter()
        .find_map(|key| value[*key].as_str())
        .or_else(|| value.pointer("/result/language")?.as_str())
        .and_then(lang::given)
}

/// Segments as cues, which are joined to paragraphs.
fn cues(segments: Vec<Segment>, text: &str) -> Vec<Cue> {
    let unit = unit(&segments);
    // Thirty years, so that a bad time cannot overflow.
    const MAX_MS: f64 = 1e12;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "kept between 0 and 1e12"
    )]
    let ms = |time: Time| {
        let ms = match time {
            Time::Ms(ms) => ms,
            Time::Number(number) => number * unit,
        };
        ms.clamp(0.0, MAX_MS).round() as u64
    };
    let mut lines = Lines::new(text);
    let mut places = Places::new(text);
    let mut cues: Vec<Cue> = Vec::new();
    for one in segments {
        let before = cues.last().map_or(0, |cue: &Cue| cue.end_ms);
        let start_ms = one.start.map_or(before, ms);
        let span = places.of(one.written.as_deref());
        cues.push(Cue {
            start_ms,
            end_ms: one.end.map_or(start_ms, ms).max(start_ms),
            lines: vec![CueLine {
                text: one.text,
                line: lines.line_of(span.start),
                span,
                voice: one.speaker,
                opens: false,
            }],
        });
    }
    cues
}

/// How many milliseconds a bare number of these segments is: 1 or 1000.
fn unit(segments: &[Segment]) -> f64 {
    // Seconds per word. Nobody speaks more slowly over a whole recording.
    const SLOWEST: f64 = 30.0;
    let (mut spoken, mut passed) = (0.0, 0.0);
    for (index, one) in segments.iter().enumerate() {
        let next = segments.get(index + 1).and_then(|next| next.start);
        if let (Some(Time::Number(start)), Some(Time::Number(end))) = (one.start, one.end.or(next))
        {
            passed += (end - start).max(0.0);
            spoken += one.text.split_whitespace().count() as f64;
        }
    }
    if spoken > 0.0 && passed / spoken > SLOWEST {
        1.0
    } else {
        1000.0
    }
}

#[cfg(test)]
mod tests;
