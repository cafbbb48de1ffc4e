//! Applies a [`FieldMap`]: gives the fields of a record the names that readers know.

use serde_json::{Map, Value};

use crate::options::{Field, FieldMap};

/// A record with its fields renamed. The elements of `paragraphs` are renamed, too.
pub fn renamed(map: &FieldMap, value: &Value) -> Value {
    let mut record = renamed_fields(map, value);
    if let Some(Value::Array(elements)) = record.get(Field::Paragraphs.name()) {
        let elements = elements.iter().map(|element| match element {
            Value::String(_) if map.name(Field::Text).is_none() => element.clone(),
            element => Value::Object(renamed_fields(map, element)),
        });
        let elements = Value::Array(elements.collect());
        record.insert(Field::Paragraphs.name().to_owned(), elements);
    }
    Value::Object(record)
}

fn renamed_fields(map: &FieldMap, value: &Value) -> Map<String, Value> {
    let mut record = match value {
        Value::Object(record) => record.clone(),
        _ => Map::new(),
    };
    for (field, path) in map.iter() {
        if let Some(found) = reach(value, path) {
            record.insert(field.name().to_owned(), found.clone());
        }
    }
    record
}

/// The value at a path. A key with full stops in it is found first.
fn reach<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    if let Some(found) = value.get(path) {
        return Some(found);
    }
    path.split('.').try_fold(value, |value, step| match value {
        Value::Array(values) => values.get(step.parse::<usize>().ok()?),
        value => value.get(step),
    })
}
