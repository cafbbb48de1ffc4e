//! `onrecord why`: who says what in a passage, and how that was found.

use std::io::Write;

use crate::args::WhyArgs;
use crate::cmd::passages::by_id;
use crate::paths::{Paths, open_index};
use crate::status::Status;
use crate::style::Style;

pub(super) fn run(args: &WhyArgs, out: &mut dyn Write) -> anyhow::Result<Status> {
    let index = open_index(args.index.folder.as_deref())?;
    let Some(found) = by_id(&index.searcher()?, &args.id)? else {
        return Ok(Status::Nothing);
    };
    let style = Style::of_stdout(args.color);
    let mut printer = args.format.printer(style, Paths::new(index.path()), out);
    printer.why(&found)?;
    Ok(Status::Done)
}
