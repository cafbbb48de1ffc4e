//! Words, sentences and labels: pure functions on `&str`. No I/O, nothing of the index.

pub mod clock;
pub mod common;
pub mod fold;
pub mod furniture;
pub mod label;
pub mod learnt;
pub mod sentence;
pub mod stem;
pub mod token;
pub(crate) mod word_list;
