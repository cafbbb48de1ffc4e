//! What can go wrong in the library, one variant a cause.
//!
//! A message is lower-case, names the place, and says the next step where one helps. It never repeats its `source`: the
//! program prints the chain.

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
}
