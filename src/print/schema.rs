//! The JSON form of passages and facets, by a documented schema: see README, "Output for programs".
//!
//! Ranges count in `text`: in bytes, or where their name says so in characters (Unicode scalar
//! values). A field that is absent is null, never left out; only `rank`, `score`, `tier`, `stale`,
//! `explanation`, `copies`, `context`, `relayed` and `refused` are left out where they do not
//! apply. The schema's version rises when a field changes its meaning or is removed; new fields may
//! come without that.

use std::ops::Range;

use onrecord_index::document::manner::{Manner, manner};
use onrecord_index::document::{Kind, Source, Utterance};
use onrecord_index::hit::{Copied, Facet, Passage, Stale, Tier};
use serde::Serialize;
use serde_json::{Value, json};

use crate::print::printer::{Count, Explained, Quote, Shown, Summary};
use crate::style::is_unsafe;

pub(crate) const SCHEMA_VERSION: u32 = 2;

#[derive(Serialize)]
#[cfg_attr(feature = "service", derive(schemars::JsonSchema))]
pub(crate) struct PassageJson<'a> {
    schema_version: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    rank: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "service", schemars(with = "Option<String>"))]
    tier: Option<Tier>,
    id: String,
    doc: &'a str,
    path: &'a str,
    line: Option<u32>,
    span: [usize; 2],
    section: &'a [String],
    section_number: u32,
    #[cfg_attr(feature = "service", schemars(with = "String"))]
    kind: Kind,
    speakers: &'a [String],
    #[cfg_attr(feature = "service", schemars(with = "Option<String>"))]
    how: Option<Manner>,
    date: Option<&'a str>,
    lang: Option<&'a str>,
    start_ms: Option<u64>,
    after_ms: Option<u64>,
    turn: Option<u32>,
    part: Option<u32>,
    parts: Option<u32>,
    source_id: Option<&'a str>,
    text: &'a str,
    highlights: Vec<[usize; 2]>,
    highlight_char_ranges: Vec<[usize; 2]>,
    highlight_texts: Vec<&'a str>,
    utterances: Vec<UtteranceJson<'a>>,
    /// Left out where the file was not looked at; null if it is as it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "service", schemars(with = "Option<String>"))]
    stale: Option<Option<Stale>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    explanation: Vec<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    copies: Vec<CopyJson<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    context: Vec<PassageJson<'a>>,
}

/// Where a passage is that says nearly the same.
#[derive(Serialize)]
#[cfg_attr(feature = "service", derive(schemars::JsonSchema))]
struct CopyJson<'a> {
    id: String,
    path: &'a str,
    doc: &'a str,
    line: Option<u32>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "service", derive(schemars::JsonSchema))]
struct UtteranceJson<'a> {
    text: &'a str,
    range: [usize; 2],
    char_range: [usize; 2],
    #[cfg_attr(feature = "service", schemars(with = "String"))]
    how: Manner,
    speaker: Option<&'a str>,
    speaker_text: &'a str,
    #[cfg_attr(feature = "service", schemars(with = "String"))]
    source: Source,
    verbatim: bool,
    cue: Option<&'a str>,
    rule: &'a str,
    /// Whether somebody else passes the words on. Left out if not.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    relayed: bool,
    /// Why the source that the text names is no speaker. Only `why` tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    refused: Option<String>,
}

/// What somebody says in a passage: the answer of `--quotes`.
#[derive(Serialize)]
#[cfg_attr(feature = "service", derive(schemars::JsonSchema))]
pub(crate) struct QuoteJson<'a> {
    schema_version: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    rank: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "service", schemars(with = "Option<String>"))]
    tier: Option<Tier>,
    id: String,
    doc: &'a str,
    path: &'a str,
    line: Option<u32>,
    section: &'a [String],
    date: Option<&'a str>,
    lang: Option<&'a str>,
    start_ms: Option<u64>,
    after_ms: Option<u64>,
    #[serde(flatten)]
    utterance: UtteranceJson<'a>,
    highlight_texts: Vec<&'a str>,
}

