//! One file a command: flags to a call of the library, and its answer to a printer.

mod advice;
mod bench;
mod eval;
mod eval_speakers;
mod get;
mod help;
mod index;
mod search;
mod status;
mod values;
mod why;

use std::io::Write;
use std::process::ExitCode;

use clap::CommandFactory;
use onrecord_index::Index;
use onrecord_index::searcher::Property;

use crate::args::{Cli, Command, IndexOnlyArgs};
use crate::{place, status as exit};

/// How a command ended.
pub(crate) struct Status(pub u8);

impl From<Status> for ExitCode {
    fn from(status: Status) -> ExitCode {
        status.0.into()
    }
}

/// Runs a command. What it has to say goes to `out`.
pub(crate) fn run(cli: Cli, out: &mut dyn Write) -> anyhow::Result<Status> {
    let status = match cli.command {
        Command::Index(args) => index::run(&args, out)?,
        Command::Search(args) => search::run(&args, out)?,
        Command::Get(args) => get::run(&args, out)?,
        Command::Why(args) => why::run(&args, out)?,
        Command::Speakers(args) => values::run(Property::Speaker, &args.values, args.forms, out)?,
        Command::Sections(args) => values::run(Property::Section, &args, false, out)?,
        Command::Docs(args) => values::run(Property::Doc, &args, false, out)?,
        Command::Bench(args) => bench::run(&args, out)?,
        Command::Eval(args) => eval::run(&args, out)?,
        Command::EvalSpeakers(args) => eval_speakers::run(&args, out)?,
        Command::Status(args) => status::run(&args, out)?,
        Command::Check(args) => status::check(&args, out)?,
        Command::Remove(args) => index::remove(&args, out)?,
        Command::Help { topic } => help::run(topic.as_deref(), out)?,
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "onrecord", &mut script);
            out.write_all(&script)?;
            exit::DONE
        }
        Command::Man => {
            clap_mangen::Man::new(Cli::command()).render(&mut &mut *out)?;
            exit::DONE
        }
    };
    Ok(Status(status))
}

/// The index that the flags name.
fn open(args: &IndexOnlyArgs) -> anyhow::Result<Index> {
    Ok(Index::open(&place::index(args.index.as_deref()))?)
}
