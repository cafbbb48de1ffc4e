//! The flags, declared. What they do is in `cmd`.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, FromArgMatches, Parser, Subcommand, ValueEnum};

/// Search who said what, where.
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

impl Cli {
    /// Reads the arguments of this process. A search is read by itself first: to set up the flags of every command takes a twentieth
    /// of the process. What is no search, or a wrong one, is read anew, for the whole program to say what is wrong.
    pub fn read() -> Result<Cli, clap::Error> {
        let args: Vec<OsString> = std::env::args_os().collect();
        if args.get(1).is_some_and(|command| command == "search") {
            let parser = SearchArgs::augment_args(clap::Command::new("search"));
            let found = parser.try_get_matches_from(&args[1..]);
            if let Ok(search) = found.and_then(|found| SearchArgs::from_arg_matches(&found)) {
                let command = Command::Search(search);
                return Ok(Cli { command });
            }
        }
        Cli::try_parse_from(args)
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Add files and folders to the index, and bring what is in it up to date
    Index(IndexArgs),
    /// Find passages, best first
    Search(SearchArgs),
    /// Show a passage by its id
    Get(GetArgs),
    /// Show how a passage's speakers were found
    Why(WhyArgs),
    /// List the speakers
    #[command(after_help = SPEAKERS_HELP)]
    Speakers(SpeakersArgs),
    /// List the sections
    Sections(ValuesArgs),
    /// List the documents
    Docs(ValuesArgs),
    /// Measure how long queries take, and compare with an earlier run
    Bench(BenchArgs),
    /// Score the ranking against judged queries
    Eval(EvalArgs),
    /// Score speaker attribution against annotated quotations
    EvalSpeakers(EvalSpeakersArgs),
    /// Say what the index holds
    Status(StatusArgs),
    /// Read the whole index once and say whether anything is damaged
    Check(IndexOnlyArgs),
    /// Take a file, or everything below a folder, out of the index
    Remove(RemoveArgs),
    /// Print a script that completes commands and flags in a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
    /// Explain a command, or the query language
    Help {
        /// A command's name, or `query`
        topic: Option<String>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct IndexOnlyArgs {
    /// Folder of the index [default: the nearest .onrecord here or above, else ./.onrecord]
    #[arg(
        long,
        value_name = "DIR",
        env = "ONRECORD_INDEX",
        hide_env_values = true
    )]
    pub index: Option<PathBuf>,
}

#[derive(Debug, Default, Args)]
pub(crate) struct ReadArgs {
    /// Attribute nothing in prose: speakers come from labels alone
    #[arg(long)]
    pub no_attribution: bool,
    /// Read every file in this encoding instead of telling it by its content
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
    /// What fields of JSON Lines and columns of tables are called: speaker=SpeakerName,text=Body; a path as meta.name
    /// reaches into objects and lists, and paragraphs=turns names a list of turns
    #[arg(long, value_name = "FIELD=NAME,...", value_parser = onrecord_index::options::FieldMap::parse)]
    pub map: Option<onrecord_index::options::FieldMap>,
    /// Refuse files larger than this, as 200M or 2G; JSON Lines are read line by line and may be larger [default: 1G, and 64M for
    /// text in other formats than plain text and tables]
    #[arg(long, value_name = "SIZE", value_parser = size)]
    pub max_file_size: Option<u64>,
    /// Refuse compressed files and archives that unpack to more than this [default: 4G]
    #[arg(long, value_name = "SIZE", value_parser = size)]
    pub max_unpacked: Option<u64>,
}

/// A number of bytes, with K, M, G or T for the powers of 1024.
fn size(text: &str) -> Result<u64, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let shift = match text[digits.len()..]
        .to_uppercase()
        .trim_end_matches("IB")
        .trim_end_matches('B')
    {
        "" => 0,
        "K" => 10,
        "M" => 20,
        "G" => 30,
        "T" => 40,
        _ => return Err("a size is a number of bytes, as 500000, 200M or 2G".to_owned()),
    };
    digits
        .parse::<u64>()
        .ok()
        .and_then(|number| number.checked_mul(1 << shift))
        .ok_or_else(|| "a size is a number of bytes, as 500000, 200M or 2G".to_owned())
}

#[derive(Debug, Args)]
pub(crate) struct IndexArgs {
    /// Files and folders; `-` is standard input
    #[arg(required_unless_present = "rebuild", value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub index: IndexOnlyArgs,
    /// Build the index anew from the sources it records, each read as it was: one of another version, or a damaged one
    #[arg(long, conflicts_with_all = ["paths", "no_attribution", "encoding", "map", "format", "keep_missing"])]
    pub rebuild: bool,
    /// Rebuild without the sources that cannot be read, instead of changing nothing
    #[arg(long, requires = "rebuild", conflicts_with = "paths")]
    pub drop_missing: bool,
    #[command(flatten)]
    pub read: ReadArgs,
    /// Read every file as this format instead of telling it by name and content
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<String>,
    /// Threads that read, and as many that index [default: one for each core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=64))]
    pub threads: Option<u16>,
    /// Keep the passages of files that are gone
    #[arg(long)]
    pub keep_missing: bool,
    /// Say nothing but what went wrong
    #[arg(long, short)]
    pub quiet: bool,
}

