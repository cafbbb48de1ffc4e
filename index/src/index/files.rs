//! Creates and opens an index, and reads what its last commit names.
//!
//! An index is a folder, or lies in memory. Tantivy takes the bytes of its files for granted, so
//! damage must be found out: the whole of a small index is compared with its checksums before each
//! search, and for larger ones an error or a panic is traced to the damaged file
//! ([`IndexFiles::guarded`]).

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use tantivy::directory::error::OpenReadError;
use tantivy::directory::{Directory, INDEX_WRITER_LOCK, RamDirectory};
use tantivy::{ReloadPolicy, TantivyError};

use crate::error::{Error, Result};
use crate::facts::documents::DocumentRules;
use crate::fields::schema::{self, Fields};
use crate::index::account::{SourceAccount, accounts_of_segment};
use crate::index::damage;
use crate::index::payload::{self, IndexVersion, MetaSummary, files_of_commit};
use crate::index::record::read_account;
use crate::index::sources::{self, Remains, Root, SourceEntry};
use crate::meaning::entry::MeaningEntry;
use crate::speakers::Speakers;
use crate::speakers::rules::Rules;
use crate::speakers::table::AliasTable;
use crate::storage::directory::{IndexDirectory, META, is_index_file};
use crate::storage::errors;
use crate::storage::interrupt;
use crate::storage::panics;
use crate::storage::segment_files::{Damage, VERIFIED_BYTES};
use crate::storage::settings::{STORE_BLOCKS, settings};
use crate::stored::tables::SymbolTables;

/// Attempts to open the files that a commit names. Between reading the names and opening the files,
/// a writer may have committed again and deleted them; nine times in a row is unlikely.
const ATTEMPTS: usize = 9;

/// The user's file of speaker aliases, next to the folder of the index.
const SPEAKERS_FILE: &str = "speakers.toml";

/// The user's file of facts about documents, next to the folder of the index.
const DOCUMENTS_FILE: &str = "documents.toml";

/// The path of an index in memory, in error messages.
const IN_MEMORY: &str = "(memory)";

/// The files of an index.
#[derive(Clone)]
pub(crate) struct IndexFiles {
    /// The index for tantivy.
    pub inner: tantivy::Index,
    /// The fields of its schema.
    pub fields: Fields,
    /// Its folder; `None` in memory.
    pub directory: Option<IndexDirectory>,
    /// Up to this size in bytes the index is compared with its checksums before a search.
    pub verified_bytes: u64,
    path: Option<PathBuf>,
    /// The same as `directory`, but present in memory too.
    pub(super) files: Box<dyn Directory>,
    speakers_file: Option<PathBuf>,
    documents_file: Option<PathBuf>,
    /// What a replacement takes over from the index that it replaces.
    inherited: Option<MeaningEntry>,
}

impl IndexFiles {
    /// Opens the index in the folder `path`. Creates the folder and an empty index if there is
    /// none.
    ///
    /// Fails if the folder has an index of another version or other files, if it cannot be written,
    /// or if another process is creating the same index.
    pub fn create(path: &Path) -> Result<IndexFiles> {
        match IndexFiles::open(path) {
            Err(Error::NoIndex { .. }) => {}
            outcome => return outcome,
        }
        let failed = |error| errors::from_tantivy(error, "create", path);
        if path.exists() && !is_free(path) {
            return Err(Error::Occupied {
                path: path.to_owned(),
            });
        }
        // Before anything is written: later commands need the files.
        IndexFiles::check_files_beside(path)?;
        let created = std::fs::create_dir_all(path).and_then(|()| sync_parent_of(path));
        created.map_err(|error| failed(error.into()))?;
        let directory = IndexDirectory::open(path).map_err(|error| failed(error.into()))?;
        let _lock = directory
            .acquire_lock(&INDEX_WRITER_LOCK)
            .map_err(|error| failed(TantivyError::LockFailure(error, None)))?;
        // Another process may have created it before this one had the lock.
        match IndexFiles::open(path) {
            Err(Error::NoIndex { .. }) => {}
            outcome => return outcome,
        }
        IndexFiles::new_in(directory, path).map_err(failed)
    }

