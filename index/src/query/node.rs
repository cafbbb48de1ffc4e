//! The syntax tree of a query. Retrieval, counting, verification and highlighting all read this one
//! tree.
//!
//! Words are folded (see `text::fold`), except a bare word, which each language stems in its own
//! way. Spans are bytes of the query's text.

use std::ops::Range;
use std::sync::OnceLock;

use crate::document::Kind;
use crate::error::QueryError;
use crate::query::date;
use crate::query::name::wanted_words;
use crate::text::stem::{Stemming, WordTerms, word_terms};
use crate::text::token::{Cut, Word};

/// The top level of a query: what is side by side there, by what it does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Clauses {
    /// What is ranked and highlighted.
    pub parts: Vec<Part>,
    /// What every passage must match, without effect on its score.
    pub filters: Vec<Node>,
    /// What no passage may match.
    pub excluded: Vec<Node>,
    /// Hints for the user.
    pub notes: Vec<String>,
}

/// A part of a query that is ranked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it asks for.
    pub node: Node,
    /// Whether it was written with `+`. If any part is, passages must match those, and the others
    /// only rank.
    pub required: bool,
}

/// A node of the syntax tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// What it asks for.
    pub kind: NodeKind,
    /// Byte range in the query's text. Empty for a node that was not parsed from it.
    pub span: Range<usize>,
}

/// What a node asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// `*`: every passage.
    All,
    /// A word in any of its forms.
    Word(QueryWord),
    /// These words in this order, next to each other.
    Phrase(Vec<Element>),
    /// `"..."~N`: these words in any order, with at most N other words from the first to the last.
    Near(Vec<Element>, u32),
    /// `"the town … this council"`: these phrases in this order, with at most
    /// 50 other words from one to the next.
    Elided(Vec<Vec<Element>>),
    /// `negot*`: words that start with this (folded).
    Prefix(String),
    /// `zelensky~2`: words within this many edits (1 or 2) of this one (folded). Swapping two
    /// neighbours is one edit.
    Fuzzy(String, u8),
    /// All of them.
    And(Vec<Node>),
    /// At least one of them.
    Or(Vec<Node>),
    /// Passages that do not match it.
    Not(Box<Node>),
    /// `said:`: inside verbatim utterances. With names, only in those of a speaker whose name
    /// contains all (folded) words of one of them. The names come from the `speaker:` filters next
    /// to it.
    Said(Box<Node>, Option<Vec<Vec<String>>>),
    /// A property of the passage.
    Field(FieldFilter),
}

/// A bare word of a query. It keeps its typed form, so that each language can stem it.
#[derive(Clone, Debug)]
pub struct QueryWord {
    text: String,
    cut: Cut,
    /// Its terms under the stemmer that was asked for first. Usually that is the only one.
    terms: OnceLock<(Stemming, Option<WordTerms>)>,
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
            terms: OnceLock::new(),
        }
    }

    /// Its terms under a stemmer. `None` if folding leaves nothing of it; the parser creates no
    /// such word.
    pub(crate) fn terms(&self, stemming: Stemming) -> Option<WordTerms> {
        let (cached, terms) = self
            .terms
            .get_or_init(|| (stemming, word_terms(self.word(), stemming)));
        if *cached == stemming {
            return terms.clone();
        }
        word_terms(self.word(), stemming)
    }

    /// The word as the tokenizer produced it.
    pub(crate) fn word(&self) -> Word<'_> {
        Word {
            text: &self.text,
            start: 0,
            cut: self.cut,
        }
    }

    /// Whether it is stemmed, so that its term differs by language. Pairs of characters of a script
    /// without spaces are not.
    pub(crate) fn is_stemmed(&self) -> bool {
        self.cut == Cut::Boundary
    }

    /// The word as it was typed.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// A word inside quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// Position, counted from that of the first word.
    pub offset: u32,
    /// The word, folded.
    pub folded: String,
    /// Whether any word that starts with it matches. True for a single character of a script
    /// without spaces, which a text contains as the first of a pair.
    pub prefix: bool,
    /// What was typed before the first word; empty for others. Highlighted as far as the text has
    /// the same.
    pub before: String,
    /// What was typed after the last word; empty for others. Highlighted as far as the text has the
    /// same.
    pub after: String,
}

/// A filter on a property of the passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldFilter {
    /// All these words (folded) in one speaker's name. A word that ends in `*` matches those that
    /// start with it.
    Speaker(Vec<String>),
    /// All these words in the section path, as for speakers.
    Section(Vec<String>),
    /// The outermost section with this number, counted from 1.
    SectionNumber(u64),
    /// The document's name: the whole name, all these words, or a pattern with `*`.
    Doc(String),
    /// The document's path; see [`FieldFilter::path`].
    Path(String),
    /// What lies at a path or below it; see [`Index::within`](crate::Index::within).
    Within {
        /// The path as the index writes it.
        path: String,
        /// Whether the folder that contains the index is below it, and with it every relative path.
        holds_index: bool,
        /// The path as the user typed it.
        typed: String,
    },
    /// Kind of paragraph.
    Kind(Kind),
    /// Language code (ISO 639-1).
    Lang(String),
    /// First and last day as `yyyymmdd`, both included.
    Date(u32, u32),
}

