//! The options of a search.

use crate::hit::Property;
use crate::query::Match;

/// The options of a search: what is wanted besides what the query says.
///
/// ```
/// use onrecord_index::searcher::{Request, Sort};
/// let newest = Request { limit: Some(5), sort: Sort::Date, ..Request::default() };
/// assert_eq!(newest.offset, 0);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// How many passages to return. `None`: all of them. Default: 10.
    pub limit: Option<usize>,
    /// How many passages to skip first. Default: 0.
    pub offset: usize,
    /// The order of the passages. Default: by score.
    pub sort: Sort,
    /// How many of the query's parts a passage must match. Default: tiers.
    pub matching: Match,
    /// Whether to count the matching passages. Default: no.
    pub count: bool,
    /// The properties whose values to count over the matching passages. Default: none.
    pub facets: Vec<Property>,
    /// The largest number of values of each facet: those with the most passages. `None`: all.
    /// Default: all.
    pub facet_limit: Option<usize>,
    /// Whether each hit says what made up its score. Default: no.
    pub explain: bool,
    /// Which passages of a ranking to leave out. A list that is not ranked by score is complete.
    /// Default: none.
    pub collapse: Collapse,
    /// Whether to find the words to highlight in each passage. Default: yes.
    pub highlight: bool,
    /// Whether to find the utterances of each passage that the query asks for, and with them the
    /// words to highlight. Default: no.
    pub utterances: bool,
    /// Whether what passages mean counts in their scores, too. Default: no.
    pub meaning: Option<Meaning>,
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
            facet_limit: None,
            explain: false,
            collapse: Collapse::default(),
            highlight: true,
            utterances: false,
            meaning: None,
        }
    }
}

/// Which passages of a ranking are left out, so that a page shows different things. Totals, ranks
/// and offsets: `total` counts all passages, ranks and offsets only those that stay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Collapse {
    /// Whether near-identical passages by the same speaker become one hit, the best; see
    /// [`Hit::copies`](crate::hit::Hit::copies). A heading gives way to the first paragraph below
    /// it where that is found, too.
    pub fold: bool,
    /// The largest number of hits from one document. `None`: any.
    pub per_doc: Option<usize>,
}

impl Collapse {
    /// Whether nothing is left out.
    pub fn is_off(self) -> bool {
        self == Collapse::default()
    }
}

/// How a query's meaning is found. The passages' vectors must be in the index; see
/// [`Index::embed`](crate::Index::embed).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// By the lookup table in the index: no model is run.
    Lookup,
    /// By the model; see [`Searcher::with_model`](crate::searcher::Searcher::with_model).
    Model,
}

/// An order of passages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Best first.
    #[default]
    Score,
    /// Newest first, tier by tier. Passages without a date come last.
    Date,
    /// In the order of the sources, tier by tier: by path, then as in the file.
    Place,
}