#[derive(Debug, Args)]
pub(crate) struct SearchArgs {
    /// What to look for; see `onrecord help query`
    #[arg(allow_hyphen_values = true)]
    pub query: String,
    /// Search these files and folders instead of an index; may be given several times
    #[arg(short, long, value_name = "PATH", num_args = 1..)]
    pub path: Vec<PathBuf>,
    #[command(flatten)]
    pub index: IndexOnlyArgs,
    #[command(flatten)]
    pub read: ReadArgs,
    /// Only passages by a speaker with these words in the name; given twice: by either
    #[arg(long, value_name = "NAME")]
    pub speaker: Vec<String>,
    /// Only passages of a section with these words in its titles, or with this number
    #[arg(long, value_name = "TITLE")]
    pub section: Vec<String>,
    /// Only passages dated so or later: 2024, 2024-03, 2024-03-05
    #[arg(long, value_name = "DATE")]
    pub since: Option<String>,
    /// Only passages dated so or earlier
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,
    /// Only paragraphs of this kind: body, heading, caption, byline, credit, stage-direction
    #[arg(long, value_name = "KIND")]
    pub kind: Vec<String>,
    /// How many passages; 0 for all
    #[arg(short = 'n', long = "limit", value_name = "N", default_value_t = 10)]
    pub limit: usize,
    /// Leave out so many passages first
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub offset: usize,
    /// Show so many paragraphs around each passage
    #[arg(short = 'C', long, value_name = "N", default_value_t = 0)]
    pub context: usize,
    /// The order of passages
    #[arg(long, value_enum, default_value_t = SortBy::Score)]
    pub sort: SortBy,
    /// Which passages: with every word (all), with any (any) [default: with every word first, then with some]
    #[arg(long = "match", value_enum, value_name = "WHICH")]
    pub matching: Option<MatchBy>,
    /// Print only how many passages match
    #[arg(long)]
    pub count: bool,
    /// Count the matching passages by speaker, section, doc, kind, lang
    #[arg(long, value_name = "FIELD,...", value_delimiter = ',', value_enum)]
    pub facets: Vec<FacetBy>,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// When to colour
    #[arg(long, value_enum, default_value_t = ColorChoice::Auto, value_name = "WHEN")]
    pub color: ColorChoice,
    /// Mark no words
    #[arg(long)]
    pub no_highlight: bool,
    /// Say what made up each score
    #[arg(long)]
    pub explain: bool,
}

#[derive(Debug, Args)]
pub(crate) struct GetArgs {
    /// A passage's id, or the beginning of one
    pub id: String,
    /// Show so many paragraphs around it
    #[arg(short = 'C', long, value_name = "N", default_value_t = 0)]
    pub context: usize,
    #[command(flatten)]
    pub index: IndexOnlyArgs,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// When to colour
    #[arg(long, value_enum, default_value_t = ColorChoice::Auto, value_name = "WHEN")]
    pub color: ColorChoice,
}

#[derive(Debug, Args)]
pub(crate) struct WhyArgs {
    /// A passage's id, or the beginning of one
    pub id: String,
    #[command(flatten)]
    pub index: IndexOnlyArgs,
    /// When to colour
    #[arg(long, value_enum, default_value_t = ColorChoice::Auto, value_name = "WHEN")]
    pub color: ColorChoice,
}

#[derive(Debug, Args)]
pub(crate) struct ValuesArgs {
    /// Only those with these words, or fitting this pattern with `*`
    pub pattern: Option<String>,
    #[command(flatten)]
    pub index: IndexOnlyArgs,
    /// How many; 0 for all
    #[arg(short = 'n', long = "limit", value_name = "N", default_value_t = 0)]
    pub limit: usize,
    /// How to print
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub format: ListFormat,
}

#[derive(Debug, Args)]
pub(crate) struct SpeakersArgs {
    #[command(flatten)]
    pub values: ValuesArgs,
    /// Show the names that documents use for each speaker of several
    #[arg(long)]
    pub forms: bool,
}

