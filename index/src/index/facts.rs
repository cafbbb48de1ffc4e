//! What an index knows of the documents in each source. It comes from the accounts of its sources;
//! no passage is read.

use std::path::Path;

use crate::document::fact::SourceFact;
use crate::error::Result;
use crate::index::files::IndexFiles;
use crate::index::source_id::root_of;
use crate::query::name::meets;
use crate::query::path::PathFilter;

/// What is known of the documents in one source.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SourceFacts {
    /// Its path: relative to the folder that contains the index, or absolute if it is outside.
    pub path: String,
    /// Number of documents in it.
    pub documents: u64,
    /// The facts, by kind.
    pub facts: Vec<SourceFact>,
}

/// What the last commit knows of each source whose path meets the pattern, by path. Fails if the
/// index is damaged or cannot be read.
pub(crate) fn facts(index: &IndexFiles, pattern: Option<&str>) -> Result<Vec<SourceFacts>> {
    index.guarded(|| {
        let accounts = index.accounts(&index.reader()?)?.into_iter();
        let root = root_of(index.path(), None);
        let root = root.as_deref().map(Path::to_string_lossy);
        let filter = pattern.map(|pattern| PathFilter::new(pattern, root.as_deref()));
        let in_path = |path: &str| {
            filter
                .as_ref()
                .is_some_and(|filter| filter.whole.meets(path))
        };
        let fits = |path: &str| pattern.is_none_or(|pattern| in_path(path) || meets(path, pattern));
        let accounts = accounts.filter(|account| fits(&account.path));
        let facts = accounts.map(|account| SourceFacts {
            path: account.path,
            documents: account.documents,
            facts: account.facts,
        });
        Ok(facts.collect())
    })
}
