//! Exit statuses, and the one place that prints errors, warnings and hints.
//!
//! A message is one line on standard error: `error:`, `warning:` or `hint:`, then lower case
//! without a full stop. An error that is about the query is followed by the query with carets
//! under the wrong part. Text from outside is printed without control characters.

use std::io::{self, Write};
use std::ops::Range;
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};
use onrecord_index::error::{Error, QueryError};
use unicode_width::UnicodeWidthStr;

use crate::style::plain;

/// How the program ends. The numbers are part of its interface: scripts test them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Status {
    /// The command did what it was asked, and a search found something.
    Done = 0,
    /// Nothing found: no passage matches, no passage has the id, no file is at the path. Of
    /// `verify`, a quotation is not accepted.
    Nothing = 1,
    /// Wrong usage: an unknown flag or value, a query, `speakers.toml`, `documents.toml` or
    /// evaluation file that cannot be parsed.
    Usage = 2,
    /// The index is missing, damaged or was made by another version.
    Index = 3,
    /// `bench` or `eval` finished, and a limit set by `--fail-if` is exceeded.
    Gate = 4,
    /// `index`, `search -p` or `verify` finished, but some files, records or lines could not be
    /// read, or a file or folder that was given before is missing as a whole.
    Partly = 5,
    /// The program has a bug.
    Bug = 70,
    /// Reading or writing failed.
    Io = 74,
    /// Another process is writing to the index.
    Locked = 75,
}

impl Status {
    /// The status for an error that ends the program.
    pub fn of(error: &anyhow::Error) -> Status {
        if error.is::<BadQuery>() || error.is::<BadUsage>() {
            return Status::Usage;
        }
        match error.downcast_ref::<Error>() {
            Some(
                Error::NoIndex { .. }
                | Error::NoRoots { .. }
                | Error::Incompatible { .. }
                | Error::Damaged { .. }
                | Error::Meaning { .. }
                | Error::Unrecorded { .. },
            ) => Status::Index,
            Some(Error::Locked { .. }) => Status::Locked,
            Some(
                Error::Query(_)
                | Error::Speakers { .. }
                | Error::Documents { .. }
                | Error::Model { .. }
                | Error::Occupied { .. },
            ) => Status::Usage,
            Some(Error::Bug { .. }) => Status::Bug,
            _ => Status::Io,
        }
    }
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> ExitCode {
        (status as u8).into()
    }
}

/// A query that cannot be parsed, with its text so that the wrong part can be shown.
#[derive(Debug, thiserror::Error)]
#[error("{error}")]
pub(crate) struct BadQuery {
    pub query: String,
    pub error: QueryError,
}

/// Arguments or files of the user that contradict each other or cannot be parsed.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct BadUsage(pub String);

/// Whether the error is that the reader of the output has closed it.
pub(crate) fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let is_closed = |error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe;
    error
        .chain()
        .any(|cause| cause.downcast_ref::<io::Error>().is_some_and(is_closed))
}

/// Prints the error that ends the program, with its causes.
pub(crate) fn report(failure: &anyhow::Error) {
    error(&format!("{failure:#}"));
    if let Some(bad) = failure.downcast_ref::<BadQuery>() {
        for shown in caret(&bad.query, bad.error.span.clone()) {
            line(&shown);
        }
    }
}

/// Prints what went wrong.
pub(crate) fn error(text: &str) {
    message("error:", AnsiColor::Red, text);
}

/// Prints what the user should know although the command goes on.
pub(crate) fn warning(text: &str) {
    message("warning:", AnsiColor::Yellow, text);
}

/// Prints what the user could do next.
pub(crate) fn hint(text: &str) {
    message("hint:", AnsiColor::Cyan, text);
}

/// Prints a line without a prefix.
pub(crate) fn line(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", plain(text));
}

/// anstream drops the colour where standard error is not a terminal.
fn message(prefix: &str, color: AnsiColor, text: &str) {
    let style = Style::new().bold().fg_color(Some(color.into()));
    let mut err = anstream::stderr().lock();
    let _ = writeln!(err, "{style}{prefix}{style:#} {}", plain(text));
}

/// The query, and under it a caret for each column of the span.
fn caret(query: &str, span: Range<usize>) -> [String; 2] {
    // Of a long query, only the neighbourhood of the span is shown: it fits into 80 columns.
    let from = query.floor_char_boundary(span.start.saturating_sub(60));
    let to = query.ceil_char_boundary((span.end + 20).min(query.len()));
    let width = |text: &str| plain(text).width();
    let blank = width(&query[from..span.start.max(from)]);
    let carets = width(&query[span.start..span.end.min(to)]).max(1);
    [
        format!("  {}", plain(&query[from..to])),
        format!("  {}{}", " ".repeat(blank), "^".repeat(carets)),
    ]
}

#[cfg(test)]
mod tests {
    use super::caret;

    #[test]
    fn carets_are_under_the_wrong_part() {
        assert_eq!(
            caret("war spaeker:x", 4..11),
            ["  war spaeker:x", "      ^^^^^^^"]
        );
        assert_eq!(caret("北约 \"x", 7..8), ["  北约 \"x", "       ^"]);
    }
}
