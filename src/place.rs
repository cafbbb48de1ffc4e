//! Where the index lies, and how its paths look from here.

use std::path::{Path, PathBuf};

/// Name of the folder that holds an index.
const FOLDER: &str = ".onrecord";

/// The index's folder: the one named, else the nearest `.onrecord` here or in a parent folder, else `./.onrecord`.
pub(crate) fn index(named: Option<&Path>) -> PathBuf {
    // An empty name is what an unset variable looks like in a script.
    if let Some(named) = named.filter(|named| !named.as_os_str().is_empty()) {
        return named.to_owned();
    }
    let here = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("."));
    let nearest = here
        .ancestors()
        .map(|folder| folder.join(FOLDER))
        .find(|folder| folder.is_dir());
    match nearest {
        Some(found) if found.parent() == Some(&here) => PathBuf::from(FOLDER),
        Some(found) => found,
        None => PathBuf::from(FOLDER),
    }
}

/// Where the user's file of names lies if there is no lasting index for it to lie beside.
pub(crate) fn speakers_file() -> PathBuf {
    PathBuf::from("speakers.toml")
}

/// How a source's path is shown: from the current folder if it lies below it, else in full.
#[derive(Clone, Debug, Default)]
pub(crate) struct Paths {
    holder: Option<PathBuf>,
    here: PathBuf,
    /// Whether the index outlasts this run, so that its ids are worth showing.
    pub lasting: bool,
}

impl Paths {
    /// For an index in a folder, or in memory.
    pub fn new(index: Option<&Path>) -> Paths {
        let here = std::env::current_dir()
            .and_then(|here| here.canonicalize())
            .unwrap_or_default();
        let holder = index
            .and_then(|index| index.canonicalize().ok())
            .and_then(|index| index.parent().map(Path::to_owned));
        Paths {
            holder: holder.or_else(|| Some(here.clone())),
            here,
            lasting: index.is_some(),
        }
    }

    /// The whole path of a source.
    pub fn full(&self, path: &str) -> PathBuf {
        self.holder
            .as_ref()
            .map_or_else(|| PathBuf::from(path), |holder| holder.join(path))
    }

    /// The path to show.
    pub fn shown(&self, path: &str) -> String {
        let full = self.full(path);
        full.strip_prefix(&self.here)
            .unwrap_or(&full)
            .to_string_lossy()
            .into_owned()
    }
}
