//! Finds where a quotation is from.
//!
//! Passages that hold its pieces as phrases come first: these are all the places of words that
//! were not changed. Otherwise the passages that share its rarest words are read, with those around
//! them as far as the quotation runs on. What no place has as a whole is looked for in parts.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::{DocAddress, Term};

use crate::document::Kind;
use crate::error::Result;
use crate::hit::Passage;
use crate::searcher::lookup::neighbour;
use crate::speakers::Speakers;
use crate::storage::interrupt;
use crate::verify::candidates::{Candidate, Finder, Votes};
use crate::verify::grade::{Evidence, longest_row};
use crate::verify::place::{Found, Query};
use crate::verify::quotation::{ItemKind, Quotation};
use crate::verify::report::Grade;
use crate::verify::token::{Key, Lexicon};
use crate::verify::window::Window;

/// Places of one quotation to look at. More are only found of words that are said all the time.
pub const MAX_PLACES: usize = 400;

/// Candidates to read, and of these to align: alignment takes longer than reading.
const MAX_READ: usize = 32;
const MAX_ALIGNED: usize = 12;

/// Records to look at for each short phrase.
const MAX_PHRASE_RECORDS: usize = 2_000;

/// Passages that a quotation may run over on either side. Captions and verse are short.
const MAX_MORE_PASSAGES: usize = 16;

/// Words of a short passage, a cue of captions: a long quotation may run over as many passages as
/// it has words for.
const SHORT_PASSAGE: usize = 10;

/// Passages to read beyond an ellipsis at which the rest of a quotation is missing.
const BEYOND_ELLIPSIS: usize = 3;

/// Words of the shortest part of a spliced quotation.
const MIN_PART: usize = 4;

/// Parts of a spliced quotation. One put together from more is not found.
const MAX_PARTS: usize = 4;

/// A part of a quotation, found alone.
#[derive(Debug)]
pub(super) struct Part {
    /// Items of the whole quotation.
    pub items: Range<usize>,
    pub found: Found,
}

/// One search for one quotation.
pub(super) struct Search<'s> {
    pub finder: Finder<'s>,
    pub speakers: &'s Speakers,
    pub lexicon: &'s mut Lexicon,
    pub votes: &'s mut Votes,
    pub quote: &'s str,
    /// Whether altered places are wanted beside verified ones.
    pub all: bool,
}

