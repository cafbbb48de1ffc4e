//! onrecord: search who said what, where.
//!
//! The program is thin: `args` declares the flags, each file of `cmd` turns them into a call of the library, and a printer
//! writes the answer. Exit statuses are in `status`.

mod args;
mod cmd;
mod place;
mod print;
mod status;
mod style;

use std::io::{self, Write};
use std::process::ExitCode;

use crate::args::Cli;

/// Documents, words and hits are many small pieces of memory, which the system's allocator is slower at.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // A reader that panics on a file is reported with the file's name, and what panics on a damaged index with the damaged
    // file's; the library's own words would come on top, and raw.
    let default = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if onrecord_index::is_panic_caught() {
            return;
        }
        // What it was about may be somebody's text, which reaches no terminal as it is.
        let told = panic.to_string();
        if style::is_plain(&told) {
            default(panic);
        } else {
            status::note(&told);
        }
    }));
    let cli = match Cli::read() {
        Ok(cli) => cli,
        Err(error) => {
            // A closed pipe is no reason to complain: whoever closed it has read enough.
            let told = error.render().to_string();
            if style::is_plain(&told) {
                let _ = error.print();
            } else {
                // An argument with control characters, which clap would repeat as they are.
                told.lines().for_each(status::tell);
            }
            return if error.use_stderr() {
                status::USAGE.into()
            } else {
                ExitCode::SUCCESS
            };
        }
    };
    let mut out = io::BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let outcome = cmd::run(cli, &mut out).and_then(|status| {
        out.flush()?;
        Ok(status)
    });
    match outcome {
        Ok(status) => status.into(),
        Err(error) if status::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = out.flush();
            status::report(&error);
            status::of(&error).into()
        }
    }
}
