//! The query language: from what the user types to a tree of what to search for.
//!
//! `parse` reads the text, `node` is the tree. Nothing here knows an index.

pub(crate) mod date;
pub(crate) mod elided;
pub(crate) mod name;
pub(crate) mod near;
pub mod node;
mod parse;
pub(crate) mod path;
pub mod spelling;
pub(crate) mod suggest;

use crate::error::QueryError;
use crate::query::node::{Clauses, Element, FieldFilter, Node, NodeKind, Part, voices};
use crate::query::parse::cursor::is_quote;
use crate::query::parse::parse;
use crate::query::parse::words::plain_words;
use crate::text::function_words::is_function_word;
use crate::text::stem::Stemming;

/// How many of a query's parts a passage must match.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Match {
    /// Passages that match every part first, then those that match some.
    #[default]
    Tiers,
    /// Every part.
    All,
    /// At least one part, in one ranking.
    Any,
}

/// From this many parts on, the function words of a query only rank. Two words are a name or a
/// title ("will smith", "the office") more often than a question.
const MIN_PARTS_OF_QUESTION: usize = 3;

/// What to search for.
///
/// ```
/// use onrecord_index::query::Query;
/// let query = Query::parse("\"harbour dredging\" -budget speaker:berg").unwrap();
/// assert_eq!(query.parts().len(), 1);
/// assert!(Query::parse("spaeker:berg").is_err());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// As the user typed it. Spans of nodes count in it.
    text: String,
    clauses: Clauses,
}

impl Query {
    /// Parses a query in the query language. The error says what is wrong and where.
    pub fn parse(text: &str) -> Result<Query, QueryError> {
        let query = Query {
            text: text.to_owned(),
            clauses: parse(text)?,
        };
        Ok(query.with_voices())
    }

    /// Takes a text as plain words, each a part of its own. Nothing in it is an operator, so it
    /// never fails.
    ///
    /// ```
    /// use onrecord_index::query::Query;
    /// assert_eq!(Query::words("What's AT&T (\"the -company?").parts().len(), 5);
    /// ```
    pub fn words(text: &str) -> Query {
        Query {
            text: text.to_owned(),
            clauses: Clauses {
                parts: plain_words(text),
                ..Clauses::default()
            },
        }
    }

    /// The text that it was parsed from. Queries derived from it keep the text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The parts that are ranked and highlighted. Empty: every passage that passes the filters
    /// matches.
    pub fn parts(&self) -> &[Part] {
        &self.clauses.parts
    }

    /// For each part, whether it only ranks in passages with this stemmer: passages with every
    /// other part count as having every part, and it is not highlighted.
    ///
    /// Function words only rank in a query of at least [`MIN_PARTS_OF_QUESTION`] parts, if another
    /// part remains. A word with a `+`, in quotation marks or with a field is never one.
    pub(crate) fn only_rank(&self, stemming: Stemming) -> Vec<bool> {
        let parts = self.parts();
        let is_function_word = |part: &Part| match &part.node.kind {
            NodeKind::Word(word) if !part.required => word
                .terms(stemming)
                .is_some_and(|terms| is_function_word(&terms.exact, stemming)),
            _ => false,
        };
        if parts.len() < MIN_PARTS_OF_QUESTION {
            return vec![false; parts.len()];
        }
        let found: Vec<bool> = parts.iter().map(is_function_word).collect();
        if found.iter().all(|only_ranks| *only_ranks) {
            return vec![false; parts.len()];
        }
        found
    }

    /// The filters that every passage must pass.
    pub fn filters(&self) -> &[Node] {
        &self.clauses.filters
    }

    /// What no passage may match.
    pub fn excluded(&self) -> &[Node] {
        &self.clauses.excluded
    }

    /// Hints for the user: what in a valid query may not mean what they think. A sentence each.
    pub fn notes(&self) -> &[String] {
        &self.clauses.notes
    }

    /// The names that its `doc:` filters give.
    pub(crate) fn documents(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for filter in self.filters() {
            filter.kind.each_filter(&mut |filter| {
                if let FieldFilter::Doc(name) = filter {
                    names.push(&**name);
                }
            });
        }
        names
    }

