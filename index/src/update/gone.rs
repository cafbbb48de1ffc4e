//! Decides what becomes of sources whose files are gone.
//!
//! - Below a folder that exists, the file was deleted: its passages go.
//! - If the index has the same contents under another name, the file was renamed: the passages
//!   under the old name go. So do those of an edited file if the folder around it was renamed: at
//!   least half of its files are then new in this run under another folder, and not edited.
//! - If what the user gave is missing as a whole, the drive may not be mounted or the folder may
//!   have another name: the passages stay, and the report says so. An empty folder on another
//!   device than before counts as missing: it is where the drive would be mounted.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use crate::index::account::SourceAccount;
use crate::index::file_stamp::device;
use crate::index::source_id::{SourceId, is_gone, paths_above, short_hash, source_id};
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
    /// The hashes of their contents with their paths, as far as the index has them.
    pub contents: HashMap<[u8; 32], String>,
}

/// What becomes of the sources.
#[derive(Default)]
pub(super) struct Outcome<'a> {
    /// Sources to remove, because their files were deleted.
    pub deleted: Vec<&'a SourceAccount>,
    /// Sources to remove, because their files are in the index under another name.
    pub renamed: Vec<&'a SourceAccount>,
    /// The old and the new folders of renamed files, as far as the paths in them are the same, with
    /// the number of these files.
    folders: BTreeMap<(PathBuf, PathBuf), usize>,
    /// Scopes that are missing as a whole, and whose sources stay.
    pub missing: Vec<MissingRoot>,
    /// Paths of roots to drop, because they and all their sources are gone.
    pub roots: HashSet<String>,
    /// Paths of scopes that are gone and dealt with, so that they are not reported as unreadable.
    pub settled: HashSet<String>,
}

impl<'a> Outcome<'a> {
    /// Notes that the file of a source has another path. `is_new` tells whether the index did not
    /// have that path before the run.
    fn rename(&mut self, account: &'a SourceAccount, path: &str, is_new: bool) {
        self.renamed.push(account);
        // Two folders may both have a file without contents.
        if !is_new || account.stamp.size == 0 {
            return;
        }
        let (mut old, mut new) = (Path::new(&account.path), Path::new(path));
        let mut is_same_inside = false;
        while let (Some(one), Some(other)) = (old.file_name(), new.file_name())
            && one == other
            && let (Some(above_one), Some(above_other)) = (old.parent(), new.parent())
        {
            (old, new) = (above_one, above_other);
            is_same_inside = true;
        }
        if is_same_inside && !old.as_os_str().is_empty() {
            let files = self.folders.entry((old.to_owned(), new.to_owned()));
            *files.or_default() += 1;
        }
    }
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
            let covering: Vec<&&Scope> = paths_above(&account.path, self.folder)
                .filter_map(|path| scopes.get(path))
                .collect();
            let known = self.contents.get(&account.hash);
            if (covering.is_empty() && known.is_none()) || !is_gone(&account.path, self.folder) {
                continue;
            }
            // A drive may be mounted inside another root, so the innermost scope decides; but a
            // file that was given by its own name, too, was deleted if its folder is there.
            let is_own = |scope: &&&Scope| scope.id.path == account.path;
            let outer = covering.iter().find(|scope| !is_own(scope));
            match (outer.or(covering.first()), known) {
                (Some(scope), _) if scope.exists => outcome.deleted.push(account),
                (_, Some(path)) => outcome.rename(account, path, self.is_new(path)),
                (Some(scope), None) => kept.entry(&scope.id.path).or_default().push(account),
                (None, None) => {}
            }
        }
        self.find_elsewhere(&mut kept, &mut outcome);
        self.follow_folders(&mut kept, &mut outcome);
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
        let above = |path: &'a str| paths_above(path, self.folder);
        let left = gone.iter().copied().flat_map(above).collect();
        let stay = self.accounts.values().map(|account| &*account.path);
        let stay = stay.filter(|path| !gone.contains(path));
        (left, stay.flat_map(above).collect())
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
        let elsewhere: HashMap<[u8; 32], &str> = self
            .accounts
            .values()
            .filter(|account| !account.in_memory && wanted.contains(&account.hash))
            .filter(|account| !is_gone(&account.path, self.folder))
            .map(|account| (account.hash, &*account.path))
            .collect();
        kept.retain(|_, sources| {
            sources.retain(|account| {
                let path = elsewhere.get(&account.hash);
                let renamed = path.inspect(|path| outcome.rename(account, path, self.is_new(path)));
                renamed.is_none()
            });
            !sources.is_empty()
        });
    }

    /// Adds to the renamed sources those of a renamed folder whose names are in the new folder:
    /// they were edited, too.
    fn follow_folders(
        &self,
        kept: &mut HashMap<&str, Vec<&'a SourceAccount>>,
        outcome: &mut Outcome<'a>,
    ) {
        if outcome.folders.is_empty() {
            return;
        }
        let mut unseen = self.unseen();
        let is_renamed = |((old, _), files): &(&(PathBuf, PathBuf), &usize)| {
            let inside = unseen
                .iter()
                .filter(|account| Path::new(&account.path).starts_with(old));
            2 * **files >= inside.count()
        };
        let folders = outcome.folders.iter().filter(is_renamed);
        let folders: Vec<&(PathBuf, PathBuf)> = folders.map(|(folders, _)| folders).collect();
        let decided = outcome.deleted.iter().chain(&outcome.renamed);
        let decided: HashSet<&str> = decided.map(|account| &*account.path).collect();
        let new_path = |account: &SourceAccount| {
            folders.iter().find_map(|(old, new)| {
                let inside = Path::new(&account.path).strip_prefix(old).ok()?;
                Some(new.join(inside)).filter(|path| self.has(path))
            })
        };
        unseen.retain(|account| {
            !decided.contains(&*account.path)
                && new_path(account).is_some()
                && is_gone(&account.path, self.folder)
        });
        let renamed: HashSet<&str> = unseen.iter().map(|account| &*account.path).collect();
        for sources in kept.values_mut() {
            sources.retain(|kept| !renamed.contains(&*kept.path));
        }
        kept.retain(|_, sources| !sources.is_empty());
        outcome.renamed.extend(unseen);
    }

    /// Whether the index did not have this path before the run.
    fn is_new(&self, path: &str) -> bool {
        !self.accounts.contains_key(&short_hash(path.as_bytes()))
    }

    /// Whether a file that is there is in the index under this path.
    fn has(&self, path: &Path) -> bool {
        let id = short_hash(path.as_os_str().as_encoded_bytes());
        let is_there = || !is_gone(&path.to_string_lossy(), self.folder);
        self.found.contains(&id) || (self.accounts.contains_key(&id) && is_there())
    }
}
