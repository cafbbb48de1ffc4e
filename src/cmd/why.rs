//! `onrecord why`: who says what in passages, and how that was found.

use std::io::Write;

use crate::answers::passages::Freshness;
use crate::args::WhyArgs;
use crate::cmd::passages::{hint_at_stale, named};
use crate::paths::{Paths, open_index};
use crate::print::printer::Explained;
use crate::status::Status;
use crate::style::Style;

pub(super) fn run(args: &WhyArgs, out: &mut dyn Write) -> anyhow::Result<Status> {
    let index = open_index(args.index.folder.as_deref())?;
    let searcher = index.searcher()?;
    let (found, status) = named(&searcher, &args.ids)?;
    if found.is_empty() {
        return Ok(status);
    }
    let style = Style::of_stdout(args.color);
    let mut printer = args.format.printer(style, Paths::new(index.path()), out);
    let mut explained = Vec::with_capacity(found.len());
    let mut freshness = Freshness::new(&searcher);
    for passage in found {
        freshness.of(&passage)?;
        explained.push(Explained {
            refusals: searcher.refusals(&passage)?,
            passage,
        });
    }
    printer.why(&explained)?;
    hint_at_stale(&freshness);
    Ok(status)
}
