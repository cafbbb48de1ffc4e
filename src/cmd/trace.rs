//! `onrecord trace`: every place that has a quotation, the earliest first.

use std::io::Write;

use onrecord_index::query::Query;
use onrecord_index::verify::trace::{Trace, trace};
use onrecord_index::verify::{MAX_PLACES, Sources, Verifier};

use crate::args::quotations::TraceArgs;
use crate::cmd::sources::{filtered, open_or_hint, paths, within};
use crate::cmd::verify::hint_at_none;
use crate::print::number::{counted, number};
use crate::status::{self, Status};
use crate::style::Style;

pub(super) fn run(args: &TraceArgs, out: &mut dyn Write) -> anyhow::Result<Status> {
    let quote = args.quotation()?;
    let filters = filtered(Query::default(), &args.filters)?;
    let Some((index, complete)) = open_or_hint(&args.sources, "trace")? else {
        return Ok(Status::Index);
    };
    let sources = Sources {
        query: filters.filter_any(within(&args.filters, &index)),
        ..Sources::default()
    };
    let searcher = index.searcher()?;
    let verifier = Verifier::new(&searcher, &sources)?;
    hint_at_none(&searcher, &verifier, &sources)?;
    let found = trace(&verifier, &quote)?;
    args.format
        .printer(Style::of_stdout(args.color), paths(&args.sources), out)
        .trace(&found)?;
    hint(&found);
    Ok(match found.places.is_empty() {
        _ if !complete => Status::Partly,
        true => Status::Nothing,
        false => Status::Done,
    })
}

fn hint(found: &Trace) {
    let (places, undated) = (found.places.len() as u64, found.undated as u64);
    if places == 0 {
        status::hint(
            "no place has these words: `onrecord verify` finds words like them, and who says what",
        );
    } else if undated == places {
        status::warning("no place has a date, so which one is the first is not known");
    } else if undated > 0 {
        let have = if undated == 1 { "has" } else { "have" };
        status::warning(&format!(
            "{} of {} {have} no date and may be earlier than the first",
            number(undated),
            counted(places, "place", "places")
        ));
    }
    let stale = found
        .places
        .iter()
        .filter(|place| place.place.stale.is_some());
    match stale.count() as u64 {
        0 => {}
        stale => {
            let are = if stale == 1 { "is" } else { "are" };
            status::hint(&format!(
                "{} {are} in a file that has changed since it was indexed: `onrecord index` \
                 brings the index up to date",
                counted(stale, "place", "places")
            ));
        }
    }
    if places >= MAX_PLACES as u64 {
        status::warning(&format!(
            "only {MAX_PLACES} places were looked at: filters such as --since and --within narrow \
             them"
        ));
    }
}
