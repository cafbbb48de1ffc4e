//! Taking the best passages of a query.

pub(crate) mod disjunction;
pub(crate) mod filter_first;
pub(crate) mod many_terms;
pub(crate) mod rescore;
pub(crate) mod top_k;
