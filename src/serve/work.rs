//! Runs requests on threads of their own: as many at a time as there are cores, a bounded number
//! waiting, and the rest refused with 503.

use std::sync::Arc;

use tokio::sync::{Semaphore, TryAcquireError};

use crate::serve::problem::Problem;
use crate::service::failure::Failure;
use crate::service::{Cancel, Service};

/// Requests that wait for each core: at ten milliseconds each, a second.
const WAITING: usize = 100;

/// The service, and the places of those who ask it.
pub(super) struct Work {
    service: Arc<Service>,
    /// Places of requests that run or wait.
    places: Arc<Semaphore>,
    /// Places of requests that run.
    running: Arc<Semaphore>,
}

/// Cancels a request when the client has gone, which drops this.
struct OnDrop(Cancel);

impl Drop for OnDrop {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

impl Work {
    pub fn new(service: Service, cores: usize) -> Work {
        Work {
            service: Arc::new(service),
            places: Arc::new(Semaphore::new(cores * (WAITING + 1))),
            running: Arc::new(Semaphore::new(cores)),
        }
    }

    /// Runs `ask` when it is its turn.
    pub async fn run<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&Service, &Cancel) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Problem> {
        let place = match Arc::clone(&self.places).try_acquire_owned() {
            Ok(place) => place,
            Err(TryAcquireError::NoPermits | TryAcquireError::Closed) => {
                return Err(Problem::busy());
            }
        };
        let turn = Arc::clone(&self.running).acquire_owned().await;
        let turn = turn.map_err(|_| Problem::busy())?;
        let service = Arc::clone(&self.service);
        let cancel = OnDrop(Cancel::default());
        let of_work = cancel.0.clone();
        let done = tokio::task::spawn_blocking(move || {
            // Kept until the work is done, even if nobody waits for it any more.
            let _places = (place, turn);
            ask(&service, &of_work)
        });
        let outcome = done.await;
        outcome
            .unwrap_or_else(|panic| Err(Failure::Bug(panic.to_string())))
            .map_err(Problem::from)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::mpsc::channel;
    use std::time::Duration;

    use axum::response::IntoResponse;

    use super::{WAITING, Work};
    use crate::service::Service;

    #[test]
    fn beyond_the_queue_requests_are_refused_at_once() {
        let runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = { runtime }.enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let service = Service::new("nowhere".into(), Duration::from_secs(1));
            let work = Arc::new(Work::new(service, 1));
            let (release, released) = channel::<()>();
            let first = {
                let work = Arc::clone(&work);
                tokio::spawn(async move {
                    let blocked = work.run(move |_, _| {
                        let _ = released.recv();
                        Ok(0)
                    });
                    blocked.await.is_ok()
                })
            };
            let waiting: Vec<_> = (0..WAITING)
                .map(|_| {
                    let work = Arc::clone(&work);
                    tokio::spawn(async move { work.run(|_, _| Ok(1)).await.is_ok() })
                })
                .collect();
            while work.places.available_permits() > 0 {
                tokio::task::yield_now().await;
            }
            let refused = work.run(|_, _| Ok(2)).await;
            let refused = refused.map(|_| ()).expect_err("no place").into_response();
            assert_eq!(refused.status(), 503);
            assert!(refused.headers().contains_key("retry-after"));
            release.send(()).expect("it waits");
            assert!(first.await.expect("an end"));
            for one in waiting {
                assert!(one.await.expect("an end"));
            }
        });
    }
}
