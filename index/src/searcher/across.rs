//! Finds a quotation whose words run over the end of a paragraph: the paragraphs that hold it
//! together, where no paragraph holds it alone.
//!
//! Only tried when nothing matches. The words must run on from one paragraph to the next of the
//! same document and section, and by the same speaker where both have one. Candidates come from
//! postings and are read; at most [`MAX_CANDIDATES`] are. Passages are numbered by their place in
//! the source.

use std::collections::BTreeMap;
use std::ops::Range;

use tantivy::query::{BooleanQuery, EnableScoring, Occur, Query as TantivyQuery};
use tantivy::{DocAddress, TERMINATED, Term};

use crate::error::Result;
use crate::hit::Passage;
use crate::query::Query;
use crate::query::elided::{fits_at, places, width};
use crate::query::node::{Element, Node, NodeKind};
use crate::retrieval::compile::Compiler;
use crate::retrieval::matching::{FilterContext, PassageMatcher};
use crate::retrieval::snapshot::Snapshot;
use crate::searcher::highlight::merged;
use crate::searcher::lookup::neighbour;
use crate::storage::interrupt;
use crate::text::stem::Stemming;
use crate::text::term_cache::TermCache;

/// Passages to read as candidates. Reading one takes about ten microseconds.
const MAX_CANDIDATES: u64 = 2_000;

/// Paragraphs that a quotation may run over. Captions and verse are short.
const MAX_PARAGRAPHS: usize = 3;

/// Fewer words meet at the end of a paragraph by chance.
const MIN_WORDS: usize = 3;

/// The passages that hold parts of a quotation, each with the byte ranges to highlight.
pub(super) type Parts = BTreeMap<DocAddress, Vec<Range<usize>>>;

/// The passages that hold the query's quotation together. Empty if the query is anything else.
pub(super) fn find(
    snapshot: &Snapshot,
    query: &Query,
    compiler: &Compiler<'_>,
    context: &FilterContext,
) -> Result<Parts> {
    let mut found = Parts::new();
    let Some(pieces) = query.quotation() else {
        return Ok(found);
    };
    if pieces.iter().map(Vec::len).sum::<usize>() < MIN_WORDS {
        return Ok(found);
    }
    let search = Search {
        snapshot,
        query,
        context,
        pieces: &pieces,
    };
    let anchors = search.anchors().map_err(|error| snapshot.storage(error))?;
    let candidates = search.candidates(compiler, &anchors);
    for address in candidates.map_err(|error| snapshot.storage(error))? {
        interrupt::check()?;
        search.add_around(address, &anchors, &mut found)?;
    }
    Ok(found)
}

/// Words of a quotation that a candidate must hold.
struct Anchor {
    /// Number of the piece.
    piece: usize,
    /// Its elements.
    elements: Range<usize>,
}

struct Search<'a> {
    snapshot: &'a Snapshot,
    query: &'a Query,
    context: &'a FilterContext,
    pieces: &'a [Vec<Element>],
}

