//! How long searches take: topics replayed on an open index, round after round.
//!
//! After warm-up, each round runs every topic once, in an order of its own, shuffled by a seed:
//! what a topic leaves in the caches then helps another one each time. A topic's figure is the
//! median of its rounds. Times are nanoseconds of the monotonic clock; parsing the query is outside
//! of them, reading the hits and whatever the caller prints is inside.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Instant;

use serde::{Deserialize, Serialize};

use crate::error::{Error, QueryError, Result};
use crate::hit::Hit;
use crate::measure::bootstrap::Random;
use crate::measure::topics::Topic;
use crate::query::{Match, Query};
use crate::searcher::{Meaning, Request, Searcher};

/// What is done with each topic.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Work {
    /// Rank; read nothing.
    Ids,
    /// Rank, and read the passages.
    Passages,
    /// Rank, read the passages, and mark their words.
    #[default]
    Highlight,
    /// Count every match; rank nothing.
    Count,
}

impl Work {
    /// Every sort of work, by name.
    pub const ALL: [(&'static str, Work); 4] = [
        ("ids", Work::Ids),
        ("passages", Work::Passages),
        ("highlight", Work::Highlight),
        ("count", Work::Count),
    ];
}

/// How topics are replayed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replay {
    /// Rounds that are timed. Default: 5, the least whose median shrugs off two bad ones.
    pub rounds: usize,
    /// Rounds before them that are not. Default: 1.
    pub warmup: usize,
    /// Threads of the throughput run that follows the rounds; 0 or 1: none. Default: 1.
    pub threads: usize,
    /// Passages a topic that does not say so itself asks for; `None` for all. Default: 10.
    pub limit: Option<usize>,
    /// What is done with each. Default: everything that a search does.
    pub work: Work,
    /// Which parts must be there, for topics that do not say so themselves. Default: tiers.
    pub matching: Match,
    /// Seed of the orders. Default: 1.
    pub seed: u64,
    /// Whether meaning counts, too. Default: no.
    pub meaning: Option<Meaning>,
}

impl Default for Replay {
    fn default() -> Replay {
        Replay {
            rounds: 5,
            warmup: 1,
            threads: 1,
            limit: Some(10),
            work: Work::Highlight,
            matching: Match::Tiers,
            seed: 1,
            meaning: None,
        }
    }
}

/// The times of one topic.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Times {
    /// The topic's id.
    pub id: String,
    /// The topic's class; empty if it has none.
    pub class: String,
    /// Passages handed back; with [`Work::Count`], passages that match.
    pub hits: u64,
    /// What the caller's `printed` gave for the hits, summed: bytes that were printed or would have
    /// been.
    pub bytes: u64,
    /// Nanoseconds of each round, in the rounds' order.
    pub nanos: Vec<u64>,
}

impl Times {
    /// The topic's figure: the median of its rounds, in nanoseconds; the lower middle one of an
    /// even number.
    pub fn median(&self) -> u64 {
        let mut sorted = self.nanos.clone();
        sorted.sort_unstable();
        sorted
            .get(sorted.len().saturating_sub(1) / 2)
            .copied()
            .unwrap_or(0)
    }
}

/// How many searches several threads did together.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Throughput {
    /// How many threads.
    pub threads: usize,
    /// Searches done.
    pub queries: u64,
    /// Nanoseconds from the first one's start to the last one's end.
    pub nanos: u64,
}

impl Throughput {
    /// Searches a second.
    pub fn per_second(&self) -> f64 {
        self.queries as f64 * 1e9 / self.nanos.max(1) as f64
    }
}

/// What a replay measured: to be saved, and compared with another.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Recording {
    /// What the figures depend on and the caller knows: machine, version, index. Differences are
    /// reported when comparing.
    pub about: BTreeMap<String, String>,
    /// The times, in the topics' order.
    pub topics: Vec<Times>,
    /// Of the run with several threads, if there was one.
    pub throughput: Option<Throughput>,
}