    /// The pieces of the quotation that is all it looks for, filters aside. `None` if it looks for
    /// anything else, or if the words are not in quotation marks.
    pub(crate) fn quotation(&self) -> Option<Vec<Vec<Element>>> {
        let [part] = self.parts() else {
            return None;
        };
        let typed = self.text.get(part.node.span.clone())?;
        if !typed.starts_with(is_quote) {
            return None;
        }
        match &part.node.kind {
            NodeKind::Phrase(elements) => Some(vec![elements.clone()]),
            NodeKind::Elided(pieces) => Some(pieces.clone()),
            _ => None,
        }
    }

    /// Whether it has a filter on speakers.
    pub(crate) fn names_speaker(&self) -> bool {
        let parts = self.parts().iter().map(|part| &part.node);
        let mut nodes = parts.chain(self.filters()).chain(self.excluded());
        nodes.any(|node| node.kind.names_speaker())
    }

    /// The same query without its filters.
    #[must_use]
    pub fn unfiltered(&self) -> Query {
        let mut query = self.clone();
        query.clauses.filters.clear();
        query.with_voices()
    }

    /// The parts of another query, with the filters and exclusions of this one.
    fn with_parts_of(&self, other: &Query) -> Query {
        let mut query = self.clone();
        query.text.clone_from(&other.text);
        query.clauses.parts.clone_from(&other.clauses.parts);
        query.with_voices()
    }

    /// The same query without its filters on the speaker. `None` if it has none.
    pub fn without_speaker(&self) -> Option<Query> {
        let is_speaker =
            |node: &Node| matches!(node.kind, NodeKind::Field(FieldFilter::Speaker(_)));
        let only_speakers = |node: &Node| match &node.kind {
            NodeKind::Or(nodes) => nodes.iter().all(is_speaker),
            _ => is_speaker(node),
        };
        let mut query = self.clone();
        query.clauses.filters.retain(|node| !only_speakers(node));
        (query.filters().len() < self.filters().len()).then(|| query.with_voices())
    }

    /// The same query with each `said:` replaced by what it contains. `None` if it has none.
    pub fn without_said(&self) -> Option<Query> {
        self.replaced(&|kind| match kind {
            NodeKind::Said(inner, _) => Some(inner.kind.clone()),
            _ => None,
        })
    }

    /// The same query with each phrase replaced by its words, in any place. `None` if no phrase has
    /// several words.
    pub fn with_split_phrases(&self) -> Option<Query> {
        self.replaced(&|kind| match kind {
            NodeKind::Phrase(_) | NodeKind::Near(..) | NodeKind::Elided(_) => {
                let typed: Vec<&str> = kind.elements().map(|e| &*e.folded).collect();
                let words = plain_words(&typed.join(" "));
                let nodes: Vec<Node> = words.into_iter().map(|part| part.node).collect();
                // Their spans count in `typed`, not in the query's text. Nothing quotes nodes
                // inside an `And`.
                (nodes.len() > 1).then_some(NodeKind::And(nodes))
            }
            _ => None,
        })
    }

    /// The query with some of its parts' nodes replaced. `None` if that changes nothing.
    fn replaced(&self, replacement: &impl Fn(&NodeKind) -> Option<NodeKind>) -> Option<Query> {
        let mut query = self.clone();
        for part in &mut query.clauses.parts {
            part.node.kind.replace(replacement);
        }
        (query.parts() != self.parts()).then(|| query.with_voices())
    }

    /// The query with one more filter, which a passage passes if any of the given filters lets it
    /// through. None given: no filter.
    #[must_use]
    pub fn filter_any(mut self, filters: Vec<FieldFilter>) -> Query {
        let node = |kind| Node { kind, span: 0..0 };
        let mut nodes: Vec<Node> = filters
            .into_iter()
            .map(|filter| node(NodeKind::Field(filter)))
            .collect();
        match nodes.len() {
            0 => {}
            1 => self.clauses.filters.append(&mut nodes),
            _ => self.clauses.filters.push(node(NodeKind::Or(nodes))),
        }
        self.with_voices()
    }

    /// Sets the names of each `said:` from the filters next to it.
    fn with_voices(mut self) -> Query {
        let clauses = &mut self.clauses;
        let voices = voices(&clauses.filters);
        let parts = clauses.parts.iter_mut().map(|part| &mut part.node);
        for node in parts.chain(&mut clauses.excluded) {
            node.kind.bind_voices(voices.as_ref());
        }
        self
    }
}
