//! An index: a folder of its own, or in memory. Created, opened, described and checked here; written by
//! [`Indexer`](crate::indexer::Indexer), read by [`Searcher`](crate::searcher::Searcher).

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tantivy::collector::DocSetCollector;
use tantivy::directory::error::LockError;
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::store::Compressor;
use tantivy::tokenizer::{RawTokenizer, TextAnalyzer, TokenizerManager};
use tantivy::{IndexSettings, ReloadPolicy, TantivyDocument, TantivyError, Term};

use crate::analysis::FINGERPRINT;
use crate::directory::IndexDirectory;
use crate::error::{Error, Result};
use crate::schema::{self, Book, Fields, Flag, StreamTokenizer};

/// Bytes of a block of stored records. Ten hits lie in ten blocks as a rule, and each is unpacked whole: blocks of 16 KB
/// (tantivy's own choice) cost as much as the ranking.
const STORE_BLOCK_BYTES: usize = 4 << 10;

/// Unpacked blocks that a reader keeps.
const STORE_CACHE_BLOCKS: usize = 64;

/// An index of passages.
#[derive(Clone)]
pub struct Index {
    pub(crate) inner: tantivy::Index,
    pub(crate) fields: Fields,
    path: Option<PathBuf>,
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

impl Index {
    /// Opens the index in a folder, or makes the folder and an empty index in it.
    ///
    /// Fails if the folder holds an index of another version, or cannot be written.
    pub fn create(path: &Path) -> Result<Index> {
        if path.join("meta.json").exists() {
            return Index::open(path);
        }
        let storage = |source: Box<dyn std::error::Error + Send + Sync>| Error::Storage {
            action: "create",
            path: path.to_owned(),
            source,
        };
        std::fs::create_dir_all(path).map_err(|error| storage(error.into()))?;
        let directory = IndexDirectory::open(path).map_err(|error| storage(error.into()))?;
        let (schema, fields) = schema::schema();
        let inner = tantivy::Index::create(directory, schema, settings())
            .map_err(|error| storage(error.into()))?;
        Ok(Index::with_tokenizers(inner, fields, Some(path.to_owned())))
    }

    /// An empty index in memory.
    pub fn in_memory() -> Result<Index> {
        let (schema, fields) = schema::schema();
        let directory = tantivy::directory::RamDirectory::create();
        let inner = tantivy::Index::create(directory, schema, settings()).map_err(|error| {
            Error::Storage {
                action: "create",
                path: PathBuf::from("(memory)"),
                source: error.into(),
            }
        })?;
        Ok(Index::with_tokenizers(inner, fields, None))
    }

    /// Opens the index in a folder. Fails if there is none, or if it is of another version or damaged.
    pub fn open(path: &Path) -> Result<Index> {
        if !path.join("meta.json").exists() {
            return Err(Error::NoIndex {
                path: path.to_owned(),
            });
        }
        let damaged = |error: &dyn std::fmt::Display| Error::Damaged {
            what: path.display().to_string(),
            reason: error.to_string(),
        };
        let directory = IndexDirectory::open(path).map_err(|error| damaged(&error))?;
        let inner = tantivy::Index::open(directory).map_err(|error| damaged(&error))?;
        let (schema, fields) = schema::schema();
        let meta = inner.load_metas().map_err(|error| damaged(&error))?;
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
        Ok(Index::with_tokenizers(inner, fields, Some(path.to_owned())))
    }

    fn with_tokenizers(mut inner: tantivy::Index, fields: Fields, path: Option<PathBuf>) -> Index {
        let tokenizers = TokenizerManager::default();
        tokenizers.register(schema::STREAM, StreamTokenizer::default());
        inner.set_tokenizers(tokenizers);
        let raw = TokenizerManager::default();
        raw.register("raw", TextAnalyzer::from(RawTokenizer::default()));
        inner.set_fast_field_tokenizers(raw);
        Index {
            inner,
            fields,
            path,
        }
    }

    /// The folder it lies in; `None` in memory.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// What is written into every commit, to know the index by.
    pub(crate) fn make(&self) -> String {
        serde_json::to_string(&Make::ours()).unwrap_or_default()
    }

    pub(crate) fn storage(&self, action: &'static str, error: TantivyError) -> Error {
        let path = self
            .path
            .clone()
            .unwrap_or_else(|| PathBuf::from("(memory)"));
        match error {
            TantivyError::LockFailure(LockError::LockBusy, _) => Error::Locked { path },
            error => Error::Storage {
                action,
                path,
                source: error.into(),
            },
        }
    }

    pub(crate) fn reader(&self) -> Result<tantivy::Searcher> {
        let reader = self
            .inner
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .doc_store_cache_num_blocks(STORE_CACHE_BLOCKS)
            .try_into()
            .map_err(|error: TantivyError| self.storage("open", error))?;
        Ok(reader.searcher())
    }

    /// The bookkeeping of every source file, by path.
    pub(crate) fn books(&self, reader: &tantivy::Searcher) -> Result<Vec<Book>> {
        let mut books = Vec::new();
        for (ordinal, segment) in reader.segment_readers().iter().enumerate() {
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
                        records.push(record);
                    }
                    record = tantivy::DocSet::advance(&mut postings);
                }
            }
            records.sort_unstable();
            for record in records {
                let address = tantivy::DocAddress::new(ordinal as u32, record);
                let stored: TantivyDocument = reader
                    .doc(address)
                    .map_err(|error| self.storage("read", error))?;
                books.push(self.fields.read_book(&stored)?);
            }
        }
        books.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(books)
    }

    /// What the index holds.
    pub fn status(&self) -> Result<Status> {
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

    /// Reads everything once and compares checksums. Gives what is damaged, each by its file; nothing if all is well.
    pub fn check(&self) -> Result<Vec<String>> {
        let mut damaged: Vec<String> = Vec::new();
        match self.inner.validate_checksum() {
            Ok(files) => damaged.extend(
                files
                    .iter()
                    .map(|file| format!("{}: checksum does not match", file.display())),
            ),
            Err(error) => damaged.push(format!("a file cannot be read: {error}")),
        }
        damaged.sort();
        if damaged.is_empty() {
            self.check_records(&mut damaged)?;
        }
        Ok(damaged)
    }

    /// Every record can be read back, and the bookkeeping counts the passages there are.
    fn check_records(&self, damaged: &mut Vec<String>) -> Result<()> {
        let reader = self.reader()?;
        let read = |error| self.storage("read", error);
        let all = TermQuery::new(self.fields.flag(&Flag::Passage), IndexRecordOption::Basic);
        for address in reader.search(&all, &DocSetCollector).map_err(read)? {
            let record: TantivyDocument = reader.doc(address).map_err(read)?;
            if let Err(error) = self.fields.read_passage(&record) {
                damaged.push(error.to_string());
            }
        }
        for book in self.books(&reader)? {
            let term = Term::from_field_text(self.fields.source, &book.passages);
            let query = TermQuery::new(term, IndexRecordOption::Basic);
            let found = reader
                .search(&query, &tantivy::collector::Count)
                .map_err(read)? as u64;
            if found != book.passages_count {
                damaged.push(format!(
                    "{}: {found} passages where {} were stored",
                    book.path, book.passages_count
                ));
            }
        }
        Ok(())
    }
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

fn settings() -> IndexSettings {
    IndexSettings {
        docstore_compression: Compressor::Lz4,
        docstore_blocksize: STORE_BLOCK_BYTES,
        docstore_compress_dedicated_thread: false,
        ..IndexSettings::default()
    }
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
