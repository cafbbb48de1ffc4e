//! All passages of the first tier that is not empty, in any order.

use tantivy::collector::{Count, DocSetCollector, TopDocs};

use crate::searcher::order::{Ranked, sort_by_place};
use crate::searcher::ranking::Ranking;
use crate::searcher::request::Sort;

/// All of them, or the first `wanted`.
pub(super) fn list(
    ranking: &Ranking<'_>,
    sort: Sort,
    wanted: Option<usize>,
) -> tantivy::Result<Vec<Ranked>> {
    let by_score = sort == Sort::Score && !ranking.query.parts().is_empty();
    let searcher = &ranking.snapshot.inner;
    for rule in &ranking.plan.tiers {
        let mut found: Vec<Ranked> = Vec::new();
        for (analysis, prepared) in ranking.plan.analyses.iter().enumerate() {
            let retrieval = prepared.query(rule.rule);
            let unscored = |address| Ranked {
                address,
                score: 0.0,
                tier: rule.tier,
                analysis,
                contributions: None,
            };
            if by_score {
                let count = searcher.search(&*retrieval, &Count)?;
                let top = TopDocs::with_limit(count.max(1)).order_by_score();
                let frequencies = &ranking.snapshot.frequencies;
                let scored =
                    searcher.search_with_statistics_provider(&*retrieval, &top, frequencies)?;
                found.extend(scored.into_iter().map(|(score, address)| Ranked {
                    score,
                    ..unscored(address)
                }));
            } else {
                let all = searcher.search(&retrieval, &DocSetCollector)?;
                found.extend(all.into_iter().map(unscored));
            }
        }
        if found.is_empty() {
            continue;
        }
        if by_score {
            ranking.order(&mut found, usize::MAX)?;
        } else {
            sort_by_place(&ranking.snapshot.columns, &mut found, sort == Sort::Date)?;
        }
        found.truncate(wanted.unwrap_or(usize::MAX));
        return Ok(found);
    }
    Ok(Vec::new())
}
