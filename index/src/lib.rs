//! The library of onrecord: reads texts, finds out who speaks in them, indexes and searches them.
//!
//! From bytes to highlighted hits:
//!
//! ```
//! use onrecord_index::searcher::Request;
//! use onrecord_index::update::UpdateOptions;
//! use onrecord_index::{Index, Query};
//!
//! // `Index::create(path)` opens an index on disk, or creates it.
//! let index = Index::in_memory()?;
//! let minutes = "**Anna Berg:** The harbour is full.\n\n**Karl Holm:** No harbour is.\n";
//! let report = index.add_bytes("minutes.md", minutes.into(), &UpdateOptions::default())?;
//! assert!(report.failures.is_empty());
//!
//! let query = Query::parse("harbour speaker:berg")?;
//! let answer = index.search(&query, &Request::default())?;
//! assert_eq!(answer.len(), 1);
//! for hit in answer.hits() {
//!     let hit = hit?;
//!     let text = &hit.passage.text;
//!     assert_eq!(hit.passage.speakers, ["Anna Berg"]);
//!     let (mut shown, mut end) = (String::new(), 0);
//!     for range in &hit.highlights {
//!         shown += &format!("{}[{}]", &text[end..range.start], &text[range.clone()]);
//!         end = range.end;
//!     }
//!     assert_eq!(shown + &text[end..], "The [harbour] is full.");
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The folder `examples` of this crate has whole programs: index a folder, filter, print HTML, add
//! documents of your own, and score the ranking.
//!
//! # Where things are
//!
//! | to | see |
//! |---|---|
//! | create, fill, search and check an index | [`Index`] |
//! | choose files, threads and limits, and see what could not be read | [`update`], [`options`] |
//! | write a query, or build one from values | [`Query`], [`query`] |
//! | page, sort, count, list facets and speakers | [`searcher`] |
//! | use what a search returns | [`hit`] |
//! | make documents, or understand who speaks in one and why | [`document`] |
//! | read files without an index | [`ingest`] |
//! | see what an index holds | [`index`] |
//! | find speakers in prose, and cut text into words | [`attribution`], [`text`] |
//! | check quotations against the sources | [`verify`] |
//! | measure ranking, attribution and latency | [`measure`] |
//! | search by meaning | [`Model`], [`embedding`], [`searcher::Meaning`] |
//!
//! # Features
//!
//! All are on by default: `html` (web pages, SAMI captions), `office` (DOCX, ODT, EPUB), `pdf`,
//! `mail`, `archive` (compressed files and archives), and `semantic` (models for search by
//! meaning). `office` and `mail` include `html`.
//!
//! # Errors
//!
//! Calls that fail return [`error::Error`], which has a variant for each cause. A file that cannot
//! be read does not fail the call: it is in the report, and the run goes on.

pub mod attribution;
pub mod document;
#[cfg(feature = "semantic")]
pub mod embedding;
pub mod error;
mod facade;
pub mod facts;
mod fields;
#[cfg(fuzzing)]
pub mod fuzzing;
pub mod hit;
pub mod index;
mod indexer;
pub mod ingest;
mod meaning;
pub mod measure;
pub mod options;
pub mod query;
mod retrieval;
pub mod searcher;
mod segment;
mod speakers;
mod storage;
mod stored;
pub mod text;
pub mod update;
pub mod verify;

pub use crate::facade::Index;
pub use crate::meaning::entry::ModelRecord;
pub use crate::meaning::model::Model;
pub use crate::query::Query;
pub use crate::storage::interrupt::interruptible;
pub use crate::storage::panics::is_panic_caught;

// The crate's README is compiled, so that it cannot fall behind.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
