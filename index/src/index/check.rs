//! Whether the bytes of an index are what was written, and what is done where they are not.
//!
//! Every file of a segment ends with a checksum. [`IndexFiles::check`] compares them all; a search on a small index does, too
//! (`VERIFIED_BYTES`). A search on a larger one cannot read it whole: there each stored passage bears a checksum of its own,
//! and what tantivy makes of damaged lists, an error or a panic, is caught and traced to the file (`IndexFiles::guarded`).

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use tantivy::Term;
use tantivy::collector::DocSetCollector;
use tantivy::directory::Directory;
use tantivy::directory::error::OpenReadError;
use tantivy::index::{SegmentComponent, SegmentMeta};
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;

use crate::error::{Error, Result};
use crate::fields::schema::Flag;
use crate::index::sources;
use crate::index::{IndexFiles, STORE_BLOCKS};
use crate::speakers::table;
use crate::storage::directory::{IndexDirectory, META};
use crate::storage::seal;
use crate::stored::tables;

/// An index up to this size is compared with its checksums whenever it is opened to be searched: some two milliseconds.
pub(crate) const VERIFIED_BYTES: u64 = 16 << 20;

/// What stands behind a file's footer: its length in four bytes, and this number.
const FOOTER_MARK: [u8; 4] = 1337u32.to_le_bytes();

/// A file that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Damage {
    pub file: PathBuf,
    pub reason: &'static str,
}

impl IndexFiles {
    /// Reads everything once and compares checksums. Gives what is damaged, each by its file; nothing if all is well.
    pub fn check(&self) -> Result<Vec<String>> {
        let mut damaged: Vec<String> = self
            .damage()?
            .iter()
            .map(|damage| format!("{}: {}", damage.file.display(), damage.reason))
            .collect();
        if damaged.is_empty() {
            self.guarded(|| self.check_records(&mut damaged))?;
        }
        Ok(damaged)
    }

    /// The files that are not as they were written, by name.
    pub(crate) fn damage(&self) -> Result<Vec<Damage>> {
        let metas = self
            .inner
            .load_metas()
            .map_err(|error| self.storage("read", error))?;
        let mut damage = Vec::new();
        if let Some(directory) = &self.directory {
            damage.extend(metas.segments.iter().flat_map(|s| damage_of(directory, s)));
            damage.extend(self.damage_of_meta());
            damage.extend(self.damage_of_sources(metas.payload.as_deref()));
            let payload = metas.payload.as_deref().unwrap_or_default();
            let named = [table::file_of(payload), tables::file_of(payload)];
            let named = named.into_iter().flatten();
            damage.extend(named.filter_map(|file| damage_of_sealed(directory, file)));
        }
        damage.sort_by(|one, other| one.file.cmp(&other.file));
        Ok(damage)
    }

    fn damage_of_meta(&self) -> Option<Damage> {
        let file = PathBuf::from(META);
        let bytes = std::fs::read(self.path()?.join(&file)).ok()?;
        let reason = match seal::check(&bytes) {
            Some(true) => return None,
            Some(false) => seal::BROKEN,
            None => "its checksum is missing",
        };
        Some(Damage { file, reason })
    }

    fn damage_of_sources(&self, payload: Option<&str>) -> Option<Damage> {
        let list = sources::list_of(payload?)?;
        let whole = sources::is_whole(self.path()?, &list);
        (!whole).then(|| Damage {
            file: list.into(),
            reason: sources::BROKEN,
        })
    }

    /// Compares a small index with its checksums; a large one is believed.
    pub(crate) fn verify_small(&self) -> Result<()> {
        let (Some(path), Some(directory)) = (self.path(), &self.directory) else {
            return Ok(());
        };
        let metas = self
            .inner
            .load_metas()
            .map_err(|error| self.storage("open", error))?;
        let files = metas.segments.iter().flat_map(files_of);
        let mut bytes = 0;
        for file in files {
            bytes += path.join(file).metadata().map_or(0, |file| file.len());
            if bytes > self.verified_bytes {
                return Ok(());
            }
        }
        let mut damage = metas
            .segments
            .iter()
            .flat_map(|segment| damage_of(directory, segment));
        // A writer may have deleted a file since: opening it will tell.
        match damage.find(|damage| damage.reason != MISSING) {
            Some(damage) => Err(self.damaged(&damage)),
            None => Ok(()),
        }
    }

