//! The people of a story: who is named, who a name or pronoun refers to.

pub mod mentions;
pub mod register;
pub mod resolve;
