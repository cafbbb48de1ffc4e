//! What a run reports at its end.

use std::path::{Path, PathBuf};

use crate::indexer::counts::Counts;
use crate::ingest::sink::Problem;

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// Number of files that were not in the index before.
    pub added: u64,
    /// Number of files that had changed.
    pub updated: u64,
    /// Number of files that had not changed.
    pub unchanged: u64,
    /// Number of deleted files whose passages were removed.
    pub removed: u64,
    /// Number of files that are in the index under another name, because they were renamed or
    /// moved. Their passages under the old name were removed.
    pub renamed: u64,
    /// Given files and folders, or roots, that are missing as a whole. Their passages stay.
    pub missing: Vec<MissingRoot>,
    /// Number of files in folders that no format reads and that hold no text: pictures, programs,
    /// source code, settings. Those that may hold text are among the failures.
    pub unknown: u64,
    /// Number of files that were read and are empty.
    pub empty: u64,
    /// What the added and updated files contain.
    pub counts: Counts,
    /// Size of the added and updated files in bytes.
    pub bytes: u64,
    /// What could not be read, by path.
    pub failures: Vec<Failure>,
    /// Patterns of [`ReadOptions::facts`](crate::options::ReadOptions::facts) that match none of
    /// the files.
    pub unmatched_facts: Vec<String>,
}

impl Report {
    /// Adds the report of another run, or of another part of this run.
    pub fn add(&mut self, other: Report) {
        self.added += other.added;
        self.updated += other.updated;
        self.unchanged += other.unchanged;
        self.removed += other.removed;
        self.renamed += other.renamed;
        self.missing.extend(other.missing);
        self.unknown += other.unknown;
        self.empty += other.empty;
        self.counts.add(other.counts);
        self.bytes += other.bytes;
        self.failures.extend(other.failures);
        self.unmatched_facts.extend(other.unmatched_facts);
    }

    /// Whether a whole file could not be read.
    pub(super) fn has_unread_file(&self) -> bool {
        self.failures.iter().any(|failure| failure.whole)
    }

    /// Sorts the failures by path and by their position in the file.
    pub(super) fn sort_failures(&mut self) {
        // Failures without a position, such as the number of further problems, come last.
        let position = |failure: &Failure| {
            let problem = &failure.problem;
            problem.line.or(problem.byte).unwrap_or(u64::MAX)
        };
        self.failures
            .sort_by(|one, other| (&one.path, position(one)).cmp(&(&other.path, position(other))));
    }
}

/// A file or folder that was given to the index and is gone: a drive may not be mounted, or the
/// folder may have another name now.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MissingRoot {
    /// Its path.
    pub path: PathBuf,
    /// Number of its files that stay in the index.
    pub files: u64,
    /// Whether there is an empty folder at the path, on another device than when it was indexed: it
    /// is where a drive would be mounted.
    pub is_unmounted: bool,
}

/// A file, or a part of one, that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Failure {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it, and where.
    pub problem: Problem,
    /// `true` if nothing of the file was indexed, `false` if only a part could not be read.
    pub whole: bool,
}

impl Failure {
    /// The failure of a whole file.
    pub(super) fn whole(path: &Path, message: String) -> Failure {
        let problem = Problem {
            message,
            ..Problem::default()
        };
        Failure {
            path: path.to_owned(),
            problem,
            whole: true,
        }
    }
}
