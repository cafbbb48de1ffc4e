//! Declares the flags. What they do is in `cmd`; the values they accept are in `choices`.
//!
//! Flags that several commands have are in `sources`, those of some commands in files of their own.
//!
//! Doc comments here are the texts of `--help` and of the manual pages.

pub(crate) mod meaning;
pub(crate) mod measuring;
pub(crate) mod quotations;
#[cfg(feature = "service")]
pub(crate) mod serving;
pub(crate) mod sources;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use onrecord_index::query::node::FieldFilter;

use crate::args::meaning::MeaningArgs;
#[cfg(feature = "semantic")]
use crate::args::meaning::{EMBED_HELP, EmbedArgs};
use crate::args::measuring::{BenchArgs, EvalArgs, EvalSpeakersArgs};
use crate::args::quotations::{TraceArgs, VerifyArgs};
use crate::args::sources::{FilterArgs, IndexFolder, ReadArgs, SourceArgs};
use crate::choices::{self, FacetBy, MatchBy, SortBy, formats};
use crate::print::format::Format;
use crate::style::ColorChoice;

/// Search who said what, where
#[derive(Debug, Parser)]
#[command(
    name = "onrecord",
    version,
    disable_help_subcommand = true,
    max_term_width = 100
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

// Deferred: only the flags of the command that is used are set up. To set up those of every
// command takes a twentieth of a search's time.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
#[allow(
    clippy::large_enum_variant,
    reason = "a run has one command, so its size costs nothing"
)]
pub(crate) enum Command {
    /// Add files and folders to the index, or bring all it knows up to date
    Index(IndexArgs),
    /// Find passages, best first
    Search(SearchArgs),
    /// Show passages by their ids
    Get(GetArgs),
    /// Show how the speakers of passages were found
    Why(WhyArgs),
    /// Check quotations: the words, who said them, and where
    Verify(VerifyArgs),
    /// Follow a quotation through the sources, the earliest first
    Trace(TraceArgs),
    /// List the speakers
    #[command(after_help = SPEAKERS_HELP)]
    Speakers(SpeakersArgs),
    /// List the sections of each document
    Sections(SectionsArgs),
    /// List the documents
    Docs(DocsArgs),
    /// Serve a page for searching in a browser, and an API
    #[cfg(feature = "serve")]
    #[command(after_help = serving::SERVE_HELP)]
    Serve(serving::ServeArgs),
    /// Answer agents: search and checked quotations as tools (MCP)
    #[cfg(feature = "mcp")]
    #[command(after_help = serving::MCP_HELP)]
    Mcp(serving::McpArgs),
    /// Measure how long queries take, and compare with an earlier run
    Bench(BenchArgs),
    /// Score the ranking against judged queries
    Eval(EvalArgs),
    /// Score speaker attribution against annotated quotations
    EvalSpeakers(EvalSpeakersArgs),
    /// Show what the index contains
    Status(StatusArgs),
    /// Read the whole index and report damage
    Check(IndexFolder),
    /// Give each passage a vector of what it means, for `search --semantic`
    #[cfg(feature = "semantic")]
    #[command(after_help = EMBED_HELP)]
    Embed(EmbedArgs),
    /// Remove files, and everything below folders, from the index
    Remove(RemoveArgs),
    /// Print a script that completes commands and flags in a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page of the program or of a command
    Man {
        /// A command's name
        command: Option<String>,
        /// Write one page per command into this folder, which is created if needed
        #[arg(long, value_name = "FOLDER", conflicts_with = "command")]
        out: Option<PathBuf>,
    },
    /// Explain a command, or the query language
    Help {
        /// A command's name, or `query`
        topic: Option<String>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct IndexArgs {
    /// Files and folders; `-` is standard input. Without any, every file and folder that was given
    /// before is brought up to date, each with the options it was given with
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub index: IndexFolder,
    /// Build the index again from its recorded sources, with the options each was read with: for an
    /// index that is damaged or of another version
    #[arg(long, conflicts_with_all = [
        "paths", "no_attribution", "encoding", "map", "facts", "input_format", "format", "keep_missing",
    ])]
    pub rebuild: bool,
    /// Rebuild without the sources that cannot be read, instead of changing nothing
    #[arg(long, requires = "rebuild", conflicts_with = "paths")]
    pub drop_missing: bool,
    #[command(flatten)]
    pub read: ReadArgs,
    /// Read every file as this format instead of detecting it from name and content
    #[arg(long, value_name = "FORMAT", value_parser = choices::input_formats())]
    pub input_format: Option<String>,
    // The former name of `--input-format`. Everywhere else `--format` is an output format.
    #[arg(long, hide = true, conflicts_with = "input_format")]
    #[arg(value_parser = choices::input_formats())]
    pub format: Option<String>,
    /// Number of threads; each reads and indexes [default: one for each core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=64))]
    #[arg(allow_negative_numbers = true)]
    pub threads: Option<u16>,
    /// Keep the passages of files that no longer exist
    #[arg(long)]
    pub keep_missing: bool,
    /// Print only errors and warnings
    #[arg(long, short)]
    pub quiet: bool,
    /// Print the summary as JSON, with every file and part of a file that could not be read
    #[arg(long, conflicts_with = "quiet")]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct SearchArgs {
    /// What to search for; see `onrecord help query`
    #[arg(allow_hyphen_values = true)]
    pub query: String,
    /// More words of the query
    #[arg(value_name = "WORD")]
    pub words: Vec<String>,
    #[command(flatten)]
    pub sources: SourceArgs,
    /// Only passages by a speaker with these words in the name; given twice, by either speaker
    #[arg(long, value_name = "NAME", value_parser = choices::speaker)]
    pub speaker: Vec<FieldFilter>,
    #[command(flatten)]
    pub filters: FilterArgs,
    /// Maximum number of passages, or with --quotes of quotations; 0 for all
    #[arg(short = 'n', long = "limit", value_name = "N", default_value_t = 10)]
    #[arg(value_parser = choices::count, allow_negative_numbers = true)]
    pub limit: usize,
    /// Skip the first N results
    #[arg(long, value_name = "N", default_value_t = 0)]
    #[arg(value_parser = choices::count, allow_negative_numbers = true)]
    pub offset: usize,
    /// Show N paragraphs before and after each passage, under their own speakers
    #[arg(short = 'C', long, value_name = "N", default_value_t = 0)]
    #[arg(value_parser = choices::count, allow_negative_numbers = true)]
    pub context: usize,
    /// Order of the passages
    #[arg(long, value_enum, default_value_t = SortBy::Score)]
    pub sort: SortBy,
    /// Which passages match [default: those with every part of the query, then those with some]
    #[arg(long = "match", value_enum, value_name = "WHICH")]
    pub matching: Option<MatchBy>,
    /// Print near-identical passages by the same speaker once, with their number and places, and a
    /// heading only without its first paragraph. The default on a terminal
    #[arg(long, overrides_with = "no_fold", conflicts_with_all = ["count", "quotes"])]
    pub fold: bool,
    /// Print near-identical passages each for itself
    #[arg(long, overrides_with = "fold")]
    pub no_fold: bool,
    /// Maximum number of passages from one document where several have some; 0 for all [default: 3
    /// on a terminal, otherwise 0]
    #[arg(long, value_name = "N", conflicts_with_all = ["count", "quotes"])]
    #[arg(value_parser = choices::count, allow_negative_numbers = true)]
    pub per_doc: Option<usize>,
    #[command(flatten)]
    pub meaning: MeaningArgs,
    /// Print what people say instead of passages: one line for each quotation and each reported
    /// statement with a word of the query in it, by the speakers that were asked for
    #[arg(long, conflicts_with_all = ["count", "context", "facets", "explain"])]
    pub quotes: bool,
    /// Print only the number of passages with every part of the query; with --match any, of those
    /// with some part
    #[arg(long, conflicts_with_all = ["context", "explain"])]
    pub count: bool,
    /// Count the matching passages by these properties
    #[arg(
        long,
        value_name = "FIELD,...",
        value_delimiter = ',',
        value_enum,
        ignore_case = true
    )]
    pub facets: Vec<FacetBy>,
    /// Maximum number of values of each facet; 0 for all [default: all]
    #[arg(long, value_name = "N")]
    pub facet_limit: Option<usize>,
    /// Output format
    #[arg(long, default_value = "text", value_parser = formats(Format::PASSAGES))]
    pub format: Format,
    /// When to use colour
    #[arg(long, value_enum, default_value_t = ColorChoice::Auto, value_name = "WHEN")]
    pub color: ColorChoice,
    /// Show how each score is composed
    #[arg(long)]
    pub explain: bool,
    /// Do not find the words to highlight
    #[arg(long)]
    pub no_highlight: bool,
}

