//! Makes documents of records: the lines of a JSON Lines file, the rows of a table.
//!
//! A record is a paragraph, or a document with its `paragraphs`. Consecutive records with the same
//! `doc` are one document; records without a `doc` are the file's only document. A document of more
//! than [`PART_BYTES`] goes to the sink in parts, so that memory is bounded.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasher, RandomState};
use std::ops::Range;

use serde_json::Value;

use crate::document::rule::Rule;
use crate::error::Result;
use crate::ingest::block::{Block, Record, Voice, squeeze};
use crate::ingest::date::given_date;
use crate::ingest::lang;
use crate::ingest::outline::turn::MAX_SPEAKERS;
use crate::ingest::outline::{self, page::Page};
use crate::ingest::records::mapping::renamed;
use crate::ingest::sink::{Problem, Sink};
use crate::options::ReadOptions;
use crate::text::clock::clock;

// So many sections of earlier parts are remembered, which bounds memory. Further ones get a new
// number in each part.
const MAX_CONTINUED: usize = 1000;

/// A document larger than this goes to the sink in parts; see [`Sink`].
// Three times a long book.
const PART_BYTES: usize = 16 << 20;

// What a paragraph takes in memory besides its text, roughly: its names, offsets and fields.
const PARAGRAPH_BYTES: usize = 200;

/// Makes documents of the records of one source.
pub struct Records<'o> {
    options: &'o ReadOptions,
    page: Page,
    blocks: Vec<Block>,
    /// Bytes of text in `blocks`.
    size: usize,
    /// Whether a document is open.
    begun: bool,
    /// Whether any document was opened.
    any: bool,
    /// Keys of closed documents, as hashes, with the number of documents that had the key.
    done: HashMap<u64, u32>,
    hasher: RandomState,
}

/// Where a record is in the source.
pub struct Place {
    /// Its first line, counted from 1.
    pub line: u32,
    /// Its byte range in the decoded source.
    pub span: Range<usize>,
}

/// What a record or an element of its `paragraphs` says.
#[derive(Default)]
struct Paragraph {
    text: String,
    names: Vec<String>,
    start_ms: Option<u64>,
    record: Record,
}

impl Paragraph {
    /// The paragraph of an element of `paragraphs`: a text or an object. `None` if it is neither.
    fn of_element(element: &Value, place: &Place, sink: &mut dyn Sink) -> Option<Self> {
        match element {
            Value::String(text) => Some(Self {
                text: squeeze(text),
                ..Self::default()
            }),
            Value::Object(_) => Some(Self::of_fields(element, place, sink)),
            _ => None,
        }
    }

    /// The paragraph of an object.
    fn of_fields(value: &Value, place: &Place, sink: &mut dyn Sink) -> Self {
        let (text_of_it, title) = text_and_title(value);
        Self {
            text: text_of_it.map(|text| squeeze(&text)).unwrap_or_default(),
            names: names(value, place, sink),
            start_ms: start_ms(value),
            record: Record {
                section: section(value),
                date: date(value, place, sink),
                id: text(value, &["id", "_id"]),
                title,
            },
        }
    }
}

/// The elements of `paragraphs` that should have a text and have none.
#[derive(Default)]
struct Textless {
    count: usize,
    /// What is wrong with the first of them.
    first: Option<String>,
}

impl Textless {
    fn count(&mut self, element: &Value) {
        let is_filled = element.as_object().is_some_and(|fields| !fields.is_empty());
        if is_filled && !is_blank(element) && text_and_title(element).0.is_none() {
            self.count += 1;
            self.first.get_or_insert_with(|| missing_text(element));
        }
    }
}

impl<'o> Records<'o> {
    /// No record has been taken yet.
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

    /// Closes the last document. A source without documents gives an empty one.
    pub fn end(&mut self, sink: &mut dyn Sink) -> Result<()> {
        self.close(sink)?;
        if !self.any {
            sink.document(outline::document(Page::default(), Vec::new(), self.options))?;
        }
        Ok(())
    }

    /// Takes the next record. The map of the options renames its fields first.
    pub fn take(&mut self, value: Value, place: &Place, sink: &mut dyn Sink) -> Result<()> {
        let value = match &self.options.map {
            Some(map) => renamed(map, &value),
            None => value,
        };
        if let Some(Value::Array(paragraphs)) = field(&value, "paragraphs") {
            self.whole_document(&value, paragraphs, place, sink)
        } else {
            self.paragraph(&value, place, sink)
        }
    }

