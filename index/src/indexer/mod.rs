//! Writes documents into an index, source by source.
//!
//! The old passages of a source are deleted only when its new contents are complete, so a source
//! that cannot be read keeps them. Nothing is visible before [`Indexer::commit`], and then
//! everything at once. Several threads read and write: see [`batch_queue`].
//!
//! [`Indexer::commit`]: indexing::Indexer::commit

mod batch_queue;
pub(crate) mod counts;
pub(crate) mod indexing;
mod merge_policy;
pub(crate) mod source;
pub(crate) mod split;
mod workspace;
