//! Searches an index: ranked passages with marks, counts, facets, and the names there are.
//!
//! One [`Searcher`] sees one commit, whatever is written meanwhile. How passages are ranked:
//!
//! 1. *Tiers.* First the passages that hold every part of the query, then those that hold some.
//! 2. *One list.* Each tier is retrieved by score; its first [`WINDOW`] are scored again (see `retrieval::rank`), the rest
//!    follow as they were retrieved; equal scores stand in the order of the sources. A page is a slice of that list.
//! 3. *Counts* speak of the first tier, or of the second if the first is empty.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use tantivy::collector::{Count, DocSetCollector, TopDocs};
use tantivy::query::{BooleanQuery, Occur, Query as Retrieval};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, TantivyDocument, Term};

use crate::error::{Error, Result};
use crate::highlight::highlights;
use crate::hit::{Facet, Hit, Passage, Tier};
use crate::index::Index;
use crate::query::name::meets;
use crate::query::node::{Node, NodeKind};
use crate::query::{Match, Query};
use crate::retrieval::best::best;
use crate::retrieval::columns::Columns;
use crate::retrieval::compile::Compiler;
use crate::retrieval::excluded::excluded;
use crate::retrieval::named::NameWords;
use crate::retrieval::names;
use crate::retrieval::places::Places;
use crate::retrieval::rank::{Commit, Contributions, NameScores, Scoring};
use crate::text::stem::{Stemming, Terms};

/// How many passages of each tier are scored again.
pub const WINDOW: usize = 200;

/// Retrieved beyond the window, so that passages of equal score at its edge are all there to be put in order.
const MARGIN: usize = 64;

/// Scores that differ by less are equal: sums of the same numbers in another order.
const SCORE_STEPS: f32 = 1e5;

/// The same where the order stands as it is retrieved: fewer make pruning more effective, and more are fetched when needed.
const FEW: usize = 6;

/// Passages of one score that are looked at beyond the wanted ones; more than that are a refrain whose order tells nobody anything.
const ALIKE: usize = 4_096;

/// Passages that are scored again in any case, best prospects first, before it is asked which others may still come before.
const FIRST_SCORED: usize = 24;

/// What a sum of scores may be off by.
const SLACK: f32 = 1e-3;

/// Whether scoring again can change the order that retrieval gave. A part alone has nothing to be near to, no name is asked
/// for what it says, and all else grows with what it scored.
fn is_rescored(query: &Query) -> bool {
    query.parts().len() > 1
}

/// A score as a number of steps, so that sums of the same numbers in another order are equal.
fn steps(score: f32) -> i64 {
    (f64::from(score) * f64::from(SCORE_STEPS)).round() as i64
}

/// What is wanted of a search besides what the query says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// How many passages; `None` for all. All of them are listed by the first tier alone. Default: 10.
    pub limit: Option<usize>,
    /// How many to leave out before. Default: 0.
    pub offset: usize,
    /// Their order. Default: by score.
    pub sort: Sort,
    /// How many of the query's parts must be there. Default: tiers.
    pub matching: Match,
    /// Whether the matching passages are counted. Default: no.
    pub count: bool,
    /// Fields whose values are counted over the matching passages. Default: none.
    pub facets: Vec<Property>,
    /// Whether each hit says what made up its score. Default: no.
    pub explain: bool,
    /// Whether the matching words are sought in each passage. Default: yes.
    pub highlight: bool,
}

impl Default for Request {
    fn default() -> Request {
        Request {
            limit: Some(10),
            offset: 0,
            sort: Sort::Score,
            matching: Match::Tiers,
            count: false,
            facets: Vec::new(),
            explain: false,
            highlight: true,
        }
    }
}

/// An order of passages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Best first.
    #[default]
    Score,
    /// Newest first; passages without a date last.
    Date,
    /// In the order of the sources.
    Place,
}

/// A property of passages whose values can be listed and counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Property {
    /// The persons who speak.
    Speaker,
    /// Section paths, joined by " > ".
    Section,
    /// Documents.
    Doc,
    /// Kinds of paragraph.
    Kind,
    /// Languages.
    Lang,
}

