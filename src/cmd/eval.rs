//! `onrecord eval`: how well the ranking answers judged queries.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::Context;
use onrecord_index::Index;
use onrecord_index::measure::compare::compare_quality;
use onrecord_index::measure::eval::{Estimate, EvalOptions, Evaluation, TopicFigures, evaluate};
use onrecord_index::measure::figure::{Figure, Measured};
use onrecord_index::measure::gate::{Gate, Verdict};
use onrecord_index::measure::qrels::Qrels;
use onrecord_index::measure::run::write_run;
use onrecord_index::measure::topics::parse_topics;
use onrecord_index::query::Match;
use onrecord_index::searcher::Property;
use onrecord_index::update::UpdateOptions;

use crate::args::{EvalArgs, MatchBy, ReadArgs};
use crate::cmd::index::{cores, read_into, tell_failures, update_options};
use crate::status::{self, BadUsage};
use crate::style::plain;

pub(crate) fn run(args: &EvalArgs, out: &mut dyn Write) -> anyhow::Result<u8> {
    let options = EvalOptions {
        matching: match args.matching {
            None => Match::Tiers,
            Some(MatchBy::All) => Match::All,
            Some(MatchBy::Any) => Match::Any,
        },
        filters: args
            .filter
            .iter()
            .map(|filter| parse_filter(filter))
            .collect::<Result<_, _>>()?,
        ..EvalOptions::default()
    };
    let gates: Vec<Gate> = args
        .fail_if
        .iter()
        .map(|gate| gate.parse().map_err(BadUsage))
        .collect::<Result<_, _>>()?;
    let topics = read(&args.queries, parse_topics)?;
    let qrels = read(&args.qrels, Qrels::parse)?;
    let index = match &args.corpus {
        None => super::open(&args.index)?,
        Some(corpus) => {
            let index = Index::in_memory()?;
            let reading = UpdateOptions {
                threads: cores(),
                ..update_options(&ReadArgs::default(), None)?
            };
            let report = read_into(&index, std::slice::from_ref(corpus), &reading, true)?;
            tell_failures(&report);
            index
        }
    };
    let evaluation = evaluate(&index.searcher()?, &topics, &qrels, &options)?;
    if let Some(path) = &args.run {
        let write = || -> std::io::Result<()> {
            let mut file = std::io::BufWriter::new(fs::File::create(path)?);
            write_run(&evaluation.rankings, "onrecord", &mut file)?;
            file.flush()
        };
        write().with_context(|| format!("cannot write {}", path.display()))?;
    }
    tell_gaps(&evaluation);
    let figures = match &args.compare {
        Some(path) => {
            let base: TopicFigures = read(path, |text| serde_json::from_str(text))?;
            compare_quality(&base, &evaluation.of_topics, options.seed)
        }
        None => values(&evaluation),
    };
    if let Some(path) = &args.save {
        let saved = serde_json::to_string(&evaluation.of_topics)?;
        fs::write(path, saved).with_context(|| format!("cannot write {}", path.display()))?;
    }
    let judged: Vec<Verdict> = gates
        .iter()
        .map(|gate| gate.check(&figures).map_err(BadUsage))
        .collect::<Result<_, _>>()?;
    if args.json {
        writeln!(out, "{}", crate::print::json::safe(&evaluation)?)?;
    } else {
        writeln!(
            out,
            "{} queries; mean and 95 % interval",
            evaluation.queries
        )?;
        for (name, estimate) in &evaluation.metrics {
            writeln!(
                out,
                "{name:<12} {:.4}  {:.4} to {:.4}",
                estimate.mean, estimate.low, estimate.high
            )?;
        }
    }
    if !args.json {
        for figure in figures.iter().filter(|figure| figure.change.is_some()) {
            let Some(change) = figure.change else {
                continue;
            };
            let difference = change.difference;
            writeln!(
                out,
                "{:<12} {:+.4} against {:.4}  ({:+.4} to {:+.4})",
                figure.name, difference.value, change.base, difference.low, difference.high
            )?;
        }
        for verdict in &judged {
            writeln!(
                out,
                "{}  {}",
                if verdict.failed { "FAILED" } else { "kept  " },
                plain(&verdict.to_string())
            )?;
        }
    }
    let mut failed = false;
    for verdict in judged.iter().filter(|verdict| verdict.failed) {
        status::note(&format!("gate failed: {verdict}"));
        failed = true;
    }
    Ok(if failed { status::GATE } else { status::DONE })
}

/// The means as figures to be gated without an earlier evaluation.
fn values(evaluation: &Evaluation) -> Vec<Figure> {
    let figure = |(name, estimate): (&String, &Estimate)| Figure {
        class: None,
        name: name.clone(),
        value: Measured {
            value: estimate.mean,
            low: estimate.low,
            high: estimate.high,
        },
        change: None,
    };
    evaluation.metrics.iter().map(figure).collect()
}

fn read<T, E: std::fmt::Display>(
    path: &Path,
    parse: impl Fn(&str) -> Result<T, E>,
) -> anyhow::Result<T> {
    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    parse(&text).map_err(|error| BadUsage(format!("{}: {error}", path.display())).into())
}

/// `doc=key`: the property of passages, and the key of the queries' metadata.
fn parse_filter(filter: &str) -> Result<(Property, String), BadUsage> {
    let property = |name: &str| {
        Property::ALL
            .into_iter()
            .find(|property| property.name() == name)
    };
    filter
        .split_once('=')
        .and_then(|(name, key)| Some((property(name)?, key.to_owned())))
        .ok_or_else(|| {
            let names: Vec<&str> = Property::ALL.into_iter().map(Property::name).collect();
            BadUsage(format!(
                "--filter {filter}: write FIELD=KEY with FIELD one of {}",
                names.join(", ")
            ))
        })
}

/// Judged queries that could not be asked count as not answered: that is said.
fn tell_gaps(evaluation: &Evaluation) {
    let gaps = [
        (&evaluation.missing, "are not in the file of queries"),
        (&evaluation.unfiltered, "lack the metadata of --filter"),
    ];
    for (ids, what) in gaps {
        if let Some(first) = ids.first() {
            status::note(&format!(
                "{} judged queries {what} and count 0, {first} among them",
                ids.len()
            ));
        }
    }
}
