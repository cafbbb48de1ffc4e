//! [`Index`]: what a user of the library holds, with a verb for each thing to do with it.
//!
//! Each verb opens what it needs and leaves nothing open. Whoever asks many questions of one state of the index
//! takes a [`Searcher`] once. Writing takes the index's lock: one writer at a time, in any process.

use std::path::{Path, PathBuf};

use crate::document::Document;
use crate::error::Result;
use crate::index::{IndexFiles, Status};
use crate::query::Query;
use crate::searcher::{Answer, Request, Searcher};
use crate::update;
use crate::update::rebuild::{Rebuilt, rebuild};
use crate::update::{Progress, Report, UpdateOptions};

/// An index of passages: a folder on disk, or in memory.
///
/// ```
/// use onrecord_index::{Index, Query};
///
/// let index = Index::in_memory()?;
/// let talk = b"**Anna Berg:** The harbour is full.\n\n**Karl Holm:** It was full in May.\n".to_vec();
/// index.add_bytes("talk.md", talk, &Default::default())?;
/// for hit in index.search(&Query::parse("harbour speaker:berg")?, &Default::default())?.hits() {
///     let hit = hit?;
///     assert_eq!(&hit.passage.text[hit.highlights[0].clone()], "harbour");
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Index {
    files: IndexFiles,
}

impl Index {
    /// Opens the index in the folder `path`, or creates the folder and an empty index in it.
    ///
    /// Fails if the folder holds an index of another version, or cannot be written.
    pub fn create(path: &Path) -> Result<Index> {
        IndexFiles::create(path).map(Index::from)
    }

    /// Opens the index in the folder `path`.
    ///
    /// Fails if there is none, or if it is of another version or damaged.
    pub fn open(path: &Path) -> Result<Index> {
        IndexFiles::open(path).map(Index::from)
    }

    /// Creates an empty index in memory, which ends with its last clone.
    pub fn in_memory() -> Result<Index> {
        IndexFiles::in_memory().map(Index::from)
    }

    /// Rebuilds the index in the folder `path` from the sources it records, each read as it was read before.
    ///
    /// This repairs an index that is damaged or of another version. `options` gives the threads, the limits and the
    /// time. Unless `drop_missing`, a source that cannot be read leaves everything as it was: [`Rebuilt::Missing`].
    ///
    /// Fails if there is no index, if it does not record its sources, if another process writes to it, or if it
    /// cannot be written; the old index stays then.
    pub fn rebuild(
        path: &Path,
        options: &UpdateOptions,
        drop_missing: bool,
        progress: &dyn Progress,
    ) -> Result<Rebuilt> {
        rebuild(path, options, drop_missing, progress)
    }

    /// Adds or replaces one source, given as the documents it consists of: for readers of your own.
    ///
    /// `source` names it in place of a path. Documents with the same key must follow each other; see
    /// [`Document::key`]. Fails if the index cannot be written; nothing changes then.
    pub fn add(
        &self,
        source: &str,
        documents: impl IntoIterator<Item = Document> + Send,
    ) -> Result<Report> {
        update::add_documents(&self.files, source, documents)
    }

    /// Adds or replaces one source, given as the bytes of a file. `name` is used in place of a path: its ending helps
    /// to tell the format.
    ///
    /// What could not be read is in the report. Fails if the index cannot be written; nothing changes then.
    pub fn add_bytes(&self, name: &str, bytes: Vec<u8>, options: &UpdateOptions) -> Result<Report> {
        update::add_bytes(&self.files, name, bytes, options)
    }

    /// Brings the index up to date with the files at and below `paths`: reads those that are new or changed, and removes
    /// the passages of those that are gone.
    ///
    /// What could not be read is in the report and keeps its old passages. Fails if the index cannot be written; nothing
    /// changes then.
    pub fn update(
        &self,
        paths: &[PathBuf],
        options: &UpdateOptions,
        progress: &dyn Progress,
    ) -> Result<Report> {
        update::update(&self.files, paths, options, progress)
    }

    /// Removes the passages of a file, or of everything below a folder. Returns how many source files that were.
    pub fn remove(&self, path: &Path) -> Result<u64> {
        update::remove(&self.files, path)
    }

    /// Searches the latest state of the index.
    ///
    /// Fails if the index is damaged or cannot be read.
    pub fn search(&self, query: &Query, request: &Request) -> Result<Answer> {
        self.searcher()?.search(query, request)
    }

    /// Opens the latest state of the index to ask many questions of it. Later writes do not change what it sees.
    pub fn searcher(&self) -> Result<Searcher> {
        Searcher::new(&self.files)
    }

    /// Counts what the index holds, and lists its sources.
    pub fn status(&self) -> Result<Status> {
        self.files.status()
    }

    /// Reads the whole index and compares every checksum. Returns a line for each damaged file or record; none if all
    /// is well.
    pub fn check(&self) -> Result<Vec<String>> {
        self.files.check()
    }

    /// The folder it lies in; `None` in memory.
    pub fn path(&self) -> Option<&Path> {
        self.files.path()
    }

    /// The file in which the user says which names mean one person: `speakers.toml` beside the index's folder. `None`
    /// in memory, unless [`with_speakers_file`](Self::with_speakers_file) gave one.
    pub fn speakers_file(&self) -> Option<&Path> {
        self.files.speakers_file()
    }

    /// The same index with another such file, which need not exist.
    #[must_use]
    pub fn with_speakers_file(self, path: PathBuf) -> Index {
        Index::from(self.files.with_speakers_file(path))
    }

    /// Fails if [`speakers_file`](Self::speakers_file) has a mistake, and says in which line.
    pub fn check_speakers_file(&self) -> Result<()> {
        self.files.check_speakers_file()
    }
}

impl From<IndexFiles> for Index {
    fn from(files: IndexFiles) -> Index {
        Index { files }
    }
}