impl Search<'_> {
    /// The places of a quotation, the best grades first, each once.
    pub fn places(&mut self, quotation: &Quotation) -> Result<Vec<Found>> {
        let evidence = self.evidence(quotation)?;
        let mut found = Vec::new();
        let mut seen = FxHashSet::default();
        for address in self.finder.with_pieces(quotation, MAX_PLACES)? {
            interrupt::check()?;
            let passage = self.finder.snapshot.passage(address)?;
            let window = Window::new(vec![(address, passage)], self.lexicon);
            let read = self.query(quotation, &evidence).read(window, self.lexicon);
            seen.insert(address);
            found.push(read);
        }
        let is_verified = |found: &Found| found.grade.is_verified();
        if self.all || !found.iter().any(is_verified) {
            let limit = if self.all { MAX_PLACES } else { MAX_READ };
            let candidates = self.finder.by_votes(quotation, limit, self.votes)?;
            let is_crowded = is_crowded(&candidates, limit);
            self.read_best(quotation, &evidence, candidates, &mut seen, &mut found)?;
            if is_crowded && !found.iter().any(is_verified) {
                let candidates = self
                    .finder
                    .with_short_phrases(quotation, MAX_PHRASE_RECORDS)?;
                self.read_best(quotation, &evidence, candidates, &mut seen, &mut found)?;
            }
        }
        let mut keys = FxHashSet::default();
        found.retain(|found| keys.insert(found.key()));
        found.sort_by_key(Found::rank);
        Ok(found)
    }

    fn query<'q>(&'q self, quotation: &'q Quotation, evidence: &'q Evidence) -> Query<'q> {
        Query {
            quote: self.quote,
            quotation,
            evidence,
            speakers: self.speakers,
        }
    }

    /// How much finding each word tells.
    pub fn evidence(&self, quotation: &Quotation) -> Result<Evidence> {
        let snapshot = self.finder.snapshot;
        let all = snapshot.frequencies.records().max(1) as f32;
        let mut bits = Vec::with_capacity(quotation.items.len());
        for item in &quotation.items {
            let ItemKind::Word {
                term: Some(term), ..
            } = &item.kind
            else {
                bits.push(0.0);
                continue;
            };
            let term = Term::from_field_text(snapshot.index.fields.exact, term);
            let records = snapshot.frequencies.records_with(&term);
            let records = records.map_err(|error| snapshot.storage(error))?.max(1) as f32;
            bits.push((all / records).log2().max(0.0));
        }
        Ok(Evidence {
            bits,
            needed: all.log2(),
        })
    }

    /// Reads candidates, aligns those that share most pairs of words, and the passages around them
    /// as far as the quotation runs on.
    fn read_best(
        &mut self,
        quotation: &Quotation,
        evidence: &Evidence,
        candidates: Vec<Candidate>,
        seen: &mut FxHashSet<DocAddress>,
        found: &mut Vec<Found>,
    ) -> Result<()> {
        let pairs = Pairs::new(quotation, evidence);
        let most = if self.all { MAX_PLACES } else { MAX_READ };
        let aligned = if self.all { MAX_PLACES } else { MAX_ALIGNED };
        let mut read: Vec<(f32, Window)> = Vec::new();
        for candidate in candidates.into_iter().take(most) {
            interrupt::check()?;
            if candidate.passages == 1 && !seen.insert(candidate.address) {
                continue;
            }
            let window = self.window(&candidate)?;
            read.push((pairs.shared(&window), window));
        }
        read.sort_by(|(one, _), (other, _)| other.total_cmp(one));
        for (_, window) in read.into_iter().take(aligned) {
            interrupt::check()?;
            let read = self.query(quotation, evidence).read(window, self.lexicon);
            let read = self.extended(quotation, evidence, read)?;
            found.push(read);
        }
        Ok(())
    }

    /// Reads the passages of a candidate.
    fn window(&mut self, candidate: &Candidate) -> Result<Window> {
        let snapshot = self.finder.snapshot;
        let mut passages = vec![(candidate.address, snapshot.passage(candidate.address)?)];
        while passages.len() < candidate.passages as usize {
            match self.next(&passages, true)? {
                Some(next) => passages.push(next),
                None => break,
            }
        }
        Ok(Window::new(passages, self.lexicon))
    }

    /// The passage before or after others, if the text goes on there.
    fn next(
        &self,
        passages: &[(DocAddress, Passage)],
        forward: bool,
    ) -> Result<Option<(DocAddress, Passage)>> {
        let edge = if forward {
            passages.last()
        } else {
            passages.first()
        };
        let Some((address, edge)) = edge else {
            return Ok(None);
        };
        let found = neighbour(self.finder.snapshot, *address, edge, forward)?;
        let is_text = |passage: &Passage| matches!(passage.kind, Kind::Body | Kind::StageDirection);
        Ok(found.filter(|(address, next)| {
            next.section_number == edge.section_number
                && next.section == edge.section
                && is_text(next)
                && self.finder.selection.keeps(*address)
        }))
    }

    /// Reads on where a quotation runs over an end of the window.
    fn extended(
        &mut self,
        quotation: &Quotation,
        evidence: &Evidence,
        mut found: Found,
    ) -> Result<Found> {
        // Once for each end.
        for forward in [false, true] {
            let wanted = wanted_words(quotation, &found, forward);
            if wanted.words == 0 && wanted.passages == 0 {
                continue;
            }
            let before = found.window.passages.len();
            let mut passages = std::mem::take(&mut found.window).into_passages();
            let (mut words, mut read) = (0, 0);
            let most = MAX_MORE_PASSAGES.max(wanted.words / SHORT_PASSAGE);
            while (words < wanted.words || read < wanted.passages) && read < most {
                let Some(next) = self.next(&passages, forward)? else {
                    break;
                };
                words += next.1.text.split_whitespace().count();
                read += 1;
                passages.insert(if forward { passages.len() } else { 0 }, next);
            }
            let more = passages.len() > before;
            let window = Window::new(passages, self.lexicon);
            if more {
                found = self.query(quotation, evidence).read(window, self.lexicon);
            } else {
                found.window = window;
            }
        }
        Ok(found)
    }

    /// The parts of a quotation that are verbatim in different places, in the order of the
    /// quotation. `whole` are its places as a whole, the best first.
    pub fn parts(&mut self, quotation: &Quotation, whole: &[Found]) -> Result<Vec<Part>> {
        let mut parts = Vec::new();
        let row = |found: &Found| longest_row(quotation, &found.reading);
        // Of several with as long a row the best one is the last here.
        let longest = whole.iter().rev().max_by_key(|found| row(found).len());
        let longest = longest.map(|found| (row(found), found.window.clone()));
        let all = 0..quotation.items.len();
        let mut room = MAX_PARTS;
        self.add_parts(quotation, all, longest, &mut room, &mut parts)?;
        parts.sort_by_key(|part| part.items.start);
        Ok(parts)
    }

    /// Adds the longest part of some items, and those before and after it. `known` is the longest
    /// row of these items and its window, if they were looked for.
    fn add_parts(
        &mut self,
        quotation: &Quotation,
        items: Range<usize>,
        known: Option<(Range<usize>, Window)>,
        room: &mut usize,
        parts: &mut Vec<Part>,
    ) -> Result<()> {
        if items.len() < MIN_PART || *room == 0 {
            return Ok(());
        }
        let known = match known {
            Some(known) => Some(known),
            None => {
                let part = quotation.part(items.clone());
                let found = self.places(&part)?;
                let row = |found: &Found| longest_row(&part, &found.reading);
                let order = |found: &Found| {
                    let mut known = parts.iter();
                    let is_near = known.any(|known| is_same_document(&known.found, found));
                    (row(found).len(), is_near)
                };
                let longest = found.into_iter().rev().max_by_key(order);
                longest.map(|found| (row(&found), found.window))
            }
        };
        let Some((row, window)) = known else {
            return Ok(());
        };
        if row.len() < MIN_PART {
            return Ok(());
        }
        let own = items.start + row.start..items.start + row.end;
        *room -= 1;
        // The place of these words alone.
        let part = quotation.part(own.clone());
        let evidence = self.evidence(&part)?;
        if !evidence.singles_out() {
            return Ok(());
        }
        let read = self.query(&part, &evidence).read(window, self.lexicon);
        if !matches!(read.grade, Grade::Exact | Grade::Folded) {
            return Ok(());
        }
        parts.push(Part {
            items: own.clone(),
            found: read,
        });
        let count = parts.len();
        self.add_parts(quotation, items.start..own.start, None, room, parts)?;
        // What is before it is nowhere, so the quotation is not made of parts.
        if own.start - items.start >= MIN_PART && parts.len() == count {
            return Ok(());
        }
        self.add_parts(quotation, own.end..items.end, None, room, parts)
    }

    /// Reads a quotation over all passages from the one of one part to the one of another, at most
    /// `limit`. `None` if they are further apart or in different sections.
    pub fn between(
        &mut self,
        quotation: &Quotation,
        one: &Found,
        other: &Found,
        limit: usize,
    ) -> Result<Option<Found>> {
        let first = one.window.passages.iter();
        let mut passages: Vec<(DocAddress, Passage)> = first
            .map(|own| (own.address, own.passage.clone()))
            .collect();
        let last = other.window.passages.last().map(|own| own.address);
        while passages.last().map(|(address, _)| *address) != last {
            if passages.len() >= limit {
                return Ok(None);
            }
            match self.next(&passages, true)? {
                Some(next) => passages.push(next),
                None => return Ok(None),
            }
        }
        let window = Window::new(passages, self.lexicon);
        let evidence = self.evidence(quotation)?;
        Ok(Some(
            self.query(quotation, &evidence).read(window, self.lexicon),
        ))
    }
}

