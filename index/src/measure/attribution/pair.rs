//! Gold quotations ready to be compared, and their pairing with predictions.

use std::collections::{BTreeMap, BTreeSet};

use crate::measure::attribution::data::{GoldQuote, PredictedQuote};
use crate::measure::attribution::name::{key, words};
use crate::measure::attribution::span::intersection_over_union;
use crate::text::word_list::WordList;

static SMALL_WORDS: WordList = WordList::new(include_str!("lists/small_words.txt"));

/// A gold quotation, ready to be compared.
pub(super) struct Item<'a> {
    pub(super) quote: &'a GoldQuote,
    pub(super) span: (usize, usize),
    pub(super) counted: bool,
    pub(super) trusted: bool,
    pub(super) scored: bool,
}

/// Pairs gold and predicted quotations one to one, the best overlap first: index of gold to index
/// of prediction.
pub(super) fn pair(
    gold: &[&Item],
    found: &[(&PredictedQuote, (usize, usize))],
    least: f64,
) -> BTreeMap<usize, usize> {
    let mut candidates = Vec::new();
    for (i, item) in gold.iter().enumerate() {
        for (j, (quote, span)) in found.iter().enumerate() {
            if item.quote.paragraph != quote.paragraph {
                continue;
            }
            let shared = intersection_over_union(item.span, *span);
            if shared >= least {
                let gold_name = item
                    .quote
                    .speaker_full
                    .as_deref()
                    .filter(|name| !name.is_empty());
                let gold_name = gold_name.or(item.quote.speaker_text.as_deref());
                candidates.push((-shared, gold_name != quote.name(), item.span.0, i, j));
            }
        }
    }
    candidates.sort_by(|a, b| {
        a.0.total_cmp(&b.0)
            .then_with(|| (a.1, a.2, a.3, a.4).cmp(&(b.1, b.2, b.3, b.4)))
    });
    let mut pairs = BTreeMap::new();
    let mut taken = BTreeSet::new();
    for (_, _, _, i, j) in candidates {
        if !pairs.contains_key(&i) && taken.insert(j) {
            pairs.insert(i, j);
        }
    }
    pairs
}

pub(super) fn key_agrees(item: &Item, quote: &PredictedQuote) -> bool {
    let Some(name) = quote.name() else {
        return false;
    };
    if item.trusted {
        let Some(found) = key(name) else { return false };
        let aliases = item
            .quote
            .speaker_aliases
            .iter()
            .flatten()
            .map(String::as_str);
        return item
            .quote
            .speaker_full
            .as_deref()
            .into_iter()
            .chain(aliases)
            .any(|name| key(name).as_ref() == Some(&found));
    }
    let worded = item.quote.speaker_text.as_deref().unwrap_or_default();
    let content = |name: &str| -> BTreeSet<String> {
        words(name)
            .into_iter()
            .filter(|word| !SMALL_WORDS.contains(word))
            .collect()
    };
    let gold = content(worded);
    [&quote.speaker_text, &quote.speaker_full]
        .into_iter()
        .flatten()
        .filter(|name| !name.is_empty())
        .any(|name| {
            let found = content(name);
            let shared = gold.intersection(&found).count();
            let is_half = shared as f64 / gold.union(&found).count() as f64 >= 0.5;
            key(name) == key(worded) || (shared > 0 && is_half)
        })
}

pub(super) fn full_counts(item: &Item) -> bool {
    item.trusted
        && item.quote.speaker_full_src.as_deref() != Some("alias-ambiguous")
        && item.quote.entity_type.as_deref().unwrap_or("person") == "person"
        && words(item.quote.speaker_full.as_deref().unwrap_or_default()).len() >= 2
}

pub(super) fn full_agrees(gold: &GoldQuote, quote: &PredictedQuote) -> bool {
    let Some(name) = quote.name() else {
        return false;
    };
    let found = words(name);
    let aliases = gold
        .speaker_aliases
        .iter()
        .flatten()
        .map(String::as_str)
        .filter(|name| words(name).len() >= 2);
    gold.speaker_full
        .as_deref()
        .into_iter()
        .chain(aliases)
        .any(|name| {
            let gold = words(name);
            let is_long = gold.len() > 1 && found.len() > 1;
            let has_same_ends = gold.first() == found.first() && gold.last() == found.last();
            !found.is_empty() && (gold == found || (is_long && has_same_ends))
        })
}