    /// Creates an empty index in memory.
    pub fn in_memory() -> Result<IndexFiles> {
        let (schema, fields) = schema::schema();
        let directory = RamDirectory::create();
        let inner = tantivy::Index::create(directory.clone(), schema, settings());
        let inner =
            inner.map_err(|error| errors::from_tantivy(error, "create", Path::new(IN_MEMORY)))?;
        Ok(IndexFiles {
            inner,
            fields,
            directory: None,
            verified_bytes: VERIFIED_BYTES,
            path: None,
            files: Box::new(directory),
            speakers_file: None,
            documents_file: None,
            inherited: None,
        })
    }

    /// Creates an empty index next to the existing one in the folder `path`, to replace it once
    /// complete. The caller must hold the writer lock.
    pub fn replacement(path: &Path) -> Result<IndexFiles> {
        let failed = |error| errors::from_tantivy(error, "rebuild", path);
        let directory = IndexDirectory::open(path).map_err(|error| failed(error.into()))?;
        let inherited = payload::intact_meaning(&directory, path);
        let directory = directory.replacement();
        let directory = directory.map_err(|error| failed(error.into()))?;
        let files = IndexFiles::new_in(directory, path).map_err(failed)?;
        Ok(IndexFiles { inherited, ..files })
    }

    /// Opens the index in the folder `path`. Fails if there is none, or if it has another version
    /// or is damaged.
    pub fn open(path: &Path) -> Result<IndexFiles> {
        let failed = |error| match error {
            // Nothing but `meta.json` has been read at this point.
            TantivyError::DataCorruption(_) => Error::Damaged {
                what: path.join(META).display().to_string(),
                reason: "it is not a list of segments".to_owned(),
            },
            error => errors::from_tantivy(error, "open", path),
        };
        match path.join(META).try_exists() {
            Ok(true) => {}
            Ok(false) => return Err(without_meta(path)),
            Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => {
                return Err(Error::NoIndex {
                    path: path.to_owned(),
                });
            }
            Err(error) => return Err(failed(error.into())),
        }
        let directory = IndexDirectory::open(path).map_err(|error| failed(error.into()))?;
        let inner = tantivy::Index::open(directory.clone()).map_err(failed)?;
        let (schema, fields) = schema::schema();
        let version = MetaSummary::read(&directory).map_err(failed)?.version();
        let current = IndexVersion::current();
        if version.as_ref() != Some(&current) || inner.schema() != schema {
            return Err(Error::Incompatible {
                path: path.to_owned(),
                found: version.map_or_else(|| "unknown".to_owned(), |version| version.describe()),
                needed: current.describe(),
            });
        }
        Ok(IndexFiles::on_disk(inner, fields, directory, path))
    }

    /// Creates an empty index in a directory.
    fn new_in(directory: IndexDirectory, path: &Path) -> tantivy::Result<IndexFiles> {
        let (schema, fields) = schema::schema();
        let inner = tantivy::Index::create(directory.clone(), schema, settings())?;
        Ok(IndexFiles::on_disk(inner, fields, directory, path))
    }

    fn on_disk(
        inner: tantivy::Index,
        fields: Fields,
        directory: IndexDirectory,
        path: &Path,
    ) -> IndexFiles {
        IndexFiles {
            inner,
            fields,
            files: Box::new(directory.clone()),
            directory: Some(directory),
            verified_bytes: VERIFIED_BYTES,
            path: Some(path.to_owned()),
            speakers_file: beside(path, SPEAKERS_FILE),
            documents_file: beside(path, DOCUMENTS_FILE),
            inherited: None,
        }
    }

