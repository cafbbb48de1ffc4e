//! The passages that a command looks at: an index, or files that are read for this run, and the
//! filters on them.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use onrecord_index::Index;
use onrecord_index::error::Error;
use onrecord_index::query::Query;
use onrecord_index::query::node::FieldFilter;

use crate::args::sources::{FilterArgs, SourceArgs};
use crate::cmd::reading::{quoted, read_into, update_options, warn_of_failures};
use crate::paths::{DOCUMENTS_FILE, Paths, SPEAKERS_FILE, index_folder, open_index};
use crate::status::{self, BadUsage};

/// Reading files for one search takes longer than users wait without a thought.
const SLOW: Duration = Duration::from_secs(2);

/// How paths are shown.
pub(super) fn paths(args: &SourceArgs) -> Paths {
    let folder = args
        .path
        .is_empty()
        .then(|| index_folder(args.index.folder.as_deref()));
    Paths::new(folder.as_deref())
}

/// The index, or one in memory with the passages of `--path`; and whether all of it could be read.
/// `None` if there is no index, after an error with a hint for `command`.
pub(super) fn open_or_hint(
    args: &SourceArgs,
    command: &str,
) -> anyhow::Result<Option<(Index, bool)>> {
    match open(args) {
        Ok(opened) => Ok(Some(opened)),
        Err(error) if matches!(error.downcast_ref(), Some(Error::NoIndex { .. })) => {
            status::report(&error);
            status::hint(&format!(
                "to search files without an index, name them: `onrecord {command} -p PATH`"
            ));
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

fn open(args: &SourceArgs) -> anyhow::Result<(Index, bool)> {
    if args.path.is_empty() {
        return Ok((open_index(args.index.folder.as_deref())?, true));
    }
    let index = Index::in_memory()?
        .with_speakers_file(SPEAKERS_FILE.into())
        .with_documents_file(DOCUMENTS_FILE.into());
    let started = Instant::now();
    let report = read_into(&index, &args.path, &update_options(&args.read, None), true)?;
    warn_of_failures(&report);
    if started.elapsed() >= SLOW && std::io::stderr().is_terminal() {
        let paths = args.path.iter().map(|path| quoted(&path.to_string_lossy()));
        let paths: Vec<String> = paths.filter(|path| path != "-").collect();
        if !paths.is_empty() {
            let seconds = started.elapsed().as_secs_f64();
            let paths = paths.join(" ");
            status::hint(&format!(
                "reading these files took {seconds:.0} s: `onrecord index {paths}` makes this \
                 fast, then search without -p"
            ));
        }
    }
    Ok((index, report.failures.is_empty()))
}

/// The query with the filters of the flags, but for `--within`.
pub(super) fn filtered(query: Query, args: &FilterArgs) -> anyhow::Result<Query> {
    check_dates(args)?;
    let kinds = args
        .kind
        .iter()
        .map(|kind| FieldFilter::Kind((*kind).into()));
    Ok(query
        .filter_any(args.section.clone())
        .filter_any(args.doc.clone())
        .filter_any(args.lang.clone())
        .filter_any(args.since.iter().cloned().collect())
        .filter_any(args.until.iter().cloned().collect())
        .filter_any(kinds.collect()))
}

/// Fails if no date is on or after `--since` and on or before `--until`.
fn check_dates(args: &FilterArgs) -> anyhow::Result<()> {
    if let (Some(FieldFilter::Date(from, _)), Some(FieldFilter::Date(_, to))) =
        (&args.since, &args.until)
        && from > to
    {
        let message = "no date is on or after --since and on or before --until: swap the two";
        return Err(BadUsage(message.to_owned()).into());
    }
    Ok(())
}

/// The filters of `--within`: paths from the current folder, as the index writes them.
pub(super) fn within(args: &FilterArgs, index: &Index) -> Vec<FieldFilter> {
    let here = std::env::current_dir().ok();
    let paths = args.within.iter();
    paths
        .map(|path| index.within(path, here.as_deref()))
        .collect()
}
