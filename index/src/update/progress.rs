//! What a run says while it goes on.

/// Hears how a run goes on. Called from several threads.
pub trait Progress: Sync {
    /// So much is to be looked at.
    fn begin(&self, files: usize, bytes: u64);
    /// A file of that size is done.
    fn file(&self, bytes: u64);
    /// Everything is read; what follows is the writing to disk.
    fn writing(&self);
}

/// Hears nothing.
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _: usize, _: u64) {}
    fn file(&self, _: u64) {}
    fn writing(&self) {}
}
