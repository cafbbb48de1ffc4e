//! What the user may have meant, where a search finds nothing: similar names, similar spellings,
//! values that exist.
//!
//! Each suggestion is one sentence, with the number of passages in brackets. It repeats what the
//! user typed.

use std::collections::BTreeMap;
use std::sync::Arc;

use tantivy::Term;

use crate::error::Result;
use crate::hit::Property;
use crate::query::Query;
use crate::query::name::{folded_words, holds_words, split_file_name};
use crate::query::node::{FieldFilter, Node, NodeKind, QueryWord};
use crate::query::suggest::nearest;
use crate::retrieval::expand;
use crate::retrieval::snapshot::Snapshot;
use crate::searcher::request::{Request, Sort};
use crate::searcher::search::search;
use crate::searcher::values::{Value, values_like};
use crate::text::fold::fold;
use crate::text::stem::Stemming;
use crate::text::token::{Cut, words};

/// Alternatives that one suggestion names. More would not fit on a line.
const MAX_ALTERNATIVES: usize = 3;

/// Suggestions for one query. The first ones tell enough of a query in which many words are
/// misspelt.
const MAX_SUGGESTIONS: usize = 5;

/// Suggestions for each filter that lets no passage through, and for each word that is not in the
/// index.
pub(super) fn suggestions(snapshot: &Arc<Snapshot>, query: &Query) -> Result<Vec<String>> {
    snapshot.guarded(|| {
        let mut suggester = Suggester {
            snapshot,
            query,
            found: Vec::new(),
        };
        for filter in query.filters() {
            suggester.add_filters(filter)?;
        }
        for part in query.parts() {
            let added = suggester.add_words(&part.node);
            added.map_err(|error| snapshot.storage(error))?;
        }
        suggester.found.dedup();
        Ok(suggester.found)
    })
}

struct Suggester<'a> {
    snapshot: &'a Arc<Snapshot>,
    query: &'a Query,
    found: Vec<String>,
}

