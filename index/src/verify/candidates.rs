//! Finds the passages that a quotation may be from: by phrases, and by its rarest words.
//!
//! Words and pairs of very common words are looked up in the field `exact`. A pair such as "of
//! the" is far rarer than its words, so that a quotation of common words alone is found, too. The
//! time is bounded by the number of postings read.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::query::{BooleanQuery, EnableScoring, Occur, Query as TantivyQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, DocSet, TERMINATED, Term};

use crate::error::Result;
use crate::fields::words::pair_term;
use crate::query::Query;
use crate::query::node::{Element, FieldFilter, Node, NodeKind};
use crate::retrieval::compile::Compiler;
use crate::retrieval::frequency::idf;
use crate::retrieval::snapshot::Snapshot;
use crate::storage::interrupt::is_interrupted;
use crate::text::stem::Stemming;
use crate::verify::quotation::{ItemKind, Quotation};

/// Terms to vote with: one bit each.
const MAX_TERMS: usize = 16;

/// Postings to read for the votes on one quotation: about a millisecond.
const MAX_POSTINGS: u64 = 400_000;

/// Words of a phrase to look up. More make a lookup slower and no more certain.
const MAX_PHRASE: usize = 24;

/// Pieces of a quotation to look up together. More pieces rarely tell more.
const MAX_PIECES: usize = 6;

/// Words of the phrases that a quotation is cut into where its words are all common.
const SHORT_PHRASE: usize = 4;

/// Such phrases to look up.
const MAX_SHORT_PHRASES: usize = 10;

/// A filter that keeps the passages of a selection of sources.
#[derive(Debug, Default)]
pub(super) struct Selection {
    /// A bit for each record of each segment. `None`: all records.
    kept: Option<Vec<Vec<u64>>>,
}

impl Selection {
    /// The passages that pass the filters of a query and none of `without`.
    pub fn new(snapshot: &Snapshot, query: &Query, without: &[FieldFilter]) -> Result<Selection> {
        let excluded = without.iter().cloned().map(|filter| Node {
            kind: NodeKind::Field(filter),
            span: 0..0,
        });
        let excluded: Vec<Node> = excluded.chain(query.excluded().to_vec()).collect();
        if query.filters().is_empty() && excluded.is_empty() {
            return Ok(Selection::default());
        }
        let speakers = match query.names_speaker() {
            true => snapshot.speakers()?.clone(),
            false => Arc::default(),
        };
        let read = |error| snapshot.storage(error);
        let compiler = Compiler::new(snapshot, query, speakers).map_err(read)?;
        let kept = kept_records(snapshot, &compiler, query.filters(), &excluded);
        Ok(Selection {
            kept: Some(kept.map_err(read)?),
        })
    }

    /// Whether a record is kept.
    pub fn keeps(&self, address: DocAddress) -> bool {
        self.kept.as_ref().is_none_or(|kept| {
            let bits = &kept[address.segment_ord as usize];
            bits[address.doc_id as usize / 64] >> (address.doc_id % 64) & 1 == 1
        })
    }
}

fn kept_records(
    snapshot: &Snapshot,
    compiler: &Compiler<'_>,
    filters: &[Node],
    excluded: &[Node],
) -> tantivy::Result<Vec<Vec<u64>>> {
    let mut clauses: Vec<(Occur, Box<dyn TantivyQuery>)> =
        vec![(Occur::Must, compiler.everything())];
    for node in filters {
        clauses.push((Occur::Must, compiler.node(node, Stemming::NONE)?));
    }
    for node in excluded {
        clauses.push((Occur::MustNot, compiler.node(node, Stemming::NONE)?));
    }
    let unscored = EnableScoring::disabled_from_searcher(&snapshot.inner);
    let weight = BooleanQuery::new(clauses).weight(unscored)?;
    let mut kept = Vec::new();
    for segment in snapshot.inner.segment_readers() {
        let mut bits = vec![0u64; segment.max_doc() as usize / 64 + 1];
        let mut scorer = weight.scorer(segment, 1.0)?;
        while scorer.doc() != TERMINATED {
            bits[scorer.doc() as usize / 64] |= 1 << (scorer.doc() % 64);
            scorer.advance();
        }
        kept.push(bits);
    }
    Ok(kept)
}

