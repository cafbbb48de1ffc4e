//! JSON Lines: a paragraph a line, or a document a line with its `paragraphs`.
//!
//! Keys: `id` or `_id`, `doc`, `title`, `section` (text or list), `speaker` or `speakers` (text or list), `date`, `text`,
//! `lang`, `start` (seconds, or a clock time), `paragraphs` (texts or objects); each is also sought in an object `metadata`. An empty string is an absent
//! value, other keys are passed over. Consecutive records with the same `doc` are one document; records without one are
//! the file's single document. The file is read line by line: memory is bounded by [`LINE_BYTES`] and [`PART_BYTES`].

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::io::{BufRead, Read};
use std::ops::Range;

use encoding_rs::Encoding;
use serde_json::Value;

use crate::error::{Error, Result};
use crate::ingest::block::{Block, Record, Voice, squeeze};
use crate::ingest::date::day;
use crate::ingest::encoding::undeclared;
use crate::ingest::format::{Format, Likeness};
use crate::ingest::lang;
use crate::ingest::options::ReadOptions;
use crate::ingest::outline::{self, Numbers, Page};
use crate::ingest::sink::{Problem, Sink};
use crate::ingest::source::Source;
use crate::text::label::clock;

/// A line longer than this is refused: a record is a paragraph or a document, not a library.
const LINE_BYTES: u64 = 64 << 20;

/// A document that grows larger than this is handed on in parts; see [`Sink`].
const PART_BYTES: usize = 16 << 20;

/// JSON Lines, one record a line.
pub struct JsonLines;

impl Format for JsonLines {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["jsonl", "ndjson"]
    }

    fn sniff(&self, head: &[u8]) -> Likeness {
        let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
        let line = head
            .split(|byte| *byte == b'\n')
            .next()
            .unwrap_or(head)
            .trim_ascii();
        if !(line.starts_with(b"{\"") && line.ends_with(b"}")) {
            return Likeness::None;
        }
        let Ok(record) = serde_json::from_slice::<Value>(line) else {
            return Likeness::None;
        };
        // A transcript in JSON may stand on one line as well.
        let alone = head.trim_ascii_end().len() <= line.len();
        let known = field(&record, "text").is_some() || field(&record, "paragraphs").is_some();
        let listed = ["segments", "utterances", "results", "monologues", "media"]
            .iter()
            .any(|key| record.get(key).is_some());
        if alone && (listed || !known) {
            Likeness::Possible
        } else {
            Likeness::Certain
        }
    }

    fn read(
        &self,
        source: &mut Source<'_>,
        options: &ReadOptions,
        sink: &mut dyn Sink,
    ) -> Result<()> {
        let path = source.path().to_owned();
        let mut records = Records::new(options);
        // Only UTF-8 is read as a stream: other encodings are rare in JSON, and are decoded whole.
        let marked = Encoding::for_bom(source.head()?)
            .is_some_and(|(encoding, _)| encoding != encoding_rs::UTF_8);
        if marked || options.encoding.is_some() {
            let text = source.text(options.encoding.as_deref(), undeclared, sink)?;
            records
                .read(&mut text.as_bytes(), sink)
                .map_err(|failure| failure.at(&path))?;
        } else {
            source.note_encoding("UTF-8".to_owned());
            records
                .read(source.reader(), sink)
                .map_err(|failure| failure.at(&path))?;
        }
        Ok(())
    }
}

/// What ended the reading: a source that failed, or a sink that did.
enum Failure {
    Source(std::io::Error),
    Sink(Error),
}

impl Failure {
    fn at(self, path: &std::path::Path) -> Error {
        match self {
            Self::Source(source) => Error::Read {
                path: path.to_owned(),
                source,
            },
            Self::Sink(error) => error,
        }
    }
}

/// Makes documents of records, whatever they were written as.
pub struct Records<'o> {
    options: &'o ReadOptions,
    page: Page,
    blocks: Vec<Block>,
    /// Bytes of text in `blocks`.
    size: usize,
    /// Whether something of the current document was taken already, if only a part.
    begun: bool,
    /// Whether any record gave a document.
    any: bool,
    /// Hashes of the keys of documents that are done.
    done: HashSet<u64>,
    hasher: RandomState,
}

