//! How a source file is known to an index, whatever it is called today: by its path from the folder that holds the index.

use std::path::{Component, Path, PathBuf};

use crate::index::IndexFiles;

/// How a source file is told from every other.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct SourceId {
    /// The identity's bytes: the path relative to the folder that holds the index, or absolute.
    pub identity: Vec<u8>,
    /// The same, to be shown.
    pub path: String,
}

impl SourceId {
    /// The hash under which its account is kept.
    pub(crate) fn hash(&self) -> String {
        short_hash(&self.identity)
    }
}

/// 64 bits of BLAKE3 in 13 characters of base 32.
pub(crate) fn short_hash(bytes: &[u8]) -> String {
    data_encoding::BASE32_NOPAD
        .encode(&blake3::hash(bytes).as_bytes()[..8])
        .to_ascii_lowercase()
}

/// The folder that paths are named from: the one that holds the index.
pub(crate) fn root_of(index: &IndexFiles, base: Option<&Path>) -> Option<PathBuf> {
    let Some(path) = index.path() else {
        return base?.canonicalize().ok();
    };
    Some(path.canonicalize().ok()?.parent()?.to_owned())
}

/// How a file is known: relative to the folder that holds the index if it lies inside it, else absolute, links resolved.
pub(crate) fn source_id(path: &Path, root: Option<&Path>) -> SourceId {
    let absolute = path.canonicalize().unwrap_or_else(|_| without_dots(path));
    let known = root
        .and_then(|root| absolute.strip_prefix(root).ok())
        .unwrap_or(&absolute);
    let known = if known.as_os_str().is_empty() {
        Path::new(".")
    } else {
        known
    };
    SourceId {
        identity: known.as_os_str().as_encoded_bytes().to_vec(),
        path: known.to_string_lossy().into_owned(),
    }
}

/// A path that does not exist any more, as it would have been resolved: its parent still may be.
fn without_dots(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    if let (Some(parent), Some(name)) = (absolute.parent(), absolute.file_name())
        && let Ok(parent) = parent.canonicalize()
    {
        return parent.join(name);
    }
    absolute
        .components()
        .filter(|part| *part != Component::CurDir)
        .collect()
}

/// Whether a path is a scope's, or lies below it.
pub(crate) fn is_below(path: &str, scope: &str) -> bool {
    scope == "." && !Path::new(path).is_absolute() || Path::new(path).starts_with(scope)
}

/// Whether a source that the walk did not meet is gone. A hidden or ignored file is not, nor one whose folder cannot be read.
pub(crate) fn is_gone(path: &str, root: Option<&Path>) -> bool {
    let full = root.map_or_else(|| PathBuf::from(path), |root| root.join(path));
    let missing = |kind| {
        matches!(
            kind,
            std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory
        )
    };
    full.symlink_metadata()
        .is_err_and(|error| missing(error.kind()))
}
