//! The roots of an index: the files and folders that the user gave, which a run without paths
//! brings up to date.
//!
//! They are in the list of sources. An index of an earlier version has none; each source that no
//! root covers counts as a root of its own.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use serde::Serialize;

use crate::index::account::SourceAccount;
use crate::index::source_id::{is_gone, paths_above};
use crate::index::sources::Root;

/// A file or folder that `onrecord index` without a path brings up to date.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RootStatus {
    /// Its path: relative to the folder that contains the index, or absolute if it is outside.
    pub path: String,
    /// Whether there is no file or folder at the path.
    pub missing: bool,
    /// Whether speakers are found in prose.
    pub attribution: bool,
    /// The format that its files are read as; `None` if it is detected.
    pub format: Option<String>,
    /// The encoding that its files are read in; `None` if it is detected.
    pub encoding: Option<String>,
    /// The names of fields: `speaker=Name,text=Body`.
    pub map: Option<String>,
    /// The patterns of paths that state facts; `None` if none were given.
    pub facts: Option<Vec<String>>,
}

/// The recorded roots by the bytes of their paths, and the sources that none of them covers.
/// `folder` is the folder that paths are relative to.
pub(crate) fn known<'a>(
    mut recorded: BTreeMap<Vec<u8>, Root>,
    accounts: impl Iterator<Item = &'a SourceAccount>,
    folder: Option<&Path>,
) -> BTreeMap<Vec<u8>, Root> {
    let paths: HashSet<String> = recorded
        .values()
        .map(|root| root.entry.path.clone())
        .collect();
    let is_covered = |account: &SourceAccount| {
        paths_above(&account.path, folder).any(|path| paths.contains(path))
    };
    let alone = accounts
        .filter(|account| !account.in_memory && !is_covered(account))
        .map(Root::of);
    recorded.extend(alone.map(|root| (root.entry.identity().to_vec(), root)));
    recorded
}

/// What the user is shown of a root. `folder` is the folder that paths are relative to; `None` in
/// memory, where no root counts as missing.
pub(super) fn status_of(root: &Root, folder: Option<&Path>) -> RootStatus {
    let settings = &root.entry.settings;
    RootStatus {
        path: root.entry.path.clone(),
        missing: folder.is_some() && is_gone(&root.entry.path, folder),
        attribution: settings.attribution,
        format: settings.format.clone(),
        encoding: settings.encoding.clone(),
        map: settings.map.clone(),
        facts: settings.facts.clone(),
    }
}
