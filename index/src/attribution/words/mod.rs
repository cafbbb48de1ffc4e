//! Words: tokens, word classes, cues and quotation marks.

pub mod cue;
pub mod lexicon;
pub mod quote;
pub mod scan;
