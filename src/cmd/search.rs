//! `onrecord search`: ranked passages, counts and facets.

use std::io::Write;
use std::mem::ManuallyDrop;

use onrecord_index::Index;
use onrecord_index::hit::Passage;
use onrecord_index::query::node::FieldFilter;
use onrecord_index::query::{Match, Query};
use onrecord_index::searcher::{Answer, Property, Request, Searcher, Sort};

use crate::args::{FacetBy, Format, MatchBy, SearchArgs, SortBy};
use crate::cmd::advice::advise;
use crate::cmd::index::{cores, read_into, tell_failures, update_options};
use crate::place::{self, Paths};
use crate::print::{self, Found, Shown, Summary};
use crate::status::{self, BadQuery, BadUsage};
use crate::style::Style;

pub(crate) fn run(args: &SearchArgs, out: &mut dyn Write) -> anyhow::Result<u8> {
    let query = query(args)?;
    let mut incomplete = false;
    let index = if args.path.is_empty() {
        super::open(&args.index)?
    } else {
        let options = onrecord_index::update::UpdateOptions {
            threads: cores(),
            ..update_options(&args.read, None)?
        };
        let index = Index::in_memory()?.with_speakers_file(place::speakers_file());
        let report = read_into(&index, &args.path, &options, true)?;
        tell_failures(&report);
        incomplete = !report.failures.is_empty();
        index
    };
    // The process ends with its search: the system takes memory and files back faster at once than one after the other.
    let index: &Index = Box::leak(Box::new(index));
    let searcher = ManuallyDrop::new(index.searcher()?);
    let style = Style::of_stdout(args.color);
    let request = request(args, style);
    let answer = searcher.search(&query, &request)?;
    for note in query.notes() {
        status::note(note);
    }
    let found = answer.matched.is_some();
    if args.count {
        print_count(args.format, &answer, out)?;
    } else {
        print_hits(args, &searcher, &query, &answer, style, out)?;
    }
    let tiers = args.matching.is_none();
    advise(&searcher, &query, tiers, answer.matched)?;
    Ok(match (incomplete, found) {
        (true, _) => status::PARTLY,
        (false, true) => status::DONE,
        (false, false) => status::NOTHING,
    })
}

/// The query with the filters that the flags add.
fn query(args: &SearchArgs) -> anyhow::Result<Query> {
    let bad = |error| BadQuery {
        query: args.query.clone(),
        error,
    };
    let parsed = Query::parse(&args.query).map_err(bad)?;
    let nothing =
        parsed.parts().is_empty() && parsed.filters().is_empty() && parsed.excluded().is_empty();
    if nothing && args.query.trim().chars().any(|c| c != '*') {
        return Err(BadUsage(format!(
            "there is no word to search for in \"{}\"",
            args.query
        ))
        .into());
    }
    let filters = |flag: &str, values: &[String], filter: &dyn Fn(&str) -> Option<FieldFilter>| {
        let filter_of = |value: &String| {
            filter(value).ok_or_else(|| {
                BadUsage(format!(
                    "{flag} \"{value}\" says nothing that could be looked for"
                ))
            })
        };
        values.iter().map(filter_of).collect::<Result<Vec<_>, _>>()
    };
    let mut since = Vec::new();
    since.extend(args.since.as_ref().map(|date| format!(">={date}")));
    let mut until = Vec::new();
    until.extend(args.until.as_ref().map(|date| format!("<={date}")));
    let date = |value: &str| FieldFilter::date(value).ok();
    let kind = |name: &str| onrecord_index::document::Kind::from_name(name).map(FieldFilter::Kind);
    Ok(parsed
        .filter_any(filters("--speaker", &args.speaker, &FieldFilter::speaker)?)
        .filter_any(filters("--section", &args.section, &FieldFilter::section)?)
        .filter_any(filters("--since", &since, &date)?)
        .filter_any(filters("--until", &until, &date)?)
        .filter_any(filters("--kind", &args.kind, &kind)?))
}

fn request(args: &SearchArgs, style: Style) -> Request {
    let sized = matches!(args.format, Format::Json | Format::Markdown);
    Request {
        limit: if args.count {
            Some(0)
        } else {
            Some(args.limit).filter(|limit| *limit > 0)
        },
        offset: args.offset,
        sort: match args.sort {
            SortBy::Score => Sort::Score,
            SortBy::Date => Sort::Date,
            SortBy::Place => Sort::Place,
        },
        matching: match args.matching {
            None => Match::Tiers,
            Some(MatchBy::All) => Match::All,
            Some(MatchBy::Any) => Match::Any,
        },
        count: args.count || sized || args.format == Format::Text && style.terminal,
        facets: args.facets.iter().map(property).collect(),
        explain: args.explain,
        highlight: !args.no_highlight,
    }
}

fn property(facet: &FacetBy) -> Property {
    match facet {
        FacetBy::Speaker => Property::Speaker,
        FacetBy::Section => Property::Section,
        FacetBy::Doc => Property::Doc,
        FacetBy::Kind => Property::Kind,
        FacetBy::Lang => Property::Lang,
    }
}

fn print_count(format: Format, answer: &Answer, out: &mut dyn Write) -> anyhow::Result<()> {
    let total = answer.total.unwrap_or(0);
    match format {
        Format::Json | Format::Jsonl => {
            print::json::count(total, answer.matched, &answer.facets, out)?
        }
        _ => {
            writeln!(out, "{total}")?;
            print::text::facets(&answer.facets, out)?;
        }
    }
    Ok(())
}

fn print_hits(
    args: &SearchArgs,
    searcher: &Searcher,
    query: &Query,
    answer: &Answer,
    style: Style,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let paths = if args.path.is_empty() {
        Paths::new(Some(&place::index(args.index.index.as_deref())))
    } else {
        Paths::new(None)
    };
    let mut printer = print::printer(args.format, style, paths, out);
    printer.begin(&Summary {
        total: answer.total,
        unfiltered: unfiltered(args, searcher, query, answer, style)?,
        matched: answer.matched,
        parts: query.parts().len(),
        parts_of_page: answer.len(),
        facets: &answer.facets,
    })?;
    for hit in answer.hits() {
        let hit = hit?;
        let around = around(searcher, &hit.passage, args.context)?;
        printer.passage(&Shown {
            found: Some(Found::of(&hit)),
            passage: &hit.passage,
            around: &around,
        })?;
    }
    printer.end()?;
    Ok(())
}

/// How many passages would match without the filters, which a terminal is told.
fn unfiltered(
    args: &SearchArgs,
    searcher: &Searcher,
    query: &Query,
    answer: &Answer,
    style: Style,
) -> anyhow::Result<Option<u64>> {
    let told = style.terminal && args.format == Format::Text && answer.matched.is_some();
    if !told || query.filters().is_empty() {
        return Ok(None);
    }
    let request = Request {
        limit: Some(0),
        count: true,
        matching: request(args, style).matching,
        ..Request::default()
    };
    let open = searcher.search(&query.unfiltered(), &request)?;
    Ok(open.total.filter(|_| open.matched == answer.matched))
}

/// The paragraphs around a passage, it left out.
pub(crate) fn around(
    searcher: &Searcher,
    passage: &Passage,
    n: usize,
) -> anyhow::Result<Vec<Passage>> {
    if n == 0 {
        return Ok(Vec::new());
    }
    let mut around = searcher.context(passage, n)?;
    around.retain(|other| other.place != passage.place);
    Ok(around)
}
