//! What an error of tantivy's means for the user: the index is locked, is missing, is damaged in a file, or its medium refuses.
//!
//! Tantivy's messages show the inside of its types, so what the operating system said is taken out of them.

use std::io;
use std::path::Path;
use std::sync::Arc;

use tantivy::TantivyError;
use tantivy::directory::error::{LockError, OpenDirectoryError, OpenReadError, OpenWriteError};

use crate::error::Error;

/// The error of an index that was being read or written.
pub(crate) fn of(error: TantivyError, action: &'static str, index: &Path) -> Error {
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
        TantivyError::OpenReadError(OpenReadError::IncompatibleIndex(_)) => {
            damaged(index, "a file of it bears another version than was written")
        }
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
        // No system call failed, so what was read is not what was written.
        (
            None,
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof,
        ) => {
            let at = file.map_or_else(|| index.to_owned(), |file| index.join(file));
            return damaged(&at, &error.to_string());
        }
        (None, _) => error.to_string().into(),
    };
    Error::Storage {
        action,
        path: index.to_owned(),
        source,
    }
}

/// What the operating system said, out of whatever it was wrapped in.
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

/// A file is missing: the whole folder, or this one of it.
fn missing(file: &Path, index: &Path) -> Error {
    if index.is_dir() {
        damaged(&index.join(file), "the file is missing")
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
