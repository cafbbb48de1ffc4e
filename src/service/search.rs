//! Searches: passages, and what people say in them.

use onrecord_index::hit::Tier;
use onrecord_index::query::{Match, Query};
use onrecord_index::searcher::Searcher;
use serde_json::{Value, json};

use crate::answers::passages::{Freshness, around};
use crate::answers::quotes::each_quote;
use crate::answers::relaxed::Relaxed;
use crate::print::printer::{Quote, Summary};
use crate::print::schema::{QuoteJson, SCHEMA_VERSION};
use crate::service::failure::Failure;
use crate::service::limits::MAX_OFFSET;
use crate::service::objects::{FreshnessJson, Row, answer, value};
use crate::service::request::SearchRequest;
use crate::service::{Cancel, Service};

impl Service {
    /// The passages that match, best first; see [`SearchJson`](super::SearchJson).
    pub fn search(&self, request: &SearchRequest, cancel: &Cancel) -> Result<Value, Failure> {
        let query = request.query()?;
        let asked = request.request()?;
        self.answer(cancel, |view| {
            let searcher = &view.searcher;
            let found = searcher.search(&query, &asked)?;
            let mut freshness = Freshness::new(searcher);
            let mut rows = Vec::with_capacity(found.len());
            for hit in found.hits() {
                let hit = hit?;
                rows.push(Row {
                    stale: freshness.of(&hit.passage)?,
                    around: around(searcher, &hit.passage, request.context)?,
                    hit: Some(hit),
                    named: None,
                });
            }
            let end = asked.offset.saturating_add(rows.len());
            let total = found.total.unwrap_or(0);
            let has_more = !rows.is_empty() && (end as u64) < total && end <= MAX_OFFSET;
            let mut hints = query.notes().to_vec();
            hints.extend(self::hints(searcher, &query, request, found.matched)?);
            let summary = Summary {
                total: found.total,
                every: found.every,
                matched: found.matched,
                parts: query.parts().len(),
                page_len: rows.len(),
                facets: &found.facets,
                ..Summary::default()
            };
            let fresh = FreshnessJson::new(&view.state, freshness.stale());
            answer(&summary, &rows, has_more.then_some(end), hints, fresh)
        })
    }

    /// What people say in the passages that match: the answer of `search --quotes`.
    pub fn quotes(&self, request: &SearchRequest, cancel: &Cancel) -> Result<Value, Failure> {
        let query = request.query()?;
        let asked = request.request()?;
        self.answer(cancel, |view| {
            let searcher = &view.searcher;
            let mut freshness = Freshness::new(searcher);
            let mut hits = Vec::new();
            let met = each_quote(searcher, &query, &asked, |hit, rank, number| {
                freshness.of(&hit.passage)?;
                let quote = Quote {
                    hit: Some((hit, rank)),
                    passage: &hit.passage,
                    utterance: &hit.passage.utterances[number],
                };
                hits.push(value(&QuoteJson::of(&quote))?);
                Ok::<(), Failure>(())
            })?;
            let end = asked.offset.saturating_add(hits.len());
            let has_more = !hits.is_empty() && met > end && end <= MAX_OFFSET;
            Ok(json!({
                "schema_version": SCHEMA_VERSION,
                "hits": hits,
                "next": has_more.then_some(end),
                "freshness": value(&FreshnessJson::new(&view.state, freshness.stale()))?,
            }))
        })
    }
}

/// What could be done about a query that finds nothing, or no passage with every word.
fn hints(
    searcher: &Searcher,
    query: &Query,
    request: &SearchRequest,
    matched: Option<Tier>,
) -> Result<Vec<String>, Failure> {
    if matched == Some(Tier::Across) {
        let hint = "no paragraph has all these words: they run over the end of a paragraph into \
                    the next";
        return Ok(vec![hint.to_owned()]);
    }
    let is_partial = matched == Some(Tier::Some) && request.matching.is_none();
    if matched.is_some() && !is_partial {
        return Ok(Vec::new());
    }
    if searcher.is_empty()? {
        return Ok(vec!["the index is empty".to_owned()]);
    }
    let mut hints = searcher.suggestions(query)?;
    let relaxed = Relaxed {
        searcher,
        // If some of the words were found, only passages with every word are news.
        matching: if is_partial { Match::All } else { Match::Tiers },
        has_parts: query.parts().len() > 1,
    };
    let by_others = relaxed.hint("without the speaker", query.without_speaker(), true)?;
    if by_others.is_none() && !query.filters().is_empty() {
        hints.extend(relaxed.hint("without the filters", Some(query.unfiltered()), false)?);
    }
    hints.extend(by_others);
    hints.extend(relaxed.hint("without said:", query.without_said(), false)?);
    let split = query.with_split_phrases();
    hints.extend(relaxed.hint("without the quotation marks", split, false)?);
    if hints.is_empty() && matched.is_none() {
        hints.push("no passage matches".to_owned());
    }
    Ok(hints)
}
