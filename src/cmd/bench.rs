//! `onrecord bench`: how long the user's queries take on the user's index, and whether that
//! changed.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::time::Instant;

use indicatif::{ProgressBar, ProgressStyle};
use onrecord_index::hit::Hit;
use onrecord_index::measure::compare::{compare, latencies};
use onrecord_index::measure::replay::{Recording, Replay, Work, replay};
use onrecord_index::measure::topics::{Topic, parse_topics};
use onrecord_index::searcher::{Request, Searcher};

use crate::args::measuring::BenchArgs;
use crate::choices::matching;
use crate::cmd::files;
use crate::cmd::gates;
use crate::cmd::meaning;
use crate::cmd::reading::cores;
use crate::paths::{Paths, open_index};
use crate::print::number::{megabytes, number};
use crate::print::printer::Latencies;
use crate::status::{BadUsage, Status};
use crate::style::Style;

/// What the figures depend on, by name.
type Conditions = BTreeMap<String, String>;

pub(super) fn run(args: &BenchArgs, out: &mut dyn Write) -> anyhow::Result<Status> {
    let topics = read_topics(&args.file)?;
    let base: Option<Recording> = args.compare.as_deref().map(files::read_saved).transpose()?;
    let (searcher, cold_nanos, conditions) = open_cold(args, &topics)?;
    let mut recording = record(args, &searcher, &topics)?;
    recording.about = conditions;
    if let Some(path) = &args.raw {
        files::write(path, |file| write_raw(&recording, file))?;
    }
    if let Some(path) = &args.save {
        files::save(path, &recording)?;
    }
    let comparison = base
        .as_ref()
        .map(|base| compare(base, &recording, args.seed));
    let verdicts = match &comparison {
        _ if args.fail_if.is_empty() => Vec::new(),
        Some(comparison) => gates::judge(&args.fail_if, &comparison.figures)?,
        None => gates::judge(&args.fail_if, &latencies(&recording, args.seed))?,
    };
    let mut printer = args.format.printer(Style::default(), Paths::default(), out);
    printer.latencies(&Latencies {
        recording: &recording,
        cold_nanos,
        comparison: comparison.as_ref(),
        verdicts: &verdicts,
    })?;
    Ok(gates::outcome(&verdicts))
}

/// Reads the queries and parses each, so that a mistake is found before anything is timed.
fn read_topics(path: &Path) -> anyhow::Result<Vec<Topic>> {
    let topics = files::read(path, parse_topics)?;
    for topic in &topics {
        topic
            .query()
            .map_err(|bad| BadUsage(format!("{}: {bad}", path.display())))?;
    }
    if topics.is_empty() {
        return Err(BadUsage(format!("{}: the file has no queries", path.display())).into());
    }
    Ok(topics)
}

/// Times the queries, with a progress bar.
fn record(args: &BenchArgs, searcher: &Searcher, topics: &[Topic]) -> anyhow::Result<Recording> {
    let options = Replay {
        rounds: args.rounds.max(1),
        warmup: args.warmup,
        threads: args.threads,
        limit: Some(args.limit).filter(|limit| *limit > 0),
        work: Work::from(args.work),
        matching: matching(args.matching),
        seed: args.seed,
        meaning: meaning::wanted(&args.meaning),
    };
    let bar = ProgressBar::new((options.warmup + options.rounds) as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} round {pos} of {len} {eta}") {
        bar.set_style(style);
    }
    let recording = replay(
        searcher,
        topics,
        &options,
        &printed_bytes,
        &mut |done, _| bar.set_position(done as u64),
    )?;
    bar.finish_and_clear();
    Ok(recording)
}

/// Opens the index and answers the first query, as a search from a shell does. Returns the
/// nanoseconds that took, and the conditions of the run.
fn open_cold(args: &BenchArgs, topics: &[Topic]) -> anyhow::Result<(Searcher, u64, Conditions)> {
    let started = Instant::now();
    let index = open_index(args.index.folder.as_deref())?;
    let searcher = meaning::prepared(index.searcher()?, &args.meaning)?;
    if let Some(query) = topics.first().and_then(|topic| topic.query().ok()) {
        let answer = searcher.search(&query, &Request::default())?;
        for hit in answer.hits() {
            hit?;
        }
    }
    let nanos = u64::try_from(started.elapsed().as_nanos()).unwrap_or(u64::MAX);
    let status = index.status()?;
    let index = format!(
        "{} paragraphs, {} segments, {} on disk, {} of text",
        number(status.passages),
        status.segments,
        megabytes(status.index_bytes),
        megabytes(status.text_bytes)
    );
    let work = format!("{:?}, {} passages", Work::from(args.work), args.limit);
    let conditions = [
        ("index", index),
        ("machine", machine()),
        ("version", env!("CARGO_PKG_VERSION").to_owned()),
        ("work", work.to_lowercase()),
    ];
    let conditions = conditions.map(|(name, value)| (name.to_owned(), value));
    Ok((searcher, nanos, Conditions::from(conditions)))
}

/// The processor's name (elsewhere than on Linux, its architecture), its cores, and the system.
fn machine() -> String {
    let cpu = fs::read_to_string("/proc/cpuinfo").ok().and_then(|info| {
        let line = info.lines().find(|line| line.starts_with("model name"))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    });
    let cpu = cpu.as_deref().unwrap_or(std::env::consts::ARCH);
    format!("{cpu}, {} cores, {}", cores(), std::env::consts::OS)
}

/// The bytes of a hit's line in a pipe: `path:line:speakers: text`.
fn printed_bytes(hit: &Hit) -> usize {
    let passage = &hit.passage;
    let line = passage.line.map_or(0, |line| line.ilog10() as usize + 1);
    let speakers = passage.speakers.iter().map(|speaker| speaker.len() + 2);
    passage.path.len() + 1 + line + 1 + speakers.sum::<usize>() + 2 + passage.text.len() + 1
}

/// `id<TAB>hits<TAB>bytes<TAB>ns,ns,...`, one query per line.
fn write_raw(recording: &Recording, file: &mut dyn Write) -> io::Result<()> {
    for times in &recording.topics {
        let nanos: Vec<String> = times.nanos.iter().map(u64::to_string).collect();
        let nanos = nanos.join(",");
        writeln!(
            file,
            "{}\t{}\t{}\t{nanos}",
            times.id, times.hits, times.bytes
        )?;
    }
    Ok(())
}
