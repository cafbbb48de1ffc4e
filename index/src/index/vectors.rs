//! The files of an index that hold meaning: reading and writing what a commit names of them.
//!
//! The one rule: a file is complete on disk before a commit names it, so a process that is killed
//! leaves the index as it was.

#[cfg(feature = "semantic")]
use std::path::Path;

use data_encoding::HEXLOWER_PERMISSIVE;
use tantivy::collector::DocSetCollector;
use tantivy::directory::OwnedBytes;
use tantivy::directory::error::OpenReadError;
use tantivy::index::SegmentId;
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;

use crate::error::Result;
use crate::fields::schema::Flag;
use crate::index::files::IndexFiles;
#[cfg(feature = "semantic")]
use crate::index::payload::{self, MetaSummary};
use crate::index::record::read_passage;
use crate::index::status::MeaningStatus;
use crate::meaning::entry::MeaningEntry;
use crate::meaning::passage::{embedded_text, key};
use crate::meaning::vectors::VectorFile;
#[cfg(feature = "semantic")]
use crate::storage::named_file::NamedFile;
use crate::storage::settings::STORE_BLOCKS;

impl IndexFiles {
    /// What the last commit says about meaning. `None` if the index has no vectors.
    pub fn meaning(&self) -> Result<Option<MeaningEntry>> {
        self.read_named(|payload, _| Ok(MeaningEntry::of_payload(payload)))
    }

    /// Runs `open` with what the last commit says about meaning and with the files that it names.
    /// `None` if the index has no vectors.
    pub fn open_meaning<T>(
        &self,
        open: impl Fn(MeaningEntry, &[OwnedBytes]) -> T,
    ) -> Result<Option<T>> {
        self.read_named(|payload, files| {
            let Some(entry) = MeaningEntry::of_payload(payload) else {
                return Ok(None);
            };
            let mapped = entry.files().map(|path| {
                let file = files.open_read(&path)?;
                file.read_bytes()
                    .map_err(|error| OpenReadError::wrap_io_error(error, path))
            });
            let mapped: Vec<OwnedBytes> = mapped.collect::<std::result::Result<_, _>>()?;
            Ok(Some(open(entry, &mapped)))
        })
    }

    /// The payload of the next commit if nothing but meaning changes.
    #[cfg(feature = "semantic")]
    pub fn payload_with(&self, meaning: &MeaningEntry) -> tantivy::Result<String> {
        let payload = MetaSummary::read(&*self.files)?.payload;
        Ok(payload::with_meaning(&payload.unwrap_or_default(), meaning))
    }

    /// What the last commit holds for search by meaning. Passages of segments that `embed` has not
    /// seen are read, to find out whether they have a vector.
    pub fn meaning_status(&self, reader: &tantivy::Searcher) -> Result<Option<MeaningStatus>> {
        let Some(meaning) = self.meaning()? else {
            return Ok(None);
        };
        let opened = self.open_meaning(|_, mapped| mapped.to_vec())?;
        let mut status = MeaningStatus {
            model: meaning.model,
            ..MeaningStatus::default()
        };
        let mut files = Vec::new();
        for bytes in opened.unwrap_or_default() {
            let length = bytes.len() as u64;
            match VectorFile::open(bytes) {
                Some(file) => {
                    status.vector_bytes += length;
                    files.push(file);
                }
                None => status.lookup_bytes += length,
            }
        }
        status.passages = self.with_vectors(reader, &files)?;
        Ok(Some(status))
    }

    fn with_vectors(
        &self,
        reader: &tantivy::Searcher,
        files: &[VectorFile<OwnedBytes>],
    ) -> Result<u64> {
        let failed = |error| self.storage("read", error);
        let tables = self.tables()?;
        let flag = self.fields.flag(&Flag::Passage);
        let all = TermQuery::new(flag, IndexRecordOption::Basic);
        let mut found = 0;
        for address in reader.search(&all, &DocSetCollector).map_err(failed)? {
            let segment = reader.segment_reader(address.segment_ord);
            let id = segment_id(segment.segment_id());
            let mut rows = files.iter().filter_map(|file| {
                let segment = file.segment(&id)?;
                file.row_of_record(segment, address.doc_id)
            });
            if rows.next().is_some() {
                found += 1;
                continue;
            }
            let store = segment.get_store_reader(STORE_BLOCKS);
            let store = store.map_err(|error| failed(error.into()))?;
            let stored = |record| store.get_document_bytes(record).map_err(failed);
            let passage = read_passage(address.doc_id, stored, &tables)?;
            let key = key(&embedded_text(&passage));
            found += u64::from(files.iter().any(|file| file.row(key).is_some()));
        }
        Ok(found)
    }

    /// The bytes of a file that a commit names.
    #[cfg(feature = "semantic")]
    pub fn read_file(&self, name: &str) -> Result<OwnedBytes> {
        let path = Path::new(name);
        let read =
            || -> tantivy::Result<OwnedBytes> { Ok(self.files.open_read(path)?.read_bytes()?) };
        read().map_err(|error| self.storage("read", error))
    }

    /// Writes a file whose name is its checksum. Returns the name.
    #[cfg(feature = "semantic")]
    pub fn write_file(&self, kind: &NamedFile, contents: &[u8]) -> tantivy::Result<String> {
        let name = kind.name_of(contents);
        match &self.directory {
            Some(directory) => directory.replace(Path::new(&name), contents)?,
            None => self.files.atomic_write(Path::new(&name), contents)?,
        }
        Ok(name)
    }
}

/// The 16 bytes of a segment's id.
pub(crate) fn segment_id(segment: SegmentId) -> [u8; 16] {
    let bytes = HEXLOWER_PERMISSIVE.decode(segment.uuid_string().as_bytes());
    // A segment's id is 32 hexadecimal digits.
    bytes
        .ok()
        .and_then(|bytes| bytes.try_into().ok())
        .unwrap_or_default()
}
