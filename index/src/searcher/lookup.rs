//! Passages by their ids, and those around them.

use tantivy::collector::DocSetCollector;
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Term};

use crate::error::Result;
use crate::hit::Passage;
use crate::retrieval::filter_values;
use crate::retrieval::snapshot::Snapshot;

/// The passages whose id is `id` or, where none is, begins so: one if the id is clear, several if it is not.
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
            own == ordinal
                || own
                    .split_once('.')
                    .is_some_and(|(number, _)| number == ordinal)
        });
    }
    Ok(found)
}

/// The passages of a document, `n` to either side of a passage, it among them, in order.
pub(super) fn context(snapshot: &Snapshot, passage: &Passage, n: usize) -> Result<Vec<Passage>> {
    let read = |error| snapshot.storage(error);
    let addresses = addresses(snapshot, &passage.id.document).map_err(read)?;
    let mut near: Vec<(u64, DocAddress)> = Vec::new();
    for address in addresses {
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

fn of_documents(snapshot: &Snapshot, prefix: &str) -> Result<Vec<Passage>> {
    let read = |error| snapshot.storage(error);
    let prefix = prefix.to_ascii_lowercase();
    let field = snapshot.index.fields.document;
    let documents =
        filter_values::beginning(&snapshot.inner, field, &prefix, |id| Some(id.to_owned()));
    let mut found = Vec::new();
    // More than one is not clear; two are enough to say so.
    for document in documents.map_err(read)?.into_iter().take(2) {
        for address in addresses(snapshot, &document).map_err(read)? {
            found.push(snapshot.passage(address)?);
        }
    }
    found.sort_by(|one: &Passage, other| (&one.path, one.place).cmp(&(&other.path, other.place)));
    Ok(found)
}

fn addresses(snapshot: &Snapshot, document: &str) -> tantivy::Result<Vec<DocAddress>> {
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
