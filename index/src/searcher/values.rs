//! What values a property has, and in how many passages.

use rustc_hash::FxHashMap;
use tantivy::collector::Count;
use tantivy::query::{BooleanQuery, Occur, Query as Retrieval, TermQuery};
use tantivy::schema::IndexRecordOption;

use crate::query::name::meets;
use crate::retrieval::filter_values;
use crate::retrieval::snapshot::Snapshot;
use crate::searcher::property::Property;
use crate::speakers::Speakers;

/// A value of a property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// As it is listed.
    pub name: String,
    /// How many passages bear it.
    pub passages: u64,
    /// The names of a speaker whom documents call otherwise than `name` or by several names, in the order of the alphabet.
    /// Empty for everything else.
    pub forms: Vec<String>,
}

impl Value {
    /// Its names: as it is listed, and as documents call it.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        let listed = std::iter::once(&self.name);
        listed.chain(&self.forms).map(String::as_str)
    }
}

/// The values that a pattern fits: most passages first, then by name.
pub(super) fn like(
    snapshot: &Snapshot,
    property: Property,
    speakers: &Speakers,
    pattern: Option<&str>,
) -> tantivy::Result<Vec<Value>> {
    let found = filter_values::values(&snapshot.inner, property.field(&snapshot.index.fields))?;
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
                passages: together(snapshot, &forms)?,
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

/// How many passages bear any of these names: one that bears two of them counts once.
fn together(snapshot: &Snapshot, forms: &[(String, u64)]) -> tantivy::Result<u64> {
    if let [(_, passages)] = forms {
        return Ok(*passages);
    }
    let fields = &snapshot.index.fields;
    let term = |(form, _): &(String, u64)| {
        let term = fields.value(fields.speaker, form);
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        (Occur::Should, Box::new(query) as Box<dyn Retrieval>)
    };
    let any = BooleanQuery::new(forms.iter().map(term).collect());
    Ok(snapshot.inner.search(&any, &Count)? as u64)
}
