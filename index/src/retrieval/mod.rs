//! From the syntax tree to the index: which records answer a query, how many, and how well.
//!
//! `snapshot` is what is searched. `compile` turns a tree into tantivy queries; `expand` finds the words behind a prefix or a near
//! spelling, which are `expanded` as a query, `names` the values behind a filter, `columns` and `places` where records stand.
//! `span` and `verify` decide what tantivy's own queries cannot, `excluded` keeps it from stumbling over what is left out,
//! `weighed` is a term of another weight, and `disjunction` takes a query of terms apart again. `best` takes the best, `led` where a
//! filter leads, `many` where the words are many; `rank` scores them again, asking `named` for the words of names and
//! `frequency` how common a word is.

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
