//! Passages that the user names, the paragraphs around a passage, and whether its file is still
//! what was indexed.

use std::collections::HashMap;

use onrecord_index::hit::{Passage, Stale};
use onrecord_index::searcher::Searcher;

use crate::print::number::number;
use crate::status::{self, Status};

/// The passages with these ids or beginnings of ids, in this order: all parts of a long paragraph
/// that was cut. An error is printed for each id without a passage, and the status is the first
/// such failure.
pub(super) fn named(searcher: &Searcher, ids: &[String]) -> anyhow::Result<(Vec<Passage>, Status)> {
    let mut passages = Vec::new();
    let mut status = Status::Done;
    for id in ids {
        match by_id(searcher, id)? {
            Ok(found) => passages.extend(found),
            Err(failed) if status == Status::Done => status = failed,
            Err(_) => {}
        }
    }
    if status == Status::Nothing {
        status::hint("`onrecord search QUERY --format jsonl` prints the ids of passages");
    }
    Ok((passages, status))
}

/// The passage with this id or beginning of an id; or, after printing an error, the exit status.
fn by_id(searcher: &Searcher, id: &str) -> anyhow::Result<Result<Vec<Passage>, Status>> {
    // An unset shell variable leaves nothing of the document, and every id begins with nothing.
    if id.trim().is_empty() || id.starts_with(':') {
        status::error(&format!(
            "\"{id}\" is not an id: one looks like pfd23t5lntf7w:5"
        ));
        return Ok(Err(Status::Usage));
    }
    let found = searcher.passages(id)?;
    let mut documents: Vec<&str> = found
        .iter()
        .map(|passage| passage.id.document.as_str())
        .collect();
    documents.dedup();
    if found.is_empty() {
        status::error(&format!("no passage has the id \"{id}\""));
        return Ok(Err(Status::Nothing));
    }
    if documents.len() > 1 {
        status::error(&format!(
            "\"{id}\" is the beginning of several ids ({}): type more of it",
            documents.join(", ")
        ));
        return Ok(Err(Status::Usage));
    }
    if !id.contains(':') {
        status::error(&format!(
            "\"{id}\" names a document: for a passage, write {}:N with N up to {}",
            documents[0],
            found.len()
        ));
        return Ok(Err(Status::Usage));
    }
    Ok(Ok(found))
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

/// Tells which passages are from files that changed or are gone since they were indexed. Looks at
/// each file once.
pub(super) struct Freshness<'a> {
    searcher: &'a Searcher,
    /// What is known, by path.
    files: HashMap<String, Option<Stale>>,
    /// Number of passages that are stale.
    changed: u64,
    gone: u64,
}

impl<'a> Freshness<'a> {
    pub fn new(searcher: &'a Searcher) -> Freshness<'a> {
        Freshness {
            searcher,
            files: HashMap::new(),
            changed: 0,
            gone: 0,
        }
    }

    /// Whether the file of the passage has changed or is gone.
    pub fn of(&mut self, passage: &Passage) -> anyhow::Result<Option<Stale>> {
        let stale = match self.files.get(&passage.path) {
            Some(known) => *known,
            None => {
                let stale = self.searcher.stale(passage)?;
                self.files.insert(passage.path.clone(), stale);
                stale
            }
        };
        match stale {
            Some(Stale::Changed) => self.changed += 1,
            Some(Stale::Gone) => self.gone += 1,
            None => {}
        }
        Ok(stale)
    }

    /// Prints a hint if any passage was stale.
    pub fn hint(&self) {
        let what = match (self.changed > 0, self.gone > 0) {
            (false, false) => return,
            (true, false) => "changed",
            (false, true) => "disappeared",
            (true, true) => "changed or disappeared",
        };
        let passages = match self.changed + self.gone {
            1 => format!("1 passage is from a file that {what} since it was indexed"),
            n => format!(
                "{} passages are from files that {what} since they were indexed",
                number(n)
            ),
        };
        status::hint(&format!(
            "{passages}: `onrecord index` brings the index up to date"
        ));
    }
}
