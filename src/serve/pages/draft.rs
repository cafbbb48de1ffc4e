//! The page that checks a draft: the draft as it is, each quotation marked by its verdict, and a
//! report for each.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State as Shared;
use axum::extract::rejection::BytesRejection;
use axum::response::Response;
use serde_json::{Value, json};

use crate::serve::State;
use crate::serve::pages::page;
use crate::serve::params::{Params, segment};
use crate::serve::problem;
use crate::service::failure::Failure;
use crate::service::request::Filters;

/// The empty form.
pub(super) fn form(params: &Params) -> Result<Value, Failure> {
    params.check(&[])?;
    Ok(json!({"title": "Check a draft", "is_draft": true}))
}

/// Checks the draft of a form.
pub(super) async fn check(
    Shared(state): Shared<Arc<State>>,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let body = match body {
        Ok(body) => body,
        Err(rejected) => {
            let rejected = problem::of_body(rejected.body_text(), rejected.status());
            return page(&state, "draft.html", Err(rejected));
        }
    };
    let params = Params::parse(&String::from_utf8_lossy(&body));
    let made = state.work.run(move |service, cancel| {
        params.check(&[&["draft"]])?;
        // Browsers send lines with CR and LF.
        let draft = params
            .get("draft")
            .unwrap_or_default()
            .replace("\r\n", "\n");
        let answer = service.verify_draft(&draft, &Filters::default(), cancel)?;
        Ok(view(&draft, answer))
    });
    let made = made.await;
    page(&state, "draft.html", made)
}

fn view(draft: &str, mut answer: Value) -> Value {
    let mut reports = answer["verdicts"].take();
    let none = &mut Vec::new();
    let verdicts = reports.as_array_mut().unwrap_or(none);
    for (number, verdict) in verdicts.iter_mut().enumerate() {
        verdict["number"] = json!(number + 1);
        if let Some(id) = verdict["source"]["id"].as_str() {
            verdict["source"]["href"] = json!(format!("/passage/{}", segment(id)));
        }
        verdict["class"] = json!(class(verdict));
    }
    json!({
        "title": "Checked draft",
        "is_draft": true,
        "draft": draft,
        "pieces": pieces(draft, verdicts),
        "verdicts": verdicts,
        "totals": answer["totals"],
        "checked": true,
    })
}

/// How a verdict is marked.
fn class(verdict: &Value) -> &'static str {
    if verdict["accepted"] == true {
        return "right";
    }
    match verdict["words"].as_str() {
        Some("not-found") => "missing",
        _ => "wrong",
    }
}

/// The draft cut where its quotations begin and end.
fn pieces(draft: &str, verdicts: &[Value]) -> Vec<Value> {
    let mut spans: Vec<(usize, usize, &Value)> = verdicts
        .iter()
        .filter_map(|verdict| {
            let end = |at: usize| verdict["at"]["span"][at].as_u64();
            Some((end(0)? as usize, end(1)? as usize, verdict))
        })
        .collect();
    spans.sort_by_key(|(start, end, _)| (*start, *end));
    let mut pieces = Vec::new();
    let mut done = 0;
    for (start, end, verdict) in spans {
        let (Some(before), Some(words)) = (draft.get(done..start), draft.get(start..end)) else {
            continue;
        };
        pieces.push(json!({"text": before}));
        pieces.push(json!({
            "text": words,
            "number": verdict["number"],
            "class": verdict["class"],
            "words": verdict["words"],
        }));
        done = end;
    }
    pieces.push(json!({"text": draft.get(done..).unwrap_or_default()}));
    pieces
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::pieces;

    #[test]
    fn the_pieces_of_a_draft_are_all_of_it() {
        let draft = "She said “é” and “b”.";
        let at = |start, end| json!({"at": {"span": [start, end]}, "number": 1});
        let verdicts = [at(9, 17), at(20, 24), at(10, 12), at(90, 99)];
        let pieces = pieces(draft, &verdicts);
        let text: String = pieces
            .iter()
            .filter_map(|piece| piece["text"].as_str())
            .collect();
        assert_eq!(text, draft);
    }
}