impl<'o> Records<'o> {
    /// No record yet.
    pub fn new(options: &'o ReadOptions) -> Self {
        Self {
            options,
            page: Page::default(),
            blocks: Vec::new(),
            size: 0,
            begun: false,
            any: false,
            done: HashSet::new(),
            hasher: RandomState::new(),
        }
    }

    fn read(&mut self, reader: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Failure> {
        let mut buffer = Vec::new();
        let mut start = 0_usize;
        let mut number = 0_u64;
        loop {
            buffer.clear();
            let taken = Read::take(&mut *reader, LINE_BYTES + 1)
                .read_until(b'\n', &mut buffer)
                .map_err(Failure::Source)?;
            if taken == 0 {
                break;
            }
            number += 1;
            let mut length = taken;
            if !buffer.ends_with(b"\n") && taken as u64 > LINE_BYTES {
                length += skip_line(reader).map_err(Failure::Source)?;
                sink.problem(problem(
                    number,
                    format!("longer than {} MiB; skipped", LINE_BYTES >> 20),
                ));
            } else {
                let line = if number == 1 {
                    buffer.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&buffer)
                } else {
                    &buffer
                };
                if number == 1 {
                    length -= taken - line.len();
                }
                let trimmed = line.trim_ascii();
                if !trimmed.is_empty() {
                    let span = start..start + line.trim_ascii_end().len();
                    self.line(trimmed, number, span, sink)
                        .map_err(Failure::Sink)?;
                }
            }
            start += length;
        }
        self.end(sink).map_err(Failure::Sink)
    }

    /// Nothing more comes.
    pub fn end(&mut self, sink: &mut dyn Sink) -> Result<()> {
        self.close(sink)?;
        if !self.any {
            sink.document(outline::document(Page::default(), Vec::new(), self.options))?;
        }
        Ok(())
    }

    /// Takes a record, its fields named as a map tells.
    pub fn take(&mut self, value: Value, place: &Place, sink: &mut dyn Sink) -> Result<()> {
        let number = u64::from(place.line);
        let value = match &self.options.map {
            Some(map) => map.apply(value),
            None => value,
        };
        if let Some(Value::Array(paragraphs)) = field(&value, "paragraphs") {
            self.whole_document(&value, paragraphs, place, number, sink)
        } else {
            self.paragraph(&value, place, number, sink)
        }
    }

    fn line(
        &mut self,
        line: &[u8],
        number: u64,
        span: Range<usize>,
        sink: &mut dyn Sink,
    ) -> Result<()> {
        let decoded = String::from_utf8_lossy(line);
        if let std::borrow::Cow::Owned(_) = decoded {
            sink.problem(problem(
                number,
                "not valid UTF-8; read with replacement characters".to_owned(),
            ));
        }
        let value = match serde_json::from_str::<Value>(&decoded) {
            Ok(value) => value,
            Err(error) => {
                sink.problem(problem(
                    number,
                    format!("not JSON: {}; skipped", reason(&error)),
                ));
                return Ok(());
            }
        };
        let Value::Object(_) = value else {
            sink.problem(problem(number, "not a JSON object; skipped".to_owned()));
            return Ok(());
        };
        let place = Place {
            line: u32::try_from(number).unwrap_or(u32::MAX),
            span,
        };
        self.take(value, &place, sink)
    }

    /// A record that is a whole document.
    fn whole_document(
        &mut self,
        value: &Value,
        paragraphs: &[Value],
        place: &Place,
        number: u64,
        sink: &mut dyn Sink,
    ) -> Result<()> {
        let id = text(value, &["id", "_id"]);
        // A document a line is a document of its own, even without a `doc`: its id, else its line, tells it apart.
        let key = text(value, &["doc"])
            .or_else(|| id.clone())
            .unwrap_or_else(|| format!("line {number}"));
        self.close(sink)?;
        self.open(Some(key), value);
        self.page.title = text(value, &["title"]);
        let speakers = names(value);
        let mut taken = 0;
        for (index, paragraph) in paragraphs.iter().enumerate() {
            let (record, voice, words) = match paragraph {
                Value::String(words) => (
                    Record {
                        section: section(value),
                        ..Record::default()
                    },
                    Vec::new(),
                    squeeze(words),
                ),
                Value::Object(_) => {
                    let record = Record {
                        section: section(paragraph).or_else(|| section(value)),
                        date: text(paragraph, &["date"]).and_then(|date| day(&date)),
                        id: text(paragraph, &["id", "_id"]),
                        title: text(paragraph, &["title"]),
                    };
                    (
                        record,
                        names(paragraph),
                        text(paragraph, &["text"])
                            .map(|words| squeeze(&words))
                            .unwrap_or_default(),
                    )
                }
                _ => {
                    sink.problem(problem(
                        number,
                        format!(
                            "paragraph {} is neither text nor an object; skipped",
                            index + 1
                        ),
                    ));
                    continue;
                }
            };
            taken += 1;
            let voice = if voice.is_empty() {
                speakers.clone()
            } else {
                voice
            };
            self.push(words, record, voice, start_ms(paragraph), place);
        }
        if taken == 0 && !paragraphs.is_empty() {
            self.begun = false;
            return Ok(());
        }
        self.close(sink)
    }

