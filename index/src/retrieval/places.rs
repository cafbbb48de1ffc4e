//! Where records stand: the order of the sources, and of their paragraphs.

use rustc_hash::FxHashMap;
use tantivy::DocAddress;

use crate::retrieval::columns::Columns;

/// Where records stand in their sources. Remembers the paths that it met.
pub(crate) struct Places<'a> {
    columns: &'a Columns,
    paths: Vec<String>,
    numbers: FxHashMap<(u32, u64), usize>,
}

impl<'a> Places<'a> {
    pub fn new(columns: &'a Columns) -> Places<'a> {
        Places {
            columns,
            paths: Vec::new(),
            numbers: FxHashMap::default(),
        }
    }

    /// The number of its path (see [`path_order`](Self::path_order)) and its number in its source.
    pub fn numbered(&mut self, address: DocAddress) -> tantivy::Result<(usize, u64)> {
        let place = self.columns.place(address)?;
        let column = self.columns.path(address.segment_ord)?;
        let ordinal = column.and_then(|column| column.term_ords(address.doc_id).next());
        let ordinal = ordinal.unwrap_or(u64::MAX);
        if let Some(number) = self.numbers.get(&(address.segment_ord, ordinal)) {
            return Ok((*number, place));
        }
        let mut path = String::new();
        if let Some(column) = column {
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
}
