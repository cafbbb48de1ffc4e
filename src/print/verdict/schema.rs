//! The JSON of checked quotations and traces: see README, "Output for programs".
//!
//! Ranges are bytes: `quote` in the quotation, `source` in `selector.exact` of the source.

use std::ops::Range;

use onrecord_index::verify::report::{Edit, Grade, Mark, Place, Searched};
use onrecord_index::verify::trace::TracedPlace;
use serde_json::{Value, json};

use crate::print::printer::{Checked, Totals};
use crate::print::schema::SCHEMA_VERSION;

/// A checked quotation.
pub(in crate::print) fn verdict_json(checked: &Checked<'_>) -> Value {
    let verdict = checked.verdict;
    let at = checked.at.as_ref().map(|at| {
        json!({
            "path": at.path,
            "line": at.line,
            "column": at.column,
            "span": at.span.as_ref().map(pair),
            "paragraph": at.paragraph,
        })
    });
    let others: Vec<Value> = verdict.others.iter().map(place_json).collect();
    let marks = verdict
        .source
        .as_ref()
        .map_or(&[][..], |place| &place.marks);
    json!({
        "schema_version": SCHEMA_VERSION,
        "id": checked.id,
        "quote": checked.quote,
        "at": at,
        "said_by": checked.said_by,
        "words": verdict.grade,
        "speaker": verdict.speaker,
        "accepted": !checked.fails,
        "flags": verdict.flags.names().collect::<Vec<_>>(),
        "edits": edits_json(&verdict.edits),
        "marks": marks.iter().map(mark_json).collect::<Vec<_>>(),
        "source": verdict.source.as_ref().map(place_json),
        "others": others,
        "count": verdict.count,
        "language": verdict.language,
        "searched": searched_json(&verdict.searched),
    })
}

/// A place of a traced quotation.
pub(in crate::print) fn traced_json(traced: &TracedPlace) -> Value {
    let mut object = place_json(&traced.place);
    object["schema_version"] = json!(SCHEMA_VERSION);
    object["words"] = json!(traced.place.grade);
    object["edits"] = edits_json(&traced.edits);
    object["edits_from"] = edits_json(&traced.edits_from);
    object["relation"] = json!(traced.relation.name());
    object["from"] = json!(traced.from.as_ref().map(ToString::to_string));
    object
}

/// What became of all quotations.
pub(in crate::print) fn totals_json(totals: &Totals) -> Value {
    let grades = Grade::ALL.iter().zip(totals.grades);
    let grades: serde_json::Map<String, Value> = grades
        .map(|(grade, count)| (grade.name().to_owned(), json!(count)))
        .collect();
    json!({
        "checked": totals.checked(),
        "words": grades,
        "other": totals.other,
        "rejected": totals.failed,
        "short": totals.short,
    })
}

fn place_json(place: &Place) -> Value {
    let selector = &place.selector;
    json!({
        "id": place.id.to_string(),
        "doc": place.doc,
        "path": place.path,
        "line": place.line,
        "span": pair(&place.span),
        "section": place.section,
        "speakers": place.speakers,
        "date": place.date,
        "lang": place.lang,
        "start_ms": place.start_ms,
        "standing": place.standing,
        "stale": place.stale,
        "selector": {
            "exact": selector.exact,
            "prefix": selector.prefix,
            "suffix": selector.suffix,
        },
    })
}

fn edits_json(edits: &[Edit]) -> Value {
    let edits = edits.iter().map(|edit| {
        json!({
            "kind": edit.kind,
            "quote_text": edit.quote_text,
            "source_text": edit.source_text,
            "quote": pair(&edit.quote),
            "source": pair(&edit.source),
        })
    });
    edits.collect()
}

fn mark_json(mark: &Mark) -> Value {
    json!({"kind": mark.kind, "quote": pair(&mark.quote), "source": pair(&mark.source)})
}

fn searched_json(searched: &Searched) -> Value {
    json!({
        "passages": searched.passages,
        "undated": searched.undated,
        "stale": searched.stale,
    })
}

fn pair(range: &Range<usize>) -> [usize; 2] {
    [range.start, range.end]
}
