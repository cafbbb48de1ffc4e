//! One commit of an index, opened: what every step of a search reads.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use rustc_hash::FxHashMap;
use tantivy::DocAddress;
use tantivy::directory::OwnedBytes;
use tantivy::store::StoreReader;

use crate::error::{Error, Result};
use crate::fields::schema::STEMMING;
use crate::hit::Passage;
use crate::index::files::IndexFiles;
use crate::index::record::read_passage;
use crate::retrieval::columns::Columns;
use crate::retrieval::filter_values;
use crate::retrieval::frequency::Frequencies;
use crate::retrieval::name_words::NameWords;
use crate::speakers::Speakers;
use crate::storage::settings::STORE_BLOCKS;
use crate::stored::tables::SymbolTables;
use crate::text::learnt::Terms;
use crate::text::stem::Stemming;

/// Records with what others share that are kept, and how large one may be.
const FIRSTS: usize = 4_096;
const FIRST_BYTES: usize = 4_096;

/// One commit of an index.
pub(crate) struct Snapshot {
    /// The index it is of.
    pub index: IndexFiles,
    /// Its segments.
    pub inner: tantivy::Searcher,
    /// The stemmers that the passages' words went through.
    pub stemmings: Vec<Stemming>,
    /// Where its records stand.
    pub columns: Columns,
    /// How common its terms are.
    pub frequencies: Frequencies,
    /// The stored records of each segment, once they were asked for.
    stores: Vec<OnceLock<StoreReader>>,
    /// Those of them that hold what others share, as they were asked for.
    firsts: Mutex<FxHashMap<DocAddress, OwnedBytes>>,
    /// What unpacks them.
    pub tables: Arc<SymbolTables>,
    /// The words of its names.
    pub name_words: NameWords,
    /// Who is who, once it was asked for.
    speakers: OnceLock<Arc<Speakers>>,
    /// What searches have learnt of words; each takes one and puts it back.
    terms: Mutex<Vec<Terms>>,
}

impl Snapshot {
    /// Opens the index's last snapshot.
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
            firsts: Mutex::default(),
            // SymbolTables are only added: those of this commit are among those of a later one.
            tables: Arc::new(index.tables()?),
            stemmings: Vec::new(),
            name_words: NameWords::default(),
            speakers: OnceLock::new(),
            terms: Mutex::default(),
        };
        let stemmings =
            filter_values::beginning(&snapshot.inner, index.fields.flag, STEMMING, |flag| {
                Stemming::from_code(&flag[STEMMING.len()..])
            });
        snapshot.stemmings = stemmings.map_err(|error| snapshot.storage(error))?;
        Ok(snapshot)
    }

    /// Reads from its files, which may be damaged; see [`IndexFiles::guarded`].
    pub fn guarded<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        self.index.guarded(work)
    }

    /// What went wrong while it was read.
    pub fn storage(&self, error: tantivy::TantivyError) -> Error {
        self.index.storage("read", error)
    }

    /// What earlier searches have learnt of words, to be put back with [`put_back`](Self::put_back).
    pub fn take_terms(&self) -> Terms {
        lock(&self.terms).pop().unwrap_or_default()
    }

    /// Keeps what was learnt for the next search.
    pub fn put_back(&self, terms: Terms) {
        lock(&self.terms).push(terms);
    }

    /// Who is who. Fails if a `speakers.toml` has a mistake.
    pub fn speakers(&self) -> Result<&Arc<Speakers>> {
        if let Some(speakers) = self.speakers.get() {
            return Ok(speakers);
        }
        let read = self.index.speakers()?;
        Ok(self.speakers.get_or_init(|| Arc::new(read)))
    }

    /// The passage of a record.
    pub fn passage(&self, address: DocAddress) -> Result<Passage> {
        let read = |error| self.storage(error);
        let store = self.store(address.segment_ord).map_err(read)?;
        let stored = |record| {
            if record == address.doc_id {
                return store.get_document_bytes(record).map_err(read);
            }
            let address = DocAddress::new(address.segment_ord, record);
            if let Some(first) = lock(&self.firsts).get(&address) {
                return Ok(first.clone());
            }
            let first = store.get_document_bytes(record).map_err(read)?;
            if first.len() > FIRST_BYTES {
                return Ok(first);
            }
            let first = OwnedBytes::new(first.to_vec());
            let mut firsts = lock(&self.firsts);
            if firsts.len() >= FIRSTS {
                firsts.clear();
            }
            firsts.insert(address, first.clone());
            Ok(first)
        };
        read_passage(address.doc_id, stored, &self.tables)
    }

    fn store(&self, segment: u32) -> tantivy::Result<&StoreReader> {
        let slot = &self.stores[segment as usize];
        if let Some(store) = slot.get() {
            return Ok(store);
        }
        let segment = self.inner.segment_reader(segment);
        let store = segment.get_store_reader(STORE_BLOCKS)?;
        Ok(slot.get_or_init(|| store))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
