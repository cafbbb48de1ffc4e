//! `onrecord remove`: takes files, and everything below folders, out of the index.

use std::io::Write;
use std::path::{Path, PathBuf};

use crate::args::RemoveArgs;
use crate::cmd::reading::STDIN;
use crate::paths::{Paths, open_index};
use crate::print::number::counted;
use crate::status::{self, Status};

pub(super) fn run(args: &RemoveArgs, out: &mut dyn Write) -> anyhow::Result<Status> {
    let index = open_index(args.index.folder.as_deref())?;
    let roots = index.status()?.roots;
    let paths = Paths::new(index.path());
    let mut removed = 0;
    let mut status = Status::Done;
    for path in &args.paths {
        let is_stdin = path == Path::new("-");
        let name = if is_stdin { Path::new(STDIN) } else { path };
        let of_path = index.remove(name)?;
        removed += of_path;
        let full = path.canonicalize().unwrap_or_else(|_| path.clone());
        let is_root = |root: &PathBuf| root.starts_with(&full);
        let roots: Vec<PathBuf> = roots.iter().map(|root| paths.full(&root.path)).collect();
        if of_path == 0 && !roots.iter().any(is_root) {
            let message = if is_stdin {
                "nothing in the index was read from standard input".to_owned()
            } else {
                format!("no file in the index is at or below {}", path.display())
            };
            status::error(&message);
            status = Status::Nothing;
        }
        let above = roots
            .iter()
            .find(|root| full.starts_with(root) && full != **root);
        if let Some(root) = above.filter(|_| of_path > 0 && full.exists()) {
            let root = paths.shown(&root.to_string_lossy());
            status::hint(&format!(
                "the next `onrecord index` reads {} again, because it is in {root}",
                path.display()
            ));
        }
    }
    if status == Status::Nothing {
        status::hint("`onrecord status --sources` lists the files in the index");
    }
    if removed > 0 || status == Status::Done {
        let files = counted(removed, "file", "files");
        writeln!(out, "{files} removed from the index")?;
    }
    Ok(status)
}
