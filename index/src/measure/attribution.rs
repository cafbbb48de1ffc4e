//! Scores speaker attribution against hand-annotated quotations.
//!
//! Documents are JSON, one a line: `{"id", "paragraphs": [..], "quotes": [{"paragraph", "start", "end", ..}]}`. Offsets are
//! Unicode scalar values of the paragraph, not bytes. The rules are those of the annotation's own scorer:
//!
//! - A gold quotation counts in a [`View`]; any other is a zone in which predictions are neither right nor wrong.
//! - Spans are compared without white space, quotation marks, stops and a leading "that". Exact is equal, overlap is
//!   intersection over union of at least 0.5; pairs are one to one, best first.
//! - Two names agree by KEY if their last words do, by FULL if all of them do (or the first and the last).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::document::Utterance;

/// The least intersection over union that counts as found.
const OVERLAP: f64 = 0.5;

/// A document with its true quotations.
#[derive(Clone, Debug, Deserialize)]
pub struct Gold {
    /// Its identifier; predictions carry the same.
    pub id: String,
    /// Its paragraphs, in order.
    pub paragraphs: Vec<String>,
    /// What is said in it.
    #[serde(default)]
    pub quotes: Vec<GoldQuote>,
}

/// A true quotation.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct GoldQuote {
    /// Index of its paragraph.
    pub paragraph: usize,
    /// First scalar value of the content.
    pub start: usize,
    /// Scalar value behind the content.
    pub end: usize,
    /// "direct", "mixed" or "indirect".
    #[serde(default)]
    pub kind: String,
    /// The source as worded; absent if there is none.
    #[serde(default)]
    pub speaker_text: Option<String>,
    /// Who it is.
    #[serde(default)]
    pub speaker_full: Option<String>,
    /// Where that is from; "coref-silver" is automatic and not trusted.
    #[serde(default)]
    pub speaker_full_src: Option<String>,
    /// Other names of the same source.
    #[serde(default)]
    pub speaker_aliases: Option<Vec<String>>,
    /// "named", "pronoun", "org" or "nominal".
    #[serde(default)]
    pub speaker_type: Option<String>,
    /// "person" unless stated.
    #[serde(default)]
    pub entity_type: Option<String>,
    /// A reporting verb stands beside it, or it is a direct quotation.
    #[serde(default = "yes")]
    pub speech_cue: bool,
    /// Neither right nor wrong.
    #[serde(default)]
    pub ignore: bool,
}

fn yes() -> bool {
    true
}

/// A document's predicted quotations, in the form of the gold file.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Predicted {
    /// The gold document's identifier.
    pub id: String,
    /// What was found.
    pub quotes: Vec<PredictedQuote>,
}

/// A predicted quotation.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct PredictedQuote {
    /// Index of its paragraph.
    pub paragraph: usize,
    /// First scalar value of the content.
    pub start: usize,
    /// Scalar value behind the content.
    pub end: usize,
    /// The content.
    #[serde(default)]
    pub text: String,
    /// "direct" or "indirect".
    #[serde(default)]
    pub kind: String,
    /// The source as worded.
    #[serde(default)]
    pub speaker_text: Option<String>,
    /// The person.
    #[serde(default)]
    pub speaker_full: Option<String>,
    /// The reporting words.
    #[serde(default)]
    pub cue: Option<String>,
    /// The rule that decided.
    #[serde(default)]
    pub rule: String,
}

impl PredictedQuote {
    fn name(&self) -> Option<&str> {
        let given = |name: &Option<String>| name.as_ref().is_some_and(|name| !name.is_empty());
        if given(&self.speaker_full) {
            return self.speaker_full.as_deref();
        }
        self.speaker_text.as_deref().filter(|name| !name.is_empty())
    }
}

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

/// Precision, recall, and what they are made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Rate {
    /// Right predictions.
    pub tp: usize,
    /// Predictions that count.
    pub pred: usize,
    /// Gold items that count.
    pub gold: usize,
}

impl Rate {
    /// Part of the predictions that is right; 1 if there is neither prediction nor gold.
    pub fn precision(&self) -> f64 {
        part(self.tp, self.pred, self.gold)
    }

    /// Part of the gold that is found; 1 if there is neither prediction nor gold.
    pub fn recall(&self) -> f64 {
        part(self.tp, self.gold, self.pred)
    }

    /// Harmonic mean of both.
    pub fn f1(&self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        if precision + recall > 0.0 {
            2.0 * precision * recall / (precision + recall)
        } else {
            0.0
        }
    }
}