impl Property {
    /// Every property.
    pub const ALL: [Property; 5] = [
        Property::Speaker,
        Property::Section,
        Property::Doc,
        Property::Kind,
        Property::Lang,
    ];

    /// Its name in queries and output.
    pub fn name(self) -> &'static str {
        match self {
            Property::Speaker => "speaker",
            Property::Section => "section",
            Property::Doc => "doc",
            Property::Kind => "kind",
            Property::Lang => "lang",
        }
    }
}

/// Searches one commit of an index.
pub struct Searcher {
    pub(crate) index: Index,
    pub(crate) inner: tantivy::Searcher,
    /// The stemmers that the passages' words went through.
    pub(crate) stemmings: Vec<Stemming>,
    columns: Columns,
    name_words: NameWords,
    /// What searches have learnt of words; each takes one and puts it back.
    terms: Mutex<Vec<Terms>>,
}

/// The answer to a search. The hits are read from the index as they are asked for.
pub struct Answer<'s> {
    /// How many passages match. `None` if that was not asked for.
    pub total: Option<u64>,
    /// The tier that `total` and `facets` speak of. `None` if nothing matches.
    pub matched: Option<Tier>,
    /// The facets that were asked for.
    pub facets: Vec<Facet>,
    searcher: &'s Searcher,
    query: Query,
    query_text: String,
    exact_docs: Vec<String>,
    highlight: bool,
    first_rank: usize,
    ranked: Vec<Ranked>,
    terms: Mutex<Terms>,
}

/// A record on its way to being a hit.
#[derive(Clone, Debug)]
struct Ranked {
    address: DocAddress,
    score: f32,
    tier: Tier,
    /// Which of the searcher's stemmings retrieved it.
    analysis: usize,
    contributions: Option<Contributions>,
}

/// A query made ready for passages of one stemmer.
struct Prepared {
    stemming: Stemming,
    parts: Vec<Box<dyn Retrieval>>,
    required: Vec<bool>,
    filters: Vec<Box<dyn Retrieval>>,
    excluded: Vec<Box<dyn Retrieval>>,
}

impl Searcher {
    /// Opens the index's last commit.
    pub fn new(index: &Index) -> Result<Searcher> {
        let inner = index.reader()?;
        let mut searcher = Searcher {
            index: index.clone(),
            columns: Columns::new(&inner),
            inner,
            stemmings: Vec::new(),
            name_words: NameWords::default(),
            terms: Mutex::default(),
        };
        let flags = names::matching(&searcher.inner, index.fields.flag, |flag| {
            flag.starts_with('s')
        });
        let flags = flags.map_err(|error| searcher.storage(error))?;
        searcher.stemmings = flags
            .iter()
            .filter_map(|flag| Stemming::from_code(&flag[1..]))
            .collect();
        Ok(searcher)
    }

    pub(crate) fn storage(&self, error: tantivy::TantivyError) -> Error {
        self.index.storage("read", error)
    }

    fn terms(&self) -> Terms {
        let mut pool = self.terms.lock().unwrap_or_else(PoisonError::into_inner);
        pool.pop().unwrap_or_default()
    }

