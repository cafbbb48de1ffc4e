//! Compares searches of every query form with a plain scan of all passages: the same hits in the
//! same tiers, the same counts, facets and highlights.

mod ask;
mod corpus;
mod meant;
mod passage;
mod scan;

use std::collections::{BTreeMap, BTreeSet};

use onrecord_index::Index;
use onrecord_index::hit::{Hit, Passage, Tier};
use onrecord_index::query::{Match, Query};
use onrecord_index::searcher::{Answer, Property, Request, Searcher, Sort};
use onrecord_index::update::UpdateOptions;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};

use ask::{Top, written};
use corpus::File;
use passage::{Scanned, Who};
use scan::{Expected, scan};

fn index(files: &[File]) -> Index {
    let index = Index::in_memory().expect("an index");
    for file in files {
        index
            .add_bytes(file.name, file.bytes(), &UpdateOptions::default())
            .expect("a report");
    }
    index
}

fn hits(searcher: &Searcher, text: &str, request: &Request) -> Vec<Hit> {
    let query = Query::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let answer = searcher.search(&query, request).expect("an answer");
    answer.hits().map(|hit| hit.expect("a hit")).collect()
}

/// Every passage, in the order of the sources.
fn all_passages(searcher: &Searcher) -> Vec<Passage> {
    let request = Request {
        limit: None,
        sort: Sort::Place,
        ..Request::default()
    };
    hits(searcher, "*", &request)
        .into_iter()
        .map(|hit| hit.passage)
        .collect()
}

fn facet(
    passages: &[Passage],
    numbers: &[usize],
    property: Property,
    who: &Who,
) -> (Vec<(String, u64)>, u64) {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    let mut without = 0;
    for passage in numbers.iter().map(|number| &passages[*number]) {
        let values: BTreeSet<String> = match property {
            Property::Speaker => {
                let speakers = passage.speakers.iter();
                speakers.map(|name| who.listed(name).clone()).collect()
            }
            Property::Section if passage.section.is_empty() => BTreeSet::new(),
            Property::Section => [passage.section.join(" > ")].into(),
            Property::Doc if passage.path.ends_with(&passage.doc) => [passage.path.clone()].into(),
            Property::Doc => [format!("{}#{}", passage.path, passage.doc)].into(),
            Property::Kind => [passage.kind.name().to_owned()].into(),
            Property::Lang => passage.lang.iter().cloned().collect(),
            Property::Year => first_of_date(passage, 4),
            Property::Month => first_of_date(passage, 7),
        };
        without += u64::from(values.is_empty());
        for value in values {
            *counts.entry(value).or_default() += 1;
        }
    }
    let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
    if !property.is_date() {
        counts.sort_by_key(|(value, count)| (std::cmp::Reverse(*count), value.clone()));
    }
    (counts, without)
}

/// The first so many characters of a date: its year, or its year and month.
fn first_of_date(passage: &Passage, length: usize) -> BTreeSet<String> {
    let date = passage.date.iter();
    date.map(|date| date[..date.len().min(length)].to_owned())
        .collect()
}

/// Which names the index takes for one speaker's. Whether they are is tested elsewhere; here all
/// parts of a search must agree.
fn who(searcher: &Searcher) -> Who {
    let values = searcher.values(Property::Speaker).expect("the speakers");
    let several = values.into_iter().filter(|value| !value.forms.is_empty());
    let names = several.map(|value| [vec![value.name], value.forms].concat());
    Who(names.collect())
}

struct Checked<'a> {
    searcher: &'a Searcher,
    passages: &'a [Passage],
    who: &'a Who,
}

