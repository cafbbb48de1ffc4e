//! The errors of the library: one variant for each cause.
//!
//! A message is in lower case, names the place, and gives the next step if there is one. It does
//! not repeat the message of its `source`: the program prints the whole chain.

use std::ops::Range;
use std::path::PathBuf;

/// What is wrong with a source of unknown format.
pub(crate) const UNKNOWN_FORMAT: &str =
    "unknown format (`onrecord index --input-format` names one)";

/// Names of columns in a message: more would fill the screen.
const MAX_COLUMNS: usize = 8;

/// What is wrong with a table without a known column of text.
pub(crate) fn unknown_columns(columns: &[String]) -> String {
    let more = if columns.len() > MAX_COLUMNS {
        ", ..."
    } else {
        ""
    };
    let named = columns[..columns.len().min(MAX_COLUMNS)].join("`, `");
    format!(
        "no `text` among its columns (`{named}`{more}): name them with \
         --map text=COLUMN,speaker=COLUMN"
    )
}

/// What is wrong with a JSON file without texts.
pub(crate) fn unknown_json(found: &str) -> String {
    format!(
        "is JSON without a transcript or records, {found}: name the text with \
         --map text=KEY,speaker=KEY"
    )
}

/// The result of a call that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What can go wrong in the library.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder cannot be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// The error of the operating system.
        source: std::io::Error,
    },
    /// The contents of a source cannot be read as its format.
    #[error("{}: {reason}", path.display())]
    Unreadable {
        /// The source.
        path: PathBuf,
        /// What is wrong, and the next step.
        reason: String,
    },
    /// No format reads a source.
    #[error("{}: {found}", path.display())]
    UnknownFormat {
        /// The source.
        path: PathBuf,
        /// What it is, and what to do instead.
        found: String,
        /// Whether text may be lost with it.
        holds_text: bool,
    },
    /// A table has texts, but no column whose name says so.
    #[error("{}: {}", path.display(), unknown_columns(columns))]
    UnknownColumns {
        /// The source.
        path: PathBuf,
        /// The names of its columns.
        columns: Vec<String>,
    },
    /// A JSON file is neither a transcript nor a list of records.
    #[error("{}: {}", path.display(), unknown_json(found))]
    UnknownJson {
        /// The source.
        path: PathBuf,
        /// What it is instead: "an object with `a`, `b`".
        found: String,
        /// Whether there are sentences in it.
        holds_text: bool,
    },
    /// There is no index.
    #[error("no index at {} (build one with `onrecord index PATH`)", path.display())]
    NoIndex {
        /// Where the index was expected.
        path: PathBuf,
    },
    /// The folder for a new index has other files.
    #[error(
        "{} holds other files, so no index is created in it: name a new or an empty folder",
        path.display()
    )]
    Occupied {
        /// The folder, or a file with its name.
        path: PathBuf,
    },
    /// No file or folder was ever given to the index, so that there is nothing to bring up to date.
    #[error(
        "the index at {} knows no file or folder to bring up to date: \
         add some with `onrecord index PATH`",
        path.display()
    )]
    NoRoots {
        /// The index.
        path: PathBuf,
    },
    /// The index was made by another version of the library, which stores it in another form.
    #[error(
        "the index at {} was made by another version ({found}; this program needs {needed}): \
         rebuild it from its sources with `onrecord index --rebuild --index {}`",
        path.display(),
        path.display()
    )]
    Incompatible {
        /// The index.
        path: PathBuf,
        /// The version of the index; "unknown" if it does not say.
        found: String,
        /// The version that this library reads.
        needed: String,
    },
    /// The index does not record its sources, so it cannot be rebuilt.
    #[error(
        "the index at {} does not record its sources: \
         delete its folder and run `onrecord index` on them again",
        path.display()
    )]
    Unrecorded {
        /// The index.
        path: PathBuf,
    },
    /// The bytes of the index are not those that were written.
    #[error("the index is damaged in {what}: {reason} (see `onrecord check`)")]
    Damaged {
        /// The damaged file, or the damaged part if the file is not known.
        what: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Another process is writing to the index.
    #[error(
        "the index at {} is locked: another `onrecord index` is writing to it; \
         try again when it is done",
        path.display()
    )]
    Locked {
        /// The index.
        path: PathBuf,
    },
    /// The index cannot be read or written.
    #[error("cannot {action} the index at {}", path.display())]
    Storage {
        /// What failed, as a verb: "open", "read", "write to" and the like.
        action: &'static str,
        /// The index; "(memory)" if it is in memory.
        path: PathBuf,
        /// The cause, usually an error of the operating system.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The caller stopped the call; see [`interruptible`](crate::interruptible).
    #[error("stopped before it was done")]
    Interrupted,
    /// The library failed although nothing is damaged.
    #[error("this is a bug, please report it: {message}")]
    Bug {
        /// What went wrong inside the library.
        message: String,
    },
    /// The user's file of speaker aliases has a mistake.
    #[error("{}:{line}: {message}", path.display())]
    Speakers {
        /// The file.
        path: PathBuf,
        /// Line of the mistake, starting at 1.
        line: usize,
        /// What is wrong, and what would be right.
        message: String,
    },
    /// The user's file of facts about documents has a mistake.
    #[error("{}:{line}:{column}: {message}", path.display())]
    Documents {
        /// The file.
        path: PathBuf,
        /// Line of the mistake, starting at 1.
        line: usize,
        /// Column of the mistake in characters, starting at 1.
        column: usize,
        /// What is wrong, and what would be right.
        message: String,
    },
    /// The folder of a model lacks something, or what it holds is no model of texts.
    #[error(
        "the model in {}: {reason} (`onrecord help embed` says what such a folder holds)",
        folder.display()
    )]
    Model {
        /// The folder.
        folder: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// The index cannot be searched by meaning, or not with this model.
    #[error("{reason}: {step}")]
    Meaning {
        /// What is wrong.
        reason: String,
        /// What to run.
        step: String,
    },
    /// The query has a mistake.
    #[error(transparent)]
    Query(#[from] QueryError),
}

/// A mistake in a query.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
#[non_exhaustive]
pub struct QueryError {
    /// What is wrong, and what would be right.
    pub message: String,
    /// The mistake in the text of the query, in bytes.
    pub span: Range<usize>,
}

impl QueryError {
    pub(crate) fn at(span: Range<usize>, message: impl Into<String>) -> QueryError {
        QueryError {
            message: message.into(),
            span,
        }
    }
}
