//! The page: what each address shows, as one value for its template.
//!
//! Every page works without JavaScript: all that it can do is a link or a form. Views are made of
//! the service's answers; nothing here reads the index.

mod document;
mod draft;
mod hits;
mod passage;
mod search;
mod speaker;
mod start;
mod years;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, RawQuery, State as Shared};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HOST, HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use onrecord_index::searcher::Property;
use serde_json::{Value, json};

use crate::serve::State;
use crate::serve::openapi;
use crate::serve::params::Params;
use crate::serve::problem::Problem;
use crate::service::failure::Failure;
use crate::service::{Cancel, Service};

pub(super) fn routes() -> Router<Arc<State>> {
    Router::new()
        .route("/", shown("start.html", start::view))
        .route("/search", shown("search.html", search::view))
        .route("/passage/{id}", get(passage))
        .route("/document", shown("document.html", document::view))
        .route("/speaker", shown("speaker.html", speaker::view))
        .route(
            "/speakers",
            shown("list.html", |service, params, cancel| {
                start::list(Property::Speaker, service, params, cancel)
            }),
        )
        .route(
            "/documents",
            shown("list.html", |service, params, cancel| {
                start::list(Property::Doc, service, params, cancel)
            }),
        )
        .route(
            "/draft",
            shown("draft.html", |_, params, _| draft::form(params)).post(draft::check),
        )
        .route(
            "/api",
            shown("api.html", |_, _, _| {
                Ok(json!({"title": "API", "api": openapi::description()}))
            }),
        )
}

/// Makes what a page shows of its parameters.
type View = fn(&Service, &Params, &Cancel) -> Result<Value, Failure>;

/// A route that shows a page.
fn shown(template: &'static str, view: View) -> axum::routing::MethodRouter<Arc<State>> {
    get(
        move |Shared(state): Shared<Arc<State>>, RawQuery(query): RawQuery| async move {
            let params = Params::parse(&query.unwrap_or_default());
            let made = state
                .work
                .run(move |service, cancel| view(service, &params, cancel));
            let made = made.await;
            page(&state, template, made)
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
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    // A proxy in front says whether the browser came by TLS.
    let scheme = headers.get("x-forwarded-proto");
    let scheme = scheme
        .filter(|scheme| *scheme == "https")
        .map_or("http", |_| "https");
    let origin = format!("{scheme}://{}", host.unwrap_or_default());
    let made = state
        .work
        .run(move |service, cancel| passage::view(service, &id, &params, &origin, cancel));
    let made = made.await;
    page(&state, "passage.html", made)
}

/// A page, or the page that says what is wrong.
fn page(state: &State, template: &str, made: Result<Value, Problem>) -> Response {
    let (status, rendered) = match &made {
        Ok(shown) => (StatusCode::OK, state.templates.render(template, shown)),
        Err(problem) => {
            let shown = problem_view(problem);
            (
                problem.status,
                state.templates.render("problem.html", &shown),
            )
        }
    };
    let text = match rendered {
        Ok(text) => text,
        Err(error) => return Problem::from(Failure::Bug(format!("{error:#}"))).into_response(),
    };
    let mut response = (status, text).into_response();
    let headers = response.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    response
}

/// What the page says of a failure: of a query, with the wrong part marked.
fn problem_view(problem: &Problem) -> Value {
    let parts = problem.caret().map(|(query, start, end)| {
        let part = |from: usize, to: usize| -> String {
            query
                .chars()
                .skip(from)
                .take(to.saturating_sub(from))
                .collect()
        };
        json!({
            "before": part(0, start),
            "wrong": part(start, end),
            "after": part(end, usize::MAX),
            "query": query,
        })
    });
    let query = parts.as_ref().map(|parts| parts["query"].clone());
    json!({
        "title": "This did not work",
        "query": query,
        "problem": {"detail": problem.detail, "parts": parts},
    })
}
