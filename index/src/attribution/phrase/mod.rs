//! Noun phrases, found without a parser: where they begin and end, and which word they are about.
//!
//! [`noun`] finds the phrase before or behind a verb, [`head`] the name or noun that a phrase is
//! about, [`subject`] the phrase that is the subject of a sentence. Positions are tokens of the
//! sentence.

mod after;
mod before;
pub mod head;
pub mod noun;
pub mod subject;
