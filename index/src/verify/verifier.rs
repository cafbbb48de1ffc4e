//! The entry point: checks quotations against one snapshot of an index.

use std::sync::{Arc, Mutex, OnceLock};

use rustc_hash::FxHashMap;

use crate::error::Result;
use crate::fields::schema::Flag;
use crate::hit::{Passage, Stale};
use crate::query::Query;
use crate::query::node::FieldFilter;
use crate::retrieval::filter_values::values_where;
use crate::retrieval::snapshot::Snapshot;
use crate::searcher::Searcher;
use crate::searcher::freshness::stale;
use crate::speakers::Speakers;
use crate::storage::lock::lock;
use crate::verify::candidates::{Finder, Selection, Votes};
use crate::verify::languages::language_of;
use crate::verify::place::Query as PlaceQuery;
use crate::verify::quotation::Quotation;
use crate::verify::report::{Claim, Flags, Grade, Place, Searched, Verdict};
use crate::verify::search::Search;
use crate::verify::speaker::Asked;
use crate::verify::token::Lexicon;
use crate::verify::verdict::verdict;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocSet, TERMINATED};

/// Sources whose state is remembered before it is forgotten.
const CACHED_SOURCES: usize = 10_000;

/// Which sources quotations are checked against. Default: all.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// Its filters and exclusions restrict the sources. Its words are not used.
    pub query: Query,
    /// What is left out although it passes the filters, such as the draft that has the quotations.
    /// [`Index::within`](crate::Index::within) makes such a filter of a path.
    pub without: Vec<FieldFilter>,
}

/// Checks quotations against the sources of one snapshot of an index.
///
/// Checking many with one verifier is faster than with one each. Its caches are bounded: two bytes
/// for each passage and some 10 MB of words for each thread that uses it, and with filters a bit
/// for each passage.
pub struct Verifier {
    snapshot: Arc<Snapshot>,
    selection: Selection,
    speakers: Arc<Speakers>,
    /// How many passages there are, and how many of them have no date.
    counts: OnceLock<(u64, u64)>,
    /// The languages of the passages.
    languages: OnceLock<Vec<String>>,
    /// Whether sources have changed since they were indexed.
    stale: Mutex<FxHashMap<String, Option<Stale>>>,
    scratch: Mutex<Vec<Scratch>>,
}

/// What one check uses at a time.
#[derive(Default)]
struct Scratch {
    lexicon: Lexicon,
    votes: Votes,
}

impl Verifier {
    /// A verifier for a selection of the sources that a searcher sees.
    ///
    /// Fails if the index is damaged, or if `speakers.toml` has a mistake.
    pub fn new(searcher: &Searcher, sources: &Sources) -> Result<Verifier> {
        let snapshot = Arc::clone(&searcher.snapshot);
        let (selection, speakers) = snapshot.guarded(|| {
            let selection = Selection::new(&snapshot, &sources.query, &sources.without)?;
            Ok((selection, snapshot.speakers()?.clone()))
        })?;
        Ok(Verifier {
            snapshot,
            selection,
            speakers,
            counts: OnceLock::new(),
            languages: OnceLock::new(),
            stale: Mutex::default(),
            scratch: Mutex::default(),
        })
    }