    /// A record that is a whole document.
    fn whole_document(
        &mut self,
        value: &Value,
        paragraphs: &[Value],
        place: &Place,
        sink: &mut dyn Sink,
    ) -> Result<()> {
        // Without a `doc`, each such record is a document of its own, with its id or line as the
        // key.
        let key = text(value, &["doc"])
            .or_else(|| text(value, &["id", "_id"]))
            .unwrap_or_else(|| format!("line {}", place.line));
        self.close(sink)?;
        self.open(Some(key), value);
        self.page.date = date(value, place, sink);
        self.page.title = text(value, &["title"]);
        let speakers = names(value, place, sink);
        let mut taken = 0;
        let mut textless = Textless::default();
        for (index, element) in paragraphs.iter().enumerate() {
            let Some(mut paragraph) = Paragraph::of_element(element, place, sink) else {
                let number = index + 1;
                let message = format!("paragraph {number} is neither text nor an object; skipped");
                sink.problem(problem(place, message));
                continue;
            };
            taken += 1;
            textless.count(element);
            paragraph.record.section = paragraph.record.section.or_else(|| section(value));
            if paragraph.names.is_empty() {
                paragraph.names.clone_from(&speakers);
            }
            self.push(paragraph, place);
            if self.size >= PART_BYTES {
                self.hand_on(sink)?;
            }
        }
        if let Textless {
            count,
            first: Some(why),
        } = textless
        {
            let all = paragraphs.len();
            let message = format!("{count} of {all} paragraphs: {why}; skipped");
            sink.problem(problem(place, message));
        }
        if taken == 0 && !paragraphs.is_empty() {
            self.begun = false;
            return Ok(());
        }
        self.close(sink)
    }

    /// A record that is a paragraph.
    fn paragraph(&mut self, value: &Value, place: &Place, sink: &mut dyn Sink) -> Result<()> {
        if text_and_title(value).0.is_none() {
            let message = format!("{}; skipped", missing_text(value));
            sink.problem(problem(place, message));
            return Ok(());
        }
        if has_other_text(value) {
            let message = format!("{}; only its title was read", missing_text(value));
            sink.problem(problem(place, message));
        }
        let key = text(value, &["doc"]);
        if !self.begun || self.page.key != key {
            self.close(sink)?;
            self.open(key, value);
        }
        let paragraph = Paragraph::of_fields(value, place, sink);
        self.push(paragraph, place);
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
        self.begun = true;
        self.any = true;
    }

    fn push(&mut self, paragraph: Paragraph, place: &Place) {
        self.size += paragraph.text.len() + PARAGRAPH_BYTES;
        let voice = (!paragraph.names.is_empty()).then_some(Voice {
            names: paragraph.names,
            rule: Rule::Record,
            opens_turn: false,
        });
        self.blocks.push(Block {
            text: paragraph.text,
            span: place.span.clone(),
            line: Some(place.line),
            start_ms: paragraph.start_ms,
            voice,
            record: Some(Box::new(paragraph.record)),
            ..Block::default()
        });
    }

    /// Gives the sink what there is of the current document. Numbers continue in the next part.
    fn hand_on(&mut self, sink: &mut dyn Sink) -> Result<()> {
        let blocks = std::mem::take(&mut self.blocks);
        self.size = 0;
        let document = outline::document(self.page.clone(), blocks, self.options);
        self.page.continue_after(&document);
        self.page.open = None;
        for section in &document.sections {
            let known = &mut self.page.continued;
            if known.len() < MAX_CONTINUED && !known.iter().any(|one| one.path == section.path) {
                known.push(section.clone());
            }
        }
        sink.document(document)
    }

    /// Ends the current document, if one is open.
    fn close(&mut self, sink: &mut dyn Sink) -> Result<()> {
        if !std::mem::take(&mut self.begun) {
            return Ok(());
        }
        let key = self.page.key.clone();
        if let Some(key) = &key {
            let hash = self.hasher.hash_one(key);
            let mut count = self.done.get(&hash).map_or(1, |count| count + 1);
            self.done.insert(hash, count);
            // The key came before, with other keys between: this is another document and needs
            // another key.
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

fn problem(place: &Place, message: String) -> Problem {
    Problem {
        line: Some(place.line.into()),
        byte: None,
        message,
        ..Problem::default()
    }
}

/// The value of a key of a record, else of its `metadata`. Null and an empty string mean no value.
pub fn field<'v>(value: &'v Value, key: &str) -> Option<&'v Value> {
    let given = |value: &'v Value| {
        value
            .get(key)
            .filter(|value| !value.is_null() && value.as_str() != Some(""))
    };
    given(value).or_else(|| value.get("metadata").and_then(given))
}