    /// A name for the last commit together with the user's file of speaker aliases: 16 characters
    /// that differ when one of them does.
    pub fn state(&self) -> Result<String> {
        let meta = self.files.atomic_read(Path::new(META));
        let meta = meta.map_err(|error| self.storage("read", error.into()))?;
        let mut hasher = blake3::Hasher::new();
        hasher.update(&(meta.len() as u64).to_le_bytes());
        hasher.update(&meta);
        if let Some(speakers) = &self.speakers_file {
            // A file that cannot be read is an error of the search that needs it.
            hasher.update(&std::fs::read(speakers).unwrap_or_default());
        }
        Ok(hasher.finalize().to_hex()[..16].to_owned())
    }

    /// The folder of the index; `None` in memory.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// The user's file of speaker aliases: by default `speakers.toml` in the folder that contains
    /// the index. `None` in memory by default. The file need not exist.
    pub fn speakers_file(&self) -> Option<&Path> {
        self.speakers_file.as_deref()
    }

    /// The same index with another file of speaker aliases.
    #[must_use]
    pub fn with_speakers_file(self, path: PathBuf) -> IndexFiles {
        IndexFiles {
            speakers_file: Some(path),
            ..self
        }
    }

    /// The same index with another file of facts about documents.
    #[must_use]
    pub fn with_documents_file(self, path: PathBuf) -> IndexFiles {
        IndexFiles {
            documents_file: Some(path),
            ..self
        }
    }

    /// What the user's file states about documents. Fails if it has a mistake.
    pub fn document_rules(&self) -> Result<DocumentRules> {
        self.documents_file
            .as_deref()
            .map_or_else(|| Ok(DocumentRules::default()), DocumentRules::read)
    }

    /// Fails if the user's file of speaker aliases has a mistake.
    pub fn check_speakers_file(&self) -> Result<()> {
        self.rules().map(|_| ())
    }

    /// Fails if one of the user's files next to an index in the folder `path` has a mistake. The
    /// index need not exist.
    pub fn check_files_beside(path: &Path) -> Result<()> {
        if let Some(speakers) = beside(path, SPEAKERS_FILE) {
            Rules::read(&speakers)?;
        }
        if let Some(documents) = beside(path, DOCUMENTS_FILE) {
            DocumentRules::read(&documents)?;
        }
        Ok(())
    }

    fn rules(&self) -> Result<Rules> {
        self.speakers_file
            .as_deref()
            .map_or_else(|| Ok(Rules::default()), Rules::read)
    }

    /// The speaker aliases, from the last commit and the user's file.
    pub fn speakers(&self) -> Result<Speakers> {
        Ok(Speakers::new(self.joined()?.people, &self.rules()?))
    }

    /// The speaker aliases of the last commit.
    pub fn joined(&self) -> Result<AliasTable> {
        self.read_named(AliasTable::read)
    }

    /// The symbol tables of the last commit.
    pub fn tables(&self) -> Result<SymbolTables> {
        self.read_named(SymbolTables::read)
    }

    /// Reads a file that the payload of the last commit names. `read` gets the payload.
    pub(super) fn read_named<T>(
        &self,
        read: impl Fn(&str, &dyn Directory) -> std::result::Result<T, OpenReadError>,
    ) -> Result<T> {
        let outcome = retry_if_missing(|| {
            let meta = MetaSummary::read(&*self.files)?;
            let payload = meta.payload.as_deref().unwrap_or_default();
            Ok(read(payload, &*self.files)?)
        });
        outcome.map_err(|error| self.storage("read", error))
    }

    /// Writes the files that the payload of the next commit names, and returns the payload.
    /// `sources` is the name of the list of sources, which must already be written.
    pub fn write_payload(
        &self,
        sources: &str,
        speakers: AliasTable,
        tables: &SymbolTables,
    ) -> tantivy::Result<String> {
        let meaning = self.meaning().ok().flatten();
        let meaning = meaning.or_else(|| self.inherited.clone());
        payload::write(&*self.files, sources, speakers, tables, meaning.as_ref())
    }

