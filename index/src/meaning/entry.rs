//! What a commit says about meaning: which model made the vectors, and the files they are in.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::storage::named_file::{LOOKUP, VECTORS};

/// The key in the payload of a commit.
pub(crate) const KEY: &str = "meaning";

/// Which model made the vectors of an index.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ModelRecord {
    /// Its name, from its `config.json`; otherwise the name of its folder.
    pub name: String,
    /// Its revision, if it lies in a folder `snapshots/REVISION`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<String>,
    /// Its licence, from the head of its `README.md`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// The BLAKE3 hash of the model's bytes and of its vocabulary, in hexadecimal digits.
    pub blake3: String,
    /// The folder it was read from.
    pub folder: PathBuf,
    /// How many components its vectors have.
    pub dimensions: usize,
}

impl ModelRecord {
    /// The model as a message names it.
    pub fn shown(&self) -> String {
        let digits = self.blake3.get(..12).unwrap_or(&self.blake3);
        match &self.revision {
            Some(revision) => format!("{} {revision} (BLAKE3 {digits}...)", self.name),
            None => format!("{} (BLAKE3 {digits}...)", self.name),
        }
    }
}

/// What a commit says about meaning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct MeaningEntry {
    /// The model.
    pub model: ModelRecord,
    /// The files of vectors. One, unless `embed` is running or was interrupted.
    pub vectors: Vec<String>,
    /// The lookup table. `None` while `embed` has not come to its end.
    #[serde(default)]
    pub lookup: Option<String>,
    /// How many vectors there were when the table was built.
    #[serde(default)]
    pub lookup_vectors: usize,
}

impl MeaningEntry {
    /// The entry of a payload. `None` if it has none.
    pub fn of_payload(payload: &str) -> Option<MeaningEntry> {
        #[derive(Deserialize)]
        struct Payload {
            meaning: Option<MeaningEntry>,
        }
        let payload: Payload = serde_json::from_str(payload).ok()?;
        payload.meaning
    }

    /// The paths of the files that the entry names.
    pub fn files(&self) -> impl Iterator<Item = PathBuf> + '_ {
        let vectors = self.vectors.iter().cloned();
        let vectors = vectors.filter_map(|name| VECTORS.path(Some(name)));
        vectors.chain(LOOKUP.path(self.lookup.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::{KEY, MeaningEntry, ModelRecord};

    #[test]
    fn a_payload_names_only_files_of_their_kinds() {
        let entry = MeaningEntry {
            model: ModelRecord::default(),
            vectors: vec!["vectors-0123456789abcdef.bin".to_owned(), "../x".to_owned()],
            lookup: Some("meta.json".to_owned()),
            lookup_vectors: 3,
        };
        let payload = serde_json::json!({KEY: entry, "schema_version": 8}).to_string();
        let read = MeaningEntry::of_payload(&payload).expect("an entry");
        assert_eq!(read, entry);
        assert_eq!(read.files().count(), 1);
        assert_eq!(MeaningEntry::of_payload("{}"), None);
    }
}
