//! What rules of attribution know about words: their classes and reporting verbs, tokens,
//! quotations and sentences.

pub mod class;
pub mod cue;
pub mod lexicon;
pub mod quote;
pub mod report_filter;
pub mod scan;
pub mod sentences;
