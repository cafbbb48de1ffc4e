//! What matches without a part of a query that finds nothing or too little.

use onrecord_index::error::Result;
use onrecord_index::hit::{Facet, Tier};
use onrecord_index::query::{Match, Query};
use onrecord_index::searcher::{Property, Request, Searcher};

use crate::print::number::{counted, number};

/// Speakers that are named.
const NAMED: usize = 3;

/// A search with a part of the query left out.
pub(crate) struct Relaxed<'a> {
    pub searcher: &'a Searcher,
    pub matching: Match,
    /// Whether the query has several parts, so that a passage can have some of them.
    pub has_parts: bool,
}

impl Relaxed<'_> {
    /// How many passages match without a part of the query, and with `speakers` by speaker.
    /// `None` if none does, or if the query has no such part.
    pub fn hint(
        &self,
        without: &str,
        query: Option<Query>,
        speakers: bool,
    ) -> Result<Option<String>> {
        let Some(query) = query else {
            return Ok(None);
        };
        let request = Request {
            limit: Some(0),
            count: true,
            matching: self.matching,
            facets: speakers.then_some(Property::Speaker).into_iter().collect(),
            ..Request::default()
        };
        let answer = self.searcher.search(&query, &request)?;
        let total = match answer.matched {
            Some(Tier::All | Tier::Across) => answer.every,
            _ => answer.total,
        };
        let total = total.unwrap_or(0);
        if total == 0 {
            return Ok(None);
        }
        let passages = counted(total, "passage", "passages");
        let words = match answer.matched {
            Some(Tier::All) if self.has_parts => " with every word",
            Some(Tier::Some) => " with some of the words",
            _ => "",
        };
        let verb = if total == 1 { "matches" } else { "match" };
        let speakers = answer.facets.first().map(by_speaker).unwrap_or_default();
        Ok(Some(format!(
            "{passages}{words} {verb} {without}{speakers}"
        )))
    }
}

/// ` (Anna Berg 9, Eva Dahl 3, Chairwoman 1 and 5 others)`.
fn by_speaker(speakers: &Facet) -> String {
    let named: Vec<String> = speakers
        .counts
        .iter()
        .take(NAMED)
        .map(|(name, count)| format!("{name} {}", number(*count)))
        .collect();
    if named.is_empty() {
        return String::new();
    }
    let others = match (speakers.counts.len() - named.len()) as u64 {
        0 => String::new(),
        others => format!(" and {}", counted(others, "other", "others")),
    };
    format!(" ({}{others})", named.join(", "))
}
