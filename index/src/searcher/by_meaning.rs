//! What a query means, and what that adds to the scores of passages.
//!
//! The first [`WINDOW`](super::WINDOW) passages of a tier score `(1 - WEIGHT) * score + WEIGHT *
//! top * cosine / best cosine`. `score` is what their words give, `top` the best score that
//! retrieval gave in the window, so that both shares have the same range whatever the query; `best
//! cosine` is that of the window. `retrieval/README.md` has the figures for other mixtures.
//!
//! A page that words do not fill is filled with passages that were found by their meaning alone, in
//! a tier of their own, after all others: they score their cosine.

use std::cell::Cell;
use std::cmp::Reverse;
use std::ops::Range;

use rustc_hash::FxHashSet;
use tantivy::collector::DocSetCollector;
use tantivy::{DocAddress, TantivyError};

use crate::error::{Error, Result};
use crate::hit::Tier;
use crate::meaning::model::Model;
use crate::query::node::{Node, NodeKind};
use crate::query::{Match, Query};
use crate::retrieval::by_meaning::{Meanings, QueryVector};
use crate::retrieval::compile::Compiler;
use crate::retrieval::snapshot::Snapshot;
use crate::retrieval::top::contributions::Contributions;
use crate::searcher::answer::Answer;
use crate::searcher::order::{RankedRecord, sort_by_score, steps};
use crate::searcher::plan::Plan;
use crate::searcher::request::{Meaning, Request, Sort};

/// The share of meaning in a score.
const WEIGHT: f32 = 0.3;

/// The least cosine of a passage that is found by its meaning alone. In encyclopedic paragraphs one
/// random pair of a question and a passage in a hundred has more; in abstracts on one subject, a
/// quarter.
const MIN_COSINE: f32 = 0.35;

/// The most passages that are found by their meaning alone: more would be further and further from
/// what was asked.
const MAX_BY_MEANING: usize = 50;

/// What a query means.
pub(super) struct Meant {
    meanings: std::sync::Arc<Meanings>,
    vector: QueryVector,
    /// How many passages had no vector so far.
    without_vector: Cell<usize>,
}

/// What meaning adds to the scores of some passages. Without any, scores stay as they are.
#[derive(Default)]
pub(super) struct Shares(Vec<f32>);

/// What a query means. `None` if meaning is not asked for, or if nothing of the query is known.
pub(super) fn meant(
    snapshot: &Snapshot,
    query: &Query,
    request: &Request,
    model: Option<&Model>,
) -> Result<Option<Meant>> {
    let Some(meaning) = request.meaning else {
        return Ok(None);
    };
    let meanings = snapshot.meanings()?.clone();
    if query.parts().is_empty() {
        return Ok(None);
    }
    let text = plain_text(query);
    let vector = match (meaning, model) {
        (Meaning::Lookup, _) => meanings.by_lookup(&text)?,
        (Meaning::Model, Some(model)) => meanings.by_model(&text, model)?,
        (Meaning::Model, None) => {
            return Err(Error::Meaning {
                reason: "the model is needed to search by it".to_owned(),
                step: "name its folder".to_owned(),
            });
        }
    };
    Ok(vector.map(|vector| Meant {
        meanings,
        vector,
        without_vector: Cell::new(0),
    }))
}

