//! Phrases: noun phrases, their heads, and the subject of a clause.

pub mod head;
pub mod noun;
pub mod subject;