    /// A record that is a paragraph.
    fn paragraph(
        &mut self,
        value: &Value,
        place: &Place,
        number: u64,
        sink: &mut dyn Sink,
    ) -> Result<()> {
        let Some(words) = text(value, &["text"]) else {
            let why = if field(value, "text")
                .is_some_and(|value| !value.is_string() && !value.is_null())
            {
                "`text` is not a string"
            } else {
                "no `text`"
            };
            sink.problem(problem(number, format!("{why}; skipped")));
            return Ok(());
        };
        let key = text(value, &["doc"]);
        if !self.begun || self.page.key != key {
            self.close(sink)?;
            self.open(key, value);
        }
        let record = Record {
            section: section(value),
            date: text(value, &["date"]).and_then(|date| day(&date)),
            id: text(value, &["id", "_id"]),
            title: text(value, &["title"]),
        };
        self.push(
            squeeze(&words),
            record,
            names(value),
            start_ms(value),
            place,
        );
        if self.size >= PART_BYTES {
            self.hand_on(sink)?;
        }
        Ok(())
    }

    fn open(&mut self, key: Option<String>, value: &Value) {
        self.page = Page {
            key,
            lang: text(value, &["lang"]).and_then(|code| lang::given(&code)),
            ..Page::default()
        };
        if field(value, "paragraphs").is_some() {
            self.page.date = text(value, &["date"]).and_then(|date| day(&date));
        }
        self.begun = true;
        self.any = true;
    }

    fn push(
        &mut self,
        words: String,
        record: Record,
        names: Vec<String>,
        start_ms: Option<u64>,
        place: &Place,
    ) {
        self.size += words.len() + 200;
        let voice = (!names.is_empty()).then_some(Voice {
            names,
            rule: "record",
            opens_turn: false,
        });
        self.blocks.push(Block {
            text: words,
            span: place.span.clone(),
            line: Some(place.line),
            start_ms,
            voice,
            record: Some(Box::new(record)),
            ..Block::default()
        });
    }

    /// Hands on what there is of the current document; the numbers run on.
    fn hand_on(&mut self, sink: &mut dyn Sink) -> Result<()> {
        let blocks = std::mem::take(&mut self.blocks);
        self.size = 0;
        let document = outline::document(self.page.clone(), blocks, self.options);
        self.page.lang.clone_from(&document.lang);
        self.page.before = Numbers {
            sections: document
                .sections
                .iter()
                .map(|section| section.number)
                .max()
                .unwrap_or(self.page.before.sections),
            turns: document
                .paragraphs
                .iter()
                .filter_map(|paragraph| paragraph.turn)
                .max()
                .unwrap_or(self.page.before.turns),
        };
        sink.document(document)
    }

    /// Ends the current document.
    fn close(&mut self, sink: &mut dyn Sink) -> Result<()> {
        if !std::mem::take(&mut self.begun) {
            return Ok(());
        }
        let key = self.page.key.clone();
        if let Some(key) = &key
            && !self.done.insert(self.hasher.hash_one(key))
        {
            // The same key came before, with others in between: another document, which needs another key.
            let mut count = 2;
            while !self
                .done
                .insert(self.hasher.hash_one(format!("{key}#{count}")))
            {
                count += 1;
            }
            self.page.key = Some(format!("{key}#{count}"));
        }
        self.hand_on(sink)
    }
}

/// Where a record stands.
pub struct Place {
    /// Counted from 1.
    pub line: u32,
    /// In the decoded source.
    pub span: Range<usize>,
}

fn problem(line: u64, message: String) -> Problem {
    Problem {
        line: Some(line),
        byte: None,
        message,
    }
}

