//! `onrecord help`: a command's flags, or the query language.

use std::io::Write;

use clap::CommandFactory;

use crate::args::Cli;
use crate::status;

/// The query language, on one page. The README shows the same page.
pub(crate) const QUERY: &str = include_str!("query.txt");

pub(crate) fn run(topic: Option<&str>, out: &mut dyn Write) -> anyhow::Result<u8> {
    let mut command = Cli::command();
    command.build();
    let text = match topic {
        None => command.render_long_help().to_string(),
        Some("query") => QUERY.to_owned(),
        Some(name) => match command.find_subcommand_mut(name) {
            Some(found) => found.render_long_help().to_string(),
            None => {
                let message = format!("there is no help on {name}: name a command, or `query`");
                return Err(status::BadUsage(message).into());
            }
        },
    };
    write!(out, "{text}")?;
    Ok(status::DONE)
}
