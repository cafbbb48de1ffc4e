//! Passages by their ids, the paragraphs around a passage, and whether its file is still what was
//! indexed.

use std::collections::HashMap;
use std::fmt;

use onrecord_index::error::Result;
use onrecord_index::hit::{Passage, Stale};
use onrecord_index::searcher::Searcher;

use crate::print::number::number;

/// Why an id names no passage.
#[derive(Debug)]
pub(crate) enum BadId {
    /// It does not look like an id.
    Malformed(String),
    /// No passage has it.
    Unknown(String),
    /// It is the beginning of the ids of these documents.
    Ambiguous(String, Vec<String>),
    /// It names this document, which has so many passages.
    Document(String, String, usize),
}

impl fmt::Display for BadId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BadId::Malformed(id) => {
                write!(f, "\"{id}\" is not an id: one looks like pfd23t5lntf7w:5")
            }
            BadId::Unknown(id) => write!(f, "no passage has the id \"{id}\""),
            BadId::Ambiguous(id, documents) => write!(
                f,
                "\"{id}\" is the beginning of several ids ({}): type more of it",
                documents.join(", ")
            ),
            BadId::Document(id, document, passages) => write!(
                f,
                "\"{id}\" names a document: for a passage, write {document}:N with N up to \
                 {passages}"
            ),
        }
    }
}

/// The passages with this id or beginning of an id, in order: all parts of a long paragraph that
/// was cut.
pub(crate) fn by_id(
    searcher: &Searcher,
    id: &str,
) -> Result<std::result::Result<Vec<Passage>, BadId>> {
    // An unset shell variable leaves nothing of the document, and every id begins with nothing.
    if id.trim().is_empty() || id.starts_with(':') {
        return Ok(Err(BadId::Malformed(id.to_owned())));
    }
    let found = searcher.passages(id)?;
    let mut documents: Vec<String> = found
        .iter()
        .map(|passage| passage.id.document.clone())
        .collect();
    documents.dedup();
    Ok(match &documents[..] {
        [] => Err(BadId::Unknown(id.to_owned())),
        [document] if !id.contains(':') => {
            let (id, document) = (id.to_owned(), document.clone());
            Err(BadId::Document(id, document, found.len()))
        }
        [_] => Ok(found),
        _ => Err(BadId::Ambiguous(id.to_owned(), documents)),
    })
}

/// The `n` paragraphs before the passage and the `n` after it, without the passage.
pub(crate) fn around(searcher: &Searcher, passage: &Passage, n: usize) -> Result<Vec<Passage>> {
    if n == 0 {
        return Ok(Vec::new());
    }
    let mut around = searcher.context(passage, n)?;
    around.retain(|other| other.place != passage.place);
    Ok(around)
}

/// The first paragraph below a heading, if that follows it.
pub(crate) fn below(searcher: &Searcher, heading: &Passage) -> anyhow::Result<Vec<Passage>> {
    let mut below = searcher.context(heading, 1)?;
    below.retain(|other| other.place > heading.place && other.section == heading.section);
    Ok(below)
}

/// Tells which passages are from files that changed or are gone since they were indexed. Looks at
/// each file once.
pub(crate) struct Freshness<'a> {
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
    pub fn of(&mut self, passage: &Passage) -> Result<Option<Stale>> {
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

    /// How many of the passages that were asked for are stale.
    #[cfg(feature = "service")]
    pub fn stale(&self) -> u64 {
        self.changed + self.gone
    }

    /// What to say if any passage was stale.
    pub fn notice(&self) -> Option<String> {
        let what = match (self.changed > 0, self.gone > 0) {
            (false, false) => return None,
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
        Some(format!(
            "{passages}: `onrecord index` brings the index up to date"
        ))
    }
}
