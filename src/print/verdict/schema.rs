//! The JSON of checked quotations and traces: see README, "Output for programs".
//!
//! Ranges are bytes: `quote` in the quotation, `source` in `selector.exact` of the source.

use std::ops::Range;

use onrecord_index::hit::Stale;
use onrecord_index::verify::report::{
    Edit, EditKind, Grade, Mark, MarkKind, Place, SpeakerVerdict, Standing,
};
use onrecord_index::verify::trace::TracedPlace;
use serde::Serialize;
use serde_json::{Value, json};

use crate::print::printer::{Checked, Position, Totals};
use crate::print::schema::SCHEMA_VERSION;

/// A checked quotation.
#[derive(Serialize)]
#[cfg_attr(feature = "service", derive(schemars::JsonSchema))]
pub(crate) struct VerdictJson<'a> {
    schema_version: u32,
    id: Option<&'a Value>,
    quote: &'a str,
    at: Option<AtJson<'a>>,
    said_by: Option<&'a str>,
    #[cfg_attr(feature = "service", schemars(with = "String"))]
    words: Grade,
    #[cfg_attr(feature = "service", schemars(with = "String"))]
    speaker: SpeakerVerdict,
    accepted: bool,
    flags: Vec<&'static str>,
    edits: Vec<EditJson<'a>>,
    marks: Vec<MarkJson>,
    source: Option<PlaceJson<'a>>,
    others: Vec<PlaceJson<'a>>,
    count: usize,
    language: Option<&'a str>,
    searched: SearchedJson,
}

/// A place of a traced quotation.
#[derive(Serialize)]
#[cfg_attr(feature = "service", derive(schemars::JsonSchema))]
pub(crate) struct TracedJson<'a> {
    schema_version: u32,
    #[serde(flatten)]
    place: PlaceJson<'a>,
    #[cfg_attr(feature = "service", schemars(with = "String"))]
    words: Grade,
    relation: &'static str,
    from: Option<String>,
    edits: Vec<EditJson<'a>>,
    edits_from: Vec<EditJson<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "service", derive(schemars::JsonSchema))]
struct AtJson<'a> {
    path: &'a str,
    line: Option<u32>,
    column: Option<u32>,
    span: Option<[usize; 2]>,
    paragraph: Option<usize>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "service", derive(schemars::JsonSchema))]
struct EditJson<'a> {
    #[cfg_attr(feature = "service", schemars(with = "String"))]
    kind: EditKind,
    quote_text: &'a str,
    source_text: &'a str,
    quote: [usize; 2],
    source: [usize; 2],
}

#[derive(Serialize)]
#[cfg_attr(feature = "service", derive(schemars::JsonSchema))]
struct MarkJson {
    #[cfg_attr(feature = "service", schemars(with = "String"))]
    kind: MarkKind,
    quote: [usize; 2],
    source: [usize; 2],
}

#[derive(Serialize)]
#[cfg_attr(feature = "service", derive(schemars::JsonSchema))]
struct PlaceJson<'a> {
    id: String,
    doc: &'a str,
    path: &'a str,
    line: Option<u32>,
    span: [usize; 2],
    section: &'a [String],
    speakers: &'a [String],
    date: Option<&'a str>,
    lang: Option<&'a str>,
    start_ms: Option<u64>,
    #[cfg_attr(feature = "service", schemars(with = "String"))]
    standing: Standing,
    #[cfg_attr(feature = "service", schemars(with = "Option<String>"))]
    stale: Option<Stale>,
    selector: SelectorJson<'a>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "service", derive(schemars::JsonSchema))]
struct SelectorJson<'a> {
    exact: &'a str,
    prefix: &'a str,
    suffix: &'a str,
}

#[derive(Serialize)]
#[cfg_attr(feature = "service", derive(schemars::JsonSchema))]
struct SearchedJson {
    passages: u64,
    undated: u64,
    stale: u64,
}

impl<'a> VerdictJson<'a> {
    pub(crate) fn of(checked: &'a Checked<'_>) -> VerdictJson<'a> {
        let verdict = checked.verdict;
        let marks = verdict
            .source
            .as_ref()
            .map_or(&[][..], |place| &place.marks);
        VerdictJson {
            schema_version: SCHEMA_VERSION,
            id: checked.id,
            quote: checked.quote,
            at: checked.at.as_ref().map(AtJson::of),
            said_by: checked.said_by,
            words: verdict.grade,
            speaker: verdict.speaker,
            accepted: !checked.fails,
            flags: verdict.flags.names().collect(),
            edits: edits(&verdict.edits),
            marks: marks.iter().map(MarkJson::of).collect(),
            source: verdict.source.as_ref().map(PlaceJson::of),
            others: verdict.others.iter().map(PlaceJson::of).collect(),
            count: verdict.count,
            language: verdict.language.as_deref(),
            searched: SearchedJson {
                passages: verdict.searched.passages,
                undated: verdict.searched.undated,
                stale: verdict.searched.stale,
            },
        }
    }
}

impl<'a> TracedJson<'a> {
    pub(crate) fn of(traced: &'a TracedPlace) -> TracedJson<'a> {
        TracedJson {
            schema_version: SCHEMA_VERSION,
            place: PlaceJson::of(&traced.place),
            words: traced.place.grade,
            relation: traced.relation.name(),
            from: traced.from.as_ref().map(ToString::to_string),
            edits: edits(&traced.edits),
            edits_from: edits(&traced.edits_from),
        }
    }
}

impl<'a> AtJson<'a> {
    fn of(at: &'a Position<'_>) -> AtJson<'a> {
        AtJson {
            path: at.path,
            line: at.line,
            column: at.column,
            span: at.span.as_ref().map(pair),
            paragraph: at.paragraph,
        }
    }
}

impl<'a> EditJson<'a> {
    fn of(edit: &'a Edit) -> EditJson<'a> {
        EditJson {
            kind: edit.kind,
            quote_text: &edit.quote_text,
            source_text: &edit.source_text,
            quote: pair(&edit.quote),
            source: pair(&edit.source),
        }
    }
}

impl MarkJson {
    fn of(mark: &Mark) -> MarkJson {
        MarkJson {
            kind: mark.kind,
            quote: pair(&mark.quote),
            source: pair(&mark.source),
        }
    }
}

impl<'a> PlaceJson<'a> {
    fn of(place: &'a Place) -> PlaceJson<'a> {
        let selector = &place.selector;
        PlaceJson {
            id: place.id.to_string(),
            doc: &place.doc,
            path: &place.path,
            line: place.line,
            span: pair(&place.span),
            section: &place.section,
            speakers: &place.speakers,
            date: place.date.as_deref(),
            lang: place.lang.as_deref(),
            start_ms: place.start_ms,
            standing: place.standing,
            stale: place.stale,
            selector: SelectorJson {
                exact: &selector.exact,
                prefix: &selector.prefix,
                suffix: &selector.suffix,
            },
        }
    }
}

fn edits(edits: &[Edit]) -> Vec<EditJson<'_>> {
    edits.iter().map(EditJson::of).collect()
}

/// What became of all quotations.
pub(crate) fn totals_json(totals: &Totals) -> Value {
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

fn pair(range: &Range<usize>) -> [usize; 2] {
    [range.start, range.end]
}
