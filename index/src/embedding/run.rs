//! One run of embedding, from the lock to the last commit.

use tantivy::directory::OwnedBytes;
use tantivy::indexer::NoMergePolicy;
use tantivy::{DocAddress, IndexWriter};

use crate::embedding::options::{EmbedOptions, EmbedProgress, EmbedReport};
use crate::embedding::parallel::vectors;
use crate::embedding::scan::Passages;
use crate::embedding::table::table;
use crate::error::{Error, Result};
use crate::index::files::IndexFiles;
use crate::meaning::entry::{MeaningEntry, ModelRecord};
use crate::meaning::model::Model;
use crate::meaning::passage::embedded_text;
use crate::meaning::vectors::{NewVectors, SegmentRows, VectorFile};
use crate::retrieval::snapshot::Snapshot;
use crate::storage::named_file::{LOOKUP, VECTORS};

/// Passages in a portion: what a killed run loses, half a minute's work of one core.
const PORTION: usize = 1_024;

/// Passages in the sample, for each thread: about half a second.
const SAMPLE: usize = 8;

/// Memory of tantivy's writer, the least it accepts. It gets no records; it only commits.
const WRITER_BYTES: usize = 15 << 20;

/// The lookup table is built again when the number of vectors has changed by this share of it.
const TABLE_CHANGE: usize = 10;

/// Gives each passage of an index a vector, and the index a lookup table.
///
/// Fails with [`Error::Locked`] if another process writes to the index, and with [`Error::Meaning`]
/// if its vectors were made by another model, unless they are to be replaced.
pub(crate) fn embed(
    index: &IndexFiles,
    model: &Model,
    options: &EmbedOptions,
    progress: &dyn EmbedProgress,
) -> Result<EmbedReport> {
    let failed = |error| index.storage("write to", error);
    let writer: IndexWriter = index
        .inner
        .writer_with_num_threads(1, WRITER_BYTES)
        .map_err(failed)?;
    writer.set_merge_policy(Box::new(NoMergePolicy));
    index.delete_unused()?;
    let entry = index.meaning()?;
    let entry = entry.filter(|_| !options.replace);
    if let Some(entry) = &entry {
        check_model(&entry.model, &model.record)?;
    }
    let entry = entry.unwrap_or_else(|| MeaningEntry {
        model: model.record.clone(),
        vectors: Vec::new(),
        lookup: None,
        lookup_vectors: 0,
    });
    let mut run = Run {
        index,
        model,
        threads: options.threads.max(1),
        progress,
        writer,
        files: Vec::new(),
        entry: MeaningEntry {
            // Where it lies now.
            model: model.record.clone(),
            ..entry
        },
    };
    run.files = run.open(&run.entry.vectors.clone())?;
    let snapshot = Snapshot::new(index)?;
    let report = index.guarded(|| run.embed_all(&snapshot))?;
    drop(run);
    index.delete_unused_if_free()?;
    Ok(report)
}

/// Fails if the vectors of an index were made by another model.
fn check_model(recorded: &ModelRecord, given: &ModelRecord) -> Result<()> {
    if recorded.blake3 == given.blake3 {
        return Ok(());
    }
    Err(Error::Meaning {
        reason: format!(
            "the index has vectors of {}, and {} holds {}",
            recorded.shown(),
            given.folder.display(),
            given.shown()
        ),
        step: "name the folder of the first, or replace all vectors with --replace".to_owned(),
    })
}

/// A run.
struct Run<'r> {
    index: &'r IndexFiles,
    model: &'r Model,
    threads: usize,
    progress: &'r dyn EmbedProgress,
    /// Holds the lock.
    writer: IndexWriter,
    /// What the next commit says.
    entry: MeaningEntry,
    /// The files of vectors that the entry names.
    files: Vec<VectorFile<OwnedBytes>>,
}

