//! One JSON object for each answer. Its passages follow `schema`.

use std::io::Write;

use onrecord_index::index::SourceFacts;
use onrecord_index::measure::attribution::rate::{Accuracy, Rate};
use onrecord_index::measure::replay::{classes, histogram, slowest};
use onrecord_index::searcher;
use serde::Serialize;
use serde_json::{Value, json};

use crate::print::figures::NAMED;
use crate::print::printer::{
    Contents, Count, Explained, Latencies, List, Printer, Quote, RankingScores, Shown,
    SpeakerScores, Summary,
};
use crate::print::schema::{
    PassageJson, QuoteJson, SCHEMA_VERSION, count_json, facets_json, facets_more_json,
    facets_without_json, safe,
};

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
             \"facets\":{},\"facets_more\":{},\"facets_without\":{},\"hits\":[",
            safe(&summary.total)?,
            safe(&summary.every)?,
            safe(&summary.matched)?,
            safe(&facets_json(summary.facets))?,
            safe(&facets_more_json(summary.facets))?,
            safe(&facets_without_json(summary.facets))?
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

    fn why(&mut self, passages: &[Explained]) -> anyhow::Result<()> {
        let passages: Vec<_> = passages.iter().map(PassageJson::of_explained).collect();
        self.object(&json!({"schema_version": SCHEMA_VERSION, "passages": passages}))
    }

    fn list(&mut self, list: &List<'_>) -> anyhow::Result<()> {
        let values: Vec<Value> = list
            .values
            .iter()
            .map(|value| value_json(value, list.roles.get(&value.name).copied()))
            .collect();
        self.object(&json!({
            "schema_version": SCHEMA_VERSION,
            "field": list.property.name(),
            "values": values,
        }))
    }

    fn facts(&mut self, facts: &[SourceFacts]) -> anyhow::Result<()> {
        let files: Vec<Value> = facts.iter().map(file_json).collect();
        self.object(&json!({"schema_version": SCHEMA_VERSION, "files": files}))
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

/// A file of `docs --facts`.
fn file_json(file: &SourceFacts) -> Value {
    let facts = file.facts.iter().map(|known| {
        json!({
            "kind": known.fact.kind,
            "value": known.fact.value,
            "last": known.last,
            "differs": known.differs,
            "origin": known.fact.origin.to_string(),
        })
    });
    let facts: Vec<Value> = facts.collect();
    json!({"path": file.path, "documents": file.documents, "facts": facts})
}

fn value_json(value: &searcher::Value, documents: Option<u64>) -> Value {
    let mut object = json!({"value": value.name, "passages": value.passages});
    if let Some(documents) = documents {
        object["role"] = json!(true);
        object["documents"] = json!(documents);
    }
    if !value.forms.is_empty() {
        object["forms"] = json!(value.forms);
    }
    if let Some(document) = &value.document {
        object["path"] = json!(document.path);
        object["doc"] = json!(document.doc);
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
