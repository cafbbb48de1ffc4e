//! The people of a story: which names it mentions, which people they belong to, and who a noun
//! phrase or pronoun refers to.

pub mod evidence;
pub mod focus;
pub mod mentions;
mod name_form;
pub mod offices;
pub mod person;
pub mod register;
pub mod resolve;
