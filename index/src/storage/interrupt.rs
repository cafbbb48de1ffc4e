//! Lets a caller stop what reads an index: a test that long loops ask now and then.
//!
//! The one rule: a loop that asks may end early, since its outcome is dropped. Whoever runs
//! guarded work (`IndexFiles::guarded`) turns it into [`Error::Interrupted`]. Only loops whose
//! outcome no cache keeps may ask. Work and test belong to one thread.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::error::{Error, Result};

/// Tells whether to stop.
type Test = Rc<dyn Fn() -> bool>;

thread_local! {
    /// The test of the innermost [`interruptible`] call on this thread.
    static TEST: RefCell<Option<Test>> = const { RefCell::new(None) };
    /// Whether there is a test, so that a loop without one costs next to nothing.
    static HAS_TEST: Cell<bool> = const { Cell::new(false) };
    /// Whether the test has said so: it is not asked again.
    static STOPPED: Cell<bool> = const { Cell::new(false) };
}

/// Runs `work`, which searches or reads an index on this thread, and stops it soon after `stop`
/// returns true. It then fails with [`Error::Interrupted`].
///
/// `stop` is asked between passages that are read, between blocks of matching records, and between
/// segments. What tantivy does inside one segment for one part of a query is not stopped: for a
/// million passages, some tens of milliseconds.
///
/// ```
/// use onrecord_index::error::Error;
/// use onrecord_index::{Index, Query, interruptible};
///
/// let index = Index::in_memory()?;
/// index.add_bytes("talk.txt", "ANNA BERG: The harbour is full.\n".into(), &Default::default())?;
/// let query = Query::parse("harbour")?;
/// let search = || index.search(&query, &Default::default());
/// assert!(interruptible(|| false, search).is_ok());
/// assert!(matches!(interruptible(|| true, search), Err(Error::Interrupted)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn interruptible<T, E: From<Error>>(
    stop: impl Fn() -> bool + 'static,
    work: impl FnOnce() -> std::result::Result<T, E>,
) -> std::result::Result<T, E> {
    let before = Before {
        test: TEST.replace(Some(Rc::new(stop))),
        stopped: STOPPED.replace(false),
        has_test: HAS_TEST.replace(true),
    };
    let outcome = work();
    let stopped = STOPPED.get();
    drop(before);
    if stopped {
        return Err(Error::Interrupted.into());
    }
    outcome
}

/// What there was before, which comes back even after a panic.
struct Before {
    test: Option<Test>,
    stopped: bool,
    has_test: bool,
}

impl Drop for Before {
    fn drop(&mut self) {
        TEST.replace(self.test.take());
        STOPPED.set(self.stopped);
        HAS_TEST.set(self.has_test);
    }
}

/// Whether the work on this thread is to stop.
pub(crate) fn is_interrupted() -> bool {
    if !HAS_TEST.get() {
        return false;
    }
    if STOPPED.get() {
        return true;
    }
    let test = TEST.with_borrow(Clone::clone);
    let stopped = test.is_some_and(|test| test());
    STOPPED.set(stopped);
    stopped
}

/// Fails if the work on this thread is to stop.
pub(crate) fn check() -> Result<()> {
    if is_interrupted() {
        return Err(Error::Interrupted);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::rc::Rc;

    use super::{interruptible, is_interrupted};
    use crate::error::{Error, Result};
    use crate::facade::Index;
    use crate::query::Query;
    use crate::searcher::{Property, Request};
    use crate::verify::report::Claim;
    use crate::verify::trace::trace;
    use crate::verify::{Sources, Verifier};

    /// Runs work that must be stopped at the third time that it asks, and not ask again.
    fn check<T>(name: &str, work: impl FnOnce() -> Result<T>) {
        let asked = Rc::new(Cell::new(0));
        let counted = Rc::clone(&asked);
        let stop = move || {
            counted.set(counted.get() + 1);
            counted.get() >= 3
        };
        match interruptible(stop, work) {
            Err(Error::Interrupted) => assert_eq!(asked.get(), 3, "{name}"),
            Err(error) => panic!("{name}: {error}"),
            Ok(_) => panic!("{name} was not stopped; it asked {} times", asked.get()),
        }
        assert!(!is_interrupted());
    }

    #[test]
    fn every_kind_of_work_stops_soon() {
        let index = Index::in_memory().expect("an index");
        let mut talk = String::new();
        for number in 0..3_000 {
            talk += &format!("ANNA BERG: The ferry {number} waits in the harbour.\n\n");
        }
        let added = index.add_bytes("talk.txt", talk.into(), &Default::default());
        added.expect("passages");
        let searcher = index.searcher().expect("a searcher");
        let search = |query: &str, request: Request| {
            let query = Query::parse(query).expect("a query");
            check(query.text(), || searcher.search(&query, &request));
        };
        let counted = Request {
            count: true,
            facets: vec![Property::Doc, Property::Speaker, Property::Year],
            ..Request::default()
        };
        search("*", counted.clone());
        search("harbour", counted.clone());
        search("the ferry waits in harbour", counted);
        let id = searcher.search(
            &Query::parse("ferry").expect("a query"),
            &Request::default(),
        );
        let hit = id
            .expect("hits")
            .hits()
            .next()
            .expect("a hit")
            .expect("a passage");
        check("get", || searcher.passages(&hit.passage.id.to_string()));
        check("context", || searcher.context(&hit.passage, 5));
        check("values", || {
            searcher.values_in(Property::Doc, None, &Query::default())
        });
        let verifier = Verifier::new(&searcher, &Sources::default()).expect("a verifier");
        let quote = "ferry waits in the harbour";
        check("verify", || verifier.check(&Claim::new(quote)));
        check("trace", || trace(&verifier, quote));
    }

    #[test]
    fn without_an_interruption_nothing_changes() {
        assert!(!is_interrupted());
        let outcome: Result<u32> = interruptible(|| false, || Ok(7));
        assert_eq!(outcome.ok(), Some(7));
        assert!(
            interruptible(|| true, || Ok::<(), Error>(())).is_ok(),
            "it never asked"
        );
    }
}
