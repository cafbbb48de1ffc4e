//! The tables that unpack an index's records, for one that reads them.

use std::sync::{Arc, PoisonError, RwLock};

use crate::error::{Error, Result};
use crate::index::Index;
use crate::stored::symbols::SymbolTable;
use crate::stored::tables::Tables;

/// The tables of an index.
#[derive(Debug)]
pub(crate) struct Unpacking {
    index: Index,
    tables: RwLock<Tables>,
}

impl Unpacking {
    /// Reads them.
    pub fn new(index: &Index) -> Result<Unpacking> {
        Ok(Unpacking {
            tables: RwLock::new(index.tables()?),
            index: index.clone(),
        })
    }

    /// The table of an id. It may have come with a later commit than those that were read.
    pub fn table(&self, id: u8) -> Result<Arc<SymbolTable>> {
        if let Some(table) = self.known(id) {
            return Ok(table);
        }
        let tables = self.index.tables()?;
        *self.tables.write().unwrap_or_else(PoisonError::into_inner) = tables;
        self.known(id).ok_or_else(|| Error::Damaged {
            what: "a stored record".to_owned(),
            reason: "what it was packed by is not there".to_owned(),
        })
    }

    fn known(&self, id: u8) -> Option<Arc<SymbolTable>> {
        let tables = self.tables.read().unwrap_or_else(PoisonError::into_inner);
        tables.get(id).cloned()
    }
}
