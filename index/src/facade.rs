//! [`Index`]: the entry point of the library, with one method for each thing to do with an index.
//!
//! Each method opens what it needs and closes it again. To ask several questions of the same state
//! of the index, take a [`Searcher`] once. Writing takes a lock: one writer at a time, across
//! processes.

use std::path::{Path, PathBuf};

use crate::document::Document;
use crate::error::Result;
use crate::index::check::check;
use crate::index::facts::{SourceFacts, facts};
use crate::index::files::IndexFiles;
use crate::index::source_id::{root_of, source_id};
use crate::index::status::{Status, status};
use crate::query::Query;
use crate::query::node::FieldFilter;
use crate::searcher::{Answer, Request, Searcher};
use crate::update::add::{add_bytes, add_documents};
use crate::update::files::{refresh, remove, update};
use crate::update::rebuild::rebuild;
use crate::update::{Progress, RebuildOutcome, Report, UpdateOptions};

/// An index of passages: a folder on disk, or in memory.
///
/// Clones share the same files. All methods may be called from several threads.
///
/// ```
/// use onrecord_index::{Index, Query};
///
/// let index = Index::in_memory()?;
/// let talk = "**Anna Berg:** The harbour is full.\n\n**Karl Holm:** It was full in May.\n";
/// index.add_bytes("talk.md", talk.as_bytes().to_vec(), &Default::default())?;
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
    /// Opens the index in the folder `path`. Creates the folder and an empty index if there is
    /// none.
    ///
    /// Fails if the folder has an index of another version or other files, if it cannot be written,
    /// or if another process is creating the same index.
    /// A new index is only created if the user's files next to it have no mistake; see
    /// [`check_files_beside`](Self::check_files_beside).
    pub fn create(path: &Path) -> Result<Index> {
        IndexFiles::create(path).map(Index::new)
    }

    /// Opens the index in the folder `path`.
    ///
    /// Fails if there is none, or if it has another version or is damaged.
    pub fn open(path: &Path) -> Result<Index> {
        IndexFiles::open(path).map(Index::new)
    }

    /// Creates an empty index in memory. It is lost with its last clone.
    pub fn in_memory() -> Result<Index> {
        IndexFiles::in_memory().map(Index::new)
    }

    /// Rebuilds the index in the folder `path` from its sources, each read with the same settings
    /// as before. This repairs an index that is damaged or has another version.
    ///
    /// `options` gives the threads, the limits and the time. If a source cannot be read, nothing is
    /// changed ([`RebuildOutcome::SourcesMissing`]) unless `drop_missing` is set.
    ///
    /// Fails if there is no index, if it does not record its sources, if another process writes to
    /// it, or if it cannot be written. The old index stays in all these cases.
    pub fn rebuild(
        path: &Path,
        options: &UpdateOptions,
        drop_missing: bool,
        progress: &dyn Progress,
    ) -> Result<RebuildOutcome> {
        rebuild(path, options, drop_missing, progress)
    }

    /// Adds or replaces a source, given as its documents. Use this for formats that the library
    /// does not read.
    ///
    /// `source` is used instead of a path. Documents with the same key must follow each other; see
    /// [`Document::key`]. Fails if the index cannot be written; nothing changes in that case.
    pub fn add(
        &self,
        source: &str,
        documents: impl IntoIterator<Item = Document> + Send,
    ) -> Result<Report> {
        add_documents(&self.files, source, documents)
    }

    /// Adds or replaces a source, given as the bytes of a file. `name` is used instead of a path;
    /// its extension helps to detect the format.
    ///
    /// The report has what could not be read. Fails if the index cannot be written; nothing changes
    /// in that case.
    pub fn add_bytes(&self, name: &str, bytes: Vec<u8>, options: &UpdateOptions) -> Result<Report> {
        add_bytes(&self.files, name, bytes, options)
    }

    /// Brings the index up to date with `paths`, which are files and folders: reads new and changed
    /// files, and removes the passages of deleted and renamed ones. The index remembers the paths
    /// and the options, for [`refresh`](Self::refresh).
    ///
    /// The report has what could not be read; those files keep their old passages. A path that is
    /// gone as a whole keeps its passages, too ([`Report::missing`]). Fails if the index cannot be
    /// written; nothing changes in that case.
    ///
    /// ```
    /// use onrecord_index::Index;
    /// use onrecord_index::update::{NoProgress, UpdateOptions};
    ///
    /// let folder = tempfile::tempdir()?;
    /// std::fs::write(folder.path().join("talk.txt"), "ANNA BERG: The harbour is full.\n")?;
    /// let index = Index::create(&folder.path().join("index"))?;
    /// let paths = [folder.path().join("talk.txt")];
    /// let report = index.update(&paths, &UpdateOptions::default(), &NoProgress)?;
    /// assert_eq!(report.added, 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn update(
        &self,
        paths: &[PathBuf],
        options: &UpdateOptions,
        progress: &dyn Progress,
    ) -> Result<Report> {
        update(&self.files, paths, options, progress)
    }

    /// Brings every file and folder that [`update`](Self::update) was given up to date, each with
    /// the options it was given with. They are the `roots` of [`status`](Self::status).
    ///
    /// `options` gives the threads and the time; its limits are used where they differ from the
    /// default. The report is that of `update`. Fails if nothing was ever given
    /// ([`Error::NoRoots`](crate::error::Error::NoRoots)), and if the index cannot be written;
    /// nothing changes in that case.
    ///
    /// ```
    /// use onrecord_index::Index;
    /// use onrecord_index::update::{NoProgress, UpdateOptions};
    ///
    /// let folder = tempfile::tempdir()?;
    /// let talks = folder.path().join("talks");
    /// std::fs::create_dir(&talks)?;
    /// let index = Index::create(&folder.path().join("index"))?;
    /// index.update(&[talks.clone()], &UpdateOptions::default(), &NoProgress)?;
    /// std::fs::write(talks.join("talk.txt"), "ANNA BERG: The harbour is full.\n")?;
    /// let report = index.refresh(&UpdateOptions::default(), &NoProgress)?;
    /// assert_eq!(report.added, 1);
    /// assert_eq!(index.status()?.roots[0].path, "talks");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn refresh(&self, options: &UpdateOptions, progress: &dyn Progress) -> Result<Report> {
        refresh(&self.files, options, progress)
    }

    /// Removes the passages of a file, or of everything below a folder, and no longer brings it up
    /// to date. A source that is not a file is removed by its name. Returns the number of removed
    /// sources. Fails if the index cannot be written.
    pub fn remove(&self, path: &Path) -> Result<u64> {
        remove(&self.files, path)
    }

    /// A filter on what lies at `path`, a file or a folder, or below it.
    ///
    /// A relative path starts at the current folder. `base` is the folder that the paths of an
    /// index in memory start at, as in [`UpdateOptions::base`]. The path need not exist.
    pub fn within(&self, path: &Path, base: Option<&Path>) -> FieldFilter {
        let root = root_of(self.path(), base);
        let path_id = source_id(path, root.as_deref()).path;
        FieldFilter::Within {
            holds_index: root.is_some_and(|root| root.starts_with(&path_id)),
            path: path_id,
            typed: path.to_string_lossy().into_owned(),
        }
    }

    /// Searches the latest state of the index. Fails if the index is damaged or cannot be read.
    pub fn search(&self, query: &Query, request: &Request) -> Result<Answer> {
        self.searcher()?.search(query, request)
    }

    /// Opens the latest state of the index for several searches. It does not see later changes.
    ///
    /// Fails if the index is damaged or cannot be read.
    pub fn searcher(&self) -> Result<Searcher> {
        Searcher::new(&self.files)
    }

    /// A name for the latest state of the index, with `speakers.toml`: 16 characters that change
    /// with every commit. Whoever keeps a [`Searcher`] asks it whether there is a later state.
    ///
    /// Fails if the index cannot be read.
    ///
    /// ```
    /// use onrecord_index::Index;
    ///
    /// let index = Index::in_memory()?;
    /// let before = index.state()?;
    /// assert_eq!(before, index.state()?);
    /// index.add_bytes("a.txt", "ANNA BERG: The harbour is full.\n".into(), &Default::default())?;
    /// assert_ne!(before, index.state()?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn state(&self) -> Result<String> {
        self.files.state()
    }

    /// Gives each passage a vector of what it means, and the index a table that does the same for
    /// queries, for [`Request::meaning`]. Only passages without a vector are embedded; a run that
    /// is interrupted goes on where it ended.
    ///
    /// Fails if another process writes to the index, or if its vectors were made by another model
    /// and are not to be replaced.
    #[cfg(feature = "semantic")]
    pub fn embed(
        &self,
        model: &crate::meaning::model::Model,
        options: &crate::embedding::EmbedOptions,
        progress: &dyn crate::embedding::EmbedProgress,
    ) -> Result<crate::embedding::EmbedReport> {
        crate::embedding::embed(&self.files, model, options, progress)
    }

    /// Counts what the index holds, and lists its sources. Fails if the index is damaged or cannot
    /// be read.
    pub fn status(&self) -> Result<Status> {
        status(&self.files)
    }

    /// Reads the whole index and verifies every checksum. Returns a line for each damaged file or
    /// record; none if all is well. Fails if the index cannot be read at all.
    pub fn check(&self) -> Result<Vec<String>> {
        check(&self.files)
    }

    /// The folder of the index; `None` in memory.
    pub fn path(&self) -> Option<&Path> {
        self.files.path()
    }

    /// What is known of the documents in each source, and where that comes from; by path. With a
    /// pattern, only of sources whose path has these words or matches it with `*`. Fails if the
    /// index is damaged or cannot be read.
    pub fn facts(&self, pattern: Option<&str>) -> Result<Vec<SourceFacts>> {
        facts(&self.files, pattern)
    }

    /// The same index with another file of facts about documents. By default it is
    /// `documents.toml` in the folder that contains the index, and there is none in memory. The
    /// file need not exist; a mistake in it is an error of every update.
    #[must_use]
    pub fn with_documents_file(self, path: PathBuf) -> Index {
        Index::new(self.files.with_documents_file(path))
    }

    /// The user's file of speaker aliases, which says which names mean one person. By default it is
    /// `speakers.toml` in the folder that contains the index, and `None` in memory. The file need
    /// not exist.
    pub fn speakers_file(&self) -> Option<&Path> {
        self.files.speakers_file()
    }

    /// The same index with another file of speaker aliases.
    #[must_use]
    pub fn with_speakers_file(self, path: PathBuf) -> Index {
        Index::new(self.files.with_speakers_file(path))
    }

    /// Fails if the [`speakers_file`](Self::speakers_file) has a mistake. The error gives the line.
    pub fn check_speakers_file(&self) -> Result<()> {
        self.files.check_speakers_file()
    }

    /// Fails if the user's `speakers.toml` or `documents.toml` next to the folder `path` of an
    /// index has a mistake. The index need not exist, or may have another version.
    pub fn check_files_beside(path: &Path) -> Result<()> {
        IndexFiles::check_files_beside(path)
    }

    fn new(files: IndexFiles) -> Index {
        Index { files }
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use crate::error::{Error, Result};
    use crate::index::files::IndexFiles;
    use crate::query::Query;
    use crate::searcher::{Property, Request, Searcher};
    use crate::storage::panics::is_panic_caught;
    use crate::update::UpdateOptions;
    use crate::update::add::add_bytes;

    /// What searches by words, phrases, prefixes and filters show.
    fn seen(index: &IndexFiles) -> Result<Vec<String>> {
        let searcher = Searcher::new(index)?;
        let mut seen = Vec::new();
        for query in ["harbour ferry", "\"the ferry\"", "harb* speaker:berg", "*"] {
            let parsed = Query::parse(query).expect("a query");
            let request = Request {
                count: true,
                facets: vec![Property::Speaker],
                ..Request::default()
            };
            let answer = searcher.search(&parsed, &request)?;
            seen.push(format!("{:?} {:?}", answer.total, answer.facets));
            for hit in answer.hits() {
                seen.push(hit?.passage.text);
            }
        }
        seen.push(format!("{:?}", searcher.values(Property::Speaker)?));
        Ok(seen)
    }

    #[test]
    fn no_flipped_bit_makes_a_search_panic_or_show_a_wrong_text() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut text = String::new();
        // Enough text for a symbol table.
        for number in 0..400 {
            text += &format!("ANNA BERG: The ferry {number} waits in the harbour.\n\n");
        }
        let created = IndexFiles::create(folder.path()).expect("an index");
        let options = UpdateOptions::default();
        add_bytes(&created, "a.txt", text.clone().into_bytes(), &options).expect("a run");
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !is_panic_caught() {
                hook(panic);
            }
        }));
        seen(&created).expect("an answer");
        let entries = std::fs::read_dir(folder.path()).expect("a folder");
        let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        files.sort();
        let symbols = |file: &&PathBuf| file.to_string_lossy().contains("symbols-");
        assert_eq!(files.iter().filter(symbols).count(), 1);
        for file in files {
            let bytes = std::fs::read(&file).expect("a file");
            // All bits would take too long; about 61 of each file are flipped.
            for bit in (3..bytes.len() * 8).step_by(1 + bytes.len() * 8 / 61) {
                let mut flipped = bytes.clone();
                flipped[bit / 8] ^= 1 << (bit % 8);
                std::fs::write(&file, flipped).expect("a file");
                let Ok(mut index) = IndexFiles::open(folder.path()) else {
                    continue;
                };
                // Treat it as a large index, which is not verified before a search.
                index.verified_bytes = 0;
                match seen(&index) {
                    Err(Error::Damaged { .. }) => {}
                    Err(error) => panic!("bit {bit} of {}: {error}", file.display()),
                    // Damaged postings may find other passages, but every text must be intact.
                    Ok(seen) => {
                        for shown in seen.iter().filter(|shown| shown.starts_with("ANNA")) {
                            assert!(text.contains(shown.as_str()), "bit {bit}: {shown}");
                        }
                    }
                }
            }
            std::fs::write(&file, bytes).expect("a file");
        }
    }
}
