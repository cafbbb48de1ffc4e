//! `onrecord eval`: how well the ranking answers judged queries.

use std::io::Write;

use anyhow::Context;
use onrecord_index::Index;
use onrecord_index::measure::compare::compare_quality;
use onrecord_index::measure::eval::{Estimate, EvalOptions, Evaluation, TopicFigures, evaluate};
use onrecord_index::measure::figure::{Figure, Measured};
use onrecord_index::measure::qrels::Qrels;
use onrecord_index::measure::run::write_run;
use onrecord_index::measure::topics::parse_topics;

use crate::args::measuring::{EvalArgs, EvalOutput};
use crate::args::sources::ReadArgs;
use crate::choices::matching;

use crate::cmd::files;
use crate::cmd::gates;
use crate::cmd::meaning;
use crate::cmd::reading;
use crate::paths::{Paths, open_index};
use crate::print::format::Format;
use crate::print::number::counted;
use crate::print::printer::RankingScores;
use crate::status::{self, Status};
use crate::style::Style;

/// Name of the system in the TREC run.
const RUN_TAG: &str = "onrecord";

pub(super) fn run(args: &EvalArgs, out: &mut dyn Write) -> anyhow::Result<Status> {
    let options = EvalOptions {
        matching: matching(args.matching),
        filters: args.filter.clone(),
        meaning: meaning::wanted(&args.meaning),
        ..EvalOptions::default()
    };
    let topics = files::read(&args.queries, parse_topics)?;
    let qrels = files::read(&args.qrels, Qrels::parse)?;
    let searcher = meaning::prepared(open(args)?.searcher()?, &args.meaning)?;
    let evaluation = evaluate(&searcher, &topics, &qrels, &options)?;
    if let Some(path) = &args.run {
        files::write(path, |mut file| {
            write_run(&evaluation.rankings, RUN_TAG, &mut file)
        })?;
    }
    warn_of_gaps(&evaluation);
    let figures = match &args.compare {
        Some(path) => {
            let base: TopicFigures = files::read_saved(path)?;
            compare_quality(&base, &evaluation.of_topics, options.seed)
        }
        None => means(&evaluation),
    };
    if let Some(path) = &args.save {
        files::save(path, &evaluation.of_topics)?;
    }
    let verdicts = gates::judge(&args.fail_if, &figures)?;
    let mut printer = format(&args.output).printer(Style::default(), Paths::default(), out);
    printer.ranking_scores(&RankingScores {
        evaluation: &evaluation,
        figures: &figures,
        verdicts: &verdicts,
    })?;
    Ok(gates::outcome(&verdicts))
}

/// The output format of `eval` and `eval-speakers`.
pub(super) fn format(output: &EvalOutput) -> Format {
    if output.json {
        status::warning("--json is now spelled --format json");
        return Format::Json;
    }
    output.format
}

/// The index, or one in memory with the passages of `--corpus`.
fn open(args: &EvalArgs) -> anyhow::Result<Index> {
    let Some(corpus) = &args.corpus else {
        return open_index(args.index.folder.as_deref());
    };
    corpus
        .metadata()
        .with_context(|| format!("cannot read {}", corpus.display()))?;
    let index = Index::in_memory()?;
    let options = reading::update_options(&ReadArgs::default(), None);
    let report = reading::read_into(&index, std::slice::from_ref(corpus), &options, true)?;
    reading::warn_of_failures(&report);
    if args.meaning.semantic.is_some() {
        meaning::embed(&index, &args.meaning)?;
    }
    Ok(index)
}

/// The mean of each metric, as a figure for gates.
fn means(evaluation: &Evaluation) -> Vec<Figure> {
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

/// Judged queries that could not be asked count as unanswered, which lowers the means.
fn warn_of_gaps(evaluation: &Evaluation) {
    let gaps = [
        (&evaluation.missing, "missing from the file of queries"),
        (&evaluation.unfiltered, "without the metadata for --filter"),
    ];
    for (ids, what) in gaps {
        if let Some(first) = ids.first() {
            let queries = counted(ids.len() as u64, "judged query", "judged queries");
            status::warning(&format!("{queries} {what} scored 0, {first} among them"));
        }
    }
}
