//! Files that a commit names in its payload: they change together with it, and what no commit names is swept.
//!
//! Each bears the hash of its contents as its name. Who is who and the symbol tables are JSON objects, which bear the checksum that
//! the directory gives to these; the list of sources has one object a line.

use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;
use tantivy::Directory;
use tantivy::directory::error::OpenReadError;

/// A sort of such files.
pub(crate) struct NamedFile {
    prefix: &'static str,
    suffix: &'static str,
}

/// The list of sources.
pub(crate) const SOURCES: NamedFile = NamedFile {
    prefix: "sources-",
    suffix: ".jsonl",
};

/// Who is who.
pub(crate) const SPEAKERS: NamedFile = NamedFile {
    prefix: "speakers-",
    suffix: ".json",
};

/// The tables that pack records.
pub(crate) const SYMBOLS: NamedFile = NamedFile {
    prefix: "symbols-",
    suffix: ".json",
};

impl NamedFile {
    /// Whether a name is one of its sort.
    pub fn is(&self, name: &str) -> bool {
        name.starts_with(self.prefix) && name.ends_with(self.suffix)
    }

    /// The name for these contents.
    pub fn name_of(&self, contents: &[u8]) -> String {
        let hash = blake3::hash(contents).to_hex();
        format!("{}{}{}", self.prefix, &hash[..16], self.suffix)
    }

    /// Writes an object; gives the name of its file.
    pub fn write(&self, contents: &impl Serialize, files: &dyn Directory) -> io::Result<String> {
        let contents = serde_json::to_vec(contents)?;
        let name = self.name_of(&contents);
        files.atomic_write(Path::new(&name), &contents)?;
        Ok(name)
    }

    /// The path of a name that stands in a payload. `None` if it is not one of its sort.
    pub fn path(&self, name: Option<String>) -> Option<PathBuf> {
        name.filter(|name| self.is(name)).map(PathBuf::from)
    }
}

/// Whether a name is one of any sort.
pub(crate) fn is_named_file(name: &str) -> bool {
    [SOURCES, SPEAKERS, SYMBOLS]
        .iter()
        .any(|sort| sort.is(name))
}

/// The object of a file.
pub(crate) fn read<T: DeserializeOwned>(
    path: &Path,
    files: &dyn Directory,
) -> Result<T, OpenReadError> {
    let contents = files.atomic_read(path)?;
    serde_json::from_slice(&contents)
        .map_err(|error| OpenReadError::wrap_io_error(error.into(), path.to_owned()))
}
