//! `onrecord speakers`, `sections` and `docs`: what there is, with the number of passages.

use std::io::{IsTerminal, Write};

use onrecord_index::searcher::{Property, Value};

use crate::args::{ListFormat, ValuesArgs};
use crate::print::number;
use crate::status;
use crate::style::plain;

pub(crate) fn run(
    property: Property,
    args: &ValuesArgs,
    with_forms: bool,
    out: &mut dyn Write,
) -> anyhow::Result<u8> {
    let index = super::open(&args.index)?;
    let mut values = index
        .searcher()?
        .values_like(property, args.pattern.as_deref())?;
    let all = values.len();
    if args.limit > 0 {
        values.truncate(args.limit);
    }
    match args.format {
        ListFormat::Json => crate::print::json::values(property.name(), &values, out)?,
        ListFormat::Text if std::io::stdout().is_terminal() => {
            let width = values
                .first()
                .map_or(1, |value| number(value.passages).len())
                .max(8);
            writeln!(
                out,
                "{:>width$}  {}s: {}",
                "passages",
                property.name(),
                number(all as u64)
            )?;
            for value in &values {
                writeln!(
                    out,
                    "{:>width$}  {}{}",
                    number(value.passages),
                    plain(&value.name),
                    forms(value, with_forms, "  = ")
                )?;
            }
        }
        ListFormat::Text => {
            for value in &values {
                writeln!(
                    out,
                    "{}\t{}{}",
                    value.passages,
                    plain(&value.name),
                    forms(value, with_forms, "\t")
                )?;
            }
        }
    }
    Ok(if all == 0 {
        status::NOTHING
    } else {
        status::DONE
    })
}

/// The names that documents use for a speaker of several, if they are wanted.
fn forms(value: &Value, wanted: bool, before: &str) -> String {
    if !wanted || value.forms.is_empty() {
        return String::new();
    }
    let forms: Vec<_> = value.forms.iter().map(|form| plain(form)).collect();
    format!("{before}{}", forms.join(" | "))
}
