//! Takes the best records of a compiled query.
//!
//! `top_k` retrieves by score. It takes tantivy's pruning scorer or one of two loops of our own:
//! `filter_first` where a filter leaves few records, `many_terms` where the query has many words.
//! `rescore` then scores the best again with what a plain sum over terms cannot express: how near
//! the words are (`proximity`) and which names contain them.

pub(crate) mod contributions;
pub(crate) mod disjunction;
pub(crate) mod filter_first;
pub(crate) mod many_terms;
pub(crate) mod proximity;
pub(crate) mod ranked_word;
pub(crate) mod rescore;
pub(crate) mod segment_records;
pub(crate) mod top_k;
