//! Where records stand: the order of the sources, and of their paragraphs.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::DocAddress;

use crate::retrieval::columns::Columns;

/// Where records stand in their sources. Remembers the paths that it met.
pub(crate) struct Places<'a> {
    columns: &'a Columns,
    paths: Vec<Arc<str>>,
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
        let (ordinal, path) = self.columns.path(address)?;
        let number = self
            .numbers
            .entry((address.segment_ord, ordinal))
            .or_insert_with(|| {
                self.paths.push(path);
                self.paths.len() - 1
            });
        Ok((*number, place))
    }

    /// The rank of each path number among all paths met.
    pub fn path_order(&self) -> Vec<usize> {
        let mut sorted: Vec<&Arc<str>> = self.paths.iter().collect();
        sorted.sort_unstable();
        sorted.dedup();
        self.paths
            .iter()
            .map(|path| sorted.binary_search(&path).unwrap_or_default())
            .collect()
    }
}
