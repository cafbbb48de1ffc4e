//! Accepts connections, each with limits on what it may send and how slowly.
//!
//! A connection that sends its headers too slowly is closed; meanwhile all others are answered,
//! since each is a task of its own. Times are those of a slow telephone line.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tower::ServiceExt;

use crate::serve::guard::{Guard, with_security_headers};
use crate::serve::problem;

/// Bytes of the head of a request: ten times what browsers send.
const MAX_HEAD_BYTES: usize = 32 << 10;

/// Headers of a request: three times what browsers send.
const MAX_HEADERS: usize = 64;

/// Bytes of the path and query: three times the longest query, percent-encoded, and its filters.
const MAX_URI_BYTES: usize = 16 << 10;

/// How long the head of a request may take, and how long a connection may be idle.
const HEAD_TIME: Duration = Duration::from_secs(10);

/// How long a request may take in all, its body included: a little more than the deadline of an
/// answer and the wait before it.
const REQUEST_TIME: Duration = Duration::from_secs(30);

/// Connections at a time. Each takes some 50 KB; more wait to be accepted.
const MAX_CONNECTIONS: usize = 512;

/// How long to wait after a connection could not be accepted, as when files run out.
const AFTER_ERROR: Duration = Duration::from_millis(100);

/// How long running requests may go on after the program was interrupted.
const FAREWELL: Duration = Duration::from_secs(2);

pub(super) async fn bind(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| {
        let hint = match error.kind() {
            std::io::ErrorKind::AddrInUse => {
                ": another program uses this port; --port names another one"
            }
            _ => "",
        };
        anyhow::anyhow!("cannot listen on {address}: {error}{hint}")
    })
}

/// Answers connections until the program is interrupted.
pub(super) async fn answer(
    listener: TcpListener,
    router: Router,
    guard: Guard,
) -> anyhow::Result<()> {
    let guard = Arc::new(guard);
    let places = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let interrupted = interrupted();
    tokio::pin!(interrupted);
    loop {
        let accepted = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            accepted = accepted => accepted,
            () = &mut interrupted => break,
        };
        match (place, accepted) {
            (Ok(place), Ok((stream, _))) => {
                tokio::spawn(connection(
                    stream,
                    router.clone(),
                    Arc::clone(&guard),
                    place,
                ));
            }
            // A client that is gone again, or too many open files: neither ends the service.
            _ => tokio::time::sleep(AFTER_ERROR).await,
        }
    }
    let all = u32::try_from(MAX_CONNECTIONS).unwrap_or(u32::MAX);
    let _ = tokio::time::timeout(FAREWELL, places.acquire_many(all)).await;
    Ok(())
}

/// Returns when the user presses Ctrl-C, or the program is asked to end.
async fn interrupted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}

async fn connection(
    stream: TcpStream,
    router: Router,
    guard: Arc<Guard>,
    place: OwnedSemaphorePermit,
) {
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let (router, guard) = (router.clone(), Arc::clone(&guard));
        async move {
            let response = respond(request.map(Body::new), router, &guard).await;
            Ok::<_, Infallible>(with_security_headers(response))
        }
    });
    // An error is a client that went away or sent no HTTP: nobody is left to read of it.
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(MAX_HEAD_BYTES)
        .max_headers(MAX_HEADERS)
        .serve_connection(TokioIo::new(stream), service)
        .await;
    drop(place);
}

async fn respond(request: Request, router: Router, guard: &Guard) -> Response {
    if request.uri().to_string().len() > MAX_URI_BYTES {
        return problem::of_length();
    }
    if let Some(refused) = guard.check(&request) {
        return refused;
    }
    match tokio::time::timeout(REQUEST_TIME, router.oneshot(request)).await {
        Ok(Ok(response)) => response,
        Ok(Err(never)) => match never {},
        Err(_) => problem::of_time().into_response(),
    }
}
