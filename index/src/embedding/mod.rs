//! Gives the passages of an index their vectors, and the index its lookup table.
//!
//! The one rule: what is finished is kept. Passages are embedded in portions; after each, a file
//! with its vectors is complete on disk, and a commit names it. A run that is killed loses at most
//! the portion it was working on, and the next one goes on with the rest.
//!
//! `run` is that, `options` what it is given and gives back, `scan` finds the passages without a
//! vector, `parallel` runs the model on several threads, and `table` builds the lookup table.

mod options;
mod parallel;
mod run;
mod scan;
mod table;

pub use self::options::{EmbedOptions, EmbedProgress, EmbedReport, NoEmbedProgress};
pub(crate) use self::run::embed;
