//! The stored form of a passage: the bytes from which an index shows it again.
//!
//! A record is a head and its texts. The head ([`head`]) is postcard with small numbers: most are
//! differences to a number that is stored anyway. Passages that share their document, path,
//! section, date and language form a *group* ([`groups`]): the first record stores these once, and
//! each of the others says how many records before it the first one is. A group is written into one
//! segment without gaps and deleted as a whole (all of it is from one source), so the distance
//! survives merges.
//!
//! The texts are packed record by record ([`symbols`], [`packing`]), so that one passage can be
//! shown without unpacking its neighbours.

pub(crate) mod encode;
pub(crate) mod groups;
pub(crate) mod head;
pub(crate) mod packing;
pub(crate) mod symbols;
pub(crate) mod tables;
#[cfg(test)]
mod tests;
mod texts;
mod utterances;
