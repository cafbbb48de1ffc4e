//! The objects that answers are: those of `--format json`, with what a service adds.
//!
//! Added are `segments` of each hit, `next`, `hints`, and `freshness`. The types also describe
//! themselves, for the schemas of tools and of the API.

use std::ops::Range;

use onrecord_index::hit::{Hit, Passage, Stale};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::print::printer::{Shown, Summary};
use crate::print::schema::{PassageJson, SummaryJson};
use crate::print::verdict::schema::VerdictJson;
use crate::service::failure::Failure;

/// The answer to a search, or to a request for passages by their ids.
#[derive(Serialize, JsonSchema)]
pub(crate) struct SearchJson<'a> {
    #[serde(flatten)]
    pub summary: SummaryJson,
    pub hits: Vec<HitJson<'a>>,
    /// The offset of the next page. Null after the last.
    pub next: Option<usize>,
    /// What to do about an answer with nothing or too little in it.
    pub hints: Vec<String>,
    pub freshness: FreshnessJson,
}

/// A passage, with its text in pieces.
#[derive(Serialize, JsonSchema)]
pub(crate) struct HitJson<'a> {
    #[serde(flatten)]
    passage: PassageJson<'a>,
    /// The text in pieces, in order: those with `mark` are highlighted. For languages whose strings
    /// do not count in bytes or characters.
    segments: Vec<SegmentJson<'a>>,
}

/// A piece of a text.
#[derive(Serialize, JsonSchema)]
struct SegmentJson<'a> {
    text: &'a str,
    mark: bool,
}

/// How recent an answer is.
#[derive(Serialize, JsonSchema)]
pub(crate) struct FreshnessJson {
    /// The state of the index that the answer comes from; it changes with every commit.
    commit: String,
    /// How many of the passages are from files that changed or are gone since they were indexed.
    stale: u64,
}

/// The values of a property.
#[derive(Serialize, JsonSchema)]
pub(crate) struct ListJson {
    pub schema_version: u32,
    pub field: &'static str,
    /// Objects with `value` and `passages`, the number of passages that have it.
    pub values: Vec<Value>,
    /// How many values there are in all.
    pub total: usize,
    /// The offset of the next page. Null after the last.
    pub next: Option<usize>,
    pub hints: Vec<String>,
    pub freshness: FreshnessJson,
}

/// Checked quotations.
#[derive(Serialize, JsonSchema)]
pub(crate) struct VerdictsJson<'a> {
    pub schema_version: u32,
    pub verdicts: Vec<VerdictJson<'a>>,
    #[schemars(with = "serde_json::Map<String, Value>")]
    pub totals: Value,
    pub freshness: FreshnessJson,
}

/// What the index contains: the fields of the answer of `status`.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "it only describes; see `status_json`")]
pub(crate) struct StatusJson {
    schema_version: u32,
    passages: u64,
    with_speaker: u64,
    documents: u64,
    sections: u64,
    text_bytes: u64,
    index_bytes: u64,
    segments: usize,
    roots: Vec<Value>,
    sources: Vec<Value>,
    freshness: FreshnessJson,
}

impl FreshnessJson {
    pub fn new(state: &str, stale: u64) -> FreshnessJson {
        FreshnessJson {
            commit: state.to_owned(),
            stale,
        }
    }
}

/// A passage of an answer, with what belongs to it.
pub(super) struct Row {
    /// `None` if the passage was named by its id.
    pub hit: Option<Hit>,
    /// Set if there is no hit.
    pub named: Option<Passage>,
    pub stale: Option<Stale>,
    pub around: Vec<Passage>,
}

impl Row {
    /// Its passage.
    fn passage(&self) -> Option<&Passage> {
        let of_hit = self.hit.as_ref().map(|hit| &hit.passage);
        of_hit.or(self.named.as_ref())
    }

    fn shown(&self) -> Option<Shown<'_>> {
        Some(Shown {
            hit: self.hit.as_ref(),
            passage: self.passage()?,
            stale: self.stale,
            around: &self.around,
        })
    }
}

/// An answer of passages as one object.
pub(super) fn answer(
    summary: &Summary<'_>,
    rows: &[Row],
    next: Option<usize>,
    hints: Vec<String>,
    freshness: FreshnessJson,
) -> Result<Value, Failure> {
    let shown: Vec<Shown<'_>> = rows.iter().filter_map(Row::shown).collect();
    value(&SearchJson {
        summary: SummaryJson::of(summary),
        hits: shown.iter().map(HitJson::of).collect(),
        next,
        hints,
        freshness,
    })
}

impl<'a> HitJson<'a> {
    fn of(shown: &'a Shown<'_>) -> HitJson<'a> {
        HitJson {
            passage: PassageJson::of_shown(shown),
            segments: segments(&shown.passage.text, shown.highlights()),
        }
    }
}

/// A text cut where highlights begin and end.
fn segments<'a>(text: &'a str, highlights: &[Range<usize>]) -> Vec<SegmentJson<'a>> {
    let mut pieces = Vec::with_capacity(2 * highlights.len() + 1);
    let mut end = 0;
    let mut push = |range: Range<usize>, mark: bool| {
        if let Some(text) = text.get(range).filter(|text| !text.is_empty()) {
            pieces.push(SegmentJson { text, mark });
        }
    };
    for range in highlights {
        push(end..range.start, false);
        push(range.clone(), true);
        end = range.end;
    }
    push(end..text.len(), false);
    pieces
}

/// An object as a value.
pub(super) fn value(object: &impl Serialize) -> Result<Value, Failure> {
    serde_json::to_value(object).map_err(|error| Failure::Bug(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::segments;

    #[test]
    fn the_pieces_of_a_text_are_all_of_it() {
        let text = "Die Fähre fährt.";
        let pieces = segments(text, &[4..10, 11..17]);
        let shown: Vec<(&str, bool)> = pieces.iter().map(|p| (p.text, p.mark)).collect();
        let expected = [
            ("Die ", false),
            ("Fähre", true),
            (" ", false),
            ("fährt", true),
        ];
        assert_eq!(shown[..4], expected);
        assert_eq!(
            shown.iter().map(|(text, _)| *text).collect::<String>(),
            text
        );
        assert!(segments("", &[]).is_empty());
    }
}
