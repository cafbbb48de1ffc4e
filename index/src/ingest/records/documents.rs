//! Records to documents, whatever they were written as: lines of JSON, rows of a table.
//!
//! A record is a paragraph, or a document with its `paragraphs`. Consecutive records with the same `doc` are one document; records
//! without one are the file's single document. Memory is bounded by [`PART_BYTES`]: a larger document is handed on in parts.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasher, RandomState};
use std::ops::Range;

use serde_json::Value;

use crate::document::rule::Rule;
use crate::error::Result;
use crate::ingest::block::{Block, Record, Voice, squeeze};
use crate::ingest::date::day;
use crate::ingest::lang;
use crate::ingest::outline::turn::MAX_SPEAKERS;
use crate::ingest::outline::{self, page::Page};
use crate::ingest::sink::{Problem, Sink};
use crate::options::ReadOptions;
use crate::text::clock::clock;

/// So many sections of a document's earlier parts are remembered; a document of more has them numbered anew in each part.
const CONTINUED: usize = 1000;

/// A document that grows larger than this is handed on in parts; see [`Sink`].
const PART_BYTES: usize = 16 << 20;

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
    /// Hashes of the keys of documents that are done, and the number that the last one of that key was given.
    done: HashMap<u64, u32>,
    hasher: RandomState,
}

/// Where a record stands.
pub struct Place {
    /// Counted from 1.
    pub line: u32,
    /// In the decoded source.
    pub span: Range<usize>,
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
            done: HashMap::new(),
            hasher: RandomState::new(),
        }
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
        let speakers = names(value, number, sink);
        let mut taken = 0;
        // Elements without a text: how many, and what is wrong with the first.
        let mut textless_elements = (0_usize, None);
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
                Value::Object(fields) => {
                    if !fields.is_empty()
                        && !is_blank(paragraph)
                        && text(paragraph, &["text"]).is_none()
                    {
                        textless_elements.0 += 1;
                        textless_elements
                            .1
                            .get_or_insert_with(|| textless(paragraph));
                    }
                    let record = Record {
                        section: section(paragraph).or_else(|| section(value)),
                        date: text(paragraph, &["date"]).and_then(|date| day(&date)),
                        id: text(paragraph, &["id", "_id"]),
                        title: text(paragraph, &["title"]),
                    };
                    (
                        record,
                        names(paragraph, number, sink),
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
            if self.size >= PART_BYTES {
                self.hand_on(sink)?;
            }
        }
        if let (count, Some(why)) = textless_elements {
            let of = paragraphs.len();
            sink.problem(problem(
                number,
                format!("{count} of {of} paragraphs: {why}; skipped"),
            ));
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
            sink.problem(problem(number, format!("{}; skipped", textless(value))));
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
        let names = names(value, number, sink);
        self.push(squeeze(&words), record, names, start_ms(value), place);
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
            rule: Rule::Record,
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
        self.page.continue_after(&document);
        self.page.open = None;
        for section in &document.sections {
            let known = &mut self.page.continued;
            if known.len() < CONTINUED && !known.iter().any(|one| one.path == section.path) {
                known.push(section.clone());
            }
        }
        sink.document(document)
    }

    /// Ends the current document.
    fn close(&mut self, sink: &mut dyn Sink) -> Result<()> {
        if !std::mem::take(&mut self.begun) {
            return Ok(());
        }
        let key = self.page.key.clone();
        if let Some(key) = &key {
            let hash = self.hasher.hash_one(key);
            let mut count = self.done.get(&hash).map_or(1, |count| count + 1);
            self.done.insert(hash, count);
            // The same key came before, with others in between: another document, which needs another key.
            while count > 1 {
                let other = format!("{key}#{count}");
                if let Entry::Vacant(free) = self.done.entry(self.hasher.hash_one(&other)) {
                    free.insert(1);
                    self.done.insert(hash, count);
                    self.page.key = Some(other);
                    break;
                }
                count += 1;
            }
        }
        self.hand_on(sink)
    }
}

pub fn problem(line: u64, message: String) -> Problem {
    Problem {
        line: Some(line),
        byte: None,
        message,
    }
}

/// A key of a record, else of its `metadata`. An absent value may be written as null or as an empty string.
pub fn field<'v>(value: &'v Value, key: &str) -> Option<&'v Value> {
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

/// Whether a record has a place for its text, and nothing in it.
fn is_blank(value: &Value) -> bool {
    [Some(value), value.get("metadata")]
        .into_iter()
        .flatten()
        .filter_map(|value| value.get("text"))
        .any(|text| text.is_null() || text.as_str().is_some_and(|text| text.trim().is_empty()))
}

/// What is wrong with a record of which no text can be taken, and what it has instead.
fn textless(value: &Value) -> String {
    const NAMED: usize = 6;
    const LONGEST_KEY: usize = 40;
    if field(value, "text").is_some_and(|value| !value.is_string()) {
        return "`text` is not a string".to_owned();
    }
    let keys: Vec<&str> = value
        .as_object()
        .into_iter()
        .flatten()
        .map(|(key, _)| key.as_str())
        .filter(|key| key.len() <= LONGEST_KEY)
        .collect();
    if is_blank(value) || keys.is_empty() {
        return "no `text`".to_owned();
    }
    let more = if keys.len() > NAMED { ", ..." } else { "" };
    let keys = keys[..keys.len().min(NAMED)].join("`, `");
    format!("no `text` among its keys (`{keys}`{more}): name the one that is with --map text=NAME")
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

/// Who speaks, as many as can have one turn; it is told when there are more.
fn names(value: &Value, number: u64, sink: &mut dyn Sink) -> Vec<String> {
    let mut names = texts(value, "speaker");
    if names.is_empty() {
        names = texts(value, "speakers");
    }
    if names.len() > MAX_SPEAKERS {
        let message = format!(
            "has {} speakers; the first {MAX_SPEAKERS} are kept",
            names.len()
        );
        sink.problem(problem(number, message));
        names.truncate(MAX_SPEAKERS);
    }
    names
}
