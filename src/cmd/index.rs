//! `onrecord index` and `onrecord remove`: what is in the index, and what is not.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Instant, SystemTime};

use anyhow::Context;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use onrecord_index::Index;
use onrecord_index::ingest;
use onrecord_index::options::{Limits, ReadOptions};
use onrecord_index::searcher::Property;
use onrecord_index::update::{Progress, RebuildOutcome, Report, UpdateOptions};

use crate::args::{IndexArgs, ReadArgs, RemoveArgs};
use crate::place;
use crate::print::{counted, number};
use crate::status;

/// Fewer bytes are read before anybody could look at a bar.
const WORTH_A_BAR: u64 = 4 << 20;

/// The name under which standard input is kept.
const STDIN: &str = "(standard input)";

pub(crate) fn run(args: &IndexArgs, out: &mut dyn Write) -> anyhow::Result<u8> {
    let options = UpdateOptions {
        threads: args.threads.map_or_else(cores, usize::from),
        keep_missing: args.keep_missing,
        ..update_options(&args.read, args.format.as_deref())?
    };
    let path = place::index(args.index.index.as_deref());
    if args.rebuild {
        return rebuild_index(&path, &options, args, out);
    }
    let started = Instant::now();
    let index = Index::create(&path)?;
    let report = read_into(&index, &args.paths, &options, !args.quiet)?;
    // A mistake in it keeps nothing from being indexed, but the names of the summary depend on it.
    let names = index.check_speakers_file();
    if !args.quiet && names.is_ok() {
        summary(&index, &report, started.elapsed().as_secs_f64(), out)?;
    }
    tell_failures(&report);
    names?;
    Ok(if report.failures.is_empty() {
        status::DONE
    } else {
        status::PARTLY
    })
}

fn rebuild_index(
    path: &Path,
    options: &UpdateOptions,
    args: &IndexArgs,
    out: &mut dyn Write,
) -> anyhow::Result<u8> {
    let started = Instant::now();
    let bar = Bar::new(!args.quiet);
    let outcome = Index::rebuild(path, options, args.drop_missing, &bar);
    bar.bar.finish_and_clear();
    match outcome? {
        RebuildOutcome::SourcesMissing(missing) => {
            for failure in &missing {
                let path = failure.path.display();
                status::note(&format!("{path}: {}", failure.problem.message));
            }
            let number = number(missing.len() as u64);
            status::note(&format!(
                "nothing was changed: {number} of the index's sources cannot be read; put them back, or say --drop-missing to do without them"
            ));
            Ok(status::IO)
        }
        RebuildOutcome::Rebuilt(report) => {
            if !args.quiet {
                let seconds = started.elapsed().as_secs_f64();
                summary(&Index::open(path)?, &report, seconds, out)?;
            }
            tell_failures(&report);
            Ok(if report.failures.is_empty() {
                status::DONE
            } else {
                status::PARTLY
            })
        }
    }
}

/// Reads files, folders and standard input into an index.
pub(crate) fn read_into(
    index: &Index,
    paths: &[PathBuf],
    options: &UpdateOptions,
    show_progress: bool,
) -> anyhow::Result<Report> {
    let (stdin, files): (Vec<&PathBuf>, Vec<&PathBuf>) =
        paths.iter().partition(|path| *path == Path::new("-"));
    let files: Vec<PathBuf> = files.into_iter().cloned().collect();
    let mut report = Report::default();
    if !files.is_empty() {
        let bar = Bar::new(show_progress);
        let outcome = index.update(&files, options, &bar);
        bar.bar.finish_and_clear();
        report = outcome?;
    }
    if !stdin.is_empty() {
        let mut bytes = Vec::new();
        std::io::stdin()
            .lock()
            .read_to_end(&mut bytes)
            .context("cannot read standard input")?;
        let of_stdin = index.add_bytes(STDIN, bytes, options)?;
        report.added += of_stdin.added;
        report.updated += of_stdin.updated;
        report.bytes += of_stdin.bytes;
        report.counts.add(of_stdin.counts);
        report.failures.extend(of_stdin.failures);
    }
    Ok(report)
}

