//! How to embed, who hears of it, and what came of it: plain data, and a trait for callers.

/// How to embed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmbedOptions {
    /// How many threads run the model. Default: 1.
    pub threads: usize,
    /// Whether vectors of another model are replaced. Default: no, they are an error.
    pub replace: bool,
}

impl Default for EmbedOptions {
    fn default() -> EmbedOptions {
        EmbedOptions {
            threads: 1,
            replace: false,
        }
    }
}

/// Hears how far a run is.
pub trait EmbedProgress: Sync {
    /// How many passages there are, and for how many of them the model has to run. Passages with
    /// the same text share a vector.
    fn begin(&self, _passages: u64, _missing: u64) {}

    /// Before the first portion: `work` embeds a sample of this many passages, and should be called
    /// once. A caller with a clock then knows how long the run will take.
    fn sample(&self, _passages: u64, work: &mut dyn FnMut()) {
        work();
    }

    /// One more passage has a vector. It is stored at the end of the portion.
    fn embedded(&self) {}

    /// All passages have their vectors; the lookup table is being built.
    fn table(&self) {}
}

/// Progress that nobody hears of.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoEmbedProgress;

impl EmbedProgress for NoEmbedProgress {}

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct EmbedReport {
    /// How many passages the model ran on.
    pub embedded: u64,
    /// How many passages have a vector now.
    pub passages: u64,
    /// Size of the file of vectors in bytes.
    pub vector_bytes: u64,
    /// Size of the lookup table in bytes.
    pub lookup_bytes: u64,
    /// Whether the lookup table was built. It stays while the number of vectors changes by less
    /// than a tenth.
    pub new_table: bool,
}
