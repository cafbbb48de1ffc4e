//! The names of people, as strings without context.
//!
//! [`parts`] compares two names and tells names of people from others. [`form`] takes one name
//! apart so that names of different documents can be compared. [`affix`] knows what surrounds the
//! name proper (titles, particles, degrees), [`spelling`] the ways to spell a name.

pub mod affix;
pub mod form;
pub mod parts;
pub mod spelling;
