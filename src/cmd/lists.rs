//! `onrecord speakers`, `sections` and `docs`: the values of a property of passages, each with its
//! number of passages, largest first.

use std::io::Write;

use onrecord_index::query::Query;
use onrecord_index::query::node::FieldFilter;
use onrecord_index::searcher::{Property, Searcher};

use crate::answers::roles::roles_of;
use crate::args::ListArgs;
use crate::paths::{Paths, index_folder, open_index};
use crate::print::printer::{List, Roles};
use crate::status::{self, Status};
use crate::style::{ColorChoice, Style};

/// Lists the values. Given `filters`, those of the passages that any of them lets through.
pub(super) fn run(
    property: Property,
    args: &ListArgs,
    filters: Vec<FieldFilter>,
    with_forms: bool,
    out: &mut dyn Write,
) -> anyhow::Result<Status> {
    let index = open_index(args.index.folder.as_deref())?;
    let searcher = index.searcher()?;
    let scope = Query::default().filter_any(filters);
    let pattern = args.pattern.as_deref();
    let mut values = searcher.values_in(property, pattern, &scope)?;
    let total = values.len();
    if args.limit > 0 {
        values.truncate(args.limit);
    }
    let roles = match property {
        Property::Speaker => roles_of(&searcher, values.iter().map(|value| &*value.name))?,
        _ => Roles::new(),
    };
    let style = Style::of_stdout(ColorChoice::Auto);
    let folder = index_folder(args.index.folder.as_deref());
    let mut printer = args.format.printer(style, Paths::default(), out);
    printer.list(&List {
        property,
        values: &values,
        roles: &roles,
        total,
        with_forms,
        paths: &Paths::new(Some(&folder)),
    })?;
    if total == 0 {
        print_hints(&searcher, property, pattern, &scope)?;
        return Ok(Status::Nothing);
    }
    Ok(Status::Done)
}

/// Says why a list is empty.
fn print_hints(
    searcher: &Searcher,
    property: Property,
    pattern: Option<&str>,
    scope: &Query,
) -> anyhow::Result<()> {
    let of_filters = searcher.suggestions(scope)?;
    of_filters.iter().for_each(|text| status::hint(text));
    let in_scope = searcher.values_in(property, None, scope)?.len();
    match pattern {
        Some(pattern) if in_scope > 0 => {
            status::hint(&searcher.nothing_like(property, pattern)?);
        }
        _ if of_filters.is_empty() => {
            let passages = if scope.filters().is_empty() {
                "the index has"
            } else {
                "these passages have"
            };
            status::hint(&format!("{passages} no {}s", property.name()));
        }
        _ => {}
    }
    Ok(())
}
