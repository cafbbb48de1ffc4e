//! Decides what becomes of sources whose files are gone.
//!
//! - Below a folder that exists, the file was deleted: its passages go.
//! - If the index has the same contents under another name, the file was renamed: the passages
//!   under the old name go.
//! - If what the user gave is missing as a whole, the drive may not be mounted or the folder may
//!   have another name: the passages stay, and the report says so. An empty folder on another
//!   device than before counts as missing: it is where the drive would be mounted.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use crate::index::account::SourceAccount;
use crate::index::file_stamp::device;
use crate::index::source_id::{SourceId, is_gone, paths_above, source_id};
use crate::index::sources::Root;
use crate::update::report::MissingRoot;

/// A file or folder that a run looks at.
pub(super) struct Scope {
    /// Its path, as given.
    pub path: PathBuf,
    pub id: SourceId,
    /// The number of the device that it is on; `None` if the system has none.
    pub device: Option<u64>,
    /// Whether there is something at the path, other than the empty folder of a drive that is not
    /// mounted.
    pub exists: bool,
    /// Whether there is such an empty folder.
    pub is_unmounted: bool,
}

impl Scope {
    /// The scope of a path. `folder` is the folder that paths are relative to, `roots` what the
    /// index knows, by the bytes of their paths.
    pub fn new(path: &Path, folder: Option<&Path>, roots: &BTreeMap<Vec<u8>, Root>) -> Scope {
        let id = source_id(path, folder);
        let metadata = path.metadata().ok();
        let device = metadata.as_ref().and_then(device);
        let before = roots.get(&id.identity).and_then(|root| root.device);
        let has_moved = before.is_some() && device.is_some() && before != device;
        let is_empty = || std::fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none());
        let is_unmounted = has_moved && is_empty();
        Scope {
            path: path.to_owned(),
            id,
            device,
            exists: metadata.is_some() && !is_unmounted,
            is_unmounted,
        }
    }
}

/// The sources of an index, and what a run has found.
pub(super) struct Gone<'a> {
    /// The sources before the run, by the hash of their identity.
    pub accounts: &'a HashMap<String, SourceAccount>,
    /// The folder that paths are relative to.
    pub folder: Option<&'a Path>,
    pub scopes: &'a [Scope],
    /// The hashes of the identities of the files that were found.
    pub found: HashSet<String>,
    /// The hashes of their contents, as far as the index has them.
    pub contents: HashSet<[u8; 32]>,
}

/// What becomes of the sources.
#[derive(Default)]
pub(super) struct Outcome<'a> {
    /// Sources to remove, because their files were deleted.
    pub deleted: Vec<&'a SourceAccount>,
    /// Sources to remove, because their contents are in the index under another name.
    pub renamed: Vec<&'a SourceAccount>,
    /// Scopes that are missing as a whole, and whose sources stay.
    pub missing: Vec<MissingRoot>,
    /// Paths of roots to drop, because they and all their sources are gone.
    pub roots: HashSet<String>,
    /// Paths of scopes that are gone and dealt with, so that they are not reported as unreadable.
    pub settled: HashSet<String>,
}

impl<'a> Gone<'a> {
    /// Decides about every source that the run has not found.
    pub fn sort_out(&self, roots: &BTreeMap<Vec<u8>, Root>) -> Outcome<'a> {
        let mut outcome = Outcome::default();
        let scopes: HashMap<&str, &Scope> = self
            .scopes
            .iter()
            .map(|scope| (&*scope.id.path, scope))
            .collect();
        // Sources that stay because a scope is missing, by the path of that scope.
        let mut kept: HashMap<&str, Vec<&'a SourceAccount>> = HashMap::new();
        for account in self.unseen() {
            let covering: Vec<&&Scope> = paths_above(&account.path)
                .filter_map(|path| scopes.get(path))
                .collect();
            let is_known = self.contents.contains(&account.hash);
            if (covering.is_empty() && !is_known) || !is_gone(&account.path, self.folder) {
                continue;
            }
            // A drive may be mounted inside another root, so the innermost scope decides; but a
            // file that was given by its own name, too, was deleted if its folder is there.
            let is_own = |scope: &&&Scope| scope.id.path == account.path;
            let outer = covering.iter().find(|scope| !is_own(scope));
            match outer.or(covering.first()) {
                Some(scope) if scope.exists => outcome.deleted.push(account),
                _ if is_known => outcome.renamed.push(account),
                Some(scope) => kept.entry(&scope.id.path).or_default().push(account),
                None => {}
            }
        }
        self.find_elsewhere(&mut kept, &mut outcome);
        let (left, stay) = self.paths_left_and_kept(&outcome);
        let is_emptied = |path: &str| left.contains(path) && !stay.contains(path);
        for scope in self.scopes.iter().filter(|scope| !scope.exists) {
            let path = &scope.id.path;
            if let Some(kept) = kept.get(&**path) {
                outcome.missing.push(MissingRoot {
                    path: scope.path.clone(),
                    files: kept.len() as u64,
                    is_unmounted: scope.is_unmounted,
                });
            }
            if kept.contains_key(&**path) || is_emptied(path) {
                outcome.settled.insert(path.clone());
            }
        }
        let gone = roots.values().map(|root| &root.entry.path);
        let gone = gone.filter(|path| is_gone(path, self.folder) && is_emptied(path));
        outcome.roots = gone.cloned().collect();
        outcome
    }

    /// The paths of sources that leave the index and of those that stay, each with the folders that
    /// it is in.
    fn paths_left_and_kept(&self, outcome: &Outcome<'a>) -> (HashSet<&'a str>, HashSet<&'a str>) {
        let gone = outcome.deleted.iter().chain(&outcome.renamed);
        let gone: HashSet<&str> = gone.map(|account| &*account.path).collect();
        if gone.is_empty() {
            return Default::default();
        }
        let left = gone.iter().flat_map(|path| paths_above(path)).collect();
        let stay = self.accounts.values().map(|account| &*account.path);
        let stay = stay.filter(|path| !gone.contains(path));
        (left, stay.flat_map(paths_above).collect())
    }

    /// The sources that have a file and were not found, by path.
    fn unseen(&self) -> Vec<&'a SourceAccount> {
        let accounts = self.accounts.values();
        let mut unseen: Vec<&SourceAccount> = accounts
            .filter(|account| !account.in_memory && !self.found.contains(&account.source))
            .collect();
        unseen.sort_by(|one, other| one.path.cmp(&other.path));
        unseen
    }

    /// Moves those of the `kept` sources to the renamed ones whose contents the index has under
    /// another name that exists.
    fn find_elsewhere(
        &self,
        kept: &mut HashMap<&str, Vec<&'a SourceAccount>>,
        outcome: &mut Outcome<'a>,
    ) {
        if kept.is_empty() {
            return;
        }
        let wanted: HashSet<[u8; 32]> = kept.values().flatten().map(|kept| kept.hash).collect();
        let elsewhere: HashSet<[u8; 32]> = self
            .accounts
            .values()
            .filter(|account| !account.in_memory && wanted.contains(&account.hash))
            .filter(|account| !is_gone(&account.path, self.folder))
            .map(|account| account.hash)
            .collect();
        for sources in kept.values_mut() {
            let (renamed, still): (Vec<_>, Vec<_>) = std::mem::take(sources)
                .into_iter()
                .partition(|account| elsewhere.contains(&account.hash));
            outcome.renamed.extend(renamed);
            *sources = still;
        }
        kept.retain(|_, sources| !sources.is_empty());
    }
}
