//! Archives and compressed files, whose members are read as files of their own.

pub mod compressed;
pub mod members;
pub mod tarball;
pub mod zipped;
