//! What is wanted of a search besides what the query says.

use crate::query::Match;
use crate::searcher::property::Property;

/// What is wanted of a search besides what the query says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// How many passages; `None` for all. All of them are listed by the first tier alone. Default: 10.
    pub limit: Option<usize>,
    /// How many to leave out before. Default: 0.
    pub offset: usize,
    /// Their order. Default: by score.
    pub sort: Sort,
    /// How many of the query's parts must be there. Default: tiers.
    pub matching: Match,
    /// Whether the matching passages are counted. Default: no.
    pub count: bool,
    /// Fields whose values are counted over the matching passages. Default: none.
    pub facets: Vec<Property>,
    /// Whether each hit says what made up its score. Default: no.
    pub explain: bool,
    /// Whether the matching words are sought in each passage. Default: yes.
    pub highlight: bool,
}

impl Default for Request {
    fn default() -> Request {
        Request {
            limit: Some(10),
            offset: 0,
            sort: Sort::Score,
            matching: Match::Tiers,
            count: false,
            facets: Vec::new(),
            explain: false,
            highlight: true,
        }
    }
}

/// An order of passages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Best first.
    #[default]
    Score,
    /// Newest first; passages without a date last.
    Date,
    /// In the order of the sources.
    Place,
}
