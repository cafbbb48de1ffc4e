//! Office documents: zip archives whose parts make one document.

pub mod docx;
pub mod epub;
pub mod odt;
pub mod row;