impl SearchArgs {
    /// The query: all its words.
    pub fn text(&self) -> String {
        let words = std::iter::once(&self.query).chain(&self.words);
        words.map(String::as_str).collect::<Vec<_>>().join(" ")
    }
}

#[derive(Debug, Args)]
pub(crate) struct GetArgs {
    /// The ids of passages, or their beginnings
    #[arg(required = true, value_name = "ID")]
    pub ids: Vec<String>,
    /// Show N paragraphs before and after each passage, under their own speakers
    #[arg(short = 'C', long, value_name = "N", default_value_t = 0)]
    #[arg(value_parser = choices::count, allow_negative_numbers = true)]
    pub context: usize,
    /// Print what people say in the passages instead of the passages
    #[arg(long, conflicts_with = "context")]
    pub quotes: bool,
    #[command(flatten)]
    pub index: IndexFolder,
    /// Output format
    #[arg(long, default_value = "text", value_parser = formats(Format::PASSAGES))]
    pub format: Format,
    /// When to use colour
    #[arg(long, value_enum, default_value_t = ColorChoice::Auto, value_name = "WHEN")]
    pub color: ColorChoice,
}

#[derive(Debug, Args)]
pub(crate) struct WhyArgs {
    /// The ids of passages, or their beginnings
    #[arg(required = true, value_name = "ID")]
    pub ids: Vec<String>,
    #[command(flatten)]
    pub index: IndexFolder,
    /// Output format
    #[arg(long, default_value = "text", value_parser = formats(Format::BASIC))]
    pub format: Format,
    /// When to use colour
    #[arg(long, value_enum, default_value_t = ColorChoice::Auto, value_name = "WHEN")]
    pub color: ColorChoice,
}

