//! Commands: each file turns one command's flags into calls of the library, and gives the answer to
//! a printer. `reading`, `sources`, `passages`, `quotes`, `files`, `gates`, `hints` and `meaning`
//! are shared by several commands; `batch` reads the lines of `verify --batch`, and `usage` prints
//! mistakes in the arguments.

mod batch;
mod bench;
mod check;
mod completions;
#[cfg(feature = "semantic")]
mod embed;
mod eval;
mod eval_speakers;
mod facts;
mod files;
mod formats;
mod gates;
mod get;
mod help;
mod hints;
mod index;
mod lists;
mod man;
#[cfg(feature = "mcp")]
mod mcp;
mod meaning;
mod passages;
mod quotes;
mod reading;
mod remove;
mod roles;
mod search;
#[cfg(feature = "serve")]
mod serve;
mod sources;
mod status;
mod trace;
pub(crate) mod usage;
mod verify;
mod why;

use std::io::Write;

use onrecord_index::searcher::Property;

use crate::args::{Cli, Command};
use crate::status::Status;

/// Runs a command, which writes its answer to `out`.
pub(crate) fn run(cli: Cli, out: &mut dyn Write) -> anyhow::Result<Status> {
    match cli.command {
        Command::Index(args) => index::run(&args, out),
        Command::Search(args) => search::run(&args, out),
        Command::Get(args) => get::run(&args, out),
        Command::Why(args) => why::run(&args, out),
        Command::Verify(args) => verify::run(&args, out),
        Command::Trace(args) => trace::run(&args, out),
        Command::Speakers(args) => {
            lists::run(Property::Speaker, &args.list, args.doc, args.forms, out)
        }
        Command::Sections(args) => lists::run(Property::Section, &args.list, args.doc, false, out),
        Command::Docs(args) if args.facts => facts::run(&args.list, out),
        Command::Docs(args) => lists::run(Property::Doc, &args.list, args.speaker, false, out),
        #[cfg(feature = "serve")]
        Command::Serve(args) => serve::run(&args, out),
        #[cfg(feature = "mcp")]
        Command::Mcp(args) => mcp::run(&args),
        Command::Bench(args) => bench::run(&args, out),
        Command::Eval(args) => eval::run(&args, out),
        Command::EvalSpeakers(args) => eval_speakers::run(&args, out),
        Command::Status(args) => status::run(&args, out),
        Command::Check(args) => check::run(&args, out),
        #[cfg(feature = "semantic")]
        Command::Embed(args) => embed::run(&args, out),
        Command::Remove(args) => remove::run(&args, out),
        Command::Completions { shell } => completions::run(shell, out),
        Command::Man {
            command,
            out: folder,
        } => man::run(command.as_deref(), folder.as_deref(), out),
        Command::Help { topic } => help::run(topic.as_deref(), out),
    }
}