impl Run<'_> {
    fn embed_all(&mut self, snapshot: &Snapshot) -> Result<EmbedReport> {
        let passages = Passages::read(snapshot)?;
        let missing = passages.missing(&self.files);
        self.progress.begin(passages.count, missing.len() as u64);
        let rest = self.embed_sample(snapshot, &missing)?;
        for portion in rest.chunks(PORTION) {
            let new = self.embed_some(snapshot, portion)?;
            self.add(new)?;
        }
        let file = self.join(&passages)?;
        let count = file.count();
        let built_with = self.entry.lookup_vectors;
        let is_built = self.entry.lookup.is_some()
            && count.abs_diff(built_with) * TABLE_CHANGE < built_with.max(1);
        if !is_built {
            self.progress.table();
            let table = table(snapshot, self.model, &passages, &file, self.threads)?;
            self.entry.lookup = Some(self.write(&LOOKUP, &table)?);
            self.entry.lookup_vectors = count;
        }
        self.commit()?;
        Ok(EmbedReport {
            embedded: missing.len() as u64,
            passages: passages.count,
            vector_bytes: self.length(&self.entry.vectors)?,
            lookup_bytes: self.length(self.entry.lookup.as_slice())?,
            new_table: !is_built,
        })
    }

    /// Embeds passages from all over the index, so that their speed is that of the others, and
    /// stores them. Returns the passages that are left.
    fn embed_sample(
        &mut self,
        snapshot: &Snapshot,
        missing: &[(u64, DocAddress)],
    ) -> Result<Vec<(u64, DocAddress)>> {
        let step = missing.len().div_ceil(SAMPLE * self.threads).max(1);
        let (mut sample, mut rest) = (Vec::new(), Vec::new());
        for (number, passage) in missing.iter().enumerate() {
            let chosen = number % step == 0;
            (if chosen { &mut sample } else { &mut rest }).push(*passage);
        }
        if sample.is_empty() {
            return Ok(rest);
        }
        let mut outcome = None;
        self.progress.sample(sample.len() as u64, &mut || {
            outcome = Some(self.embed_some(snapshot, &sample));
        });
        match outcome {
            Some(new) => self.add(new?)?,
            // The caller did not want a sample.
            None => rest = missing.to_vec(),
        }
        Ok(rest)
    }

    fn embed_some(
        &self,
        snapshot: &Snapshot,
        passages: &[(u64, DocAddress)],
    ) -> Result<NewVectors> {
        let group = |(_, address): &(u64, DocAddress)| {
            let text = embedded_text(&snapshot.passage(*address)?);
            Ok(vec![self.model.pieces(&text)])
        };
        let groups = passages.iter().map(group).collect::<Result<Vec<_>>>()?;
        let done = || self.progress.embedded();
        let found = vectors(self.model, &groups, self.threads, &done)?;
        let mut new = NewVectors::default();
        for ((key, _), vector) in passages.iter().zip(found.iter().flatten()) {
            new.push(*key, vector);
        }
        Ok(new)
    }

    /// Writes a file of new vectors and commits it. Joins it with the files before it that are not
    /// much larger, so that there are few files, and each vector is written again few times.
    fn add(&mut self, mut new: NewVectors) -> Result<()> {
        while let Some(last) = self.files.last()
            && last.count() <= new.len() * 2
        {
            for (row, key) in last.keys().enumerate() {
                new.push_stored(key, last.vector(row));
            }
            self.files.pop();
            self.entry.vectors.pop();
        }
        let file = new.into_file(self.model.record.dimensions, &[]);
        let name = self.write(&VECTORS, &file)?;
        self.entry.vectors.push(name.clone());
        self.commit()?;
        let opened = self.open(&[name])?;
        self.files.extend(opened);
        Ok(())
    }

    /// One file of the vectors of all passages, with the way from records to them.
    fn join(&mut self, passages: &Passages) -> Result<VectorFile<OwnedBytes>> {
        let mut all = NewVectors::default();
        for (key, _) in &passages.by_key {
            let mut files = self.files.iter();
            let found = files.find_map(|file| Some(file.vector(file.row(*key)?)));
            if let Some(vector) = found {
                all.push_stored(*key, vector);
            }
        }
        let segments: &[SegmentRows] = &passages.segments;
        let file = all.into_file(self.model.record.dimensions, segments);
        let name = self.write(&VECTORS, &file)?;
        drop(file);
        self.entry.vectors = vec![name.clone()];
        self.commit()?;
        self.files = self.open(&[name])?;
        self.open(&self.entry.vectors)?
            .pop()
            .ok_or_else(|| damaged("it is not there"))
    }

    fn write(&self, kind: &crate::storage::named_file::NamedFile, bytes: &[u8]) -> Result<String> {
        let written = self.index.write_file(kind, bytes);
        written.map_err(|error| self.index.storage("write to", error))
    }

    /// Commits the entry, if it says anything new.
    fn commit(&mut self) -> Result<()> {
        if self.index.meaning()?.as_ref() == Some(&self.entry) {
            return Ok(());
        }
        let failed = |error| self.index.storage("write to", error);
        let payload = self.index.payload_with(&self.entry).map_err(failed)?;
        let mut commit = self.writer.prepare_commit().map_err(failed)?;
        commit.set_payload(&payload);
        commit.commit().map_err(failed)?;
        self.index.delete_unused()
    }

    fn open(&self, names: &[String]) -> Result<Vec<VectorFile<OwnedBytes>>> {
        let dimensions = self.model.record.dimensions;
        let open = |name: &String| {
            let bytes = self.index.read_file(name)?;
            let file = VectorFile::open(bytes).filter(|file| file.dimensions() == dimensions);
            file.ok_or_else(|| damaged(name))
        };
        names.iter().map(open).collect()
    }

    fn length(&self, names: &[String]) -> Result<u64> {
        let lengths = names.iter().map(|name| self.index.read_file(name));
        lengths.map(|bytes| Ok(bytes?.len() as u64)).sum()
    }
}

fn damaged(name: &str) -> Error {
    Error::Damaged {
        what: name.to_owned(),
        reason: "it is no file of vectors of this model".to_owned(),
    }
}
