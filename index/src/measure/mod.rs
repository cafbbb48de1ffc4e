//! How good the library's answers are: figures from hand-made truth. Pure functions; no I/O.

pub mod attribution;
