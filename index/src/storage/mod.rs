//! The files of an index on disk: their folder, their checksums, and what errors in them mean.
//!
//! The one rule: this is the bottom of the index. It knows tantivy and the file system, but nothing
//! about passages or sources. Sizes are in bytes.

pub(crate) mod directory;
pub(crate) mod errors;
pub(crate) mod interrupt;
pub(crate) mod json_checksum;
pub(crate) mod lock;
pub(crate) mod named_file;
pub(crate) mod panics;
pub(crate) mod segment_files;
pub(crate) mod settings;
