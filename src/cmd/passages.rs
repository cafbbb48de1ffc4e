//! Passages that the user names, and the paragraphs around a passage.

use onrecord_index::hit::Passage;
use onrecord_index::searcher::Searcher;

use crate::status::{self, BadUsage};

/// The passage with this id or beginning of an id: all its parts, if it is a long paragraph that
/// was cut. `None`, after printing an error, if there is none.
pub(super) fn by_id(searcher: &Searcher, id: &str) -> anyhow::Result<Option<Vec<Passage>>> {
    let found = searcher.passages(id)?;
    let mut documents: Vec<&str> = found
        .iter()
        .map(|passage| passage.id.document.as_str())
        .collect();
    documents.dedup();
    if found.is_empty() {
        status::error(&format!("no passage has the id \"{id}\""));
        status::hint("`onrecord search QUERY --format jsonl` prints the ids of passages");
        return Ok(None);
    }
    if documents.len() > 1 {
        let message = format!(
            "\"{id}\" is the beginning of several ids ({}): type more of it",
            documents.join(", ")
        );
        return Err(BadUsage(message).into());
    }
    if !id.contains(':') {
        let message = format!(
            "\"{id}\" names a document: for a passage, write {}:N with N up to {}",
            documents[0],
            found.len()
        );
        return Err(BadUsage(message).into());
    }
    Ok(Some(found))
}

/// The `n` paragraphs before the passage and the `n` after it, without the passage.
pub(super) fn around(
    searcher: &Searcher,
    passage: &Passage,
    n: usize,
) -> anyhow::Result<Vec<Passage>> {
    if n == 0 {
        return Ok(Vec::new());
    }
    let mut around = searcher.context(passage, n)?;
    around.retain(|other| other.place != passage.place);
    Ok(around)
}
