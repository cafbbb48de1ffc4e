//! `onrecord status`: what the index contains.

use std::io::Write;

use crate::args::StatusArgs;
use crate::paths::{Paths, open_index};
use crate::print::printer::Contents;
use crate::status::Status;
use crate::style::Style;

pub(super) fn run(args: &StatusArgs, out: &mut dyn Write) -> anyhow::Result<Status> {
    let index = open_index(args.index.folder.as_deref())?;
    let folder = index.path().map(|path| path.display().to_string());
    let mut printer = args.format.printer(Style::default(), Paths::default(), out);
    let status = index.status()?;
    let paths = Paths::new(index.path());
    let roots = status.roots.iter();
    printer.status(&Contents {
        folder: folder.unwrap_or_default(),
        roots: roots
            .map(|root| (paths.shown(&root.path), root.missing))
            .collect(),
        status: &status,
        with_sources: args.sources,
    })?;
    Ok(Status::Done)
}
