//! What may have been meant, where a search finds nothing: near names, near spellings, and how much they would find.

use tantivy::Term;

use crate::error::Result;
use crate::query::name::holds_words;
use crate::query::node::{FieldFilter, Node, NodeKind, QueryWord};
use crate::query::suggest::nearest;
use crate::query::{Query, folded_words};
use crate::retrieval::expand;
use crate::searcher::{Property, Request, Searcher, Sort};
use crate::text::stem::Stemming;
use crate::text::token::{Cut, words};

/// Suggestions that one message names at most.
const NAMED: usize = 3;

/// Messages at most: of many words that stand nowhere, or filters that let nothing through, the first tell enough.
const MESSAGES: usize = 5;

impl Searcher {
    /// What may have been meant, where a filter lets nothing through or a word is nowhere in the index: a sentence each,
    /// with the number of passages behind each name or word.
    pub fn suggestions(&self, query: &Query) -> Result<Vec<String>> {
        self.snapshot.guarded(|| self.suggest(query))
    }

    fn suggest(&self, query: &Query) -> Result<Vec<String>> {
        let mut suggestions = Vec::new();
        for filter in query.filters() {
            self.suggest_filters(filter, &mut suggestions)?;
        }
        for part in query.parts() {
            self.suggest_words(&part.node, &mut suggestions)
                .map_err(|error| self.snapshot.storage(error))?;
        }
        suggestions.dedup();
        Ok(suggestions)
    }