/// What is wrong with a line, with the column but without serde's own line, which is always 1.
fn reason(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let cause = message
        .split(" at line ")
        .next()
        .unwrap_or(&message)
        .to_owned();
    format!("{cause} at column {}", error.column())
}

/// A key of a record, else of its `metadata`. An absent value may be written as null or as an empty string.
fn field<'v>(value: &'v Value, key: &str) -> Option<&'v Value> {
    let given = |value: &'v Value| {
        value
            .get(key)
            .filter(|value| !value.is_null() && value.as_str() != Some(""))
    };
    given(value).or_else(|| value.get("metadata").and_then(given))
}

/// The text of the first of these keys that has one; numbers are taken as they are written.
fn text(value: &Value, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| match field(value, key)? {
        Value::String(text) if text.trim().is_empty() => None,
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) if *key != "text" => Some(number.to_string()),
        _ => None,
    })
}

fn texts(value: &Value, key: &str) -> Vec<String> {
    match field(value, key) {
        Some(Value::String(text)) => vec![squeeze(text)],
        Some(Value::Array(values)) => values
            .iter()
            .filter_map(Value::as_str)
            .map(squeeze)
            .collect(),
        _ => Vec::new(),
    }
    .into_iter()
    .filter(|text| !text.is_empty())
    .collect()
}

/// When a record was said: a number of seconds, or a clock time.
fn start_ms(value: &Value) -> Option<u64> {
    const LONGEST_SECONDS: f64 = 1e9;
    match field(value, "start")? {
        Value::String(text) => clock(text.trim()).map(|(ms, _)| ms),
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and 1e9 s"
        )]
        Value::Number(number) => number
            .as_f64()
            .filter(|seconds| (0.0..LONGEST_SECONDS).contains(seconds))
            .map(|seconds| (seconds * 1000.0).round() as u64),
        _ => None,
    }
}

fn section(value: &Value) -> Option<Vec<String>> {
    Some(texts(value, "section")).filter(|path| !path.is_empty())
}

fn names(value: &Value) -> Vec<String> {
    let speakers = texts(value, "speaker");
    if speakers.is_empty() {
        texts(value, "speakers")
    } else {
        speakers
    }
}

