//! Output formats. `format` is the table of them, `printer` is the trait that each implements in a
//! file (or folder) of its own. Commands know the trait, not the formats.

mod csv;
mod errors;
mod figures;
pub(crate) mod format;
mod html;
pub(crate) mod json;
mod jsonl;
mod markdown;
pub(crate) mod number;
mod people;
pub(crate) mod printer;
pub(crate) mod report;
pub(crate) mod schema;
mod text;
pub(crate) mod verdict;
