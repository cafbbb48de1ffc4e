//! Hands batches of passages from a thread that reads to one that has nothing more to read.
//!
//! Each thread reads files and indexes what it reads. When no file is left for one, it helps the others: one large file then
//! keeps all of them at work. Nothing waits but what a helper is about to take, so memory does not grow with a file.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, PoisonError};

/// Between readers and helpers.
#[derive(Debug)]
pub(crate) struct Handover<T> {
    state: Mutex<State<T>>,
    changed: Condvar,
}

#[derive(Debug)]
struct State<T> {
    batches: VecDeque<T>,
    /// Threads that read, each of which may still hand something over.
    readers: usize,
    /// Helpers that wait.
    waiting: usize,
}

impl<T> Default for Handover<T> {
    fn default() -> Handover<T> {
        let state = State {
            batches: VecDeque::new(),
            readers: 0,
            waiting: 0,
        };
        Handover {
            state: Mutex::new(state),
            changed: Condvar::new(),
        }
    }
}

impl<T> Handover<T> {
    /// Notes a thread that reads. It reads until what it is given is dropped.
    pub fn reader(&self) -> Reader<'_, T> {
        self.lock().readers += 1;
        Reader(self)
    }

    /// Hands a batch to a helper that waits. Gives it back if none does.
    pub fn hand(&self, batch: T) -> Option<T> {
        let mut state = self.lock();
        if state.waiting <= state.batches.len() {
            return Some(batch);
        }
        state.batches.push_back(batch);
        self.changed.notify_one();
        None
    }

    /// The next batch for a helper, once there is one. `None` when nobody reads any more.
    pub fn next(&self) -> Option<T> {
        let mut state = self.lock();
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

    fn lock(&self) -> std::sync::MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A thread that reads.
pub(crate) struct Reader<'h, T>(&'h Handover<T>);

impl<T> Drop for Reader<'_, T> {
    fn drop(&mut self) {
        self.0.lock().readers -= 1;
        self.0.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::Handover;

    #[test]
    fn a_batch_stays_with_its_reader_while_nobody_waits() {
        let handover = Handover::default();
        let _reader = handover.reader();
        assert_eq!(handover.hand(7), Some(7));
    }

    #[test]
    fn every_batch_is_taken_once_and_helpers_end_with_the_readers() {
        let handover = Handover::default();
        let reader = handover.reader();
        let taken = std::thread::scope(|scope| {
            let helper = || {
                let mut taken = Vec::new();
                while let Some(batch) = handover.next() {
                    taken.push(batch);
                }
                taken
            };
            let helpers = [scope.spawn(helper), scope.spawn(helper)];
            let mut taken: Vec<u32> = (0..1_000).filter_map(|n| handover.hand(n)).collect();
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
