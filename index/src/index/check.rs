//! Checks a whole index: every checksum, every stored passage, and the number of passages per
//! source.

use tantivy::Term;
use tantivy::collector::{Count, DocSetCollector};
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;

use crate::error::Result;
use crate::fields::schema::Flag;
use crate::index::files::IndexFiles;
use crate::index::record::read_passage;
use crate::storage::settings::STORE_BLOCKS;

/// Reads everything once. Returns a line for each damaged file or record; none if all is well.
///
/// Records are only checked if no file is damaged: damaged files would make them unreadable anyway.
pub(crate) fn check(index: &IndexFiles) -> Result<Vec<String>> {
    let mut damaged: Vec<String> = index
        .damage()?
        .iter()
        .map(|damage| format!("{}: {}", damage.file.display(), damage.reason))
        .collect();
    if damaged.is_empty() {
        damaged = index.guarded(|| {
            let mut damaged = check_passages(index)?;
            damaged.extend(check_counts(index)?);
            Ok(damaged)
        })?;
    }
    Ok(damaged)
}

/// Decodes every passage.
fn check_passages(index: &IndexFiles) -> Result<Vec<String>> {
    let reader = index.reader()?;
    let failed = |error| index.storage("read", error);
    let tables = index.tables()?;
    let all = TermQuery::new(index.fields.flag(&Flag::Passage), IndexRecordOption::Basic);
    let segments = reader.segment_readers().iter();
    let stores = segments.map(|segment| segment.get_store_reader(STORE_BLOCKS));
    let stores: Vec<_> = stores
        .collect::<std::io::Result<_>>()
        .map_err(|error| failed(error.into()))?;
    let mut damaged = Vec::new();
    for address in reader.search(&all, &DocSetCollector).map_err(failed)? {
        let store = &stores[address.segment_ord as usize];
        let stored = |record| store.get_document_bytes(record).map_err(failed);
        if let Err(error) = read_passage(address.doc_id, stored, &tables) {
            damaged.push(error.to_string());
        }
    }
    Ok(damaged)
}

/// Compares the number of passages of each source with its account.
fn check_counts(index: &IndexFiles) -> Result<Vec<String>> {
    let reader = index.reader()?;
    let mut damaged = Vec::new();
    for account in index.accounts(&reader)? {
        let term = Term::from_field_text(index.fields.source, &account.passages);
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        let found = reader.search(&query, &Count);
        let found = found.map_err(|error| index.storage("read", error))? as u64;
        if found != account.passages_count {
            damaged.push(format!(
                "{}: has {found} passages, but {} were stored",
                account.path, account.passages_count
            ));
        }
    }
    Ok(damaged)
}
