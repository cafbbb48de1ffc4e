//! The symbol tables of an index: a JSON file that each commit names in its payload.
//!
//! Symbol tables are only added, never removed, so a later file can unpack the records of earlier
//! commits. An index without tables has no file.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use data_encoding::BASE64;
use serde::{Deserialize, Serialize};
use tantivy::Directory;
use tantivy::directory::error::OpenReadError;

use crate::storage::named_file::{self, SYMBOLS};
use crate::stored::symbols::{Fit, SymbolTable};

/// The key in the payload of a commit that names the file.
pub(crate) const KEY: &str = "symbols";

/// The symbol tables of an index.
#[derive(Clone, Debug, Default)]
pub(crate) struct SymbolTables(Vec<Arc<SymbolTable>>);

#[derive(Serialize, Deserialize)]
struct Contents {
    /// The tables by id.
    tables: BTreeMap<u8, StoredTable>,
}

#[derive(Serialize, Deserialize)]
struct StoredTable {
    /// [`SymbolTable::to_bytes`] in base 64.
    symbols: String,
    fit: Fit,
}

impl SymbolTables {
    /// The table with this id.
    pub fn get(&self, id: u8) -> Option<&Arc<SymbolTable>> {
        self.0.iter().find(|table| table.id == id)
    }

    /// All tables.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<SymbolTable>> {
        self.0.iter()
    }

    /// Adds a table. No other may have its id.
    pub fn add(&mut self, table: Arc<SymbolTable>) {
        self.0.push(table);
    }

    /// Writes the tables. Returns the name of the file; `None` if there are no tables.
    pub fn write(&self, files: &dyn Directory) -> io::Result<Option<String>> {
        if self.0.is_empty() {
            return Ok(None);
        }
        let tables = self.0.iter();
        let contents = Contents {
            tables: tables
                .map(|table| {
                    let symbols = BASE64.encode(&table.to_bytes());
                    let fit = table.fit;
                    (table.id, StoredTable { symbols, fit })
                })
                .collect(),
        };
        SYMBOLS.write(&contents, files).map(Some)
    }

    /// Reads the tables that a payload names. Fails if their file is missing or damaged.
    pub fn read(payload: &str, files: &dyn Directory) -> Result<SymbolTables, OpenReadError> {
        let Some(path) = file_of(payload) else {
            return Ok(SymbolTables::default());
        };
        let failed = |reason: &str| {
            let error = io::Error::new(io::ErrorKind::InvalidData, reason);
            OpenReadError::wrap_io_error(error, path.clone())
        };
        let contents: Contents = named_file::read(&path, files)?;
        let read = |(id, table): (u8, StoredTable)| {
            let bytes = BASE64.decode(table.symbols.as_bytes()).ok()?;
            SymbolTable::from_bytes(id, table.fit, &bytes).map(Arc::new)
        };
        // In a record, 0 means that it is not packed.
        if contents.tables.contains_key(&0) {
            return Err(failed("a table has the reserved id 0"));
        }
        let tables: Option<Vec<_>> = contents.tables.into_iter().map(read).collect();
        tables
            .map(SymbolTables)
            .ok_or_else(|| failed("it is not a list of symbol tables"))
    }
}

/// The file that a payload names. `None` if it names none.
pub(crate) fn file_of(payload: &str) -> Option<PathBuf> {
    #[derive(Deserialize)]
    struct Payload {
        symbols: Option<String>,
    }
    let payload: Payload = serde_json::from_str(payload).ok()?;
    SYMBOLS.path(payload.symbols)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tantivy::directory::RamDirectory;

    use super::{KEY, SymbolTables};
    use crate::stored::symbols::{Fit, Packer};

    #[test]
    fn tables_are_read_from_the_payload_that_names_them() {
        let files = RamDirectory::create();
        let payload = |tables: &SymbolTables| {
            let name = tables.write(&files).expect("a file");
            serde_json::json!({"schema_version": 4, KEY: name}).to_string()
        };
        let none = payload(&SymbolTables::default());
        let packer = Packer::train(&["the ferry waits in the harbour"; 9]);
        let mut tables = SymbolTables::default();
        tables.add(Arc::new(packer.table(200, Fit::default())));
        let named = payload(&tables);
        assert_eq!(named, payload(&tables));
        let read = SymbolTables::read(&named, &files).expect("tables");
        let text = "the harbour";
        let table = read.get(200).expect("a table");
        assert_eq!(table.unpack(&packer.pack(text)).as_deref(), Some(text));
        assert!(read.get(1).is_none());
        for payload in [&none[..], "{}", ""] {
            let read = SymbolTables::read(payload, &files).expect("no tables");
            assert_eq!(read.iter().count(), 0);
        }
        assert!(SymbolTables::read(&named, &RamDirectory::create()).is_err());
        let mut wrong = SymbolTables::default();
        wrong.add(Arc::new(packer.table(0, Fit::default())));
        assert!(SymbolTables::read(&payload(&wrong), &files).is_err());
    }
}
