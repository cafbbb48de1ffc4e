//! `onrecord speakers`, `sections` and `docs`: the values of a property of passages, each with its
//! number of passages, largest first.

use std::io::Write;

use onrecord_index::searcher::Property;

use crate::args::ListArgs;
use crate::cmd::roles::roles_of;
use crate::paths::{Paths, open_index};
use crate::print::printer::{List, Roles};
use crate::status::Status;
use crate::style::{ColorChoice, Style};

pub(super) fn run(
    property: Property,
    args: &ListArgs,
    with_forms: bool,
    out: &mut dyn Write,
) -> anyhow::Result<Status> {
    let index = open_index(args.index.folder.as_deref())?;
    let searcher = index.searcher()?;
    let mut values = searcher.values_like(property, args.pattern.as_deref())?;
    let total = values.len();
    if args.limit > 0 {
        values.truncate(args.limit);
    }
    let roles = match property {
        Property::Speaker => roles_of(&searcher, values.iter().map(|value| &*value.name))?,
        _ => Roles::new(),
    };
    let style = Style::of_stdout(ColorChoice::Auto);
    let mut printer = args.format.printer(style, Paths::default(), out);
    printer.list(&List {
        property,
        values: &values,
        roles: &roles,
        total,
        with_forms,
    })?;
    Ok(if total == 0 {
        Status::Nothing
    } else {
        Status::Done
    })
}
