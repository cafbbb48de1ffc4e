//! `onrecord search`: ranked passages, quotations, counts and facets.

use std::io::Write;
use std::path::Path;

use onrecord_index::document::Kind;
use onrecord_index::hit::Tier;
use onrecord_index::query::Query;
use onrecord_index::query::node::FieldFilter;
use onrecord_index::searcher::{Answer, Collapse, Property, Request, Searcher, Sort};

use crate::answers::passages::{Freshness, around, below};
use crate::args::SearchArgs;
use crate::choices::{MatchBy, SortBy, matching};
use crate::cmd::hints::{print_hints, print_spellings};
use crate::cmd::meaning;
use crate::cmd::passages::hint_at_stale;
use crate::cmd::quotes::print_quotes;
use crate::cmd::reading::quoted;
use crate::cmd::roles;
use crate::cmd::sources::{filtered, open_or_hint, paths, within};
use crate::paths::Paths;
use crate::print::number::{counted, number};
use crate::print::printer::{Count, Shown, Summary};
use crate::status::{self, BadQuery, BadUsage, Status};
use crate::style::Style;

/// A date before all others. Years have four digits.
const FIRST_DATE: &str = ">=0001";

/// Passages from one document on a terminal: the best of a long episode, and room for others.
const PER_DOC_ON_TERMINAL: usize = 3;

pub(super) fn run(args: &SearchArgs, out: &mut dyn Write) -> anyhow::Result<Status> {
    if !args.facets.is_empty() && !args.count && !args.format.has_facets() {
        let message = "--facets has no place in a table of passages: add --count, or choose \
                       another --format";
        return Err(BadUsage(message.to_owned()).into());
    }
    let query = query(args)?;
    let Some((index, complete)) = open_or_hint(&args.sources, "search")? else {
        return Ok(Status::Index);
    };
    let query = query.filter_any(within(&args.filters, &index));
    let searcher = meaning::prepared(index.searcher()?, &args.meaning)?;
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
            meaning::hint_at_missing(&answer);
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
    let mut printer = args.format.printer(style, paths(&args.sources), out);
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

/// Says so where words of the query look like paths that were meant for `-p`.
fn hint_at_paths(args: &SearchArgs) {
    for word in std::iter::once(&args.query).chain(&args.words) {
        let path = Path::new(word);
        // Without -p, a folder may have the name of an ordinary word.
        let looks_like_path = word.contains(['/', '\\']) || path.extension().is_some();
        if (looks_like_path || !args.sources.path.is_empty()) && path.exists() {
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
    filtered(parsed.filter_any(args.speaker.clone()), &args.filters)
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
        collapse: collapse(args, style),
        highlight: !args.no_highlight,
        utterances: false,
        meaning: meaning::wanted(&args.meaning),
    }
}

/// What to leave out of a ranking. By default only people who read it on a terminal are spared
/// anything.
fn collapse(args: &SearchArgs, style: Style) -> Collapse {
    let for_reading = args.format.has_heading(style) && !args.quotes;
    let per_doc = match args.per_doc {
        Some(most) => Some(most).filter(|most| *most > 0),
        None => for_reading.then_some(PER_DOC_ON_TERMINAL),
    };
    Collapse {
        fold: args.fold || (for_reading && !args.no_fold),
        per_doc,
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
    let mut printer = args.format.printer(style, paths(&args.sources), out);
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
        fold: request(args, style).collapse.fold,
    })?;
    let mut freshness = Freshness::new(searcher);
    // On a terminal a heading is shown with what it is about.
    let is_read = args.format.has_heading(style);
    for hit in answer.hits() {
        let hit = hit?;
        let mut around = around(searcher, &hit.passage, args.context)?;
        if is_read && around.is_empty() && hit.passage.kind == Kind::Heading {
            around = below(searcher, &hit.passage)?;
        }
        printer.passage(&Shown {
            hit: Some(&hit),
            passage: &hit.passage,
            stale: freshness.of(&hit.passage)?,
            around: &around,
        })?;
    }
    printer.end()?;
    hint_at_stale(&freshness);
    if answer.left_out {
        status::hint("more passages of these documents match: --per-doc 0 shows them");
    }
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
