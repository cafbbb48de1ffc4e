//! Records: JSON Lines, tables and JSON transcripts.

pub mod documents;
pub mod jsonl;
pub mod table;
pub mod transcript;
