//! `onrecord help`: the flags of a command, the query language, or the formats that are read.

use std::io::Write;

use clap::CommandFactory;

use crate::args::Cli;
use crate::cmd::formats;
use crate::status::{BadUsage, Status};

/// The query language, on one page. README.md shows the same page.
const QUERY: &str = include_str!("query.txt");

pub(super) fn run(topic: Option<&str>, out: &mut dyn Write) -> anyhow::Result<Status> {
    let mut command = Cli::command();
    command.build();
    let text = match topic {
        None => command.render_long_help().to_string(),
        Some("query") => QUERY.to_owned(),
        Some("formats") => formats::page(),
        Some(name) => match command.find_subcommand_mut(name) {
            Some(found) => found.render_long_help().to_string(),
            None => {
                let names: Vec<&str> = command
                    .get_subcommands()
                    .map(|command| command.get_name())
                    .collect();
                let message = format!(
                    "there is no help on \"{name}\"; topics are query, formats, {}",
                    names.join(", ")
                );
                return Err(BadUsage(message).into());
            }
        },
    };
    write!(out, "{text}")?;
    Ok(Status::Done)
}
