//! Answers queries over one snapshot of an index: ranked passages with highlights, counts, facets,
//! lists of values.
//!
//! How passages are ranked:
//!
//! 1. *Tiers.* Passages that match every part of the query come first, then those that match some.
//! 2. *One ranking.* Each tier is retrieved by score; its first [`WINDOW`] passages are scored
//!    again (see `retrieval::top::rescore`), the rest keep the order of retrieval. Equal scores
//!    come in the order of the sources. A page is a slice of that ranking, whatever its limit and
//!    offset.
//!    Where meaning was asked for, it is part of these scores (`by_meaning`), and a page that words
//!    do not fill gets passages by their meaning alone.
//!    Near-identical passages and those of one document can be collapsed (`collapse`).
//!    A quotation that no passage holds is looked for over the ends of paragraphs (`across`).
//! 3. *Counts* say how many passages match in all, and how many of them every part. *Facets* cover
//!    the first tier, or the second if the first is empty.
//!
//! `search` runs one search: it makes a `plan`, takes the best of it (`ranking`) or all of it
//! (`listing`), and counts (`counting`). `answer` is what comes out.

mod across;
mod answer;
mod by_meaning;
mod collapse;
mod counting;
mod documents;
pub(crate) mod freshness;
pub(crate) mod highlight;
mod listing;
pub(crate) mod lookup;
mod order;
mod plan;
mod ranking;
mod refusals;
mod request;
mod roles;
mod search;
mod spellings;
mod suggestions;
mod uttered;
mod values;

use std::sync::Arc;

use crate::attribution::refusal::Refusal;
use crate::error::Result;
pub use crate::hit::Property;
use crate::hit::{DocumentName, Passage, Stale};
use crate::index::files::IndexFiles;
use crate::meaning::entry::ModelRecord;
use crate::meaning::model::Model;
use crate::query::Query;
use crate::query::spelling::Spelling;
use crate::retrieval::snapshot::Snapshot;
pub use crate::searcher::answer::Answer;
pub use crate::searcher::ranking::WINDOW;
pub use crate::searcher::request::{Collapse, Meaning, Request, Sort};
use crate::searcher::search::search;
use crate::searcher::spellings::spellings;
use crate::searcher::suggestions::{nothing_like, suggestions};
pub use crate::searcher::values::Value;
use crate::searcher::values::{namesakes, values_in, values_like};
use crate::text::role::is_role;

/// Answers queries over one snapshot of an index. Later writes to the index do not change what it
/// sees.
pub struct Searcher {
    pub(crate) snapshot: Arc<Snapshot>,
    model: Option<Arc<Model>>,
}

impl Searcher {
    /// Opens the latest state of an index.
    ///
    /// Fails if the index cannot be read or is damaged.
    pub(crate) fn new(index: &IndexFiles) -> Result<Searcher> {
        let snapshot = index.guarded(|| Snapshot::new(index))?;
        Ok(Searcher {
            snapshot: Arc::new(snapshot),
            model: None,
        })
    }

    /// The same searcher with a model for [`Meaning::Model`]. Fails if the index has no vectors, or
    /// those of another model.
    pub fn with_model(self, model: Arc<Model>) -> Result<Searcher> {
        self.snapshot.meanings()?.check_model(&model.record)?;
        let model = Some(model);
        Ok(Searcher { model, ..self })
    }

    /// The model that made the vectors of the index. Fails if it has none.
    pub fn model_record(&self) -> Result<ModelRecord> {
        Ok(self.snapshot.meanings()?.model.clone())
    }

    /// Answers a query.
    ///
    /// Fails if the index is damaged, or if the query or a facet needs `speakers.toml` and that has
    /// a mistake.
    pub fn search(&self, query: &Query, request: &Request) -> Result<Answer> {
        search(&self.snapshot, query, request, self.model.as_deref())
    }

    /// Suggests what the user may have meant by a query that finds nothing or too little: a
    /// sentence each, with the number of passages in brackets.
    ///
    /// There is one for each filter that lets no passage through and each word that is not in the
    /// index, at most five.
    pub fn suggestions(&self, query: &Query) -> Result<Vec<String>> {
        suggestions(&self.snapshot, query)
    }

    /// The parts of a query in other spellings, as far as all their words are in the index. Whether
    /// a passage has them next to each other a search tells.
    pub fn spellings(&self, query: &Query) -> Result<Vec<Spelling>> {
        spellings(&self.snapshot, query)
    }

    /// The values of a property, each with the number of passages that have it: most passages
    /// first, then by name. A speaker with several names is one value.
    pub fn values(&self, property: Property) -> Result<Vec<Value>> {
        values_like(&self.snapshot, property, None)
    }

    /// Like [`values`](Self::values), but only those with a name that matches `pattern`: by all its
    /// words, or as a whole if it has a `*`. A document also matches by its path, as `path:` does.
    pub fn values_like(&self, property: Property, pattern: Option<&str>) -> Result<Vec<Value>> {
        values_like(&self.snapshot, property, pattern)
    }

