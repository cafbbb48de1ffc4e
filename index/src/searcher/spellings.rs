//! Which other spellings of a query's words an index may have: those whose words it has.

use std::sync::Arc;

use tantivy::Term;

use crate::error::Result;
use crate::query::Query;
use crate::query::spelling::Spelling;
use crate::retrieval::snapshot::Snapshot;

/// The spellings that are worth a search. Most are not, and a look into the dictionary is cheap.
pub(super) fn spellings(snapshot: &Arc<Snapshot>, query: &Query) -> Result<Vec<Spelling>> {
    snapshot.guarded(|| {
        let mut found = Vec::new();
        for spelling in query.spellings() {
            let known = has_words(snapshot, &spelling);
            if known.map_err(|error| snapshot.storage(error))? {
                found.push(spelling);
            }
        }
        Ok(found)
    })
}

fn has_words(snapshot: &Snapshot, spelling: &Spelling) -> tantivy::Result<bool> {
    let exact = snapshot.index.fields.exact;
    // The last word is the rarest of most: what is left of "email" is "mail".
    let words: Vec<&str> = spelling.folded_words().collect();
    for word in words.into_iter().rev() {
        let term = Term::from_field_text(exact, word);
        if snapshot.frequencies.records_with(&term)? == 0 {
            return Ok(false);
        }
    }
    Ok(true)
}
