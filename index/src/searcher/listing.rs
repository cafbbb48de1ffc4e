//! Lists all passages that match, tier by tier, in the order that the request asks for.

use tantivy::collector::{Count, DocSetCollector, TopDocs};

use crate::searcher::order::{RankedRecord, sort_by_source};
use crate::searcher::ranking::Ranking;
use crate::searcher::request::Sort;

/// All of them, or the first `wanted`.
pub(super) fn list(
    ranking: &Ranking<'_>,
    sort: Sort,
    wanted: Option<usize>,
) -> tantivy::Result<Vec<RankedRecord>> {
    let by_score = sort == Sort::Score && !ranking.query.parts().is_empty();
    let searcher = &ranking.snapshot.inner;
    let wanted = wanted.unwrap_or(usize::MAX);
    let mut listed: Vec<RankedRecord> = Vec::new();
    for rule in &ranking.plan.tiers {
        if listed.len() >= wanted {
            break;
        }
        let mut found: Vec<RankedRecord> = Vec::new();
        for (number, compiled) in ranking.plan.compiled.iter().enumerate() {
            let query = compiled.query(rule.rule);
            let unscored = |address| RankedRecord {
                address,
                score: 0.0,
                tier: rule.tier,
                compiled: number,
                copies: Vec::new(),
                contributions: None,
            };
            if by_score {
                let count = searcher.search(&*query, &Count)?;
                let top = TopDocs::with_limit(count.max(1)).order_by_score();
                let frequencies = &ranking.snapshot.frequencies;
                let scored =
                    searcher.search_with_statistics_provider(&*query, &top, frequencies)?;
                found.extend(scored.into_iter().map(|(score, address)| RankedRecord {
                    score,
                    ..unscored(address)
                }));
            } else {
                let all = searcher.search(&query, &DocSetCollector)?;
                found.extend(all.into_iter().map(unscored));
            }
        }
        if found.is_empty() {
            continue;
        }
        if by_score {
            ranking.order(&mut found, usize::MAX)?;
        } else {
            let columns = &ranking.snapshot.columns;
            sort_by_source(columns, &mut found, sort == Sort::Date)?;
        }
        listed.append(&mut found);
    }
    listed.truncate(wanted);
    Ok(listed)
}