/// A passage that may hold a quotation or a part of it, with how many passages after it may hold
/// the rest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Candidate {
    pub address: DocAddress,
    /// Passages to read, itself included.
    pub passages: u32,
    pub score: f32,
}

/// Memory for votes, used again for each quotation: two bytes for each passage.
#[derive(Debug, Default)]
pub(super) struct Votes {
    /// By segment and record, the terms that it holds.
    terms_of: Vec<Vec<u16>>,
    touched: Vec<DocAddress>,
}

/// Looks up candidates in one snapshot.
pub(super) struct Finder<'s> {
    pub snapshot: &'s Snapshot,
    pub selection: &'s Selection,
}

impl Finder<'_> {
    /// The passages that hold all pieces of a quotation, each as a phrase; at most `limit`.
    pub fn with_pieces(&self, quotation: &Quotation, limit: usize) -> Result<Vec<DocAddress>> {
        let mut phrases = Vec::new();
        for piece in quotation.pieces() {
            let elements = elements(
                quotation,
                piece.start,
                piece.end.min(piece.start + MAX_PHRASE),
            );
            if elements.is_empty() {
                continue;
            }
            phrases.push(elements);
            if phrases.len() == MAX_PIECES {
                break;
            }
        }
        self.with_phrases(phrases, Occur::Must, limit)
    }

    /// The passages that hold any of the short phrases of a quotation, with the number of phrases
    /// each holds.
    pub fn with_short_phrases(
        &self,
        quotation: &Quotation,
        limit: usize,
    ) -> Result<Vec<Candidate>> {
        let mut starts = Vec::new();
        for piece in quotation.pieces() {
            let last = piece.end.saturating_sub(SHORT_PHRASE);
            let in_piece = (piece.start..=last).step_by(SHORT_PHRASE / 2).chain([last]);
            let is_inside =
                |start: &usize| *start >= piece.start && start + SHORT_PHRASE <= piece.end;
            starts.extend(in_piece.filter(is_inside));
        }
        starts.dedup();
        let step = starts.len().div_ceil(MAX_SHORT_PHRASES).max(1);
        let mut found: FxHashMap<DocAddress, f32> = FxHashMap::default();
        for start in starts.into_iter().step_by(step) {
            let phrase = elements(quotation, start, start + SHORT_PHRASE);
            if !phrase.is_empty() {
                for address in self.with_phrases(vec![phrase], Occur::Must, limit)? {
                    *found.entry(address).or_default() += 1.0;
                }
            }
        }
        let mut found: Vec<Candidate> = found
            .into_iter()
            .map(|(address, score)| Candidate {
                address,
                passages: 1,
                score,
            })
            .collect();
        sort(&mut found);
        Ok(found)
    }

    fn with_phrases(
        &self,
        mut phrases: Vec<Vec<Element>>,
        occur: Occur,
        limit: usize,
    ) -> Result<Vec<DocAddress>> {
        if phrases.is_empty() {
            return Ok(Vec::new());
        }
        let read = |error| self.snapshot.storage(error);
        let compiler = Compiler::new(self.snapshot, &Query::default(), Arc::default());
        let compiler = compiler.map_err(read)?;
        let mut clauses = Vec::with_capacity(phrases.len());
        for phrase in &mut phrases {
            let node = Node {
                kind: NodeKind::Phrase(std::mem::take(phrase)),
                span: 0..0,
            };
            clauses.push((occur, compiler.node(&node, Stemming::NONE).map_err(read)?));
        }
        let query: Box<dyn TantivyQuery> = match clauses.len() {
            1 => clauses.remove(0).1,
            _ => Box::new(BooleanQuery::new(clauses)),
        };
        self.records_of(&*query, limit).map_err(read)
    }

    fn records_of(
        &self,
        query: &dyn TantivyQuery,
        limit: usize,
    ) -> tantivy::Result<Vec<DocAddress>> {
        let unscored = EnableScoring::disabled_from_searcher(&self.snapshot.inner);
        let weight = query.weight(unscored)?;
        let mut found = Vec::new();
        for (number, segment) in (0u32..).zip(self.snapshot.inner.segment_readers()) {
            let mut scorer = weight.scorer(segment, 1.0)?;
            while scorer.doc() != TERMINATED && found.len() < limit && !is_interrupted() {
                let address = DocAddress::new(number, scorer.doc());
                if !segment.is_deleted(scorer.doc()) && self.selection.keeps(address) {
                    found.push(address);
                }
                scorer.advance();
            }
        }
        Ok(found)
    }

    /// The passages that hold most of the rarest words and pairs of a quotation, the best first;
    /// at most `limit`. A passage and those after it count together, where that is more.
    pub fn by_votes(
        &self,
        quotation: &Quotation,
        limit: usize,
        votes: &mut Votes,
    ) -> Result<Vec<Candidate>> {
        let read = |error| self.snapshot.storage(error);
        let terms = self.rarest_terms(quotation).map_err(read)?;
        self.vote(&terms, votes).map_err(read)?;
        let weights: Vec<f32> = terms.iter().map(|(_, weight)| *weight).collect();
        let table = WeightTable::new(&weights);
        let mut found = Vec::new();
        for address in &votes.touched {
            let terms_of = &votes.terms_of[address.segment_ord as usize];
            if let Some(candidate) = best_window(*address, terms_of, &table) {
                found.push(candidate);
            }
        }
        votes.clear();
        // More than are returned, as neighbours are left out.
        let most = (4 * limit).min(found.len());
        if most < found.len() {
            found.select_nth_unstable_by(most, order);
            found.truncate(most);
        }
        sort(&mut found);
        let mut chosen: Vec<Candidate> = Vec::with_capacity(limit);
        for candidate in found {
            let is_near = |other: &Candidate| {
                other.address.segment_ord == candidate.address.segment_ord
                    && candidate.address.doc_id.abs_diff(other.address.doc_id)
                        < other.passages.max(candidate.passages)
            };
            if chosen.len() < limit && !chosen.iter().any(is_near) {
                chosen.push(candidate);
            }
        }
        Ok(chosen)
    }

    /// The rarest words and pairs that the index has, with their weights.
    fn rarest_terms(&self, quotation: &Quotation) -> tantivy::Result<Vec<(Term, f32)>> {
        let exact = self.snapshot.index.fields.exact;
        let mut texts: Vec<String> = Vec::new();
        let mut before: Option<(&str, u32)> = None;
        for item in &quotation.items {
            let ItemKind::Word {
                term: Some(term),
                position,
                ..
            } = &item.kind
            else {
                continue;
            };
            if let Some((other, at)) = before
                && at + 1 == *position
            {
                texts.extend(pair_term(other, term));
            }
            texts.push(term.clone());
            before = Some((term, *position));
        }
        texts.sort_unstable();
        texts.dedup();
        let frequencies = &self.snapshot.frequencies;
        let mut terms = Vec::with_capacity(texts.len());
        for text in texts {
            let term = Term::from_field_text(exact, &text);
            let records = frequencies.records_with(&term)?;
            if records > 0 {
                terms.push((records, term));
            }
        }
        terms.sort();
        let all = frequencies.records();
        let mut postings = 0;
        let mut chosen = Vec::new();
        for (records, term) in terms {
            postings += records;
            let is_too_much = postings > MAX_POSTINGS && chosen.len() > 1;
            if is_too_much || chosen.len() == MAX_TERMS {
                break;
            }
            chosen.push((term, idf(all, records)));
        }
        Ok(chosen)
    }

    fn vote(&self, terms: &[(Term, f32)], votes: &mut Votes) -> tantivy::Result<()> {
        votes.prepare(self.snapshot);
        for (number, segment) in (0u32..).zip(self.snapshot.inner.segment_readers()) {
            let terms_of = &mut votes.terms_of[number as usize];
            for (bit, (term, _)) in terms.iter().enumerate() {
                let index = segment.inverted_index(term.field())?;
                let Some(mut postings) = index.read_postings(term, IndexRecordOption::Basic)?
                else {
                    continue;
                };
                let mut record: DocId = postings.doc();
                while record != TERMINATED {
                    let address = DocAddress::new(number, record);
                    if !segment.is_deleted(record) && self.selection.keeps(address) {
                        let slot = &mut terms_of[record as usize];
                        if *slot == 0 {
                            votes.touched.push(address);
                        }
                        *slot |= 1 << bit;
                    }
                    record = postings.advance();
                }
            }
        }
        Ok(())
    }
}

