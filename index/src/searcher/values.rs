//! Lists the values of a property, with the number of passages that have each.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::collector::Count;
use tantivy::query::{BooleanQuery, Occur, Query as TantivyQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};

use crate::error::Result;
use crate::fields::schema::Fields;
use crate::hit::{DocumentName, Property};
use crate::query::name::meets;
use crate::query::node::FieldFilter;
use crate::query::path::PathFilter;
use crate::query::{Match, Query};
use crate::retrieval::compile::Compiler;
use crate::retrieval::filter_values;
use crate::retrieval::snapshot::Snapshot;
use crate::searcher::counting::facet;
use crate::searcher::documents::{Place, count_places};
use crate::searcher::plan::{Plan, Rule};
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
    /// The document that it is, or that it is a section of. `None` for other properties.
    pub document: Option<DocumentName>,
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
    values_in(snapshot, property, pattern, &Query::default())
}

/// See [`Searcher::values_in`](crate::searcher::Searcher::values_in).
pub(super) fn values_in(
    snapshot: &Snapshot,
    property: Property,
    pattern: Option<&str>,
    scope: &Query,
) -> Result<Vec<Value>> {
    snapshot.guarded(|| {
        let needs_speakers = property == Property::Speaker || scope.names_speaker();
        let speakers = if needs_speakers {
            snapshot.speakers()?.clone()
        } else {
            Arc::default()
        };
        let field = field(property, &snapshot.index.fields);
        let listed = match field.filter(|_| scope.filters().is_empty()) {
            Some(field) => list(snapshot, field, &speakers, pattern),
            None => count(snapshot, property, &speakers, pattern, scope),
        };
        let mut values = listed.map_err(|error| snapshot.storage(error))?;
        values.sort_by(|one, other| {
            let by_passages = other.passages.cmp(&one.passages);
            let by_name = by_passages.then_with(|| one.name.cmp(&other.name));
            by_name.then_with(|| one.document.cmp(&other.document))
        });
        Ok(values)
    })
}

/// See [`Searcher::namesakes`](crate::searcher::Searcher::namesakes).
pub(super) fn namesakes(snapshot: &Snapshot, query: &Query) -> Result<Vec<Vec<DocumentName>>> {
    let mut found = Vec::new();
    for name in query.documents() {
        let scope = Query::default().filter_any(vec![FieldFilter::Doc(name.to_owned())]);
        let values = values_in(snapshot, Property::Doc, None, &scope)?;
        let documents = values.into_iter().filter_map(|value| value.document);
        let documents: Vec<_> = documents.filter(|document| document.doc == *name).collect();
        if documents.len() > 1 {
            found.push(documents);
        }
    }
    Ok(found)
}

/// Counts the values of a property over the passages that pass the filters of `scope`.
fn count(
    snapshot: &Snapshot,
    property: Property,
    speakers: &Arc<Speakers>,
    pattern: Option<&str>,
    scope: &Query,
) -> tantivy::Result<Vec<Value>> {
    let compiler = Compiler::new(snapshot, scope, speakers.clone())?;
    let plan = Plan::new(&compiler, &snapshot.stemmings, scope, Match::All)?;
    if matches!(property, Property::Doc | Property::Section) {
        let mut places = BTreeMap::new();
        for compiled in &plan.compiled {
            let query = compiled.query(Rule::All);
            places.append(&mut count_places(
                snapshot,
                &*query,
                property == Property::Section,
            )?);
        }
        let root = snapshot.folder().map(Path::to_string_lossy);
        return Ok(places_like(places, property, pattern, root.as_deref()));
    }
    let counts = facet(snapshot, &plan, Rule::All, property, speakers)?.into_counts();
    let values = counts.into_iter().map(|(name, passages)| Value {
        name,
        passages,
        forms: Vec::new(),
        document: None,
    });
    let fits = |value: &Value| match (pattern, speakers.number(&value.name)) {
        (Some(pattern), Some(number)) => speakers.meets(number, pattern),
        (Some(pattern), None) => meets(&value.name, pattern),
        (None, _) => true,
    };
    Ok(values.filter(fits).collect())
}

/// The documents or sections that match a pattern. `root` is the folder that relative paths start
/// at.
fn places_like(
    places: BTreeMap<Place, u64>,
    property: Property,
    pattern: Option<&str>,
    root: Option<&str>,
) -> Vec<Value> {
    let path = pattern.map(|pattern| PathFilter::new(pattern, root));
    let fits = |(document, section): &Place| match (pattern, section) {
        (None, _) => true,
        (Some(pattern), Some(section)) => meets(section, pattern),
        (Some(pattern), None) => {
            let in_path = path.as_ref();
            let in_path = in_path.is_some_and(|path| path.meets(&document.path, &document.doc));
            in_path || meets(&document.doc, pattern)
        }
    };
    places
        .into_iter()
        .filter(|((_, section), _)| property == Property::Doc || section.is_some())
        .filter(|(place, _)| fits(place))
        .map(|((document, section), passages)| Value {
            name: section.unwrap_or_else(|| document.to_string()),
            passages,
            forms: Vec::new(),
            document: Some(document),
        })
        .collect()
}

/// The values of a field in the whole index.
fn list(
    snapshot: &Snapshot,
    field: Field,
    speakers: &Speakers,
    pattern: Option<&str>,
) -> tantivy::Result<Vec<Value>> {
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
                document: None,
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
                document: None,
            },
            _ => Value {
                name,
                passages: passages_by_any(snapshot, &forms)?,
                forms: forms.into_iter().map(|(form, _)| form).collect(),
                document: None,
            },
        });
    }
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

/// The field whose terms are a property's values. `None` if no field's are.
fn field(property: Property, fields: &Fields) -> Option<Field> {
    match property {
        Property::Speaker => Some(fields.speaker),
        Property::Kind => Some(fields.kind),
        Property::Lang => Some(fields.lang),
        Property::Section | Property::Doc | Property::Year | Property::Month => None,
    }
}
