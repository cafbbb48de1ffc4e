//! Scores speaker attribution against hand-annotated quotations.
//!
//! The rules are those of the annotation's own scorer:
//!
//! - A gold quotation counts if the [`View`] includes it. Predictions inside any other gold
//!   quotation are neither right nor wrong.
//! - Spans are compared without white space, quotation marks, stops and a leading "that". Exact
//!   means equal; overlap means intersection over union of at least 0.5. Pairs are one to one, best
//!   first.
//! - Two names agree by KEY if their last words do, by FULL if all of them do (or the first and the
//!   last).

pub mod data;
mod name;
mod pair;
pub mod rate;
mod span;

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;

use crate::measure::attribution::data::{Gold, GoldQuote, Predicted, PredictedQuote};
use crate::measure::attribution::name::{is_name, is_pronoun, key};
use crate::measure::attribution::pair::{Item, full_agrees, full_counts, key_agrees, pair};
use crate::measure::attribution::rate::{Accuracy, Rate};
use crate::measure::attribution::span::trim;

/// The least intersection over union that counts as found.
const OVERLAP: f64 = 0.5;

/// Which gold quotations count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// Those with a reporting verb, and direct ones.
    Speech,
    /// Direct ones alone.
    Direct,
    /// All.
    All,
}

/// The figures of one run.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Scores {
    /// Gold documents.
    pub documents: usize,
    /// Quotations with equal spans.
    pub quote_exact: Rate,
    /// Quotations that overlap by half.
    pub quote_overlap: Rate,
    /// Overlapping quotations with the right speaker.
    pub joint: Rate,
    /// Speakers of paragraphs, as sets.
    pub paragraph_speakers: Rate,
    /// Speakers by the last word of their names.
    pub speaker_key: Accuracy,
    /// Persons by full name.
    pub speaker_full: Accuracy,
}

/// Scores predictions. A gold document without a prediction counts as an empty one.
pub fn score(gold: &[Gold], predicted: &[Predicted], view: View) -> Scores {
    let by_id: HashMap<&str, &Predicted> = predicted
        .iter()
        .map(|document| (document.id.as_str(), document))
        .collect();
    let mut scores = Scores {
        documents: gold.len(),
        ..Scores::default()
    };
    for document in gold {
        let quotes = by_id
            .get(document.id.as_str())
            .map_or(&[][..], |found| &found.quotes);
        score_document(document, quotes, view, &mut scores);
    }
    scores
}

fn score_document(document: &Gold, quotes: &[PredictedQuote], view: View, scores: &mut Scores) {
    let texts: Vec<Vec<char>> = document
        .paragraphs
        .iter()
        .map(|text| text.chars().collect())
        .collect();
    let items: Vec<Item> = document
        .quotes
        .iter()
        .filter(|quote| quote.paragraph < texts.len())
        .map(|quote| {
            let trusted = quote
                .speaker_full
                .as_ref()
                .is_some_and(|name| !name.is_empty())
                && quote.speaker_full_src.as_deref() != Some("coref-silver");
            let worded = quote.speaker_text.as_deref().unwrap_or_default();
            let nominal = !worded.is_empty()
                && quote.speaker_type.as_deref() != Some("pronoun")
                && !is_pronoun(worded)
                && !quote.ignore;
            Item {
                quote,
                span: trim(&texts[quote.paragraph], quote.start, quote.end),
                counted: counts(quote, view),
                trusted,
                scored: trusted || nominal,
            }
        })
        .collect();
    let found: Vec<(&PredictedQuote, (usize, usize))> = quotes
        .iter()
        .filter(|quote| quote.paragraph < texts.len())
        .map(|quote| (quote, trim(&texts[quote.paragraph], quote.start, quote.end)))
        .collect();
    let counted: Vec<&Item> = items.iter().filter(|item| item.counted).collect();
    let zones: Vec<&Item> = items.iter().filter(|item| !item.counted).collect();
    let exact = pair(&counted, &found, 1.0);
    let overlap = pair(&counted, &found, OVERLAP);
    let ignored = |(quote, span): &(&PredictedQuote, (usize, usize))| {
        zones.iter().any(|zone| {
            zone.quote.paragraph == quote.paragraph
                && zone.span.1.min(span.1) > zone.span.0.max(span.0)
        })
    };
    let in_exact: BTreeSet<usize> = exact.values().copied().collect();
    let gold_of: HashMap<usize, usize> = overlap
        .iter()
        .map(|(&gold, &found)| (found, gold))
        .collect();
    let live: Vec<usize> = (0..found.len())
        .filter(|at| gold_of.contains_key(at) || !ignored(&found[*at]))
        .collect();
    scores.quote_exact.tp += exact.len();
    scores.quote_exact.gold += counted.len();
    scores.quote_exact.pred += (0..found.len())
        .filter(|at| in_exact.contains(at) || gold_of.contains_key(at) || !ignored(&found[*at]))
        .count();
    scores.quote_overlap.tp += overlap.len();
    scores.quote_overlap.gold += counted.len();
    scores.quote_overlap.pred += live.len();
    for (at, item) in counted.iter().enumerate().filter(|(_, item)| item.scored) {
        let quote = overlap.get(&at).map(|&found_at| found[found_at].0);
        let right = quote.is_some_and(|quote| key_agrees(item, quote));
        scores.joint.gold += 1;
        scores.joint.tp += usize::from(right);
        scores.speaker_key.n += 1;
        scores.speaker_key.found += usize::from(quote.is_some());
        scores.speaker_key.right += usize::from(right);
        if full_counts(item) {
            scores.speaker_full.n += 1;
            scores.speaker_full.found += usize::from(quote.is_some());
            scores.speaker_full.right +=
                usize::from(quote.is_some_and(|quote| full_agrees(item.quote, quote)));
        }
    }
    scores.joint.pred += live
        .iter()
        .filter(|at| gold_of.get(at).is_none_or(|&gold| counted[gold].scored))
        .count();
    score_paragraphs(document.paragraphs.len(), &items, quotes, scores);
}

