//! Reading sources into an index, with a progress bar and a warning for everything that fails.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::Context;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use onrecord_index::Index;
use onrecord_index::facts::pattern::PathPattern;
use onrecord_index::options::{Limits, ReadOptions};
use onrecord_index::update::{Failure, Progress, Report, UpdateOptions};

use crate::args::sources::ReadArgs;
use crate::paths::Paths;
use crate::print::number::counted;
use crate::status;

/// Less is read before a progress bar could be looked at.
const MIN_BYTES_FOR_BAR: u64 = 4 << 20;

/// Files that are named of those with one and the same problem: the others need the same remedy.
const MAX_ALIKE: u64 = 5;

/// Problems of one file that are named. One wrong option may make every line of a file one.
const MAX_IN_FILE: usize = 20;

/// The path that passages from standard input get.
pub(super) const STDIN: &str = "(standard input)";

/// The options for reading flags, with a thread for each core.
pub(super) fn update_options(args: &ReadArgs, input_format: Option<&str>) -> UpdateOptions {
    let limits = Limits::default();
    UpdateOptions {
        threads: cores(),
        read: ReadOptions {
            limits: Limits {
                file_bytes: args.max_file_size.unwrap_or(limits.file_bytes),
                whole_bytes: args.max_file_size.unwrap_or(limits.whole_bytes),
                bytes: args.max_unpacked.unwrap_or(limits.bytes),
                ..limits
            },
            attribution: !args.no_attribution,
            format: input_format.map(str::to_owned),
            encoding: args.encoding.clone(),
            map: args.map.clone(),
            facts: facts_of(args),
            ..ReadOptions::default()
        },
        base: std::env::current_dir().ok(),
        now: Some(SystemTime::now()),
        ..UpdateOptions::default()
    }
}

/// The patterns of `--facts`. `None` if it was not given.
fn facts_of(args: &ReadArgs) -> Option<Vec<PathPattern>> {
    let given = !args.facts.is_empty();
    given.then(|| args.facts.iter().flatten().cloned().collect())
}

/// Number of cores that this process may use.
pub(super) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Reads files, folders and standard input (`-`) into an index.
pub(super) fn read_into(
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
        report = with_bar(show_progress, |bar| index.update(&files, options, bar))?;
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
        report.empty += of_stdin.empty;
        report.failures.extend(of_stdin.failures);
    }
    Ok(report)
}

/// Names the files and folders that are missing as a whole, and says what can be done.
pub(super) fn warn_of_missing(report: &Report, paths: &Paths) {
    for missing in &report.missing {
        let path = paths.shown(&missing.path.to_string_lossy());
        let files = counted(missing.files, "file", "files");
        let stay = if missing.files == 1 { "stays" } else { "stay" };
        let what = if missing.is_unmounted {
            "is empty, as if its drive were not mounted"
        } else {
            "no such file or folder"
        };
        status::warning(&format!(
            "{path}: {what}; {files} of it {stay} in the index: \
             `onrecord remove {}` takes out what is gone for good",
            quoted(&path)
        ));
    }
    if report.missing.iter().any(|missing| !missing.is_unmounted) {
        status::hint("after a folder was renamed, `onrecord index NEWNAME` replaces the old name");
    }
}

/// A path as a shell takes it.
pub(super) fn quoted(path: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+,:@%".contains(c);
    if !path.is_empty() && path.chars().all(is_plain) {
        return path.to_owned();
    }
    format!("'{}'", path.replace('\'', "'\\''"))
}

/// Runs what reports its progress, with a bar on standard error if that is a terminal.
pub(super) fn with_bar<T>(shown: bool, work: impl FnOnce(&Bar) -> T) -> T {
    let bar = if shown {
        ProgressBar::new(0)
    } else {
        ProgressBar::hidden()
    };
    let template = "{bar:30} {bytes}/{total_bytes} {bytes_per_sec} {eta} {msg}";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    let bar = Bar(bar);
    let outcome = work(&bar);
    bar.0.finish_and_clear();
    outcome
}

/// Names the files and records that could not be read, with their lines or bytes. Of many alike,
/// the first are named and the others counted.
pub(super) fn warn_of_failures(report: &Report) {
    for pattern in &report.unmatched_facts {
        status::warning(&format!("--facts {pattern}: no file has such a path"));
    }
    let mut alike: BTreeMap<(&str, bool), u64> = BTreeMap::new();
    let mut in_file: (&Path, usize) = (Path::new(""), 0);
    let mut more = 0;
    for failure in &report.failures {
        let problem = &failure.problem;
        if in_file.0 != failure.path {
            in_file = (&failure.path, 0);
        }
        in_file.1 += 1;
        if (problem.line, problem.byte) == (None, None) {
            let count = alike.entry((&problem.message, failure.whole)).or_default();
            *count += 1;
            if *count > MAX_ALIKE {
                continue;
            }
        } else if in_file.1 > MAX_IN_FILE {
            more += 1;
            continue;
        }
        status::warning(&shown(failure));
    }
    for ((message, whole), count) in &alike {
        if *count > MAX_ALIKE {
            let files = counted(count - MAX_ALIKE, "more file", "more files");
            status::warning(&format!("{files}: {message}{}", skipped(*whole)));
        }
    }
    if more > 0 {
        status::warning(&counted(more, "more problem", "more problems"));
    }
    if more > 0 || alike.values().any(|count| *count > MAX_ALIKE) {
        status::hint("`onrecord index PATH --json` names every one");
    }
}

/// A failure as a line.
fn shown(failure: &Failure) -> String {
    let path = failure.path.display();
    let location = match (failure.problem.line, failure.problem.byte) {
        (Some(line), _) => format!("{path}:{line}"),
        (None, Some(byte)) => format!("{path}: byte {byte}"),
        (None, None) => path.to_string(),
    };
    let skipped = skipped(failure.whole);
    format!("{location}: {}{skipped}", failure.problem.message)
}

fn skipped(whole: bool) -> &'static str {
    if whole { " (not indexed)" } else { "" }
}

/// A progress bar of bytes read.
pub(super) struct Bar(ProgressBar);

impl Progress for Bar {
    fn begin(&self, files: usize, bytes: u64) {
        if bytes < MIN_BYTES_FOR_BAR {
            self.0.set_draw_target(ProgressDrawTarget::hidden());
        }
        self.0.set_length(bytes);
        self.0.set_message(counted(files as u64, "file", "files"));
    }

    fn file(&self, bytes: u64) {
        self.0.inc(bytes);
    }

    fn writing(&self) {
        self.0.set_message("writing");
    }
}
