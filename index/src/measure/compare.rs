//! Two measurements of the same topics: what changed, and how sure that is.
//!
//! Topics are paired by id; those of one side only are counted and left out. Intervals come from
//! drawing topics, the same ones for both sides, and for latencies from drawing rounds as well, for
//! each side apart: whatever slows down one round of a noisy machine then widens the interval
//! instead of looking like a change.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use crate::measure::bootstrap::{DRAWS, Random, between};
use crate::measure::eval::TopicFigures;
use crate::measure::figure::{Change, Figure, Measured};
use crate::measure::replay::{Recording, Times, percentile};

/// The latency figures that are compared.
pub const LATENCIES: [&str; 6] = ["p50", "p90", "p95", "p99", "max", "mean"];

/// How a replay differs from an earlier one.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Comparison {
    /// Every latency figure and `hits` (topics whose hits changed) of each class, and of all topics
    /// last.
    pub figures: Vec<Figure>,
    /// Topics on both sides: id, and the ratio of the medians; those that moved most first.
    pub moved: Vec<(String, f64)>,
    /// Topics whose hits changed: id, earlier, new.
    pub hits: Vec<(String, u64, u64)>,
    /// Topics on one side only.
    pub unpaired: usize,
    /// What the figures depend on and is not the same on both sides: key, earlier, new.
    pub differs: Vec<(String, String, String)>,
}

/// Compares a replay with an earlier one.
pub fn compare(base: &Recording, new: &Recording, seed: u64) -> Comparison {
    let earlier: HashMap<&str, &Times> = base
        .topics
        .iter()
        .map(|times| (times.id.as_str(), times))
        .collect();
    let pairs: Vec<(&Times, &Times)> = new
        .topics
        .iter()
        .filter_map(|times| Some((*earlier.get(times.id.as_str())?, times)))
        .collect();
    let mut comparison = Comparison {
        figures: figures(&pairs, true, seed),
        unpaired: base.topics.len() + new.topics.len() - 2 * pairs.len(),
        ..Comparison::default()
    };
    for (earlier, new) in &pairs {
        let ratio = new.median() as f64 / earlier.median().max(1) as f64;
        comparison.moved.push((new.id.clone(), ratio));
        if earlier.hits != new.hits {
            comparison
                .hits
                .push((new.id.clone(), earlier.hits, new.hits));
        }
    }
    let distance = |ratio: f64| ratio.max(1e-9).ln().abs();
    comparison
        .moved
        .sort_by(|one, other| distance(other.1).total_cmp(&distance(one.1)));
    let mut keys: Vec<&String> = base.about.keys().chain(new.about.keys()).collect();
    keys.sort_unstable();
    keys.dedup();
    for key in keys {
        let of = |about: &BTreeMap<String, String>| about.get(key).cloned().unwrap_or_default();
        let (earlier, new) = (of(&base.about), of(&new.about));
        if earlier != new {
            comparison.differs.push((key.clone(), earlier, new));
        }
    }
    comparison
}

/// The latency figures of one replay with their intervals, of each class, and of all topics last.
pub fn latencies(recording: &Recording, seed: u64) -> Vec<Figure> {
    let pairs: Vec<_> = recording
        .topics
        .iter()
        .map(|times| (times, times))
        .collect();
    figures(&pairs, false, seed)
}

fn figures(pairs: &[(&Times, &Times)], with_base: bool, seed: u64) -> Vec<Figure> {
    let mut of_class: BTreeMap<&str, Vec<(&Times, &Times)>> = BTreeMap::new();
    for pair in pairs {
        of_class.entry(&pair.1.class).or_default().push(*pair);
    }
    of_class.remove("");
    let mut figures = Vec::new();
    for (class, pairs) in of_class {
        figures.extend(class_figures(Some(class), &pairs, with_base, seed));
    }
    figures.extend(class_figures(None, pairs, with_base, seed));
    figures
}

