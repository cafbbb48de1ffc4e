//! What can be asked, as plain values, and how that becomes a query of the library.
//!
//! Every value is checked here, once for all who ask: its length, and that it means something.

use clap::ValueEnum;
use onrecord_index::query::node::FieldFilter;
use onrecord_index::query::{Match, Query};
use onrecord_index::searcher::{Property, Request, Sort};

use crate::choices::{self, FacetBy, KindBy, MatchBy, SortBy, has_word, matching};
use crate::service::failure::Failure;
use crate::service::limits::{
    FACET_VALUES, LIMIT, MAX_CONTEXT, MAX_LIMIT, MAX_OFFSET, MAX_PARAGRAPHS, MAX_QUERY_BYTES,
    MAX_VALUE_BYTES, MAX_VALUES,
};

/// Which passages count. Several values of one filter let through what any of them does.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filters {
    pub speaker: Vec<String>,
    pub section: Vec<String>,
    pub doc: Vec<String>,
    pub path: Vec<String>,
    pub lang: Vec<String>,
    pub kind: Vec<String>,
    pub since: Option<String>,
    pub until: Option<String>,
}

/// A search.
#[derive(Clone, Debug, Default)]
pub(crate) struct SearchRequest {
    /// In the query language. `*` is every passage.
    pub query: String,
    pub filters: Filters,
    pub limit: Option<usize>,
    pub offset: usize,
    /// Paragraphs on either side of each hit.
    pub context: usize,
    /// `score`, `date` or `place`.
    pub sort: Option<String>,
    /// `all` or `any`.
    pub matching: Option<String>,
    /// Properties to count by.
    pub facets: Vec<String>,
}

/// A list of speakers, sections or documents.
#[derive(Clone, Debug, Default)]
pub(crate) struct ListRequest {
    /// Only values with these words, or that match this pattern with `*`.
    pub pattern: Option<String>,
    pub filters: Filters,
    pub limit: Option<usize>,
    pub offset: usize,
}

impl Filters {
    /// The query with these filters.
    pub fn apply(&self, query: Query) -> Result<Query, Failure> {
        let since = self.since.iter().cloned().collect::<Vec<_>>();
        let until = self.until.iter().cloned().collect::<Vec<_>>();
        Ok(query
            .filter_any(each("speaker", &self.speaker, choices::speaker)?)
            .filter_any(each("section", &self.section, choices::section)?)
            .filter_any(each("doc", &self.doc, choices::doc)?)
            .filter_any(each("path", &self.path, path)?)
            .filter_any(each("lang", &self.lang, choices::lang)?)
            .filter_any(each("kind", &self.kind, kind)?)
            .filter_any(each("since", &since, choices::since)?)
            .filter_any(each("until", &until, choices::until)?))
    }
}

/// The filters that the values of a parameter mean.
fn each(
    name: &str,
    values: &[String],
    read: impl Fn(&str) -> Result<FieldFilter, String>,
) -> Result<Vec<FieldFilter>, Failure> {
    if values.len() > MAX_VALUES {
        let message = format!("at most {MAX_VALUES} values");
        return Err(Failure::parameter(name, message));
    }
    let values = values.iter().map(|value| {
        if value.len() > MAX_VALUE_BYTES {
            let message = format!("at most {MAX_VALUE_BYTES} bytes");
            return Err(Failure::parameter(name, message));
        }
        read(value).map_err(|message| Failure::parameter(name, message))
    });
    values.collect()
}

fn path(value: &str) -> Result<FieldFilter, String> {
    FieldFilter::path(value).ok_or_else(|| "write words of a path, or a pattern with *".to_owned())
}

fn kind(value: &str) -> Result<FieldFilter, String> {
    Ok(FieldFilter::Kind(choice::<KindBy>(value)?.into()))
}

/// One of a closed set of choices.
fn choice<T: ValueEnum>(value: &str) -> Result<T, String> {
    T::from_str(value, true).map_err(|_| {
        let values = T::value_variants().iter();
        let names: Vec<String> = values
            .filter_map(|value| Some(value.to_possible_value()?.get_name().to_owned()))
            .collect();
        format!("write one of {}", names.join(", "))
    })
}

impl SearchRequest {
    /// The query with its filters.
    pub fn query(&self) -> Result<Query, Failure> {
        let text = &self.query;
        if text.trim().is_empty() {
            let message = "the query is empty: write words to search for, or * for every passage";
            return Err(Failure::parameter("query", message));
        }
        if text.len() > MAX_QUERY_BYTES {
            let message = format!("at most {MAX_QUERY_BYTES} bytes");
            return Err(Failure::parameter("query", message));
        }
        let query = Query::parse(text).map_err(|error| Failure::Query {
            query: text.clone(),
            error,
        })?;
        let is_empty =
            query.parts().is_empty() && query.filters().is_empty() && query.excluded().is_empty();
        if is_empty && text.trim().chars().any(|c| c != '*') {
            return Err(Failure::parameter("query", "has no word to search for"));
        }
        self.filters.apply(query)
    }

    /// How many hits are wanted.
    pub fn limit(&self) -> usize {
        self.limit.unwrap_or(LIMIT)
    }

    /// What the library is asked for.
    pub fn request(&self) -> Result<Request, Failure> {
        let limit = self.limit();
        at_most("limit", limit, MAX_LIMIT)?;
        at_most("offset", self.offset, MAX_OFFSET)?;
        at_most("context", self.context, MAX_CONTEXT)?;
        if limit * (2 * self.context + 1) > MAX_PARAGRAPHS {
            let message = format!(
                "{limit} hits with {} paragraphs around each are more than {MAX_PARAGRAPHS}: \
                 lower the limit or the context",
                2 * self.context
            );
            return Err(Failure::parameter("context", message));
        }
        let facets = self.facets.iter().map(|name| {
            choice::<FacetBy>(name)
                .map(Property::from)
                .map_err(|message| Failure::parameter("facets", message))
        });
        Ok(Request {
            limit: Some(limit),
            offset: self.offset,
            sort: self.sort()?,
            matching: self.matching()?,
            count: true,
            facets: facets.collect::<Result<_, _>>()?,
            facet_limit: Some(FACET_VALUES),
            ..Request::default()
        })
    }

    /// Which passages match.
    pub fn matching(&self) -> Result<Match, Failure> {
        let named = self.matching.as_deref().map(choice::<MatchBy>).transpose();
        let named = named.map_err(|message| Failure::parameter("match", message))?;
        Ok(matching(named))
    }

    fn sort(&self) -> Result<Sort, Failure> {
        let named = self.sort.as_deref().map(choice::<SortBy>).transpose();
        let named = named.map_err(|message| Failure::parameter("sort", message))?;
        Ok(named.map_or(Sort::Score, Sort::from))
    }
}

/// Fails if a number is larger than it may be.
pub(super) fn at_most(name: &str, value: usize, most: usize) -> Result<(), Failure> {
    if value > most {
        return Err(Failure::parameter(name, format!("at most {most}")));
    }
    Ok(())
}

/// Fails if a text has no word, or is too long.
pub(super) fn check_text(name: &str, text: &str, most: usize) -> Result<(), Failure> {
    if !has_word(text) {
        return Err(Failure::parameter(
            name,
            "has no word: write the words to look for",
        ));
    }
    if text.len() > most {
        return Err(Failure::parameter(name, format!("at most {most} bytes")));
    }
    Ok(())
}
