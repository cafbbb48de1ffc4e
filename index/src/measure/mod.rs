//! Measures ranking quality, attribution quality and latency: judgements in, figures with their
//! uncertainty out.
//!
//! The figures are about what a searcher answers or what a file says. Only `replay` reads the
//! clock, because time is its subject.

pub mod attribution;
pub mod bootstrap;
pub mod compare;
pub mod eval;
pub mod figure;
pub mod gate;
pub mod line;
pub mod mentions;
pub mod metrics;
pub mod qrels;
pub mod replay;
pub mod run;
pub mod topics;
