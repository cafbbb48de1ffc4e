//! Files on disk: the folder of an index, checksums, files that a commit names, and the causes of errors.

pub(crate) mod cause;
pub(crate) mod directory;
pub(crate) mod named_file;
pub(crate) mod seal;
