//! JSON and JSON Lines, by a documented schema: see README, "Output for programs".
//!
//! Byte ranges count in `text`. A field that is absent is null, never left out. The schema's version rises when a field
//! changes its meaning or goes; new fields may come without that.

use std::io::Write;
use std::ops::Range;

use onrecord_index::document::{Kind, Source};
use onrecord_index::hit::{Facet, Passage, Tier};
use onrecord_index::index::Status;
use onrecord_index::searcher;
use serde::Serialize;
use serde_json::{Value, json};

use crate::print::{Printer, Shown, Summary};
use crate::style::is_unsafe;

const SCHEMA_VERSION: u32 = 1;

#[derive(Serialize)]
struct PassageJson<'a> {
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
    turn: Option<u32>,
    source_id: Option<&'a str>,
    text: &'a str,
    highlights: Vec<[usize; 2]>,
    utterances: Vec<UtteranceJson<'a>>,
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
}

impl<'a> PassageJson<'a> {
    fn of(passage: &'a Passage) -> PassageJson<'a> {
        let utterances = passage.utterances.iter().map(|utterance| UtteranceJson {
            range: pair(&utterance.range),
            speaker: utterance.speaker.as_deref(),
            speaker_text: &utterance.speaker_text,
            source: utterance.source,
            verbatim: utterance.verbatim,
            cue: utterance.cue.as_deref(),
            rule: utterance.rule.name(),
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
            turn: passage.turn,
            source_id: passage.source_id.as_deref(),
            text: &passage.text,
            highlights: Vec::new(),
            utterances: utterances.collect(),
            explanation: Vec::new(),
            context: Vec::new(),
        }
    }

    fn of_shown(shown: &'a Shown<'_>) -> PassageJson<'a> {
        let mut json = PassageJson::of(shown.passage);
        if let Some(found) = &shown.found {
            json.rank = Some(found.rank);
            json.score = Some(found.score);
            json.tier = Some(found.tier);
            json.highlights = found.highlights.iter().map(pair).collect();
            json.explanation = found
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

/// JSON in which no character is left that a terminal could act on: JSON can always escape it.
pub(crate) fn safe(value: &impl Serialize) -> anyhow::Result<String> {
    let json = serde_json::to_string(value)?;
    if !json.contains(is_unsafe) {
        return Ok(json);
    }
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

fn facets_json(facets: &[Facet]) -> Value {
    let counts = |facet: &Facet| -> Value {
        facet
            .counts
            .iter()
            .map(|(value, count)| json!({"value": value, "count": count}))
            .collect()
    };
    Value::Object(
        facets
            .iter()
            .map(|facet| (facet.property.name().to_owned(), counts(facet)))
            .collect(),
    )
}

/// One object with everything.
pub(crate) struct Object<'a> {
    out: &'a mut dyn Write,
    any: bool,
}

impl<'a> Object<'a> {
    pub fn new(out: &'a mut dyn Write) -> Object<'a> {
        Object { out, any: false }
    }
}

impl Printer for Object<'_> {
    fn begin(&mut self, summary: &Summary<'_>) -> anyhow::Result<()> {
        write!(
            self.out,
            "{{\"schema_version\":{SCHEMA_VERSION},\"total\":{},\"matched\":{},\"facets\":{},\"hits\":[",
            safe(&summary.total)?,
            safe(&summary.matched)?,
            safe(&facets_json(summary.facets))?
        )?;
        Ok(())
    }

    fn passage(&mut self, shown: &Shown<'_>) -> anyhow::Result<()> {
        let comma = if self.any { "," } else { "" };
        self.any = true;
        write!(
            self.out,
            "{comma}\n{}",
            safe(&PassageJson::of_shown(shown))?
        )?;
        Ok(())
    }

    fn end(&mut self) -> anyhow::Result<()> {
        writeln!(self.out, "]}}")?;
        Ok(())
    }
}

/// One object a passage. Facets, if they were asked for, are one more object at the end.
pub(crate) struct Lines<'a> {
    out: &'a mut dyn Write,
    last: Option<String>,
}

impl<'a> Lines<'a> {
    pub fn new(out: &'a mut dyn Write) -> Lines<'a> {
        Lines { out, last: None }
    }
}

impl Printer for Lines<'_> {
    fn begin(&mut self, summary: &Summary<'_>) -> anyhow::Result<()> {
        if !summary.facets.is_empty() {
            let facets = facets_json(summary.facets);
            self.last = Some(safe(
                &json!({"schema_version": SCHEMA_VERSION, "total": summary.total, "matched": summary.matched, "facets": facets}),
            )?);
        }
        Ok(())
    }

    fn passage(&mut self, shown: &Shown<'_>) -> anyhow::Result<()> {
        writeln!(self.out, "{}", safe(&PassageJson::of_shown(shown))?)?;
        Ok(())
    }

    fn end(&mut self) -> anyhow::Result<()> {
        if let Some(last) = &self.last {
            writeln!(self.out, "{last}")?;
        }
        Ok(())
    }
}

/// How many passages match.
pub(crate) fn count(
    total: u64,
    matched: Option<Tier>,
    facets: &[Facet],
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let object = json!({
        "schema_version": SCHEMA_VERSION, "total": total, "matched": matched, "facets": facets_json(facets),
    });
    writeln!(out, "{}", safe(&object)?)?;
    Ok(())
}

/// The values of a property.
pub(crate) fn values(
    field: &str,
    values: &[searcher::Value],
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let list: Vec<Value> = values
        .iter()
        .map(|value| {
            let mut object = json!({"value": value.name, "passages": value.passages});
            if !value.forms.is_empty() {
                object["forms"] = json!(value.forms);
            }
            object
        })
        .collect();
    writeln!(
        out,
        "{}",
        safe(&json!({"schema_version": SCHEMA_VERSION, "field": field, "values": list}))?
    )?;
    Ok(())
}

/// What an index holds.
pub(crate) fn status(status: &Status, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut object = serde_json::to_value(status)?;
    object["schema_version"] = json!(SCHEMA_VERSION);
    writeln!(out, "{}", safe(&object)?)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::safe;

    #[test]
    fn no_control_character_stands_raw_in_json() {
        let json = safe(&"a\u{1b}\u{9b}\u{202e}b").expect("json");
        assert_eq!(json, "\"a\\u001b\\u009b\\u202eb\"");
    }
}
