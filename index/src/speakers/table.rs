//! The alias table as an index keeps it: a JSON file that the commit's payload names.
//!
//! Only searches that involve speakers read it, so that others stay fast however many names there
//! are. If nobody has several names there is no file.

use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tantivy::Directory;
use tantivy::directory::error::OpenReadError;

use crate::speakers::join::Person;
use crate::storage::named_file::{self, SPEAKERS};

/// The key in a commit's payload under which its alias table is named.
pub(crate) const KEY: &str = "speakers";

/// Version of the rules that join names. A run that changes the index replaces a table of any other
/// version.
pub(crate) const JOIN_VERSION: u32 = 2;

/// The people with several names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct AliasTable {
    /// The [`JOIN_VERSION`] that made it; 0 if the index has no table yet.
    pub version: u32,
    /// Each person with more than one name.
    pub people: Vec<Person>,
}

/// What a payload says about the table.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct TableEntry {
    #[serde(rename = "joining")]
    version: u32,
    /// `None` if nobody has several names.
    file: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct Contents {
    /// Each person's name and its forms.
    people: Vec<(String, Vec<String>)>,
}

impl AliasTable {
    /// A table made by this version of the rules.
    pub fn new(people: Vec<Person>) -> AliasTable {
        AliasTable {
            version: JOIN_VERSION,
            people,
        }
    }

    /// Writes the table to a file, if it has entries. Returns what the payload has to say about it.
    pub fn write(self, files: &dyn Directory) -> io::Result<TableEntry> {
        let version = self.version;
        if self.people.is_empty() {
            let file = None;
            return Ok(TableEntry { version, file });
        }
        let people = self.people.into_iter();
        let contents = Contents {
            people: people.map(|person| (person.name, person.forms)).collect(),
        };
        let file = Some(SPEAKERS.write(&contents, files)?);
        Ok(TableEntry { version, file })
    }

    /// The table that a payload names; empty if it names none. Fails if the named file is missing
    /// or damaged.
    pub fn read(payload: &str, files: &dyn Directory) -> Result<AliasTable, OpenReadError> {
        let TableEntry { version, file } = entry(payload);
        let Some(file) = file else {
            let people = Vec::new();
            return Ok(AliasTable { version, people });
        };
        let contents: Contents = named_file::read(Path::new(&file), files)?;
        let people = contents.people.into_iter();
        let people = people.map(|(name, forms)| Person { name, forms }).collect();
        Ok(AliasTable { version, people })
    }
}

fn entry(payload: &str) -> TableEntry {
    #[derive(Deserialize)]
    struct Payload {
        speakers: TableEntry,
    }
    serde_json::from_str(payload)
        .map_or_else(|_| TableEntry::default(), |read: Payload| read.speakers)
}

/// The path of the table's file, if a payload names one.
pub(crate) fn file_of(payload: &str) -> Option<PathBuf> {
    SPEAKERS.path(entry(payload).file)
}

#[cfg(test)]
mod tests {
    use tantivy::directory::RamDirectory;

    use super::{AliasTable, KEY, file_of};
    use crate::speakers::join::Person;

    #[test]
    fn a_table_is_read_back_by_the_payload_that_names_it() {
        let files = RamDirectory::create();
        let payload = |table: &AliasTable| {
            let entry = table.clone().write(&files).expect("a file");
            serde_json::json!({"schema_version": 4, KEY: entry}).to_string()
        };
        let table = AliasTable::new(vec![Person {
            name: "Anna \"Ann\" Berg".to_owned(),
            forms: vec!["Anna Berg".to_owned(), "Berg\t".to_owned()],
        }]);
        let written = payload(&table);
        assert_eq!(AliasTable::read(&written, &files).expect("a table"), table);
        assert_eq!(written, payload(&table));
        let nobody = AliasTable::new(Vec::new());
        assert_eq!(file_of(&payload(&nobody)), None);
        assert_eq!(
            AliasTable::read(&payload(&nobody), &files).expect("a table"),
            nobody
        );
        assert_eq!(
            AliasTable::read("{}", &files).expect("a table"),
            AliasTable::default()
        );
        let other = RamDirectory::create();
        assert!(AliasTable::read(&written, &other).is_err());
    }
}
