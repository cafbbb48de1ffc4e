//! The folder of an index: tantivy's memory-mapped directory, with four differences.
//!
//! - The file that a commit replaces gets a checksum (`json_checksum`), the permissions that the
//!   umask asks for (tantivy makes it private to one user), and the folder is synced after the file
//!   was renamed into place, not before.
//! - The folder itself says which files belong to the index. Tantivy keeps a list of them in a file
//!   that it syncs twice for every file of a segment. If that list is damaged or outdated, unused
//!   files stay on disk forever.
//! - The next writer deletes files that no commit uses, such as those of a killed process.
//! - An index on read-only media, or of another user, can be opened: the lock is then taken on a
//!   file that can only be read. If there is no such file, there is no lock.

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

use crate::storage::json_checksum;
use crate::storage::named_file::is_named_file;

/// The file that names the segments of the last commit.
pub(crate) const META: &str = "meta.json";

/// The file in which tantivy would list the files of the index.
const MANAGED: &str = ".managed.json";

/// Prefix of our files that are renamed when they are complete.
const NEW: &str = ".new-";

/// The name of [`META`] for a replacement index. It has the prefix of unfinished files, so that it
/// is deleted if the rebuild is killed.
const REPLACEMENT_META: &str = ".new-beside.json";

/// Prefix of tantivy's own unfinished files.
const TEMPORARY: &str = ".tmp";

/// A folder that holds an index.
#[derive(Clone, Debug)]
pub(crate) struct IndexDirectory {
    inner: MmapDirectory,
    root: PathBuf,
    /// Whether this is a replacement index; see [`replacement`](Self::replacement).
    is_replacement: bool,
    /// Whether no new file may be created; see [`block_new_files`](Self::block_new_files).
    is_blocked: Arc<RwLock<bool>>,
}

impl IndexDirectory {
    /// Opens an existing folder.
    pub fn open(root: &Path) -> Result<IndexDirectory, OpenDirectoryError> {
        Ok(IndexDirectory {
            inner: MmapDirectory::open(root)?,
            root: root.to_owned(),
            is_replacement: false,
            is_blocked: Arc::default(),
        })
    }

