//! The API under `/api/v1`: the objects of `--format json`, for programs.
//!
//! Each answer has the state of the index as its `ETag`, so that a client that sends it back gets
//! 304 until the index changes. `openapi` describes all of it.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, RawQuery, State as Shared};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderMap, HeaderValue, IF_NONE_MATCH, LINK,
};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use onrecord_index::searcher::Property;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::print::schema::safe;
use crate::serve::State;
use crate::serve::openapi::{self, OPENAPI_PATH};
use crate::serve::params::{FILTERS, Params, SEARCH};
use crate::serve::problem::{self, Problem};
use crate::service::failure::Failure;
use crate::service::request::Filters;
use crate::service::{Cancel, Service};

/// The parameters of a list.
const LIST: [&str; 3] = ["q", "limit", "offset"];

/// The parameters of passages.
const PASSAGES: [&str; 2] = ["id", "context"];

/// The parameters of a quotation.
const QUOTATION: [&str; 2] = ["quote", "speaker"];

/// Asks the service for what some parameters mean.
type Ask = fn(&Service, &Params, &Cancel) -> Result<Value, Failure>;

/// Names of parameters, in lists.
type Names = &'static [&'static [&'static str]];

pub(super) fn routes() -> Router<Arc<State>> {
    Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route(OPENAPI_PATH, get(description))
        .route(
            "/api/v1/search",
            asked(&[&SEARCH, &FILTERS], |service, params, cancel| {
                service.search(&params.search()?, cancel)
            }),
        )
        .route(
            "/api/v1/quotes",
            asked(&[&SEARCH, &FILTERS], |service, params, cancel| {
                service.quotes(&params.search()?, cancel)
            }),
        )
        .route("/api/v1/passages", asked(&[&PASSAGES], passages))
        .route("/api/v1/passages/{id}", get(passage))
        .route(
            "/api/v1/why",
            asked(&[&["id"]], |service, params, cancel| {
                service.why(&params.all("id"), cancel)
            }),
        )
        .route("/api/v1/speakers", list(Property::Speaker))
        .route("/api/v1/sections", list(Property::Section))
        .route("/api/v1/docs", list(Property::Doc))
        .route(
            "/api/v1/verify",
            asked(&[&QUOTATION], |service, params, cancel| {
                let quote = params.get("quote").unwrap_or_default();
                service.verify(quote, params.get("speaker"), &Filters::default(), cancel)
            })
            .post(verify),
        )
        .route(
            "/api/v1/trace",
            asked(&[&["quote"], &FILTERS], |service, params, cancel| {
                let quote = params.get("quote").unwrap_or_default();
                service.trace(quote, &params.filters(), cancel)
            }),
        )
        .route(
            "/api/v1/status",
            asked(&[], |service, _, cancel| service.status(cancel)),
        )
}

fn passages(service: &Service, params: &Params, cancel: &Cancel) -> Result<Value, Failure> {
    let context = params.number("context")?.unwrap_or(0);
    service.get(&params.all("id"), context, cancel)
}

fn list(property: Property) -> axum::routing::MethodRouter<Arc<State>> {
    let ask: Ask = match property {
        Property::Section => {
            |service, params, cancel| service.list(Property::Section, &params.list()?, cancel)
        }
        Property::Doc => {
            |service, params, cancel| service.list(Property::Doc, &params.list()?, cancel)
        }
        _ => |service, params, cancel| service.list(Property::Speaker, &params.list()?, cancel),
    };
    asked(&[&LIST, &FILTERS], ask)
}

/// A route that asks the service.
fn asked(known: Names, ask: Ask) -> axum::routing::MethodRouter<Arc<State>> {
    get(
        move |Shared(state): Shared<Arc<State>>,
              uri: Uri,
              RawQuery(query): RawQuery,
              headers: HeaderMap| async move {
            let params = Params::parse(&query.unwrap_or_default());
            answer(&state, uri.path(), params, &headers, known, ask).await
        },
    )
}

async fn passage(
    Shared(state): Shared<Arc<State>>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let params = Params::parse(&query.unwrap_or_default());
    if let Err(failure) = params.check(&[&["context"]]) {
        return Problem::from(failure).into_response();
    }
    let params = params.with("id", &id);
    answer(
        &state,
        "/api/v1/passages",
        params,
        &headers,
        &[&PASSAGES],
        passages,
    )
    .await
}

/// An answer of the service as JSON, or that it has not changed.
async fn answer(
    state: &State,
    path: &str,
    params: Params,
    headers: &HeaderMap,
    known: Names,
    ask: Ask,
) -> Response {
    let seen = headers.get(IF_NONE_MATCH).cloned();
    let asked = params.clone();
    let answered = state.work.run(move |service, cancel| {
        asked.check(known)?;
        if let Some(seen) = seen
            && is_seen(&seen, &etag(&service.state()?))
        {
            return Ok(None);
        }
        ask(service, &asked, cancel).map(Some)
    });
    let mut value = match answered.await {
        Ok(Some(value)) => value,
        Ok(None) => return StatusCode::NOT_MODIFIED.into_response(),
        Err(problem) => return problem.into_response(),
    };
    let next = value["next"].as_u64();
    let next = next.map(|next| params.set("offset", &next.to_string()).link(path));
    if value.get("next").is_some() {
        value["links"] = json!({"next": next});
    }
    let mut response = json_response(&value);
    if let Some(next) =
        next.and_then(|next| HeaderValue::from_str(&format!("<{next}>; rel=\"next\"")).ok())
    {
        response.headers_mut().insert(LINK, next);
    }
    response
}

/// An object as a response, with the state of the index that it comes from.
fn json_response(value: &Value) -> Response {
    let Ok(text) = safe(value) else {
        return Problem::from(Failure::Bug("no JSON".to_owned())).into_response();
    };
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    let state = value["freshness"]["commit"].as_str();
    if let Some(etag) = state.and_then(|state| HeaderValue::from_str(&etag(state)).ok()) {
        headers.insert(ETAG, etag);
    }
    response
}

/// The `ETag` of answers: weak, since the files of the passages may change without the index.
pub(super) fn etag(state: &str) -> String {
    format!("W/\"{state}-{}\"", env!("CARGO_PKG_VERSION"))
}

/// Whether a list of `ETag`s has one.
fn is_seen(seen: &HeaderValue, etag: &str) -> bool {
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let seen = seen.to_str().unwrap_or_default();
    seen.split(',').any(|tag| bare(tag) == bare(etag))
}

/// What is checked when it does not fit into a URL.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VerifyBody {
    quote: Option<String>,
    speaker: Option<String>,
    draft: Option<String>,
}

