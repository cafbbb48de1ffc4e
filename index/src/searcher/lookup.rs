//! Finds passages by id, and the passages around one.

use tantivy::collector::DocSetCollector;
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocSet, TERMINATED, Term};

use crate::error::Result;
use crate::fields::schema::Flag;
use crate::hit::Passage;
use crate::retrieval::filter_values;
use crate::retrieval::snapshot::Snapshot;
use crate::storage::interrupt;

/// Documents to read for an ambiguous id: two are enough to show that it is.
const MAX_DOCUMENTS: usize = 2;

/// See [`Searcher::passages`](crate::searcher::Searcher::passages).
pub(super) fn passages(snapshot: &Snapshot, id: &str) -> Result<Vec<Passage>> {
    let (document, ordinal) = match id.split_once(':') {
        Some((document, ordinal)) => (document, Some(ordinal)),
        None => (id, None),
    };
    let mut found = of_documents(snapshot, document)?;
    if let Some(ordinal) = ordinal {
        found.retain(|passage| {
            let full = passage.id.to_string();
            let own = full.split_once(':').map_or("", |(_, own)| own);
            let is_part = own
                .split_once('.')
                .is_some_and(|(number, _)| number == ordinal);
            own == ordinal || is_part
        });
    }
    Ok(found)
}

/// See [`Searcher::context`](crate::searcher::Searcher::context).
pub(super) fn context(snapshot: &Snapshot, passage: &Passage, n: usize) -> Result<Vec<Passage>> {
    let read = |error| snapshot.storage(error);
    let addresses = addresses(snapshot, &passage.id.document).map_err(read)?;
    let mut near: Vec<(u64, DocAddress)> = Vec::new();
    for address in addresses {
        interrupt::check()?;
        let place = snapshot.columns.place(address).map_err(read)?;
        if place.abs_diff(u64::from(passage.place)) <= n as u64 {
            near.push((place, address));
        }
    }
    near.sort_unstable();
    near.into_iter()
        .map(|(_, address)| snapshot.passage(address))
        .collect()
}

/// See [`Searcher::is_empty`](crate::searcher::Searcher::is_empty).
pub(super) fn is_empty(snapshot: &Snapshot) -> Result<bool> {
    let passage = snapshot.index.fields.flag(&Flag::Passage);
    let failed = |error| snapshot.storage(error);
    for segment in snapshot.inner.segment_readers() {
        let inverted = segment.inverted_index(passage.field()).map_err(failed)?;
        let postings = inverted.read_postings(&passage, IndexRecordOption::Basic);
        let Some(mut postings) = postings.map_err(|error| failed(error.into()))? else {
            continue;
        };
        while postings.doc() != TERMINATED {
            if !segment.is_deleted(postings.doc()) {
                return Ok(false);
            }
            postings.advance();
        }
    }
    Ok(true)
}

/// The passage before or after another in its document.
pub(crate) fn neighbour(
    snapshot: &Snapshot,
    address: DocAddress,
    passage: &Passage,
    forward: bool,
) -> Result<Option<(DocAddress, Passage)>> {
    let read = |error| snapshot.storage(error);
    let (record, place) = match forward {
        true => (address.doc_id.checked_add(1), passage.place.checked_add(1)),
        false => (address.doc_id.checked_sub(1), passage.place.checked_sub(1)),
    };
    let Some(place) = place else {
        return Ok(None);
    };
    let is_wanted =
        |other: &Passage| other.id.document == passage.id.document && other.place == place;
    // Nearly always it is the next record of the segment.
    let segment = snapshot.inner.segment_reader(address.segment_ord);
    if let Some(record) = record
        && record < segment.max_doc()
        && !segment.is_deleted(record)
    {
        let next = DocAddress::new(address.segment_ord, record);
        let at_place = snapshot.columns.place(next).map_err(read)?;
        if at_place == u64::from(place) {
            let other = snapshot.passage(next)?;
            if is_wanted(&other) {
                return Ok(Some((next, other)));
            }
        }
    }
    for other in addresses(snapshot, &passage.id.document).map_err(read)? {
        if snapshot.columns.place(other).map_err(read)? == u64::from(place) {
            let found = snapshot.passage(other)?;
            return Ok(is_wanted(&found).then_some((other, found)));
        }
    }
    Ok(None)
}

/// The passages of the first documents whose id starts with `prefix`, in the order of the sources.
fn of_documents(snapshot: &Snapshot, prefix: &str) -> Result<Vec<Passage>> {
    let read = |error| snapshot.storage(error);
    let prefix = prefix.to_ascii_lowercase();
    let field = snapshot.index.fields.document;
    let documents = filter_values::values_with_prefix(&snapshot.inner, field, &prefix, |id| {
        Some(id.to_owned())
    });
    let mut found = Vec::new();
    for document in documents.map_err(read)?.into_iter().take(MAX_DOCUMENTS) {
        for address in addresses(snapshot, &document).map_err(read)? {
            interrupt::check()?;
            found.push(snapshot.passage(address)?);
        }
    }
    found.sort_by(|one: &Passage, other| (&one.path, one.place).cmp(&(&other.path, other.place)));
    Ok(found)
}

/// The records of a document, in the order of the index.
pub(super) fn addresses(snapshot: &Snapshot, document: &str) -> tantivy::Result<Vec<DocAddress>> {
    let term = Term::from_field_text(snapshot.index.fields.document, document);
    let query = TermQuery::new(term, IndexRecordOption::Basic);
    let mut addresses: Vec<DocAddress> = snapshot
        .inner
        .search(&query, &DocSetCollector)?
        .into_iter()
        .collect();
    addresses.sort_unstable();
    Ok(addresses)
}
