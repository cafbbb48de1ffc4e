//! `onrecord search`: ranked passages, quotations, counts and facets.

use std::io::{IsTerminal, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use onrecord_index::Index;
use onrecord_index::error::Error;
use onrecord_index::hit::Tier;
use onrecord_index::query::Query;
use onrecord_index::query::node::FieldFilter;
use onrecord_index::searcher::{Answer, Property, Request, Searcher, Sort};

use crate::args::SearchArgs;
use crate::choices::{MatchBy, SortBy, matching};
use crate::cmd::hints::{print_hints, print_spellings};
use crate::cmd::passages::{Freshness, around};
use crate::cmd::quotes::print_quotes;
use crate::cmd::reading::{hint_at_columns, quoted, read_into, update_options, warn_of_failures};
use crate::cmd::roles;
use crate::paths::{DOCUMENTS_FILE, Paths, SPEAKERS_FILE, index_folder, open_index};
use crate::print::number::{counted, number};
use crate::print::printer::{Count, Shown, Summary};
use crate::status::{self, BadQuery, BadUsage, Status};
use crate::style::Style;

/// Reading files for one search takes longer than users wait without a thought.
const SLOW: Duration = Duration::from_secs(2);

/// A date before all others. Years have four digits.
const FIRST_DATE: &str = ">=0001";

pub(super) fn run(args: &SearchArgs, out: &mut dyn Write) -> anyhow::Result<Status> {
    if !args.facets.is_empty() && !args.count && !args.format.has_facets() {
        let message = "--facets has no place in a table of passages: add --count, or choose \
                       another --format";
        return Err(BadUsage(message.to_owned()).into());
    }
    let query = query(args)?;
    let (index, complete) = match open(args) {
        Ok(opened) => opened,
        Err(error) if matches!(error.downcast_ref(), Some(Error::NoIndex { .. })) => {
            status::report(&error);
            status::hint("to search files without an index, name them: `onrecord search -p PATH`");
            return Ok(Status::Index);
        }
        Err(error) => return Err(error),
    };
    let query = query.filter_any(within(args, &index));
    let searcher = index.searcher()?;
    let style = Style::of_stdout(args.color);
    for note in query.notes() {
        status::warning(note);
    }
    let found = if args.quotes {
        quotes(args, &searcher, &query, style, out)?
    } else {
        let answer = searcher.search(&query, &request(args, style))?;
        warn_of_undated(args, &searcher, &query, &answer)?;
        if args.count {
            count(args, &searcher, &query, &answer, style, out)?
        } else {
            print_hits(args, &searcher, &query, &answer, style, out)?;
            print_hints(args, &searcher, &query, answer.matched)?;
            roles::hint(&searcher, &query, &answer.facets)?;
            answer.matched.is_some()
        }
    };
    hint_at_paths(args);
    print_spellings(&searcher, &query)?;
    Ok(match found {
        _ if !complete => Status::Partly,
        true => Status::Done,
        false => Status::Nothing,
    })
}

/// Prints how many passages match. Returns whether any does.
fn count(
    args: &SearchArgs,
    searcher: &Searcher,
    query: &Query,
    answer: &Answer,
    style: Style,
    out: &mut dyn Write,
) -> anyhow::Result<bool> {
    let (total, every) = (answer.total.unwrap_or(0), answer.every.unwrap_or(0));
    let is_any = args.matching == Some(MatchBy::Any);
    let asked = if is_any { total } else { every };
    args.format
        .printer(style, Paths::default(), out)
        .count(&Count {
            asked,
            total,
            every,
            matched: answer.matched,
            // They would cover passages that were not asked for.
            facets: if asked > 0 { &answer.facets } else { &[] },
        })?;
    if asked < total {
        let passages = counted(total, "passage has", "passages have");
        status::hint(&format!(
            "{passages} some part of the query: --match any counts them"
        ));
    }
    print_hints(args, searcher, query, answer.matched)?;
    roles::hint(searcher, query, &answer.facets)?;
    Ok(asked > 0)
}

/// Prints what people say. Returns whether they say anything.
fn quotes(
    args: &SearchArgs,
    searcher: &Searcher,
    query: &Query,
    style: Style,
    out: &mut dyn Write,
) -> anyhow::Result<bool> {
    let request = request(args, style);
    let mut printer = args.format.printer(style, paths(args), out);
    let found = print_quotes(searcher, query, &request, &mut *printer)?;
    roles::hint(searcher, query, &[])?;
    if !found {
        let passages = Request {
            limit: Some(1),
            count: true,
            ..request
        };
        let answer = searcher.search(query, &passages)?;
        match answer.total {
            Some(total) if total > 0 => {
                let passages = counted(total, "passage matches", "passages match");
                status::hint(&format!(
                    "{passages}, but not in anybody's words: omit --quotes"
                ));
            }
            _ => print_hints(args, searcher, query, answer.matched)?,
        }
    }
    Ok(found)
}

/// How paths are shown.
fn paths(args: &SearchArgs) -> Paths {
    let folder = args
        .path
        .is_empty()
        .then(|| index_folder(args.index.folder.as_deref()));
    Paths::new(folder.as_deref())
}

/// The index, or one in memory with the passages of `--path`; and whether all of it could be read.
fn open(args: &SearchArgs) -> anyhow::Result<(Index, bool)> {
    if args.path.is_empty() {
        return Ok((open_index(args.index.folder.as_deref())?, true));
    }
    let index = Index::in_memory()?
        .with_speakers_file(SPEAKERS_FILE.into())
        .with_documents_file(DOCUMENTS_FILE.into());
    let started = Instant::now();
    let report = read_into(&index, &args.path, &update_options(&args.read, None), true)?;
    warn_of_failures(&report);
    hint_at_columns(&report);
    if started.elapsed() >= SLOW && std::io::stderr().is_terminal() {
        let paths = args.path.iter().map(|path| quoted(&path.to_string_lossy()));
        let paths: Vec<String> = paths.filter(|path| path != "-").collect();
        if !paths.is_empty() {
            let seconds = started.elapsed().as_secs_f64();
            let paths = paths.join(" ");
            status::hint(&format!(
                "reading these files took {seconds:.0} s: `onrecord index {paths}` makes this \
                 fast, then search without -p"
            ));
        }
    }
    Ok((index, report.failures.is_empty()))
}

/// Says so where words of the query look like paths that were meant for `-p`.
fn hint_at_paths(args: &SearchArgs) {
    for word in std::iter::once(&args.query).chain(&args.words) {
        let path = Path::new(word);
        // Without -p, a folder may have the name of an ordinary word.
        let looks_like_path = word.contains(['/', '\\']) || path.extension().is_some();
        if (looks_like_path || !args.path.is_empty()) && path.exists() {
            status::hint(&format!(
                "{word} was searched for as a word: to search in the file or folder of this name, \
                 write -p {}",
                quoted(word)
            ));
        }
    }
}

/// Sorted by date, passages without one come last, which looks as if they were old.
fn warn_of_undated(
    args: &SearchArgs,
    searcher: &Searcher,
    query: &Query,
    answer: &Answer,
) -> anyhow::Result<()> {
    let total = answer.total.unwrap_or(0);
    if Sort::from(args.sort) != Sort::Date || total == 0 {
        return Ok(());
    }
    let dated = query
        .clone()
        .filter_any(vec![FieldFilter::date(FIRST_DATE)?]);
    let request = Request {
        limit: Some(0),
        count: true,
        matching: matching(args.matching),
        ..Request::default()
    };
    let dated = searcher.search(&dated, &request)?;
    let dated = dated.total;
    match total - dated.unwrap_or(0).min(total) {
        0 => {}
        undated if undated == total => {
            status::warning("no passage found has a date, so they are in the order of the sources")
        }
        undated => status::warning(&format!(
            "{} of {} have no date and come last",
            number(undated),
            counted(total, "passage", "passages")
        )),
    }
    Ok(())
}

/// The query with the filters of the flags.
fn query(args: &SearchArgs) -> anyhow::Result<Query> {
    let text = args.text();
    if text.trim().is_empty() {
        let message = "the query is empty: write words to search for, or '*' for every passage";
        return Err(BadUsage(message.to_owned()).into());
    }
    let parsed = Query::parse(&text).map_err(|error| BadQuery {
        query: text.clone(),
        error,
    })?;
    let is_empty =
        parsed.parts().is_empty() && parsed.filters().is_empty() && parsed.excluded().is_empty();
    if is_empty && text.trim().chars().any(|c| c != '*') {
        let message = format!("the query \"{text}\" has no word to search for");
        return Err(BadUsage(message).into());
    }
    check_dates(args)?;
    let kinds = args
        .kind
        .iter()
        .map(|kind| FieldFilter::Kind((*kind).into()));
    Ok(parsed
        .filter_any(args.speaker.clone())
        .filter_any(args.section.clone())
        .filter_any(args.doc.clone())
        .filter_any(args.lang.clone())
        .filter_any(args.since.iter().cloned().collect())
        .filter_any(args.until.iter().cloned().collect())
        .filter_any(kinds.collect()))
}

/// Fails if no date is on or after `--since` and on or before `--until`.
fn check_dates(args: &SearchArgs) -> anyhow::Result<()> {
    if let (Some(FieldFilter::Date(from, _)), Some(FieldFilter::Date(_, to))) =
        (&args.since, &args.until)
        && from > to
    {
        let message = "no date is on or after --since and on or before --until: swap the two";
        return Err(BadUsage(message.to_owned()).into());
    }
    Ok(())
}

/// The filters of `--within`: paths from the current folder, as the index writes them.
fn within(args: &SearchArgs, index: &Index) -> Vec<FieldFilter> {
    let here = std::env::current_dir().ok();
    let paths = args.within.iter();
    paths
        .map(|path| index.within(path, here.as_deref()))
        .collect()
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
        // A warning compares the total with that of the dated passages.
        count: args.count
            || args.sort == SortBy::Date
            || (args.format.has_total(style) && !args.quotes),
        facets: args.facets.iter().copied().map(Property::from).collect(),
        facet_limit: args.facet_limit.filter(|limit| *limit > 0),
        explain: args.explain,
        highlight: !args.no_highlight,
        utterances: false,
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
    let mut printer = args.format.printer(style, paths(args), out);
    printer.begin(&Summary {
        total: answer.total,
        every: answer.every,
        unfiltered: unfiltered(args, searcher, query, answer, style)?,
        matched: answer.matched,
        parts: query.parts().len(),
        page_len: answer.len(),
        facets: &answer.facets,
        context: args.context > 0,
        explain: args.explain,
    })?;
    let mut freshness = Freshness::new(searcher);
    for hit in answer.hits() {
        let hit = hit?;
        printer.passage(&Shown {
            hit: Some(&hit),
            passage: &hit.passage,
            stale: freshness.of(&hit.passage)?,
            around: &around(searcher, &hit.passage, args.context)?,
        })?;
    }
    printer.end()?;
    freshness.hint();
    if answer.is_empty() && answer.matched.is_some() {
        let total = total(args, searcher, query)?;
        let passages = counted(total, "passage", "passages");
        status::hint(&format!(
            "--offset {} is past the last of {passages}",
            args.offset
        ));
    }
    Ok(())
}

/// How many passages match.
fn total(args: &SearchArgs, searcher: &Searcher, query: &Query) -> anyhow::Result<u64> {
    let request = Request {
        limit: Some(0),
        count: true,
        matching: matching(args.matching),
        ..Request::default()
    };
    Ok(searcher.search(query, &request)?.total.unwrap_or(0))
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
    let of_tier = match unfiltered.matched {
        Some(Tier::All | Tier::Across) => unfiltered.every,
        _ => unfiltered.total,
    };
    Ok(of_tier.filter(|_| is_same_tier))
}
