//! Flags of the commands that measure.

use std::path::PathBuf;

use clap::Args;
use onrecord_index::measure::gate::Gate;
use onrecord_index::searcher::Property;

use crate::args::meaning::MeaningArgs;
use crate::args::sources::IndexFolder;
use crate::choices::{self, MatchBy, WorkBy, formats};
use crate::print::format::Format;

#[derive(Debug, Args)]
pub(crate) struct BenchArgs {
    /// Queries: one per line, `class<TAB>query`, JSON Lines, TREC topics, or tagged queries
    pub file: PathBuf,
    #[command(flatten)]
    pub index: IndexFolder,
    /// Number of timed rounds
    #[arg(long, value_name = "N", default_value_t = 5)]
    #[arg(value_parser = choices::count, allow_negative_numbers = true)]
    pub rounds: usize,
    /// Number of rounds before them that are not timed
    #[arg(long, value_name = "N", default_value_t = 1)]
    #[arg(value_parser = choices::count, allow_negative_numbers = true)]
    pub warmup: usize,
    /// With more than 1, also measure the throughput of N threads that search at the same time
    #[arg(long, value_name = "N", default_value_t = 1)]
    #[arg(value_parser = choices::count, allow_negative_numbers = true)]
    pub threads: usize,
    /// Maximum number of passages per query; 0 for all
    #[arg(long, value_name = "K", default_value_t = 10)]
    #[arg(value_parser = choices::count, allow_negative_numbers = true)]
    pub limit: usize,
    /// What to do with each query
    #[arg(long, value_enum, default_value_t = WorkBy::Highlight, value_name = "WHAT")]
    pub work: WorkBy,
    /// Which passages match [default: those with every part of the query, then those with some]
    #[arg(long = "match", value_enum, value_name = "WHICH")]
    pub matching: Option<MatchBy>,
    #[command(flatten)]
    pub meaning: MeaningArgs,
    /// Seed for the order of the queries
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// Write one line per query: id, hits, bytes, and the nanoseconds of each round
    #[arg(long, value_name = "FILE")]
    pub raw: Option<PathBuf>,
    /// Save this run, for `--compare`
    #[arg(long, value_name = "FILE")]
    pub save: Option<PathBuf>,
    /// Compare with a saved run
    #[arg(long, value_name = "FILE")]
    pub compare: Option<PathBuf>,
    /// Exit with status 4 if this is certain (95 % interval): p95>+20%, mean>+10%, phrase.p99>5ms,
    /// hits!=0
    #[arg(long, value_name = "GATE")]
    pub fail_if: Vec<Gate>,
    /// Output format
    #[arg(long, default_value = "text", value_parser = formats(Format::BENCH))]
    pub format: Format,
}

#[derive(Debug, Args)]
pub(crate) struct EvalArgs {
    /// Queries: JSON Lines of BEIR, TREC topics, or one per line
    pub queries: PathBuf,
    /// Judgements: tab-separated values of BEIR, or TREC qrels
    pub qrels: PathBuf,
    /// Search this file or folder instead of an index
    #[arg(long, value_name = "CORPUS")]
    pub corpus: Option<PathBuf>,
    #[command(flatten)]
    pub index: IndexFolder,
    /// Restrict each query to passages whose FIELD equals the value of KEY in the query's metadata
    #[arg(long, value_name = "FIELD=KEY", value_parser = choices::property_and_key)]
    pub filter: Vec<(Property, String)>,
    /// Which passages match [default: those with every part of the query, then those with some]
    #[arg(long = "match", value_enum, value_name = "WHICH")]
    pub matching: Option<MatchBy>,
    #[command(flatten)]
    pub meaning: MeaningArgs,
    /// Write the rankings as a TREC run
    #[arg(long, value_name = "FILE")]
    pub run: Option<PathBuf>,
    /// Save the figures, for `--compare`
    #[arg(long, value_name = "FILE")]
    pub save: Option<PathBuf>,
    /// Compare with saved figures
    #[arg(long, value_name = "FILE")]
    pub compare: Option<PathBuf>,
    /// Exit with status 4 if this is certain (95 % interval): ndcg@10<0.68, ndcg@10<-0.01
    #[arg(long, value_name = "GATE")]
    pub fail_if: Vec<Gate>,
    #[command(flatten)]
    pub output: EvalOutput,
}

#[derive(Debug, Args)]
pub(crate) struct EvalSpeakersArgs {
    /// JSON Lines: documents with `id`, `paragraphs` and `quotes`, or with `mentions`
    pub gold: PathBuf,
    /// Write the quotations found, in the form of the gold file
    #[arg(long, value_name = "FILE")]
    pub predictions: Option<PathBuf>,
    #[command(flatten)]
    pub output: EvalOutput,
}

#[derive(Debug, Args)]
pub(crate) struct EvalOutput {
    /// Output format
    #[arg(long, default_value = "text", value_parser = formats(Format::BASIC))]
    pub format: Format,
    // The former name of `--format json`.
    #[arg(long, hide = true, conflicts_with = "format")]
    pub json: bool,
}
