//! What may have been meant, where a search finds nothing: near names, near spellings, and how much they would find.

use tantivy::Term;

use crate::error::Result;
use crate::query::name::holds_words;
use crate::query::node::{FieldFilter, Node, NodeKind, QueryWord};
use crate::query::suggest::nearest;
use crate::query::{Query, folded_words};
use crate::retrieval::expand;
use crate::searcher::{Property, Searcher, Value};
use crate::text::stem::Stemming;

/// Suggestions that one message names at most.
const NAMED: usize = 3;

impl Searcher {
    /// What may have been meant, where a filter's name or a word is nowhere in the index: a sentence each, with
    /// the number of passages behind each name or word.
    pub fn suggestions(&self, query: &Query) -> Result<Vec<String>> {
        self.commit.guarded(|| self.suggest(query))
    }

    fn suggest(&self, query: &Query) -> Result<Vec<String>> {
        let mut suggestions = Vec::new();
        for filter in query.filters() {
            self.suggest_names(filter, &mut suggestions)?;
        }
        for part in query.parts() {
            self.suggest_words(&part.node, &mut suggestions)
                .map_err(|error| self.commit.storage(error))?;
        }
        suggestions.dedup();
        Ok(suggestions)
    }

    fn suggest_names(&self, node: &Node, suggestions: &mut Vec<String>) -> Result<()> {
        let (property, wanted) = match &node.kind {
            NodeKind::Or(nodes) | NodeKind::And(nodes) => {
                return nodes
                    .iter()
                    .try_for_each(|node| self.suggest_names(node, suggestions));
            }
            NodeKind::Field(FieldFilter::Speaker(wanted)) => (Property::Speaker, wanted),
            NodeKind::Field(FieldFilter::Section(wanted)) => (Property::Section, wanted),
            _ => return Ok(()),
        };
        let values = self.values(property)?;
        let is_meant = |value: &Value| value.names().any(|name| holds_words(name, wanted));
        if values.iter().any(is_meant) {
            return Ok(());
        }
        let mut near: Vec<String> = Vec::new();
        for value in &values {
            let is_near = |name: &str| {
                let words = folded_words(name).unwrap_or_default();
                wanted.iter().all(|word| {
                    words.contains(word)
                        || !nearest(word, words.iter().map(String::as_str)).is_empty()
                })
            };
            if value.names().any(is_near) {
                near.push(format!("{} ({})", value.name, value.passages));
            }
        }
        let of_that_name = format!(
            "no {} has {} in its name",
            property.name(),
            wanted.join(" ")
        );
        suggestions.push(match &near[..] {
            [] => of_that_name,
            near => format!(
                "{of_that_name}: did you mean {}?",
                near[..near.len().min(NAMED)].join(" or ")
            ),
        });
        Ok(())
    }

    fn suggest_words(&self, node: &Node, suggestions: &mut Vec<String>) -> tantivy::Result<()> {
        match &node.kind {
            NodeKind::And(nodes) | NodeKind::Or(nodes) => nodes
                .iter()
                .try_for_each(|node| self.suggest_words(node, suggestions)),
            NodeKind::Said(node, _) => self.suggest_words(node, suggestions),
            NodeKind::Word(word) => self.suggest_word(word, suggestions),
            _ => Ok(()),
        }
    }

    fn suggest_word(&self, word: &QueryWord, suggestions: &mut Vec<String>) -> tantivy::Result<()> {
        let fields = &self.commit.index.fields;
        for stemming in &self.commit.stemmings {
            if let Some(terms) = word.terms(*stemming)
                && self
                    .commit
                    .inner
                    .doc_freq(&Term::from_field_text(fields.text, &terms.stem))?
                    > 0
            {
                return Ok(());
            }
        }
        let Some(terms) = word.terms(Stemming::NONE) else {
            return Ok(());
        };
        let letters = terms.exact.chars().count();
        for distance in 1..=if letters > 4 { 2 } else { 1 } {
            let near = expand::fuzzy(&self.commit.inner, fields.exact, &terms.exact, distance)?;
            let near: Vec<String> = near
                .iter()
                .take(NAMED)
                .filter_map(|(term, count)| Some(format!("{} ({count})", term.value().as_str()?)))
                .collect();
            if !near.is_empty() {
                suggestions.push(format!(
                    "no passage has {}: did you mean {}?",
                    word.text(),
                    near.join(" or ")
                ));
                break;
            }
        }
        Ok(())
    }
}
