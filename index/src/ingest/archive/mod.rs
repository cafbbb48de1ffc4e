//! Archives and compressed files: TAR, ZIP, and files compressed with gzip, zstd, xz or bzip2.
//!
//! A member is read as a file of its own, by its name and content. Nothing is unpacked to disk, and
//! what is unpacked in memory is limited by [`Limits`](crate::options::Limits).

pub mod compressed;
pub mod tarball;
pub mod zipped;