impl Suggester<'_> {
    fn is_full(&self) -> bool {
        self.found.len() >= MAX_SUGGESTIONS
    }

    fn add_filters(&mut self, node: &Node) -> Result<()> {
        match &node.kind {
            NodeKind::Or(nodes) | NodeKind::And(nodes) => {
                nodes.iter().try_for_each(|node| self.add_filters(node))
            }
            NodeKind::Field(filter) => {
                if !self.is_full() && self.passages_through(filter)? == 0 {
                    let suggestion = self.for_filter(node, filter)?;
                    self.found.push(suggestion);
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// How many passages pass a filter, whatever else the query asks for.
    fn passages_through(&self, filter: &FieldFilter) -> Result<u64> {
        let query = Query::default().filter_any(vec![filter.clone()]);
        let request = Request {
            limit: Some(0),
            count: true,
            ..Request::default()
        };
        Ok(search(self.snapshot, &query, &request, None)?
            .total
            .unwrap_or(0))
    }

    fn for_filter(&self, node: &Node, filter: &FieldFilter) -> Result<String> {
        let typed = |property: Property, wanted: &[String]| {
            let typed = self.typed_value(node, property.name());
            typed.map_or_else(|| wanted.join(" "), str::to_owned)
        };
        Ok(match filter {
            FieldFilter::Speaker(wanted) => {
                let name = typed(Property::Speaker, wanted);
                similar_names(self.snapshot, Property::Speaker, &name, wanted)?
            }
            FieldFilter::Section(wanted) => {
                let title = typed(Property::Section, wanted);
                similar_names(self.snapshot, Property::Section, &title, wanted)?
            }
            FieldFilter::Doc(name) => {
                let missing = format!("no document is named \"{name}\"");
                match self.passages_through(&FieldFilter::Path(name.clone()))? {
                    0 => similar_documents(self.snapshot, missing, name)?,
                    passages => {
                        let passages = counted_passages(passages);
                        format!("{missing}: with its folders write path:{name} ({passages})")
                    }
                }
            }
            FieldFilter::Path(path) | FieldFilter::Within { typed: path, .. } => {
                self.with_similar_paths(format!("no document is at {path} or below it"), path)?
            }
            FieldFilter::SectionNumber(number) => format!("no document has a section {number}"),
            FieldFilter::Kind(kind) => {
                let missing = format!("no passage is of kind {}", kind.name());
                self.with_all_values(missing, "kinds", Property::Kind)?
            }
            FieldFilter::Lang(lang) => {
                let missing = format!("no passage is in language {lang}");
                self.with_all_values(missing, "languages", Property::Lang)?
            }
            FieldFilter::Date(..) => {
                let missing = match self.typed_value(node, "date") {
                    Some(typed) => format!("no passage matches date:{typed}"),
                    None => "no passage is dated in this range".to_owned(),
                };
                match self.newest_date()? {
                    Some(date) => format!("{missing}: the newest is dated {date}"),
                    None => "no passage has a date".to_owned(),
                }
            }
        })
    }

    /// The value of a filter as the user typed it. `None` if the filter is not from the query's
    /// text, but from a flag.
    fn typed_value(&self, node: &Node, field: &str) -> Option<&str> {
        let typed = self.query.text().get(node.span.clone())?;
        let value = match typed.split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case(field) => value,
            _ => typed,
        };
        let value = value.trim_matches(|c: char| !c.is_alphanumeric() && !"*<>=.".contains(c));
        (!value.is_empty()).then_some(value)
    }

    /// Adds the files and folders with a name that is similar to the last one of `path`.
    fn with_similar_paths(&self, missing: String, path: &str) -> Result<String> {
        let path = path.replace('\\', "/");
        let names = path.rsplit('/').map(|name| name.trim_matches('*'));
        let Some(wanted) = names.map(fold).find(|name| !name.is_empty()) else {
            return Ok(missing);
        };
        let mut similar: BTreeMap<String, u64> = BTreeMap::new();
        for value in values_like(self.snapshot, Property::Doc, None)? {
            let path = value.document.map_or(value.name, |document| document.path);
            let ends = path.match_indices('/').map(|(slash, _)| slash);
            for end in ends.chain([path.len()]) {
                let name = path[..end].rsplit('/').next().unwrap_or_default();
                let name = fold(name);
                let is_similar = name.starts_with(&wanted)
                    || !nearest(&wanted, [&*name]).is_empty()
                    || (name == wanted && end > 0);
                if is_similar {
                    *similar.entry(path[..end].to_owned()).or_default() += value.passages;
                }
            }
        }
        let mut similar: Vec<(String, u64)> = similar.into_iter().collect();
        similar.sort_by_key(|(_, passages)| std::cmp::Reverse(*passages));
        let similar = similar.iter();
        let similar: Vec<String> = similar
            .map(|(path, passages)| format!("{path} ({passages})"))
            .collect();
        Ok(did_you_mean(missing, &similar))
    }

    /// Adds all values of a property that has few: kinds and languages.
    fn with_all_values(&self, missing: String, plural: &str, property: Property) -> Result<String> {
        let values = values_like(self.snapshot, property, None)?;
        if values.is_empty() {
            return Ok(missing);
        }
        let values: Vec<String> = values.iter().map(counted).collect();
        Ok(format!("{missing}: {plural} are {}", values.join(", ")))
    }

    /// The newest passage's date. `None` if no passage has one.
    fn newest_date(&self) -> Result<Option<String>> {
        let request = Request {
            limit: Some(1),
            sort: Sort::Date,
            ..Request::default()
        };
        let answer = search(self.snapshot, &Query::default(), &request, None)?;
        let newest = answer.hits().next().transpose()?;
        Ok(newest.and_then(|hit| hit.passage.date))
    }

    fn add_words(&mut self, node: &Node) -> tantivy::Result<()> {
        match &node.kind {
            // Of the spellings of one word only the first was typed.
            NodeKind::Or(nodes) if nodes.iter().all(|other| other.span == node.span) => {
                nodes.first().map_or(Ok(()), |typed| self.add_words(typed))
            }
            NodeKind::And(nodes) | NodeKind::Or(nodes) => {
                nodes.iter().try_for_each(|node| self.add_words(node))
            }
            NodeKind::Said(node, _) => self.add_words(node),
            NodeKind::Word(word) => self.add_word(word),
            // A field that does not exist is not a misspelt word; the parser's note names the
            // fields.
            NodeKind::Phrase(_) if self.is_unknown_field(node) => Ok(()),
            NodeKind::Phrase(_) | NodeKind::Near(..) | NodeKind::Elided(_) => {
                // Words of scripts without spaces are not spelt.
                let is_spelt = |text: &str| words(text).all(|word| word.cut == Cut::Boundary);
                let elements = node.kind.elements();
                for element in elements.filter(|element| is_spelt(&element.folded)) {
                    self.add_spelling(&element.folded, &element.folded)?;
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Whether a node was typed as a field with a value, as in `title:harbour`.
    fn is_unknown_field(&self, node: &Node) -> bool {
        let typed = self.query.text().get(node.span.clone());
        let field = typed.and_then(|typed| typed.split_once(':'));
        field.is_some_and(|(name, _)| {
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic())
        })
    }

    /// Adds similar spellings of a word, unless some form of it is in the index.
    fn add_word(&mut self, word: &QueryWord) -> tantivy::Result<()> {
        if self.is_full() {
            return Ok(());
        }
        let fields = &self.snapshot.index.fields;
        for stemming in &self.snapshot.stemmings {
            if let Some(terms) = word.terms(*stemming) {
                let stem = Term::from_field_text(fields.text, &terms.stem);
                if self.snapshot.frequencies.records_with(&stem)? > 0 {
                    return Ok(());
                }
            }
        }
        match word.terms(Stemming::NONE) {
            // A pair of characters of a script without spaces is not spelt.
            Some(terms) if word.is_stemmed() => self.add_spelling(word.text(), &terms.exact),
            _ => Ok(()),
        }
    }

    /// Adds similar spellings of a word, unless exactly this form is in the index.
    fn add_spelling(&mut self, typed: &str, folded: &str) -> tantivy::Result<()> {
        if self.is_full() {
            return Ok(());
        }
        let exact = self.snapshot.index.fields.exact;
        let searcher = &self.snapshot.inner;
        if searcher.doc_freq(&Term::from_field_text(exact, folded))? > 0 {
            return Ok(());
        }
        // Every word is similar to one of one or two letters.
        let max_distance = match folded.chars().count() {
            0..=2 => 0,
            3..=4 => 1,
            _ => 2,
        };
        let mut similar: Vec<String> = Vec::new();
        for distance in 1..=max_distance {
            let found = expand::fuzzy(searcher, exact, folded, distance)?;
            similar = found
                .iter()
                .filter_map(|(term, count)| Some(format!("{} ({count})", term.value().as_str()?)))
                .collect();
            if !similar.is_empty() {
                break;
            }
        }
        let missing = format!("no passage contains \"{typed}\"");
        self.found.push(did_you_mean(missing, &similar));
        Ok(())
    }
}

/// See [`Searcher::nothing_like`](crate::searcher::Searcher::nothing_like).
pub(super) fn nothing_like(
    snapshot: &Snapshot,
    property: Property,
    pattern: &str,
) -> Result<String> {
    if property == Property::Doc {
        let missing = format!("no document has \"{pattern}\" in its name or path");
        return similar_documents(snapshot, missing, pattern);
    }
    let words = folded_words(&pattern.replace('*', " ")).unwrap_or_default();
    similar_names(snapshot, property, pattern, &words)
}

/// Says that no speaker or section has the name that the user typed, and adds those that are
/// similar to the wanted words.
fn similar_names(
    snapshot: &Snapshot,
    property: Property,
    typed: &str,
    wanted: &[String],
) -> Result<String> {
    let missing = match property {
        Property::Section => format!("no section has \"{typed}\" in its title"),
        Property::Speaker => format!("no speaker has \"{typed}\" in their name"),
        _ => format!("no {} is \"{typed}\"", property.name()),
    };
    similar_values(snapshot, missing, property, wanted)
}

/// Adds the documents with a name that is similar to the one that the user typed.
fn similar_documents(snapshot: &Snapshot, missing: String, typed: &str) -> Result<String> {
    let typed = split_file_name(&typed.replace('*', " "));
    let wanted = folded_words(&typed).unwrap_or_default();
    similar_values(snapshot, missing, Property::Doc, &wanted)
}

/// Adds the values with a name that is similar to the wanted words.
fn similar_values(
    snapshot: &Snapshot,
    missing: String,
    property: Property,
    wanted: &[String],
) -> Result<String> {
    let is_similar = |name: &str| {
        let words = folded_words(&split_file_name(name)).unwrap_or_default();
        wanted.iter().all(|word| {
            let word = word.trim_end_matches('*');
            holds_words(&split_file_name(name), &[format!("{word}*")])
                || !nearest(word, words.iter().map(String::as_str)).is_empty()
        })
    };
    let mut similar: Vec<String> = Vec::new();
    for value in values_like(snapshot, property, None)? {
        let has_similar_name = match (&value.document, property) {
            (Some(document), Property::Doc) => is_similar(&document.doc),
            _ => value.names().any(is_similar),
        };
        if !wanted.is_empty() && has_similar_name {
            similar.push(counted(&value));
        }
    }
    similar.dedup();
    Ok(did_you_mean(missing, &similar))
}

fn counted(value: &Value) -> String {
    format!("{} ({})", value.name, value.passages)
}

fn counted_passages(passages: u64) -> String {
    match passages {
        1 => "1 passage".to_owned(),
        passages => format!("{passages} passages"),
    }
}

fn did_you_mean(missing: String, similar: &[String]) -> String {
    match similar {
        [] => missing,
        similar => format!(
            "{missing}: did you mean {}?",
            similar[..similar.len().min(MAX_ALTERNATIVES)].join(" or ")
        ),
    }
}
