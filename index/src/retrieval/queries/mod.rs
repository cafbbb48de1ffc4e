//! Queries that tantivy does not have.

pub(crate) mod boosted_term;
pub(crate) mod exclusion;
pub(crate) mod expansion;
pub(crate) mod span;
pub(crate) mod verify;
