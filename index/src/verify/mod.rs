//! Checks quotations: whether a source has the words, which ones differ, and whose they are.
//!
//! The edits decide, never a similarity: a sentence and its negation are nearly the same. What is
//! not known is never held against anybody. One check goes through these files:
//!
//! 1. `quotation` reads the words, ellipses and brackets of the quotation; `token` says what a word
//!    is.
//! 2. `search` takes passages from `candidates`, and those around them, into a `window`.
//! 3. `alignment` aligns the words, `edits` makes edits of that, with `number`, `respelt`, `denial`
//!    and `languages`.
//! 4. `grade` and `flags` judge the edits, `speaker` whose words they are.
//! 5. `verdict` makes one verdict of all places; `place` is what is shown of each.
//!
//! `draft` reads the quotations of a draft, and `trace` follows one through the sources.

mod alignment;
mod candidates;
mod compare;
mod denial;
pub mod draft;
mod edits;
mod flags;
mod grade;
mod languages;
mod number;
mod place;
mod quotation;
pub mod report;
mod respelt;
mod search;
mod speaker;
mod token;
pub mod trace;
mod verdict;
mod verifier;
mod window;

pub use crate::verify::compare::{Comparison, compare};
pub use crate::verify::quotation::MAX_WORDS;
pub use crate::verify::search::MAX_PLACES;
pub use crate::verify::verifier::{Sources, Verifier};
