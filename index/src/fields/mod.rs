//! What is indexed: the fields, and the terms that words, names and values become.
//!
//! The one rule: whatever writes a term and whatever looks it up call the same function here. If a
//! term changes, [`schema::VERSION`] or [`words::FINGERPRINT`] must change with it, so that an
//! index made by other rules is refused.

pub(crate) mod names;
pub(crate) mod schema;
pub(crate) mod words;
