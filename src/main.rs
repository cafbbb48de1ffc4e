//! onrecord: search who said what, where.
//!
//! The program is thin: `args` declares the flags, each file of `cmd` turns them into a call of
//! the library, and `print` writes the answer in one of the output formats. Exit statuses, errors,
//! warnings and hints are in `status`.

mod answers;
mod args;
mod choices;
mod cmd;
#[cfg(feature = "mcp")]
mod mcp;
mod paths;
mod print;
#[cfg(feature = "serve")]
mod serve;
#[cfg(feature = "service")]
#[cfg_attr(
    not(all(feature = "serve", feature = "mcp")),
    allow(
        dead_code,
        reason = "each of the two asks for something that the other does not"
    )
)]
mod service;
mod status;
mod style;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;

use crate::args::Cli;
use crate::cmd::usage::print_usage;
use crate::status::Status;

/// Indexing allocates many small pieces (documents, words, hits). The system allocator is slower
/// at that.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    install_panic_hook();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return print_usage(error),
    };
    let mut out = io::BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let outcome = cmd::run(cli, &mut out).and_then(|status| {
        out.flush()?;
        Ok(status)
    });
    match outcome {
        Ok(status) => status.into(),
        // Whoever closed the pipe has read enough.
        Err(error) if status::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = out.flush();
            status::report(&error);
            Status::of(&error).into()
        }
    }
}

/// Keeps panics quiet where the library catches and reports them itself, and keeps control
/// characters in panic messages off the terminal.
fn install_panic_hook() {
    let default = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        // The library reports a reader's panic with the source's path, and a panic on a damaged
        // index with the damaged file's.
        if onrecord_index::is_panic_caught() {
            return;
        }
        // The message may quote a source.
        let message = panic.to_string();
        if style::is_plain(&message) {
            default(panic);
        } else {
            status::error(&message);
        }
    }));
}