/// A query as a text: without filters, exclusions and operators.
fn plain_text(query: &Query) -> String {
    let mut text = query.text().to_owned();
    let mut left_out: Vec<Range<usize>> = Vec::new();
    for node in query.filters().iter().chain(query.excluded()) {
        left_out.push(node.span.clone());
    }
    for part in query.parts() {
        add_filters(&part.node, &mut left_out);
    }
    for span in left_out {
        if text.get(span.clone()).is_some() {
            // As many bytes as before, so that the other spans stay right.
            text.replace_range(span.clone(), &" ".repeat(span.len()));
        }
    }
    let words = text.split_whitespace();
    let words = words.filter(|word| !matches!(*word, "OR" | "AND" | "NOT"));
    let operators = ['"', '+', '*', '~', '(', ')'];
    let words = words.map(|word| word.strip_prefix("said:").unwrap_or(word));
    words
        .filter(|word| word.contains(char::is_alphanumeric))
        .map(|word| word.replace(operators, " "))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Adds the spans of what filters or excludes inside a part.
fn add_filters(node: &Node, spans: &mut Vec<Range<usize>>) {
    match &node.kind {
        NodeKind::Field(_) | NodeKind::Not(_) => spans.push(node.span.clone()),
        NodeKind::And(nodes) | NodeKind::Or(nodes) => {
            nodes.iter().for_each(|node| add_filters(node, spans));
        }
        NodeKind::Said(node, _) => add_filters(node, spans),
        _ => {}
    }
}

impl Meant {
    /// How many of the passages whose meaning should have counted have no vector yet.
    pub fn without_vector(&self) -> usize {
        self.without_vector.get()
    }

    /// What meaning adds to the scores of passages; `best` is the best of their scores.
    pub fn shares(
        &self,
        snapshot: &Snapshot,
        addresses: impl Iterator<Item = DocAddress>,
        best: f32,
    ) -> tantivy::Result<Shares> {
        let cosine = |address| {
            let read = || snapshot.passage(address);
            let cosine = self.meanings.cosine(address, &self.vector, read);
            cosine.map_err(|error| TantivyError::InternalError(error.to_string()))
        };
        let cosines: Vec<Option<f32>> = addresses.map(cosine).collect::<tantivy::Result<_>>()?;
        let known = || cosines.iter().flatten().map(|cosine| cosine.max(0.0));
        let missing = cosines.iter().filter(|cosine| cosine.is_none()).count();
        self.without_vector.set(self.without_vector.get() + missing);
        let top = known().fold(0.0, f32::max);
        // A passage without a vector is taken for an average one.
        let average = known().sum::<f32>() / known().count().max(1) as f32;
        let factor = if top > 0.0 { WEIGHT * best / top } else { 0.0 };
        let share = |cosine: Option<f32>| factor * cosine.unwrap_or(average).max(0.0);
        Ok(Shares(cosines.into_iter().map(share).collect()))
    }
}

impl Shares {
    /// The score of a passage whose words give `score`.
    pub fn mixed(&self, number: usize, score: f32) -> f32 {
        self.0
            .get(number)
            .map_or(score, |share| (1.0 - WEIGHT) * score + share)
    }

    /// The same for what made up the score.
    pub fn mix(&self, number: usize, found: Contributions) -> Contributions {
        match self.0.get(number) {
            Some(share) => found.mixed(1.0 - WEIGHT, *share),
            None => found,
        }
    }
}

/// Fills a page that words do not fill with passages that were found by their meaning alone.
pub(super) fn add_by_meaning(
    query: &Query,
    request: &Request,
    meant: &Meant,
    answer: &mut Answer,
) -> Result<()> {
    let is_wanted = request.sort == Sort::Score
        && request.matching != Match::All
        && !query.parts().iter().any(|part| part.required);
    let wanted = request.limit.unwrap_or(usize::MAX);
    if !is_wanted || answer.ranked.len() >= wanted {
        return Ok(());
    }
    let snapshot = std::sync::Arc::clone(&answer.snapshot);
    let read = |error| snapshot.storage(error);
    let compiler = Compiler::new(&snapshot, query, answer.context.speakers.clone());
    let compiler = compiler.map_err(read)?;
    let plan = Plan::new(&compiler, &snapshot.stemmings, query, request.matching);
    let plan = plan.map_err(read)?;
    let mut by_words = by_words(&snapshot, &plan).map_err(read)?;
    by_words.extend(answer.across.keys());
    let scope = plan.scope(&compiler);
    let found = nearest(&snapshot, &scope, meant, request, &by_words).map_err(read)?;
    let before = request.offset.saturating_sub(by_words.len());
    let first = found.first().map(|first| first.tier);
    if let Some(total) = &mut answer.total {
        *total += found.len() as u64;
    }
    let missing = wanted - answer.ranked.len();
    let page = found.into_iter().skip(before).take(missing);
    answer.ranked.extend(page);
    answer.matched = answer.matched.or(first);
    Ok(())
}

/// The records that words find.
fn by_words(snapshot: &Snapshot, plan: &Plan) -> tantivy::Result<FxHashSet<DocAddress>> {
    let mut found = FxHashSet::default();
    for compiled in &plan.compiled {
        let query = compiled.query(plan.counted().total);
        found.extend(snapshot.inner.search(&*query, &DocSetCollector)?);
    }
    Ok(found)
}

/// The records of a scope that are nearest to a query, except those in `besides`. Only segments
/// that `embed` has seen are looked at: the others would have to be read.
fn nearest(
    snapshot: &Snapshot,
    scope: &[Box<dyn tantivy::query::Query>],
    meant: &Meant,
    request: &Request,
    besides: &FxHashSet<DocAddress>,
) -> tantivy::Result<Vec<RankedRecord>> {
    let mut records = FxHashSet::default();
    for query in scope {
        records.extend(snapshot.inner.search(&**query, &DocSetCollector)?);
    }
    let near = records.into_iter().filter_map(|address| {
        let cosine = meant.meanings.known_cosine(address, &meant.vector)?;
        (cosine >= MIN_COSINE && !besides.contains(&address)).then_some((cosine, address))
    });
    let mut near: Vec<(f32, DocAddress)> = near.collect();
    near.sort_unstable_by_key(|(cosine, address)| (Reverse(steps(*cosine)), *address));
    let contributions = |cosine| Contributions {
        meaning: cosine,
        ..Contributions::default()
    };
    let mut found: Vec<RankedRecord> = near
        .into_iter()
        .map(|(score, address)| RankedRecord {
            copies: Vec::new(),
            address,
            score,
            tier: Tier::Meaning,
            compiled: 0,
            contributions: request.explain.then(|| contributions(score)),
        })
        .collect();
    sort_by_score(&snapshot.columns, &mut found, 0..MAX_BY_MEANING)?;
    found.truncate(MAX_BY_MEANING);
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::plain_text;
    use crate::query::Query;

    #[test]
    fn a_query_is_a_text_without_its_operators() {
        let check = |query: &str, expected: &str| {
            let query = Query::parse(query).expect("a query");
            let words = plain_text(&query);
            assert_eq!(
                words.split_whitespace().collect::<Vec<_>>().join(" "),
                expected
            );
        };
        check("who owns the ferry?", "who owns the ferry?");
        check(
            "+harbour \"full of ice\" speaker:berg",
            "harbour full of ice",
        );
        check("ferry OR boat -storm date:2024", "ferry boat");
    }
}