impl<'a> PassageJson<'a> {
    /// A passage that is not a hit.
    pub fn of(passage: &'a Passage) -> PassageJson<'a> {
        let characters = Characters::new(&passage.text);
        let utterances = passage.utterances.iter();
        let utterances =
            utterances.map(|utterance| UtteranceJson::of(utterance, &passage.text, &characters));
        PassageJson {
            schema_version: SCHEMA_VERSION,
            rank: None,
            score: None,
            tier: None,
            id: passage.id.to_string(),
            doc: &passage.doc,
            path: &passage.path,
            line: passage.line,
            span: pair(&passage.span),
            section: &passage.section,
            section_number: passage.section_number,
            kind: passage.kind,
            speakers: &passage.speakers,
            how: manner(&passage.utterances),
            date: passage.date.as_deref(),
            lang: passage.lang.as_deref(),
            start_ms: passage.start_ms,
            after_ms: passage.after_ms,
            turn: passage.turn,
            part: passage.id.part,
            parts: passage.parts,
            source_id: passage.source_id.as_deref(),
            text: &passage.text,
            highlights: Vec::new(),
            highlight_char_ranges: Vec::new(),
            highlight_texts: Vec::new(),
            utterances: utterances.collect(),
            stale: None,
            explanation: Vec::new(),
            copies: Vec::new(),
            context: Vec::new(),
        }
    }

    /// A passage with the reasons why some of its sources are no speakers.
    pub fn of_explained(explained: &'a Explained) -> PassageJson<'a> {
        let mut json = PassageJson::of(&explained.passage);
        for (utterance, refusal) in json.utterances.iter_mut().zip(&explained.refusals) {
            utterance.refused = refusal.as_ref().map(ToString::to_string);
        }
        json
    }

    pub fn of_shown(shown: &'a Shown<'_>) -> PassageJson<'a> {
        let mut json = PassageJson::of(shown.passage);
        json.stale = Some(shown.stale);
        if let Some(hit) = shown.hit {
            json.rank = Some(hit.rank);
            json.score = Some(shortest(hit.score));
            json.tier = Some(hit.tier);
            let text = &shown.passage.text;
            let characters = Characters::new(text);
            let ranges = &hit.highlights;
            json.highlights = ranges.iter().map(pair).collect();
            json.highlight_char_ranges =
                ranges.iter().map(|range| characters.range(range)).collect();
            json.highlight_texts = ranges.iter().map(|range| words(text, range)).collect();
            json.explanation = hit
                .explanation
                .iter()
                .map(|(part, score)| json!({"part": part, "score": score}))
                .collect();
        }
        json.copies = shown.copies().iter().map(CopyJson::of).collect();
        json.context = shown.around.iter().map(PassageJson::of).collect();
        json
    }
}

impl<'a> CopyJson<'a> {
    fn of(copy: &'a Copied) -> CopyJson<'a> {
        CopyJson {
            id: copy.id.to_string(),
            path: &copy.path,
            doc: &copy.doc,
            line: copy.line,
        }
    }
}

impl<'a> UtteranceJson<'a> {
    /// `text` is that of the passage, and `characters` counts in it.
    fn of(utterance: &'a Utterance, text: &'a str, characters: &Characters) -> UtteranceJson<'a> {
        UtteranceJson {
            text: words(text, &utterance.range),
            range: pair(&utterance.range),
            char_range: characters.range(&utterance.range),
            how: utterance.manner(),
            speaker: utterance.speaker.as_deref(),
            speaker_text: &utterance.speaker_text,
            source: utterance.source,
            verbatim: utterance.verbatim,
            cue: utterance.cue.as_deref(),
            rule: utterance.rule.name(),
            relayed: utterance.relayed,
            refused: None,
        }
    }
}

impl<'a> QuoteJson<'a> {
    pub fn of(quote: &'a Quote<'_>) -> QuoteJson<'a> {
        let passage = quote.passage;
        let highlights = quote.highlights();
        QuoteJson {
            schema_version: SCHEMA_VERSION,
            rank: quote.hit.map(|(_, rank)| rank),
            tier: quote.hit.map(|(hit, _)| hit.tier),
            id: passage.id.to_string(),
            doc: &passage.doc,
            path: &passage.path,
            line: passage.line,
            section: &passage.section,
            date: passage.date.as_deref(),
            lang: passage.lang.as_deref(),
            start_ms: passage.start_ms,
            after_ms: passage.after_ms,
            utterance: UtteranceJson::of(
                quote.utterance,
                &passage.text,
                &Characters::new(&passage.text),
            ),
            highlight_texts: highlights
                .iter()
                .map(|range| words(quote.words(), range))
                .collect(),
        }
    }
}

/// Counts the characters of a text before a byte.
enum Characters {
    /// Each byte is a character.
    Ascii,
    /// For each byte, how many characters begin before it.
    Counted(Vec<usize>),
}

impl Characters {
    fn new(text: &str) -> Characters {
        if text.is_ascii() {
            return Characters::Ascii;
        }
        let mut before = Vec::with_capacity(text.len() + 1);
        let mut count = 0;
        for at in 0..text.len() {
            before.push(count);
            count += usize::from(text.is_char_boundary(at + 1));
        }
        before.push(count);
        Characters::Counted(before)
    }

