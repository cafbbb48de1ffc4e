//! One sentence: what is reported in it, by which words, and which phrase names the source.
//!
//! `find` asks each word of the sentence (`tokens`) whether it reports (`candidate`), which phrase
//! is the source (`source`), and what it says (`content`). `beside` is for the
//! quotations that are left. Each file answers one question; all positions are tokens of the
//! sentence.

mod according;
mod adjunct;
mod after_quote;
mod agreement;
mod apposition;
mod before_quote;
pub(crate) mod beside;
mod boundary;
mod candidate;
mod clause;
mod content;
mod coordination;
mod description;
mod doer;
mod embedding;
mod far_subject;
pub(crate) mod find;
pub(crate) mod finding;
mod inversion;
mod leading;
mod lists;
mod neighbour;
mod participle;
mod question;
mod report;
mod said;
mod shape;
mod source;
pub(crate) mod tokens;
mod trailing;
mod verb;
pub(crate) mod wording;
