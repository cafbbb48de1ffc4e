//! Brings an index up to date with files: finds those that changed, reads them on several threads,
//! and commits once.
//!
//! This is the only place that knows both the readers and the indexer; between them only a
//! [`Document`](crate::document::Document) is passed. A file that cannot be read is reported and
//! keeps its old passages; the run goes on.

pub(crate) mod add;
pub(crate) mod files;
mod gone;
mod options;
mod progress;
pub(crate) mod rebuild;
mod report;
mod run;

pub use self::options::UpdateOptions;
pub use self::progress::{NoProgress, Progress};
pub use self::rebuild::RebuildOutcome;
pub use self::report::{Failure, MissingRoot, Report};
pub use crate::indexer::counts::Counts;
