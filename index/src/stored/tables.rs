//! The symbol tables of an index: a file that each commit names in its payload.
//!
//! Tables are only ever added, so records of earlier commits can be unpacked by a later file. Where no table was made there is no file.

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

/// The key of a commit's payload under which the file is named.
pub(crate) const KEY: &str = "symbols";

/// The symbol tables of an index.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tables(Vec<Arc<SymbolTable>>);

#[derive(Serialize, Deserialize)]
struct Contents {
    /// By id.
    tables: BTreeMap<u8, Written>,
}

#[derive(Serialize, Deserialize)]
struct Written {
    /// In base 64.
    symbols: String,
    fit: Fit,
}

impl Tables {
    /// The table that packed texts call by this id.
    pub fn get(&self, id: u8) -> Option<&Arc<SymbolTable>> {
        self.0.iter().find(|table| table.id == id)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<SymbolTable>> {
        self.0.iter()
    }

    /// Adds a table, whose id no other may have.
    pub fn add(&mut self, table: Arc<SymbolTable>) {
        self.0.push(table);
    }

    /// Writes them; gives the name of the file.
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
                    (table.id, Written { symbols, fit })
                })
                .collect(),
        };
        SYMBOLS.write(&contents, files).map(Some)
    }

    /// The tables that a payload names.
    pub fn read(payload: &str, files: &dyn Directory) -> Result<Tables, OpenReadError> {
        let Some(path) = file_of(payload) else {
            return Ok(Tables::default());
        };
        let failed = |reason: &str| {
            let error = io::Error::new(io::ErrorKind::InvalidData, reason);
            OpenReadError::wrap_io_error(error, path.clone())
        };
        let contents: Contents = named_file::read(&path, files)?;
        let read = |(id, table): (u8, Written)| {
            let bytes = BASE64.decode(table.symbols.as_bytes()).ok()?;
            SymbolTable::from_bytes(id, table.fit, &bytes).map(Arc::new)
        };
        // 0 stands for no table.
        if contents.tables.contains_key(&0) {
            return Err(failed("a table has no number"));
        }
        let tables: Option<Vec<_>> = contents.tables.into_iter().map(read).collect();
        tables
            .map(Tables)
            .ok_or_else(|| failed("it is no list of tables"))
    }
}

/// The file that a payload names.
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

    use super::{KEY, Tables};
    use crate::stored::symbols::{Fit, Packer};

    #[test]
    fn tables_are_read_back_by_the_payload_that_names_them() {
        let files = RamDirectory::create();
        let payload = |tables: &Tables| {
            let name = tables.write(&files).expect("a file");
            serde_json::json!({"schema_version": 4, KEY: name}).to_string()
        };
        let none = payload(&Tables::default());
        let packer = Packer::train(&["the ferry waits in the harbour"; 9]);
        let mut tables = Tables::default();
        tables.add(Arc::new(packer.table(200, Fit::default())));
        let named = payload(&tables);
        assert_eq!(named, payload(&tables));
        let read = Tables::read(&named, &files).expect("tables");
        let text = "the harbour";
        let table = read.get(200).expect("a table");
        assert_eq!(table.unpack(&packer.pack(text)).as_deref(), Some(text));
        assert!(read.get(1).is_none());
        for payload in [&none[..], "{}", ""] {
            let read = Tables::read(payload, &files).expect("no tables");
            assert_eq!(read.iter().count(), 0);
        }
        assert!(Tables::read(&named, &RamDirectory::create()).is_err());
        let mut wrong = Tables::default();
        wrong.add(Arc::new(packer.table(0, Fit::default())));
        assert!(Tables::read(&payload(&wrong), &files).is_err());
    }
}
