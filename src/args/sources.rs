//! Flags that say where passages come from and which of them count.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{OsStringValueParser, TypedValueParser};
use onrecord_index::options::FieldMap;
use onrecord_index::query::node::FieldFilter;

use crate::choices::{self, Facts, KindBy};

#[derive(Debug, Args)]
pub(crate) struct IndexFolder {
    /// Folder of the index [default: the nearest .onrecord here or above, else ./.onrecord]
    #[arg(
        long = "index",
        id = "index",
        value_name = "DIR",
        env = "ONRECORD_INDEX",
        hide_env_values = true,
        // Unlike the parser for paths, it accepts an empty value: see `paths::index_folder`.
        value_parser = OsStringValueParser::new().map(PathBuf::from)
    )]
    pub folder: Option<PathBuf>,
}

#[derive(Debug, Default, Args)]
pub(crate) struct ReadArgs {
    /// Take speakers from labels only, not from quotations in prose
    #[arg(long)]
    pub no_attribution: bool,
    /// Read every file in this encoding instead of detecting it
    #[arg(long, value_name = "NAME", value_parser = choices::encoding)]
    pub encoding: Option<String>,
    /// Names of fields in JSON Lines and of columns in tables: speaker=SpeakerName,text=Body.
    /// A path such as meta.name reaches into objects and lists; paragraphs=turns names a list of
    /// turns
    #[arg(long, value_name = "FIELD=NAME,...", value_parser = FieldMap::parse)]
    pub map: Option<FieldMap>,
    /// Take facts from paths that match: {date}, {date:year}, {date:month}, {date:day},
    /// {date:1861..1865}, {speaker}, {title}, {section}, {lang}, and *, ?, ** for the rest. May be
    /// given several times. Later updates keep it; '' drops it
    #[arg(long, value_name = "PATTERN", value_parser = choices::facts)]
    pub facts: Vec<Facts>,
    /// Refuse files larger than this, such as 200M or 2G. JSON Lines are read line by line and may
    /// be larger [default: 1G, and 64M for text in formats other than plain text and tables]
    #[arg(long, value_name = "SIZE", value_parser = choices::size)]
    pub max_file_size: Option<u64>,
    /// Refuse compressed files, archives and PDF that unpack to more than this [default: 4G]
    #[arg(long, value_name = "SIZE", value_parser = choices::size)]
    pub max_unpacked: Option<u64>,
}

/// Where passages come from.
#[derive(Debug, Args)]
pub(crate) struct SourceArgs {
    /// Search this file or folder instead of an index; may be given several times
    #[arg(short, long, value_name = "PATH")]
    pub path: Vec<PathBuf>,
    #[command(flatten)]
    pub index: IndexFolder,
    #[command(flatten)]
    pub read: ReadArgs,
}

// Filters on passages, whoever speaks. A doc comment here would become that of each command.
#[derive(Debug, Args)]
pub(crate) struct FilterArgs {
    /// Only passages of a section with these words in its titles, or with this number
    #[arg(long, value_name = "TITLE", value_parser = choices::section)]
    pub section: Vec<FieldFilter>,
    /// Only passages of a file, or of files below a folder; given twice, of either
    #[arg(long, value_name = "FOLDER")]
    pub within: Vec<PathBuf>,
    /// Only passages of a document with this name, these words in it, or a pattern with `*`
    #[arg(long, value_name = "NAME", value_parser = choices::doc)]
    pub doc: Vec<FieldFilter>,
    /// Only passages in this language, such as en or de
    #[arg(long, value_name = "CODE", value_parser = choices::lang)]
    pub lang: Vec<FieldFilter>,
    /// Only passages dated on or after DATE: 2024, 2024-03, 2024-03-05
    #[arg(long, value_name = "DATE", value_parser = choices::since)]
    pub since: Option<FieldFilter>,
    /// Only passages dated on or before DATE
    #[arg(long, value_name = "DATE", value_parser = choices::until)]
    pub until: Option<FieldFilter>,
    /// Only paragraphs of this kind
    #[arg(long, value_enum, value_name = "KIND", ignore_case = true)]
    pub kind: Vec<KindBy>,
}
