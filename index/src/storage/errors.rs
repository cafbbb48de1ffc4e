//! Translates tantivy's errors into ours: the index is locked, missing or damaged, or the disk
//! fails.
//!
//! Tantivy's messages show the internals of its types. Only the message of the operating system
//! inside them is kept.

use std::io;
use std::path::Path;
use std::sync::Arc;

use tantivy::TantivyError;
use tantivy::directory::error::{LockError, OpenDirectoryError, OpenReadError, OpenWriteError};

use crate::error::Error;
use crate::storage::segment_files::MISSING;

/// Our error for what tantivy reported while it did `action` to the index at `index`.
pub(crate) fn from_tantivy(error: TantivyError, action: &'static str, index: &Path) -> Error {
    let io = |error: &Arc<io::Error>, file: Option<&Path>| of_io(error, file, action, index);
    match error {
        TantivyError::LockFailure(LockError::LockBusy, _) => Error::Locked {
            path: index.to_owned(),
        },
        TantivyError::LockFailure(LockError::IoError(error), _) => io(&error, None),
        TantivyError::OpenDirectoryError(OpenDirectoryError::DoesNotExist(_)) => Error::NoIndex {
            path: index.to_owned(),
        },
        TantivyError::OpenDirectoryError(OpenDirectoryError::IoError { io_error, .. }) => {
            io(&io_error, None)
        }
        TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(file)) => missing(&file, index),
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, filepath }) => {
            io(&io_error, Some(&filepath))
        }
        TantivyError::OpenReadError(OpenReadError::IncompatibleIndex(_)) => damaged(
            index,
            "one of its files has another version than was written",
        ),
        TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, .. }) => {
            io(&io_error, None)
        }
        TantivyError::IoError(error) => io(&error, None),
        TantivyError::DataCorruption(corruption) => damaged(index, &format!("{corruption:?}")),
        error => Error::Storage {
            action,
            path: index.to_owned(),
            source: error.into(),
        },
    }
}

fn of_io(error: &io::Error, file: Option<&Path>, action: &'static str, index: &Path) -> Error {
    let source = match (system_error(error), error.kind()) {
        (Some(error), _) if error.kind() == io::ErrorKind::NotFound && !index.is_dir() => {
            return Error::NoIndex {
                path: index.to_owned(),
            };
        }
        (Some(error), _) => error.into(),
        // No system call failed: what was read is not what was written.
        (
            None,
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof,
        ) => {
            let path = file.map_or_else(|| index.to_owned(), |file| index.join(file));
            return damaged(&path, &error.to_string());
        }
        (None, _) => error.to_string().into(),
    };
    Error::Storage {
        action,
        path: index.to_owned(),
        source,
    }
}

/// The operating system's error, taken out of its wrappers. `None` if no system call failed.
fn system_error(error: &io::Error) -> Option<io::Error> {
    if let Some(code) = error.raw_os_error() {
        return Some(io::Error::from_raw_os_error(code));
    }
    let mut inner: &(dyn std::error::Error + 'static) = error.get_ref()?;
    loop {
        let shared = inner.downcast_ref::<Arc<io::Error>>().map(AsRef::as_ref);
        match inner.downcast_ref::<io::Error>().or(shared) {
            Some(error) => return system_error(error),
            None => inner = inner.source()?,
        }
    }
}

/// The error of a missing file: the index is damaged, or if its folder is missing too, there is
/// none.
fn missing(file: &Path, index: &Path) -> Error {
    if index.is_dir() {
        damaged(&index.join(file), MISSING)
    } else {
        Error::NoIndex {
            path: index.to_owned(),
        }
    }
}

fn damaged(what: &Path, reason: &str) -> Error {
    Error::Damaged {
        what: what.display().to_string(),
        reason: reason.to_owned(),
    }
}
