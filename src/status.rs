//! Exit statuses, and how an error is told.

use std::io::{self, Write};

use onrecord_index::error::{Error, QueryError};

use crate::style::plain;

/// Done, or found.
pub(crate) const DONE: u8 = 0;
/// Nothing found, or no such id.
pub(crate) const NOTHING: u8 = 1;
/// Wrong usage, or a query that cannot be read.
pub(crate) const USAGE: u8 = 2;
/// The index is missing, of another version or damaged.
pub(crate) const INDEX: u8 = 3;
/// A gate failed.
pub(crate) const GATE: u8 = 4;
/// Finished, but named files or records could not be read.
pub(crate) const PARTLY: u8 = 5;
/// The program has a bug.
pub(crate) const BUG: u8 = 70;
/// Reading or writing failed.
pub(crate) const IO: u8 = 74;
/// Another process holds the index.
pub(crate) const LOCKED: u8 = 75;

/// A query that cannot be read, with its text so that the place can be shown.
#[derive(Debug, thiserror::Error)]
#[error("{error}")]
pub(crate) struct BadQuery {
    pub query: String,
    pub error: QueryError,
}

/// Flags that contradict each other or say nothing.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct BadUsage(pub String);

/// The status that an error ends the program with.
pub(crate) fn of(error: &anyhow::Error) -> u8 {
    if error.is::<BadQuery>() || error.is::<BadUsage>() {
        return USAGE;
    }
    match error.downcast_ref::<Error>() {
        Some(
            Error::NoIndex { .. }
            | Error::Incompatible { .. }
            | Error::Damaged { .. }
            | Error::Unrecorded { .. },
        ) => INDEX,
        Some(Error::Locked { .. }) => LOCKED,
        Some(Error::Query(_) | Error::Speakers { .. }) => USAGE,
        Some(Error::Bug { .. }) => BUG,
        _ => IO,
    }
}

/// Whether whoever read the output has closed it.
pub(crate) fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let closed = |error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe;
    error.chain().any(|cause| {
        let in_csv = cause
            .downcast_ref::<csv::Error>()
            .and_then(|error| match error.kind() {
                csv::ErrorKind::Io(error) => Some(closed(error)),
                _ => None,
            });
        cause.downcast_ref::<io::Error>().is_some_and(closed) || in_csv.unwrap_or(false)
    })
}

/// Tells an error on standard error, once, with its causes.
pub(crate) fn report(error: &anyhow::Error) {
    let mut err = io::stderr().lock();
    let _ = writeln!(err, "onrecord: {}", plain(&format!("{error:#}")));
    if let Some(bad) = error.downcast_ref::<BadQuery>() {
        let _ = write!(err, "{}", caret(&bad.query, bad.error.span.clone()));
    }
}

/// Tells something that is no error, on standard error.
pub(crate) fn note(text: &str) {
    let _ = writeln!(io::stderr().lock(), "onrecord: {}", plain(text));
}

/// Tells a line that says itself where it comes from, on standard error.
pub(crate) fn tell(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", plain(line));
}

/// The query, and under it a caret for each column of the span.
fn caret(query: &str, span: std::ops::Range<usize>) -> String {
    use unicode_width::UnicodeWidthStr;
    // A long query is shown from a little before the place.
    let from = query.floor_char_boundary(span.start.saturating_sub(60));
    let to = query.ceil_char_boundary((span.end + 20).min(query.len()));
    let width = |text: &str| plain(text).width();
    let blank = width(&query[from..span.start.max(from)]);
    let marked = width(&query[span.start..span.end.min(to)]).max(1);
    format!(
        "  {}\n  {}{}\n",
        plain(&query[from..to]),
        " ".repeat(blank),
        "^".repeat(marked)
    )
}

#[cfg(test)]
mod tests {
    use super::caret;

    #[test]
    fn a_caret_stands_under_the_place() {
        assert_eq!(
            caret("war spaeker:x", 4..11),
            "  war spaeker:x\n      ^^^^^^^\n"
        );
        assert_eq!(caret("北约 \"x", 7..8), "  北约 \"x\n       ^\n");
    }
}
