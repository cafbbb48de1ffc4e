//! `onrecord search`: ranked passages, counts and facets.

use std::io::Write;

use onrecord_index::Index;
use onrecord_index::query::Query;
use onrecord_index::query::node::FieldFilter;
use onrecord_index::searcher::{Answer, Property, Request, Searcher, Sort};

use crate::args::SearchArgs;
use crate::choices::matching;
use crate::cmd::hints::{print_hints, print_spellings};
use crate::cmd::passages::around;
use crate::cmd::reading::{read_into, update_options, warn_of_failures};
use crate::cmd::roles;
use crate::paths::{DOCUMENTS_FILE, Paths, SPEAKERS_FILE, index_folder, open_index};
use crate::print::printer::{Count, Shown, Summary};
use crate::status::{self, BadQuery, BadUsage, Status};
use crate::style::Style;

pub(super) fn run(args: &SearchArgs, out: &mut dyn Write) -> anyhow::Result<Status> {
    let query = query(args)?;
    let (index, complete) = open(args)?;
    let searcher = index.searcher()?;
    let style = Style::of_stdout(args.color);
    let answer = searcher.search(&query, &request(args, style))?;
    for note in query.notes() {
        status::warning(note);
    }
    if args.count {
        let paths = Paths::default();
        let mut printer = args.format.printer(style, paths, out);
        printer.count(&Count {
            total: answer.total.unwrap_or(0),
            matched: answer.matched,
            facets: &answer.facets,
        })?;
    } else {
        print_hits(args, &searcher, &query, &answer, style, out)?;
    }
    print_hints(args, &searcher, &query, answer.matched)?;
    roles::hint(&searcher, &query, &answer.facets)?;
    print_spellings(&searcher, &query)?;
    Ok(match answer.matched {
        _ if !complete => Status::Partly,
        Some(_) => Status::Done,
        None => Status::Nothing,
    })
}

/// The index, or one in memory with the passages of `--path`; and whether all of it could be read.
fn open(args: &SearchArgs) -> anyhow::Result<(Index, bool)> {
    if args.path.is_empty() {
        return Ok((open_index(args.index.folder.as_deref())?, true));
    }
    let index = Index::in_memory()?
        .with_speakers_file(SPEAKERS_FILE.into())
        .with_documents_file(DOCUMENTS_FILE.into());
    let report = read_into(&index, &args.path, &update_options(&args.read, None), true)?;
    warn_of_failures(&report);
    Ok((index, report.failures.is_empty()))
}

/// The query with the filters of the flags.
fn query(args: &SearchArgs) -> anyhow::Result<Query> {
    let parsed = Query::parse(&args.query).map_err(|error| BadQuery {
        query: args.query.clone(),
        error,
    })?;
    let is_empty =
        parsed.parts().is_empty() && parsed.filters().is_empty() && parsed.excluded().is_empty();
    if is_empty && args.query.trim().chars().any(|c| c != '*') {
        let message = format!("the query \"{}\" has no word to search for", args.query);
        return Err(BadUsage(message).into());
    }
    let kinds = args
        .kind
        .iter()
        .map(|kind| FieldFilter::Kind((*kind).into()));
    Ok(parsed
        .filter_any(args.speaker.clone())
        .filter_any(args.section.clone())
        .filter_any(args.since.iter().cloned().collect())
        .filter_any(args.until.iter().cloned().collect())
        .filter_any(kinds.collect()))
}

fn request(args: &SearchArgs, style: Style) -> Request {
    Request {
        limit: if args.count {
            Some(0)
        } else {
            Some(args.limit).filter(|limit| *limit > 0)
        },
        offset: args.offset,
        sort: Sort::from(args.sort),
        matching: matching(args.matching),
        count: args.count || args.format.has_total(style),
        facets: args.facets.iter().copied().map(Property::from).collect(),
        explain: args.explain,
        highlight: !args.no_highlight,
    }
}

fn print_hits(
    args: &SearchArgs,
    searcher: &Searcher,
    query: &Query,
    answer: &Answer,
    style: Style,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let folder = args
        .path
        .is_empty()
        .then(|| index_folder(args.index.folder.as_deref()));
    let paths = Paths::new(folder.as_deref());
    let mut printer = args.format.printer(style, paths, out);
    printer.begin(&Summary {
        total: answer.total,
        unfiltered: unfiltered(args, searcher, query, answer, style)?,
        matched: answer.matched,
        parts: query.parts().len(),
        page_len: answer.len(),
        facets: &answer.facets,
    })?;
    for hit in answer.hits() {
        let hit = hit?;
        printer.passage(&Shown {
            hit: Some(&hit),
            passage: &hit.passage,
            around: &around(searcher, &hit.passage, args.context)?,
        })?;
    }
    printer.end()
}

/// How many passages would match without the filters, for a heading.
fn unfiltered(
    args: &SearchArgs,
    searcher: &Searcher,
    query: &Query,
    answer: &Answer,
    style: Style,
) -> anyhow::Result<Option<u64>> {
    let is_shown = args.format.has_heading(style) && answer.matched.is_some();
    if !is_shown || query.filters().is_empty() {
        return Ok(None);
    }
    let request = Request {
        limit: Some(0),
        count: true,
        matching: matching(args.matching),
        ..Request::default()
    };
    let unfiltered = searcher.search(&query.unfiltered(), &request)?;
    // Totals of different tiers cannot be compared.
    let is_same_tier = unfiltered.matched == answer.matched;
    Ok(unfiltered.total.filter(|_| is_same_tier))
}