    /// A directory in the same folder for an index that is to replace the current one.
    ///
    /// The caller must hold the writer lock; the replacement does not take it again. It never
    /// deletes unused files, because those of the current index look unused to it.
    pub fn replacement(&self) -> io::Result<IndexDirectory> {
        match std::fs::remove_file(self.root.join(REPLACEMENT_META)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        Ok(IndexDirectory {
            inner: MmapDirectory::open(&self.root).map_err(io::Error::other)?,
            root: self.root.clone(),
            is_replacement: true,
            is_blocked: Arc::default(),
        })
    }

    /// Makes the last commit of the replacement the current one.
    pub fn activate_replacement(&self) -> io::Result<()> {
        std::fs::rename(self.root.join(REPLACEMENT_META), self.root.join(META))?;
        self.sync_directory()
    }

    /// Writes a file completely or not at all.
    pub fn replace(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        // Always the same temporary name: the next run overwrites what a crash leaves behind.
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let temporary = self.root.join(format!("{NEW}{name}"));
        let mut file = std::fs::File::create(&temporary)?;
        file.write_all(data)?;
        file.sync_all()?;
        std::fs::rename(&temporary, self.root.join(path))?;
        self.sync_directory()
    }

    /// The name on disk of a file that tantivy asks for.
    fn name_on_disk<'p>(&self, path: &'p Path) -> &'p Path {
        if self.is_replacement && path == Path::new(META) {
            Path::new(REPLACEMENT_META)
        } else {
            path
        }
    }

    /// Deletes the index files that are not in `used`, and all unfinished files. The caller must
    /// hold the writer lock.
    pub fn delete_unused(&self, used: &HashSet<PathBuf>) -> io::Result<()> {
        if self.is_replacement {
            return Ok(());
        }
        let unused = |name: &PathBuf| is_unused(name, used);
        let unused: Vec<PathBuf> = self.names()?.filter(unused).collect();
        if unused.is_empty() {
            return Ok(());
        }
        // A reader holds this lock between reading the name of a file and opening it.
        let _reading = self.acquire_lock(&META_LOCK);
        for name in unused {
            match std::fs::remove_file(self.root.join(name)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        self.sync_directory()
    }

    /// Refuses to create files of segments until [`allow_new_files`](Self::allow_new_files).
    ///
    /// Merges may still be running when a run is abandoned. A file that one creates after the
    /// unused files were deleted would stay on disk.
    pub fn block_new_files(&self) {
        self.set_blocked(true);
    }

    /// Allows the creation of files again, for the next run.
    pub fn allow_new_files(&self) {
        self.set_blocked(false);
    }

    fn set_blocked(&self, blocked: bool) {
        let lock = self.is_blocked.write();
        *lock.unwrap_or_else(PoisonError::into_inner) = blocked;
    }

    /// Whether [`delete_unused`](Self::delete_unused) would delete anything.
    pub fn has_unused(&self, used: &HashSet<PathBuf>) -> io::Result<bool> {
        Ok(!self.is_replacement && self.names()?.any(|name| is_unused(&name, used)))
    }

    fn names(&self) -> io::Result<impl Iterator<Item = PathBuf>> {
        let entries = std::fs::read_dir(&self.root)?;
        Ok(entries
            .flatten()
            .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
            .map(|entry| PathBuf::from(entry.file_name())))
    }

    /// The contents of the list that tantivy would keep.
    fn managed(&self) -> io::Result<Vec<u8>> {
        if self.is_replacement {
            return Ok(b"[]".to_vec());
        }
        let mut names: Vec<PathBuf> = self.names()?.filter(|name| is_of_segment(name)).collect();
        names.sort();
        Ok(serde_json::to_vec(&names)?)
    }

    /// Locks a file that can only be read. If the file does not exist, no writer ever locked it,
    /// and there is nothing to wait for.
    fn lock_to_read(&self, lock: &Lock) -> io::Result<DirectoryLock> {
        match std::fs::File::open(self.root.join(&lock.filepath)) {
            Ok(file) => {
                // A medium without locks has no writer either.
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
        self.inner.exists(self.name_on_disk(path))
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        // Held while the file is created, so that a later `delete_unused` finds it.
        let blocked = self.is_blocked.read();
        let blocked = blocked.unwrap_or_else(PoisonError::into_inner);
        if *blocked {
            let error = io::Error::other("the run was abandoned");
            return Err(OpenWriteError::wrap_io_error(error, path.to_owned()));
        }
        self.inner.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let failed = |error| OpenReadError::wrap_io_error(error, path.to_owned());
        if path == Path::new(MANAGED) {
            return self.managed().map_err(failed);
        }
        let bytes = self.inner.atomic_read(self.name_on_disk(path))?;
        match json_checksum::is_valid(&bytes) {
            Some(false) => Err(failed(io::Error::new(
                io::ErrorKind::InvalidData,
                "checksum does not match",
            ))),
            // Early versions wrote no checksum.
            Some(true) | None => Ok(bytes),
        }
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        if path == Path::new(MANAGED) {
            return Ok(());
        }
        self.replace(self.name_on_disk(path), &json_checksum::append(data))
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.inner.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        if self.is_replacement && lock.filepath == INDEX_WRITER_LOCK.filepath {
            return Ok(DirectoryLock::from(Box::new(())));
        }
        match self.inner.acquire_lock(lock) {
            // This lock keeps a writer from deleting what a reader is opening.
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

/// Whether this is a file of a segment: 32 hexadecimal digits and an extension.
fn is_of_segment(name: &Path) -> bool {
    let id = name.to_str().and_then(|name| name.split_once('.'));
    id.is_some_and(|(id, _)| id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Whether an index can have a file of this name.
pub(crate) fn is_index_file(name: &str) -> bool {
    let locks = [&INDEX_WRITER_LOCK.filepath, &META_LOCK.filepath];
    name == META
        || locks.iter().any(|lock| lock.to_str() == Some(name))
        || is_unused(Path::new(name), &HashSet::new())
}

/// Whether the file belongs to an index but not to the commit that consists of the `used` files.
fn is_unused(name: &Path, used: &HashSet<PathBuf>) -> bool {
    let is_unfinished = name.to_str().is_some_and(|name| {
        name.starts_with(NEW) || name.starts_with(TEMPORARY) || name == MANAGED
    });
    let is_named = name.to_str().is_some_and(is_named_file);
    let is_of_commit = is_of_segment(name) || is_named;
    is_unfinished || (is_of_commit && !used.contains(name))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::path::{Path, PathBuf};

    use super::{IndexDirectory, is_unused};

    #[test]
    fn only_files_that_an_index_writes_are_deleted() {
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
        let used = HashSet::from([PathBuf::from(format!("{segment}.idx"))]);
        assert!(directory.has_unused(&used).expect("a listing"));
        directory.delete_unused(&used).expect("deleted");
        assert!(!directory.has_unused(&used).expect("a listing"));
        for name in &names {
            let kept = name.ends_with(".idx")
                || (!name.starts_with(segment) && !is_unused(Path::new(name), &used));
            assert_eq!(folder.path().join(name).exists(), kept, "{name}");
        }
    }
}
