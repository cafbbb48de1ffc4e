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

/// The file of a source: `path` is what is shown, `bytes` the path if that is not valid Unicode.
/// Relative paths start at `folder`.
pub(crate) fn file_of(path: &str, bytes: Option<&[u8]>, folder: &Path) -> PathBuf {
    #[cfg(unix)]
    if let Some(bytes) = bytes {
        use std::os::unix::ffi::OsStrExt;
        return folder.join(std::ffi::OsStr::from_bytes(bytes));
    }
    #[cfg(not(unix))]
    let _ = bytes;
    folder.join(path)
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

/// Resolves a path that does not exist any more as far as possible: links in the part of it that
/// still exists, and dots in the rest.
fn without_dots(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let existing = absolute.ancestors().find_map(|above| {
        Some((
            above.canonicalize().ok()?,
            absolute.strip_prefix(above).ok()?,
        ))
    });
    let (mut resolved, rest) = existing.unwrap_or_else(|| (PathBuf::new(), &absolute));
    for part in rest.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                resolved.pop();
            }
            part => resolved.push(part),
        }
    }
    resolved
}

/// Whether the path of a source is that of `scope`, or inside it. Both are relative to the folder
/// that contains the index, or absolute; `holds_index` tells whether that folder is inside the
/// scope.
pub(crate) fn is_below(path: &str, scope: &str, holds_index: bool) -> bool {
    let path = Path::new(path);
    let is_around = scope == "." || holds_index;
    (is_around && !path.is_absolute()) || path.starts_with(scope)
}

/// The path, and those of the folders that it is in, from the inside out: all that [`is_below`]
/// accepts as a scope. `folder` is the folder that relative paths start at.
pub(crate) fn paths_above<'a>(
    path: &'a str,
    folder: Option<&'a Path>,
) -> impl Iterator<Item = &'a str> {
    let path = Path::new(path);
    let is_relative = !path.is_absolute();
    let above = path.ancestors().filter_map(Path::to_str);
    let around = folder.filter(|_| is_relative).into_iter();
    let around = around.flat_map(|folder| folder.ancestors().filter_map(Path::to_str));
    above
        .filter(|above| !above.is_empty())
        .chain(is_relative.then_some("."))
        .chain(around)
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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{is_below, paths_above, source_id};

    #[test]
    fn the_paths_above_are_the_scopes_that_a_path_is_in() {
        let above: Vec<&str> = paths_above("town/council/march.txt", None).collect();
        assert_eq!(
            above,
            ["town/council/march.txt", "town/council", "town", "."]
        );
        assert!(above.iter().all(|scope| is_below(above[0], scope, false)));
        assert!(!paths_above("/town", None).any(|scope| scope == "."));
    }

    #[test]
    fn a_relative_path_is_also_in_the_folders_around_the_index() {
        let folder = Path::new("/archive/town");
        let above: Vec<&str> = paths_above("march.txt", Some(folder)).collect();
        assert_eq!(above, ["march.txt", ".", "/archive/town", "/archive", "/"]);
        assert!(is_below("march.txt", "/archive", true));
        assert!(!is_below("/letters/march.txt", "/archive", true));
        let absolute: Vec<&str> = paths_above("/letters", Some(folder)).collect();
        assert_eq!(absolute, ["/letters", "/"]);
    }

    #[test]
    fn a_path_below_a_folder_that_is_gone_is_resolved_like_one_that_exists() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().canonicalize().expect("a path");
        let gone = folder.path().join("town/./hearing/../council/march.txt");
        let id = source_id(&gone, Some(&root));
        assert_eq!(id.path.replace('\\', "/"), "town/council/march.txt");
    }
}
