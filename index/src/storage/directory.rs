//! The folder an index lies in: tantivy's memory-mapped directory, with five differences.
//!
//! - The file that a commit replaces bears a checksum (see `seal`), gets the permissions that the umask asks for (tantivy's is
//!   private to one user), and the folder is synced after it was renamed into place, not before.
//! - Which files belong to the index is told by the folder itself. Tantivy keeps a list of them in a file of its own, synced
//!   twice for every file of a segment; a list that is damaged or behind leaves files on disk for good.
//! - What no commit needs (a killed run's files) is swept away by the next writer.
//! - An index on read-only media, or of another user, can be opened: a lock is taken through the file as it can be read, and
//!   done without where there is none.

use std::collections::HashSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use tantivy::directory::error::{
    DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError,
};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, INDEX_WRITER_LOCK, Lock, META_LOCK, MmapDirectory,
    WatchCallback, WatchHandle, WritePtr,
};

use crate::storage::named_file::is_named_file;
use crate::storage::seal;

/// The file that names the segments of the last commit.
pub(crate) const META: &str = "meta.json";

/// The file in which tantivy would list the index's files.
const MANAGED: &str = ".managed.json";

/// How the names of files begin that are to be renamed when they are complete.
const NEW: &str = ".new-";

/// What stands for [`META`] while an index grows beside another. The name is one of a file that is not complete.
const BESIDE: &str = ".new-beside.json";

/// How the names of tantivy's own unfinished files begin.
const TEMPORARY: &str = ".tmp";

/// A folder that holds an index.
#[derive(Clone, Debug)]
pub(crate) struct IndexDirectory {
    inner: MmapDirectory,
    root: PathBuf,
    /// Whether this is an index that grows beside another in the folder; see [`beside`](Self::beside).
    beside: bool,
    /// Whether no file may be begun any more; see [`give_up`](Self::give_up).
    given_up: Arc<RwLock<bool>>,
}

impl IndexDirectory {
    /// Opens a folder that exists.
    pub fn open(root: &Path) -> Result<IndexDirectory, OpenDirectoryError> {
        Ok(IndexDirectory {
            inner: MmapDirectory::open(root)?,
            root: root.to_owned(),
            beside: false,
            given_up: Arc::default(),
        })
    }