    /// In how many documents a speaker of this name speaks, if the name is a role.
    /// `None` for the name of a person.
    pub fn documents_of_role(&self, name: &str) -> Result<Option<u64>> {
        if !is_role(name) {
            return Ok(None);
        }
        let snapshot = &self.snapshot;
        snapshot.guarded(|| {
            let documents = roles::documents(snapshot, name);
            documents.map(Some).map_err(|error| snapshot.storage(error))
        })
    }

    /// Like [`values_like`](Self::values_like), counted over the passages that pass the filters of
    /// `scope`: the sections of one document, the documents in which a person speaks.
    ///
    /// ```
    /// use onrecord_index::query::node::FieldFilter;
    /// use onrecord_index::searcher::Property;
    /// use onrecord_index::{Index, Query};
    ///
    /// let index = Index::in_memory()?;
    /// let talk = "**Anna Berg:** The harbour is full.\n\n**Karl Holm:** It was full in May.\n";
    /// index.add_bytes("talk.md", talk.as_bytes().to_vec(), &Default::default())?;
    /// let holm = Query::default().filter_any(vec![FieldFilter::speaker("holm").unwrap()]);
    /// let documents = index.searcher()?.values_in(Property::Doc, None, &holm)?;
    /// assert_eq!((&*documents[0].name, documents[0].passages), ("talk.md", 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn values_in(
        &self,
        property: Property,
        pattern: Option<&str>,
        scope: &Query,
    ) -> Result<Vec<Value>> {
        values_in(&self.snapshot, property, pattern, scope)
    }

    /// Says that no value of a property matches `pattern`, and which values are spelt similarly.
    pub fn nothing_like(&self, property: Property, pattern: &str) -> Result<String> {
        nothing_like(&self.snapshot, property, pattern)
    }

    /// The documents of each name that a `doc:` filter of the query gives in full and that several
    /// documents have.
    pub fn namesakes(&self, query: &Query) -> Result<Vec<Vec<DocumentName>>> {
        namesakes(&self.snapshot, query)
    }

    /// The passages with this id, or those whose id starts with it.
    ///
    /// Several passages come back if the id names a long paragraph cut into parts or a whole
    /// document, or is too short to name one document. Empty if no id matches.
    pub fn passages(&self, id: &str) -> Result<Vec<Passage>> {
        self.snapshot
            .guarded(|| lookup::passages(&self.snapshot, id))
    }

    /// Whether the file of a passage has changed or is gone since it was indexed. `None` if it is
    /// as it was, if it cannot be looked at, and for sources without a file.
    ///
    /// Looks at the file now: ask once for each source, not for each passage.
    ///
    /// ```
    /// use onrecord_index::hit::Stale;
    /// use onrecord_index::update::{NoProgress, UpdateOptions};
    /// use onrecord_index::{Index, Query};
    ///
    /// let folder = tempfile::tempdir()?;
    /// let talk = folder.path().join("talk.txt");
    /// std::fs::write(&talk, "ANNA BERG: The harbour is full.\n")?;
    /// let index = Index::create(&folder.path().join("index"))?;
    /// index.update(&[talk.clone()], &UpdateOptions::default(), &NoProgress)?;
    /// let searcher = index.searcher()?;
    /// let answer = searcher.search(&Query::parse("harbour")?, &Default::default())?;
    /// let hit = answer.hits().next().expect("a hit")?;
    /// assert_eq!(searcher.stale(&hit.passage)?, None);
    /// std::fs::write(&talk, "ANNA BERG: The harbour is empty.\n")?;
    /// assert_eq!(searcher.stale(&hit.passage)?, Some(Stale::Changed));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn stale(&self, passage: &Passage) -> Result<Option<Stale>> {
        self.snapshot
            .guarded(|| freshness::stale(&self.snapshot, passage))
    }

    /// For each utterance of a passage, why the source that its text names is no speaker. `None`
    /// where there is a speaker or no source, or where the story as stored does not show it.
    ///
    /// Reads the stored passages of the story again: for one passage at a time.
    pub fn refusals(&self, passage: &Passage) -> Result<Vec<Option<Refusal>>> {
        self.snapshot
            .guarded(|| refusals::of_passage(&self.snapshot, passage))
    }

    /// Whether the index has no passage at all. Fails if it is damaged.
    pub fn is_empty(&self) -> Result<bool> {
        self.snapshot.guarded(|| lookup::is_empty(&self.snapshot))
    }

    /// The passage and up to `n` passages of its document on either side of it, in order.
    pub fn context(&self, passage: &Passage, n: usize) -> Result<Vec<Passage>> {
        self.snapshot
            .guarded(|| lookup::context(&self.snapshot, passage, n))
    }
}

impl std::fmt::Debug for Searcher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Searcher")
            .field("index", &self.snapshot.index)
            .finish_non_exhaustive()
    }
}