/// Replays topics. `printed` is called with every hit inside the time that is taken, and says how
/// many bytes it came to; [`text_bytes`] does for those who print nothing. `progress` hears after
/// each round how many of all are done.
///
/// Fails if a topic cannot be parsed or the index cannot be read.
pub fn replay(
    searcher: &Searcher,
    topics: &[Topic],
    options: &Replay,
    printed: &(dyn Fn(&Hit) -> usize + Sync),
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Recording> {
    let searches: Vec<Search> = topics
        .iter()
        .map(|topic| Search::new(topic, options))
        .collect::<Result<_>>()?;
    let mut recording = Recording::default();
    recording.topics.extend(topics.iter().map(|topic| Times {
        id: topic.id.clone(),
        class: topic.class.clone(),
        ..Times::default()
    }));
    let mut random = Random::new(options.seed);
    let mut order: Vec<usize> = (0..searches.len()).collect();
    let rounds = options.warmup + options.rounds;
    for round in 0..rounds {
        random.shuffle(&mut order);
        for &number in &order {
            let started = Instant::now();
            let (hits, bytes) = searches[number].run(searcher, options.work, printed)?;
            let took = started.elapsed();
            let times = &mut recording.topics[number];
            (times.hits, times.bytes) = (hits, bytes);
            if round >= options.warmup {
                times
                    .nanos
                    .push(u64::try_from(took.as_nanos()).unwrap_or(u64::MAX));
            }
        }
        progress(round + 1, rounds);
    }
    if options.threads > 1 {
        random.shuffle(&mut order);
        recording.throughput = Some(together(searcher, &searches, &order, options, printed)?);
    }
    Ok(recording)
}

/// The length of a hit's text: what a printer of plain text would at least write.
pub fn text_bytes(hit: &Hit) -> usize {
    hit.passage.text.len()
}

/// A topic made ready.
struct Search {
    query: Query,
    request: Request,
}

impl Search {
    fn new(topic: &Topic, options: &Replay) -> Result<Search> {
        let query = topic.query().map_err(|bad| {
            Error::Query(QueryError {
                message: bad.to_string(),
                span: 0..topic.text.len(),
            })
        })?;
        let limit = match (options.work, topic.limit) {
            (Work::Count, _) => Some(0),
            (_, None) => options.limit,
            (_, Some(0)) => None,
            (_, limit) => limit,
        };
        let request = Request {
            limit,
            matching: topic.matching.unwrap_or(options.matching),
            count: options.work == Work::Count,
            highlight: options.work == Work::Highlight,
            meaning: options.meaning,
            ..Request::default()
        };
        Ok(Search { query, request })
    }

    /// Hits and bytes.
    fn run(
        &self,
        searcher: &Searcher,
        work: Work,
        printed: &(dyn Fn(&Hit) -> usize + Sync),
    ) -> Result<(u64, u64)> {
        let answer = searcher.search(&self.query, &self.request)?;
        match work {
            Work::Count => Ok((answer.every.unwrap_or(0), 0)),
            Work::Ids => Ok((answer.len() as u64, 0)),
            Work::Passages | Work::Highlight => {
                let mut bytes = 0;
                for hit in answer.hits() {
                    bytes += printed(&hit?) as u64;
                }
                Ok((answer.len() as u64, bytes))
            }
        }
    }
}

/// As many rounds again, by several threads that take the next search whenever they are free.
fn together(
    searcher: &Searcher,
    searches: &[Search],
    order: &[usize],
    options: &Replay,
    printed: &(dyn Fn(&Hit) -> usize + Sync),
) -> Result<Throughput> {
    let queries = order.len() * options.rounds;
    let next = AtomicUsize::new(0);
    let failed = AtomicBool::new(false);
    let work = || -> Result<()> {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= queries || failed.load(Ordering::Relaxed) {
                return Ok(());
            }
            let search = &searches[order[number % order.len()]];
            if let Err(error) = search.run(searcher, options.work, printed) {
                failed.store(true, Ordering::Relaxed);
                return Err(error);
            }
        }
    };
    let started = Instant::now();
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..options.threads).map(|_| scope.spawn(work)).collect();
        threads
            .into_iter()
            .try_for_each(|thread| match thread.join() {
                Ok(result) => result,
                Err(panic) => std::panic::resume_unwind(panic),
            })
    })?;
    Ok(Throughput {
        threads: options.threads,
        queries: queries as u64,
        nanos: u64::try_from(started.elapsed().as_nanos()).unwrap_or(u64::MAX),
    })
}