    /// Writes the list of sources and roots. Returns the name of its file.
    pub fn write_sources(
        &self,
        sources: &BTreeMap<String, SourceEntry>,
        roots: &BTreeMap<Vec<u8>, Root>,
    ) -> tantivy::Result<String> {
        let (name, lines) = sources::to_lines(sources, roots)?;
        match &self.directory {
            // The name is its checksum, so it gets no other.
            Some(directory) => directory.replace(Path::new(&name), &lines)?,
            None => self.files.atomic_write(Path::new(&name), &lines)?,
        }
        Ok(name)
    }

    /// The roots that the last commit recorded, by the bytes of their paths. Empty if the list of
    /// sources has none or is damaged: the next commit writes a new list.
    pub fn recorded_roots(&self) -> BTreeMap<Vec<u8>, Root> {
        let meta = MetaSummary::read(&*self.files).ok();
        let name = meta.and_then(|meta| sources::list_of(&meta.payload?));
        let lines = name.and_then(|name| self.files.atomic_read(Path::new(&name)).ok());
        let roots = sources::roots_of(&lines.unwrap_or_default()).into_iter();
        roots
            .map(|root| (root.entry.identity().to_vec(), root))
            .collect()
    }

    /// Our error for what tantivy reported while it did `action`.
    pub fn storage(&self, action: &'static str, error: TantivyError) -> Error {
        errors::from_tantivy(error, action, self.name())
    }

    /// The path for error messages.
    pub fn name(&self) -> &Path {
        self.path.as_deref().unwrap_or(Path::new(IN_MEMORY))
    }

    /// Deletes files that the last commit does not use, for instance those of a killed process. The
    /// caller must hold the writer lock.
    pub fn delete_unused(&self) -> Result<()> {
        if let Some(directory) = &self.directory {
            let used = self.used_files("write to")?;
            directory
                .delete_unused(&used)
                .map_err(|error| self.storage("write to", error.into()))?;
        }
        Ok(())
    }

    /// Like [`delete_unused`](Self::delete_unused), for a caller that does not hold the lock. Does
    /// nothing if another process is writing.
    pub fn delete_unused_if_free(&self) -> Result<()> {
        if let Some(directory) = &self.directory
            && directory
                .has_unused(&self.used_files("read")?)
                .is_ok_and(|has_unused| has_unused)
            && let Ok(_lock) = directory.acquire_lock(&INDEX_WRITER_LOCK)
        {
            self.delete_unused()?;
        }
        Ok(())
    }

    /// The files of the last commit.
    fn used_files(&self, action: &'static str) -> Result<HashSet<PathBuf>> {
        let metas = self.inner.load_metas();
        let metas = metas.map_err(|error| self.storage(action, error))?;
        Ok(files_of_commit(&metas))
    }

    /// Opens the segments of the last commit. Fails if a small index is damaged.
    pub fn reader(&self) -> Result<tantivy::Searcher> {
        self.verify_if_small()?;
        let reader = retry_if_missing(|| -> tantivy::Result<tantivy::IndexReader> {
            self.inner
                .reader_builder()
                .reload_policy(ReloadPolicy::Manual)
                .doc_store_cache_num_blocks(STORE_BLOCKS)
                .try_into()
        });
        match reader {
            Ok(reader) => Ok(reader.searcher()),
            Err(error) => Err(self.storage("open", error)),
        }
    }

    /// The accounts of all sources, by path.
    pub fn accounts(&self, reader: &tantivy::Searcher) -> Result<Vec<SourceAccount>> {
        let mut accounts = Vec::new();
        for segment in reader.segment_readers() {
            let failed = |error| self.storage("read", error);
            let records = accounts_of_segment(segment, &self.fields, "").map_err(failed)?;
            let store = segment.get_store_reader(STORE_BLOCKS);
            let store = store.map_err(|error| failed(error.into()))?;
            for (record, key) in records {
                let bytes = store.get_document_bytes(record).map_err(failed)?;
                let account = read_account(&bytes)?;
                accounts.push(SourceAccount { key, ..account });
            }
        }
        accounts.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(accounts)
    }

