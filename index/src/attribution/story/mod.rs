//! One story: its paragraphs in order, and what carries over from one to the next.

pub mod draft;
pub mod loose;
pub mod read;
