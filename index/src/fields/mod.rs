//! What is indexed: the schema, words as terms, and the words of names as terms.

pub(crate) mod names;
pub(crate) mod schema;
pub(crate) mod words;
