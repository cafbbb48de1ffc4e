//! `onrecord man`: the manual page of the program or of a command, or a folder with all pages.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::Context;
use clap::CommandFactory;
use clap_mangen::Man;

use crate::args::Cli;
use crate::status::{self, Status};

pub(super) fn run(
    name: Option<&str>,
    folder: Option<&Path>,
    out: &mut dyn Write,
) -> anyhow::Result<Status> {
    if let Some(folder) = folder {
        let write = || {
            fs::create_dir_all(folder)?;
            clap_mangen::generate_to(Cli::command(), folder)
        };
        write().with_context(|| format!("cannot write manual pages to {}", folder.display()))?;
        return Ok(Status::Done);
    }
    let mut program = Cli::command();
    // Gives each command the name of its page, as onrecord-search.
    program.build();
    let Some(page) = page(&program, name.unwrap_or("onrecord")) else {
        report_unknown(&program, name.unwrap_or_default());
        return Ok(Status::Usage);
    };
    Man::new(page).render(&mut &mut *out)?;
    Ok(Status::Done)
}

/// What the page with this name describes: `search` or `onrecord-search`, or `onrecord` itself.
fn page(program: &clap::Command, name: &str) -> Option<clap::Command> {
    if name == program.get_name() {
        return Some(program.clone());
    }
    let name = name.strip_prefix("onrecord-").unwrap_or(name);
    program.find_subcommand(name).cloned()
}

fn report_unknown(program: &clap::Command, name: &str) {
    let commands = program.get_subcommands().map(clap::Command::get_name);
    let commands: Vec<&str> = commands.collect();
    status::error(&format!(
        "there is no manual page of \"{name}\"; commands are {}",
        commands.join(", ")
    ));
    status::hint(if name == "query" {
        "`onrecord help query` explains the query language"
    } else {
        "`onrecord man --out FOLDER` writes all pages into a folder"
    });
}