impl Checked<'_> {
    /// The lists of speakers and documents have the counts of a scan.
    fn check_list(&self) -> Result<(), TestCaseError> {
        let everything: Vec<usize> = (0..self.passages.len()).collect();
        for property in [Property::Speaker, Property::Doc] {
            let (counted, _) = facet(self.passages, &everything, property, self.who);
            let values = self.searcher.values(property).expect("a list");
            let listed: Vec<_> = values
                .into_iter()
                .map(|value| (value.name, value.passages))
                .collect();
            prop_assert_eq!(listed, counted, "the list of {}s", property.name());
        }
        Ok(())
    }

    fn number(&self, hit: &Hit) -> usize {
        let same = |passage: &Passage| passage.id == hit.passage.id;
        self.passages
            .iter()
            .position(same)
            .expect("a passage of the index")
    }

    fn check(&self, tops: &[Top], expected: &Expected) -> Result<(), TestCaseError> {
        let text = &written(tops);
        let query =
            Query::parse(text).map_err(|error| TestCaseError::fail(format!("{text}: {error}")))?;
        let (tier, counted) = if expected.all.is_empty() && !expected.some.is_empty() {
            (Tier::Some, &expected.some)
        } else {
            (first_tier(expected), &expected.all)
        };
        let request = Request {
            limit: Some(10_000),
            count: true,
            facets: Property::ALL.to_vec(),
            ..Request::default()
        };
        let answer = self.searcher.search(&query, &request).expect("an answer");
        let found: Vec<Hit> = answer.hits().map(|hit| hit.expect("a hit")).collect();
        self.check_ranking(text, &found, expected)?;
        self.check_highlights(text, &found, expected)?;
        let matched = (!counted.is_empty()).then_some(tier);
        self.check_totals(text, &answer, expected)?;
        self.check_facets(text, &answer, matched, counted)?;
        self.check_pages(text, &found)?;
        self.check_lists(text, &query, expected)?;
        self.check_slices(text, &query, expected)?;
        self.check_explanations(text, &query)
    }

    /// The first tier comes before the second, each best first, and ties are in the order of the
    /// sources.
    fn check_ranking(
        &self,
        text: &str,
        found: &[Hit],
        expected: &Expected,
    ) -> Result<(), TestCaseError> {
        let of_tier = |tier: Tier| {
            let mut numbers: Vec<usize> = found
                .iter()
                .filter(|hit| hit.tier == tier)
                .map(|hit| self.number(hit))
                .collect();
            numbers.sort_unstable();
            numbers
        };
        let (all, some) = (of_tier(first_tier(expected)), of_tier(Tier::Some));
        prop_assert_eq!(&all, &expected.all, "{}: with every part", text);
        prop_assert_eq!(&some, &expected.some, "{}: with some parts", text);
        let in_tiers = found.is_sorted_by_key(|hit| hit.tier);
        prop_assert!(in_tiers, "{}: the first tier comes first", text);
        for (pair, rank) in found.windows(2).zip(1..) {
            prop_assert_eq!((pair[0].rank, pair[1].rank), (rank, rank + 1));
            if pair[0].tier != pair[1].tier {
                continue;
            }
            let best_first = pair[0].score >= pair[1].score - 1e-4;
            prop_assert!(best_first, "{}: best first", text);
            if pair[0].score == pair[1].score {
                let in_order = self.number(&pair[0]) < self.number(&pair[1]);
                prop_assert!(in_order, "{}: ties in the order of the sources", text);
            }
        }
        Ok(())
    }

    fn check_highlights(
        &self,
        text: &str,
        found: &[Hit],
        expected: &Expected,
    ) -> Result<(), TestCaseError> {
        for (hit, rank) in found.iter().zip(1..) {
            prop_assert_eq!(hit.rank, rank);
            let marks = &expected.marks[&self.number(hit)];
            let shown = |marks: &[std::ops::Range<usize>]| {
                marks
                    .iter()
                    .map(|mark| hit.passage.text[mark.clone()].to_owned())
                    .collect::<Vec<_>>()
            };
            prop_assert_eq!(
                &hit.highlights,
                marks,
                "{}: highlights {:?}, not {:?}, in {:?}",
                text,
                shown(&hit.highlights),
                shown(marks),
                hit.passage
            );
        }
        Ok(())
    }

    /// The total is the number of passages in all tiers.
    fn check_totals(
        &self,
        text: &str,
        answer: &Answer,
        expected: &Expected,
    ) -> Result<(), TestCaseError> {
        let every = expected.all.len() as u64;
        let total = every + expected.some.len() as u64;
        prop_assert_eq!(answer.total, Some(total), "{}: total", text);
        prop_assert_eq!(answer.every, Some(every), "{}: with every part", text);
        Ok(())
    }

    /// Facets are those of a scan.
    fn check_facets(
        &self,
        text: &str,
        answer: &Answer,
        matched: Option<Tier>,
        counted: &[usize],
    ) -> Result<(), TestCaseError> {
        prop_assert_eq!(answer.matched, matched, "{}: tier that is counted", text);
        for (found, property) in answer.facets.iter().zip(Property::ALL) {
            prop_assert_eq!(found.property, property);
            let (counts, without) = facet(self.passages, counted, property, self.who);
            prop_assert_eq!(&found.counts, &counts, "{}: facet", text);
            prop_assert_eq!(found.without, without, "{}: passages without a value", text);
        }
        Ok(())
    }

    /// The numbers of the passages that a search returns.
    fn numbers(&self, query: &Query, request: &Request) -> Vec<usize> {
        let answer = self.searcher.search(query, request).expect("an answer");
        let hits = answer.hits().map(|hit| hit.expect("a hit"));
        hits.map(|hit| self.number(&hit)).collect()
    }

    /// The ranking does not depend on limit and offset.
    fn check_pages(&self, text: &str, found: &[Hit]) -> Result<(), TestCaseError> {
        let mut paged: Vec<Hit> = Vec::new();
        for page in 0..=found.len() / 7 + 1 {
            let request = Request {
                limit: Some(7),
                offset: page * 7,
                ..Request::default()
            };
            paged.extend(hits(self.searcher, text, &request));
        }
        let order = |hits: &[Hit]| {
            hits.iter()
                .map(|hit| (hit.rank, self.number(hit)))
                .collect::<Vec<_>>()
        };
        prop_assert_eq!(order(&paged), order(found), "{}: pages", text);
        Ok(())
    }

    /// Lists without a limit, in other orders and with other rules of matching.
    fn check_lists(
        &self,
        text: &str,
        query: &Query,
        expected: &Expected,
    ) -> Result<(), TestCaseError> {
        let numbers = |request: &Request| self.numbers(query, request);
        let by_tier = [&expected.all[..], &expected.some[..]].concat();
        prop_assert_eq!(
            &numbers(&unlimited(Sort::Place, Match::Tiers)),
            &by_tier,
            "{}: by place",
            text
        );
        let newest_first = |numbers: &[usize]| {
            let mut numbers = numbers.to_vec();
            numbers.sort_by_key(|number| std::cmp::Reverse(self.passages[*number].date.clone()));
            numbers
        };
        let by_date = [&expected.all, &expected.some].map(|tier| newest_first(tier));
        let by_date = by_date.concat();
        prop_assert_eq!(
            numbers(&unlimited(Sort::Date, Match::Tiers)),
            by_date,
            "{}: by date",
            text
        );
        let ranked = numbers(&Request {
            limit: Some(10_000),
            ..unlimited(Sort::Score, Match::Tiers)
        });
        let at_once = numbers(&unlimited(Sort::Score, Match::Tiers));
        prop_assert_eq!(&at_once, &ranked, "{}: all at once", text);
        let every = numbers(&unlimited(Sort::Place, Match::All));
        prop_assert_eq!(&every, &expected.all, "{}: every part", text);
        let mut any = by_tier;
        any.sort_unstable();
        prop_assert_eq!(
            &numbers(&unlimited(Sort::Place, Match::Any)),
            &any,
            "{}: any part",
            text
        );
        let mut ranked = numbers(&Request {
            limit: Some(10_000),
            ..unlimited(Sort::Score, Match::Any)
        });
        ranked.sort_unstable();
        prop_assert_eq!(&ranked, &any, "{}: any part, ranked", text);
        Ok(())
    }

    /// Pages of every order and rule of matching are slices of its list, and counts are its length.
    fn check_slices(
        &self,
        text: &str,
        query: &Query,
        expected: &Expected,
    ) -> Result<(), TestCaseError> {
        let numbers = |request: &Request| self.numbers(query, request);
        for sort in [Sort::Score, Sort::Date, Sort::Place] {
            for matching in [Match::Tiers, Match::All, Match::Any] {
                let all = numbers(&Request {
                    limit: Some(10_000),
                    ..unlimited(sort, matching)
                });
                for (offset, limit) in [(0, 1), (1, 3), (5, 5), (all.len(), 2)] {
                    let page = Request {
                        limit: Some(limit),
                        offset,
                        ..unlimited(sort, matching)
                    };
                    let slice: Vec<usize> = all.iter().copied().skip(offset).take(limit).collect();
                    prop_assert_eq!(
                        numbers(&page),
                        slice,
                        "{}: page {}+{} of {:?}, {:?}",
                        text,
                        offset,
                        limit,
                        sort,
                        matching
                    );
                }
                let count = Request {
                    limit: Some(0),
                    count: true,
                    ..unlimited(sort, matching)
                };
                let answer = self.searcher.search(query, &count).expect("an answer");
                let every = expected.all.len() as u64;
                let some = match matching {
                    Match::All => 0,
                    Match::Tiers | Match::Any => expected.some.len() as u64,
                };
                prop_assert_eq!(
                    (answer.every, answer.total),
                    (Some(every), Some(every + some)),
                    "{}: count of {:?}",
                    text,
                    matching
                );
            }
        }
        Ok(())
    }

    /// The parts of an explanation add up to the score.
    fn check_explanations(&self, text: &str, query: &Query) -> Result<(), TestCaseError> {
        let request = Request {
            explain: true,
            ..Request::default()
        };
        let answer = self.searcher.search(query, &request).expect("an answer");
        for hit in answer.hits().map(|hit| hit.expect("a hit")) {
            let sum: f32 = hit.explanation.iter().map(|(_, score)| score).sum();
            prop_assert!(
                (sum - hit.score).abs() <= 1e-3 * hit.score.max(1.0),
                "{}: {} is explained as {}: {:?}",
                text,
                hit.score,
                sum,
                hit.explanation
            );
        }
        Ok(())
    }
}

