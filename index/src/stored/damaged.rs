//! The error of bytes that store no passage.

use crate::error::Error;

/// For bytes in which something is wrong.
pub(super) fn damaged(reason: String) -> Error {
    Error::Damaged {
        what: "a stored passage".to_owned(),
        reason,
    }
}
