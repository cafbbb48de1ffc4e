//! What can go wrong in the library, one variant a cause.
//!
//! A message is lower-case, names the place, and says the next step where one helps. It never repeats its `source`: the
//! program prints the chain.

use std::ops::Range;
use std::path::PathBuf;

/// The library's result.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What can go wrong in the library.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder could not be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// Which one.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The source is not text of a format that can be read.
    #[error("{}: {reason}", path.display())]
    Unreadable {
        /// Which source.
        path: PathBuf,
        /// What is wrong with it, and the next step.
        reason: String,
    },
    /// The source is of no format that is known.
    #[error("{}: is of no format that can be read (name one with `onrecord index --input-format`)", path.display())]
    UnknownFormat {
        /// Which source.
        path: PathBuf,
    },
    /// There is no index where one was sought.
    #[error("no index at {} (build one with `onrecord index PATH`)", path.display())]
    NoIndex {
        /// Where it was sought.
        path: PathBuf,
    },
    /// The index was made by a version of the program that stores otherwise.
    #[error("the index at {} was made by another version ({found}; this program needs {needed}): `onrecord index --rebuild --index {}` builds it anew from its sources", path.display(), path.display())]
    Incompatible {
        /// The index.
        path: PathBuf,
        /// What it says it is.
        found: String,
        /// What it would have to be.
        needed: String,
    },
    /// The index does not say what it was made from.
    #[error("the index at {} does not record its sources: delete its folder and run `onrecord index` on them again", path.display())]
    Unrecorded {
        /// The index.
        path: PathBuf,
    },
    /// Bytes of the index are not what was written.
    #[error("the index is damaged in {what}: {reason} (see `onrecord check`)")]
    Damaged {
        /// What could not be read.
        what: String,
        /// How that showed.
        reason: String,
    },
    /// Another process is writing to the index.
    #[error("the index at {} is locked: another `onrecord index` is writing to it; try again when it is done", path.display())]
    Locked {
        /// The index.
        path: PathBuf,
    },
    /// The index could not be read or written.
    #[error("cannot {action} the index at {}", path.display())]
    Storage {
        /// What was being done.
        action: &'static str,
        /// The index.
        path: PathBuf,
        /// Why it failed.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The program failed on something that is not damaged.
    #[error("this is a bug, please report it: {message}")]
    Bug {
        /// What the program found amiss in itself.
        message: String,
    },
    /// The user's file of names says something that cannot be meant.
    #[error("{}:{line}: {message}", path.display())]
    Speakers {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// What is wrong, and what would be right.
        message: String,
    },
    /// The query does not say what to look for.
    #[error(transparent)]
    Query(#[from] QueryError),
}

/// What is wrong with a query, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct QueryError {
    /// What is wrong, and what would be right.
    pub message: String,
    /// Where in the query, in bytes.
    pub span: Range<usize>,
}

impl QueryError {
    pub(crate) fn at(span: Range<usize>, message: impl Into<String>) -> QueryError {
        QueryError {
            message: message.into(),
            span,
        }
    }
}
