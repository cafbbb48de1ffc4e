//! Catches panics, and knows whether the current thread is inside such a catch.
//!
//! Two kinds of code may panic on bad input: tantivy on a damaged index, and the reader of a format
//! on a malformed file. Both panics become errors, so their own message would only confuse users.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    /// Number of [`catch`] calls that are running on this thread: they nest.
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

/// Runs `work`. Returns its result, or the payload of its panic.
pub(crate) fn catch<T>(work: impl FnOnce() -> T) -> std::thread::Result<T> {
    DEPTH.set(DEPTH.get() + 1);
    let outcome = catch_unwind(AssertUnwindSafe(work));
    DEPTH.set(DEPTH.get() - 1);
    outcome
}

/// The text of a panic's payload; empty if it has none.
pub(crate) fn message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref().map(|&text: &&str| text.to_owned()))
        .unwrap_or_default()
}

/// Whether the library would turn a panic on this thread into an error. For panic hooks, which can
/// stay silent in that case.
pub fn is_panic_caught() -> bool {
    DEPTH.get() > 0
}
