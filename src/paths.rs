//! Where the index is, and how the paths of its sources are shown.

use std::path::{Path, PathBuf};

use onrecord_index::Index;
use onrecord_index::hit::DocumentName;
use onrecord_index::ingest::formats::FORMATS;

/// Name of the folder that holds an index.
const FOLDER: &str = ".onrecord";

/// The file of speakers' names for `search -p`, which has no index folder to look next to.
pub(crate) const SPEAKERS_FILE: &str = "speakers.toml";

/// The file of facts about documents for `search -p`.
pub(crate) const DOCUMENTS_FILE: &str = "documents.toml";

/// The index's folder: `named`, else the nearest `.onrecord` here or in a parent folder, else
/// `./.onrecord`.
pub(crate) fn index_folder(named: Option<&Path>) -> PathBuf {
    // A script with an unset variable passes an empty name.
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

/// Opens the index in [`index_folder`].
pub(crate) fn open_index(named: Option<&Path>) -> anyhow::Result<Index> {
    Ok(Index::open(&index_folder(named))?)
}

/// Shows a source's path: relative to the current folder if it is below it, else absolute.
#[derive(Clone, Debug, Default)]
pub(crate) struct Paths {
    /// The folder that the index's paths are relative to.
    base: PathBuf,
    here: PathBuf,
    /// Whether the index outlives this run, so that the ids of its passages are worth showing.
    pub lasting: bool,
}

impl Paths {
    /// For an index in a folder, or in memory (`None`).
    pub fn new(index: Option<&Path>) -> Paths {
        let here = std::env::current_dir()
            .and_then(|here| here.canonicalize())
            .unwrap_or_default();
        let base = index
            .and_then(|index| index.canonicalize().ok())
            .and_then(|index| index.parent().map(Path::to_owned));
        Paths {
            base: base.unwrap_or_else(|| here.clone()),
            here,
            lasting: index.is_some(),
        }
    }

    /// The absolute path of a source.
    pub fn full(&self, path: &str) -> PathBuf {
        self.base.join(path)
    }

    /// The path to show for a place in a document. A document that is inside a file, as a member of
    /// an archive or a letter of a mailbox, is named behind it, as the filter `path:` takes it;
    /// records are found by their lines.
    pub fn cited(&self, path: &str, doc: &str, line: Option<u32>) -> String {
        let name = DocumentName {
            path: path.to_owned(),
            doc: doc.to_owned(),
        };
        let format = FORMATS.of_path(Path::new(path));
        let is_inside = line.is_none() || format.is_some_and(|format| format.is_container());
        let shown = self.shown(path);
        if is_inside && !name.is_whole_file() {
            format!("{shown}#{doc}")
        } else {
            shown
        }
    }

    /// The path to show.
    pub fn shown(&self, path: &str) -> String {
        let full = self.full(path);
        match full.strip_prefix(&self.here) {
            Ok(inside) if inside == Path::new("") || inside == Path::new(".") => ".".to_owned(),
            inside => inside.unwrap_or(&full).to_string_lossy().into_owned(),
        }
    }
}
