//! `onrecord bench`: how long the user's queries take on the user's index, and whether that became worse.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};
use onrecord_index::Index;
use onrecord_index::hit::Hit;
use onrecord_index::measure::compare::{Comparison, compare, latencies};
use onrecord_index::measure::gate::{Gate, Verdict};
use onrecord_index::measure::replay::{Recording, Replay, Work, replay};
use onrecord_index::measure::topics::{Topic, parse_topics};
use onrecord_index::query::Match;
use onrecord_index::searcher::{Request, Searcher};

use crate::args::{BenchArgs, MatchBy, WorkBy};
use crate::print::bench::{Report, print};
use crate::print::number;
use crate::status::{self, BadUsage};

pub(crate) fn run(args: &BenchArgs, out: &mut dyn Write) -> anyhow::Result<u8> {
    let gates: Vec<Gate> = args
        .fail_if
        .iter()
        .map(|gate| gate.parse().map_err(BadUsage))
        .collect::<Result<_, _>>()?;
    let topics = read_topics(&args.file)?;
    let base = args.compare.as_deref().map(read_recording).transpose()?;
    let options = Replay {
        rounds: args.rounds.max(1),
        warmup: args.warmup,
        threads: args.threads,
        limit: Some(args.limit).filter(|limit| *limit > 0),
        work: match args.work {
            WorkBy::Ids => Work::Ids,
            WorkBy::Passages => Work::Passages,
            WorkBy::Highlight => Work::Highlight,
            WorkBy::Count => Work::Count,
        },
        matching: match args.matching {
            None => Match::Tiers,
            Some(MatchBy::All) => Match::All,
            Some(MatchBy::Any) => Match::Any,
        },
        seed: args.seed,
    };
    let (searcher, cold_nanos, mut about) = open_cold(args, &topics)?;
    let bar = ProgressBar::new((options.warmup + options.rounds) as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} round {pos} of {len} {eta}") {
        bar.set_style(style);
    }
    let printed = |hit: &Hit| printed_bytes(hit);
    let mut recording = replay(&searcher, &topics, &options, &printed, &mut |done, _| {
        bar.set_position(done as u64)
    })?;
    bar.finish_and_clear();
    about.insert(
        "work".to_owned(),
        format!("{:?}, {} passages", options.work, args.limit).to_lowercase(),
    );
    recording.about = about;
    if let Some(path) = &args.raw {
        write_raw(path, &recording).with_context(|| format!("cannot write {}", path.display()))?;
    }
    if let Some(path) = &args.save {
        let saved = serde_json::to_string(&recording)?;
        fs::write(path, saved).with_context(|| format!("cannot write {}", path.display()))?;
    }
    let comparison = base
        .as_ref()
        .map(|base| compare(base, &recording, args.seed));
    let verdicts = judge(&gates, &recording, comparison.as_ref(), args.seed)?;
    let report = Report {
        recording: &recording,
        cold_nanos,
        comparison: comparison.as_ref(),
        verdicts: &verdicts,
    };
    print(args.format, &report, out)?;
    let failed: Vec<&Verdict> = verdicts.iter().filter(|verdict| verdict.failed).collect();
    for verdict in &failed {
        status::note(&format!("gate failed: {verdict}"));
    }
    Ok(if failed.is_empty() {
        status::DONE
    } else {
        status::GATE
    })
}

fn read_topics(path: &Path) -> anyhow::Result<Vec<Topic>> {
    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let topics =
        parse_topics(&text).map_err(|bad| BadUsage(format!("{}: {bad}", path.display())))?;
    for topic in &topics {
        topic
            .query()
            .map_err(|bad| BadUsage(format!("{}: {bad}", path.display())))?;
    }
    if topics.is_empty() {
        return Err(BadUsage(format!("{}: there is no query in it", path.display())).into());
    }
    Ok(topics)
}

fn read_recording(path: &Path) -> anyhow::Result<Recording> {
    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let wrong = |error| {
        BadUsage(format!(
            "{}: is no file that --save wrote: {error}",
            path.display()
        ))
    };
    Ok(serde_json::from_str(&text).map_err(wrong)?)
}

type About = std::collections::BTreeMap<String, String>;

/// Opens the index and answers the first query: what a search started from a shell has to do. Gives the nanoseconds that took,
/// and what the figures depend on.
fn open_cold(args: &BenchArgs, topics: &[Topic]) -> anyhow::Result<(Searcher, u64, About)> {
    let path = crate::place::index(args.index.index.as_deref());
    let started = Instant::now();
    let index = Index::open(&path)?;
    let searcher = index.searcher()?;
    if let Some(query) = topics.first().and_then(|topic| topic.query().ok()) {
        let answer = searcher.search(&query, &Request::default())?;
        for hit in answer.hits() {
            hit?;
        }
    }
    let nanos = u64::try_from(started.elapsed().as_nanos()).unwrap_or(u64::MAX);
    let held = index.status()?;
    let mut about = About::new();
    about.insert("version".to_owned(), env!("CARGO_PKG_VERSION").to_owned());
    about.insert("machine".to_owned(), machine());
    about.insert(
        "index".to_owned(),
        format!(
            "{} paragraphs, {} segments, {:.1} MB on disk, {:.1} MB of text",
            number(held.passages),
            held.segments,
            held.index_bytes as f64 / 1e6,
            held.text_bytes as f64 / 1e6
        ),
    );
    Ok((searcher, nanos, about))
}

/// The processor's name, its cores, and the system, as far as they are told.
fn machine() -> String {
    let cpu = fs::read_to_string("/proc/cpuinfo").ok().and_then(|info| {
        let line = info.lines().find(|line| line.starts_with("model name"))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    });
    let cores = crate::cmd::index::cores();
    format!(
        "{}, {cores} cores, {}",
        cpu.as_deref().unwrap_or(std::env::consts::ARCH),
        std::env::consts::OS
    )
}

/// What a pipe would be sent for a hit: place, speakers and text on a line.
fn printed_bytes(hit: &Hit) -> usize {
    let passage = &hit.passage;
    let speakers: usize = passage
        .speakers
        .iter()
        .map(|speaker| speaker.len() + 2)
        .sum();
    passage.path.len()
        + 1
        + passage.line.map_or(0, |line| line.ilog10() as usize + 1)
        + 1
        + speakers
        + 2
        + passage.text.len()
        + 1
}

/// `id<TAB>hits<TAB>bytes<TAB>ns,ns,...`, one query a line.
fn write_raw(path: &Path, recording: &Recording) -> anyhow::Result<()> {
    let mut file = std::io::BufWriter::new(fs::File::create(path)?);
    for times in &recording.topics {
        let nanos: Vec<String> = times.nanos.iter().map(u64::to_string).collect();
        writeln!(
            file,
            "{}\t{}\t{}\t{}",
            times.id,
            times.hits,
            times.bytes,
            nanos.join(",")
        )?;
    }
    file.flush()?;
    Ok(())
}

fn judge(
    gates: &[Gate],
    recording: &Recording,
    comparison: Option<&Comparison>,
    seed: u64,
) -> anyhow::Result<Vec<Verdict>> {
    if gates.is_empty() {
        return Ok(Vec::new());
    }
    let figures = comparison.map_or_else(
        || latencies(recording, seed),
        |comparison| comparison.figures.clone(),
    );
    let check = |gate: &Gate| gate.check(&figures).map_err(|wrong| BadUsage(wrong).into());
    gates.iter().map(check).collect()
}