    /// Reads from bytes that may be damaged. Tantivy takes them at their word, and panics where they make no sense: that is
    /// traced to the damaged file. If no file is damaged the error is no damage, and a panic is a bug.
    pub(crate) fn guarded<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        GUARDED.set(GUARDED.get() + 1);
        let outcome = catch_unwind(AssertUnwindSafe(work));
        GUARDED.set(GUARDED.get() - 1);
        let failed = match outcome {
            Ok(Err(error @ (Error::Damaged { .. } | Error::Storage { .. }))) => error,
            Ok(outcome) => return outcome,
            Err(panic) => {
                let message = panic.downcast_ref::<String>().cloned();
                let message =
                    message.or_else(|| panic.downcast_ref().map(|&text: &&str| text.to_owned()));
                Error::Bug {
                    message: message.unwrap_or_default(),
                }
            }
        };
        match self.damage() {
            Ok(damage) => Err(damage.first().map_or(failed, |damage| self.damaged(damage))),
            Err(_) => Err(failed),
        }
    }

    fn damaged(&self, damage: &Damage) -> Error {
        let folder = self.path().unwrap_or(Path::new(""));
        Error::Damaged {
            what: folder.join(&damage.file).display().to_string(),
            reason: damage.reason.to_owned(),
        }
    }

    /// Every record can be read back, and the bookkeeping counts the passages there are.
    fn check_records(&self, damaged: &mut Vec<String>) -> Result<()> {
        let reader = self.reader()?;
        let read = |error| self.storage("read", error);
        let packed_by = self.tables()?;
        let all = TermQuery::new(self.fields.flag(&Flag::Passage), IndexRecordOption::Basic);
        let stores = reader.segment_readers().iter();
        let stores = stores.map(|segment| segment.get_store_reader(STORE_BLOCKS));
        let stores: Vec<_> = stores
            .collect::<std::io::Result<_>>()
            .map_err(|error| read(error.into()))?;
        for address in reader.search(&all, &DocSetCollector).map_err(read)? {
            let store = &stores[address.segment_ord as usize];
            let stored = |record| store.get_document_bytes(record).map_err(read);
            if let Err(error) = self.fields.read_passage(address.doc_id, stored, &packed_by) {
                damaged.push(error.to_string());
            }
        }
        for book in self.books(&reader)? {
            let term = Term::from_field_text(self.fields.source, &book.passages);
            let query = TermQuery::new(term, IndexRecordOption::Basic);
            let found = reader
                .search(&query, &tantivy::collector::Count)
                .map_err(read)? as u64;
            if found != book.passages_count {
                damaged.push(format!(
                    "{}: {found} passages where {} were stored",
                    book.path, book.passages_count
                ));
            }
        }
        Ok(())
    }
}

thread_local! {
    static GUARDED: Cell<u32> = const { Cell::new(0) };
}

/// Whether this thread reads from an index in such a way that a panic becomes an error. A program's panic hook may keep
/// silent then.
pub fn is_guarded() -> bool {
    GUARDED.get() > 0
}

fn damage_of_sealed(directory: &IndexDirectory, file: PathBuf) -> Option<Damage> {
    let reason = match directory.atomic_read(&file) {
        Ok(bytes) if seal::check(&bytes) == Some(true) => return None,
        Ok(_) => "its checksum is missing",
        Err(OpenReadError::FileDoesNotExist(_)) => MISSING,
        Err(_) => seal::BROKEN,
    };
    Some(Damage { file, reason })
}

const MISSING: &str = "the file is missing";
const CHANGED: &str = "checksum does not match";
const NO_FOOTER: &str = "the end of the file, where its checksum stands, is damaged";
const UNREADABLE: &str = "the file cannot be read";

/// What is damaged of a segment.
pub(crate) fn damage_of(directory: &IndexDirectory, segment: &SegmentMeta) -> Vec<Damage> {
    let wrong = |file: PathBuf| {
        let reason = wrong_with(directory, &file)?;
        Some(Damage { file, reason })
    };
    files_of(segment).filter_map(wrong).collect()
}

/// The files that a segment is made of.
pub(crate) fn files_of(segment: &SegmentMeta) -> impl Iterator<Item = PathBuf> + '_ {
    let deletes = segment.has_deletes().then_some(SegmentComponent::Delete);
    let all = [
        SegmentComponent::Postings,
        SegmentComponent::Positions,
        SegmentComponent::Terms,
        SegmentComponent::Store,
        SegmentComponent::FastFields,
        SegmentComponent::FieldNorms,
    ];
    all.into_iter()
        .chain(deletes)
        .map(|component| segment.relative_path(component))
}

