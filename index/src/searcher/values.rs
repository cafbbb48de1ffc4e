//! Lists the values of a property, with the number of passages that have each.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::collector::Count;
use tantivy::query::{BooleanQuery, Occur, Query as TantivyQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};

use crate::error::Result;
use crate::fields::schema::Fields;
use crate::hit::Property;
use crate::query::name::meets;
use crate::retrieval::filter_values;
use crate::retrieval::snapshot::Snapshot;
use crate::speakers::Speakers;

/// A value of a property.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Value {
    /// The value. For a speaker with several names, the one under which they are listed.
    pub name: String,
    /// How many passages have it.
    pub passages: u64,
    /// All names that documents use for a speaker, in alphabetical order. Empty if they use `name`
    /// only, and for every other property.
    pub forms: Vec<String>,
}

impl Value {
    /// `name` and all `forms`.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        let listed = std::iter::once(&self.name);
        listed.chain(&self.forms).map(String::as_str)
    }
}

/// See [`Searcher::values_like`](crate::searcher::Searcher::values_like). `None`: every value.
pub(super) fn values_like(
    snapshot: &Snapshot,
    property: Property,
    pattern: Option<&str>,
) -> Result<Vec<Value>> {
    snapshot.guarded(|| {
        let speakers = match property {
            Property::Speaker => snapshot.speakers()?.clone(),
            _ => Arc::default(),
        };
        list(snapshot, property, &speakers, pattern).map_err(|error| snapshot.storage(error))
    })
}

fn list(
    snapshot: &Snapshot,
    property: Property,
    speakers: &Speakers,
    pattern: Option<&str>,
) -> tantivy::Result<Vec<Value>> {
    let field = field(property, &snapshot.index.fields);
    let found = filter_values::value_counts(&snapshot.inner, field)?;
    let fits = |name: &str| pattern.is_none_or(|pattern| meets(name, pattern));
    let mut values: Vec<Value> = Vec::new();
    let mut people: FxHashMap<usize, Vec<(String, u64)>> = FxHashMap::default();
    for (name, passages) in found {
        match speakers.number(&name) {
            Some(number) => people.entry(number).or_default().push((name, passages)),
            None if fits(&name) => values.push(Value {
                name,
                passages,
                forms: Vec::new(),
            }),
            None => {}
        }
    }
    for (number, forms) in people {
        if pattern.is_some_and(|pattern| !speakers.meets(number, pattern)) {
            continue;
        }
        let name = speakers.name(number).to_owned();
        values.push(match &forms[..] {
            [(form, passages)] if *form == name => Value {
                name,
                passages: *passages,
                forms: Vec::new(),
            },
            _ => Value {
                name,
                passages: passages_by_any(snapshot, &forms)?,
                forms: forms.into_iter().map(|(form, _)| form).collect(),
            },
        });
    }
    values.sort_by(|one, other| {
        let by_passages = other.passages.cmp(&one.passages);
        by_passages.then_with(|| one.name.cmp(&other.name))
    });
    Ok(values)
}

/// How many passages have a speaker of any of these names. A passage with two of them counts once.
fn passages_by_any(snapshot: &Snapshot, forms: &[(String, u64)]) -> tantivy::Result<u64> {
    if let [(_, passages)] = forms {
        return Ok(*passages);
    }
    let fields = &snapshot.index.fields;
    let term = |(form, _): &(String, u64)| {
        let term = fields.value(fields.speaker, form);
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        (Occur::Should, Box::new(query) as Box<dyn TantivyQuery>)
    };
    let any = BooleanQuery::new(forms.iter().map(term).collect());
    Ok(snapshot.inner.search(&any, &Count)? as u64)
}

/// The field that holds a property's values.
fn field(property: Property, fields: &Fields) -> Field {
    match property {
        Property::Speaker => fields.speaker,
        Property::Section => fields.section,
        Property::Doc => fields.doc,
        Property::Kind => fields.kind,
        Property::Lang => fields.lang,
    }
}