    /// Searches. `query_text` is what the query was parsed from; explanations quote it.
    pub fn search(&self, query: &Query, query_text: &str, request: &Request) -> Result<Answer<'_>> {
        self.answer(query, query_text, request)
            .map_err(|error| self.storage(error))
    }

    fn answer(
        &self,
        query: &Query,
        query_text: &str,
        request: &Request,
    ) -> tantivy::Result<Answer<'_>> {
        let compiler = Compiler::new(&self.inner, self.index.fields, &self.stemmings, query)?;
        let prepared = self.prepare(&compiler, query)?;
        let tiers = self.tiers(query, request.matching);
        let mut answer = Answer {
            total: None,
            matched: None,
            facets: Vec::new(),
            searcher: self,
            query: query.clone(),
            query_text: query_text.to_owned(),
            exact_docs: compiler.exact_docs.clone(),
            highlight: request.highlight,
            first_rank: request.offset.saturating_add(1),
            ranked: Vec::new(),
            terms: Mutex::new(self.terms()),
        };
        let wanted = request
            .limit
            .map(|limit| request.offset.saturating_add(limit));
        match (wanted, request.sort) {
            (Some(0), _) => {}
            (Some(wanted), Sort::Score) if !query.parts().is_empty() => {
                self.rank(
                    query,
                    &prepared,
                    &tiers,
                    wanted,
                    request.explain,
                    &mut answer,
                )?;
            }
            _ => self.list(query, &prepared, &tiers, wanted, request, &mut answer)?,
        }
        let skipped = request.offset.min(answer.ranked.len());
        answer.ranked.drain(..skipped);
        if request.count || !request.facets.is_empty() || answer.matched.is_none() {
            self.count(&prepared, &tiers, request, &mut answer)?;
        }
        Ok(answer)
    }

    /// The query for each stemmer that its words may have gone through. Where no word is stemmed, one serves for all.
    fn prepare(&self, compiler: &Compiler<'_>, query: &Query) -> tantivy::Result<Vec<Prepared>> {
        let excluded_words = query.excluded().iter().any(|node| node.kind.has_word());
        let has_words =
            query.parts().iter().any(|part| part.node.kind.has_word()) || excluded_words;
        let stemmings: Vec<Stemming> = match (&self.stemmings[..], has_words) {
            ([], _) => Vec::new(),
            ([first, ..], false) => vec![*first],
            (all, true) => all.to_vec(),
        };
        let several = stemmings.len() > 1;
        let mut prepared = Vec::with_capacity(stemmings.len());
        for stemming in stemmings {
            let compile = |nodes: &mut dyn Iterator<Item = &Node>| {
                nodes
                    .map(|node| compiler.node(node, stemming))
                    .collect::<tantivy::Result<Vec<_>>>()
            };
            let parts = compile(&mut query.parts().iter().map(|part| &part.node))?;
            let mut filters = compile(&mut query.filters().iter())?;
            let excluded = compile(&mut query.excluded().iter())?;
            // A stem is marked with its language, so a passage of another one does not hold it. A query with anything else
            // in it, a pair of Chinese characters say, would find a passage once for each stemmer.
            let all_stems = query.parts().iter().all(|part| is_stemmed(&part.node));
            if several && (!all_stems || parts.is_empty()) {
                filters.push(compiler.stemmed_by(stemming));
            }
            if parts.is_empty() && filters.is_empty() {
                filters.push(compiler.everything());
            }
            let required = query.parts().iter().map(|part| part.required).collect();
            prepared.push(Prepared {
                stemming,
                parts,
                required,
                filters,
                excluded,
            });
        }
        Ok(prepared)
    }

    /// The tiers that are listed, best first.
    fn tiers(&self, query: &Query, matching: Match) -> Vec<TierRule> {
        let any_required = query.parts().iter().any(|part| part.required);
        if any_required {
            return vec![TierRule {
                tier: Tier::All,
                rule: Rule::Required,
            }];
        }
        match matching {
            _ if query.parts().len() < 2 => vec![TierRule {
                tier: Tier::All,
                rule: Rule::All,
            }],
            Match::All => vec![TierRule {
                tier: Tier::All,
                rule: Rule::All,
            }],
            Match::Any => vec![TierRule {
                tier: Tier::Some,
                rule: Rule::Any,
            }],
            Match::Tiers => vec![
                TierRule {
                    tier: Tier::All,
                    rule: Rule::All,
                },
                TierRule {
                    tier: Tier::Some,
                    rule: Rule::NotAll,
                },
            ],
        }
    }

    /// The best `wanted` passages, tier by tier.
    fn rank(
        &self,
        query: &Query,
        prepared: &[Prepared],
        tiers: &[TierRule],
        wanted: usize,
        explain: bool,
        answer: &mut Answer<'_>,
    ) -> tantivy::Result<()> {
        let mut before: Vec<DocAddress> = Vec::new();
        for rule in tiers {
            let missing = wanted - answer.ranked.len();
            if missing == 0 {
                break;
            }
            let (candidates, margin) = if is_rescored(query) {
                (missing.max(WINDOW), MARGIN)
            } else {
                (missing, FEW)
            };
            let mut tier: Vec<Ranked> = Vec::new();
            for (analysis, prepared) in prepared.iter().enumerate() {
                // The second tier is all that hold some part, less those of the first: all of them are known by now.
                let retrieved = match rule.rule {
                    Rule::NotAll => prepared.query(Rule::Any),
                    of_tier => prepared.query(of_tier),
                };
                let candidates = if rule.rule == Rule::NotAll {
                    candidates.saturating_add(before.len())
                } else {
                    candidates
                };
                let found = self.best(&*retrieved, candidates, margin)?;
                let found = found
                    .into_iter()
                    .filter(|(_, address)| before.binary_search(address).is_err());
                tier.extend(found.map(|(score, address)| Ranked {
                    address,
                    score,
                    tier: rule.tier,
                    analysis,
                    contributions: None,
                }));
            }
            if !tier.is_empty() && answer.matched.is_none() {
                answer.matched = Some(rule.tier);
            }
            if rule.rule == Rule::All && tiers.len() > 1 {
                before = tier.iter().map(|ranked| ranked.address).collect();
                before.sort_unstable();
            }
            self.order(query, prepared, &mut tier, missing, explain)?;
            tier.truncate(missing);
            answer.ranked.append(&mut tier);
        }
        Ok(())
    }

    /// The best `wanted` records and some more, with all that score the same as the last of the wanted: where many passages
    /// are alike, the index's own order must not decide which come first.
    fn best(
        &self,
        retrieval: &dyn Retrieval,
        wanted: usize,
        mut margin: usize,
    ) -> tantivy::Result<Vec<(f32, DocAddress)>> {
        // Room is made for as many: a page far behind the end must not ask for all the memory there is.
        let records = self.inner.num_docs() as usize;
        loop {
            let limit = wanted.saturating_add(margin).clamp(1, records.max(1));
            let found = best(&self.inner, retrieval, limit)?;
            let step = |place: usize| found.get(place).map(|(score, _)| steps(*score));
            let is_cut = found.len() == limit && step(wanted.saturating_sub(1)) == step(limit - 1);
            if !is_cut || margin == ALIKE || limit == records {
                return Ok(found);
            }
            margin = if margin < MARGIN { MARGIN } else { ALIKE };
        }
    }

    /// Puts the passages of a tier in their final order, as far as the first `wanted` go; those that cannot be among them
    /// may be left out.
    fn order(
        &self,
        query: &Query,
        prepared: &[Prepared],
        tier: &mut Vec<Ranked>,
        wanted: usize,
        explain: bool,
    ) -> tantivy::Result<()> {
        let commit = Commit {
            searcher: &self.inner,
            fields: &self.index.fields,
            columns: &self.columns,
            name_words: &self.name_words,
            stemmings: &self.stemmings,
        };
        let scorings = prepared
            .iter()
            .map(|prepared| Scoring::new(commit, query, &prepared.parts, prepared.stemming))
            .collect::<tantivy::Result<Vec<_>>>()?;
        if is_rescored(query) {
            // Which passages are scored again must not depend on how many are wanted.
            let edge = WINDOW.min(tier.len());
            self.sort_by_score(tier, edge.saturating_sub(1)..wanted.max(edge + 1))?;
            let behind = tier.split_off(edge);
            self.rescore(&scorings, tier, wanted, explain)?;
            self.sort_by_score(tier, 0..wanted)?;
            tier.extend(behind);
            return Ok(());
        }
        // A part alone: its score only grows with what retrieval gave, so the order stands. The margin is scored with the
        // page, because sums of the same numbers in another order must be equal.
        self.sort_by_score(tier, 0..wanted)?;
        let scored = wanted.saturating_add(MARGIN).min(tier.len());
        let places: Vec<usize> = (0..scored).collect();
        let names = vec![NameScores::default(); scored];
        self.score(&scorings, &mut tier[..scored], &places, &names, explain)?;
        self.sort_by_score(&mut tier[..scored], 0..wanted)
    }

    /// Scores passages again, as far as that can change which are the first `wanted`. The others are left out.
    fn rescore(
        &self,
        scorings: &[Scoring<'_>],
        tier: &mut Vec<Ranked>,
        wanted: usize,
        explain: bool,
    ) -> tantivy::Result<()> {
        let mut most = vec![0.0; tier.len()];
        let mut names = vec![NameScores::default(); tier.len()];
        for (analysis, scoring) in scorings.iter().enumerate() {
            let places: Vec<usize> = (0..tier.len())
                .filter(|place| tier[*place].analysis == analysis)
                .collect();
            let records: Vec<DocAddress> =
                places.iter().map(|place| tier[*place].address).collect();
            let headroom = scoring.headroom();
            for (place, of_names) in places.into_iter().zip(scoring.names(&records)?) {
                most[place] = tier[place].score + headroom + of_names.sum();
                names[place] = of_names;
            }
        }
        let mut order: Vec<usize> = (0..tier.len()).collect();
        order.sort_unstable_by(|one, other| most[*other].total_cmp(&most[*one]));
        let (first, rest) = order.split_at(wanted.max(FIRST_SCORED).min(order.len()));
        self.score(scorings, tier, first, &names, explain)?;
        let mut scores: Vec<f32> = first.iter().map(|place| tier[*place].score).collect();
        scores.sort_unstable_by(|one, other| other.total_cmp(one));
        let least = scores
            .get(wanted.saturating_sub(1))
            .map_or(f32::NEG_INFINITY, |score| score - SLACK);
        let reachable = rest.partition_point(|place| most[*place] >= least);
        self.score(scorings, tier, &rest[..reachable], &names, explain)?;
        let mut left_out = vec![false; tier.len()];
        for place in &rest[reachable..] {
            left_out[*place] = true;
        }
        let mut left_out = left_out.into_iter();
        tier.retain(|_| !left_out.next().unwrap_or(false));
        Ok(())
    }

    /// Scores the passages at some places of a list.
    fn score(
        &self,
        scorings: &[Scoring<'_>],
        list: &mut [Ranked],
        places: &[usize],
        names: &[NameScores],
        explain: bool,
    ) -> tantivy::Result<()> {
        for (analysis, scoring) in scorings.iter().enumerate() {
            let places: Vec<usize> = places
                .iter()
                .copied()
                .filter(|place| list[*place].analysis == analysis)
                .collect();
            let records: Vec<DocAddress> =
                places.iter().map(|place| list[*place].address).collect();
            let names: Vec<NameScores> = places.iter().map(|place| names[*place]).collect();
            for (place, found) in places
                .into_iter()
                .zip(scoring.contributions(&records, &names)?)
            {
                list[place].score = found.sum();
                list[place].contributions = explain.then_some(found);
            }
        }
        Ok(())
    }

    /// Sorts by score; where scores are equal and the list is wanted in its final order, by place.
    fn sort_by_score(&self, ranked: &mut [Ranked], wanted: Range<usize>) -> tantivy::Result<()> {
        let step = |ranked: &Ranked| steps(ranked.score);
        ranked.sort_unstable_by_key(|ranked| (std::cmp::Reverse(step(ranked)), ranked.address));
        let mut start = 0;
        while start < ranked.len().min(wanted.end) {
            let score = step(&ranked[start]);
            let equal = ranked[start..]
                .iter()
                .take_while(|ranked| step(ranked) == score)
                .count();
            if equal > 1 && start + equal > wanted.start {
                self.sort_by_place(&mut ranked[start..start + equal], false)?;
            }
            start += equal;
        }
        Ok(())
    }

    /// All passages of the first tier that is not empty, or the first `wanted` of them in the order asked for.
    fn list(
        &self,
        query: &Query,
        prepared: &[Prepared],
        tiers: &[TierRule],
        wanted: Option<usize>,
        request: &Request,
        answer: &mut Answer<'_>,
    ) -> tantivy::Result<()> {
        for rule in tiers {
            let mut found: Vec<Ranked> = Vec::new();
            for (analysis, prepared) in prepared.iter().enumerate() {
                let retrieval = prepared.query(rule.rule);
                let unscored = |address| Ranked {
                    address,
                    score: 0.0,
                    tier: rule.tier,
                    analysis,
                    contributions: None,
                };
                if request.sort == Sort::Score && !query.parts().is_empty() {
                    let count = self.inner.search(&*retrieval, &Count)?;
                    let top = TopDocs::with_limit(count.max(1)).order_by_score();
                    let scored = self.inner.search(&*retrieval, &top)?;
                    found.extend(scored.into_iter().map(|(score, address)| Ranked {
                        score,
                        ..unscored(address)
                    }));
                } else {
                    found.extend(
                        self.inner
                            .search(&retrieval, &DocSetCollector)?
                            .into_iter()
                            .map(unscored),
                    );
                }
            }
            if found.is_empty() {
                continue;
            }
            answer.matched = Some(rule.tier);
            if request.sort == Sort::Score && !query.parts().is_empty() {
                self.order(query, prepared, &mut found, usize::MAX, request.explain)?;
            } else {
                self.sort_by_place(&mut found, request.sort == Sort::Date)?;
            }
            found.truncate(wanted.unwrap_or(usize::MAX));
            answer.ranked = found;
            break;
        }
        Ok(())
    }

    fn sort_by_place(&self, found: &mut [Ranked], by_date: bool) -> tantivy::Result<()> {
        let mut places = Places::new(&self.columns);
        let mut keys = Vec::with_capacity(found.len());
        for ranked in &*found {
            let date = if by_date {
                self.columns.date(ranked.address)?
            } else {
                0
            };
            let (path, place) = places.numbered(ranked.address)?;
            keys.push((std::cmp::Reverse(date), path, place));
        }
        let order = places.path_order();
        let mut keyed: Vec<_> = keys.into_iter().zip(found.iter().cloned()).collect();
        keyed.sort_by_key(|((date, path, place), _)| (*date, order[*path], *place));
        for (slot, (_, ranked)) in found.iter_mut().zip(keyed) {
            *slot = ranked;
        }
        Ok(())
    }

    /// Counts the passages of the first tier that is not empty, and the values of facets over them.
    fn count(
        &self,
        prepared: &[Prepared],
        tiers: &[TierRule],
        request: &Request,
        answer: &mut Answer<'_>,
    ) -> tantivy::Result<()> {
        for rule in tiers {
            let mut total = 0;
            for prepared in prepared {
                total += self.inner.search(&*prepared.query(rule.rule), &Count)? as u64;
            }
            answer.total = Some(total);
            if total == 0 {
                continue;
            }
            answer.matched = Some(rule.tier);
            for property in &request.facets {
                answer
                    .facets
                    .push(self.facet(prepared, rule.rule, *property)?);
            }
            return Ok(());
        }
        answer.total = Some(0);
        let empty = |property: &Property| Facet {
            field: property.name().to_owned(),
            counts: Vec::new(),
        };
        answer.facets = request.facets.iter().map(empty).collect();
        Ok(())
    }

    fn facet(
        &self,
        prepared: &[Prepared],
        rule: Rule,
        property: Property,
    ) -> tantivy::Result<Facet> {
        let mut counts = std::collections::BTreeMap::<String, u64>::new();
        for prepared in prepared {
            let weight = prepared.query(rule).weight(
                tantivy::query::EnableScoring::disabled_from_searcher(&self.inner),
            )?;
            for segment in self.inner.segment_readers() {
                let Some(column) = segment.fast_fields().str(property.name())? else {
                    continue;
                };
                let mut by_ordinal = vec![0u64; column.num_terms()];
                weight.for_each_no_score(segment, &mut |records| {
                    for record in records {
                        if !segment.is_deleted(*record) {
                            for ordinal in column.term_ords(*record) {
                                by_ordinal[ordinal as usize] += 1;
                            }
                        }
                    }
                })?;
                for (ordinal, count) in by_ordinal
                    .into_iter()
                    .enumerate()
                    .filter(|(_, count)| *count > 0)
                {
                    let mut value = String::new();
                    column.ord_to_str(ordinal as u64, &mut value)?;
                    *counts.entry(value).or_default() += count;
                }
            }
        }
        let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
        counts.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        Ok(Facet {
            field: property.name().to_owned(),
            counts,
        })
    }

    /// The values of a property with the number of passages that bear each: most first, then by name.
    pub fn values(&self, property: Property) -> Result<Vec<(String, u64)>> {
        let found = names::values(&self.inner, self.field(property))
            .map_err(|error| self.storage(error))?;
        let mut values: Vec<(String, u64)> = found.into_iter().collect();
        values.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        Ok(values)
    }

    /// As [`values`](Self::values), those with all words of `pattern` in them, or fitting it if it has a `*`.
    pub fn values_like(
        &self,
        property: Property,
        pattern: Option<&str>,
    ) -> Result<Vec<(String, u64)>> {
        let mut values = self.values(property)?;
        if let Some(pattern) = pattern {
            values.retain(|(value, _)| meets(value, pattern));
        }
        Ok(values)
    }

    fn field(&self, property: Property) -> Field {
        let fields = &self.index.fields;
        match property {
            Property::Speaker => fields.speaker,
            Property::Section => fields.section,
            Property::Doc => fields.doc,
            Property::Kind => fields.kind,
            Property::Lang => fields.lang,
        }
    }

    /// The passages whose id is `id` or, where none is, begins so: one if the id is clear, several if it is not.
    pub fn passages(&self, id: &str) -> Result<Vec<Passage>> {
        let (document, ordinal) = match id.split_once(':') {
            Some((document, ordinal)) => (document, Some(ordinal)),
            None => (id, None),
        };
        let mut found = self
            .of_documents(document)
            .map_err(|error| self.storage(error))?;
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
    pub fn context(&self, passage: &Passage, n: usize) -> Result<Vec<Passage>> {
        let read = |error| self.storage(error);
        let addresses = self.addresses(&passage.id.document).map_err(read)?;
        let mut near: Vec<(u64, DocAddress)> = Vec::new();
        for address in addresses {
            let place = self.columns.place(address).map_err(read)?;
            if place.abs_diff(u64::from(passage.place)) <= n as u64 {
                near.push((place, address));
            }
        }
        near.sort_unstable();
        near.into_iter()
            .map(|(_, address)| self.passage(address))
            .collect()
    }

    fn of_documents(&self, prefix: &str) -> tantivy::Result<Vec<Passage>> {
        let prefix = prefix.to_ascii_lowercase();
        let documents = names::matching(&self.inner, self.index.fields.document, |id| {
            id.starts_with(&prefix)
        })?;
        let mut found = Vec::new();
        // More than one is not clear; two are enough to say so.
        for document in documents.into_iter().take(2) {
            for address in self.addresses(&document)? {
                found.extend(self.passage(address).ok());
            }
        }
        found.sort_by(|one: &Passage, other| {
            (&one.path, one.place).cmp(&(&other.path, other.place))
        });
        Ok(found)
    }

    fn addresses(&self, document: &str) -> tantivy::Result<Vec<DocAddress>> {
        let term = Term::from_field_text(self.index.fields.document, document);
        let query = tantivy::query::TermQuery::new(term, IndexRecordOption::Basic);
        let mut addresses: Vec<DocAddress> = self
            .inner
            .search(&query, &DocSetCollector)?
            .into_iter()
            .collect();
        addresses.sort_unstable();
        Ok(addresses)
    }

    fn passage(&self, address: DocAddress) -> Result<Passage> {
        let record: TantivyDocument = self
            .inner
            .doc(address)
            .map_err(|error| self.storage(error))?;
        self.index.fields.read_passage(&record)
    }
}

impl std::fmt::Debug for Searcher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Searcher")
            .field("index", &self.index)
            .finish_non_exhaustive()
    }
}

