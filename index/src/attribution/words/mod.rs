//! Words: tokens, word classes, cues and quotation marks.

pub mod class;
pub mod cue;
pub mod lexicon;
pub mod quote;
pub mod report_filter;
pub mod scan;
