//! One JSON object for each answer. Its passages follow `schema`.

use std::io::Write;

use onrecord_index::hit::Passage;
use onrecord_index::measure::attribution::rate::{Accuracy, Rate};
use onrecord_index::measure::replay::{classes, histogram, slowest};
use onrecord_index::searcher;
use serde::Serialize;
use serde_json::{Value, json};

use crate::print::figures::NAMED;
use crate::print::printer::{
    Contents, Count, Latencies, List, Printer, Quote, RankingScores, Shown, SpeakerScores, Summary,
};
use crate::print::schema::{PassageJson, QuoteJson, SCHEMA_VERSION, count_json, facets_json, safe};

pub(super) struct Json<'a> {
    out: &'a mut dyn Write,
    /// Whether a passage has been printed, so that the next needs a comma.
    any: bool,
}

impl<'a> Json<'a> {
    pub fn new(out: &'a mut dyn Write) -> Json<'a> {
        Json { out, any: false }
    }

    /// One of the hits, on a line of its own.
    fn hit(&mut self, hit: &impl Serialize) -> anyhow::Result<()> {
        let comma = if self.any { "," } else { "" };
        self.any = true;
        write!(self.out, "{comma}\n{}", safe(hit)?)?;
        Ok(())
    }

    fn object(&mut self, object: &impl Serialize) -> anyhow::Result<()> {
        writeln!(self.out, "{}", safe(object)?)?;
        Ok(())
    }
}

impl Printer for Json<'_> {
    fn begin(&mut self, summary: &Summary<'_>) -> anyhow::Result<()> {
        write!(
            self.out,
            "{{\"schema_version\":{SCHEMA_VERSION},\"total\":{},\"every\":{},\"matched\":{},\
             \"facets\":{},\"hits\":[",
            safe(&summary.total)?,
            safe(&summary.every)?,
            safe(&summary.matched)?,
            safe(&facets_json(summary.facets))?
        )?;
        Ok(())
    }

    fn passage(&mut self, shown: &Shown<'_>) -> anyhow::Result<()> {
        self.hit(&PassageJson::of_shown(shown))
    }

    fn begin_quotes(&mut self) -> anyhow::Result<()> {
        write!(self.out, "{{\"schema_version\":{SCHEMA_VERSION},\"hits\":[")?;
        Ok(())
    }

    fn quote(&mut self, quote: &Quote<'_>) -> anyhow::Result<()> {
        self.hit(&QuoteJson::of(quote))
    }

    fn end(&mut self) -> anyhow::Result<()> {
        writeln!(self.out, "]}}")?;
        Ok(())
    }

    fn count(&mut self, count: &Count<'_>) -> anyhow::Result<()> {
        self.object(&count_json(count))
    }

    fn why(&mut self, passages: &[Passage]) -> anyhow::Result<()> {
        let passages: Vec<_> = passages.iter().map(PassageJson::of).collect();
        self.object(&json!({"schema_version": SCHEMA_VERSION, "passages": passages}))
    }

    fn list(&mut self, list: &List<'_>) -> anyhow::Result<()> {
        let values: Vec<Value> = list.values.iter().map(value_json).collect();
        self.object(&json!({
            "schema_version": SCHEMA_VERSION,
            "field": list.property.name(),
            "values": values,
        }))
    }

    fn status(&mut self, contents: &Contents<'_>) -> anyhow::Result<()> {
        let mut object = serde_json::to_value(contents.status)?;
        if !contents.with_sources {
            object["sources"] = json!([]);
        }
        object["schema_version"] = json!(SCHEMA_VERSION);
        self.object(&object)
    }

    fn ranking_scores(&mut self, scores: &RankingScores<'_>) -> anyhow::Result<()> {
        self.object(scores.evaluation)
    }

    fn speaker_scores(&mut self, scores: &SpeakerScores<'_>) -> anyhow::Result<()> {
        let mut object = json!({"documents": scores.documents});
        for (view, scores) in scores.views {
            object[*view] = json!({
                "quote_exact": rate(&scores.quote_exact),
                "quote_overlap": rate(&scores.quote_overlap),
                "joint": rate(&scores.joint),
                "paragraph_speakers": rate(&scores.paragraph_speakers),
                "speaker_key": accuracy(&scores.speaker_key),
                "speaker_full": accuracy(&scores.speaker_full),
            });
        }
        if let Some(pronouns) = &scores.pronouns {
            object["pronouns"] = json!({
                "all": pronouns.all,
                "resolved": pronouns.resolved,
                "right": pronouns.right,
            });
        }
        self.object(&object)
    }

    fn latencies(&mut self, latencies: &Latencies<'_>) -> anyhow::Result<()> {
        let recording = latencies.recording;
        let steps: Vec<_> = histogram(&recording.topics)
            .iter()
            .map(|(begin, count)| json!({"from_ns": begin, "queries": count}))
            .collect();
        let named: Vec<_> = slowest(&recording.topics, NAMED)
            .iter()
            .map(|times| json!({"id": times.id, "median_ns": times.median(), "hits": times.hits}))
            .collect();
        let verdicts: Vec<_> = latencies
            .verdicts
            .iter()
            .map(|verdict| {
                json!({
                    "gate": verdict.gate,
                    "failed": verdict.failed,
                    "measured": verdict.to_string(),
                })
            })
            .collect();
        self.object(&json!({
            "schema_version": SCHEMA_VERSION,
            "about": recording.about,
            "cold_ns": latencies.cold_nanos,
            "classes": classes(&recording.topics),
            "histogram": steps,
            "slowest": named,
            "throughput": recording.throughput,
            "comparison": latencies.comparison,
            "gates": verdicts,
        }))
    }
}

fn value_json(value: &searcher::Value) -> Value {
    let mut object = json!({"value": value.name, "passages": value.passages});
    if !value.forms.is_empty() {
        object["forms"] = json!(value.forms);
    }
    object
}

fn rate(rate: &Rate) -> Value {
    json!({
        "P": rate.precision(),
        "R": rate.recall(),
        "F1": rate.f1(),
        "tp": rate.tp,
        "pred": rate.pred,
        "gold": rate.gold,
    })
}

fn accuracy(accuracy: &Accuracy) -> Value {
    json!({
        "end2end": accuracy.end_to_end(),
        "given_found": accuracy.given_found(),
        "n": accuracy.n,
        "found": accuracy.found,
    })
}
