//! `onrecord speakers`, `sections` and `docs`: what there is, with the number of passages.

use std::io::{IsTerminal, Write};

use onrecord_index::searcher::{Property, Searcher};

use crate::args::{ListFormat, ValuesArgs};
use crate::print::number;
use crate::status;
use crate::style::plain;

pub(crate) fn run(
    property: Property,
    args: &ValuesArgs,
    out: &mut dyn Write,
) -> anyhow::Result<u8> {
    let index = super::open(&args.index)?;
    let mut values = Searcher::new(&index)?.values_like(property, args.pattern.as_deref())?;
    let all = values.len();
    if args.limit > 0 {
        values.truncate(args.limit);
    }
    match args.format {
        ListFormat::Json => crate::print::json::values(property.name(), &values, out)?,
        ListFormat::Text if std::io::stdout().is_terminal() => {
            let width = values
                .first()
                .map_or(1, |(_, count)| number(*count).len())
                .max(8);
            writeln!(
                out,
                "{:>width$}  {}s: {}",
                "passages",
                property.name(),
                number(all as u64)
            )?;
            for (value, count) in &values {
                writeln!(out, "{:>width$}  {}", number(*count), plain(value))?;
            }
        }
        ListFormat::Text => {
            for (value, count) in &values {
                writeln!(out, "{count}\t{}", plain(value))?;
            }
        }
    }
    Ok(if all == 0 {
        status::NOTHING
    } else {
        status::DONE
    })
}
