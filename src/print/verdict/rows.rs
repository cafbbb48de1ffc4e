//! Checked quotations and traces as rows of a table.

use onrecord_index::hit::Stale;
use onrecord_index::verify::report::{Edit, Place};
use onrecord_index::verify::trace::TracedPlace;

use crate::print::printer::Checked;

/// Columns of checked quotations.
pub(in crate::print) const VERDICT_COLUMNS: [&str; 18] = [
    "id",
    "path",
    "line",
    "column",
    "quote",
    "said_by",
    "words",
    "speaker",
    "accepted",
    "flags",
    "edits",
    "source_id",
    "source_path",
    "source_line",
    "source_speakers",
    "source_date",
    "source_words",
    "stale",
];

/// Columns of the places of a traced quotation.
pub(in crate::print) const TRACE_COLUMNS: [&str; 12] = [
    "id",
    "path",
    "line",
    "date",
    "speakers",
    "words",
    "relation",
    "from",
    "edits",
    "edits_from",
    "source_words",
    "stale",
];

/// A row under [`VERDICT_COLUMNS`].
pub(in crate::print) fn verdict_row(checked: &Checked<'_>) -> [String; 18] {
    let verdict = checked.verdict;
    let at = checked.at.as_ref();
    let id = match checked.id {
        None => String::new(),
        Some(serde_json::Value::String(id)) => id.clone(),
        Some(id) => id.to_string(),
    };
    let flags: Vec<&str> = verdict.flags.names().collect();
    let source = verdict.source.as_ref();
    let of_source = |value: &dyn Fn(&Place) -> String| source.map(value).unwrap_or_default();
    [
        id,
        at.map(|at| at.path.to_owned()).unwrap_or_default(),
        number(at.and_then(|at| at.line)),
        number(at.and_then(|at| at.column)),
        checked.quote.to_owned(),
        checked.said_by.unwrap_or_default().to_owned(),
        verdict.grade.name().to_owned(),
        verdict.speaker.name().to_owned(),
        if checked.fails { "no" } else { "yes" }.to_owned(),
        flags.join(" "),
        edits(&verdict.edits),
        of_source(&|place| place.id.to_string()),
        of_source(&|place| place.path.clone()),
        of_source(&|place| number(place.line)),
        of_source(&|place| place.speakers.join("; ")),
        of_source(&|place| place.date.clone().unwrap_or_default()),
        of_source(&|place| place.selector.exact.clone()),
        of_source(&|place| place.stale.map_or("", Stale::name).to_owned()),
    ]
}

/// A row under [`TRACE_COLUMNS`].
pub(in crate::print) fn trace_row(traced: &TracedPlace) -> [String; 12] {
    let place = &traced.place;
    [
        place.id.to_string(),
        place.path.clone(),
        number(place.line),
        place.date.clone().unwrap_or_default(),
        place.speakers.join("; "),
        place.grade.name().to_owned(),
        traced.relation.name().to_owned(),
        traced
            .from
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        edits(&traced.edits),
        edits(&traced.edits_from),
        place.selector.exact.clone(),
        place.stale.map_or("", Stale::name).to_owned(),
    ]
}

/// Edits as `source > quotation`: `nine > four; > not`.
fn edits(edits: &[Edit]) -> String {
    let edits = edits.iter().map(|edit| {
        let shown = format!("{} > {}", edit.source_text.trim(), edit.quote_text.trim());
        shown.trim().to_owned()
    });
    edits.collect::<Vec<_>>().join("; ")
}

fn number(number: Option<u32>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}
