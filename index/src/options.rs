//! What a caller may say about how sources are read, and how far archives are followed.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// How large sources may be, and how far archives are unpacked. What goes beyond is refused, with the reason; what was read before stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Bytes of one source that is held in memory as a whole, members of archives included; JSON Lines are not, and may be longer.
    /// Default: 1 GiB, two hundred times a long book.
    pub file_bytes: u64,
    /// Bytes of text of which all paragraphs are held at once, too: of pages, captions, mail, of all but plain text, records and tables,
    /// which are handed on in parts. A paragraph of a letter takes a hundred times its bytes. Default: 64 MiB, ten times a long book.
    pub whole_bytes: u64,
    /// Bytes unpacked from one file, all its members together. Default: 4 GiB, more than any collection of texts that
    /// fits a mail or a download.
    pub bytes: u64,
    /// Bytes unpacked for each byte packed, once 16 MiB are exceeded. Default: 250; text packs to a twentieth at best,
    /// a bomb to a thousandth.
    pub ratio: u64,
    /// Members of one archive. Default: 100,000.
    pub members: u64,
    /// Archives inside archives; a `.tar.gz` counts as two. Default: 3.
    pub depth: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 1 << 30,
            whole_bytes: 64 << 20,
            bytes: 4 << 30,
            ratio: 250,
            members: 100_000,
            depth: 3,
        }
    }
}

/// How sources are read.
#[derive(Clone, Debug)]
pub struct ReadOptions {
    /// Whether prose is attributed where no label says who speaks. Default: true.
    pub attribution: bool,
    /// Name of the format to read every source as. Default: each is told by its name and content.
    pub format: Option<String>,
    /// Label of the encoding to read every source in, as the WHATWG names them ("windows-1252"). Default: each is told
    /// by its content.
    pub encoding: Option<String>,
    /// What the fields of records (JSON Lines, tables) are called. Default: as the formats say.
    pub map: Option<FieldMap>,
    /// How far archives and compressed files are unpacked.
    pub limits: Limits,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            attribution: true,
            format: None,
            encoding: None,
            map: None,
            limits: Limits::default(),
        }
    }
}

/// The fields of a record.
const FIELDS: [&str; 10] = [
    "id",
    "doc",
    "title",
    "section",
    "speaker",
    "date",
    "text",
    "lang",
    "start",
    "paragraphs",
];

/// What the fields of records are called: `speaker=SpeakerName,text=Body`.
///
/// A name may be a path: `meta.author.name` reaches into objects, `words.0` into lists. Where `paragraphs` names a list (a
/// meeting a line, its turns in a list), `text`, `speaker`, `section`, `date`, `title`, `id` and `start` are read from each
/// element of it first; what no element has is the record's own. Fields that the map does not name keep their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldMap {
    /// Field, and its name or path in the source.
    names: Vec<(&'static str, String)>,
}

impl FieldMap {
    /// Reads `FIELD=NAME,FIELD=NAME`. The error says what is wrong.
    ///
    /// ```
    /// use onrecord_index::options::FieldMap;
    /// assert_eq!(FieldMap::parse("speaker=Name, text=Body").unwrap().name("text"), Some("Body"));
    /// assert!(FieldMap::parse("talker=Name").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut names = Vec::new();
        for pair in text.split(',').filter(|pair| !pair.trim().is_empty()) {
            let (field, name) = pair
                .split_once('=')
                .ok_or_else(|| format!("`{}` is no FIELD=NAME", pair.trim()))?;
            let field = FIELDS
                .iter()
                .find(|known| **known == field.trim())
                .ok_or_else(|| {
                    format!(
                        "there is no field `{}`: fields are {}",
                        field.trim(),
                        FIELDS.join(", ")
                    )
                })?;
            if name.trim().is_empty() {
                return Err(format!("`{}` names nothing", pair.trim()));
            }
            names.push((*field, name.trim().to_owned()));
        }
        if names.is_empty() {
            return Err("names no field".to_owned());
        }
        Ok(Self { names })
    }

    /// The name or path of a field, if the map gives one.
    pub fn name(&self, field: &str) -> Option<&str> {
        self.names
            .iter()
            .find(|(known, _)| *known == field)
            .map(|(_, name)| name.as_str())
    }

    /// A record with its fields named as readers know them.
    pub(crate) fn apply(&self, value: Value) -> Value {
        let mut record = self.named(&value);
        if let Some(Value::Array(elements)) = record.get("paragraphs") {
            let elements = elements.iter().map(|element| match element {
                Value::String(_) if self.name("text").is_none() => element.clone(),
                element => Value::Object(self.named(element)),
            });
            let elements = Value::Array(elements.collect());
            record.insert("paragraphs".to_owned(), elements);
        }
        Value::Object(record)
    }

    fn named(&self, value: &Value) -> Map<String, Value> {
        let mut record = match value {
            Value::Object(record) => record.clone(),
            _ => Map::new(),
        };
        for (field, path) in &self.names {
            if let Some(found) = reach(value, path) {
                record.insert((*field).to_owned(), found.clone());
            }
        }
        record
    }
}

/// The value at a path. A key that holds full stops itself is found as a whole.
fn reach<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    if let Some(found) = value.get(path) {
        return Some(found);
    }
    path.split('.').try_fold(value, |value, step| match value {
        Value::Array(values) => values.get(step.parse::<usize>().ok()?),
        value => value.get(step),
    })
}

impl fmt::Display for FieldMap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (field, name)) in self.names.iter().enumerate() {
            let comma = if index > 0 { "," } else { "" };
            write!(f, "{comma}{field}={name}")?;
        }
        Ok(())
    }
}
