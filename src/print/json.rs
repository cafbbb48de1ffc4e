//! One JSON object for each answer. Its passages follow `schema`.

use std::io::Write;

use onrecord_index::index::{SourceFacts, Status};
use onrecord_index::measure::attribution::rate::{Accuracy, Rate};
use onrecord_index::measure::replay::{classes, histogram, slowest};
use onrecord_index::searcher;
use onrecord_index::verify::trace::Trace;
use serde::Serialize;
use serde_json::{Value, json};

use crate::print::figures::NAMED;
use crate::print::printer::{
    Checked, Contents, Count, Explained, Latencies, List, Printer, Quote, RankingScores, Roles,
    Shown, SpeakerScores, Summary, Totals,
};
use crate::print::schema::{PassageJson, QuoteJson, SCHEMA_VERSION, SummaryJson, count_json, safe};
use crate::print::verdict::schema::{TracedJson, VerdictJson, totals_json};

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
        let head = safe(&SummaryJson::of(summary))?;
        let head = head.strip_suffix('}').unwrap_or(&head);
        write!(self.out, "{head},\"hits\":[")?;
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

    fn begin_verdicts(&mut self) -> anyhow::Result<()> {
        write!(
            self.out,
            "{{\"schema_version\":{SCHEMA_VERSION},\"verdicts\":["
        )?;
        Ok(())
    }

    fn verdict(&mut self, checked: &Checked<'_>) -> anyhow::Result<()> {
        self.hit(&VerdictJson::of(checked))
    }

    fn end_verdicts(&mut self, totals: &Totals) -> anyhow::Result<()> {
        let totals = safe(&totals_json(totals))?;
        writeln!(self.out, "],\"totals\":{totals}}}")?;
        Ok(())
    }

    fn trace(&mut self, found: &Trace) -> anyhow::Result<()> {
        let places: Vec<TracedJson<'_>> = found.places.iter().map(TracedJson::of).collect();
        let (places, undated) = (safe(&places)?, found.undated);
        writeln!(
            self.out,
            "{{\"schema_version\":{SCHEMA_VERSION},\"undated\":{undated},\"places\":{places}}}"
        )?;
        Ok(())
    }

    fn list(&mut self, list: &List<'_>) -> anyhow::Result<()> {
        self.object(&json!({
            "schema_version": SCHEMA_VERSION,
            "field": list.property.name(),
            "values": values_json(list.values, list.roles),
        }))
    }

    fn facts(&mut self, facts: &[SourceFacts]) -> anyhow::Result<()> {
        let files: Vec<Value> = facts.iter().map(file_json).collect();
        self.object(&json!({"schema_version": SCHEMA_VERSION, "files": files}))
    }

    fn status(&mut self, contents: &Contents<'_>) -> anyhow::Result<()> {
        self.object(&status_json(contents.status, contents.with_sources)?)
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

/// What an index contains; the list of its sources is empty unless it is asked for.
pub(crate) fn status_json(status: &Status, with_sources: bool) -> anyhow::Result<Value> {
    let mut object = serde_json::to_value(status)?;
    if !with_sources {
        object["sources"] = json!([]);
    }
    object["schema_version"] = json!(SCHEMA_VERSION);
    Ok(object)
}

/// The values of a property. `roles` has those that are roles of speakers.
pub(crate) fn values_json(values: &[searcher::Value], roles: &Roles) -> Vec<Value> {
    let values = values.iter();
    values
        .map(|value| value_json(value, roles.get(&value.name).copied()))
        .collect()
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
