//! The syntax tree of a query. Retrieval, counting, verification and highlighting all read this one tree.

use std::ops::Range;
use std::sync::OnceLock;

use crate::text::stem::{Stemming, WordTerms, word_terms};
use crate::text::token::{Cut, Word};

/// A part of a query, and where it stands in what the user typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// What it asks for.
    pub kind: NodeKind,
    /// Byte range in the query text.
    pub span: Range<usize>,
}

/// What a part of a query asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// `*`: every passage.
    All,
    /// A word in any of its forms.
    Word(QueryWord),
    /// These words in this order, next to each other.
    Phrase(Vec<Element>),
    /// `"..."~N`: these words in any order with at most that many other words between the first and the last.
    Near(Vec<Element>, u32),
    /// `negot*`: words that begin so (folded).
    Prefix(String),
    /// `zelensky~2`: words that differ by at most that many letters (folded). Two neighbours swapped are one difference.
    Fuzzy(String, u8),
    /// Every one.
    And(Vec<Node>),
    /// At least one.
    Or(Vec<Node>),
    /// The passage does not answer it.
    Not(Box<Node>),
    /// `said:`: inside words that somebody uttered; with names, somebody whose name holds all words of one of them (folded).
    /// The names are those of the `speaker:` filters beside it.
    Said(Box<Node>, Option<Vec<Vec<String>>>),
    /// A property of the passage.
    Field(FieldFilter),
}

/// A word of a query, kept as it was cut so that each language can stem it.
#[derive(Clone, Debug)]
pub struct QueryWord {
    text: String,
    cut: Cut,
    /// Its terms under the stemmer that was asked for first, which is the only one as a rule.
    known: OnceLock<(Stemming, Option<WordTerms>)>,
}

impl PartialEq for QueryWord {
    fn eq(&self, other: &QueryWord) -> bool {
        self.text == other.text && self.cut == other.cut
    }
}

impl Eq for QueryWord {}

impl QueryWord {
    pub(crate) fn new(word: Word<'_>) -> QueryWord {
        QueryWord {
            text: word.text.to_owned(),
            cut: word.cut,
            known: OnceLock::new(),
        }
    }

    /// Its terms under a stemmer. `None` if nothing of it is left; the parser makes no such word.
    pub(crate) fn terms(&self, stemming: Stemming) -> Option<WordTerms> {
        let (known, terms) = self
            .known
            .get_or_init(|| (stemming, word_terms(self.word(), stemming)));
        if *known == stemming {
            return terms.clone();
        }
        word_terms(self.word(), stemming)
    }

    /// As it was cut out of the query.
    pub(crate) fn word(&self) -> Word<'_> {
        Word {
            text: &self.text,
            start: 0,
            cut: self.cut,
        }
    }

    /// Whether its stem tells the language it was stemmed in. Pairs of characters of a script without spaces have no stem.
    pub(crate) fn is_stemmed(&self) -> bool {
        self.cut == Cut::Boundary
    }

    /// As it was typed.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// A word inside quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// Position after the first one's.
    pub offset: u32,
    /// Folded.
    pub folded: String,
    /// Whether a word that only begins so will do: a single character of a script without spaces, which the text holds
    /// as the first of a pair.
    pub prefix: bool,
    /// What was typed before it, if it is the first: marked with it as far as the text has the same.
    pub before: String,
    /// What was typed behind it, if it is the last: marked with it as far as the text has the same.
    pub after: String,
}

/// A filter on a property of the passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldFilter {
    /// All these words in one speaker's name (folded); with a `*` behind it, a word that begins so.
    Speaker(Vec<String>),
    /// All these words in the section path, likewise.
    Section(Vec<String>),
    /// The outermost section with this number.
    SectionNumber(u64),
    /// The document's name: exactly, by all these words, or by a pattern with `*`.
    Doc(String),
    /// Kind of paragraph.
    Kind(crate::document::Kind),
    /// Language code.
    Lang(String),
    /// Days from the first to the last, as `yyyymmdd`, both included.
    Date(u32, u32),
}