impl Search<'_> {
    /// Words of which one of the paragraphs has at least one group.
    ///
    /// A rare word is in one of them, however many there are. If no word is rare enough, one border
    /// between two paragraphs is assumed: it leaves one of two groups whole that share a word at
    /// most.
    fn anchors(&self) -> tantivy::Result<Vec<Anchor>> {
        let exact = self.snapshot.index.fields.exact;
        let mut rarest: Option<(u64, Anchor)> = None;
        for (piece, elements) in self.pieces.iter().enumerate() {
            for (number, element) in elements.iter().enumerate() {
                if element.prefix {
                    continue;
                }
                let term = Term::from_field_text(exact, &element.folded);
                let records = self.snapshot.frequencies.records_with(&term)?;
                if rarest.as_ref().is_none_or(|(least, _)| records < *least) {
                    let elements = number..number + 1;
                    rarest = Some((records, Anchor { piece, elements }));
                }
            }
        }
        let Some((records, rarest)) = rarest else {
            return Ok(Vec::new());
        };
        if records <= MAX_CANDIDATES {
            return Ok(vec![rarest]);
        }
        let whole = |piece: usize| Anchor {
            piece,
            elements: 0..self.pieces[piece].len(),
        };
        if self.pieces.len() > 1 {
            let mut longest: Vec<usize> = (0..self.pieces.len()).collect();
            longest.sort_by_key(|piece| std::cmp::Reverse(self.pieces[*piece].len()));
            return Ok(longest.into_iter().take(2).map(whole).collect());
        }
        let middle = self.pieces[0].len() / 2;
        let half = |elements: Range<usize>| Anchor { piece: 0, elements };
        Ok(vec![
            half(0..middle + 1),
            half(middle..self.pieces[0].len()),
        ])
    }

    /// Records that hold an anchor.
    fn candidates(
        &self,
        compiler: &Compiler<'_>,
        anchors: &[Anchor],
    ) -> tantivy::Result<Vec<DocAddress>> {
        let mut clauses: Vec<(Occur, Box<dyn TantivyQuery>)> = Vec::new();
        for anchor in anchors {
            let mut elements = self.pieces[anchor.piece][anchor.elements.clone()].to_vec();
            let first = elements.first().map_or(0, |first| first.offset);
            elements
                .iter_mut()
                .for_each(|element| element.offset -= first);
            let phrase = Node {
                kind: NodeKind::Phrase(elements),
                span: 0..0,
            };
            clauses.push((Occur::Should, compiler.node(&phrase, Stemming::NONE)?));
        }
        let unscored = EnableScoring::disabled_from_searcher(&self.snapshot.inner);
        let weight = BooleanQuery::new(clauses).weight(unscored)?;
        let mut found = Vec::new();
        for (number, segment) in (0u32..).zip(self.snapshot.inner.segment_readers()) {
            let mut scorer = weight.scorer(segment, 1.0)?;
            while scorer.doc() != TERMINATED && (found.len() as u64) < MAX_CANDIDATES {
                if !segment.is_deleted(scorer.doc()) {
                    found.push(DocAddress::new(number, scorer.doc()));
                }
                scorer.advance();
            }
        }
        Ok(found)
    }

    /// Adds the passages around a candidate, and itself, that hold the quotation together.
    fn add_around(&self, address: DocAddress, anchors: &[Anchor], found: &mut Parts) -> Result<()> {
        let passage = self.snapshot.passage(address)?;
        if !self.may_continue(&passage, anchors) {
            return Ok(());
        }
        let mut around = vec![(address, passage)];
        for forward in [false, true] {
            for _ in 1..MAX_PARAGRAPHS {
                let edge = if forward {
                    around.last()
                } else {
                    around.first()
                };
                let Some((address, edge)) = edge else {
                    break;
                };
                let Some(next) = neighbour(self.snapshot, *address, edge, forward)? else {
                    break;
                };
                if !runs_on(edge, &next.1) {
                    break;
                }
                around.insert(if forward { around.len() } else { 0 }, next);
            }
        }
        self.add_matches(&around, found);
        Ok(())
    }

    /// Whether the quotation may run from this passage into another: it holds an anchor, and
    /// everything around that as far as the passage goes.
    fn may_continue(&self, passage: &Passage, anchors: &[Anchor]) -> bool {
        let mut terms = TermCache::default();
        let matcher = PassageMatcher::new(passage, &mut terms, self.context);
        let length = matcher.word_count();
        let is_element = |element: &Element, number: usize| matcher.is_element(element, number);
        anchors.iter().any(|anchor| {
            let piece = &self.pieces[anchor.piece];
            let first = piece.first().map_or(0, |first| first.offset);
            let offset = |number: usize| (piece[number].offset - first) as isize;
            let (from, to) = (
                offset(anchor.elements.start),
                offset(anchor.elements.end - 1),
            );
            (-from..length as isize - to).any(|start| {
                let is_inside = start >= 0 && start as usize + width(piece) <= length;
                // A quotation in one piece that lies inside the passage runs nowhere.
                (self.pieces.len() > 1 || !is_inside) && fits_at(piece, start, length, &is_element)
            })
        })
    }

    /// Adds those of consecutive passages that hold the quotation together.
    fn add_matches(&self, passages: &[(DocAddress, Passage)], found: &mut Parts) {
        let mut caches: Vec<TermCache> = passages.iter().map(|_| TermCache::default()).collect();
        let matchers: Vec<PassageMatcher<'_>> = passages
            .iter()
            .zip(&mut caches)
            .map(|((_, passage), terms)| PassageMatcher::new(passage, terms, self.context))
            .collect();
        // Each word of the passages, one after the other: number of the passage, number in it.
        let words: Vec<(usize, usize)> = matchers
            .iter()
            .enumerate()
            .flat_map(|(number, matcher)| (0..matcher.word_count()).map(move |word| (number, word)))
            .collect();
        let is_element = |element: &Element, at: usize| {
            let (number, word) = words[at];
            matchers[number].is_element(element, word)
        };
        for starts in places(self.pieces, words.len(), &is_element) {
            let ranges = starts.iter().zip(self.pieces);
            let ranges: Vec<Range<usize>> = ranges
                .map(|(start, piece)| *start..*start + width(piece))
                .collect();
            let (Some(first), Some(last)) = (ranges.first(), ranges.last()) else {
                continue;
            };
            let touched = words[first.start].0..=words[last.end - 1].0;
            let pass = touched.clone().all(|number| self.passes(&matchers[number]));
            let paragraphs = touched.clone().count();
            if !(2..=MAX_PARAGRAPHS).contains(&paragraphs) || !pass {
                continue;
            }
            for number in touched {
                let mut own = Vec::new();
                for (range, piece) in ranges.iter().zip(self.pieces) {
                    let in_own = range.clone().filter(|at| words[*at].0 == number);
                    let in_own: Vec<usize> = in_own.collect();
                    if let (Some(first), Some(last)) = (in_own.first(), in_own.last()) {
                        let whole = last + 1 == range.end;
                        let end = piece.last().filter(|_| whole);
                        let start = matchers[number].word_range(words[*first].1, None).start;
                        own.push(start..matchers[number].word_range(words[*last].1, end).end);
                    }
                }
                // An ellipsis may hide a whole paragraph. That one shows nothing of the quotation.
                if !own.is_empty() {
                    let marked = found.entry(passages[number].0).or_default();
                    own.append(marked);
                    *marked = merged(own);
                }
            }
        }
    }

    /// Whether a passage passes the query's filters and exclusions.
    fn passes(&self, matcher: &PassageMatcher<'_>) -> bool {
        let matches = |node: &Node| matcher.find(node, &mut Vec::new());
        self.query.filters().iter().all(matches) && !self.query.excluded().iter().any(matches)
    }
}

/// Whether a quotation may run from one passage to the next: the same section and kind of
/// paragraph, and the same speaker where both have one.
fn runs_on(one: &Passage, other: &Passage) -> bool {
    let same_speaker = one.speakers.is_empty()
        || other.speakers.is_empty()
        || one
            .speakers
            .iter()
            .any(|name| other.speakers.contains(name));
    one.section == other.section
        && one.section_number == other.section_number
        && one.kind == other.kind
        && same_speaker
}
