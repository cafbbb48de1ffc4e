//! `onrecord man`: the manual page of the program, or a folder with the pages of all commands.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::Context;
use clap::CommandFactory;
use clap_mangen::Man;

use crate::args::Cli;
use crate::status::Status;

pub(super) fn run(folder: Option<&Path>, out: &mut dyn Write) -> anyhow::Result<Status> {
    let Some(folder) = folder else {
        Man::new(Cli::command()).render(&mut &mut *out)?;
        return Ok(Status::Done);
    };
    let write = || {
        fs::create_dir_all(folder)?;
        clap_mangen::generate_to(Cli::command(), folder)
    };
    write().with_context(|| format!("cannot write manual pages to {}", folder.display()))?;
    Ok(Status::Done)
}
