//! Checks quotations: whether a source has the words, which ones differ, and whose they are.
//!
//! The edits decide, never a similarity: a sentence and its negation are nearly the same. What is
//! not known is never held against anybody.

pub mod draft;
pub mod report;
pub mod trace;

use std::sync::Arc;

use crate::error::Result;
use crate::query::Query;
use crate::query::node::FieldFilter;
use crate::retrieval::snapshot::Snapshot;
use crate::searcher::Searcher;
use crate::verify::report::{Claim, Edit, Flags, Grade, Mark, Place, Verdict};

/// Places of one quotation to look at. More are only found of words that are said all the time.
pub const MAX_PLACES: usize = 400;

/// Which sources quotations are checked against. Default: all.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// Its filters restrict the sources. Its other parts are not used.
    pub query: Query,
    /// What is left out although it passes the filters, such as the draft that has the quotations.
    /// [`Index::within`](crate::Index::within) makes such a filter of a path.
    pub without: Vec<FieldFilter>,
}

/// Checks quotations against the sources of one snapshot of an index.
///
/// Checking many with one verifier is faster than with one each. Its caches are bounded.
pub struct Verifier {
    _snapshot: Arc<Snapshot>,
}

impl Verifier {
    /// A verifier for a selection of the sources that a searcher sees.
    ///
    /// Fails if the index is damaged, or if `speakers.toml` has a mistake.
    pub fn new(_searcher: &Searcher, _sources: &Sources) -> Result<Verifier> {
        todo!()
    }

    /// Checks a quotation.
    ///
    /// Fails if the index is damaged.
    pub fn check(&self, _claim: &Claim) -> Result<Verdict> {
        todo!()
    }

    /// Every place that has the words of a quotation, [altered](Grade::Altered) at most, in the
    /// order of the sources; at most [`MAX_PLACES`].
    ///
    /// Fails if the index is damaged.
    pub fn places(&self, _quote: &str) -> Result<Vec<Place>> {
        todo!()
    }
}

/// How the words of a text are those of another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Comparison {
    /// How far they are the same.
    pub grade: Grade,
    /// The differences. Ranges named `source` count in the source that was given.
    pub edits: Vec<Edit>,
    /// What ellipses and brackets of the quotation are in the source.
    pub marks: Vec<Mark>,
    /// What the differences are about.
    pub flags: Flags,
}

/// Compares a quotation with a text that is all of its source: words that the text has before and
/// after the quotation's are edits too.
pub fn compare(_quote: &str, _source: &str) -> Comparison {
    todo!()
}
