//! What was joined, as an index keeps it: a file that each commit names in its payload.
//!
//! A search that asks for no speaker does not read it, however many names there are. Where nobody has several names there is no
//! file.

use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tantivy::Directory;
use tantivy::directory::error::OpenReadError;

use crate::speakers::join::Joined;
use crate::storage::named_file::{self, SPEAKERS};

/// The key of a commit's payload under which its table is named.
pub(crate) const KEY: &str = "speakers";

/// Version of what joins names: a table made otherwise is made anew by the next run that changes the index.
pub(crate) const JOINING: u32 = 1;

/// What was joined.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Table {
    /// [`JOINING`] of what joined it.
    pub joining: u32,
    /// The persons with several names.
    pub people: Vec<Joined>,
}

/// What a payload says of a table.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Named {
    joining: u32,
    /// `None`: nobody has several names.
    file: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct Contents {
    /// Each person's name and its forms.
    people: Vec<(String, Vec<String>)>,
}

impl Table {
    /// What this version joins.
    pub fn new(people: Vec<Joined>) -> Table {
        Table {
            joining: JOINING,
            people,
        }
    }

    /// Writes it; gives what the payload is to say.
    pub fn write(self, files: &dyn Directory) -> io::Result<Named> {
        let joining = self.joining;
        if self.people.is_empty() {
            return Ok(Named {
                joining,
                file: None,
            });
        }
        let people = self.people.into_iter();
        let contents = Contents {
            people: people.map(|joined| (joined.name, joined.forms)).collect(),
        };
        let file = SPEAKERS.write(&contents, files)?;
        Ok(Named {
            joining,
            file: Some(file),
        })
    }

    /// The table that a payload names; an empty one if it names none.
    pub fn read(payload: &str, files: &dyn Directory) -> Result<Table, OpenReadError> {
        let named = named(payload);
        let Some(file) = named.file else {
            return Ok(Table {
                joining: named.joining,
                people: Vec::new(),
            });
        };
        let contents: Contents = named_file::read(Path::new(&file), files)?;
        let people = contents.people.into_iter();
        Ok(Table {
            joining: named.joining,
            people: people.map(|(name, forms)| Joined { name, forms }).collect(),
        })
    }
}

fn named(payload: &str) -> Named {
    #[derive(Deserialize)]
    struct Payload {
        speakers: Named,
    }
    serde_json::from_str(payload).map_or_else(|_| Named::default(), |read: Payload| read.speakers)
}

/// The file that a payload names.
pub(crate) fn file_of(payload: &str) -> Option<PathBuf> {
    SPEAKERS.path(named(payload).file)
}

#[cfg(test)]
mod tests {
    use tantivy::directory::RamDirectory;

    use super::{KEY, Table, file_of};
    use crate::speakers::join::Joined;

    #[test]
    fn a_table_is_read_back_by_the_payload_that_names_it() {
        let files = RamDirectory::create();
        let payload = |table: &Table| {
            let named = table.clone().write(&files).expect("a file");
            serde_json::json!({"schema_version": 4, KEY: named}).to_string()
        };
        let table = Table::new(vec![Joined {
            name: "Anna \"Ann\" Berg".to_owned(),
            forms: vec!["Anna Berg".to_owned(), "Berg\t".to_owned()],
        }]);
        let written = payload(&table);
        assert_eq!(Table::read(&written, &files).expect("a table"), table);
        assert_eq!(written, payload(&table));
        let nobody = Table::new(Vec::new());
        assert_eq!(file_of(&payload(&nobody)), None);
        assert_eq!(
            Table::read(&payload(&nobody), &files).expect("a table"),
            nobody
        );
        assert_eq!(
            Table::read("{}", &files).expect("a table"),
            Table::default()
        );
        let other = RamDirectory::create();
        assert!(Table::read(&written, &other).is_err());
    }
}
