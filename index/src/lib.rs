//! The library of onrecord: from bytes to documents, from documents to an index, from a query to marked passages.

pub mod attribution;
pub mod document;
pub mod error;
mod facade;
mod fields;
#[cfg(fuzzing)]
pub mod fuzzing;
pub mod hit;
pub mod index;
pub mod indexer;
pub mod ingest;
pub mod measure;
pub mod options;
pub mod query;
mod retrieval;
pub mod searcher;
mod segment;
mod speakers;
mod storage;
mod stored;
pub mod text;
pub mod update;

pub use crate::facade::Index;
pub use crate::query::Query;