    /// A place in the same folder for an index that is to take over from the one there. For who holds the writer's lock, which
    /// is not taken again; nothing is swept meanwhile, as each would take the other's files for dead.
    pub fn beside(&self) -> io::Result<IndexDirectory> {
        match std::fs::remove_file(self.root.join(BESIDE)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        Ok(IndexDirectory {
            inner: MmapDirectory::open(&self.root).map_err(io::Error::other)?,
            root: self.root.clone(),
            beside: true,
            given_up: Arc::default(),
        })
    }

    /// Puts the last commit of the index that grew beside in the place of the one that was there.
    pub fn take_over(&self) -> io::Result<()> {
        std::fs::rename(self.root.join(BESIDE), self.root.join(META))?;
        self.sync_directory()
    }

    /// Writes a file whole or not at all.
    pub fn replace(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        // One name for each target: what a crash leaves behind is overwritten by the next run.
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let temporary = self.root.join(format!("{NEW}{name}"));
        let mut file = std::fs::File::create(&temporary)?;
        file.write_all(data)?;
        file.sync_all()?;
        std::fs::rename(&temporary, self.root.join(path))?;
        self.sync_directory()
    }

    /// The name in the folder for the name that tantivy knows.
    fn known<'p>(&self, path: &'p Path) -> &'p Path {
        if self.beside && path == Path::new(META) {
            Path::new(BESIDE)
        } else {
            path
        }
    }

    /// Deletes the files of the index that are not `living`, and what was left unfinished. For who holds the writer's lock.
    pub fn sweep(&self, living: &HashSet<PathBuf>) -> io::Result<()> {
        if self.beside {
            return Ok(());
        }
        let dead: Vec<PathBuf> = self.names()?.filter(|name| is_dead(name, living)).collect();
        if dead.is_empty() {
            return Ok(());
        }
        // A reader that has read of a file and not yet opened it holds this lock.
        let _reading = self.acquire_lock(&META_LOCK);
        for name in dead {
            match std::fs::remove_file(self.root.join(name)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        self.sync_directory()
    }

    /// From here on no file of a segment is begun, until [`take_up`](Self::take_up). Of several indexing threads of which one
    /// failed, tantivy lets the others run on: what they began later would stay behind a sweep.
    pub fn give_up(&self) {
        self.set_given_up(true);
    }

    /// A run begins: files may be begun.
    pub fn take_up(&self) {
        self.set_given_up(false);
    }

    fn set_given_up(&self, given_up: bool) {
        *self
            .given_up
            .write()
            .unwrap_or_else(PoisonError::into_inner) = given_up;
    }

    /// Whether there is anything to be swept.
    pub fn has_dead(&self, living: &HashSet<PathBuf>) -> io::Result<bool> {
        Ok(!self.beside && self.names()?.any(|name| is_dead(&name, living)))
    }

    fn names(&self) -> io::Result<impl Iterator<Item = PathBuf>> {
        let entries = std::fs::read_dir(&self.root)?;
        Ok(entries
            .flatten()
            .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
            .map(|entry| PathBuf::from(entry.file_name())))
    }

    /// The list that tantivy would keep.
    fn managed(&self) -> io::Result<Vec<u8>> {
        if self.beside {
            return Ok(b"[]".to_vec());
        }
        let mut names: Vec<PathBuf> = self.names()?.filter(|name| is_of_segment(name)).collect();
        names.sort();
        Ok(serde_json::to_vec(&names)?)
    }

    /// The lock on a file that can only be read. Where there is no such file, no writer ever held the lock.
    fn lock_to_read(&self, lock: &Lock) -> io::Result<DirectoryLock> {
        match std::fs::File::open(self.root.join(&lock.filepath)) {
            Ok(file) => {
                // Media that know no locks know no writer, either.
                let _ = file.lock();
                Ok(DirectoryLock::from(Box::new(file)))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Ok(DirectoryLock::from(Box::new(())))
            }
            Err(error) => Err(error),
        }
    }
}

impl Directory for IndexDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.inner.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.inner.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(self.known(path))
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        // Held while the file is made, so that a sweep that comes after finds it.
        let given_up = self.given_up.read().unwrap_or_else(PoisonError::into_inner);
        if *given_up {
            let error = io::Error::other("the run was given up");
            return Err(OpenWriteError::wrap_io_error(error, path.to_owned()));
        }
        self.inner.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let failed = |error| OpenReadError::wrap_io_error(error, path.to_owned());
        if path == Path::new(MANAGED) {
            return self.managed().map_err(failed);
        }
        let bytes = self.inner.atomic_read(self.known(path))?;
        match seal::check(&bytes) {
            Some(false) => Err(failed(io::Error::new(
                io::ErrorKind::InvalidData,
                seal::BROKEN,
            ))),
            // An index of an earlier version bears none.
            Some(true) | None => Ok(bytes),
        }
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        if path == Path::new(MANAGED) {
            return Ok(());
        }
        self.replace(self.known(path), &seal::seal(data))
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.inner.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        if self.beside && lock.filepath == INDEX_WRITER_LOCK.filepath {
            return Ok(DirectoryLock::from(Box::new(())));
        }
        match self.inner.acquire_lock(lock) {
            // The lock keeps a writer from deleting what a reader is opening.
            Err(LockError::IoError(error))
                if lock.filepath == META_LOCK.filepath && is_read_only(&error) =>
            {
                self.lock_to_read(lock).map_err(LockError::wrap_io_error)
            }
            outcome => outcome,
        }
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(callback)
    }
}

fn is_read_only(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
    )
}

/// Whether a name is one of a segment's files: 32 hexadecimal digits and an ending.
fn is_of_segment(name: &Path) -> bool {
    let id = name.to_str().and_then(|name| name.split_once('.'));
    id.is_some_and(|(id, _)| id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn is_dead(name: &Path, living: &HashSet<PathBuf>) -> bool {
    let unfinished = name.to_str().is_some_and(|name| {
        name.starts_with(NEW) || name.starts_with(TEMPORARY) || name == MANAGED
    });
    let is_of_commit = name.to_str().is_some_and(is_named_file);
    unfinished || (is_of_segment(name) || is_of_commit) && !living.contains(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_an_index_writes_is_swept() {
        let folder = tempfile::tempdir().expect("a folder");
        let segment = "0123456789abcdef0123456789abcdef";
        let names = [
            format!("{segment}.store"),
            format!("{segment}.7.del"),
            format!("{segment}.idx"),
            ".new-meta.json".to_owned(),
            ".tmpA1b2C3".to_owned(),
            ".managed.json".to_owned(),
            ".tantivy-writer.lock".to_owned(),
            "meta.json".to_owned(),
            "sources-0123456789abcdef.jsonl".to_owned(),
            "speakers-0123456789abcdef.json".to_owned(),
            "symbols-0123456789abcdef.json".to_owned(),
            "notes.txt".to_owned(),
        ];
        for name in &names {
            std::fs::write(folder.path().join(name), "").expect("a file");
        }
        let directory = IndexDirectory::open(folder.path()).expect("a directory");
        let living = HashSet::from([PathBuf::from(format!("{segment}.idx"))]);
        assert!(directory.has_dead(&living).expect("a listing"));
        directory.sweep(&living).expect("a sweep");
        assert!(!directory.has_dead(&living).expect("a listing"));
        for name in &names {
            let kept = name.ends_with(".idx")
                || !name.starts_with(segment) && !is_dead(Path::new(name), &living);
            assert_eq!(folder.path().join(name).exists(), kept, "{name}");
        }
    }
}
