//! `onrecord docs --facts`: what is known of the documents in each file, and where that comes from.

use std::io::Write;

use crate::args::ListArgs;
use crate::paths::{Paths, index_folder, open_index};
use crate::status::Status;
use crate::style::{ColorChoice, Style};

pub(super) fn run(args: &ListArgs, out: &mut dyn Write) -> anyhow::Result<Status> {
    let index = open_index(args.index.folder.as_deref())?;
    let mut facts = index.facts(args.pattern.as_deref())?;
    if facts.is_empty() {
        return Ok(Status::Nothing);
    }
    if args.limit > 0 {
        facts.truncate(args.limit);
    }
    let paths = Paths::new(Some(&index_folder(args.index.folder.as_deref())));
    let style = Style::of_stdout(ColorChoice::Auto);
    args.format.printer(style, paths, out).facts(&facts)?;
    Ok(Status::Done)
}