impl Votes {
    fn prepare(&mut self, snapshot: &Snapshot) {
        if self.terms_of.is_empty() {
            let segments = snapshot.inner.segment_readers().iter();
            let empty = segments.map(|segment| vec![0; segment.max_doc() as usize]);
            self.terms_of = empty.collect();
        }
    }

    fn clear(&mut self) {
        for address in self.touched.drain(..) {
            self.terms_of[address.segment_ord as usize][address.doc_id as usize] = 0;
        }
    }
}

/// The weight of each set of terms, in two halves.
struct WeightTable {
    low: [f32; 256],
    high: [f32; 256],
}

impl WeightTable {
    fn new(weights: &[f32]) -> WeightTable {
        let half = |weights: &[f32]| {
            let mut table = [0.0; 256];
            for set in 1..256usize {
                let bit = set.trailing_zeros() as usize;
                let weight = weights.get(bit).copied().unwrap_or_default();
                table[set] = table[set & (set - 1)] + weight;
            }
            table
        };
        WeightTable {
            low: half(&weights[..weights.len().min(8)]),
            high: half(weights.get(8..).unwrap_or_default()),
        }
    }

    fn of(&self, terms: u16) -> f32 {
        self.low[usize::from(terms & 255)] + self.high[usize::from(terms >> 8)]
    }
}