impl Answer<'_> {
    /// How many hits there are to read.
    pub fn len(&self) -> usize {
        self.ranked.len()
    }

    /// Whether there are none: nothing matches, or the page lies behind the end.
    pub fn is_empty(&self) -> bool {
        self.ranked.is_empty()
    }

    /// The hits, in order, each read from the index when it is its turn.
    pub fn hits(&self) -> impl Iterator<Item = Result<Hit>> + '_ {
        self.ranked
            .iter()
            .enumerate()
            .map(|(number, ranked)| self.hit(self.first_rank + number, ranked))
    }

    fn hit(&self, rank: usize, ranked: &Ranked) -> Result<Hit> {
        let passage = self.searcher.passage(ranked.address)?;
        let highlights = if self.highlight {
            let mut terms = self.terms.lock().unwrap_or_else(PoisonError::into_inner);
            highlights(&self.query, &passage, &mut terms, &self.exact_docs)
        } else {
            Vec::new()
        };
        let explanation = ranked.contributions.as_ref();
        let explanation = explanation
            .map(|found| found.explain(&self.query, &self.query_text))
            .unwrap_or_default();
        Ok(Hit {
            rank,
            score: ranked.score,
            tier: ranked.tier,
            passage,
            highlights,
            explanation,
        })
    }
}

