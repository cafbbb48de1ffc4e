//! `onrecord get`: passages by their ids.

use std::io::Write;

use crate::answers::passages::{Freshness, around};
use crate::args::GetArgs;
use crate::cmd::passages::{hint_at_stale, named};
use crate::cmd::quotes::print_quotes_of;
use crate::paths::{Paths, open_index};
use crate::print::printer::{Shown, Summary};
use crate::status::Status;
use crate::style::Style;

pub(super) fn run(args: &GetArgs, out: &mut dyn Write) -> anyhow::Result<Status> {
    let index = open_index(args.index.folder.as_deref())?;
    let searcher = index.searcher()?;
    let (found, status) = named(&searcher, &args.ids)?;
    if found.is_empty() {
        return Ok(status);
    }
    // One passage is laid out for people in a pipe, too.
    let style = Style {
        terminal: true,
        ..Style::of_stdout(args.color)
    };
    let mut printer = args.format.printer(style, Paths::new(index.path()), out);
    if args.quotes {
        print_quotes_of(&found, &mut *printer)?;
        return Ok(status);
    }
    printer.begin(&Summary {
        page_len: found.len(),
        context: args.context > 0,
        ..Summary::default()
    })?;
    let mut freshness = Freshness::new(&searcher);
    for passage in &found {
        let mut around = around(&searcher, passage, args.context)?;
        // The other parts of a long paragraph are printed themselves.
        around.retain(|other| !found.iter().any(|found| found.id == other.id));
        printer.passage(&Shown {
            hit: None,
            passage,
            stale: freshness.of(passage)?,
            around: &around,
        })?;
    }
    printer.end()?;
    hint_at_stale(&freshness);
    Ok(status)
}
