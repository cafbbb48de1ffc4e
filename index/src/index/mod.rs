//! An index: a folder of its own, or in memory. Created, opened and described here; checked in `check`, written by `Indexer`,
//! read by `Searcher`.

pub mod check;
pub(crate) mod record;
pub(crate) mod source_id;
pub(crate) mod sources;

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use tantivy::directory::error::OpenReadError;
use tantivy::directory::{Directory, INDEX_WRITER_LOCK};
use tantivy::error::DataCorruption;
use tantivy::schema::IndexRecordOption;
use tantivy::store::Compressor;
use tantivy::{IndexMeta, IndexSettings, ReloadPolicy, TantivyError};

use crate::error::{Error, Result};
use crate::fields::schema::{self, Fields};
use crate::fields::words::FINGERPRINT;
use crate::index::check::VERIFIED_BYTES;
use crate::index::record::Book;
use crate::index::sources::Remains;
use crate::speakers::Speakers;
use crate::speakers::rules::Rules;
use crate::speakers::table::{self, AliasTable};
use crate::storage::cause;
use crate::storage::directory::{IndexDirectory, META};
use crate::stored::tables::{self, Tables};

/// Bytes of a block of stored records, which are packed one by one: a block is only the unit that is copied to read one of them.
const STORE_BLOCK_BYTES: usize = 2_000;

/// Blocks that a reader keeps.
pub(crate) const STORE_BLOCKS: usize = 64;

/// Commits that may come between a reader's look at the list of files and at the files.
const RETRIES: usize = 8;

/// An index of passages.
#[derive(Clone)]
pub struct IndexFiles {
    pub(crate) inner: tantivy::Index,
    pub(crate) fields: Fields,
    /// `None` in memory.
    pub(crate) directory: Option<IndexDirectory>,
    /// Up to which size it is compared with its checksums before a search.
    pub(crate) verified_bytes: u64,
    path: Option<PathBuf>,
    /// Where what is not a segment's lies.
    files: Box<dyn Directory>,
    speakers_file: Option<PathBuf>,
}

/// Which rules an index was made by, as its commits record it.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Make {
    schema_version: u32,
    fingerprint: String,
}

impl Make {
    fn ours() -> Make {
        Make {
            schema_version: schema::VERSION,
            fingerprint: FINGERPRINT.to_owned(),
        }
    }

    fn describe(&self) -> String {
        format!("schema {}, {}", self.schema_version, self.fingerprint)
    }
}

/// What is asked of a list of segments though no segment is: tantivy would read what it says of each, and the schema.
#[derive(Deserialize)]
struct Listed {
    segments: Vec<IgnoredAny>,
    payload: Option<String>,
}

impl Listed {
    fn read(files: &dyn Directory) -> tantivy::Result<Listed> {
        let bytes = files.atomic_read(Path::new(META))?;
        let listed = serde_json::from_slice(&bytes);
        listed.map_err(|error| DataCorruption::comment_only(error.to_string()).into())
    }
}

/// What an index holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Status {
    /// Passages.
    pub passages: u64,
    /// Passages in which a speaker is known.
    pub with_speaker: u64,
    /// Documents.
    pub documents: u64,
    /// Sections, each counted in its document.
    pub sections: u64,
    /// Bytes of the passages' words.
    pub text_bytes: u64,
    /// Bytes of the index's files; 0 in memory.
    pub index_bytes: u64,
    /// Parts that the index is made of.
    pub segments: usize,
    /// The source files.
    pub sources: Vec<SourceStatus>,
}

/// What is known of a source file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SourceStatus {
    /// As it was named to the index.
    pub path: String,
    /// The format it was read as.
    pub format: String,
    /// The encoding that was assumed.
    pub encoding: String,
    /// Its size in bytes when it was read.
    pub bytes: u64,
    /// Documents read from it.
    pub documents: u64,
    /// Passages stored of it.
    pub passages: u64,
    /// Passages with a speaker.
    pub with_speaker: u64,
    /// Records or lines of it that could not be read.
    pub problems: u64,
}