/// Whether the parts are in the same document.
pub(super) fn is_same_document(one: &Found, other: &Found) -> bool {
    let document = |found: &Found| {
        let first = found.window.passages.first();
        first.map(|own| own.passage.id.document.clone())
    };
    document(one) == document(other)
}

/// Whether many candidates hold nearly as much as the best one, so that the right one may be left
/// out.
fn is_crowded(candidates: &[Candidate], limit: usize) -> bool {
    match (candidates.first(), candidates.last()) {
        (Some(first), Some(last)) => candidates.len() >= limit && last.score > 0.7 * first.score,
        _ => true,
    }
}

/// What to read beyond an end of a window.
struct Wanted {
    words: usize,
    passages: usize,
}

/// How much of the quotation is missing at an end of the window, beyond what the window has there.
fn wanted_words(quotation: &Quotation, found: &Found, forward: bool) -> Wanted {
    let matched = &found.reading.matched;
    let count = matched.len();
    let words = found.window.tokens.len();
    let nothing = Wanted {
        words: 0,
        passages: 0,
    };
    // A row of words, so that chance matches do not count.
    let is_row = |at: usize| {
        matched[at..(at + 2).min(count)]
            .iter()
            .all(|matched| *matched)
    };
    let edge = if forward {
        (0..count)
            .rev()
            .find(|at| matched[*at] && (*at == 0 || matched[at - 1]))
    } else {
        (0..count).find(|at| matched[*at] && is_row(*at))
    };
    let Some(edge) = edge else {
        return nothing;
    };
    let missing = if forward { count - edge - 1 } else { edge };
    if missing == 0 {
        return nothing;
    }
    let span = &found.reading.words;
    // What the alignment uses of the window beyond the edge is about as long as what is missing.
    let beyond = if forward {
        (words - span.end) + missing.min(span.len())
    } else {
        span.start + missing.min(span.len())
    };
    let at_ellipsis = quotation.has_ellipsis_before(if forward { edge + 1 } else { edge });
    let is_at_end = beyond <= 2 * missing;
    Wanted {
        words: if is_at_end { missing + 2 } else { 0 },
        passages: if at_ellipsis { BEYOND_ELLIPSIS } else { 0 },
    }
}

