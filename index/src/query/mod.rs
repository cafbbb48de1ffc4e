//! The query language: from what a user types to a tree of what to look for.

pub(crate) mod date;
pub(crate) mod name;
pub(crate) mod near;
pub mod node;
mod parse;
pub mod suggest;

use crate::error::QueryError;
use crate::query::name::wanted_words;
use crate::query::node::{FieldFilter, Node, NodeKind, voices};
use crate::text::fold::fold;
use crate::text::token::words;

/// How many of a query's parts a passage must hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Match {
    /// Passages with every part first, then those with some.
    #[default]
    Tiers,
    /// Every part.
    All,
    /// At least one part; one list.
    Any,
}

/// What to look for.
///
/// ```
/// use onrecord_index::query::Query;
/// let query = Query::parse("\"harbour dredging\" -budget speaker:berg").unwrap();
/// assert_eq!(query.parts().len(), 1);
/// assert!(Query::parse("spaeker:berg").is_err());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// As the user typed it; explanations quote it by offset.
    text: String,
    parts: Vec<Part>,
    filters: Vec<Node>,
    excluded: Vec<Node>,
    /// What the user may want to know though nothing is wrong.
    notes: Vec<String>,
}

/// A part that stands beside others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it asks for.
    pub node: Node,
    /// Written with `+`: it must be there, and parts without one only rank.
    pub required: bool,
}

impl Query {
    /// Reads a query. An error says what is wrong and where.
    pub fn parse(text: &str) -> Result<Query, QueryError> {
        let query = parse::parse(text)?.with_voices();
        Ok(Query {
            text: text.to_owned(),
            ..query
        })
    }

    /// Takes a text as plain words, each a part: natural language, in which nothing is an operator and nothing is an error.
    ///
    /// ```
    /// use onrecord_index::query::Query;
    /// assert_eq!(Query::words("What's AT&T (\"the -company?").parts().len(), 5);
    /// ```
    pub fn words(text: &str) -> Query {
        Query {
            text: text.to_owned(),
            parts: parse::plain_words(text),
            ..Query::default()
        }
    }

    /// The text it was parsed from. Derived queries keep the text of the query they come from.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The parts that are ranked and marked. Empty: every passage that the filters leave.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The filters that always hold.
    pub fn filters(&self) -> &[Node] {
        &self.filters
    }

    /// What must not be there.
    pub fn excluded(&self) -> &[Node] {
        &self.excluded
    }

    /// What the user may want to know though nothing is wrong.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Whether it asks for somebody's words or passages.
    pub(crate) fn names_speaker(&self) -> bool {
        let parts = self.parts.iter().map(|part| &part.node);
        let mut nodes = parts.chain(&self.filters).chain(&self.excluded);
        nodes.any(|node| node.kind.names_speaker())
    }

    /// The same query without its filters.
    #[must_use]
    pub fn unfiltered(&self) -> Query {
        Query {
            filters: Vec::new(),
            ..self.clone()
        }
        .with_voices()
    }

    /// The same query without its filters on the speaker; `None` if it has none.
    pub fn by_anybody(&self) -> Option<Query> {
        let of_speaker = |node: &Node| match &node.kind {
            NodeKind::Field(FieldFilter::Speaker(_)) => true,
            NodeKind::Or(nodes) => nodes
                .iter()
                .all(|node| matches!(node.kind, NodeKind::Field(FieldFilter::Speaker(_)))),
            _ => false,
        };
        let mut query = self.clone();
        query.filters.retain(|filter| !of_speaker(filter));
        (query.filters.len() < self.filters.len()).then(|| query.with_voices())
    }

    /// The same query with its `said:` taken for what stands inside; `None` if it has none.
    pub fn by_any_voice(&self) -> Option<Query> {
        self.changed(&|kind| match kind {
            NodeKind::Said(inner, _) => Some(inner.kind.clone()),
            _ => None,
        })
    }

    /// The same query with each phrase taken for its words, wherever they stand; `None` if it has none of several words.
    pub fn words_apart(&self) -> Option<Query> {
        self.changed(&|kind| match kind {
            NodeKind::Phrase(elements) | NodeKind::Near(elements, _) => {
                let typed: Vec<&str> = elements.iter().map(|e| &*e.folded).collect();
                let words = parse::plain_words(&typed.join(" "));
                let nodes: Vec<Node> = words.into_iter().map(|part| part.node).collect();
                // Their spans are of these words, not of the query's text: nothing quotes them.
                (nodes.len() > 1).then_some(NodeKind::And(nodes))
            }
            _ => None,
        })
    }

    /// The query with something else for some of its parts' nodes; `None` if nothing changes.
    fn changed(&self, change: &impl Fn(&NodeKind) -> Option<NodeKind>) -> Option<Query> {
        let mut query = self.clone();
        for part in &mut query.parts {
            part.node.kind.change(change);
        }
        (query.parts != self.parts).then(|| query.with_voices())
    }

    /// Adds a filter that passages meet by any of the given values. None given: no filter.
    #[must_use]
    pub fn filter_any(mut self, filters: Vec<FieldFilter>) -> Query {
        let mut nodes: Vec<Node> = filters
            .into_iter()
            .map(|filter| Node {
                kind: NodeKind::Field(filter),
                span: 0..0,
            })
            .collect();
        match nodes.len() {
            0 => {}
            1 => self.filters.append(&mut nodes),
            _ => self.filters.push(Node {
                kind: NodeKind::Or(nodes),
                span: 0..0,
            }),
        }
        self.with_voices()
    }

    /// A `said:` means the words of those whom the filters beside it name.
    fn with_voices(mut self) -> Query {
        let voices = voices(&self.filters);
        let parts = self.parts.iter_mut().map(|part| &mut part.node);
        for node in parts.chain(&mut self.excluded) {
            node.kind.bind_voices(voices.as_ref());
        }
        self
    }
}

impl FieldFilter {
    /// Passages by a speaker whose name holds all words of `value`, a word with `*` behind it standing for all that begin so.
    /// `None` if there is no word, or a `*` elsewhere.
    pub fn speaker(value: &str) -> Option<FieldFilter> {
        wanted_words(value).map(FieldFilter::Speaker)
    }

    /// Passages of the section with that number (digits), or whose path holds all words of `value`, `*` as for speakers.
    pub fn section(value: &str) -> Option<FieldFilter> {
        if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(value.parse().map_or(
                FieldFilter::SectionNumber(u64::MAX),
                FieldFilter::SectionNumber,
            ));
        }
        wanted_words(value).map(FieldFilter::Section)
    }

    /// Passages dated `2024`, `2024-03`, `a..b`, `>=a`. `None` if it is no date.
    pub fn date(value: &str) -> Option<FieldFilter> {
        date::range(value).map(|(from, to)| FieldFilter::Date(from, to))
    }
}

pub(crate) fn folded_words(value: &str) -> Option<Vec<String>> {
    let folded: Vec<String> = words(value)
        .map(|word| fold(word.text))
        .filter(|word| !word.is_empty())
        .collect();
    (!folded.is_empty()).then_some(folded)
}
