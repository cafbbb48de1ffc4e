//! `onrecord index`: adds files and folders, updates what has changed, or rebuilds the index.

use std::io::Write;
use std::path::Path;
use std::time::Instant;

use onrecord_index::Index;
use onrecord_index::searcher::Property;
use onrecord_index::update::{RebuildOutcome, Report, UpdateOptions};

use crate::args::IndexArgs;
use crate::cmd::reading::{
    cores, read_into, update_options, warn_of_failures, warn_of_missing, with_bar,
};
use crate::paths::{Paths, index_folder};
use crate::print::number::{counted, megabytes, number};
use crate::print::report::report_json;
use crate::status::{self, BadUsage, Status};

pub(super) fn run(args: &IndexArgs, out: &mut dyn Write) -> anyhow::Result<Status> {
    if args.format.is_some() {
        status::warning("--format is now spelled --input-format");
    }
    let input_format = args.input_format.as_ref().or(args.format.as_ref());
    let options = UpdateOptions {
        threads: args.threads.map_or_else(cores, usize::from),
        keep_missing: args.keep_missing,
        ..update_options(&args.read, input_format.map(String::as_str))
    };
    let folder = index_folder(args.index.folder.as_deref());
    Index::check_files_beside(&folder)?;
    if args.rebuild {
        return rebuild(&folder, &options, args, out);
    }
    if !folder.exists() && !args.paths.is_empty() && !args.paths.iter().any(|path| is_there(path)) {
        for path in &args.paths {
            status::error(&format!("{}: no such file or folder", path.display()));
        }
        return Ok(Status::Partly);
    }
    let started = Instant::now();
    let (index, report) = if args.paths.is_empty() {
        refresh(&folder, &options, args)?
    } else {
        let index = Index::create(&folder)?;
        let report = read_into(&index, &args.paths, &options, !args.quiet)?;
        (index, report)
    };
    summarise(&index, &report, started, args, out)?;
    warn_of_failures(&report);
    warn_of_missing(&report, &Paths::new(index.path()));
    Ok(outcome(&report))
}

/// Whether a path can be read from: a first run that reads nothing should leave no empty index.
fn is_there(path: &Path) -> bool {
    path == Path::new("-") || path.symlink_metadata().is_ok()
}

/// Brings every file and folder that was given to the index before up to date.
fn refresh(
    folder: &Path,
    options: &UpdateOptions,
    args: &IndexArgs,
) -> anyhow::Result<(Index, Report)> {
    let read = &args.read;
    let given = [
        ("--no-attribution", read.no_attribution),
        ("--encoding", read.encoding.is_some()),
        ("--map", read.map.is_some()),
        ("--input-format", options.read.format.is_some()),
    ];
    if let Some((flag, _)) = given.iter().find(|(_, given)| *given) {
        let message = format!("{flag} needs a path: each path is read with the flags it is given");
        return Err(BadUsage(message).into());
    }
    let index = Index::open(folder)?;
    let report = with_bar(!args.quiet, |bar| index.refresh(options, bar))?;
    Ok((index, report))
}

fn rebuild(
    folder: &Path,
    options: &UpdateOptions,
    args: &IndexArgs,
    out: &mut dyn Write,
) -> anyhow::Result<Status> {
    let started = Instant::now();
    let rebuilt = with_bar(!args.quiet, |bar| {
        Index::rebuild(folder, options, args.drop_missing, bar)
    })?;
    match rebuilt {
        RebuildOutcome::SourcesMissing(missing) => {
            for failure in &missing {
                let path = failure.path.display();
                status::warning(&format!("{path}: {}", failure.problem.message));
            }
            let sources = counted(missing.len() as u64, "source", "sources");
            status::error(&format!("nothing was changed: {sources} cannot be read"));
            status::hint("restore them, or rebuild without them by --drop-missing");
            Ok(Status::Io)
        }
        RebuildOutcome::Rebuilt(report) => {
            summarise(&Index::open(folder)?, &report, started, args, out)?;
            warn_of_failures(&report);
            Ok(outcome(&report))
        }
    }
}

fn outcome(report: &Report) -> Status {
    if report.failures.is_empty() && report.missing.is_empty() {
        Status::Done
    } else {
        Status::Partly
    }
}

/// Prints the summary as the flags ask for it.
fn summarise(
    index: &Index,
    report: &Report,
    started: Instant,
    args: &IndexArgs,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    if args.json {
        writeln!(out, "{}", report_json(report, &index.status()?)?)?;
    } else if !args.quiet {
        print_summary(index, report, started, out)?;
    }
    Ok(())
}

/// What was read, what was not, and what the index contains now.
fn print_summary(
    index: &Index,
    report: &Report,
    started: Instant,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let counts = &report.counts;
    let read = report.added + report.updated;
    if read > 0 {
        let seconds = started.elapsed().as_secs_f64();
        // A run too short to measure has no meaningful speed.
        let speed = report.bytes as f64 / 1e6 / seconds.max(1e-3);
        writeln!(
            out,
            "{} read ({} new, {} changed), {} in {seconds:.1} s, {speed:.1} MB/s",
            counted(read, "file", "files"),
            number(report.added),
            number(report.updated),
            megabytes(report.bytes)
        )?;
        writeln!(
            out,
            "{}, {}, {}, {} of them with a speaker",
            counted(counts.documents, "document", "documents"),
            counted(counts.sections, "section", "sections"),
            counted(counts.passages, "paragraph", "paragraphs"),
            number(counts.with_speaker)
        )?;
    }
    let unchanged = counted(report.unchanged, "file", "files");
    let mut rest = vec![format!("{unchanged} unchanged")];
    if report.removed > 0 {
        rest.push(format!("{} gone and removed", number(report.removed)));
    }
    if report.renamed > 0 {
        rest.push(format!("{} renamed", number(report.renamed)));
    }
    if report.unknown > 0 {
        rest.push(format!(
            "{} of unknown format skipped",
            number(report.unknown)
        ));
    }
    if report.empty > 0 {
        rest.push(format!("{} empty", number(report.empty)));
    }
    writeln!(out, "{}", rest.join(", "))?;
    let status = index.status()?;
    let speakers = index.searcher()?.values(Property::Speaker)?.len() as u64;
    writeln!(
        out,
        "index: {} of {} by {}, {} on disk",
        counted(status.passages, "paragraph", "paragraphs"),
        counted(status.documents, "document", "documents"),
        counted(speakers, "speaker", "speakers"),
        megabytes(status.index_bytes)
    )?;
    Ok(())
}