    fn suggest_filters(&self, node: &Node, suggestions: &mut Vec<String>) -> Result<()> {
        match &node.kind {
            NodeKind::Or(nodes) | NodeKind::And(nodes) => nodes
                .iter()
                .try_for_each(|node| self.suggest_filters(node, suggestions)),
            NodeKind::Field(filter) => {
                if suggestions.len() < MESSAGES && self.let_through(filter)? == 0 {
                    suggestions.push(self.of_filter(filter)?);
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// How many passages a filter lets through by itself.
    fn let_through(&self, filter: &FieldFilter) -> Result<u64> {
        let query = Query::default().filter_any(vec![filter.clone()]);
        let request = Request {
            limit: Some(0),
            count: true,
            ..Request::default()
        };
        Ok(self.search(&query, &request)?.total.unwrap_or(0))
    }

    /// What is there instead of what a filter asks for.
    fn of_filter(&self, filter: &FieldFilter) -> Result<String> {
        Ok(match filter {
            FieldFilter::Speaker(wanted) => {
                let missing = format!("no speaker has {} in the name", wanted.join(" "));
                self.with_near_names(missing, Property::Speaker, wanted)?
            }
            FieldFilter::Section(wanted) => {
                let missing = format!("no section has {} in its title", wanted.join(" "));
                self.with_near_names(missing, Property::Section, wanted)?
            }
            FieldFilter::Doc(name) => {
                let wanted = folded_words(&parted(name)).unwrap_or_default();
                let missing = format!("no document is called {name}");
                self.with_near_names(missing, Property::Doc, &wanted)?
            }
            FieldFilter::SectionNumber(number) => format!("no document has a section {number}"),
            FieldFilter::Kind(kind) => {
                let missing = format!("no passage is of kind {}", kind.name());
                self.with_values(missing, Property::Kind)?
            }
            FieldFilter::Lang(lang) => {
                let missing = format!("no passage is in {lang}");
                self.with_values(missing, Property::Lang)?
            }
            FieldFilter::Date(..) => match self.newest()? {
                Some(date) => format!("no passage is dated so: the newest is of {date}"),
                None => "no passage has a date".to_owned(),
            },
        })
    }

    fn with_near_names(
        &self,
        missing: String,
        property: Property,
        wanted: &[String],
    ) -> Result<String> {
        let mut near: Vec<String> = Vec::new();
        for value in self.values(property)? {
            let is_near = |name: &str| {
                let words = folded_words(&parted(name)).unwrap_or_default();
                wanted.iter().all(|word| {
                    let word = word.trim_end_matches('*');
                    holds_words(name, &[format!("{word}*")])
                        || !nearest(word, words.iter().map(String::as_str)).is_empty()
                })
            };
            if !wanted.is_empty() && value.names().any(is_near) {
                near.push(format!("{} ({})", value.name, value.passages));
            }
        }
        Ok(did_you_mean(missing, &near))
    }

    /// The values that there are: few, of kinds and languages.
    fn with_values(&self, missing: String, property: Property) -> Result<String> {
        let values = self.values(property)?;
        let named: Vec<String> = values
            .iter()
            .map(|value| format!("{} ({})", value.name, value.passages))
            .collect();
        Ok(if named.is_empty() {
            missing
        } else {
            format!("{missing}: there are {}", named.join(", "))
        })
    }

    /// The newest passage's date.
    fn newest(&self) -> Result<Option<String>> {
        let request = Request {
            limit: Some(1),
            sort: Sort::Date,
            ..Request::default()
        };
        let answer = self.search(&Query::default(), &request)?;
        let newest = answer.hits().next().transpose()?;
        Ok(newest.and_then(|hit| hit.passage.date))
    }

    fn suggest_words(&self, node: &Node, suggestions: &mut Vec<String>) -> tantivy::Result<()> {
        match &node.kind {
            NodeKind::And(nodes) | NodeKind::Or(nodes) => nodes
                .iter()
                .try_for_each(|node| self.suggest_words(node, suggestions)),
            NodeKind::Said(node, _) => self.suggest_words(node, suggestions),
            NodeKind::Word(word) => self.suggest_word(word, suggestions),
            NodeKind::Phrase(elements) | NodeKind::Near(elements, _) => {
                let spelt = |text: &str| words(text).all(|word| word.cut == Cut::Boundary);
                for element in elements.iter().filter(|element| spelt(&element.folded)) {
                    self.suggest_spelling(&element.folded, &element.folded, suggestions)?;
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn suggest_word(&self, word: &QueryWord, suggestions: &mut Vec<String>) -> tantivy::Result<()> {
        if suggestions.len() >= MESSAGES {
            return Ok(());
        }
        let fields = &self.snapshot.index.fields;
        for stemming in &self.snapshot.stemmings {
            if let Some(terms) = word.terms(*stemming) {
                let stem = Term::from_field_text(fields.text, &terms.stem);
                if self.snapshot.frequencies.of_term(&stem)? > 0 {
                    return Ok(());
                }
            }
        }
        match word.terms(Stemming::NONE) {
            // A pair of characters of a script without spaces is nothing that anybody spells.
            Some(terms) if word.is_stemmed() => {
                self.suggest_spelling(word.text(), &terms.exact, suggestions)
            }
            _ => Ok(()),
        }
    }

    /// Spellings near to a word that stands nowhere.
    fn suggest_spelling(
        &self,
        typed: &str,
        folded: &str,
        suggestions: &mut Vec<String>,
    ) -> tantivy::Result<()> {
        if suggestions.len() >= MESSAGES {
            return Ok(());
        }
        let exact = self.snapshot.index.fields.exact;
        let searcher = &self.snapshot.inner;
        if searcher.doc_freq(&Term::from_field_text(exact, folded))? > 0 {
            return Ok(());
        }
        // Everything is near to a word of one or two letters.
        let slips = match folded.chars().count() {
            0..=2 => 0,
            3..=4 => 1,
            _ => 2,
        };
        let mut near: Vec<String> = Vec::new();
        for distance in 1..=slips {
            let found = expand::fuzzy(searcher, exact, folded, distance)?;
            near = found
                .iter()
                .filter_map(|(term, count)| Some(format!("{} ({count})", term.value().as_str()?)))
                .collect();
            if !near.is_empty() {
                break;
            }
        }
        suggestions.push(did_you_mean(format!("no passage has {typed}"), &near));
        Ok(())
    }
}

/// In a file's name a full stop or an underscore parts words.
fn parted(name: &str) -> String {
    name.replace(['.', '_'], " ")
}

fn did_you_mean(missing: String, near: &[String]) -> String {
    match near {
        [] => missing,
        near => format!(
            "{missing}: did you mean {}?",
            near[..near.len().min(NAMED)].join(" or ")
        ),
    }
}