impl IndexFiles {
    /// Opens the index in a folder, or makes the folder and an empty index in it.
    ///
    /// Fails if the folder holds an index of another version, or cannot be written.
    pub fn create(path: &Path) -> Result<IndexFiles> {
        match IndexFiles::open(path) {
            Err(Error::NoIndex { .. }) => {}
            outcome => return outcome,
        }
        let failed = |error| cause::of(error, "create", path);
        let made = std::fs::create_dir_all(path).and_then(|()| sync_folder_of(path));
        made.map_err(|error| failed(error.into()))?;
        let directory = IndexDirectory::open(path).map_err(|error| failed(error.into()))?;
        let (schema, fields) = schema::schema();
        let inner =
            tantivy::Index::create(directory.clone(), schema, settings()).map_err(failed)?;
        let files = Box::new(directory.clone());
        let place = Some((directory, path));
        Ok(IndexFiles::with_files(inner, fields, files, place))
    }

    /// An empty index in memory.
    pub fn in_memory() -> Result<IndexFiles> {
        let (schema, fields) = schema::schema();
        let directory = tantivy::directory::RamDirectory::create();
        let inner =
            tantivy::Index::create(directory.clone(), schema, settings()).map_err(|error| {
                Error::Storage {
                    action: "create",
                    path: PathBuf::from("(memory)"),
                    source: error.into(),
                }
            })?;
        let files = Box::new(directory);
        Ok(IndexFiles::with_files(inner, fields, files, None))
    }

    /// An empty index beside the one in a folder, which is to take over from it. For who holds the writer's lock.
    pub(crate) fn beside(path: &Path) -> Result<IndexFiles> {
        let failed = |error| cause::of(error, "rebuild", path);
        let directory = IndexDirectory::open(path).map_err(|error| failed(error.into()))?;
        let directory = directory.beside().map_err(|error| failed(error.into()))?;
        let (schema, fields) = schema::schema();
        let inner =
            tantivy::Index::create(directory.clone(), schema, settings()).map_err(failed)?;
        let files = Box::new(directory.clone());
        let place = Some((directory, path));
        Ok(IndexFiles::with_files(inner, fields, files, place))
    }

