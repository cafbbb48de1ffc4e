//! In how many documents a role speaks: "President" is a person in each of them, not one in all.

use rustc_hash::FxHashSet;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocSet, TERMINATED};

use crate::retrieval::snapshot::Snapshot;

/// The number of documents in which passages have a speaker of this name.
pub(super) fn documents(snapshot: &Snapshot, name: &str) -> tantivy::Result<u64> {
    let fields = &snapshot.index.fields;
    let term = fields.value(fields.speaker, name);
    let mut documents: FxHashSet<(String, String)> = FxHashSet::default();
    for (number, segment) in (0..).zip(snapshot.inner.segment_readers()) {
        let index = segment.inverted_index(fields.speaker)?;
        let Some(mut postings) = index.read_postings(&term, IndexRecordOption::Basic)? else {
            continue;
        };
        let docs = segment.fast_fields().str("doc")?;
        let mut last = None;
        while postings.doc() != TERMINATED {
            let record = postings.doc();
            postings.advance();
            if segment.is_deleted(record) {
                continue;
            }
            let (ordinal, path) = snapshot.columns.path(DocAddress::new(number, record))?;
            let doc = docs.as_ref().and_then(|docs| docs.term_ords(record).next());
            // The passages of a document follow each other.
            if last.replace((ordinal, doc)) == Some((ordinal, doc)) {
                continue;
            }
            let mut name = String::new();
            if let (Some(docs), Some(doc)) = (&docs, doc) {
                docs.ord_to_str(doc, &mut name)?;
            }
            documents.insert((path.to_string(), name));
        }
    }
    Ok(documents.len() as u64)
}
