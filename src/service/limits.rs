//! How much one request may ask for. What exceeds a limit is refused by name.

use std::time::Duration;

/// How long an answer may take. People wait about ten seconds before they give up.
pub(crate) const DEADLINE: Duration = Duration::from_secs(10);

/// Hits of a page: ten screens.
pub(crate) const MAX_LIMIT: usize = 100;

/// Hits of a page if the request does not say.
pub(crate) const LIMIT: usize = 10;

/// Hits that can be skipped. Each page ranks all earlier ones again, and nobody reads this far.
pub(crate) const MAX_OFFSET: usize = 10_000;

/// Paragraphs on either side of a passage.
pub(crate) const MAX_CONTEXT: usize = 20;

/// Paragraphs of one answer, hits and those around them: about half a megabyte of JSON.
pub(crate) const MAX_PARAGRAPHS: usize = 500;

/// Bytes of a query: twenty times the longest that people type.
pub(crate) const MAX_QUERY_BYTES: usize = 4_096;

/// Bytes of a quotation: as many words as a quotation is checked of.
pub(crate) const MAX_QUOTE_BYTES: usize = 32 << 10;

/// Bytes of a draft: ten long newspaper stories.
pub(crate) const MAX_DRAFT_BYTES: usize = 256 << 10;

/// Values of one filter. Each is a term of the query.
pub(crate) const MAX_VALUES: usize = 50;

/// Bytes of a value of a filter: longer than any title.
pub(crate) const MAX_VALUE_BYTES: usize = 1_000;

/// Passages that are named in one request.
pub(crate) const MAX_IDS: usize = 50;

/// Values of a list in one answer.
pub(crate) const MAX_LIST: usize = 1_000;

/// Values of a list if the request does not say.
pub(crate) const LIST: usize = 100;

/// Values of each facet, but for years: a column on a screen.
pub(crate) const FACET_VALUES: usize = 12;
