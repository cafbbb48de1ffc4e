//! `onrecord get`: a passage by its id.

use std::io::Write;

use crate::args::GetArgs;
use crate::cmd::passages::{around, by_id};
use crate::cmd::quotes::print_quotes_of;
use crate::paths::{Paths, open_index};
use crate::print::printer::{Shown, Summary};
use crate::status::Status;
use crate::style::Style;

pub(super) fn run(args: &GetArgs, out: &mut dyn Write) -> anyhow::Result<Status> {
    let index = open_index(args.index.folder.as_deref())?;
    let searcher = index.searcher()?;
    let Some(found) = by_id(&searcher, &args.id)? else {
        return Ok(Status::Nothing);
    };
    // One passage is laid out for people in a pipe, too.
    let style = Style {
        terminal: true,
        ..Style::of_stdout(args.color)
    };
    let mut printer = args.format.printer(style, Paths::new(index.path()), out);
    if args.quotes {
        print_quotes_of(&found, &mut *printer)?;
        return Ok(Status::Done);
    }
    printer.begin(&Summary {
        page_len: found.len(),
        context: args.context > 0,
        ..Summary::default()
    })?;
    for passage in &found {
        let mut around = around(&searcher, passage, args.context)?;
        // The other parts of a long paragraph are printed themselves.
        around.retain(|other| !found.iter().any(|found| found.id == other.id));
        printer.passage(&Shown {
            hit: None,
            passage,
            around: &around,
        })?;
    }
    printer.end()?;
    Ok(Status::Done)
}
