//! Data files whose fields say what is text and who speaks: JSON Lines, tables, JSON transcripts.
//!
//! JSON Lines and tables share `documents.rs`, which makes documents of records. Transcripts are
//! read as captions are.

mod documents;
pub mod jsonl;
mod mapping;
pub mod table;
pub mod transcript;
