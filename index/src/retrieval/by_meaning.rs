//! Compares what passages mean with what a query means.
//!
//! The vectors of an index lie in files of their own, which know passages by their texts. For the
//! segments that `embed` has seen, a table leads from records to vectors; a record of a later
//! segment is read to find its own.

use tantivy::DocAddress;
use tantivy::directory::OwnedBytes;

use crate::error::{Error, Result};
use crate::hit::Passage;
use crate::index::files::IndexFiles;
use crate::index::vectors::segment_id;
use crate::meaning::entry::{MeaningEntry, ModelRecord};
use crate::meaning::lookup::LookupTable;
use crate::meaning::model::Model;
use crate::meaning::passage::{embedded_text, key};
use crate::meaning::vectors::VectorFile;

/// What to run where there are no vectors.
const EMBED: &str = "`onrecord embed --model DIR` adds them";

/// The vectors of an index, opened.
pub(crate) struct Meanings {
    /// The model that made them.
    pub model: ModelRecord,
    files: Vec<VectorFile<OwnedBytes>>,
    lookup: Option<LookupTable<OwnedBytes>>,
    /// For each segment of the snapshot, the files that know it and its place in each.
    segments: Vec<Vec<(usize, usize)>>,
}

/// What a query means: a vector of length 1.
pub(crate) struct QueryVector(Vec<f32>);

impl Meanings {
    /// Opens the vectors of an index. Fails if it has none, or if a file is no file of vectors.
    pub fn open(index: &IndexFiles, reader: &tantivy::Searcher) -> Result<Meanings> {
        let opened = index.open_meaning(|entry, mapped| Meanings::of(entry, mapped, reader))?;
        opened.unwrap_or_else(|| {
            Err(Error::Meaning {
                reason: format!("the index at {} has no vectors", index.name().display()),
                step: EMBED.to_owned(),
            })
        })
    }

    fn of(
        entry: MeaningEntry,
        mapped: &[OwnedBytes],
        reader: &tantivy::Searcher,
    ) -> Result<Meanings> {
        let mut files = Vec::new();
        let mut lookup = None;
        for bytes in mapped {
            if let Some(file) = VectorFile::open(bytes.clone()) {
                files.push(file);
            } else {
                lookup = LookupTable::open(bytes.clone());
                if lookup.is_none() {
                    return Err(damaged("it is no file of vectors"));
                }
            }
        }
        let dimensions = entry.model.dimensions;
        let all = files.iter().map(VectorFile::dimensions);
        let mut all = all.chain(lookup.iter().map(LookupTable::dimensions));
        if all.any(|found| found != dimensions) {
            return Err(damaged(
                "its vectors have another length than their model's",
            ));
        }
        let segments = reader.segment_readers().iter().map(|segment| {
            let id = segment_id(segment.segment_id());
            let known = files.iter().enumerate();
            known
                .filter_map(|(number, file)| Some((number, file.segment(&id)?)))
                .collect()
        });
        Ok(Meanings {
            segments: segments.collect(),
            model: entry.model,
            files,
            lookup,
        })
    }

    /// What a query means by the lookup table. `None` if the table knows nothing of it. Fails if
    /// there is no table.
    pub fn by_lookup(&self, query: &str) -> Result<Option<QueryVector>> {
        let Some(lookup) = &self.lookup else {
            return Err(Error::Meaning {
                reason: "`onrecord embed` was interrupted, so there is no lookup table yet"
                    .to_owned(),
                step: "the same command goes on where it ended".to_owned(),
            });
        };
        Ok(lookup.vector(query).map(QueryVector))
    }

    /// What a query means by the model. Fails if the vectors were made by another.
    pub fn by_model(&self, query: &str, model: &Model) -> Result<Option<QueryVector>> {
        self.check_model(&model.record)?;
        let vector = model.vector(query)?;
        let is_known = vector.iter().any(|x| *x != 0.0);
        Ok(is_known.then_some(QueryVector(vector)))
    }

    /// Fails if the vectors were made by another model.
    pub fn check_model(&self, model: &ModelRecord) -> Result<()> {
        if model.blake3 == self.model.blake3 {
            return Ok(());
        }
        Err(Error::Meaning {
            reason: format!(
                "the index has vectors of {}, and {} holds {}",
                self.model.shown(),
                model.folder.display(),
                model.shown()
            ),
            step: "name the folder of the first, or replace the vectors by \
                   `onrecord embed --replace --model DIR`"
                .to_owned(),
        })
    }

    /// The cosine of a query and a passage. `None` if the passage has no vector yet. `read` reads
    /// the passage, if that is needed to find its vector.
    pub fn cosine(
        &self,
        address: DocAddress,
        query: &QueryVector,
        read: impl FnOnce() -> Result<Passage>,
    ) -> Result<Option<f32>> {
        let found = self.row(address, read)?;
        Ok(found.map(|(file, row)| self.files[file].cosine(&query.0, row)))
    }

    /// The same for a record of a segment that `embed` has seen; `None` for others.
    pub fn known_cosine(&self, address: DocAddress, query: &QueryVector) -> Option<f32> {
        let mut places = self.segments[address.segment_ord as usize].iter();
        places.find_map(|(file, segment)| {
            let file = &self.files[*file];
            let row = file.row_of_record(*segment, address.doc_id)?;
            Some(file.cosine(&query.0, row))
        })
    }

    /// The file of a passage's vector, and its number in the file.
    fn row(
        &self,
        address: DocAddress,
        read: impl FnOnce() -> Result<Passage>,
    ) -> Result<Option<(usize, usize)>> {
        for (file, segment) in &self.segments[address.segment_ord as usize] {
            if let Some(row) = self.files[*file].row_of_record(*segment, address.doc_id) {
                return Ok(Some((*file, row)));
            }
        }
        let key = key(&embedded_text(&read()?));
        let mut files = self.files.iter().enumerate();
        Ok(files.find_map(|(number, file)| Some((number, file.row(key)?))))
    }
}

fn damaged(reason: &str) -> Error {
    Error::Damaged {
        what: "the vectors of the passages".to_owned(),
        reason: reason.to_owned(),
    }
}