    /// Checks a quotation.
    ///
    /// Of a quotation of more than [`MAX_WORDS`](crate::verify::MAX_WORDS) words only the first are
    /// looked for; the others count as not found. Fails if the index is damaged.
    ///
    /// ```
    /// use onrecord_index::verify::report::{Claim, Flags, Grade, SpeakerVerdict};
    /// use onrecord_index::verify::{Sources, Verifier};
    /// use onrecord_index::Index;
    ///
    /// let index = Index::in_memory()?;
    /// let minutes = "ANNA BERG: The harbour is not full, and we have four boats.\n\n\
    ///                KARL HOLM: The harbour was full in May.\n";
    /// index.add_bytes("minutes.txt", minutes.into(), &Default::default())?;
    /// let verifier = Verifier::new(&index.searcher()?, &Sources::default())?;
    ///
    /// let claim = Claim::new("the harbour is not full and we have 4 boats").by("Berg");
    /// let verdict = verifier.check(&claim)?;
    /// assert_eq!((verdict.grade, verdict.speaker), (Grade::Folded, SpeakerVerdict::Same));
    ///
    /// let verdict = verifier.check(&Claim::new("The harbour is full, and we have four boats."))?;
    /// assert_eq!((verdict.grade, verdict.flags), (Grade::Altered, Flags::NEGATION));
    /// assert_eq!(verdict.edits[0].source_text, "not");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn check(&self, claim: &Claim) -> Result<Verdict> {
        self.with_search(&claim.quote, false, |search| {
            let quotation = Quotation::new(&claim.quote, search.lexicon);
            let name = claim.speaker.as_deref();
            let asked = name.and_then(|name| Asked::new(name, &self.speakers));
            let mut verdict = verdict(search, &quotation, asked.as_ref())?;
            self.complete(claim, &mut verdict)?;
            Ok(verdict)
        })
    }

    /// Every place that has the words of a quotation, [altered](Grade::Altered) at most, in the
    /// order of the sources; at most [`MAX_PLACES`](crate::verify::MAX_PLACES).
    ///
    /// Each has its edits against the quotation. [`compare`](crate::verify::compare()) tells how
    /// two places differ from each other. Fails if the index is damaged.
    pub fn places(&self, quote: &str) -> Result<Vec<Place>> {
        self.with_search(quote, true, |search| {
            let quotation = Quotation::new(quote, search.lexicon);
            let mut found = search.places(&quotation)?;
            found.retain(|found| found.grade <= Grade::Altered);
            let evidence = search.evidence(&quotation)?;
            let query = PlaceQuery {
                quote,
                quotation: &quotation,
                evidence: &evidence,
                speakers: &self.speakers,
            };
            let mut places: Vec<Place> = found.iter().map(|found| found.place(&query)).collect();
            places.sort_by(|one, other| (&one.path, one.place).cmp(&(&other.path, other.place)));
            for place in &mut places {
                place.stale = self.stale(&place.path)?;
            }
            Ok(places)
        })
    }

    /// What is searched: passages, and how many of them have no date.
    ///
    /// Fails if the index is damaged.
    pub fn searched(&self) -> Result<Searched> {
        self.snapshot.guarded(|| self.count())
    }

    /// Forgets which sources had changed, so that the next check looks at their files again. For a
    /// verifier that is kept.
    pub fn look_again(&self) {
        lock(&self.stale).clear();
    }

    fn with_search<T>(
        &self,
        quote: &str,
        all: bool,
        work: impl FnOnce(&mut Search<'_>) -> Result<T>,
    ) -> Result<T> {
        self.snapshot.guarded(|| {
            let mut scratch = lock(&self.scratch).pop().unwrap_or_default();
            scratch.lexicon.bound();
            let done = work(&mut Search {
                finder: Finder {
                    snapshot: &self.snapshot,
                    selection: &self.selection,
                },
                speakers: &self.speakers,
                lexicon: &mut scratch.lexicon,
                votes: &mut scratch.votes,
                quote,
                all,
            });
            // After an error the votes may be those of half a quotation.
            if done.is_ok() {
                lock(&self.scratch).push(scratch);
            }
            done
        })
    }

    /// Adds what is known besides the words: what was searched, what has changed, the language.
    fn complete(&self, claim: &Claim, verdict: &mut Verdict) -> Result<()> {
        verdict.searched = self.count()?;
        for place in verdict.source.iter_mut().chain(&mut verdict.others) {
            place.stale = self.stale(&place.path)?;
            verdict.searched.stale += u64::from(place.stale.is_some());
        }
        verdict.language = self.other_language(claim, verdict)?;
        if verdict.language.is_some() && verdict.grade > Grade::Altered {
            verdict.flags |= Flags::TRANSLATED;
        }
        Ok(())
    }

    fn stale(&self, path: &str) -> Result<Option<Stale>> {
        if let Some(known) = lock(&self.stale).get(path) {
            return Ok(*known);
        }
        let passage = Passage {
            path: path.to_owned(),
            ..Passage::default()
        };
        let found = stale(&self.snapshot, &passage)?;
        let mut cached = lock(&self.stale);
        if cached.len() >= CACHED_SOURCES {
            cached.clear();
        }
        cached.insert(path.to_owned(), found);
        Ok(found)
    }

    /// The language of a quotation, if it is not the source's; where nothing was found, if no
    /// passage has it.
    fn other_language(&self, claim: &Claim, verdict: &Verdict) -> Result<Option<String>> {
        if verdict.grade.is_verified() {
            return Ok(None);
        }
        let Some(lang) = language_of(&claim.quote) else {
            return Ok(None);
        };
        let source = verdict.source.as_ref();
        if let Some(own) = source.and_then(|source| source.lang.as_ref())
            && verdict.grade <= Grade::Altered
        {
            return Ok((*own != lang).then_some(lang));
        }
        let snapshot = &self.snapshot;
        let languages = match self.languages.get() {
            Some(known) => known,
            None => {
                let all = values_where(&snapshot.inner, snapshot.index.fields.lang, |_| true);
                let all = all.map_err(|error| snapshot.storage(error))?;
                self.languages.get_or_init(|| all)
            }
        };
        let is_known = languages.contains(&lang) || languages.is_empty();
        Ok((!is_known).then_some(lang))
    }

    fn count(&self) -> Result<Searched> {
        let (passages, undated) = match self.counts.get() {
            Some(known) => *known,
            None => {
                let counted = self.counted();
                let counted = counted.map_err(|error| self.snapshot.storage(error))?;
                *self.counts.get_or_init(|| counted)
            }
        };
        Ok(Searched {
            passages,
            undated,
            stale: 0,
        })
    }

    fn counted(&self) -> tantivy::Result<(u64, u64)> {
        let snapshot = &self.snapshot;
        let passage = snapshot.index.fields.flag(&Flag::Passage);
        let (mut passages, mut undated) = (0, 0);
        for (number, segment) in (0u32..).zip(snapshot.inner.segment_readers()) {
            let index = segment.inverted_index(passage.field())?;
            let postings = index.read_postings(&passage, IndexRecordOption::Basic)?;
            let Some(mut postings) = postings else {
                continue;
            };
            while postings.doc() != TERMINATED {
                let address = DocAddress::new(number, postings.doc());
                if !segment.is_deleted(postings.doc()) && self.selection.keeps(address) {
                    passages += 1;
                    undated += u64::from(snapshot.columns.date(address)? == 0);
                }
                postings.advance();
            }
        }
        Ok((passages, undated))
    }
}

impl std::fmt::Debug for Verifier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Verifier")
            .field("index", &self.snapshot.index)
            .finish_non_exhaustive()
    }
}
