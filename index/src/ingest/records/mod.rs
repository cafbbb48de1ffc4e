//! Data files whose fields say what is text and who speaks: JSON Lines and tables.
//!
//! Both share `documents.rs`, which makes documents of records.

pub mod documents;
pub mod jsonl;
pub mod mapping;
pub mod table;
