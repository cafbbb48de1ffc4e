//! Compiles the syntax tree of a query to tantivy queries, for passages that were indexed with one
//! stemmer.
//!
//! Words and phrases score (`words`), filters only restrict (`filter`). This file combines them.

mod filter;
mod words;

use std::sync::Arc;

use tantivy::collector::Count;
use tantivy::query::{BooleanQuery, Occur, Query as TantivyQuery, TermQuery};
use tantivy::schema::IndexRecordOption;

use crate::fields::schema::Flag;
use crate::hit::Passage;
use crate::index::source_id::root_of;
use crate::query::Query;
use crate::query::node::{Element, FieldFilter, Node, NodeKind};
use crate::retrieval::compile::filter::FilterCompiler;
use crate::retrieval::compile::words::{Scope, WordCompiler};
use crate::retrieval::matching::{FilterContext, PassageMatcher};
use crate::retrieval::queries::exclusion::exclusion;
use crate::retrieval::queries::verify::VerifyQuery;
use crate::retrieval::snapshot::Snapshot;
use crate::speakers::Speakers;
use crate::stored::tables::SymbolTables;
use crate::text::stem::Stemming;
use crate::text::term_cache::TermCache;

/// Turns nodes of one query into tantivy queries over one snapshot.
pub(crate) struct Compiler<'a> {
    /// The symbol tables that unpack stored records.
    tables: &'a Arc<SymbolTables>,
    words: WordCompiler<'a>,
    filters: FilterCompiler<'a>,
}

