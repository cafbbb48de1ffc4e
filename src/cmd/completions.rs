//! `onrecord completions`: a script that completes commands and flags in a shell.

use std::io::Write;

use clap::CommandFactory;
use clap_complete::Shell;

use crate::args::Cli;
use crate::status::Status;

pub(super) fn run(shell: Shell, out: &mut dyn Write) -> anyhow::Result<Status> {
    // clap panics if it cannot write, so it writes to memory.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "onrecord", &mut script);
    out.write_all(&script)?;
    Ok(Status::Done)
}
