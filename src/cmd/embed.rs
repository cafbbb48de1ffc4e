//! `onrecord embed`: gives each passage a vector of what it means.

use std::io::Write;
use std::sync::OnceLock;
use std::time::Instant;

use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};
use onrecord_index::embedding::{EmbedOptions, EmbedProgress};
use onrecord_index::{Index, Model};

use crate::args::meaning::EmbedArgs;
use crate::cmd::reading::cores;
use crate::paths::open_index;
use crate::print::number::{counted, megabytes, number};
use crate::status::{BadUsage, Status};

pub(super) fn run(args: &EmbedArgs, out: &mut dyn Write) -> anyhow::Result<Status> {
    let index = open_index(args.index.folder.as_deref())?;
    let model = load(args, &index)?;
    let options = EmbedOptions {
        threads: args.threads.map_or_else(cores, usize::from),
        replace: args.replace,
    };
    let bar = EmbedBar::new(!args.quiet, &model);
    let report = index.embed(&model, &options, &bar);
    bar.bar.finish_and_clear();
    let report = report?;
    if !args.quiet {
        let licence = model.record.licence.as_deref().unwrap_or("unknown licence");
        writeln!(
            out,
            "{} embedded by {} ({licence})",
            counted(report.embedded, "passage", "passages"),
            model.record.name
        )?;
        writeln!(
            out,
            "index: {} with a vector, {}, and a lookup table of {}{}",
            counted(report.passages, "passage", "passages"),
            megabytes(report.vector_bytes),
            megabytes(report.lookup_bytes),
            if report.new_table { ", new" } else { "" }
        )?;
    }
    Ok(Status::Done)
}

/// The model that was named, or that the index has vectors of.
fn load(args: &EmbedArgs, index: &Index) -> anyhow::Result<Model> {
    if let Some(folder) = &args.model {
        return Ok(Model::load(folder)?);
    }
    let recorded = index.searcher()?.model_record().map_err(|_| {
        BadUsage(
            "the first time, --model DIR names the model; `onrecord help embed` says where one \
             comes from"
                .to_owned(),
        )
    })?;
    Model::load(&recorded.folder).context("--model DIR names another folder")
}

/// A progress bar of passages, and a line that says how long it will take.
struct EmbedBar {
    bar: ProgressBar,
    is_shown: bool,
    name: String,
    /// How many passages there are, and how many have to be embedded.
    wanted: OnceLock<(u64, u64)>,
}

impl EmbedBar {
    fn new(is_shown: bool, model: &Model) -> EmbedBar {
        let bar = if is_shown {
            ProgressBar::new(0)
        } else {
            ProgressBar::hidden()
        };
        if let Ok(style) =
            ProgressStyle::with_template("{bar:30} {pos}/{len} {per_sec} {eta} {msg}")
        {
            bar.set_style(style);
        }
        EmbedBar {
            bar,
            is_shown,
            name: model.record.name.clone(),
            wanted: OnceLock::new(),
        }
    }
}

impl EmbedProgress for EmbedBar {
    fn begin(&self, passages: u64, missing: u64) {
        let _ = self.wanted.set((passages, missing));
        self.bar.set_length(missing);
    }

    fn sample(&self, passages: u64, work: &mut dyn FnMut()) {
        let started = Instant::now();
        work();
        let seconds = started.elapsed().as_secs_f64().max(1e-3);
        let (all, missing) = self.wanted.get().copied().unwrap_or_default();
        if self.is_shown {
            let each = passages as f64 / seconds;
            let rate = format!("{each:.*}", usize::from(each < 10.0));
            let left = (missing - passages.min(missing)) as f64 / each;
            self.bar.suspend(|| {
                anstream::eprintln!(
                    "{} of {} to embed by {}: {rate} a second, so about {}",
                    number(missing),
                    counted(all, "passage", "passages"),
                    self.name,
                    duration(left)
                );
            });
        }
    }

    fn embedded(&self) {
        self.bar.inc(1);
    }

    fn table(&self) {
        self.bar.set_message("building the lookup table");
    }
}

/// A duration in the largest unit that it fills.
fn duration(seconds: f64) -> String {
    match seconds {
        _ if seconds < 90.0 => format!("{seconds:.0} s"),
        _ if seconds < 5_400.0 => format!("{:.0} minutes", seconds / 60.0),
        _ => format!("{:.1} hours", seconds / 3_600.0),
    }
}
