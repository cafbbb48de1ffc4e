//! Checked quotations, in the parts that output formats share: sentences, the difference between a
//! quotation and its source, rows, and JSON.

pub(super) mod difference;
pub(super) mod rows;
pub(crate) mod schema;
pub(super) mod sentences;
pub(super) mod text;
