//! Failures as answers: problem details for programs (RFC 9457), with the place of a mistake in the
//! query.
//!
//! What the index's folder is called and what is wrong in it, only standard error says.

use axum::http::header::{CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use crate::service::failure::Failure;
use crate::status;

/// Seconds after which to try again.
const RETRY_SECONDS: &str = "1";

/// A failure with what a client needs to know of it.
pub(super) struct Problem {
    pub status: StatusCode,
    kind: &'static str,
    /// What is wrong, and what would be right.
    pub detail: String,
    /// What else is known: the query and the place in it, or the parameter.
    more: Map<String, Value>,
}

impl Problem {
    fn new(status: StatusCode, kind: &'static str, detail: impl Into<String>) -> Problem {
        Problem {
            status,
            kind,
            detail: detail.into(),
            more: Map::new(),
        }
    }

    /// No room in the queue.
    pub fn busy() -> Problem {
        let detail = "too many requests are waiting: try again in a second";
        Problem::new(StatusCode::SERVICE_UNAVAILABLE, "busy", detail)
    }

    /// A query with carets under the part that is wrong. `None` if it is about something else.
    pub fn caret(&self) -> Option<(String, usize, usize)> {
        let query = self.more.get("query")?.as_str()?.to_owned();
        let place = |number: usize| self.more.get("characters")?.get(number)?.as_u64();
        Some((query, place(0)? as usize, place(1)? as usize))
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Problem {
        let status = match &failure {
            Failure::Query { .. } | Failure::Parameter { .. } => StatusCode::BAD_REQUEST,
            Failure::NotFound(_) => StatusCode::NOT_FOUND,
            Failure::Deadline(_) | Failure::Index(_) => StatusCode::SERVICE_UNAVAILABLE,
            Failure::Bug(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let detail = match &failure {
            Failure::Index(_) | Failure::Bug(_) => {
                status::error(&failure.to_string());
                let detail = "the index cannot be read: the output of `onrecord serve` says why";
                detail.to_owned()
            }
            failure => failure.to_string(),
        };
        let mut problem = Problem::new(status, failure.kind(), detail);
        let more = &mut problem.more;
        if let Some(characters) = failure.characters() {
            more.insert("characters".to_owned(), json!(characters));
        }
        match failure {
            Failure::Query { query, error } => {
                let span = [error.span.start, error.span.end];
                more.insert("query".to_owned(), json!(query));
                more.insert("span".to_owned(), json!(span));
            }
            Failure::Parameter { name, .. } => {
                more.insert("parameter".to_owned(), json!(name));
            }
            _ => {}
        }
        problem
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut object = json!({
            "type": format!("urn:onrecord:problem:{}", self.kind),
            "title": self.status.canonical_reason().unwrap_or_default(),
            "status": self.status.as_u16(),
            "detail": self.detail,
        });
        for (name, value) in self.more {
            object[name] = value;
        }
        let mut response = (self.status, object.to_string()).into_response();
        let headers = response.headers_mut();
        let kind = HeaderValue::from_static("application/problem+json");
        headers.insert(CONTENT_TYPE, kind);
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(RETRY_AFTER, HeaderValue::from_static(RETRY_SECONDS));
        }
        response
    }
}

pub(super) async fn not_found(uri: Uri) -> Response {
    let detail = format!("nothing is at {}", uri.path());
    Problem::new(StatusCode::NOT_FOUND, "not-found", detail).into_response()
}

pub(super) async fn not_allowed() -> Response {
    let detail = "this can only be read: use GET, or POST where a draft is checked";
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method", detail).into_response()
}

pub(super) fn forbidden(detail: &str) -> Response {
    Problem::new(StatusCode::FORBIDDEN, "forbidden", detail).into_response()
}

pub(super) fn unauthorized() -> Response {
    let detail = "the token is missing or wrong: open the link with ?token=TOKEN once, or send \
                  Authorization: Bearer TOKEN";
    Problem::new(StatusCode::UNAUTHORIZED, "token", detail).into_response()
}

pub(super) fn of_length() -> Response {
    let detail = "the address is longer than 16 KB";
    Problem::new(StatusCode::URI_TOO_LONG, "too-long", detail).into_response()
}

pub(super) fn of_body(detail: impl Into<String>, status: StatusCode) -> Problem {
    Problem::new(status, "body", detail)
}

pub(super) fn of_time() -> Problem {
    let detail = "the request took too long";
    Problem::new(StatusCode::REQUEST_TIMEOUT, "time", detail)
}
