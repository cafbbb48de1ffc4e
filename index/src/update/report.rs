//! What a run says at its end.

use std::path::{Path, PathBuf};

use crate::indexer::Counts;
use crate::ingest::sink::Problem;

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Files that were not in the index.
    pub added: u64,
    /// Files that had changed.
    pub updated: u64,
    /// Files that had not.
    pub unchanged: u64,
    /// Files whose passages left the index.
    pub removed: u64,
    /// Files met in folders that are of no known format.
    pub unknown: u64,
    /// What the added and updated files hold.
    pub counts: Counts,
    /// Bytes of the added and updated files.
    pub bytes: u64,
    /// What could not be read, by path.
    pub failures: Vec<Failure>,
}

impl Report {
    /// Adds what another part of the run did.
    pub(super) fn add(&mut self, other: Report) {
        self.added += other.added;
        self.updated += other.updated;
        self.unchanged += other.unchanged;
        self.removed += other.removed;
        self.unknown += other.unknown;
        self.counts.add(other.counts);
        self.bytes += other.bytes;
        self.failures.extend(other.failures);
    }

    /// Puts the failures in the order of their places.
    pub(super) fn sort_failures(&mut self) {
        // What has no place of its own in a file, as the count of further problems, comes after what has.
        let place = |failure: &Failure| {
            let problem = &failure.problem;
            problem.line.or(problem.byte).unwrap_or(u64::MAX)
        };
        self.failures
            .sort_by(|one, other| (&one.path, place(one)).cmp(&(&other.path, place(other))));
    }
}

/// A file, or a part of one, that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it, and where.
    pub problem: Problem,
    /// Whether nothing of the file was indexed. `false`: the rest of it was.
    pub whole: bool,
}

impl Failure {
    /// That of a whole file.
    pub(super) fn whole(path: &Path, message: String) -> Failure {
        Failure {
            path: path.to_owned(),
            problem: Problem {
                message,
                ..Problem::default()
            },
            whole: true,
        }
    }
}