/// Passes over the rest of a line; gives its length in bytes.
fn skip_line(reader: &mut dyn BufRead) -> std::io::Result<usize> {
    let mut skipped = 0;
    loop {
        let buffer = reader.fill_buf()?;
        if buffer.is_empty() {
            return Ok(skipped);
        }
        let (used, found) = match memchr::memchr(b'\n', buffer) {
            Some(at) => (at + 1, true),
            None => (buffer.len(), false),
        };
        reader.consume(used);
        skipped += used;
        if found {
            return Ok(skipped);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::document::Document;
    use crate::ingest::map::FieldMap;
    use crate::ingest::sink::Collected;
    use crate::ingest::{ReadOptions, read_bytes};

    fn read(text: &str) -> Collected {
        let mut sink = Collected::default();
        let options = ReadOptions {
            attribution: false,
            ..ReadOptions::default()
        };
        read_bytes("a.jsonl", text.as_bytes().to_vec(), &options, &mut sink).expect("readable");
        sink
    }

    fn shown(document: &Document) -> Vec<String> {
        let show = |p: &crate::document::Paragraph| {
            format!(
                "{}|{}|{}",
                document.sections[p.section].path.join(">"),
                p.speakers.join("+"),
                p.text
            )
        };
        document.paragraphs.iter().map(show).collect()
    }

    fn check(text: &str, expected: &[(Option<&str>, &[&str])], problems: &[&str]) {
        let sink = read(text);
        let found: Vec<(Option<&str>, Vec<String>)> = sink
            .documents
            .iter()
            .map(|document| (document.key.as_deref(), shown(document)))
            .collect();
        let expected: Vec<(Option<&str>, Vec<String>)> = expected
            .iter()
            .map(|(key, lines)| (*key, lines.iter().map(|line| (*line).to_owned()).collect()))
            .collect();
        assert_eq!(found, expected);
        let found: Vec<String> = sink.problems.iter().map(ToString::to_string).collect();
        assert_eq!(found, problems);
    }

    #[test]
    fn consecutive_records_of_one_doc_are_one_document() {
        check(
            "{\"doc\":\"a\",\"section\":\"S\",\"speaker\":\"Anna Berg\",\"text\":\"One.\"}\n{\"doc\":\"a\",\"section\":[\"S\",\"T\"],\"text\":\"Two.\"}\n\n{\"doc\":\"b\",\"section\":\"S\",\"text\":\"Three.\",\"speakers\":[\"Anna Berg\",\"Karl Holm\"]}\n",
            &[
                (Some("a"), &["S|Anna Berg|One.", "S>T||Two."]),
                (Some("b"), &["S|Anna Berg+Karl Holm|Three."]),
            ],
            &[],
        );
    }

    #[test]
    fn records_without_doc_are_the_files_one_document() {
        check(
            "{\"text\":\"One.\",\"speaker\":\"\"}\n{\"text\":\"Two.\",\"metadata\":{\"speaker\":\"Anna Berg\"}}",
            &[(None, &["One.||One.", "One.|Anna Berg|Two."])],
            &[],
        );
    }

    #[test]
    fn a_document_a_line_has_paragraphs() {
        check(
            "{\"id\":\"m1\",\"title\":\"Meeting\",\"paragraphs\":[\"One.\",{\"text\":\"Two.\",\"speaker\":\"Anna Berg\"},3]}\n",
            &[(Some("m1"), &["Meeting||One.", "Meeting|Anna Berg|Two."])],
            &["line 1: paragraph 3 is neither text nor an object; skipped"],
        );
    }

    #[test]
    fn a_bad_line_is_reported_and_the_rest_is_read() {
        check(
            "{\"section\":\"S\",\"text\":\"One.\"}\n{\"text\":\nnull\n[1]\n{\"text\":5}\n{\"section\":\"S\",\"text\":\"Two.\"}\n",
            &[(None, &["S||One.", "S||Two."])],
            &[
                "line 2: not JSON: EOF while parsing a value at column 8; skipped",
                "line 3: not a JSON object; skipped",
                "line 4: not a JSON object; skipped",
                "line 5: `text` is not a string; skipped",
            ],
        );
    }

    #[test]
    fn ids_dates_titles_and_lines_are_kept() {
        let sink =
            read("{\"_id\":7,\"title\":\"T\",\"date\":\"2024-03-11T09:00\",\"text\":\" a\\n b \"}");
        let paragraph = &sink.documents[0].paragraphs[0];
        assert_eq!(
            (
                paragraph.source_id.as_deref(),
                paragraph.title.as_deref(),
                paragraph.date.as_deref(),
                paragraph.line
            ),
            (Some("7"), Some("T"), Some("2024-03-11"), Some(1))
        );
        assert_eq!(paragraph.text, "a b");
    }

    #[test]
    fn a_key_that_comes_back_is_another_document() {
        check(
            "{\"doc\":\"a\",\"section\":\"S\",\"text\":\"1\"}\n{\"doc\":\"b\",\"section\":\"S\",\"text\":\"2\"}\n{\"doc\":\"a\",\"section\":\"S\",\"text\":\"3\"}\n",
            &[
                (Some("a"), &["S||1"]),
                (Some("b"), &["S||2"]),
                (Some("a#2"), &["S||3"]),
            ],
            &[],
        );
    }

    #[test]
    fn a_map_names_fields_and_reaches_into_lists() {
        let mut sink = Collected::default();
        let options = ReadOptions {
            attribution: false,
            map: FieldMap::parse(
                "paragraphs=talk.turns,speaker=who,text=words.0,start=at,title=name",
            )
            .ok(),
            ..ReadOptions::default()
        };
        let text = "{\"name\":\"Meeting\",\"talk\":{\"turns\":[{\"who\":\"Anna Berg\",\"words\":[\"One.\"],\"at\":1.5},{\"who\":\"Karl Holm\",\"words\":[\"Two.\"]}]}}\n";
        read_bytes("a.jsonl", text.as_bytes().to_vec(), &options, &mut sink).expect("readable");
        let document = &sink.documents[0];
        assert_eq!(
            shown(document),
            ["Meeting|Anna Berg|One.", "Meeting|Karl Holm|Two."]
        );
        assert_eq!(document.paragraphs[0].start_ms, Some(1500));
    }

    #[test]
    fn an_empty_file_is_a_document_without_paragraphs() {
        check("", &[(None, &[])], &[]);
    }
}
