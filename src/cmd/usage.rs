//! Prints what clap has to say: help, the version, and mistakes in the arguments with our hints in
//! the place of clap's tips.

use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::status::{self, Status};
use crate::style;

/// Prints clap's help, version or error.
pub(crate) fn print_usage(mut error: clap::Error) -> ExitCode {
    let hints = hints(&error);
    for tip in [
        ContextKind::Suggested,
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ] {
        error.remove(tip);
    }
    let message = error.render().to_string();
    if style::is_plain(&message) {
        // A closed pipe is not worth a complaint.
        let _ = error.print();
    } else {
        // clap echoes arguments as they are, control characters included.
        message.lines().for_each(status::line);
    }
    hints.iter().for_each(|hint| status::hint(hint));
    if error.use_stderr() {
        Status::Usage.into()
    } else {
        ExitCode::SUCCESS
    }
}

/// The next steps after a mistake.
fn hints(error: &clap::Error) -> Vec<String> {
    let named = |kind| match error.get(kind) {
        Some(ContextValue::String(value)) => Some(value.clone()),
        Some(ContextValue::Strings(values)) if !values.is_empty() => Some(values.join(" or ")),
        _ => None,
    };
    let mut hints: Vec<String> = [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ]
    .into_iter()
    .filter_map(named)
    .map(|similar| format!("did you mean {similar}?"))
    .collect();
    let is_search = std::env::args_os()
        .nth(1)
        .is_some_and(|arg| arg == "search");
    let invalid = named(ContextKind::InvalidArg).unwrap_or_default();
    match error.kind() {
        ErrorKind::UnknownArgument if hints.is_empty() && is_search => hints.push(
            "put a query with a minus in it in quotes: onrecord search 'harbour -dredging'".into(),
        ),
        ErrorKind::UnknownArgument if hints.is_empty() && invalid.starts_with('-') => {
            hints.push("write a path that begins with a minus as ./-name".into());
        }
        ErrorKind::MissingRequiredArgument if invalid.contains("QUERY") => hints.push(
            "write words to search for, or '*' for every passage: onrecord search '*'".into(),
        ),
        _ => {}
    }
    hints
}
