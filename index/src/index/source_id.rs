//! Identifies a source file by its path relative to the folder that contains the index.
//!
//! So an index can be moved together with its sources. A file outside that folder is identified by
//! its absolute path. Symbolic links are resolved.

use std::path::{Component, Path, PathBuf};

/// The identity of a source.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct SourceId {
    /// The bytes of the relative or absolute path.
    pub identity: Vec<u8>,
    /// The same as text. Bytes that are not valid Unicode are replaced.
    pub path: String,
}

impl SourceId {
    /// The hash that identifies the source in the index.
    pub fn hash(&self) -> String {
        short_hash(&self.identity)
    }
}

/// 64 bits of BLAKE3 in 13 characters of base 32.
pub(crate) fn short_hash(bytes: &[u8]) -> String {
    data_encoding::BASE32_NOPAD
        .encode(&blake3::hash(bytes).as_bytes()[..8])
        .to_ascii_lowercase()
}

/// The folder that relative paths start at: the one that contains the index, or `base` for an index
/// in memory. `None` if there is neither: all paths are then absolute.
pub(crate) fn root_of(index: Option<&Path>, base: Option<&Path>) -> Option<PathBuf> {
    let Some(path) = index else {
        return base?.canonicalize().ok();
    };
    Some(path.canonicalize().ok()?.parent()?.to_owned())
}

/// The identity of a file. `root` comes from [`root_of`].
pub(crate) fn source_id(path: &Path, root: Option<&Path>) -> SourceId {
    let absolute = path.canonicalize().unwrap_or_else(|_| without_dots(path));
    let identity = root
        .and_then(|root| absolute.strip_prefix(root).ok())
        .unwrap_or(&absolute);
    let identity = if identity.as_os_str().is_empty() {
        Path::new(".")
    } else {
        identity
    };
    SourceId {
        identity: identity.as_os_str().as_encoded_bytes().to_vec(),
        path: identity.to_string_lossy().into_owned(),
    }
}

/// Resolves a path that does not exist any more as far as possible.
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

/// Whether the path of a source is that of `scope`, or inside it.
pub(crate) fn is_below(path: &str, scope: &str) -> bool {
    let path = Path::new(path);
    (scope == "." && !path.is_absolute()) || path.starts_with(scope)
}

/// Whether a source was deleted. The walk may have skipped it for other reasons: it may be hidden
/// or ignored, or its folder may be unreadable.
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