    /// Opens the index in a folder. Fails if there is none, or if it is of another version or damaged.
    pub fn open(path: &Path) -> Result<IndexFiles> {
        let failed = |error| match error {
            // Nothing but the list of segments is read so far.
            TantivyError::DataCorruption(_) => Error::Damaged {
                what: path.join(META).display().to_string(),
                reason: "it is no list of segments".to_owned(),
            },
            error => cause::of(error, "open", path),
        };
        let no_index = || Error::NoIndex {
            path: path.to_owned(),
        };
        match path.join(META).try_exists() {
            Ok(true) => {}
            Ok(false) => {
                let reason = match sources::remains(path) {
                    Remains::Nothing => return Err(no_index()),
                    Remains::List => "it is gone; `onrecord index --rebuild` builds the index anew",
                    Remains::Segments => "it is gone, and so is the list of sources",
                };
                return Err(Error::Damaged {
                    what: path.join(META).display().to_string(),
                    reason: reason.to_owned(),
                });
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => {
                return Err(no_index());
            }
            Err(error) => return Err(failed(error.into())),
        }
        let directory = IndexDirectory::open(path).map_err(|error| failed(error.into()))?;
        let inner = tantivy::Index::open(directory.clone()).map_err(failed)?;
        let (schema, fields) = schema::schema();
        let meta = Listed::read(&directory).map_err(failed)?;
        let make = match meta.payload.as_deref().map(serde_json::from_str::<Make>) {
            Some(Ok(make)) => Some(make),
            Some(Err(_)) => None,
            // Before the first commit there is nothing that could not fit.
            None if meta.segments.is_empty() => Some(Make::ours()),
            None => None,
        };
        if make.as_ref() != Some(&Make::ours()) || inner.schema() != schema {
            return Err(Error::Incompatible {
                path: path.to_owned(),
                found: make.map_or_else(|| "unknown".to_owned(), |make| make.describe()),
                needed: Make::ours().describe(),
            });
        }
        let files = Box::new(directory.clone());
        let place = Some((directory, path));
        Ok(IndexFiles::with_files(inner, fields, files, place))
    }

    fn with_files(
        inner: tantivy::Index,
        fields: Fields,
        files: Box<dyn Directory>,
        place: Option<(IndexDirectory, &Path)>,
    ) -> IndexFiles {
        let path = place.as_ref().map(|(_, path)| (*path).to_owned());
        IndexFiles {
            inner,
            fields,
            files,
            speakers_file: path.as_deref().and_then(beside),
            directory: place.map(|(directory, _)| directory),
            verified_bytes: VERIFIED_BYTES,
            path,
        }
    }

    /// The folder it lies in; `None` in memory.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// The file in which the user says which names mean one person: `speakers.toml` in the folder that holds the index's.
    /// `None` for an index in memory that was given none.
    pub fn speakers_file(&self) -> Option<&Path> {
        self.speakers_file.as_deref()
    }

    /// The same index with another such file. It need not exist.
    #[must_use]
    pub fn with_speakers_file(self, path: PathBuf) -> IndexFiles {
        IndexFiles {
            speakers_file: Some(path),
            ..self
        }
    }

    /// Fails if the user's file of names has a mistake.
    pub fn check_speakers_file(&self) -> Result<()> {
        self.rules().map(|_| ())
    }

    fn rules(&self) -> Result<Rules> {
        self.speakers_file
            .as_deref()
            .map_or_else(|| Ok(Rules::default()), Rules::read)
    }

    /// Who is who, as the last commit and the user's file of names say.
    pub(crate) fn speakers(&self) -> Result<Speakers> {
        Ok(Speakers::new(self.joined()?.people, &self.rules()?))
    }

    /// What was joined when the last commit was made.
    pub(crate) fn joined(&self) -> Result<AliasTable> {
        self.named(AliasTable::read)
    }

    /// The tables that pack the stored records, as of the last commit.
    pub(crate) fn tables(&self) -> Result<Tables> {
        self.named(Tables::read)
    }

    /// Reads a file that the last commit's payload names.
    fn named<T>(
        &self,
        read: impl Fn(&str, &dyn Directory) -> std::result::Result<T, OpenReadError>,
    ) -> Result<T> {
        let read = || -> tantivy::Result<T> {
            let listed = Listed::read(&*self.files)?;
            let payload = listed.payload.as_deref().unwrap_or_default();
            Ok(read(payload, &*self.files)?)
        };
        let mut named = read();
        for _ in 0..RETRIES {
            if !is_missing(&named) {
                break;
            }
            named = read();
        }
        named.map_err(|error| self.storage("read", error))
    }

    /// What is written into every commit: what to know the index by, the names of the list of its sources and of the tables that
    /// pack its records, and who is who. Writes the two latter.
    pub(crate) fn payload(
        &self,
        sources: Option<String>,
        speakers: AliasTable,
        tables: &Tables,
    ) -> tantivy::Result<String> {
        let mut payload = serde_json::to_value(Make::ours()).unwrap_or_default();
        payload[sources::KEY] = sources.into();
        let speakers = speakers.write(&*self.files)?;
        payload[table::KEY] = serde_json::to_value(speakers).unwrap_or_default();
        payload[tables::KEY] = tables.write(&*self.files)?.into();
        Ok(payload.to_string())
    }

    pub(crate) fn storage(&self, action: &'static str, error: TantivyError) -> Error {
        let path = self.path.as_deref().unwrap_or(Path::new("(memory)"));
        cause::of(error, action, path)
    }

    /// Deletes what no commit needs, as a killed run leaves behind. For who holds the writer's lock.
    pub(crate) fn sweep(&self) -> Result<()> {
        if let Some(directory) = &self.directory {
            let living = self.living("write to")?;
            directory
                .sweep(&living)
                .map_err(|error| self.storage("write to", error.into()))?;
        }
        Ok(())
    }

    /// As [`sweep`](Self::sweep), for who does not hold the lock: nothing is done where there is nothing to do, or where
    /// another process writes.
    pub(crate) fn sweep_if_free(&self) -> Result<()> {
        if let Some(directory) = &self.directory
            && directory
                .has_dead(&self.living("read")?)
                .is_ok_and(|dead| dead)
            && let Ok(_lock) = directory.acquire_lock(&INDEX_WRITER_LOCK)
        {
            self.sweep()?;
        }
        Ok(())
    }

    /// The files that the last commit is made of.
    fn living(&self, action: &'static str) -> Result<HashSet<PathBuf>> {
        let metas = self
            .inner
            .load_metas()
            .map_err(|error| self.storage(action, error))?;
        Ok(living(&metas))
    }

    pub(crate) fn reader(&self) -> Result<tantivy::Searcher> {
        let open = || {
            self.inner
                .reader_builder()
                .reload_policy(ReloadPolicy::Manual)
                .doc_store_cache_num_blocks(STORE_BLOCKS)
                .try_into()
        };
        self.verify_small()?;
        let mut reader: tantivy::Result<tantivy::IndexReader> = open();
        for _ in 0..RETRIES {
            // A reader that may not take the lock can find a file gone that the last commit named: then there is another.
            if !is_missing(&reader) {
                break;
            }
            reader = open();
        }
        match reader {
            Ok(reader) => Ok(reader.searcher()),
            Err(error) => Err(self.storage("open", error)),
        }
    }

    /// The bookkeeping of every source file, by path.
    pub(crate) fn books(&self, reader: &tantivy::Searcher) -> Result<Vec<Book>> {
        let key = |term: &[u8]| String::from_utf8_lossy(term).into_owned();
        let mut books = Vec::new();
        for segment in reader.segment_readers() {
            let read = |error: std::io::Error| self.storage("read", error.into());
            let terms = segment
                .inverted_index(self.fields.book)
                .map_err(|error| self.storage("read", error))?;
            let mut records = Vec::new();
            let mut stream = terms.terms().stream().map_err(read)?;
            while stream.advance() {
                let mut postings = terms
                    .read_postings_from_terminfo(stream.value(), IndexRecordOption::Basic)
                    .map_err(read)?;
                let mut record = tantivy::DocSet::doc(&postings);
                while record != tantivy::TERMINATED {
                    if !segment.is_deleted(record) {
                        records.push((record, key(stream.key())));
                    }
                    record = tantivy::DocSet::advance(&mut postings);
                }
            }
            records.sort_unstable();
            let store = segment
                .get_store_reader(STORE_BLOCKS)
                .map_err(|error| self.storage("read", error.into()))?;
            for (record, key) in records {
                let stored = store
                    .get_document_bytes(record)
                    .map_err(|error| self.storage("read", error))?;
                let book = self.fields.read_book(&stored)?;
                books.push(Book { key, ..book });
            }
        }
        books.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(books)
    }

    /// What the index holds.
    pub fn status(&self) -> Result<Status> {
        self.guarded(|| self.describe())
    }

    fn describe(&self) -> Result<Status> {
        let reader = self.reader()?;
        let mut status = Status {
            segments: reader.segment_readers().len(),
            ..Status::default()
        };
        for book in self.books(&reader)? {
            status.passages += book.passages_count;
            status.with_speaker += book.with_speaker;
            status.documents += book.documents;
            status.sections += book.sections;
            status.text_bytes += book.text_bytes;
            status.sources.push(SourceStatus {
                path: book.path,
                format: book.format,
                encoding: book.encoding,
                bytes: book.size,
                documents: book.documents,
                passages: book.passages_count,
                with_speaker: book.with_speaker,
                problems: book.problems,
            });
        }
        if let Some(path) = &self.path {
            status.index_bytes = folder_bytes(path);
        }
        Ok(status)
    }
}

impl std::fmt::Debug for IndexFiles {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IndexFiles")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

/// The files that a commit is made of.
pub(crate) fn living(metas: &IndexMeta) -> HashSet<PathBuf> {
    let mut files = metas.list_segment_files();
    let list = metas.payload.as_deref().and_then(sources::list_of);
    files.extend(list.map(PathBuf::from));
    files.extend(metas.payload.as_deref().and_then(table::file_of));
    files.extend(metas.payload.as_deref().and_then(tables::file_of));
    files
}

/// Whether a file that a commit names is gone.
fn is_missing<T>(read: &tantivy::Result<T>) -> bool {
    let missing = |error: &OpenReadError| matches!(error, OpenReadError::FileDoesNotExist(_));
    matches!(read, Err(TantivyError::OpenReadError(error)) if missing(error))
}

/// Where the user's file of names lies: not in the index's own folder, which is deleted to build it anew.
fn beside(path: &Path) -> Option<PathBuf> {
    Some(path.canonicalize().ok()?.parent()?.join("speakers.toml"))
}

fn settings() -> IndexSettings {
    IndexSettings {
        docstore_compression: Compressor::None,
        docstore_blocksize: STORE_BLOCK_BYTES,
        docstore_compress_dedicated_thread: false,
        ..IndexSettings::default()
    }
}

/// Makes sure that a new folder is found again after a power cut: its name stands in the folder above.
fn sync_folder_of(path: &Path) -> std::io::Result<()> {
    let parent = path.canonicalize()?.parent().map(Path::to_owned);
    // A folder that cannot be opened to be synced can be searched and left, and holds the index all the same.
    if let Some(Ok(parent)) = parent.map(std::fs::File::open) {
        let _ = parent.sync_all();
    }
    Ok(())
}

fn folder_bytes(path: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(path) else {
        return 0;
    };
    entries
        .flatten()
        .filter_map(|entry| entry.metadata().ok())
        .filter(|meta| meta.is_file())
        .map(|meta| meta.len())
        .sum()
}