/// The text of the first of these keys that has one. Numbers are text, except for the key `text`.
fn text(value: &Value, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| match field(value, key)? {
        Value::String(text) if text.trim().is_empty() => None,
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) if *key != "text" => Some(number.to_string()),
        _ => None,
    })
}

/// The text of a record and its title. A title without a text is the text.
fn text_and_title(value: &Value) -> (Option<String>, Option<String>) {
    let title = text(value, &["title"]);
    // A text that is not a string is a mistake to report.
    match text(value, &["text"]) {
        None if field(value, "text").is_none_or(Value::is_string) => (title, None),
        text => (text, title),
    }
}

/// Whether a record without the key `text` has a text that is longer than its title: the title is
/// then not all that it says.
fn has_other_text(value: &Value) -> bool {
    let Some(title) = text(value, &["title"]) else {
        return false;
    };
    let is_longer = |text: &str| text.len() > title.len() && text.contains(' ');
    let mut values = value
        .as_object()
        .into_iter()
        .flatten()
        .map(|(_, value)| value);
    value.get("text").is_none()
        && field(value, "text").is_none()
        && values.any(|value| value.as_str().is_some_and(is_longer))
}

/// Whether a record has a key `text` without a text.
fn is_blank(value: &Value) -> bool {
    [Some(value), value.get("metadata")]
        .into_iter()
        .flatten()
        .filter_map(|value| value.get("text"))
        .any(|text| text.is_null() || text.as_str().is_some_and(|text| text.trim().is_empty()))
}

/// What is wrong with a record without a text, and which keys it has instead.
fn missing_text(value: &Value) -> String {
    // A message names no more keys, and none that is data rather than a name.
    const MAX_KEYS: usize = 6;
    const MAX_KEY_BYTES: usize = 40;
    if field(value, "text").is_some_and(|value| !value.is_string()) {
        return "`text` is not a string".to_owned();
    }
    let keys: Vec<&str> = value
        .as_object()
        .into_iter()
        .flatten()
        .map(|(key, _)| key.as_str())
        .filter(|key| key.len() <= MAX_KEY_BYTES)
        .collect();
    if is_blank(value) || keys.is_empty() {
        return "no `text`".to_owned();
    }
    let more = if keys.len() > MAX_KEYS { ", ..." } else { "" };
    let keys = keys[..keys.len().min(MAX_KEYS)].join("`, `");
    format!("no `text` among its keys (`{keys}`{more}): name the one that is with --map text=NAME")
}

/// The texts of a key: one, or a list.
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

/// Milliseconds from the start of the recording, from a number of seconds or a clock time.
fn start_ms(value: &Value) -> Option<u64> {
    // Thirty years: larger numbers are timestamps.
    const MAX_SECONDS: f64 = 1e9;
    match field(value, "start")? {
        Value::String(text) => clock(text.trim()).map(|(ms, _)| ms),
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and 1e9 s"
        )]
        Value::Number(number) => number
            .as_f64()
            .filter(|seconds| (0.0..MAX_SECONDS).contains(seconds))
            .map(|seconds| (seconds * 1000.0).round() as u64),
        _ => None,
    }
}

fn section(value: &Value) -> Option<Vec<String>> {
    Some(texts(value, "section")).filter(|path| !path.is_empty())
}

fn date(value: &Value, place: &Place, sink: &mut dyn Sink) -> Option<String> {
    let written = text(value, &["date"])?;
    given_date(&written, Some(place.line.into()), sink)
}

/// The speakers. More than one turn can have are reported and left out.
fn names(value: &Value, place: &Place, sink: &mut dyn Sink) -> Vec<String> {
    let mut names = texts(value, "speaker");
    if names.is_empty() {
        names = texts(value, "speakers");
    }
    if names.len() > MAX_SPEAKERS {
        let message = format!(
            "has {} speakers; the first {MAX_SPEAKERS} are kept",
            names.len()
        );
        sink.problem(problem(place, message));
        names.truncate(MAX_SPEAKERS);
    }
    names
}
