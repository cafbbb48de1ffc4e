//! The library of onrecord: from bytes to documents, from documents to an index, from a query to marked passages.

mod analysis;
pub mod attribution;
mod cause;
pub mod check;
mod cut;
mod directory;
pub mod document;
pub mod error;
#[cfg(fuzzing)]
pub mod fuzzing;
mod highlight;
pub mod hit;
pub mod index;
pub mod indexer;
pub mod ingest;
mod matching;
pub mod measure;
mod merging;
mod name_terms;
mod named_file;
pub mod query;
pub mod rebuild;
mod record;
mod retrieval;
mod schema;
mod seal;
pub mod searcher;
mod segment;
mod source_id;
mod sources;
mod speakers;
mod stored;
mod suggestions;
pub mod text;
pub mod update;
