//! The library of onrecord: reads texts, finds out who speaks in them, indexes and searches them.

pub mod attribution;
pub mod document;
pub mod error;
mod facade;
mod fields;
#[cfg(fuzzing)]
pub mod fuzzing;
pub mod hit;
pub mod index;
mod indexer;
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
pub use crate::storage::panics::is_panic_caught;
