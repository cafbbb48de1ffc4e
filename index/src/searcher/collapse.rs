//! Collapses a ranking for reading: near-identical passages become one, a heading gives way to the
//! first paragraph below it, and a document has a limited number of hits.
//!
//! Looks at the ranking from the top, so what is kept is the best of each kind. Passages of
//! different speakers, or with different numbers in them, say different things and stay apart.

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use std::hash::{Hash, Hasher};

use crate::document::Kind;
use crate::error::Result;
use crate::hit::Passage;
use crate::retrieval::snapshot::Snapshot;
use crate::searcher::order::RankedRecord;
use crate::searcher::request::Collapse;
use crate::text::fold::fold;
use crate::text::token::words;

/// Passages to look at beyond those wanted, so that most pages need one ranking.
pub(super) const MARGIN: usize = 40;

/// Growth of what is looked at where too little of it is kept.
pub(super) const GROWTH: usize = 4;

/// The most passages that are looked at. Each is read from the index, which takes some 10 µs.
pub(super) const MAX_LOOKED_AT: usize = 5_000;

/// Share of the pairs of neighbouring words, of all those in either passage, that two
/// near-identical passages have in common. One changed word of 40 leaves .95, and a changed clause
/// .8.
const SAME_SHARE: f64 = 0.85;

/// How many pairs of words stand for a passage where others are looked for. Passages that share
/// `SAME_SHARE` of their pairs have all of these different once in two million times.
const SAMPLES: usize = 8;

/// What stays of a ranking.
pub(super) struct Collapsed {
    /// Best first, each with the copies that it speaks for.
    pub kept: Vec<RankedRecord>,
    /// Whether a document had more hits than it may have.
    pub left_out: bool,
}

/// Collapses a ranking, best first.
///
/// The number of hits of a document is limited only where several documents have some.
pub(super) fn collapse(
    snapshot: &Snapshot,
    ranked: Vec<RankedRecord>,
    options: Collapse,
) -> Result<Collapsed> {
    let mut passages = Vec::with_capacity(ranked.len());
    for record in &ranked {
        passages.push(snapshot.passage(record.address)?);
    }
    let places: FxHashSet<(&str, u32)> = passages
        .iter()
        .filter(|passage| passage.kind != Kind::Heading)
        .map(|passage| (&*passage.id.document, passage.place))
        .collect();
    let mut documents = passages.windows(2);
    let is_one = documents.all(|pair| pair[0].id.document == pair[1].id.document);
    let most = options.per_doc.filter(|_| !is_one).unwrap_or(usize::MAX);
    let mut kept: Vec<RankedRecord> = Vec::new();
    let mut left_out = false;
    let mut in_document: FxHashMap<&str, usize> = FxHashMap::default();
    let mut copies = Copies::default();
    for (mut record, passage) in ranked.into_iter().zip(&passages) {
        // The paragraph has the words of the heading with its own, and shows it as its section.
        let below = passage.place.checked_add(1);
        if options.fold
            && passage.kind == Kind::Heading
            && below.is_some_and(|place| places.contains(&(&*passage.id.document, place)))
        {
            continue;
        }
        if options.fold
            && let Some(number) = copies.number(passage, kept.len())
        {
            kept[number].copies.push(record.address);
            continue;
        }
        let hits = in_document.entry(&passage.id.document).or_default();
        *hits += 1;
        if *hits <= most {
            record.copies.clear();
            kept.push(record);
            continue;
        }
        left_out = true;
        if options.fold {
            copies.forget_last();
        }
    }
    Ok(Collapsed { kept, left_out })
}

/// The passages kept so far, by what they say.
#[derive(Default)]
struct Copies {
    said: Vec<Words>,
    /// The number of each kept passage in the collapsed ranking.
    numbers: Vec<usize>,
    by_sample: FxHashMap<u64, Vec<usize>>,
}