/// Speakers of each paragraph as sets of KEYs.
fn score_paragraphs(
    paragraphs: usize,
    items: &[Item],
    quotes: &[PredictedQuote],
    scores: &mut Scores,
) {
    for number in 0..paragraphs {
        let here = || items.iter().filter(|item| item.quote.paragraph == number);
        let trusted = || here().filter(|item| item.counted && item.trusted);
        let gold: BTreeSet<String> = trusted()
            .filter_map(|item| key(item.quote.speaker_full.as_deref().unwrap_or_default()))
            .collect();
        let aliases: BTreeSet<String> = trusted()
            .flat_map(|item| item.quote.speaker_aliases.iter().flatten())
            .filter_map(|name| key(name))
            .collect();
        let soft: BTreeSet<String> = here()
            .filter(|item| !item.counted)
            .flat_map(|item| [&item.quote.speaker_full, &item.quote.speaker_text])
            .filter_map(|name| key(name.as_deref().unwrap_or_default()))
            .collect();
        let unknown = here().any(|item| !item.trusted);
        let found: BTreeSet<String> = quotes
            .iter()
            .filter(|quote| quote.paragraph == number)
            .filter_map(PredictedQuote::name)
            .filter(|name| is_name(name))
            .filter_map(key)
            .collect();
        let right = gold.intersection(&found).count();
        let wrong = found
            .difference(&gold)
            .filter(|key| !soft.contains(*key) && !aliases.contains(*key) && !unknown)
            .count();
        scores.paragraph_speakers.tp += right;
        scores.paragraph_speakers.pred += right + wrong;
        scores.paragraph_speakers.gold += gold.len();
    }
}

fn counts(quote: &GoldQuote, view: View) -> bool {
    !quote.ignore
        && match view {
            View::All => true,
            View::Speech => quote.speech_cue,
            View::Direct => quote.kind == "direct",
        }
}

#[cfg(test)]
mod tests {
    use super::{View, score};
    use crate::measure::attribution::data::{Gold, GoldQuote, Predicted, PredictedQuote};

    const TEXT: &str =
        "\"The ferry stays,\" Anna Berg said. She told Otto Holm that it sails in May.";

    fn gold() -> Vec<Gold> {
        let direct = GoldQuote {
            end: 18,
            kind: "direct".into(),
            speaker_text: Some("Anna Berg".into()),
            speaker_full: Some("Anna Berg".into()),
            speaker_type: Some("named".into()),
            speech_cue: true,
            ..GoldQuote::default()
        };
        let indirect = GoldQuote {
            start: 54,
            end: 74,
            kind: "indirect".into(),
            speaker_text: Some("She".into()),
            speaker_type: Some("pronoun".into()),
            speech_cue: true,
            ..GoldQuote::default()
        };
        vec![Gold {
            id: "a".into(),
            lang: None,
            paragraphs: vec![TEXT.into()],
            quotes: vec![direct, indirect],
        }]
    }

    fn check(
        quotes: &[(usize, usize, &str)],
        view: View,
        overlap: [usize; 3],
        joint: [usize; 3],
        speakers: [usize; 3],
    ) {
        let quotes = quotes
            .iter()
            .map(|&(start, end, name)| PredictedQuote {
                start,
                end,
                speaker_full: Some(name.into()),
                ..PredictedQuote::default()
            })
            .collect();
        let scores = score(
            &gold(),
            &[Predicted {
                id: "a".into(),
                quotes,
            }],
            view,
        );
        for (rate, expected) in [
            (scores.quote_overlap, overlap),
            (scores.joint, joint),
            (scores.paragraph_speakers, speakers),
        ] {
            assert_eq!([rate.tp, rate.pred, rate.gold], expected);
        }
    }

    #[test]
    fn a_right_quotation_with_its_speaker_counts_everywhere() {
        check(
            &[(0, 18, "Berg")],
            View::Speech,
            [1, 1, 2],
            [1, 1, 1],
            [1, 1, 1],
        );
    }

    #[test]
    fn a_wrong_speaker_costs_the_joint_score() {
        check(
            &[(0, 18, "Holm")],
            View::Speech,
            [1, 1, 2],
            [0, 1, 1],
            [0, 0, 1],
        );
    }

    #[test]
    fn half_a_span_is_found_and_less_is_not() {
        check(
            &[(1, 10, "Berg")],
            View::Speech,
            [1, 1, 2],
            [1, 1, 1],
            [1, 1, 1],
        );
        check(
            &[(1, 5, "Berg")],
            View::Speech,
            [0, 1, 2],
            [0, 1, 1],
            [1, 1, 1],
        );
    }

    #[test]
    fn what_the_view_leaves_out_is_neither_right_nor_wrong() {
        check(
            &[(0, 18, "Berg"), (54, 74, "Berg")],
            View::Direct,
            [1, 1, 1],
            [1, 1, 1],
            [1, 1, 1],
        );
    }
}
