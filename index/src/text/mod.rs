//! Words, sentences, labels and lines of text: functions on `&str` that read no files and know
//! nothing about the index.

pub(crate) mod ascending;
pub mod boilerplate;
pub mod clock;
pub mod common_words;
pub mod fold;
pub mod function_words;
pub mod heading;
pub mod horizontal_rule;
mod korean;
pub mod label;
pub mod number;
pub mod role;
pub mod sentence;
pub mod stage_direction;
pub mod stem;
pub mod term_cache;
pub mod token;
pub(crate) mod word_list;
pub(crate) mod word_parts;
