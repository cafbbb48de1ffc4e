//! The library of onrecord: from bytes to documents, from documents to an index, from a query to marked passages.

pub mod analysis;
pub mod attribution;
pub mod document;
pub mod error;
mod highlight;
pub mod hit;
mod matching;
pub mod query;
mod cut;
mod directory;
pub mod index;
pub mod indexer;
mod retrieval;
mod schema;
pub mod text;
