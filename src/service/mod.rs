//! Answers requests about one index, for the page, the API and the tools for agents alike.
//!
//! Requests are plain values, answers are the objects of `--format json`, and every failure is a
//! [`Failure`]. Each answer comes from one state of the index; when a commit or `speakers.toml`
//! changes, the next request opens the index again. A request that takes longer than the deadline
//! is stopped. Nothing here writes.

pub(crate) mod failure;
pub(crate) mod limits;
mod lists;
mod objects;
mod passages;
mod quotations;
pub(crate) mod request;
mod search;

#[cfg(test)]
mod tests;

pub(crate) use objects::{ListJson, SearchJson, StatusJson, VerdictsJson};

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use onrecord_index::searcher::Searcher;
use onrecord_index::verify::{Sources, Verifier};
use onrecord_index::{Index, interruptible};
use serde_json::Value;

use crate::print::json::status_json;
use crate::service::failure::Failure;
use crate::service::objects::FreshnessJson;

/// The index that requests are about.
pub(crate) struct Service {
    /// Its folder.
    folder: PathBuf,
    /// How long an answer may take.
    deadline: Duration,
    /// The state that was opened last.
    view: Mutex<Option<Arc<View>>>,
}

/// One state of the index, opened.
struct View {
    /// Its name.
    state: String,
    index: Index,
    searcher: Searcher,
    /// Checks quotations against all sources. Made when first needed.
    verifier: OnceLock<Verifier>,
    /// What the index contains, counted when first asked for.
    status: OnceLock<Value>,
}

/// Tells a running request that nobody waits for its answer.
#[derive(Clone, Default)]
pub(crate) struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Stops the request soon.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Service {
    /// A service for the index in a folder. It is opened by the first request, which fails if there
    /// is none.
    pub fn new(folder: PathBuf, deadline: Duration) -> Service {
        Service {
            folder,
            deadline,
            view: Mutex::default(),
        }
    }

    /// The name of the latest state of the index: it changes with every commit.
    pub fn state(&self) -> Result<String, Failure> {
        Ok(self.latest()?.state.clone())
    }

    /// What the index contains.
    pub fn status(&self, cancel: &Cancel) -> Result<Value, Failure> {
        self.answer(cancel, |view| {
            let mut status = match view.status.get() {
                Some(status) => status.clone(),
                None => {
                    let status = status_json(&view.index.status()?, false);
                    let status = status.map_err(|error| Failure::Bug(error.to_string()))?;
                    view.status.get_or_init(|| status).clone()
                }
            };
            status["freshness"] = objects::value(&FreshnessJson::new(&view.state, 0))?;
            Ok(status)
        })
    }

    /// Runs a request on the latest state of the index, until the deadline or until it is
    /// cancelled.
    fn answer<T>(
        &self,
        cancel: &Cancel,
        work: impl FnOnce(&View) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let end = Instant::now() + self.deadline;
        let cancelled = Arc::clone(&cancel.0);
        let stop = move || cancelled.load(Ordering::Relaxed) || Instant::now() >= end;
        let view = self.latest()?;
        interruptible(stop, || work(&view)).map_err(|failure| match failure {
            Failure::Deadline(_) => Failure::Deadline(self.deadline.as_secs()),
            failure => failure,
        })
    }

    /// The latest state of the index, opened.
    fn latest(&self) -> Result<Arc<View>, Failure> {
        let mut known = self.view.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(view) = &*known
            && view.index.state().is_ok_and(|state| state == view.state)
        {
            return Ok(Arc::clone(view));
        }
        let index = Index::open(&self.folder)?;
        // Asked before the files are opened: a commit in between is noticed by the next request.
        let state = index.state()?;
        let view = Arc::new(View {
            searcher: index.searcher()?,
            state,
            index,
            verifier: OnceLock::new(),
            status: OnceLock::new(),
        });
        *known = Some(Arc::clone(&view));
        Ok(view)
    }
}

impl View {
    /// Checks quotations against all sources.
    fn verifier(&self) -> Result<&Verifier, Failure> {
        if let Some(verifier) = self.verifier.get() {
            return Ok(verifier);
        }
        let verifier = Verifier::new(&self.searcher, &Sources::default())?;
        Ok(self.verifier.get_or_init(|| verifier))
    }
}