async fn verify(
    Shared(state): Shared<Arc<State>>,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let body = match body {
        Ok(body) => body,
        Err(rejected) => {
            return problem::of_body(rejected.body_text(), rejected.status()).into_response();
        }
    };
    let body: VerifyBody = match serde_json::from_slice(&body) {
        Ok(body) => body,
        Err(error) => {
            return problem::of_body(error.to_string(), StatusCode::BAD_REQUEST).into_response();
        }
    };
    let checked = state.work.run(move |service, cancel| {
        let filters = Filters::default();
        match (&body.quote, &body.draft) {
            (Some(quote), None) => service.verify(quote, body.speaker.as_deref(), &filters, cancel),
            (None, Some(draft)) if body.speaker.is_none() => {
                service.verify_draft(draft, &filters, cancel)
            }
            _ => {
                let message = "give either `quote`, with or without `speaker`, or `draft`";
                Err(Failure::parameter("quote", message))
            }
        }
    });
    match checked.await {
        Ok(value) => json_response(&value),
        Err(problem) => problem.into_response(),
    }
}

async fn description() -> Response {
    let mut response = openapi::description().to_string().into_response();
    let kind = HeaderValue::from_static("application/vnd.oai.openapi+json;version=3.1");
    response.headers_mut().insert(CONTENT_TYPE, kind);
    response
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::is_seen;

    #[test]
    fn an_etag_is_found_in_a_list_weak_or_not() {
        let seen = |text: &'static str| is_seen(&HeaderValue::from_static(text), "W/\"a1-0.1\"");
        assert!(seen("W/\"a1-0.1\"") && seen("\"a1-0.1\"") && seen("\"b\", W/\"a1-0.1\""));
        assert!(!seen("\"a1\"") && !seen("*x") && !seen(""));
    }
}