/// The figures of one class of topics. Times are nanoseconds, over the medians of its topics.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ClassFigures {
    /// The class. `None`: all topics.
    pub class: Option<String>,
    /// Topics.
    pub n: usize,
    /// Their hits, summed.
    pub hits: u64,
    /// Half of the topics are as fast or faster.
    pub p50: u64,
    /// 90 % of them.
    pub p90: u64,
    /// 95 % of them.
    pub p95: u64,
    /// 99 % of them.
    pub p99: u64,
    /// The slowest.
    pub max: u64,
    /// Their mean.
    pub mean: f64,
    /// Searches a second, one after the other.
    pub per_second: f64,
}

/// The figures of each class in the order of their names, and of all topics last.
pub fn classes(topics: &[Times]) -> Vec<ClassFigures> {
    let mut of_class: BTreeMap<&str, Vec<&Times>> = BTreeMap::new();
    for times in topics {
        of_class.entry(&times.class).or_default().push(times);
    }
    // A single class without a name is all there is.
    of_class.remove("");
    let mut figures: Vec<ClassFigures> = of_class
        .into_iter()
        .map(|(class, topics)| class_figures(Some(class.to_owned()), topics.into_iter()))
        .collect();
    figures.push(class_figures(None, topics.iter()));
    figures
}

fn class_figures<'t>(
    class: Option<String>,
    topics: impl Iterator<Item = &'t Times>,
) -> ClassFigures {
    let mut hits = 0;
    let mut medians: Vec<u64> = topics
        .map(|times| {
            hits += times.hits;
            times.median()
        })
        .collect();
    medians.sort_unstable();
    let mean = medians.iter().map(|nanos| *nanos as f64).sum::<f64>() / medians.len().max(1) as f64;
    ClassFigures {
        class,
        n: medians.len(),
        hits,
        p50: percentile(&medians, 50),
        p90: percentile(&medians, 90),
        p95: percentile(&medians, 95),
        p99: percentile(&medians, 99),
        max: medians.last().copied().unwrap_or(0),
        mean,
        per_second: if mean > 0.0 { 1e9 / mean } else { 0.0 },
    }
}

/// The least value that `percent` of the ascending values do not exceed (nearest rank); 0 if there
/// are none.
pub fn percentile(ascending: &[u64], percent: usize) -> u64 {
    let rank = (ascending.len() * percent).div_ceil(100).max(1);
    ascending.get(rank - 1).copied().unwrap_or(0)
}

/// How many topics took how long: steps of a factor of the square root of two, so that two steps
/// are twice the time.
///
/// Each step with the nanoseconds it begins at, from the fastest topic's to the slowest's, empty
/// ones included.
pub fn histogram(topics: &[Times]) -> Vec<(u64, usize)> {
    let step = |nanos: u64| (2.0 * (nanos.max(1) as f64).log2()).floor() as i32;
    let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
    for times in topics {
        *counts.entry(step(times.median())).or_default() += 1;
    }
    let (Some(first), Some(last)) = (counts.keys().next(), counts.keys().last()) else {
        return Vec::new();
    };
    (*first..=*last)
        .map(|step| {
            let begin = 2f64.powf(f64::from(step) / 2.0).ceil() as u64;
            (begin, counts.get(&step).copied().unwrap_or(0))
        })
        .collect()
}

/// The slowest topics, slowest first.
pub fn slowest(topics: &[Times], n: usize) -> Vec<&Times> {
    let mut sorted: Vec<&Times> = topics.iter().collect();
    sorted.sort_by_key(|times| std::cmp::Reverse(times.median()));
    sorted.truncate(n);
    sorted
}

