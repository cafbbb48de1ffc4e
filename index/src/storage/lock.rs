//! Locks a mutex even if another thread panicked while it held the lock.
//!
//! A reader that panics must not stop the other threads. The data stays usable: every change under
//! these locks is a single push, insert or assignment, so a panic cannot leave half of one behind.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks `mutex`, poisoned or not.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
