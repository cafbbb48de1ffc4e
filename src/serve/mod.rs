//! `onrecord serve`: the page and the API, over HTTP.
//!
//! Every request passes, in this order: the limits of `listener`, the checks of `guard` (Host,
//! Origin, token) before anything is routed, and the queue of `work`. The page (`pages`) and the
//! API (`api`) ask the same service. Nothing can be written over HTTP. SECURITY.md has the threat
//! model.

mod api;
mod cite;
mod guard;
mod listener;
mod openapi;
mod pages;
mod params;
mod problem;
mod templates;
mod work;

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use axum::routing::get;

use crate::serve::guard::Guard;
use crate::serve::work::Work;
use crate::service::Service;
use crate::service::limits::MAX_DRAFT_BYTES;

/// Bytes of the body of a request: a draft of the longest size as a form, where a byte can take
/// three.
const MAX_BODY_BYTES: usize = 3 * MAX_DRAFT_BYTES + 4_096;

/// Where to listen, and which requests to answer.
pub(crate) struct Options {
    /// The address and port; port 0 is any free one.
    pub address: SocketAddr,
    /// What every request must have. `None` on the loopback address only.
    pub token: Option<String>,
    /// Names that requests may be for besides those of this machine.
    pub hosts: Vec<String>,
}

/// What all requests share.
pub(crate) struct State {
    work: Work,
    templates: templates::Templates,
}

/// Answers requests until the process is interrupted. `opened` is called once it listens.
pub(crate) fn run(
    service: Service,
    options: &Options,
    opened: impl FnOnce(SocketAddr) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(cores.min(4))
        .max_blocking_threads(cores + 1)
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let state = Arc::new(State {
            work: Work::new(service, cores),
            templates: templates::Templates::new()?,
        });
        let listener = listener::bind(options.address).await?;
        let address = listener.local_addr()?;
        let guard = Guard::new(address, options.token.clone(), &options.hosts);
        opened(address)?;
        listener::answer(listener, router(state), guard).await
    })
}

fn router(state: Arc<State>) -> Router {
    let assets = Router::new()
        .route(
            "/assets/page.css",
            get(|| asset("text/css; charset=utf-8", PAGE_CSS)),
        )
        .route(
            "/assets/page.js",
            get(|| asset("text/javascript; charset=utf-8", PAGE_JS)),
        )
        .route("/favicon.ico", get(|| asset("image/svg+xml", ICON)))
        .route("/assets/icon.svg", get(|| asset("image/svg+xml", ICON)));
    Router::new()
        .merge(assets)
        .merge(pages::routes())
        .merge(api::routes())
        .fallback(problem::not_found)
        .method_not_allowed_fallback(problem::not_allowed)
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .with_state(state)
}

const PAGE_CSS: &str = include_str!("assets/page.css");
const PAGE_JS: &str = include_str!("assets/page.js");
const ICON: &str = include_str!("assets/icon.svg");

async fn asset(kind: &'static str, text: &'static str) -> impl IntoResponse {
    // An update of the program changes them, so they are asked for again.
    ([(CONTENT_TYPE, kind), (CACHE_CONTROL, "no-cache")], text)
}
