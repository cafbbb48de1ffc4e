//! What the user may have meant, where a search finds nothing: similar names, similar spellings,
//! values that exist.
//!
//! Each suggestion is one sentence, with the number of passages in brackets. It repeats what the
//! user typed.

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
        Ok(search(self.snapshot, &query, &request)?.total.unwrap_or(0))
    }

    fn for_filter(&self, node: &Node, filter: &FieldFilter) -> Result<String> {
        let typed = |property: Property, wanted: &[String]| {
            let typed = self.typed_value(node, property.name());
            typed.map_or_else(|| wanted.join(" "), str::to_owned)
        };
        Ok(match filter {
            FieldFilter::Speaker(wanted) => {
                let name = typed(Property::Speaker, wanted);
                let missing = format!("no speaker has \"{name}\" in their name");
                self.with_similar_names(missing, Property::Speaker, wanted)?
            }
            FieldFilter::Section(wanted) => {
                let title = typed(Property::Section, wanted);
                let missing = format!("no section has \"{title}\" in its title");
                self.with_similar_names(missing, Property::Section, wanted)?
            }
            FieldFilter::Doc(name) => {
                let wanted = folded_words(&split_file_name(name)).unwrap_or_default();
                let missing = format!("no document is named \"{name}\"");
                self.with_similar_names(missing, Property::Doc, &wanted)?
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

    /// Adds the names that are similar to the wanted words.
    fn with_similar_names(
        &self,
        missing: String,
        property: Property,
        wanted: &[String],
    ) -> Result<String> {
        let mut similar: Vec<String> = Vec::new();
        for value in values_like(self.snapshot, property, None)? {
            let is_similar = |name: &str| {
                let words = folded_words(&split_file_name(name)).unwrap_or_default();
                wanted.iter().all(|word| {
                    let word = word.trim_end_matches('*');
                    holds_words(name, &[format!("{word}*")])
                        || !nearest(word, words.iter().map(String::as_str)).is_empty()
                })
            };
            if !wanted.is_empty() && value.names().any(is_similar) {
                similar.push(counted(&value));
            }
        }
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
        let answer = search(self.snapshot, &Query::default(), &request)?;
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
            NodeKind::Phrase(elements) | NodeKind::Near(elements, _) => {
                // Words of scripts without spaces are not spelt.
                let is_spelt = |text: &str| words(text).all(|word| word.cut == Cut::Boundary);
                let elements = elements.iter();
                for element in elements.filter(|element| is_spelt(&element.folded)) {
                    self.add_spelling(&element.folded, &element.folded)?;
                }
                Ok(())
            }
            _ => Ok(()),
        }
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

fn counted(value: &Value) -> String {
    format!("{} ({})", value.name, value.passages)
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