/// The options that reading flags stand for. A format or encoding that does not exist is wrong usage.
pub(crate) fn update_options(
    args: &ReadArgs,
    format: Option<&str>,
) -> anyhow::Result<UpdateOptions> {
    if let Some(name) = format.filter(|name| ingest::format_named(name).is_none()) {
        let known: Vec<&str> = ingest::FORMATS.iter().map(|format| format.name()).collect();
        let message = format!(
            "there is no format {name}: formats are {}",
            known.join(", ")
        );
        return Err(status::BadUsage(message).into());
    }
    if let Some(name) = args
        .encoding
        .as_deref()
        .filter(|name| !ingest::encoding::is_known(name))
    {
        let message = format!(
            "there is no encoding {name}: names are those of the web, as windows-1252 or utf-16le"
        );
        return Err(status::BadUsage(message).into());
    }
    let limits = Limits::default();
    Ok(UpdateOptions {
        read: ReadOptions {
            limits: Limits {
                file_bytes: args.max_file_size.unwrap_or(limits.file_bytes),
                whole_bytes: args.max_file_size.unwrap_or(limits.whole_bytes),
                bytes: args.max_unpacked.unwrap_or(limits.bytes),
                ..limits
            },
            attribution: !args.no_attribution,
            format: format.map(str::to_owned),
            encoding: args.encoding.clone(),
            map: args.map.clone(),
        },
        base: std::env::current_dir().ok(),
        now: Some(SystemTime::now()),
        ..UpdateOptions::default()
    })
}

pub(crate) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

fn summary(
    index: &Index,
    report: &Report,
    seconds: f64,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let counts = &report.counts;
    let read = report.added + report.updated;
    if read > 0 {
        let megabytes = report.bytes as f64 / 1e6;
        writeln!(
            out,
            "{} read ({} new, {} changed), {megabytes:.1} MB in {seconds:.1} s, {:.1} MB/s",
            counted(read, "file", "files"),
            number(report.added),
            number(report.updated),
            megabytes / seconds.max(1e-3)
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
    let mut rest = vec![format!(
        "{} unchanged",
        counted(report.unchanged, "file", "files")
    )];
    if report.removed > 0 {
        rest.push(format!("{} gone and removed", number(report.removed)));
    }
    if report.unknown > 0 {
        rest.push(format!(
            "{} of no known format skipped",
            number(report.unknown)
        ));
    }
    writeln!(out, "{}", rest.join(", "))?;
    let status = index.status()?;
    let speakers = index.searcher()?.values(Property::Speaker)?.len() as u64;
    writeln!(
        out,
        "index: {} of {} by {}, {:.1} MB on disk",
        counted(status.passages, "paragraph", "paragraphs"),
        counted(status.documents, "document", "documents"),
        counted(speakers, "speaker", "speakers"),
        status.index_bytes as f64 / 1e6
    )?;
    Ok(())
}

/// Names every file and record that could not be read, on standard error.
pub(crate) fn tell_failures(report: &Report) {
    for failure in &report.failures {
        let place = match (failure.problem.line, failure.problem.byte) {
            (Some(line), _) => format!("{}:{line}", failure.path.display()),
            (None, Some(byte)) => format!("{}: byte {byte}", failure.path.display()),
            (None, None) => failure.path.display().to_string(),
        };
        let skipped = if failure.whole { " (not indexed)" } else { "" };
        status::note(&format!("{place}: {}{skipped}", failure.problem.message));
    }
}

pub(crate) fn remove(args: &RemoveArgs, out: &mut dyn Write) -> anyhow::Result<u8> {
    let index = super::open(&args.index)?;
    let removed = index.remove(&args.path)?;
    if removed == 0 {
        status::note(&format!(
            "nothing in the index lies at {}",
            args.path.display()
        ));
        return Ok(status::NOTHING);
    }
    let files = counted(removed, "file", "files");
    writeln!(out, "{files} removed from the index")?;
    Ok(status::DONE)
}

/// A bar on standard error, if that is a terminal.
struct Bar {
    bar: ProgressBar,
}

impl Bar {
    fn new(shown: bool) -> Bar {
        let bar = if shown {
            ProgressBar::new(0)
        } else {
            ProgressBar::hidden()
        };
        let template = "{bar:30} {bytes}/{total_bytes} {bytes_per_sec} {eta} {msg}";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Bar { bar }
    }
}

impl Progress for Bar {
    fn begin(&self, files: usize, bytes: u64) {
        if bytes < WORTH_A_BAR {
            self.bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        self.bar.set_length(bytes);
        self.bar.set_message(counted(files as u64, "file", "files"));
    }

    fn file(&self, bytes: u64) {
        self.bar.inc(bytes);
    }

    fn writing(&self) {
        self.bar.set_message("writing");
    }
}
