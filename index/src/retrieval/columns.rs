//! The fast columns of one snapshot, each opened at most once.
//!
//! Opening a column unpacks its table of blocks, which takes longer than ranking a page of hits.

use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use rustc_hash::FxHashMap;
use tantivy::DocAddress;
use tantivy::columnar::StrColumn;
use tantivy::fastfield::Column;

/// Paths to cache before the cache is emptied: about 10 MB.
const CACHED_PATHS: usize = 100_000;

/// The columns of every segment.
pub(crate) struct Columns {
    searcher: tantivy::Searcher,
    segments: Vec<SegmentColumns>,
    /// Paths read so far, by segment and ordinal. Reading one takes longer than scoring a passage.
    paths: RwLock<FxHashMap<(u32, u64), Arc<str>>>,
}

/// The columns of one segment. `None` inside a lock: the segment has no such column.
#[derive(Default)]
struct SegmentColumns {
    path: OnceLock<Option<StrColumn>>,
    speaker: OnceLock<Option<StrColumn>>,
    section: OnceLock<Option<StrColumn>>,
    place: OnceLock<Option<Column<u64>>>,
    date: OnceLock<Option<Column<u64>>>,
}

impl Columns {
    /// Opens nothing yet.
    pub fn new(searcher: &tantivy::Searcher) -> Columns {
        let segments = searcher.segment_readers().iter();
        Columns {
            searcher: searcher.clone(),
            segments: segments.map(|_| SegmentColumns::default()).collect(),
            paths: RwLock::default(),
        }
    }

    /// A record's source path and the ordinal of that path in its segment. Empty if it has none.
    pub fn path(&self, address: DocAddress) -> tantivy::Result<(u64, Arc<str>)> {
        let segment = address.segment_ord;
        let column = self.text(segment, &self.segments[segment as usize].path, "path")?;
        let ordinal = column.and_then(|column| column.term_ords(address.doc_id).next());
        let ordinal = ordinal.unwrap_or(u64::MAX);
        let cached = self.paths.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(path) = cached.get(&(segment, ordinal)) {
            return Ok((ordinal, path.clone()));
        }
        drop(cached);
        let mut path = String::new();
        if let Some(column) = column {
            column.ord_to_str(ordinal, &mut path)?;
        }
        let path: Arc<str> = path.into();
        let mut cached = self.paths.write().unwrap_or_else(PoisonError::into_inner);
        if cached.len() >= CACHED_PATHS {
            cached.clear();
        }
        cached.insert((segment, ordinal), path.clone());
        Ok((ordinal, path))
    }

    /// The speakers of a segment's records. `None` if no record of the segment has one.
    pub fn speaker(&self, segment: u32) -> tantivy::Result<Option<&StrColumn>> {
        self.text(segment, &self.segments[segment as usize].speaker, "speaker")
    }

    /// The section paths of a segment's records. `None` if no record of the segment has one.
    pub fn section(&self, segment: u32) -> tantivy::Result<Option<&StrColumn>> {
        self.text(segment, &self.segments[segment as usize].section, "section")
    }

    /// A record's number in its source file, counted from 0. 0 if it has none.
    pub fn place(&self, address: DocAddress) -> tantivy::Result<u64> {
        let slot = &self.segments[address.segment_ord as usize].place;
        self.number(address, slot, "place")
    }

    /// A record's date as `yyyymmdd`, with zeros for an unknown month or day. 0 if it has none.
    pub fn date(&self, address: DocAddress) -> tantivy::Result<u64> {
        let slot = &self.segments[address.segment_ord as usize].date;
        self.number(address, slot, "date")
    }

    fn text<'c>(
        &self,
        segment: u32,
        slot: &'c OnceLock<Option<StrColumn>>,
        name: &str,
    ) -> tantivy::Result<Option<&'c StrColumn>> {
        if slot.get().is_none() {
            let columns = self.searcher.segment_reader(segment).fast_fields();
            let _ = slot.set(columns.str(name)?);
        }
        Ok(slot.get().and_then(Option::as_ref))
    }

    fn number(
        &self,
        address: DocAddress,
        slot: &OnceLock<Option<Column<u64>>>,
        name: &str,
    ) -> tantivy::Result<u64> {
        if slot.get().is_none() {
            let columns = self
                .searcher
                .segment_reader(address.segment_ord)
                .fast_fields();
            let _ = slot.set(columns.column_opt(name)?);
        }
        let column = slot.get().and_then(Option::as_ref);
        Ok(column
            .and_then(|column| column.first(address.doc_id))
            .unwrap_or_default())
    }
}