impl NodeKind {
    /// Whether it only restricts, and no word of it is ranked or marked.
    pub fn is_filter(&self) -> bool {
        match self {
            NodeKind::Field(_) => true,
            NodeKind::And(nodes) | NodeKind::Or(nodes) => {
                nodes.iter().all(|node| node.kind.is_filter())
            }
            NodeKind::Not(node) => node.kind.is_filter(),
            _ => false,
        }
    }

    /// The names that a filter asks for, each by its words. `None` if it lets passages through whoever speaks.
    fn voices(&self) -> Option<Vec<Vec<String>>> {
        match self {
            NodeKind::Field(FieldFilter::Speaker(name)) => Some(vec![name.clone()]),
            NodeKind::Or(nodes) => {
                let each: Option<Vec<_>> = nodes.iter().map(|node| node.kind.voices()).collect();
                each.map(|names| names.concat())
            }
            NodeKind::And(nodes) => voices(nodes),
            _ => None,
        }
    }

    /// Puts something else for those nodes for which there is something.
    pub(crate) fn change(&mut self, change: &impl Fn(&NodeKind) -> Option<NodeKind>) {
        if let Some(kind) = change(self) {
            *self = kind;
        }
        match self {
            NodeKind::And(nodes) | NodeKind::Or(nodes) => {
                nodes.iter_mut().for_each(|node| node.kind.change(change));
            }
            NodeKind::Not(node) | NodeKind::Said(node, _) => node.kind.change(change),
            _ => {}
        }
    }

    /// Tells each `said:` in it whose words it means.
    pub(crate) fn bind_voices(&mut self, around: Option<&Vec<Vec<String>>>) {
        match self {
            NodeKind::And(nodes) => {
                let own = voices(nodes);
                for node in nodes {
                    node.kind.bind_voices(own.as_ref().or(around));
                }
            }
            NodeKind::Or(nodes) => {
                for node in nodes {
                    node.kind.bind_voices(around);
                }
            }
            NodeKind::Not(node) => node.kind.bind_voices(around),
            NodeKind::Said(_, voices) => *voices = around.cloned(),
            _ => {}
        }
    }

    /// Whether a word of it is compared by its stem, so that the answer depends on the language.
    pub(crate) fn has_word(&self) -> bool {
        let mut has_word = false;
        self.each_word(&mut |_| has_word = true);
        has_word
    }

    /// Whether it asks for somebody's words or passages.
    pub(crate) fn names_speaker(&self) -> bool {
        match self {
            NodeKind::Field(FieldFilter::Speaker(_)) | NodeKind::Said(_, Some(_)) => true,
            NodeKind::And(nodes) | NodeKind::Or(nodes) => {
                nodes.iter().any(|node| node.kind.names_speaker())
            }
            NodeKind::Not(node) | NodeKind::Said(node, None) => node.kind.names_speaker(),
            _ => false,
        }
    }

    /// Shows each of its words that is compared by its stem.
    pub(crate) fn each_word<'n>(&'n self, show: &mut impl FnMut(&'n QueryWord)) {
        match self {
            NodeKind::Word(word) => show(word),
            NodeKind::And(nodes) | NodeKind::Or(nodes) => {
                nodes.iter().for_each(|node| node.kind.each_word(show));
            }
            NodeKind::Not(node) | NodeKind::Said(node, _) => node.kind.each_word(show),
            _ => {}
        }
    }
}

/// The names that filters beside each other ask for. `None` if none asks for any.
pub(crate) fn voices(filters: &[Node]) -> Option<Vec<Vec<String>>> {
    let named: Vec<_> = filters
        .iter()
        .filter_map(|node| node.kind.voices())
        .collect();
    (!named.is_empty()).then(|| named.concat())
}