#[cfg(test)]
mod tests {
    use super::{Replay, Times, Work, classes, histogram, percentile, replay, slowest, text_bytes};
    use crate::index::files::IndexFiles;
    use crate::measure::topics::parse_topics;
    use crate::searcher::Searcher;
    use crate::update::UpdateOptions;
    use crate::update::add::add_bytes;

    fn times(class: &str, nanos: &[u64]) -> Times {
        Times {
            id: nanos[0].to_string(),
            class: class.to_owned(),
            hits: 1,
            nanos: nanos.to_vec(),
            ..Times::default()
        }
    }

    /// Hits and bytes of each topic.
    fn check(work: Work, threads: usize, expected: &[(u64, u64)]) {
        let index = IndexFiles::in_memory().expect("an index");
        let text = b"The harbour must be dredged.\n\nThe harbour is full.\n".to_vec();
        add_bytes(&index, "a.txt", text, &UpdateOptions::default()).expect("added");
        let searcher = Searcher::new(&index).expect("a searcher");
        let topics = parse_topics("w\tharbour\nw\tdredged\nnone\twhale\n").expect("topics");
        let options = Replay {
            rounds: 3,
            work,
            threads,
            ..Replay::default()
        };
        let mut heard = 0;
        let recording = replay(&searcher, &topics, &options, &text_bytes, &mut |_, all| {
            heard += 1;
            assert_eq!(all, 4);
        });
        let recording = recording.expect("a recording");
        let found: Vec<(u64, u64)> = recording.topics.iter().map(|t| (t.hits, t.bytes)).collect();
        assert_eq!((found.as_slice(), heard), (expected, 4));
        assert!(recording.topics.iter().all(|times| times.nanos.len() == 3));
        let done = recording.throughput.map(|throughput| throughput.queries);
        assert_eq!(done, (threads > 1).then_some(9));
    }

    #[test]
    fn every_sort_of_work_is_timed_for_every_round() {
        check(Work::Ids, 1, &[(2, 0), (1, 0), (0, 0)]);
        check(Work::Count, 1, &[(2, 0), (1, 0), (0, 0)]);
        check(Work::Passages, 1, &[(2, 48), (1, 28), (0, 0)]);
        check(Work::Highlight, 2, &[(2, 48), (1, 28), (0, 0)]);
    }

    #[test]
    fn a_topics_figure_is_the_median_of_its_rounds() {
        assert_eq!(times("", &[9, 1, 5]).median(), 5);
        assert_eq!(times("", &[9, 1]).median(), 1);
        assert_eq!(Times::default().median(), 0);
    }

    #[test]
    fn percentiles_are_values_that_were_measured() {
        let values: Vec<u64> = (1..=200).collect();
        assert_eq!(percentile(&values, 50), 100);
        assert_eq!(percentile(&values, 99), 198);
        assert_eq!(percentile(&[7], 50), 7);
        assert_eq!(percentile(&[], 50), 0);
    }

    #[test]
    fn classes_come_by_name_and_all_topics_last() {
        let found = classes(&[times("b", &[4]), times("a", &[2]), times("b", &[6])]);
        let found: Vec<_> = found
            .iter()
            .map(|figures| {
                (
                    figures.class.as_deref(),
                    figures.n,
                    figures.max,
                    figures.mean,
                )
            })
            .collect();
        let all = (None, 3, 6, 4.0);
        assert_eq!(found, [(Some("a"), 1, 2, 2.0), (Some("b"), 2, 6, 5.0), all]);
        assert_eq!(classes(&[times("", &[4])]).len(), 1);
    }

    #[test]
    fn two_steps_of_the_histogram_are_twice_the_time() {
        let found = histogram(&[times("", &[1024]), times("", &[1500]), times("", &[2048])]);
        assert_eq!(found, [(1024, 1), (1449, 1), (2048, 1)]);
        assert_eq!(histogram(&[]), []);
    }

    #[test]
    fn the_slowest_come_first() {
        let all = [times("", &[1]), times("", &[3]), times("", &[2])];
        let ids: Vec<&str> = slowest(&all, 2)
            .iter()
            .map(|times| times.id.as_str())
            .collect();
        assert_eq!(ids, ["3", "2"]);
    }
}