#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    /// Only those with these words, or that match this pattern with `*`
    pub pattern: Option<String>,
    #[command(flatten)]
    pub index: IndexFolder,
    /// Maximum number of lines; 0 for all
    #[arg(short = 'n', long = "limit", value_name = "N", default_value_t = 0)]
    #[arg(value_parser = choices::count, allow_negative_numbers = true)]
    pub limit: usize,
    /// Output format
    #[arg(long, default_value = "text", value_parser = formats(Format::BASIC))]
    pub format: Format,
}

#[derive(Debug, Args)]
pub(crate) struct SectionsArgs {
    #[command(flatten)]
    pub list: ListArgs,
    /// Only sections of a document with this name, these words in it, or a pattern with `*`
    #[arg(long, value_name = "NAME", value_parser = choices::doc)]
    pub doc: Vec<FieldFilter>,
}

#[derive(Debug, Args)]
pub(crate) struct DocsArgs {
    #[command(flatten)]
    pub list: ListArgs,
    /// Only documents in which a speaker with these words in the name speaks, with the number of
    /// passages
    #[arg(long, value_name = "NAME", value_parser = choices::speaker)]
    pub speaker: Vec<FieldFilter>,
    /// Show for each file what is known of its documents (date, speaker, form, title, section,
    /// roles, language) and where that comes from
    #[arg(long)]
    pub facts: bool,
}

#[derive(Debug, Args)]
pub(crate) struct SpeakersArgs {
    #[command(flatten)]
    pub list: ListArgs,
    /// Only speakers in a document with this name, these words in it, or a pattern with `*`
    #[arg(long, value_name = "NAME", value_parser = choices::doc)]
    pub doc: Vec<FieldFilter>,
    /// Show the names that documents use for a speaker with more than one
    #[arg(long)]
    pub forms: bool,
}

/// How names are joined, and how the user decides otherwise.
const SPEAKERS_HELP: &str = "\
A speaker who has several names in the documents is listed once: \"Pete Hegseth\", \"Hegseth\" and \
\"U.S. Defense Secretary Pete Hegseth\" are one speaker if exactly one full name fits the shorter \
ones. To decide otherwise, write a file speakers.toml in the folder that contains the index's \
folder:

  [[speaker]]
  name = \"Mark Erhardt\"       # how the speaker is listed
  aliases = [\"Murch\"]         # other names of the same person
  never = [\"Erhardt\"]         # names that belong to somebody else

Case, diacritics and punctuation make no difference. A change takes effect with the next command; \
nothing needs to be indexed again. `search -p` reads speakers.toml from the current folder.";

#[derive(Debug, Args)]
pub(crate) struct StatusArgs {
    #[command(flatten)]
    pub index: IndexFolder,
    /// Also list the source files
    #[arg(long)]
    pub sources: bool,
    /// Output format
    #[arg(long, default_value = "text", value_parser = formats(Format::BASIC))]
    pub format: Format,
}

#[derive(Debug, Args)]
pub(crate) struct RemoveArgs {
    /// Files and folders; `-` is what was read from standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub index: IndexFolder,
}
