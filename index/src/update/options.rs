//! The options of a run.

use std::path::PathBuf;
use std::time::SystemTime;

use crate::options::ReadOptions;

/// How a run reads files.
///
/// ```
/// use onrecord_index::update::UpdateOptions;
///
/// let options = UpdateOptions {
///     threads: 4,
///     now: Some(std::time::SystemTime::now()),
///     ..UpdateOptions::default()
/// };
/// # assert!(!options.keep_missing);
/// ```
#[derive(Clone, Debug)]
pub struct UpdateOptions {
    /// Number of threads that read and index. Default: 1.
    pub threads: usize,
    /// Whether to keep the passages of files that were deleted. Default: no.
    pub keep_missing: bool,
    /// The folder that paths are relative to if the index is in memory. Default: none, and paths
    /// are absolute. Ignored for an index on disk.
    pub base: Option<PathBuf>,
    /// How each file is read.
    pub read: ReadOptions,
    /// The current time, which the library does not ask for by itself.
    ///
    /// A file that changed just before it was read may change again without getting another
    /// modification time. With the current time, only such files are read again in the next run to
    /// compare their contents. Without it (the default), all files are.
    pub now: Option<SystemTime>,
}

impl Default for UpdateOptions {
    fn default() -> UpdateOptions {
        UpdateOptions {
            threads: 1,
            keep_missing: false,
            base: None,
            read: ReadOptions::default(),
            now: None,
        }
    }
}
