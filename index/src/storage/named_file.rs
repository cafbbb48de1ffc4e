//! Files next to the segments that a commit names in its payload, so that both change together.
//!
//! The name of each contains a hash of its contents (64 bits of BLAKE3). The speaker aliases and
//! the symbol tables are JSON objects, to which the directory adds a checksum. The list of sources
//! has one JSON object per line, and the vectors and their lookup table are numbers: their name is
//! their checksum. Files that the last commit does not name
//! are deleted by the next writer.

use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;
use tantivy::Directory;
use tantivy::directory::error::OpenReadError;

/// One kind of such files.
pub(crate) struct NamedFile {
    prefix: &'static str,
    suffix: &'static str,
}

/// The list of sources.
pub(crate) const SOURCES: NamedFile = NamedFile {
    prefix: "sources-",
    suffix: ".jsonl",
};

/// The speaker aliases: which names mean one person.
pub(crate) const SPEAKERS: NamedFile = NamedFile {
    prefix: "speakers-",
    suffix: ".json",
};

/// The symbol tables that pack records.
pub(crate) const SYMBOLS: NamedFile = NamedFile {
    prefix: "symbols-",
    suffix: ".json",
};

/// The vectors of the passages.
pub(crate) const VECTORS: NamedFile = NamedFile {
    prefix: "vectors-",
    suffix: ".bin",
};

/// The table that gives queries a vector.
pub(crate) const LOOKUP: NamedFile = NamedFile {
    prefix: "lookup-",
    suffix: ".bin",
};

impl NamedFile {
    /// Whether `name` is the name of a file of this kind.
    pub fn is(&self, name: &str) -> bool {
        name.starts_with(self.prefix) && name.ends_with(self.suffix)
    }

    /// The file name for these contents.
    pub fn name_of(&self, contents: &[u8]) -> String {
        let hash = blake3::hash(contents).to_hex();
        format!("{}{}{}", self.prefix, &hash[..16], self.suffix)
    }

    /// Writes a JSON object. Returns the name of its file.
    pub fn write(&self, contents: &impl Serialize, files: &dyn Directory) -> io::Result<String> {
        let contents = serde_json::to_vec(contents)?;
        let name = self.name_of(&contents);
        files.atomic_write(Path::new(&name), &contents)?;
        Ok(name)
    }

    /// The path of a file that a payload names. `None` if the name is not of this kind.
    pub fn path(&self, name: Option<String>) -> Option<PathBuf> {
        name.filter(|name| self.is(name)).map(PathBuf::from)
    }
}

/// Whether a file whose name is its checksum has the contents it was written with.
pub(crate) fn is_intact(file: &Path, contents: &[u8]) -> bool {
    let hash = blake3::hash(contents).to_hex();
    let name = file.to_str().and_then(|name| name.rsplit_once('-'));
    name.is_some_and(|(_, end)| end.split('.').next() == Some(&hash[..16]))
}

/// Whether `name` is the name of a file of any kind.
pub(crate) fn is_named_file(name: &str) -> bool {
    [SOURCES, SPEAKERS, SYMBOLS, VECTORS, LOOKUP]
        .iter()
        .any(|kind| kind.is(name))
}

/// Reads a JSON object. Fails if the file is missing, damaged, or no such object.
pub(crate) fn read<T: DeserializeOwned>(
    path: &Path,
    files: &dyn Directory,
) -> Result<T, OpenReadError> {
    let contents = files.atomic_read(path)?;
    serde_json::from_slice(&contents)
        .map_err(|error| OpenReadError::wrap_io_error(error.into(), path.to_owned()))
}