/// The pairs of neighbouring words of a quotation, and its rare words, to rank passages by.
struct Pairs {
    pairs: FxHashSet<(Key, Key)>,
    words: FxHashMap<Key, f32>,
}

impl Pairs {
    fn new(quotation: &Quotation, evidence: &Evidence) -> Pairs {
        let mut words = FxHashMap::default();
        let mut pairs = FxHashSet::default();
        let mut before = None;
        for (item, bits) in quotation.items.iter().zip(&evidence.bits) {
            let key = item.word();
            if let Some(key) = key {
                words.insert(key, *bits);
                pairs.extend(before.map(|before| (before, key)));
            }
            before = key;
        }
        Pairs { pairs, words }
    }

    /// The bits of the words that a window shares, twice those of the pairs.
    fn shared(&self, window: &Window) -> f32 {
        let mut words = FxHashSet::default();
        let mut pairs = FxHashSet::default();
        let mut score = 0.0;
        let mut before = None;
        for token in &window.tokens {
            let bits = self.words.get(&token.key);
            if let Some(bits) = bits {
                if words.insert(token.key) {
                    score += bits;
                }
                if let Some(before) = before
                    && self.pairs.contains(&(before, token.key))
                    && pairs.insert((before, token.key))
                {
                    score += PAIR_BITS + bits;
                }
            }
            before = Some(token.key);
        }
        score
    }
}

/// What a pair of neighbouring words is worth, besides its second word.
const PAIR_BITS: f32 = 4.0;
