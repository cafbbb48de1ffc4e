//! What a search that finds nothing, or not all that was asked for, says on standard error: what may have been meant, and how
//! much would be found if less were asked.

use onrecord_index::hit::{Facet, Tier};
use onrecord_index::query::{Match, Query};
use onrecord_index::searcher::{Property, Request, Searcher};

use crate::print::{counted, number};
use crate::status;

/// Speakers that are named.
const NAMED: usize = 3;

/// `tiers`: whether passages with some of the words would have done. `matched`: which were found.
pub(crate) fn advise(
    searcher: &Searcher,
    query: &Query,
    tiers: bool,
    matched: Option<Tier>,
) -> anyhow::Result<()> {
    let with_some = matched == Some(Tier::Some) && tiers;
    if matched.is_some() && !with_some {
        return Ok(());
    }
    let suggestions = searcher.suggestions(query)?;
    for suggestion in &suggestions {
        status::note(suggestion);
    }
    if query.parts().is_empty() {
        if suggestions.is_empty() {
            status::note("nothing found");
        }
        return Ok(());
    }
    // Every word where some were found, anything where nothing was.
    let open = Open {
        searcher,
        matching: if with_some { Match::All } else { Match::Tiers },
        several: query.parts().len() > 1,
    };
    let mut told = open.tell("whoever speaks", query.without_speaker(), true)?;
    if !told && !query.filters().is_empty() {
        told = open.tell("without the filters", Some(query.unfiltered()), false)?;
    }
    told |= open.tell("not only in uttered words", query.without_said(), false)?;
    told |= open.tell(
        "with the words of each phrase apart",
        query.with_split_phrases(),
        false,
    )?;
    if suggestions.is_empty() && !told && !with_some {
        status::note("nothing found");
    }
    Ok(())
}

/// A query with less in it than was asked.
struct Open<'a> {
    searcher: &'a Searcher,
    matching: Match,
    /// Whether passages can have some of the query's parts.
    several: bool,
}

impl Open<'_> {
    /// Says how much it finds, if it is there and finds anything; with `voices`, by whom.
    fn tell(&self, how: &str, query: Option<Query>, voices: bool) -> anyhow::Result<bool> {
        let Some(query) = query else {
            return Ok(false);
        };
        let request = Request {
            limit: Some(0),
            count: true,
            matching: self.matching,
            facets: if voices {
                vec![Property::Speaker]
            } else {
                Vec::new()
            },
            ..Request::default()
        };
        let answer = self.searcher.search(&query, &request)?;
        let total = answer.total.unwrap_or(0);
        if total == 0 {
            return Ok(false);
        }
        let what = match answer.matched {
            Some(Tier::All) if self.several => " with every word",
            Some(Tier::Some) => " with some of the words",
            _ => "",
        };
        let voices = answer.facets.first().map(by_whom).unwrap_or_default();
        let passages = counted(total, "passage", "passages");
        status::note(&format!("{how}: {passages}{what}{voices}"));
        Ok(true)
    }
}

/// ", by Anna Berg (7), Karl Holm (3) and 4 others".
fn by_whom(speakers: &Facet) -> String {
    let named: Vec<String> = speakers
        .counts
        .iter()
        .take(NAMED)
        .map(|(name, count)| format!("{name} ({})", number(*count)))
        .collect();
    if named.is_empty() {
        return String::new();
    }
    let others = speakers.counts.len() - named.len();
    let others = match others {
        0 => String::new(),
        others => format!(" and {}", counted(others as u64, "other", "others")),
    };
    format!(", by {}{others}", named.join(", "))
}
