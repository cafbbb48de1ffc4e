//! Names: their parts, affixes, spelling, and the form of a string of capitalised words.

pub mod affix;
pub mod form;
pub mod parts;
pub mod spelling;
