//! Meaning as vectors: what a model makes of a text, and how that is kept and compared.
//!
//! The one rule: this folder knows texts, vectors and bytes, but nothing of an index or a query.
//!
//! A passage's vector is the mean of the model's vectors for its word pieces, scaled to length 1
//! and rounded to one byte a component (`quantise`). `word_pieces` cuts a text into pieces of a
//! `vocabulary`, `model` runs the model on them, `vectors` is the file of the passages' vectors,
//! and `lookup` the table that replaces the model for queries; `ridge` finds its map. `folder`
//! reads a model's folder, and `entry` is what a commit says about all this.

#![cfg_attr(
    not(feature = "semantic"),
    allow(dead_code, reason = "without models nothing is embedded")
)]

pub(crate) mod entry;
pub(crate) mod folder;
pub(crate) mod lookup;
#[cfg(feature = "semantic")]
pub(crate) mod model;
#[cfg(not(feature = "semantic"))]
#[path = "no_model.rs"]
pub(crate) mod model;
pub(crate) mod passage;
pub(crate) mod quantise;
pub(crate) mod ridge;
pub(crate) mod vectors;
pub(crate) mod vocabulary;
pub(crate) mod word_pieces;