impl Drop for Answer<'_> {
    fn drop(&mut self) {
        let terms = self.terms.get_mut().unwrap_or_else(PoisonError::into_inner);
        let mut pool = self
            .searcher
            .terms
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        pool.push(std::mem::take(terms));
    }
}

/// Whether only passages of one stemmer can answer a node, because every one that does holds a stem of it.
fn is_stemmed(node: &Node) -> bool {
    match &node.kind {
        NodeKind::Word(word) => word.is_stemmed(),
        NodeKind::And(nodes) => nodes.iter().any(is_stemmed),
        NodeKind::Or(nodes) => nodes.iter().all(is_stemmed),
        _ => false,
    }
}

/// Which passages a tier holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    /// Every part.
    All,
    /// At least one.
    Any,
    /// At least one, not every one.
    NotAll,
    /// Every part with a `+`; the others only rank.
    Required,
}

#[derive(Clone, Copy, Debug)]
struct TierRule {
    tier: Tier,
    rule: Rule,
}

impl Prepared {
    /// The records that a rule lets through, the filters holding and nothing excluded: one flat conjunction or disjunction
    /// wherever that is possible, because only such a one is pruned.
    fn query(&self, rule: Rule) -> Box<dyn Retrieval> {
        let parts = || self.parts.iter().map(|part| part.box_clone());
        let mut clauses: Vec<(Occur, Box<dyn Retrieval>)> = Vec::new();
        match rule {
            Rule::All => clauses.extend(parts().map(|part| (Occur::Must, part))),
            Rule::Any | Rule::NotAll if self.filters.is_empty() && self.excluded.is_empty() => {
                clauses.extend(parts().map(|part| (Occur::Should, part)));
            }
            Rule::Any | Rule::NotAll => {
                let some = BooleanQuery::new(parts().map(|part| (Occur::Should, part)).collect());
                clauses.push((Occur::Must, Box::new(some)));
            }
            Rule::Required => {
                clauses.extend(parts().zip(&self.required).map(|(part, required)| {
                    (
                        if *required {
                            Occur::Must
                        } else {
                            Occur::Should
                        },
                        part,
                    )
                }))
            }
        }
        if rule == Rule::NotAll {
            let all = BooleanQuery::new(parts().map(|part| (Occur::Must, part)).collect());
            clauses.push((Occur::MustNot, excluded(Box::new(all))));
        }
        clauses.extend(
            self.filters
                .iter()
                .map(|filter| (Occur::Must, filter.box_clone())),
        );
        clauses.extend(
            self.excluded
                .iter()
                .map(|node| (Occur::MustNot, excluded(node.box_clone()))),
        );
        // A clause alone is its own query: inside another one a disjunction is not pruned.
        match &clauses[..] {
            [(Occur::Must | Occur::Should, only)] => only.box_clone(),
            _ => Box::new(BooleanQuery::new(clauses)),
        }
    }
}