impl<'a> Compiler<'a> {
    /// Looks up what the query's `doc:` and `path:` filters mean in this index. `speakers` may be
    /// empty if the query has no filter on speakers.
    pub fn new(
        snapshot: &'a Snapshot,
        query: &Query,
        speakers: Arc<Speakers>,
    ) -> tantivy::Result<Compiler<'a>> {
        let (searcher, fields) = (&snapshot.inner, snapshot.index.fields);
        let mut context = FilterContext {
            speakers,
            ..FilterContext::default()
        };
        let parts = query.parts().iter().map(|part| &part.node);
        for node in parts.chain(query.filters()).chain(query.excluded()) {
            add_context(node, snapshot, &mut context)?;
        }
        Ok(Compiler {
            tables: &snapshot.tables,
            words: WordCompiler {
                searcher,
                frequencies: &snapshot.frequencies,
                fields,
                stemmings: &snapshot.stemmings,
            },
            filters: FilterCompiler {
                searcher,
                fields,
                context,
            },
        })
    }

    /// What the values of the query's filters mean in this index.
    pub fn into_context(self) -> FilterContext {
        self.filters.context
    }

    /// The records that match a node.
    pub fn node(&self, node: &Node, stemming: Stemming) -> tantivy::Result<Box<dyn TantivyQuery>> {
        self.node_in(node, stemming, Scope::Anywhere)
    }

    fn node_in(
        &self,
        node: &Node,
        stemming: Stemming,
        scope: Scope,
    ) -> tantivy::Result<Box<dyn TantivyQuery>> {
        match &node.kind {
            NodeKind::All => Ok(self.everything()),
            NodeKind::Word(word) => self.words.word(word, stemming, scope),
            NodeKind::Phrase(elements) => self.words.phrase(elements, scope),
            NodeKind::Elided(pieces) => self.elided(pieces, node, scope),
            NodeKind::Near(elements, between) => self.words.near(elements, *between, scope),
            NodeKind::Prefix(prefix) => self.words.prefix(prefix, scope),
            NodeKind::Fuzzy(word, distance) => self.words.fuzzy(word, *distance, scope),
            NodeKind::And(nodes) => self.boolean(Occur::Must, nodes, stemming, scope),
            NodeKind::Or(nodes) => self.boolean(Occur::Should, nodes, stemming, scope),
            NodeKind::Not(inner) => {
                let inner = self.node_in(inner, stemming, scope)?;
                Ok(Box::new(BooleanQuery::new(vec![
                    (Occur::Must, self.everything()),
                    (Occur::MustNot, exclusion(inner)),
                ])))
            }
            NodeKind::Said(inner, voices) => self.said(inner, voices.as_deref(), stemming),
            NodeKind::Field(filter) => self.filters.filter(filter),
        }
    }

    /// Every passage, unscored.
    pub fn everything(&self) -> Box<dyn TantivyQuery> {
        self.filters.flag(&Flag::Passage)
    }

    /// The passages that were indexed with a stemmer, unscored.
    pub fn stemmed_by(&self, stemming: Stemming) -> Box<dyn TantivyQuery> {
        self.filters.flag(&Flag::Stemming(stemming))
    }

    fn boolean(
        &self,
        occur: Occur,
        nodes: &[Node],
        stemming: Stemming,
        scope: Scope,
    ) -> tantivy::Result<Box<dyn TantivyQuery>> {
        let only_exclusions = nodes
            .iter()
            .all(|node| matches!(node.kind, NodeKind::Not(_)));
        let mut clauses = Vec::with_capacity(nodes.len());
        for node in nodes {
            match &node.kind {
                // Next to something else an exclusion needs no walk over everything that it leaves.
                NodeKind::Not(inner) if occur == Occur::Must && !only_exclusions => {
                    let inner = self.node_in(inner, stemming, scope)?;
                    clauses.push((Occur::MustNot, exclusion(inner)));
                }
                _ => clauses.push((occur, self.node_in(node, stemming, scope)?)),
            }
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    /// Passages with the pieces of a quotation, one after the other. `node` is the quotation.
    fn elided(
        &self,
        pieces: &[Vec<Element>],
        node: &Node,
        scope: Scope,
    ) -> tantivy::Result<Box<dyn TantivyQuery>> {
        let mut candidates = Vec::with_capacity(pieces.len());
        for piece in pieces {
            candidates.push((Occur::Must, self.words.phrase(piece, scope)?));
        }
        let node = match scope {
            Scope::Anywhere => node.clone(),
            Scope::Said => Node {
                kind: NodeKind::Said(Box::new(node.clone()), None),
                span: node.span.clone(),
            },
        };
        Ok(Box::new(self.verify(BooleanQuery::new(candidates), node)))
    }

    /// Passages in which somebody says `inner`: anybody, or one of the speakers with these names.
    fn said(
        &self,
        inner: &Node,
        voices: Option<&[Vec<String>]>,
        stemming: Stemming,
    ) -> tantivy::Result<Box<dyn TantivyQuery>> {
        let Some(voices) = voices else {
            return self.said_by_anybody(inner, stemming);
        };
        // A passage with one speaker needs no second look: all its utterances are theirs. Any other
        // must be read.
        let one_voice = || self.filters.flag(&Flag::OneVoice);
        let certain = BooleanQuery::new(vec![
            (Occur::Must, self.said_by_anybody(inner, stemming)?),
            (Occur::Must, one_voice()),
            (Occur::Must, self.filters.speakers(voices)?),
        ]);
        // Exclusions are dropped: words that another speaker says do not exclude the passage.
        let relaxed = without_exclusions(inner);
        let candidates = BooleanQuery::new(vec![
            (Occur::Must, self.said_by_anybody(&relaxed, stemming)?),
            (Occur::MustNot, one_voice()),
        ]);
        let verified = self.verified(candidates, inner, voices);
        Ok(Box::new(BooleanQuery::new(vec![
            (Occur::Should, Box::new(certain) as _),
            (Occur::Should, Box::new(verified) as _),
        ])))
    }

    /// The candidates in which one of these speakers really says `inner`.
    fn verified(
        &self,
        candidates: BooleanQuery,
        inner: &Node,
        voices: &[Vec<String>],
    ) -> VerifyQuery {
        let node = Node {
            kind: NodeKind::Said(Box::new(inner.clone()), Some(voices.to_vec())),
            span: inner.span.clone(),
        };
        self.verify(candidates, node)
    }

    /// The candidates that match a node when they are read.
    fn verify(&self, candidates: BooleanQuery, node: Node) -> VerifyQuery {
        let context = self.filters.context.clone();
        let holds = move |passage: &Passage| {
            PassageMatcher::new(passage, &mut TermCache::default(), &context)
                .find(&node, &mut Vec::new())
        };
        VerifyQuery {
            inner: Arc::new(candidates),
            tables: self.tables.clone(),
            holds: Arc::new(holds),
        }
    }

    /// Passages in which anybody says `inner`.
    ///
    /// A paragraph that is one speaker's turn as a whole has no words in the field `said`: all its
    /// words are said.
    fn said_by_anybody(
        &self,
        inner: &Node,
        stemming: Stemming,
    ) -> tantivy::Result<Box<dyn TantivyQuery>> {
        let turn = || self.filters.flag(&Flag::Turn);
        let in_part = BooleanQuery::new(vec![
            (Occur::Must, self.node_in(inner, stemming, Scope::Said)?),
            (Occur::MustNot, turn()),
        ]);
        let in_turn = BooleanQuery::new(vec![
            (Occur::Must, turn()),
            (Occur::Must, self.node_in(inner, stemming, Scope::Anywhere)?),
        ]);
        Ok(Box::new(BooleanQuery::new(vec![
            (Occur::Should, Box::new(in_part) as _),
            (Occur::Should, Box::new(in_turn) as _),
        ])))
    }
}

/// Adds what the filters in a node mean in this index: the values of `doc:` filters that are the
/// whole name of a document, and the folder that an absolute `path:` may begin with.
fn add_context(
    node: &Node,
    snapshot: &Snapshot,
    context: &mut FilterContext,
) -> tantivy::Result<()> {
    match &node.kind {
        NodeKind::Field(FieldFilter::Doc(name)) => {
            let fields = &snapshot.index.fields;
            let term = fields.value(fields.doc, name);
            // Records are counted, because the dictionary may still list a document that was
            // deleted.
            let exact = TermQuery::new(term, IndexRecordOption::Basic);
            if snapshot.inner.search(&exact, &Count)? > 0 {
                context.exact_docs.push(name.clone());
            }
            Ok(())
        }
        NodeKind::Field(FieldFilter::Path(path)) if path.starts_with('/') => {
            let root = root_of(snapshot.index.path(), None);
            context.root = root.map(|root| root.to_string_lossy().into_owned());
            Ok(())
        }
        NodeKind::And(nodes) | NodeKind::Or(nodes) => nodes
            .iter()
            .try_for_each(|node| add_context(node, snapshot, context)),
        NodeKind::Not(node) => add_context(node, snapshot, context),
        _ => Ok(()),
    }
}

/// A node without its exclusions: every passage that matches the given node matches it too.
fn without_exclusions(node: &Node) -> Node {
    let each = |nodes: &[Node]| nodes.iter().map(without_exclusions).collect();
    let kind = match &node.kind {
        NodeKind::Not(_) => NodeKind::All,
        NodeKind::And(nodes) => NodeKind::And(each(nodes)),
        NodeKind::Or(nodes) => NodeKind::Or(each(nodes)),
        kind => kind.clone(),
    };
    Node {
        kind,
        span: node.span.clone(),
    }
}
