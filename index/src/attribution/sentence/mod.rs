//! One sentence: who says what in it.

pub mod apposition;
pub mod beside;
pub mod clause;
pub mod content;
pub mod find;
pub mod report;
pub mod source;
