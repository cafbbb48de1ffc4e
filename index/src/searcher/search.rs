//! Runs one search: plans it, ranks or lists the records of the page, and counts what was asked
//! for.

use std::sync::{Arc, Mutex};

use crate::error::Result;
use crate::hit::{Property, Tier};
use crate::meaning::model::Model;
use crate::query::Query;
use crate::retrieval::compile::Compiler;
use crate::retrieval::queries::records::RecordsQuery;
use crate::retrieval::snapshot::Snapshot;
use crate::searcher::across;
use crate::searcher::answer::Answer;
use crate::searcher::by_meaning::{Meant, add_by_meaning, meant};
use crate::searcher::collapse::{Collapsed, GROWTH, MARGIN, MAX_LOOKED_AT, collapse};
use crate::searcher::counting::count;
use crate::searcher::listing::list;
use crate::searcher::plan::Plan;
use crate::searcher::ranking::Ranking;
use crate::searcher::request::{Collapse, Request, Sort};
use crate::speakers::Speakers;

/// Answers a query over a snapshot. `model` is for a request that needs one.
pub(super) fn search(
    snapshot: &Arc<Snapshot>,
    query: &Query,
    request: &Request,
    model: Option<&Model>,
) -> Result<Answer> {
    snapshot.guarded(|| {
        let meant = meant(snapshot, query, request, model)?;
        let needs_speakers = query.names_speaker() || request.facets.contains(&Property::Speaker);
        let speakers = if needs_speakers {
            snapshot.speakers()?.clone()
        } else {
            Arc::default()
        };
        let mut answer = run(snapshot, query, request, speakers, meant.as_ref())?;
        if answer.matched.is_none() {
            add_across(query, request, &mut answer)?;
        }
        if let Some(meant) = &meant {
            add_by_meaning(query, request, meant, &mut answer)?;
        }
        Ok(answer)
    })
}

/// Adds the passages that hold the query's quotation together to an answer without a passage.
fn add_across(query: &Query, request: &Request, answer: &mut Answer) -> Result<()> {
    let snapshot = Arc::clone(&answer.snapshot);
    let read = |error| snapshot.storage(error);
    let speakers = answer.context.speakers.clone();
    let compiler = Compiler::new(&snapshot, query, speakers).map_err(read)?;
    let across = across::find(&snapshot, query, &compiler, &answer.context)?;
    if across.is_empty() {
        return Ok(());
    }
    let records = RecordsQuery::new(&snapshot.inner, across.keys().copied());
    let plan = Plan::of_records(Tier::Across, records);
    let ranking = Ranking {
        snapshot: &snapshot,
        query,
        plan: &plan,
        explain: false,
        meant: None,
    };
    // In the order of the sources, so that the parts of a quotation follow each other.
    let sort = match request.sort {
        Sort::Date => Sort::Date,
        Sort::Score | Sort::Place => Sort::Place,
    };
    let wanted = request
        .limit
        .map(|limit| request.offset.saturating_add(limit));
    let mut ranked = list(&ranking, sort, wanted).map_err(read)?;
    answer.ranked = ranked.split_off(request.offset.min(ranked.len()));
    let count = count(&snapshot, &plan, request, &answer.context.speakers).map_err(read)?;
    answer.total = Some(count.total);
    answer.every = Some(count.every);
    answer.matched = count.tier;
    answer.facets = count.facets;
    answer.across = across;
    Ok(())
}

/// The best `wanted` passages that stay after collapsing.
fn best(ranking: &Ranking<'_>, wanted: usize, collapsed: Collapse) -> Result<Collapsed> {
    let snapshot = ranking.snapshot;
    let first = |limit| {
        ranking
            .first(limit)
            .map_err(|error| snapshot.storage(error))
    };
    if collapsed.is_off() {
        let kept = first(wanted)?;
        return Ok(Collapsed {
            kept,
            left_out: false,
        });
    }
    let mut limit = wanted.saturating_add(MARGIN);
    loop {
        limit = limit.min(MAX_LOOKED_AT.max(wanted));
        let ranked = first(limit)?;
        let is_complete = ranked.len() < limit || limit >= MAX_LOOKED_AT;
        let mut collapsed = collapse(snapshot, ranked, collapsed)?;
        if is_complete || collapsed.kept.len() >= wanted {
            collapsed.kept.truncate(wanted);
            return Ok(collapsed);
        }
        limit = limit.saturating_mul(GROWTH);
    }
}

fn run(
    snapshot: &Arc<Snapshot>,
    query: &Query,
    request: &Request,
    speakers: Arc<Speakers>,
    meant: Option<&Meant>,
) -> Result<Answer> {
    let read = |error| snapshot.storage(error);
    let compiler = Compiler::new(snapshot, query, speakers).map_err(read)?;
    let plan = Plan::new(&compiler, &snapshot.stemmings, query, request.matching);
    let plan = plan.map_err(read)?;
    let ranking = Ranking {
        snapshot,
        query,
        plan: &plan,
        explain: request.explain,
        meant,
    };
    let wanted = request
        .limit
        .map(|limit| request.offset.saturating_add(limit));
    let mut left_out = false;
    let mut ranked = match (wanted, request.sort) {
        (Some(0), _) => Vec::new(),
        (Some(wanted), Sort::Score) if !query.parts().is_empty() => {
            let collapsed = best(&ranking, wanted, request.collapse)?;
            left_out = collapsed.left_out;
            collapsed.kept
        }
        _ => list(&ranking, request.sort, wanted).map_err(read)?,
    };
    let mut answer = Answer {
        total: None,
        every: None,
        matched: ranked.first().map(|first| first.tier),
        left_out,
        facets: Vec::new(),
        snapshot: Arc::clone(snapshot),
        query: query.clone(),
        context: compiler.into_context(),
        highlight: request.highlight,
        utterances: request.utterances,
        first_rank: request.offset.saturating_add(1),
        ranked: ranked.split_off(request.offset.min(ranked.len())),
        across: across::Parts::new(),
        terms: Mutex::new(snapshot.take_terms()),
        without_vector: meant.map_or(0, Meant::without_vector),
    };
    let counts = request.count || !request.facets.is_empty();
    // Without a hit only counting tells whether nothing matches or the page lies after the end.
    if counts || answer.matched.is_none() {
        let count = count(snapshot, &plan, request, &answer.context.speakers);
        let count = count.map_err(read)?;
        answer.total = Some(count.total);
        answer.every = Some(count.every);
        answer.matched = count.tier;
        answer.facets = count.facets;
    }
    Ok(answer)
}