impl Copies {
    /// The number of the kept passage that says nearly the same. Without one, it remembers this
    /// passage under `number`.
    fn number(&mut self, passage: &Passage, number: usize) -> Option<usize> {
        let said = Words::of(passage);
        let samples = said.pairs.iter().take(SAMPLES);
        let similar = samples
            .filter_map(|sample| self.by_sample.get(sample))
            .flatten()
            .copied()
            .find(|other| self.said[*other].is_same(&said));
        if let Some(other) = similar {
            return Some(self.numbers[other]);
        }
        for sample in said.pairs.iter().take(SAMPLES) {
            let others = self.by_sample.entry(*sample).or_default();
            others.push(self.said.len());
        }
        self.said.push(said);
        self.numbers.push(number);
        None
    }

    /// Forgets the passage remembered last, as it was not kept.
    fn forget_last(&mut self) {
        self.numbers.pop();
        if let Some(said) = self.said.pop() {
            for sample in said.pairs.iter().take(SAMPLES) {
                if let Some(others) = self.by_sample.get_mut(sample) {
                    others.pop();
                }
            }
        }
    }
}

/// What a passage says, for a comparison.
struct Words {
    /// Hashes of the pairs of neighbouring words, ascending, each once.
    pairs: Vec<u64>,
    /// Hash of its numbers and its speakers.
    facts: u64,
}

impl Words {
    fn of(passage: &Passage) -> Words {
        let mut facts = FxHasher::default();
        passage.speakers.hash(&mut facts);
        let mut pairs = Vec::new();
        let mut before = String::new();
        for word in words(&passage.text) {
            let word = fold(word.text);
            if word.contains(|c: char| c.is_ascii_digit()) {
                word.hash(&mut facts);
            }
            let mut pair = FxHasher::default();
            (&before, &word).hash(&mut pair);
            pairs.push(pair.finish());
            before = word;
        }
        pairs.sort_unstable();
        pairs.dedup();
        Words {
            pairs,
            facts: facts.finish(),
        }
    }

    fn is_same(&self, other: &Words) -> bool {
        if self.facts != other.facts {
            return false;
        }
        let own: FxHashSet<u64> = self.pairs.iter().copied().collect();
        let common = other.pairs.iter().filter(|pair| own.contains(pair)).count();
        let either = self.pairs.len() + other.pairs.len() - common;
        common as f64 >= SAME_SHARE * either as f64
    }
}

#[cfg(test)]
mod tests {
    use super::Words;
    use crate::hit::Passage;

    const LONG: &str = "The harbour of Norhaven is open to all boats in winter, and the master of \
                        the harbour keeps the light of the mole burning from dusk until the sun is \
                        up again over the eastern bank, as the town has asked";

    fn check(one: &str, other: &str, expected: bool) {
        let said = |text: &str| {
            Words::of(&Passage {
                text: text.to_owned(),
                ..Passage::default()
            })
        };
        assert_eq!(said(one).is_same(&said(other)), expected, "{one} / {other}");
    }

    #[test]
    fn punctuation_and_a_word_in_many_make_no_difference() {
        check("The harbour is full.", "the harbour, is full", true);
        check(LONG, &LONG.replace("burning", "alight"), true);
        check("The harbour is full.", "The harbour is empty.", false);
        check("", "", true);
    }

    #[test]
    fn another_number_is_another_statement() {
        let one = format!("{LONG} on 4 May");
        check(&one, &one.replace('4', "5"), false);
    }

    #[test]
    fn the_words_of_another_speaker_are_another_statement() {
        let by = |speaker: &str| {
            Words::of(&Passage {
                text: "Thank you.".to_owned(),
                speakers: vec![speaker.to_owned()],
                ..Passage::default()
            })
        };
        assert!(by("Anna Berg").is_same(&by("Anna Berg")));
        assert!(!by("Anna Berg").is_same(&by("Karl Holm")));
    }
}