/// What is wrong with a file. It ends with a footer that is the same for all but for the checksum, so that a flipped bit in
/// the footer, too, is told.
fn wrong_with(directory: &IndexDirectory, file: &Path) -> Option<&'static str> {
    let handle = match directory.get_file_handle(file) {
        Ok(handle) => handle,
        Err(OpenReadError::FileDoesNotExist(_)) => return Some(MISSING),
        Err(_) => return Some(UNREADABLE),
    };
    let Ok(bytes) = handle.read_bytes(0..handle.len()) else {
        return Some(UNREADABLE);
    };
    let Some((body, footer)) = apart(&bytes) else {
        return Some(NO_FOOTER);
    };
    let version = serde_json::to_string(tantivy::version()).unwrap_or_default();
    let checksum = crc32fast::hash(body);
    let expected = format!("{{\"version\":{version},\"crc\":{checksum}}}");
    (footer != expected.as_bytes()).then_some(CHANGED)
}

/// A file's bytes and its footer.
fn apart(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let rest = bytes.strip_suffix(&FOOTER_MARK)?;
    let (rest, length) = rest.split_last_chunk::<4>()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    rest.split_at_checked(rest.len().checked_sub(length)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::Query;
    use crate::searcher::{Property, Request, Searcher};
    use crate::update::{UpdateOptions, add_bytes};

    /// What a reader of the index sees, searches by words, phrases, prefixes and filters among it.
    fn seen(index: &IndexFiles) -> Result<Vec<String>> {
        let searcher = Searcher::new(index)?;
        let mut seen = Vec::new();
        for query in ["harbour ferry", "\"the ferry\"", "harb* speaker:berg", "*"] {
            let parsed = Query::parse(query).expect("a query");
            let request = Request {
                count: true,
                facets: vec![Property::Speaker],
                ..Request::default()
            };
            let answer = searcher.search(&parsed, &request)?;
            seen.push(format!("{:?} {:?}", answer.total, answer.facets));
            for hit in answer.hits() {
                seen.push(hit?.passage.text);
            }
        }
        seen.push(format!("{:?}", searcher.values(Property::Speaker)?));
        Ok(seen)
    }

    #[test]
    fn no_flipped_bit_makes_a_search_panic_or_show_another_text() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut text = String::new();
        // So much of it that its words are packed by symbols.
        for number in 0..400 {
            text += &format!("ANNA BERG: The ferry {number} waits in the harbour.\n\n");
        }
        let made = IndexFiles::create(folder.path()).expect("an index");
        let options = UpdateOptions::default();
        add_bytes(&made, "a.txt", text.clone().into_bytes(), &options).expect("a run");
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !is_guarded() {
                hook(panic);
            }
        }));
        seen(&made).expect("an answer");
        let entries = std::fs::read_dir(folder.path()).expect("a folder");
        let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        files.sort();
        let symbols = |file: &&PathBuf| file.to_string_lossy().contains("symbols-");
        assert_eq!(files.iter().filter(symbols).count(), 1);
        for file in files {
            let bytes = std::fs::read(&file).expect("a file");
            // Every bit is too many for a test; steps of a prime come to all sorts of places.
            for bit in (3..bytes.len() * 8).step_by(1 + bytes.len() * 8 / 61) {
                let mut flipped = bytes.clone();
                flipped[bit / 8] ^= 1 << (bit % 8);
                std::fs::write(&file, flipped).expect("a file");
                let Ok(mut index) = IndexFiles::open(folder.path()) else {
                    continue;
                };
                // As if it were a large one.
                index.verified_bytes = 0;
                match seen(&index) {
                    Err(Error::Damaged { .. }) => {}
                    Err(error) => panic!("bit {bit} of {}: {error}", file.display()),
                    // Lists that are damaged may find other passages; none is shown that was not stored.
                    Ok(seen) => {
                        for shown in seen.iter().filter(|shown| shown.starts_with("ANNA")) {
                            assert!(text.contains(shown.as_str()), "bit {bit}: {shown}");
                        }
                    }
                }
            }
            std::fs::write(&file, bytes).expect("a file");
        }
    }
}