    /// Runs `work`, which reads files that may be damaged. If it fails or panics, the damaged file
    /// is the error. If no file is damaged, an error stays as it is, and a panic is a bug.
    pub fn guarded<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        interrupt::check()?;
        let outcome = panics::catch(work);
        // Loops end early, so that what they found is not all there is.
        interrupt::check()?;
        let failed = match outcome {
            Ok(Err(error @ (Error::Damaged { .. } | Error::Storage { .. }))) => error,
            Ok(outcome) => return outcome,
            Err(panic) => Error::Bug {
                message: panics::message(&*panic),
            },
        };
        match self.damage() {
            Ok(damage) => Err(damage.first().map_or(failed, |damage| self.damaged(damage))),
            Err(_) => Err(failed),
        }
    }

    /// The damaged files, by name. Reads the whole index.
    pub fn damage(&self) -> Result<Vec<Damage>> {
        let (Some(path), Some(directory)) = (self.path(), &self.directory) else {
            return Ok(Vec::new());
        };
        damage::find(&self.inner, directory, path).map_err(|error| self.storage("read", error))
    }

    fn verify_if_small(&self) -> Result<()> {
        let (Some(path), Some(directory)) = (self.path(), &self.directory) else {
            return Ok(());
        };
        match damage::find_if_small(&self.inner, directory, path, self.verified_bytes) {
            Ok(None) => Ok(()),
            Ok(Some(damage)) => Err(self.damaged(&damage)),
            Err(error) => Err(self.storage("open", error)),
        }
    }

    fn damaged(&self, damage: &Damage) -> Error {
        let folder = self.path().unwrap_or(Path::new(""));
        Error::Damaged {
            what: folder.join(&damage.file).display().to_string(),
            reason: damage.reason.to_owned(),
        }
    }
}

impl std::fmt::Debug for IndexFiles {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IndexFiles")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

/// The error of a folder that has no `meta.json`: there is no index, or it is damaged.
fn without_meta(path: &Path) -> Error {
    let reason = match sources::remains(path) {
        Remains::Nothing => {
            return Error::NoIndex {
                path: path.to_owned(),
            };
        }
        Remains::Sources => {
            "the file is missing; `onrecord index --rebuild` can rebuild the index from its sources"
        }
        Remains::Segments => "the file is missing, and so is the list of sources",
    };
    Error::Damaged {
        what: path.join(META).display().to_string(),
        reason: reason.to_owned(),
    }
}

/// Whether a folder has nothing but what an unfinished creation of an index leaves.
fn is_free(folder: &Path) -> bool {
    let Ok(mut entries) = std::fs::read_dir(folder) else {
        // Creating the index will fail with the reason.
        return folder.is_dir();
    };
    entries.all(|entry| {
        entry.is_ok_and(|entry| {
            let name = entry.file_name();
            name.to_str().is_some_and(is_index_file)
        })
    })
}

/// Reads a file that a commit names. Tries again if the file was deleted in the meantime.
fn retry_if_missing<T>(read: impl Fn() -> tantivy::Result<T>) -> tantivy::Result<T> {
    let mut outcome = read();
    for _ in 1..ATTEMPTS {
        let is_missing = matches!(
            outcome,
            Err(TantivyError::OpenReadError(
                OpenReadError::FileDoesNotExist(_)
            ))
        );
        if !is_missing {
            break;
        }
        outcome = read();
    }
    outcome
}

/// A file of the user's next to the folder of the index. It is not inside, because users delete
/// that folder to start over.
fn beside(path: &Path, name: &str) -> Option<PathBuf> {
    // The folder may not exist yet.
    let folder = path.canonicalize().or_else(|_| std::path::absolute(path));
    Some(folder.ok()?.parent()?.join(name))
}

/// Makes a new folder survive a power cut, by syncing the folder that contains it.
fn sync_parent_of(path: &Path) -> std::io::Result<()> {
    let parent = path.canonicalize()?.parent().map(Path::to_owned);
    // A parent that cannot be opened can still be used, just not synced.
    if let Some(Ok(parent)) = parent.map(std::fs::File::open) {
        let _ = parent.sync_all();
    }
    Ok(())
}
