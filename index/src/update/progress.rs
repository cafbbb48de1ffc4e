//! What a run reports while it is running.

/// Receives the progress of a run. Called from several threads.
///
/// Calls come in this order: `begin` once, `file` once for each file, `writing` once. If the run
/// fails, the later ones are not called.
pub trait Progress: Sync {
    /// The run begins. It will look at this many files, which have this many bytes together.
    fn begin(&self, files: usize, bytes: u64);
    /// A file of this many bytes is done.
    fn file(&self, bytes: u64);
    /// All files are done. The index is now written to disk.
    fn writing(&self);
}

/// Ignores all progress.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoProgress;

impl Progress for NoProgress {
    fn begin(&self, _: usize, _: u64) {}
    fn file(&self, _: u64) {}
    fn writing(&self) {}
}
