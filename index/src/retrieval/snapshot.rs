//! A read view of an index, opened: everything that the steps of a search read.
//!
//! A snapshot never changes, whatever is written meanwhile. What searches read again and again is
//! cached in it.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};

use rustc_hash::FxHashMap;
use tantivy::DocAddress;
use tantivy::directory::OwnedBytes;
use tantivy::store::StoreReader;

use crate::error::{Error, Result};
use crate::fields::schema::STEMMING;
use crate::hit::Passage;
use crate::index::files::IndexFiles;
use crate::index::record::read_passage;
use crate::index::source_id::root_of;
use crate::retrieval::by_meaning::Meanings;
use crate::retrieval::columns::Columns;
use crate::retrieval::filter_values;
use crate::retrieval::frequency::Frequencies;
use crate::retrieval::name_words::NameWords;
use crate::speakers::Speakers;
use crate::storage::lock::lock;
use crate::storage::settings::STORE_BLOCKS;
use crate::stored::tables::SymbolTables;
use crate::text::stem::Stemming;
use crate::text::term_cache::TermCache;

/// Shared records to cache before the cache is emptied: at most 16 MB, with the limit below.
const CACHED_RECORDS: usize = 4_096;
/// Larger shared records are not cached, so that the cache has a bound in bytes. Not measured.
const MAX_CACHED_BYTES: usize = 4_096;

/// A read view of an index.
pub(crate) struct Snapshot {
    /// The index that it shows.
    pub index: IndexFiles,
    /// Its segments.
    pub inner: tantivy::Searcher,
    /// The stemmers that its passages were indexed with.
    pub stemmings: Vec<Stemming>,
    /// Its fast columns.
    pub columns: Columns,
    /// Its term statistics.
    pub frequencies: Frequencies,
    /// The record store of each segment, opened when first needed.
    stores: Vec<OnceLock<StoreReader>>,
    /// Stored records that later records refer to for what they share, as far as they were read.
    shared: Mutex<FxHashMap<DocAddress, OwnedBytes>>,
    /// The symbol tables that unpack stored records.
    pub tables: Arc<SymbolTables>,
    /// The words of its names, as far as they were read.
    pub name_words: NameWords,
    /// The folder that the paths of sources are relative to, resolved when first needed.
    folder: OnceLock<Option<PathBuf>>,
    /// The speakers and their aliases, read when first needed.
    speakers: OnceLock<Arc<Speakers>>,
    /// The vectors of its passages, opened when first needed.
    meanings: OnceLock<Arc<Meanings>>,
    /// Caches of terms by word. Each answer takes one and returns it.
    terms: Mutex<Vec<TermCache>>,
}

impl Snapshot {
    /// Opens the latest state of an index.
    ///
    /// Fails if the index cannot be read or is damaged.
    pub fn new(index: &IndexFiles) -> Result<Snapshot> {
        let inner = index.reader()?;
        let mut snapshot = Snapshot {
            index: index.clone(),
            columns: Columns::new(&inner),
            frequencies: Frequencies::new(&inner, index.fields),
            stores: inner
                .segment_readers()
                .iter()
                .map(|_| OnceLock::new())
                .collect(),
            inner,
            shared: Mutex::default(),
            // Tables are only ever added, so tables read now include all that this snapshot needs.
            tables: Arc::new(index.tables()?),
            stemmings: Vec::new(),
            name_words: NameWords::default(),
            folder: OnceLock::new(),
            speakers: OnceLock::new(),
            meanings: OnceLock::new(),
            terms: Mutex::default(),
        };
        let stemmings = filter_values::values_with_prefix(
            &snapshot.inner,
            index.fields.flag,
            STEMMING,
            |flag| Stemming::from_code(&flag[STEMMING.len()..]),
        );
        snapshot.stemmings = stemmings.map_err(|error| snapshot.storage(error))?;
        Ok(snapshot)
    }

    /// Runs `work`, which reads the index's files. They may be damaged; see
    /// [`IndexFiles::guarded`].
    pub fn guarded<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        self.index.guarded(work)
    }

    /// Turns an error of tantivy's, met while reading, into the library's.
    pub fn storage(&self, error: tantivy::TantivyError) -> Error {
        self.index.storage("read", error)
    }

    /// Takes a cache of terms that an earlier answer filled, or an empty one. Return it with
    /// [`return_terms`](Self::return_terms).
    pub fn take_terms(&self) -> TermCache {
        lock(&self.terms).pop().unwrap_or_default()
    }

    /// Keeps a cache of terms for the next answer.
    pub fn return_terms(&self, terms: TermCache) {
        lock(&self.terms).push(terms);
    }

    /// The folder that the paths of sources are relative to. `None` in memory.
    pub fn folder(&self) -> Option<&Path> {
        let resolve = || root_of(self.index.path(), None);
        self.folder.get_or_init(resolve).as_deref()
    }

    /// The speakers and their aliases. Fails if `speakers.toml` has a mistake.
    pub fn speakers(&self) -> Result<&Arc<Speakers>> {
        if let Some(speakers) = self.speakers.get() {
            return Ok(speakers);
        }
        let read = self.index.speakers()?;
        Ok(self.speakers.get_or_init(|| Arc::new(read)))
    }

    /// The vectors of its passages. Fails if the index has none.
    pub fn meanings(&self) -> Result<&Arc<Meanings>> {
        if let Some(meanings) = self.meanings.get() {
            return Ok(meanings);
        }
        let opened = Meanings::open(&self.index, &self.inner)?;
        Ok(self.meanings.get_or_init(|| Arc::new(opened)))
    }

    /// Reads the passage of a record. Fails if the record is damaged.
    pub fn passage(&self, address: DocAddress) -> Result<Passage> {
        let store = self.store(address.segment_ord);
        let store = store.map_err(|error| self.storage(error))?;
        let stored = |record| {
            if record == address.doc_id {
                let bytes = store.get_document_bytes(record);
                return bytes.map_err(|error| self.storage(error));
            }
            self.shared_record(DocAddress::new(address.segment_ord, record), store)
        };
        read_passage(address.doc_id, stored, &self.tables)
    }

    /// A stored record that others refer to, from the cache where it is there.
    fn shared_record(&self, address: DocAddress, store: &StoreReader) -> Result<OwnedBytes> {
        if let Some(record) = lock(&self.shared).get(&address) {
            return Ok(record.clone());
        }
        let record = store.get_document_bytes(address.doc_id);
        let record = record.map_err(|error| self.storage(error))?;
        if record.len() > MAX_CACHED_BYTES {
            return Ok(record);
        }
        // A copy, so that the cache does not depend on the buffer that the record was read from.
        let record = OwnedBytes::new(record.to_vec());
        let mut shared = lock(&self.shared);
        if shared.len() >= CACHED_RECORDS {
            shared.clear();
        }
        shared.insert(address, record.clone());
        Ok(record)
    }

    /// The record store of a segment.
    pub fn store(&self, segment: u32) -> tantivy::Result<&StoreReader> {
        let slot = &self.stores[segment as usize];
        if let Some(store) = slot.get() {
            return Ok(store);
        }
        let segment = self.inner.segment_reader(segment);
        let store = segment.get_store_reader(STORE_BLOCKS)?;
        Ok(slot.get_or_init(|| store))
    }
}
