//! The JSON form of passages and facets, by a documented schema: see README, "Output for programs".
//!
//! Byte ranges count in `text`. A field that is absent is null, never left out; only `rank`,
//! `score`, `tier`, `stale`, `explanation` and `context` are left out where they do not apply. The
//! schema's version rises when a field changes its meaning or is removed; new fields may come
//! without that.

use std::ops::Range;

use onrecord_index::document::{Kind, Source};
use onrecord_index::hit::{Facet, Passage, Stale, Tier};
use serde::Serialize;
use serde_json::{Value, json};

use crate::print::printer::Shown;
use crate::style::is_unsafe;

pub(super) const SCHEMA_VERSION: u32 = 1;

#[derive(Serialize)]
pub(super) struct PassageJson<'a> {
    schema_version: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    rank: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tier: Option<Tier>,
    id: String,
    doc: &'a str,
    path: &'a str,
    line: Option<u32>,
    span: [usize; 2],
    section: &'a [String],
    section_number: u32,
    kind: Kind,
    speakers: &'a [String],
    date: Option<&'a str>,
    lang: Option<&'a str>,
    start_ms: Option<u64>,
    after_ms: Option<u64>,
    turn: Option<u32>,
    source_id: Option<&'a str>,
    text: &'a str,
    highlights: Vec<[usize; 2]>,
    utterances: Vec<UtteranceJson<'a>>,
    /// Left out where the file was not looked at; null if it is as it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    stale: Option<Option<Stale>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    explanation: Vec<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    context: Vec<PassageJson<'a>>,
}

#[derive(Serialize)]
struct UtteranceJson<'a> {
    range: [usize; 2],
    speaker: Option<&'a str>,
    speaker_text: &'a str,
    source: Source,
    verbatim: bool,
    cue: Option<&'a str>,
    rule: &'a str,
    /// Whether somebody else passes the words on. Left out if not.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    relayed: bool,
}

impl<'a> PassageJson<'a> {
    /// A passage that is not a hit.
    pub fn of(passage: &'a Passage) -> PassageJson<'a> {
        let utterances = passage.utterances.iter().map(|utterance| UtteranceJson {
            range: pair(&utterance.range),
            speaker: utterance.speaker.as_deref(),
            speaker_text: &utterance.speaker_text,
            source: utterance.source,
            verbatim: utterance.verbatim,
            cue: utterance.cue.as_deref(),
            rule: utterance.rule.name(),
            relayed: utterance.relayed,
        });
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
            date: passage.date.as_deref(),
            lang: passage.lang.as_deref(),
            start_ms: passage.start_ms,
            after_ms: passage.after_ms,
            turn: passage.turn,
            source_id: passage.source_id.as_deref(),
            text: &passage.text,
            highlights: Vec::new(),
            utterances: utterances.collect(),
            stale: None,
            explanation: Vec::new(),
            context: Vec::new(),
        }
    }

    pub fn of_shown(shown: &'a Shown<'_>) -> PassageJson<'a> {
        let mut json = PassageJson::of(shown.passage);
        json.stale = Some(shown.stale);
        if let Some(hit) = shown.hit {
            json.rank = Some(hit.rank);
            json.score = Some(hit.score);
            json.tier = Some(hit.tier);
            json.highlights = hit.highlights.iter().map(pair).collect();
            json.explanation = hit
                .explanation
                .iter()
                .map(|(part, score)| json!({"part": part, "score": score}))
                .collect();
        }
        json.context = shown.around.iter().map(PassageJson::of).collect();
        json
    }
}

fn pair(range: &Range<usize>) -> [usize; 2] {
    [range.start, range.end]
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
pub(super) fn safe(value: &impl Serialize) -> anyhow::Result<String> {
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
    use super::safe;

    #[test]
    fn control_characters_are_escaped_in_json() {
        let json = safe(&"a\u{1b}\u{9b}\u{202e}b").expect("json");
        assert_eq!(json, "\"a\\u001b\\u009b\\u202eb\"");
    }
}