fn part(tp: usize, of: usize, other: usize) -> f64 {
    match (of, other) {
        (0, 0) => 1.0,
        (0, _) => 0.0,
        _ => tp as f64 / of as f64,
    }
}

/// How many speakers are right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Accuracy {
    /// Gold items whose speaker is scored.
    pub n: usize,
    /// Those of them that were found as quotations.
    pub found: usize,
    /// Those with the right speaker.
    pub right: usize,
}

impl Accuracy {
    /// Right ones of all; `None` if nothing is scored.
    pub fn end_to_end(&self) -> Option<f64> {
        (self.n > 0).then(|| self.right as f64 / self.n as f64)
    }

    /// Right ones of those found; `None` if nothing was found.
    pub fn given_found(&self) -> Option<f64> {
        (self.found > 0).then(|| self.right as f64 / self.found as f64)
    }
}

/// The figures of one run.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
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

/// Reads a gold file. The error names the line.
pub fn read_gold(jsonl: &str) -> Result<Vec<Gold>, GoldError> {
    jsonl
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(at, line)| {
            serde_json::from_str(line).map_err(|source| GoldError {
                line: at + 1,
                source,
            })
        })
        .collect()
}

/// A line of a gold file that could not be read.
#[derive(Debug, thiserror::Error)]
#[error("line {line} is no annotated document")]
pub struct GoldError {
    /// Line, counted from 1.
    pub line: usize,
    /// What is wrong with it.
    source: serde_json::Error,
}

/// Utterances in the form of the gold file. The quoted words inside a reported clause are no item of their own there.
pub fn predictions(id: &str, paragraphs: &[&str], utterances: &[Vec<Utterance>]) -> Predicted {
    let mut quotes = Vec::new();
    for (number, (text, found)) in paragraphs.iter().zip(utterances).enumerate() {
        // Scalar offsets are counted from the utterance before: paragraphs may be long.
        let (mut bytes, mut scalars) = (0, 0);
        for utterance in found
            .iter()
            .filter(|utterance| utterance.rule != crate::attribution::WORDS_WITHIN)
        {
            if utterance.range.start < bytes {
                (bytes, scalars) = (0, 0);
            }
            let start = scalars + text[bytes..utterance.range.start].chars().count();
            let content = &text[utterance.range.clone()];
            (bytes, scalars) = (utterance.range.start, start);
            quotes.push(PredictedQuote {
                paragraph: number,
                start,
                end: start + content.chars().count(),
                text: content.to_owned(),
                kind: if utterance.verbatim {
                    "direct"
                } else {
                    "indirect"
                }
                .to_owned(),
                speaker_text: (!utterance.speaker_text.is_empty())
                    .then(|| utterance.speaker_text.clone()),
                speaker_full: utterance.speaker.clone(),
                cue: utterance.cue.clone(),
                rule: utterance.rule.clone(),
            });
        }
    }
    Predicted {
        id: id.to_owned(),
        quotes,
    }
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

/// A gold quotation, ready to be compared.
struct Item<'a> {
    quote: &'a GoldQuote,
    span: (usize, usize),
    counted: bool,
    trusted: bool,
    scored: bool,
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

/// Pairs gold and predicted quotations one to one, the best overlap first: index of gold to index of prediction.
fn pair(
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

fn intersection_over_union(one: (usize, usize), other: (usize, usize)) -> f64 {
    let shared = one.1.min(other.1).saturating_sub(one.0.max(other.0));
    if shared == 0 {
        return 0.0;
    }
    shared as f64 / (one.1.max(other.1) - one.0.min(other.0)) as f64
}

/// A span without white space, marks and a leading "that".
fn trim(text: &[char], start: usize, end: usize) -> (usize, usize) {
    let (mut start, mut end) = (start.min(text.len()), end.min(text.len()));
    let whole = (start, end);
    loop {
        if start < end && is_edge(text[start]) {
            start += 1;
            continue;
        }
        let that = text[start..end]
            .iter()
            .take(4)
            .map(char::to_ascii_lowercase)
            .eq("that".chars());
        if that
            && !text
                .get(start + 4)
                .filter(|_| start + 4 < end)
                .is_some_and(|c| c.is_alphanumeric() || *c == '_')
        {
            start += 4;
            continue;
        }
        break;
    }
    while end > start && is_edge(text[end - 1]) {
        end -= 1;
    }
    if end > start { (start, end) } else { whole }
}

fn is_edge(c: char) -> bool {
    c.is_whitespace()
        || "\"'\u{2018}\u{2019}\u{201C}\u{201D}\u{201E}.,;:!?-\u{2013}\u{2014}".contains(c)
}

fn fold(text: &str) -> String {
    let plain = text
        .nfkc()
        .nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c));
    plain
        .map(|c| if c == '\u{2019}' { '\'' } else { c })
        .flat_map(char::to_lowercase)
        .collect::<String>()
        .replace('ß', "ss")
}

