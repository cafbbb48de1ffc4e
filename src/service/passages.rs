//! Passages by their ids, and why their speakers are who they are.

use onrecord_index::hit::Passage;
use onrecord_index::searcher::Searcher;
use serde_json::{Value, json};

use crate::answers::passages::{BadId, Freshness, around, by_id};
use crate::print::printer::{Explained, Summary};
use crate::print::schema::{PassageJson, SCHEMA_VERSION};
use crate::service::failure::Failure;
use crate::service::limits::{MAX_CONTEXT, MAX_IDS, MAX_PARAGRAPHS, MAX_VALUE_BYTES};
use crate::service::objects::{FreshnessJson, Row, answer, value};
use crate::service::request::at_most;
use crate::service::{Cancel, Service};

impl Service {
    /// The passages with these ids, with `context` paragraphs on either side of each: the answer of
    /// `get`. Fails if any id names none.
    pub fn get(&self, ids: &[String], context: usize, cancel: &Cancel) -> Result<Value, Failure> {
        check(ids)?;
        at_most("context", context, MAX_CONTEXT)?;
        if ids.len() * (2 * context + 1) > MAX_PARAGRAPHS {
            let message = format!("with so many ids, at most {MAX_PARAGRAPHS} paragraphs in all");
            return Err(Failure::parameter("context", message));
        }
        self.answer(cancel, |view| {
            let searcher = &view.searcher;
            let found = named(searcher, ids)?;
            let mut freshness = Freshness::new(searcher);
            let mut rows = Vec::with_capacity(found.len());
            for passage in &found {
                let mut around = around(searcher, passage, context)?;
                // The other parts of a long paragraph are in the answer themselves.
                around.retain(|other| !found.iter().any(|found| found.id == other.id));
                rows.push(Row {
                    hit: None,
                    stale: freshness.of(passage)?,
                    named: Some(passage.clone()),
                    around,
                });
            }
            let summary = Summary {
                page_len: rows.len(),
                ..Summary::default()
            };
            let fresh = FreshnessJson::new(&view.state, freshness.stale());
            answer(&summary, &rows, None, Vec::new(), fresh)
        })
    }

    /// Who says what in passages, and how that was found: the answer of `why`.
    pub fn why(&self, ids: &[String], cancel: &Cancel) -> Result<Value, Failure> {
        check(ids)?;
        self.answer(cancel, |view| {
            let searcher = &view.searcher;
            let mut freshness = Freshness::new(searcher);
            let mut explained = Vec::new();
            for passage in named(searcher, ids)? {
                freshness.of(&passage)?;
                explained.push(Explained {
                    refusals: searcher.refusals(&passage)?,
                    passage,
                });
            }
            let passages: Vec<_> = explained.iter().map(PassageJson::of_explained).collect();
            Ok(json!({
                "schema_version": SCHEMA_VERSION,
                "passages": value(&passages)?,
                "freshness": value(&FreshnessJson::new(&view.state, freshness.stale()))?,
            }))
        })
    }
}

fn check(ids: &[String]) -> Result<(), Failure> {
    if ids.is_empty() {
        let message = "names no passage: one looks like pfd23t5lntf7w:5";
        return Err(Failure::parameter("ids", message));
    }
    at_most("ids", ids.len(), MAX_IDS)?;
    if ids.iter().any(|id| id.len() > MAX_VALUE_BYTES) {
        return Err(Failure::parameter("ids", "is too long to be an id"));
    }
    Ok(())
}

/// The passages with these ids, in this order.
fn named(searcher: &Searcher, ids: &[String]) -> Result<Vec<Passage>, Failure> {
    let mut passages = Vec::new();
    for id in ids {
        match by_id(searcher, id)? {
            Ok(found) => passages.extend(found),
            Err(bad @ BadId::Unknown(_)) => return Err(Failure::NotFound(bad.to_string())),
            Err(bad) => return Err(Failure::parameter("ids", bad.to_string())),
        }
    }
    Ok(passages)
}
