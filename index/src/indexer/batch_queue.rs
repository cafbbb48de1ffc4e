//! Passes batches of passages from threads that read to threads that have nothing left to read.
//!
//! Each thread reads files and indexes what it reads. When there is no file left, it helps the
//! others, so that one large file keeps all threads busy. A batch is only queued if a helper is
//! waiting for it, so memory does not grow with the size of a file.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, PoisonError};

use crate::storage::lock::lock;

/// A queue between readers and helpers.
#[derive(Debug)]
pub(super) struct BatchQueue<T> {
    state: Mutex<State<T>>,
    /// Notified of every new batch and when a reader ends.
    changed: Condvar,
}

#[derive(Debug)]
struct State<T> {
    batches: VecDeque<T>,
    /// Number of threads that read, and may still offer batches.
    readers: usize,
    /// Number of helpers that wait for a batch.
    waiting: usize,
}

impl<T> Default for BatchQueue<T> {
    fn default() -> BatchQueue<T> {
        let state = State {
            batches: VecDeque::new(),
            readers: 0,
            waiting: 0,
        };
        BatchQueue {
            state: Mutex::new(state),
            changed: Condvar::new(),
        }
    }
}

impl<T> BatchQueue<T> {
    /// Counts a thread as a reader until the result is dropped.
    pub fn register_reader(&self) -> ReaderGuard<'_, T> {
        lock(&self.state).readers += 1;
        ReaderGuard(self)
    }

    /// Gives a batch to a helper that waits. Returns it if none does.
    pub fn offer(&self, batch: T) -> Option<T> {
        let mut state = lock(&self.state);
        if state.waiting <= state.batches.len() {
            return Some(batch);
        }
        state.batches.push_back(batch);
        self.changed.notify_one();
        None
    }

    /// Waits for a batch. `None` if no thread reads any more.
    pub fn take(&self) -> Option<T> {
        let mut state = lock(&self.state);
        loop {
            if let Some(batch) = state.batches.pop_front() {
                return Some(batch);
            }
            if state.readers == 0 {
                return None;
            }
            state.waiting += 1;
            state = self
                .changed
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
            state.waiting -= 1;
        }
    }
}

/// Registers a reader; see [`BatchQueue::register_reader`].
pub(super) struct ReaderGuard<'h, T>(&'h BatchQueue<T>);

impl<T> Drop for ReaderGuard<'_, T> {
    fn drop(&mut self) {
        lock(&self.0.state).readers -= 1;
        self.0.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::BatchQueue;

    #[test]
    fn a_batch_stays_with_its_reader_while_nobody_waits() {
        let queue = BatchQueue::default();
        let _reader = queue.register_reader();
        assert_eq!(queue.offer(7), Some(7));
    }

    #[test]
    fn each_batch_is_taken_once_and_helpers_end_after_the_readers() {
        let queue = BatchQueue::default();
        let reader = queue.register_reader();
        let taken = std::thread::scope(|scope| {
            let helper = || {
                let mut taken = Vec::new();
                while let Some(batch) = queue.take() {
                    taken.push(batch);
                }
                taken
            };
            let helpers = [scope.spawn(helper), scope.spawn(helper)];
            let mut taken: Vec<u32> = (0..1_000).filter_map(|n| queue.offer(n)).collect();
            drop(reader);
            for helper in helpers {
                taken.extend(helper.join().expect("a helper"));
            }
            taken
        });
        let mut sorted = taken;
        sorted.sort_unstable();
        assert_eq!(sorted, (0..1_000).collect::<Vec<u32>>());
    }
}