impl FieldFilter {
    /// Passages by a speaker whose name contains all words of `value`. A word with `*` after it
    /// matches those that start with it. `None` if there is no word, or a `*` anywhere else.
    pub fn speaker(value: &str) -> Option<FieldFilter> {
        wanted_words(value).map(FieldFilter::Speaker)
    }

    /// Passages of the section with that number (digits only), or whose path contains all words of
    /// `value`. `None` as for speakers.
    pub fn section(value: &str) -> Option<FieldFilter> {
        if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
            // A number too large to read is one that no section has.
            let number = value.parse().unwrap_or(u64::MAX);
            return Some(FieldFilter::SectionNumber(number));
        }
        wanted_words(value).map(FieldFilter::Section)
    }

    /// Passages of a file, or of everything below a folder: `town/council/march.txt`,
    /// `town/council`, `council`, `council/*.txt`, `*council*`. A `*` matches any characters, `/`
    /// too. `None` if there is nothing but slashes.
    ///
    /// The path may begin at any folder of the document's path. One that begins with `/` begins
    /// there. A record of a file with several is written `file#record`.
    pub fn path(value: &str) -> Option<FieldFilter> {
        let is_empty = value.trim_matches(['/', '.', '\\', ' ']).is_empty();
        (!is_empty).then(|| FieldFilter::Path(value.to_owned()))
    }

    /// Passages dated `2024`, `2024-03`, `2024-03-05`, `a..b`, `>=a`, `>a`, `<=a` or `<a`.
    ///
    /// Fails if `value` is none of these, if a day does not exist, or if the range is empty. The
    /// span of the error counts in `value`.
    pub fn date(value: &str) -> Result<FieldFilter, QueryError> {
        let (from, to) = date::range(value)?;
        Ok(FieldFilter::Date(from, to))
    }
}

impl NodeKind {
    /// Whether it only filters: none of its words is ranked or highlighted.
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

    /// The speaker names that a filter asks for, each by its words. `None` if it also lets through
    /// passages by others.
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

    /// Replaces each node for which `replacement` returns one, also inside what it returned.
    pub(crate) fn replace(&mut self, replacement: &impl Fn(&NodeKind) -> Option<NodeKind>) {
        if let Some(kind) = replacement(self) {
            *self = kind;
        }
        match self {
            NodeKind::And(nodes) | NodeKind::Or(nodes) => {
                nodes
                    .iter_mut()
                    .for_each(|node| node.kind.replace(replacement));
            }
            NodeKind::Not(node) | NodeKind::Said(node, _) => node.kind.replace(replacement),
            _ => {}
        }
    }

    /// Sets the names of each `said:` in it, from the filters next to it, else from those `around`.
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

    /// Whether it contains a bare word, which is compared by its stem, so that matches depend on
    /// the language.
    pub(crate) fn has_word(&self) -> bool {
        let mut has_word = false;
        self.each_word(&mut |_| has_word = true);
        has_word
    }

    /// Whether it contains a filter on speakers.
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

    /// The words of a node in quotation marks, in order. Empty for any other.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Element> {
        let pieces = match self {
            NodeKind::Phrase(elements) | NodeKind::Near(elements, _) => {
                std::slice::from_ref(elements)
            }
            NodeKind::Elided(pieces) => pieces,
            _ => &[],
        };
        pieces.iter().flatten()
    }

    /// Calls `visit` with each filter in it that is not excluded.
    pub(crate) fn each_filter<'n>(&'n self, visit: &mut impl FnMut(&'n FieldFilter)) {
        match self {
            NodeKind::Field(filter) => visit(filter),
            NodeKind::And(nodes) | NodeKind::Or(nodes) => {
                nodes.iter().for_each(|node| node.kind.each_filter(visit));
            }
            _ => {}
        }
    }

    /// Calls `visit` with each of its bare words.
    pub(crate) fn each_word<'n>(&'n self, visit: &mut impl FnMut(&'n QueryWord)) {
        match self {
            NodeKind::Word(word) => visit(word),
            NodeKind::And(nodes) | NodeKind::Or(nodes) => {
                nodes.iter().for_each(|node| node.kind.each_word(visit));
            }
            NodeKind::Not(node) | NodeKind::Said(node, _) => node.kind.each_word(visit),
            _ => {}
        }
    }
}

/// The speaker names that filters side by side ask for. `None` if none asks for any.
pub(crate) fn voices(filters: &[Node]) -> Option<Vec<Vec<String>>> {
    let named: Vec<_> = filters
        .iter()
        .filter_map(|node| node.kind.voices())
        .collect();
    (!named.is_empty()).then(|| named.concat())
}