fn class_figures(
    class: Option<&str>,
    pairs: &[(&Times, &Times)],
    with_base: bool,
    seed: u64,
) -> Vec<Figure> {
    if pairs.is_empty() {
        return Vec::new();
    }
    let base = Side::new(pairs.iter().map(|pair| pair.0));
    let new = Side::new(pairs.iter().map(|pair| pair.1));
    let (was, is) = (base.measured(), new.measured());
    let mut drawn = vec![Drawn::default(); LATENCIES.len()];
    let mut random = Random::new(seed);
    for _ in 0..DRAWS {
        let topics: Vec<usize> = pairs.iter().map(|_| random.below(pairs.len())).collect();
        let new = new.draw(&topics, &mut random);
        let base = if with_base {
            base.draw(&topics, &mut random)
        } else {
            new
        };
        for ((drawn, base), new) in drawn.iter_mut().zip(base).zip(new) {
            drawn.values.push(new);
            drawn.differences.push(new - base);
            drawn.ratios.push(new / base.max(1.0));
        }
    }
    let mut figures: Vec<Figure> = LATENCIES
        .iter()
        .zip(drawn)
        .zip(was.into_iter().zip(is))
        .map(|((name, drawn), (was, is))| Figure {
            class: class.map(str::to_owned),
            name: (*name).to_owned(),
            value: Measured::new(is, between(drawn.values)),
            change: with_base.then(|| Change {
                base: was,
                difference: Measured::new(is - was, between(drawn.differences)),
                ratio: Measured::new(is / was.max(1.0), between(drawn.ratios)),
            }),
        })
        .collect();
    if with_base {
        let changed = pairs.iter().filter(|(was, is)| was.hits != is.hits).count();
        figures.push(Figure {
            class: class.map(str::to_owned),
            name: "hits".to_owned(),
            value: Measured::exact(changed as f64),
            change: None,
        });
    }
    figures
}

#[derive(Clone, Debug, Default)]
struct Drawn {
    values: Vec<f64>,
    differences: Vec<f64>,
    ratios: Vec<f64>,
}

/// The rounds of some topics.
struct Side<'t> {
    nanos: Vec<&'t [u64]>,
    rounds: usize,
}

impl<'t> Side<'t> {
    fn new(topics: impl Iterator<Item = &'t Times>) -> Side<'t> {
        let nanos: Vec<&[u64]> = topics.map(|times| &times.nanos[..]).collect();
        Side {
            rounds: nanos.iter().map(|nanos| nanos.len()).max().unwrap_or(0),
            nanos,
        }
    }

    fn measured(&self) -> [f64; LATENCIES.len()] {
        let rounds: Vec<usize> = (0..self.rounds).collect();
        let topics: Vec<usize> = (0..self.nanos.len()).collect();
        self.of(&topics, &rounds)
    }

    fn draw(&self, topics: &[usize], random: &mut Random) -> [f64; LATENCIES.len()] {
        let rounds: Vec<usize> = (0..self.rounds)
            .map(|_| random.below(self.rounds))
            .collect();
        self.of(topics, &rounds)
    }

    /// In the order of [`LATENCIES`].
    fn of(&self, topics: &[usize], rounds: &[usize]) -> [f64; LATENCIES.len()] {
        let mut nanos = Vec::with_capacity(rounds.len());
        let mut medians: Vec<u64> = topics
            .iter()
            .map(|topic| {
                nanos.clear();
                nanos.extend(
                    rounds
                        .iter()
                        .filter_map(|round| self.nanos[*topic].get(*round)),
                );
                nanos.sort_unstable();
                nanos
                    .get(nanos.len().saturating_sub(1) / 2)
                    .copied()
                    .unwrap_or(0)
            })
            .collect();
        medians.sort_unstable();
        let sum: f64 = medians.iter().map(|nanos| *nanos as f64).sum();
        [
            percentile(&medians, 50) as f64,
            percentile(&medians, 90) as f64,
            percentile(&medians, 95) as f64,
            percentile(&medians, 99) as f64,
            medians.last().copied().unwrap_or(0) as f64,
            sum / medians.len().max(1) as f64,
        ]
    }
}

/// How the figures of an evaluation differ from an earlier one's, over the topics that both judged.
pub fn compare_quality(base: &TopicFigures, new: &TopicFigures, seed: u64) -> Vec<Figure> {
    let mut figures = Vec::new();
    for (number, name) in new.metrics.iter().enumerate() {
        let Some(earlier) = base.metrics.iter().position(|metric| metric == name) else {
            continue;
        };
        let pairs: Vec<(f64, f64)> = new
            .topics
            .iter()
            .filter_map(|(id, figures)| {
                Some((*base.topics.get(id)?.get(earlier)?, *figures.get(number)?))
            })
            .collect();
        if pairs.is_empty() {
            continue;
        }
        let n = pairs.len() as f64;
        let mut random = Random::new(seed);
        let mut drawn = Drawn::default();
        let means = |drawn_pairs: &mut dyn Iterator<Item = (f64, f64)>| {
            let sum = drawn_pairs.fold((0.0, 0.0), |sum, pair| (sum.0 + pair.0, sum.1 + pair.1));
            (sum.0 / n, sum.1 / n)
        };
        for _ in 0..DRAWS {
            let (was, is) = means(&mut (0..pairs.len()).map(|_| pairs[random.below(pairs.len())]));
            drawn.values.push(is);
            drawn.differences.push(is - was);
            drawn.ratios.push(ratio(is, was));
        }
        let (was, is) = means(&mut pairs.iter().copied());
        figures.push(Figure {
            class: None,
            name: name.clone(),
            value: Measured::new(is, between(drawn.values)),
            change: Some(Change {
                base: was,
                difference: Measured::new(is - was, between(drawn.differences)),
                ratio: Measured::new(ratio(is, was), between(drawn.ratios)),
            }),
        });
    }
    figures
}

/// From nothing to nothing is no change.
fn ratio(new: f64, base: f64) -> f64 {
    if new == base { 1.0 } else { new / base }
}

#[cfg(test)]
mod tests {
    use super::{compare, compare_quality, latencies};
    use crate::measure::eval::TopicFigures;
    use crate::measure::figure::Figure;
    use crate::measure::replay::{Recording, Times};

