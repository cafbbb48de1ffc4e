//! `onrecord remove`: takes a file, or everything below a folder, out of the index.

use std::io::Write;

use crate::args::RemoveArgs;
use crate::paths::open_index;
use crate::print::number::counted;
use crate::status::{self, Status};

pub(super) fn run(args: &RemoveArgs, out: &mut dyn Write) -> anyhow::Result<Status> {
    let index = open_index(args.index.folder.as_deref())?;
    let removed = index.remove(&args.path)?;
    if removed == 0 {
        status::error(&format!(
            "no file in the index is at or below {}",
            args.path.display()
        ));
        status::hint("`onrecord status --sources` lists the files in the index");
        return Ok(Status::Nothing);
    }
    let files = counted(removed, "file", "files");
    writeln!(out, "{files} removed from the index")?;
    Ok(Status::Done)
}
