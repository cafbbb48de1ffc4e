//! From the syntax tree of a query to records of the index: which match, and which are best.
//!
//! Everything here reads one [`Snapshot`](snapshot::Snapshot) of the index and works on records.
//! Where postings cannot tell whether a record matches, `queries::verify` reads its passage from
//! the snapshot and asks `matching`.
//!
//! A query is compiled (`compile`) to tantivy queries and to our own (`queries`). For that it finds
//! the words behind a prefix or a near spelling (`expand`), the values behind a filter
//! (`filter_values`, `name_words`), and how common a term is (`frequency`). `top` takes the best
//! records and scores them again, from `postings`, `columns` and the order of the sources
//! (`source_order`). `by_meaning` compares what records
//! mean with what a query means. `README.md` lists what each part of the score is worth.

pub(crate) mod by_meaning;
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
