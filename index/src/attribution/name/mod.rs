//! The names of people, as strings without context.
//!
//! [`parts`] compares two names and tells names of people from others. [`form`] takes one name
//! apart so that names of different documents can be compared. [`affix`] knows what surrounds the
//! name proper (titles, particles, degrees), [`spelling`] the ways to spell a name, `sex` what a
//! title or a given name tells.

pub mod affix;
pub mod form;
pub(crate) mod nickname;
pub mod parts;
pub(crate) mod sex;
pub mod spelling;
pub(crate) mod word_name;
