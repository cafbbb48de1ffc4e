//! What the fields of records are called: `speaker=SpeakerName,text=Body`.
//!
//! A name may be a path: `meta.author.name` reaches into objects, `words.0` into lists. Where `paragraphs` names a list (a
//! meeting a line, its turns in a list), `text`, `speaker`, `section`, `date`, `title`, `id` and `start` are sought in each
//! element of it first; what no element has is the record's own. Fields that the map does not name keep their names.

use std::fmt;

use serde_json::{Map, Value};

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

/// What the fields of records are called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldMap {
    /// Field, and its name or path in the source.
    names: Vec<(&'static str, String)>,
}

impl FieldMap {
    /// Reads `FIELD=NAME,FIELD=NAME`. The error says what is wrong.
    ///
    /// ```
    /// use onrecord_index::ingest::map::FieldMap;
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
