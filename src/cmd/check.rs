//! `onrecord check`: whether the bytes of the index are those that were written.

use std::io::Write;

use crate::args::sources::IndexFolder;
use crate::paths::{index_folder, open_index};
use crate::status::{self, Status};

pub(super) fn run(args: &IndexFolder, out: &mut dyn Write) -> anyhow::Result<Status> {
    let damage = open_index(args.folder.as_deref())?.check()?;
    if damage.is_empty() {
        writeln!(out, "no damage found")?;
        return Ok(Status::Done);
    }
    for damage in &damage {
        status::error(damage);
    }
    let folder = index_folder(args.folder.as_deref());
    status::hint(&format!(
        "`onrecord index --rebuild --index {}` builds the index again from its sources",
        folder.display()
    ));
    Ok(Status::Index)
}
