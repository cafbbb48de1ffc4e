//! The order of the sources: by path, then by a passage's number in its source file.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::DocAddress;

use crate::retrieval::columns::Columns;

/// Collects the paths of records, and ranks them once all are known.
///
/// Paths are numbered as they are met, because comparing numbers is cheaper than comparing paths.
pub(crate) struct SourceOrder<'a> {
    columns: &'a Columns,
    paths: Vec<Arc<str>>,
    numbers: FxHashMap<(u32, u64), usize>,
}

impl<'a> SourceOrder<'a> {
    /// Knows no path yet.
    pub fn new(columns: &'a Columns) -> SourceOrder<'a> {
        SourceOrder {
            columns,
            paths: Vec::new(),
            numbers: FxHashMap::default(),
        }
    }

    /// The number of a record's path (see [`path_ranks`](Self::path_ranks)) and its number in its
    /// source file.
    pub fn key(&mut self, address: DocAddress) -> tantivy::Result<(usize, u64)> {
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

    /// For each path number, the rank of that path among all paths met.
    pub fn path_ranks(&self) -> Vec<usize> {
        let mut sorted: Vec<&Arc<str>> = self.paths.iter().collect();
        sorted.sort_unstable();
        sorted.dedup();
        self.paths
            .iter()
            .map(|path| sorted.binary_search(&path).unwrap_or_default())
            .collect()
    }
}