/// How names are joined, and how the user decides.
const SPEAKERS_HELP: &str = "\
A speaker whom documents call by several names is listed once: \"Pete Hegseth\", \"Hegseth\" and \"U.S. Defense \
Secretary Pete Hegseth\" are one where exactly one full name explains the others. A file speakers.toml in the folder that \
holds the index's folder decides otherwise:

  [[speaker]]
  name = \"Mark Erhardt\"       # how the speaker is listed
  aliases = [\"Murch\"]         # other names of the same person
  never = [\"Erhardt\"]         # names that are somebody else's

Names are compared without case, diacritics and punctuation. The next command obeys a changed file; nothing need be indexed \
again. With `search -p` the file is sought in the current folder.";

#[derive(Debug, Args)]
pub(crate) struct BenchArgs {
    /// Queries: one a line, `class<TAB>query`, JSON Lines, TREC topics, or tagged queries
    pub file: PathBuf,
    #[command(flatten)]
    pub index: IndexOnlyArgs,
    /// Rounds that are timed
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub rounds: usize,
    /// Rounds before them that are not
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub warmup: usize,
    /// Then measure the throughput of so many searching threads
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub threads: usize,
    /// Passages that a query asks for; 0 for all
    #[arg(long, value_name = "K", default_value_t = 10)]
    pub limit: usize,
    /// What is done with each query
    #[arg(long, value_enum, default_value_t = WorkBy::Highlight, value_name = "WHAT")]
    pub work: WorkBy,
    /// Which passages: with every word (all), with any (any) [default: with every word first, then with some]
    #[arg(long = "match", value_enum, value_name = "WHICH")]
    pub matching: Option<MatchBy>,
    /// Seed of the order of queries
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// Write a line a query: id, hits, bytes, nanoseconds of each round
    #[arg(long, value_name = "FILE")]
    pub raw: Option<PathBuf>,
    /// Save the run, to compare another with it
    #[arg(long, value_name = "FILE")]
    pub save: Option<PathBuf>,
    /// Compare with a saved run
    #[arg(long, value_name = "FILE")]
    pub compare: Option<PathBuf>,
    /// End with status 4 if this holds beyond doubt: p95>+20%, mean>+10%, and.p99>5ms, hits!=0
    #[arg(long, value_name = "GATE")]
    pub fail_if: Vec<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t = BenchFormat::Text)]
    pub format: BenchFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum BenchFormat {
    Text,
    Json,
    Markdown,
    Csv,
    /// One file with a picture
    Html,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum WorkBy {
    /// Rank
    Ids,
    /// Rank and read the passages
    Passages,
    /// Rank, read the passages and mark their words
    Highlight,
    /// Count every match
    Count,
}

#[derive(Debug, Args)]
pub(crate) struct EvalArgs {
    /// Queries: BEIR's JSON Lines, TREC topics, or one a line
    pub queries: PathBuf,
    /// Judgements: BEIR's tab-separated values, or TREC's qrels
    pub qrels: PathBuf,
    /// Search this file, read for the purpose, instead of an index
    #[arg(long, value_name = "CORPUS")]
    pub corpus: Option<PathBuf>,
    #[command(flatten)]
    pub index: IndexOnlyArgs,
    /// Restrict each query to passages whose FIELD equals the query's metadata KEY
    #[arg(long, value_name = "FIELD=KEY")]
    pub filter: Vec<String>,
    /// Which passages: with every word (all), with any (any) [default: with every word first, then with some]
    #[arg(long = "match", value_enum, value_name = "WHICH")]
    pub matching: Option<MatchBy>,
    /// Write the run in TREC's form
    #[arg(long, value_name = "FILE")]
    pub run: Option<PathBuf>,
    /// Save the figures, to compare others with them
    #[arg(long, value_name = "FILE")]
    pub save: Option<PathBuf>,
    /// Compare with saved figures
    #[arg(long, value_name = "FILE")]
    pub compare: Option<PathBuf>,
    /// End with status 4 if this holds beyond doubt: ndcg@10<0.68, ndcg@10<-0.01
    #[arg(long, value_name = "GATE")]
    pub fail_if: Vec<String>,
    /// Print one object
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct EvalSpeakersArgs {
    /// JSON Lines: documents with `id`, `paragraphs` and `quotes`, or with `mentions`
    pub gold: PathBuf,
    /// Write what was found, in the form of the gold file
    #[arg(long, value_name = "FILE")]
    pub predictions: Option<PathBuf>,
    /// Print one object
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct StatusArgs {
    #[command(flatten)]
    pub index: IndexOnlyArgs,
    /// List the source files, too
    #[arg(long)]
    pub sources: bool,
    /// How to print
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub format: ListFormat,
}

#[derive(Debug, Args)]
pub(crate) struct RemoveArgs {
    /// The file or folder
    pub path: PathBuf,
    #[command(flatten)]
    pub index: IndexOnlyArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people on a terminal, like grep in a pipe
    Text,
    /// One object
    Json,
    /// One object a passage
    Jsonl,
    /// A table
    Csv,
    /// For a document
    Markdown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// Lines
    Text,
    /// One object
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorChoice {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SortBy {
    /// Best first
    Score,
    /// Newest first
    Date,
    /// As in the sources
    Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum MatchBy {
    /// Passages with every part of the query
    All,
    /// Passages with at least one part, in one list
    Any,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FacetBy {
    Speaker,
    Section,
    Doc,
    Kind,
    Lang,
}
