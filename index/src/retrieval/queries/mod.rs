//! Query types that tantivy lacks, and wrappers around those it has.
//!
//! Each file holds one type that implements tantivy's `Query`.

pub(crate) mod boosted_term;
pub(crate) mod exclusion;
pub(crate) mod expansion;
pub(crate) mod records;
pub(crate) mod span;
pub(crate) mod verify;