/// The words of a name, folded, without leading titles and trailing "Jr.".
fn words(name: &str) -> Vec<String> {
    let folded = fold(name);
    let mut words: Vec<&str> = folded
        .split(|c: char| c.is_whitespace() || c == ',')
        .map(|word| {
            word.strip_suffix("'s")
                .unwrap_or(word)
                .trim_matches(|c: char| !c.is_alphanumeric() && c != '_')
        })
        .filter(|word| !word.is_empty())
        .collect();
    while words.len() > 1
        && words
            .last()
            .is_some_and(|last| ["jr", "sr", "ii", "iii", "iv"].contains(last))
    {
        words.pop();
    }
    let titles = words
        .iter()
        .take_while(|word| TITLES.contains(&word.replace('.', "").as_str()))
        .count();
    words.drain(..titles.min(words.len().saturating_sub(1)));
    words.into_iter().map(str::to_owned).collect()
}

fn key(name: &str) -> Option<String> {
    words(name).pop()
}

fn key_agrees(item: &Item, quote: &PredictedQuote) -> bool {
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
            .filter(|word| !SMALL.contains(&word.as_str()))
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
            key(name) == key(worded)
                || shared > 0 && shared as f64 / gold.union(&found).count() as f64 >= 0.5
        })
}

fn full_counts(item: &Item) -> bool {
    item.trusted
        && item.quote.speaker_full_src.as_deref() != Some("alias-ambiguous")
        && item.quote.entity_type.as_deref().unwrap_or("person") == "person"
        && words(item.quote.speaker_full.as_deref().unwrap_or_default()).len() >= 2
}

fn full_agrees(gold: &GoldQuote, quote: &PredictedQuote) -> bool {
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
            !found.is_empty()
                && (gold == found
                    || gold.len() > 1
                        && found.len() > 1
                        && gold.first() == found.first()
                        && gold.last() == found.last())
        })
}

fn is_pronoun(text: &str) -> bool {
    fold(text)
        .split_whitespace()
        .all(|word| PRONOUNS.contains(&word))
}

fn is_name(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !is_pronoun(text)
}

const PRONOUNS: &[&str] = &[
    "he",
    "she",
    "they",
    "him",
    "her",
    "them",
    "his",
    "their",
    "we",
    "us",
    "our",
    "i",
    "me",
    "my",
    "it",
    "its",
    "who",
    "you",
    "one",
    "himself",
    "herself",
    "themselves",
];

const SMALL: &[&str] = &["the", "a", "an", "of", "for", "in", "and", "at", "to"];

const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "sir",
    "dame",
    "lord",
    "lady",
    "rev",
    "prof",
    "professor",
    "sen",
    "senator",
    "rep",
    "representative",
    "gov",
    "governor",
    "president",
    "vice",
    "vp",
    "secretary",
    "gen",
    "general",
    "col",
    "colonel",
    "capt",
    "captain",
    "lt",
    "lieutenant",
    "sgt",
    "maj",
    "major",
    "adm",
    "admiral",
    "judge",
    "justice",
    "mayor",
    "minister",
    "prime",
    "chancellor",
    "king",
    "queen",
    "prince",
    "princess",
    "pope",
    "father",
    "sister",
    "bishop",
    "cardinal",
    "chairman",
    "chairwoman",
    "chair",
    "director",
    "ambassador",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "attorney",
    "former",
    "ex",
    "then",
    "us",
    "gop",
    "democratic",
    "republican",
    "rabbi",
    "imam",
    "sheriff",
    "officer",
    "detective",
    "chief",
    "deputy",
    "first",
    "congressman",
    "congresswoman",
    "hon",
    "speaker",
];

#[cfg(test)]
mod tests {
    use super::{Gold, GoldQuote, Predicted, PredictedQuote, View, read_gold, score};

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

    #[test]
    fn a_broken_line_is_named() {
        let error = read_gold("\n{\"id\": 3}").expect_err("the id is a number");
        assert_eq!(error.line, 2);
    }
}