/// The tier of the passages that match every part.
fn first_tier(expected: &Expected) -> Tier {
    if expected.together {
        Tier::Across
    } else {
        Tier::All
    }
}

/// All passages of a query, without highlights.
fn unlimited(sort: Sort, matching: Match) -> Request {
    Request {
        limit: None,
        sort,
        matching,
        highlight: false,
        ..Request::default()
    }
}

/// A number from the environment, for longer runs by hand.
fn from_environment(name: &str, default: u64) -> u64 {
    std::env::var(name)
        .ok()
        .and_then(|value| value.parse().ok())
        .unwrap_or(default)
}

proptest! {
    #![proptest_config(Config {
        // A long run: REFERENCE_CASES=500 REFERENCE_SEED=1 cargo test -p onrecord-index --test
        // reference
        cases: from_environment("REFERENCE_CASES", 5) as u32,
        max_shrink_iters: 60,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(from_environment("REFERENCE_SEED", 7)),
        ..Config::default()
    })]

    #[test]
    fn a_search_finds_what_a_plain_scan_finds(
        files in corpus::files(),
        queries in prop::collection::vec(ask::query(), 40),
    ) {
        let index = index(&files);
        let searcher = index.searcher().expect("a searcher");
        let passages = all_passages(&searcher);
        let who = who(&searcher);
        let mut docs: Vec<String> = passages.iter().map(|passage| passage.doc.clone()).collect();
        docs.sort_unstable();
        docs.dedup();
        let scanned: Vec<Scanned<'_>> = passages
            .iter()
            .map(|passage| Scanned::new(passage, &docs, &who))
            .collect();
        let checked = Checked { searcher: &searcher, passages: &passages, who: &who };
        checked.check_list()?;
        // Of several failures that of the shortest query is the easiest to understand.
        let failures = queries.iter().filter_map(|tops| {
            let failure = checked.check(tops, &scan(tops, &scanned)).err()?;
            Some((written(tops).len(), failure))
        });
        if let Some((_, failure)) = failures.min_by_key(|(length, _)| *length) {
            return Err(failure);
        }
    }
}
