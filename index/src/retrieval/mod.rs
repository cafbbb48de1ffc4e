//! From the syntax tree of a query to records of the index: which match, and which are best.
//!
//! Everything here reads one [`Snapshot`](snapshot::Snapshot) of the index and works on records,
//! never on passages, except `matching`, which compares a passage with a query, and
//! `queries::verify`, which asks it.
//!
//! A query is compiled (`compile`) to tantivy queries and to our own (`queries`). `top` takes the
//! best records and scores them again. `README.md` lists what each part of the score is worth.

pub(crate) mod columns;
pub(crate) mod compile;
pub(crate) mod expand;
pub(crate) mod filter_values;
pub(crate) mod frequency;
pub(crate) mod matching;
pub(crate) mod name_words;
pub(crate) mod postings;
pub(crate) mod queries;
pub(crate) mod snapshot;
pub(crate) mod source_order;
pub(crate) mod top;
