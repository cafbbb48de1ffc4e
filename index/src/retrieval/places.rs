//! Where records stand: the order of the sources, and of days.

use tantivy::DocAddress;
use tantivy::columnar::StrColumn;
use tantivy::fastfield::Column;

/// Where records stand in their sources, read from the fast columns.
pub(crate) struct Places<'a> {
    searcher: &'a tantivy::Searcher,
    segments: Vec<Option<SegmentPlaces>>,
    paths: Vec<String>,
    numbers: rustc_hash::FxHashMap<(u32, u64), usize>,
}

struct SegmentPlaces {
    path: Option<StrColumn>,
    place: Column<u64>,
    date: Option<Column<u64>>,
}

impl<'a> Places<'a> {
    pub fn new(searcher: &'a tantivy::Searcher) -> Places<'a> {
        let segments = searcher.segment_readers().iter().map(|_| None).collect();
        Places {
            searcher,
            segments,
            paths: Vec::new(),
            numbers: rustc_hash::FxHashMap::default(),
        }
    }

    fn segment(&mut self, number: u32) -> tantivy::Result<&SegmentPlaces> {
        let slot = &mut self.segments[number as usize];
        if slot.is_none() {
            let columns = self.searcher.segment_reader(number).fast_fields();
            *slot = Some(SegmentPlaces {
                path: columns.str("path")?,
                place: columns.u64("place")?,
                date: columns.column_opt("date")?,
            });
        }
        match slot {
            Some(segment) => Ok(segment),
            None => Err(tantivy::TantivyError::InternalError(
                "a column that was just opened".to_owned(),
            )),
        }
    }

    pub fn place(&mut self, address: DocAddress) -> tantivy::Result<u64> {
        Ok(self
            .segment(address.segment_ord)?
            .place
            .first(address.doc_id)
            .unwrap_or_default())
    }

    pub fn date(&mut self, address: DocAddress) -> tantivy::Result<u64> {
        let segment = self.segment(address.segment_ord)?;
        Ok(segment
            .date
            .as_ref()
            .and_then(|date| date.first(address.doc_id))
            .unwrap_or_default())
    }

    /// The number of its path (see [`path_order`](Self::path_order)) and its place.
    pub fn numbered(&mut self, address: DocAddress) -> tantivy::Result<(usize, u64)> {
        let place = self.place(address)?;
        let segment = self.segment(address.segment_ord)?;
        let ordinal = segment
            .path
            .as_ref()
            .and_then(|path| path.term_ords(address.doc_id).next());
        let ordinal = ordinal.unwrap_or(u64::MAX);
        if let Some(number) = self.numbers.get(&(address.segment_ord, ordinal)) {
            return Ok((*number, place));
        }
        let mut path = String::new();
        if let Some(column) = &self.segment(address.segment_ord)?.path {
            column.ord_to_str(ordinal, &mut path)?;
        }
        self.paths.push(path);
        self.numbers
            .insert((address.segment_ord, ordinal), self.paths.len() - 1);
        Ok((self.paths.len() - 1, place))
    }

    /// The rank of each path number among all paths met.
    pub fn path_order(&self) -> Vec<usize> {
        let mut sorted: Vec<&String> = self.paths.iter().collect();
        sorted.sort_unstable();
        sorted.dedup();
        self.paths
            .iter()
            .map(|path| sorted.binary_search(&path).unwrap_or_default())
            .collect()
    }

    pub fn of(&mut self, address: DocAddress) -> tantivy::Result<(String, u64)> {
        let (path, place) = self.numbered(address)?;
        Ok((self.paths[path].clone(), place))
    }
}
