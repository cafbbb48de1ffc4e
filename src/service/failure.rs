//! What can go wrong with a request: one enum that the page, the API and the tools translate.

use onrecord_index::error::{Error, QueryError};

/// Why a request has no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The query cannot be parsed.
    #[error("{error}")]
    Query { query: String, error: QueryError },
    /// A parameter has a value that is not accepted, or is unknown.
    #[error("{name}: {message}")]
    Parameter { name: String, message: String },
    /// There is no such passage.
    #[error("{0}")]
    NotFound(String),
    /// The answer took longer than these seconds, or nobody waits for it.
    #[error("the answer took longer than {0} seconds and was stopped: ask for less")]
    Deadline(u64),
    /// The index is missing, damaged, being replaced, or a file of the user's next to it has a
    /// mistake.
    #[error(transparent)]
    Index(Error),
    /// The program has a bug.
    #[error("this is a bug, please report it: {0}")]
    Bug(String),
}

impl Failure {
    /// A parameter that is not accepted. The message says which values are.
    pub fn parameter(name: &str, message: impl Into<String>) -> Failure {
        Failure::Parameter {
            name: name.to_owned(),
            message: message.into(),
        }
    }

    /// A name for the kind of failure, for programs.
    pub fn kind(&self) -> &'static str {
        match self {
            Failure::Query { .. } => "bad-query",
            Failure::Parameter { .. } => "bad-parameter",
            Failure::NotFound(_) => "not-found",
            Failure::Deadline(_) => "deadline",
            Failure::Index(_) => "index",
            Failure::Bug(_) => "bug",
        }
    }

    /// Whether the request is at fault, and the same request will fail again.
    #[cfg(feature = "mcp")]
    pub fn is_of_request(&self) -> bool {
        matches!(
            self,
            Failure::Query { .. } | Failure::Parameter { .. } | Failure::NotFound(_)
        )
    }

    /// The part of the query that is wrong, in characters: its start and its end.
    pub fn characters(&self) -> Option<[usize; 2]> {
        let Failure::Query { query, error } = self else {
            return None;
        };
        let count = |end: usize| query.get(..end).unwrap_or(query).chars().count();
        Some([count(error.span.start), count(error.span.end)])
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        match error {
            Error::Interrupted => Failure::Deadline(0),
            Error::Bug { message } => Failure::Bug(message),
            error => Failure::Index(error),
        }
    }
}
