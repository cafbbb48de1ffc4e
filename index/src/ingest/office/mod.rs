//! Office documents: DOCX, ODT and EPUB files.
//!
//! Each is a zip archive whose parts make one document. None of them has lines, so that paragraphs
//! are located by their order only.

pub mod docx;
pub mod epub;
mod margins;
pub mod odt;
mod package;
pub mod pptx;
mod row;