    /// 100 topics of 1 to 10 microseconds in 5 rounds, each round with its own slowness.
    fn recording(rounds: [f64; 5], about: &str) -> Recording {
        let topics = (0..100).map(|number| Times {
            id: number.to_string(),
            class: if number % 2 == 0 { "even" } else { "" }.to_owned(),
            hits: number,
            nanos: rounds
                .iter()
                .map(|slowness| (slowness * (1_000 + 90 * number) as f64) as u64)
                .collect(),
            ..Times::default()
        });
        Recording {
            about: [("machine".to_owned(), about.to_owned())].into(),
            topics: topics.collect(),
            throughput: None,
        }
    }

    /// The ratio of the means: whether the interval holds `within` and leaves out `without`.
    fn check(base: [f64; 5], new: [f64; 5], within: f64, without: Option<f64>) {
        let found = compare(&recording(base, "a"), &recording(new, "a"), 1);
        let mean = of(&found.figures, None, "mean")
            .change
            .expect("a change")
            .ratio;
        assert!(mean.low <= within && within <= mean.high, "{mean:?}");
        if let Some(without) = without {
            assert!(without < mean.low || mean.high < without, "{mean:?}");
        }
    }

    fn of<'f>(figures: &'f [Figure], class: Option<&str>, name: &str) -> &'f Figure {
        let found = figures
            .iter()
            .find(|figure| figure.class.as_deref() == class && figure.name == name);
        found.expect("the figure")
    }

    #[test]
    fn the_same_times_are_no_change() {
        check([1.0; 5], [1.0; 5], 1.0, Some(1.001));
    }

    #[test]
    fn a_quarter_slower_is_seen() {
        let noise = [1.0, 1.01, 1.02, 1.0, 0.99];
        check(
            noise,
            noise.map(|slowness| slowness * 1.25),
            1.25,
            Some(1.1),
        );
    }

    #[test]
    fn rounds_that_differ_widen_the_interval() {
        check([1.0; 5], [1.0, 1.6, 1.0, 1.3, 1.2], 1.0, None);
    }

    #[test]
    fn topics_of_one_side_and_other_machines_are_told() {
        let base = recording([1.0; 5], "a");
        let mut new = recording([1.0; 5], "b");
        new.topics.pop();
        new.topics[3].hits = 99;
        let found = compare(&base, &new, 1);
        assert_eq!(found.unpaired, 1);
        assert_eq!(found.hits, [("3".to_owned(), 3, 99)]);
        assert_eq!(of(&found.figures, None, "hits").value.value, 1.0);
        assert_eq!(of(&found.figures, Some("even"), "hits").value.value, 0.0);
        let machine = ("machine".to_owned(), "a".to_owned(), "b".to_owned());
        assert_eq!(found.differs, [machine]);
    }

    #[test]
    fn one_replay_alone_has_values_but_no_changes() {
        let found = latencies(&recording([1.0; 5], "a"), 1);
        let p50 = of(&found, Some("even"), "p50");
        assert!(p50.change.is_none());
        assert!(p50.value.low <= p50.value.value && p50.value.value <= p50.value.high);
    }

    #[test]
    fn quality_is_compared_topic_by_topic() {
        let figures = |shift: f64| TopicFigures {
            metrics: vec!["ndcg@10".to_owned()],
            topics: (0..50)
                .map(|number| (number.to_string(), vec![f64::from(number) / 100.0 + shift]))
                .collect(),
        };
        let found = compare_quality(&figures(0.0), &figures(-0.02), 1);
        let change = of(&found, None, "ndcg@10").change.expect("a change");
        // The topics differ widely, their changes do not.
        assert!((change.difference.low + 0.02).abs() < 1e-9, "{change:?}");
        assert!((change.difference.high + 0.02).abs() < 1e-9, "{change:?}");
    }
}