/// A passage, with as many after it as hold more of the terms than it alone.
fn best_window(address: DocAddress, terms_of: &[u16], table: &WeightTable) -> Option<Candidate> {
    // A longer window holds more by chance, so it must hold clearly more.
    const WINDOWS: [(u32, f32); 3] = [(1, 1.0), (2, 0.92), (4, 0.85)];
    let at = address.doc_id as usize;
    let mut best: Option<Candidate> = None;
    let mut terms = 0;
    let mut read = 0;
    for (passages, factor) in WINDOWS {
        while read < passages as usize {
            terms |= terms_of.get(at + read).copied().unwrap_or_default();
            read += 1;
        }
        let score = factor * table.of(terms);
        if best.is_none_or(|best| score > best.score) {
            best = Some(Candidate {
                address,
                passages,
                score,
            });
        }
    }
    best
}

/// The best first, then in the order of the index.
fn order(one: &Candidate, other: &Candidate) -> std::cmp::Ordering {
    let by_score = other.score.total_cmp(&one.score);
    by_score.then_with(|| one.address.cmp(&other.address))
}

fn sort(candidates: &mut [Candidate]) {
    candidates.sort_unstable_by(order);
}

/// The words of items in a row as a phrase.
fn elements(quotation: &Quotation, from: usize, to: usize) -> Vec<Element> {
    let mut elements: Vec<Element> = Vec::new();
    let mut first = None;
    for item in &quotation.items[from..to] {
        if let ItemKind::Word {
            term: Some(term),
            position,
            ..
        } = &item.kind
        {
            let first = *first.get_or_insert(*position);
            elements.push(Element {
                offset: position - first,
                folded: term.clone(),
                prefix: false,
                before: String::new(),
                after: String::new(),
            });
        }
    }
    elements
}