    /// A range of bytes as one of characters.
    fn range(&self, bytes: &Range<usize>) -> [usize; 2] {
        match self {
            Characters::Ascii => pair(bytes),
            Characters::Counted(before) => {
                [bytes.start, bytes.end].map(|at| before.get(at).copied().unwrap_or(at))
            }
        }
    }
}

/// A score with as many digits as tell it from its neighbours, however it is written later.
fn shortest(score: f32) -> f64 {
    let exact = f64::from(score);
    score.to_string().parse().unwrap_or(exact)
}

fn words<'a>(text: &'a str, range: &Range<usize>) -> &'a str {
    text.get(range.clone()).unwrap_or_default()
}

fn pair(range: &Range<usize>) -> [usize; 2] {
    [range.start, range.end]
}

/// What is known before the first passage of a search.
#[derive(Serialize)]
#[cfg_attr(feature = "service", derive(schemars::JsonSchema))]
pub(crate) struct SummaryJson {
    schema_version: u32,
    total: Option<u64>,
    every: Option<u64>,
    #[cfg_attr(feature = "service", schemars(with = "Option<String>"))]
    matched: Option<Tier>,
    #[cfg_attr(feature = "service", schemars(with = "serde_json::Map<String, Value>"))]
    facets: Value,
    #[cfg_attr(feature = "service", schemars(with = "serde_json::Map<String, Value>"))]
    facets_more: Value,
    #[cfg_attr(feature = "service", schemars(with = "serde_json::Map<String, Value>"))]
    facets_without: Value,
}

impl SummaryJson {
    pub fn of(summary: &Summary<'_>) -> SummaryJson {
        SummaryJson {
            schema_version: SCHEMA_VERSION,
            total: summary.total,
            every: summary.every,
            matched: summary.matched,
            facets: facets_json(summary.facets),
            facets_more: facets_more_json(summary.facets),
            facets_without: facets_without_json(summary.facets),
        }
    }
}

/// Facets as an object: for each field the values and their counts.
pub(super) fn facets_json(facets: &[Facet]) -> Value {
    let counts = |facet: &Facet| -> Value {
        facet
            .counts
            .iter()
            .map(|(value, count)| json!({"value": value, "count": count}))
            .collect()
    };
    let fields = facets
        .iter()
        .map(|facet| (facet.property.name().to_owned(), counts(facet)));
    Value::Object(fields.collect())
}

/// The answer of `search --count`.
pub(super) fn count_json(count: &Count<'_>) -> Value {
    json!({
        "schema_version": SCHEMA_VERSION,
        "total": count.total,
        "every": count.every,
        "matched": count.matched,
        "facets": facets_json(count.facets),
        "facets_more": facets_more_json(count.facets),
        "facets_without": facets_without_json(count.facets),
    })
}

/// For each facet with a limit, how many more values there are.
pub(super) fn facets_more_json(facets: &[Facet]) -> Value {
    let limited = facets.iter().filter(|facet| facet.more > 0);
    let fields = limited.map(|facet| (facet.property.name().to_owned(), json!(facet.more)));
    Value::Object(fields.collect())
}

/// For each facet, how many of the passages have no value.
pub(super) fn facets_without_json(facets: &[Facet]) -> Value {
    let fields = facets
        .iter()
        .map(|facet| (facet.property.name().to_owned(), json!(facet.without)));
    Value::Object(fields.collect())
}

/// JSON in which every character that a terminal could act on is escaped.
pub(crate) fn safe(value: &impl Serialize) -> anyhow::Result<String> {
    let json = serde_json::to_string(value)?;
    if !json.contains(is_unsafe) {
        return Ok(json);
    }
    // Such characters occur only inside strings, where JSON allows an escape.
    let mut out = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if is_unsafe(c) {
            out.push_str(&format!("\\u{:04x}", u32::from(c)))
        } else {
            out.push(c)
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::{Characters, safe};

    #[test]
    fn ranges_of_bytes_become_ranges_of_characters() {
        let range = |text: &str, words: &str| {
            let start = text.find(words).expect("words of the text");
            Characters::new(text).range(&(start..start + words.len()))
        };
        assert_eq!(range("a cafe", "cafe"), [2, 6]);
        assert_eq!(range("“Né”, 北约", "“Né”"), [0, 4]);
        assert_eq!(range("“Né”, 北约", "约"), [7, 8]);
    }

    #[test]
    fn control_characters_are_escaped_in_json() {
        let json = safe(&"a\u{1b}\u{9b}\u{202e}b").expect("json");
        assert_eq!(json, "\"a\\u001b\\u009b\\u202eb\"");
    }
}
