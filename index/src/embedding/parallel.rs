//! Runs a model on many texts, with several threads.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::error::Result;
use crate::meaning::model::Model;
use crate::storage::lock::lock;

/// The vectors of groups of texts; the texts of a group have equally many pieces. `done` hears of
/// each group. The result has the order of the groups, whatever the number of threads.
pub(super) fn vectors(
    model: &Model,
    groups: &[Vec<Vec<u32>>],
    threads: usize,
    done: &(dyn Fn() + Sync),
) -> Result<Vec<Vec<Vec<f32>>>> {
    let next = AtomicUsize::new(0);
    let failed = AtomicBool::new(false);
    let results = Mutex::new(Vec::with_capacity(groups.len()));
    let work = || {
        let worker = model.worker();
        while !failed.load(Ordering::Relaxed) {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(group) = groups.get(number) else {
                break;
            };
            let vectors = worker.vectors(group);
            failed.fetch_or(vectors.is_err(), Ordering::Relaxed);
            lock(&results).push((number, vectors));
            done();
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads.clamp(1, groups.len().max(1)) {
            scope.spawn(work);
        }
        work();
    });
    let mut results = std::mem::take(&mut *lock(&results));
    results.sort_by_key(|(number, _)| *number);
    results.into_iter().map(|(_, vectors)| vectors).collect()
}
