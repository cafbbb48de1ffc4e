//! The library of onrecord: from bytes to documents, from documents to an index, from a query to marked passages.

pub mod attribution;
pub mod document;
pub mod error;
pub mod measure;
pub mod text;
