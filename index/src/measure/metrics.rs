//! How well one ranking answers its judgements.
//!
//! The conventions are those of trec_eval (<https://github.com/usnistgov/trec_eval>), which
//! ir-measures (<https://ir-measur.es>) hands its work to: a record is relevant if its grade is 1
//! or more, a record without judgement is not, and every figure lies between 0 and 1. A topic
//! without a relevant record scores 0.

use std::fmt;
use std::str::FromStr;

use crate::measure::qrels::Grades;

/// A figure of ranking quality.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Metric {
    /// Normalised discounted cumulative gain of the first k: the sum of grade / log2(rank + 1),
    /// over that of the best possible order. Järvelin and Kekäläinen, "Cumulated gain-based
    /// evaluation of IR techniques", TOIS 2002, in trec_eval's form (`ndcg_cut`): the gain is the
    /// grade itself, and rank 1 is discounted by log2(2) = 1.
    Ndcg(usize),
    /// Average precision: the precision at the rank of each relevant record, 0 for those not found,
    /// averaged. Its mean over topics is MAP. Buckley and Voorhees, "Evaluating evaluation measure
    /// stability", SIGIR 2000; trec_eval's `map`.
    AveragePrecision,
    /// 1 over the rank of the first relevant record. Its mean over topics is MRR. Voorhees, "The
    /// TREC-8 question answering track report", 1999; trec_eval's `recip_rank`.
    ReciprocalRank,
    /// Part of the first k that is relevant; k counts in full where fewer are found. trec_eval's
    /// `P`.
    Precision(usize),
    /// Part of the relevant records that is among the first k. trec_eval's `recall`.
    Recall(usize),
}

impl Metric {
    /// The figures that an evaluation gives.
    pub const STANDARD: [Metric; 5] = [
        Metric::Ndcg(10),
        Metric::AveragePrecision,
        Metric::ReciprocalRank,
        Metric::Precision(10),
        Metric::Recall(100),
    ];

    /// The figure of one ranking: identifiers, best first, each once.
    ///
    /// ```
    /// use onrecord_index::measure::metrics::Metric;
    /// let grades = [("a".to_owned(), 1), ("b".to_owned(), 1)].into();
    /// assert_eq!(Metric::ReciprocalRank.of(&["c", "a"], &grades), 0.5);
    /// assert_eq!(Metric::Recall(100).of(&["c", "a"], &grades), 0.5);
    /// ```
    pub fn of<S: AsRef<str>>(self, ranking: &[S], grades: &Grades) -> f64 {
        let relevant = grades.values().filter(|grade| **grade > 0).count();
        if relevant == 0 {
            return 0.0;
        }
        let grade = |record: &S| grades.get(record.as_ref()).copied().unwrap_or(0).max(0);
        let found_in = |k: usize| ranking.iter().take(k).filter(|r| grade(r) > 0).count() as f64;
        match self {
            Metric::Ndcg(k) => {
                let mut best: Vec<i64> = grades.values().copied().filter(|g| *g > 0).collect();
                best.sort_unstable_by(|one, other| other.cmp(one));
                let ideal = discounted(best.into_iter().take(k));
                discounted(ranking.iter().take(k).map(grade)) / ideal
            }
            Metric::AveragePrecision => {
                let mut found = 0.0;
                let mut sum = 0.0;
                for (place, record) in ranking.iter().enumerate() {
                    if grade(record) > 0 {
                        found += 1.0;
                        sum += found / (place + 1) as f64;
                    }
                }
                sum / relevant as f64
            }
            Metric::ReciprocalRank => ranking
                .iter()
                .position(|record| grade(record) > 0)
                .map_or(0.0, |place| 1.0 / (place + 1) as f64),
            Metric::Precision(k) => found_in(k) / k.max(1) as f64,
            Metric::Recall(k) => found_in(k) / relevant as f64,
        }
    }
}

fn discounted(grades: impl Iterator<Item = i64>) -> f64 {
    grades
        .enumerate()
        .map(|(place, grade)| grade as f64 / (place as f64 + 2.0).log2())
        // The sum of nothing would be -0.
        .fold(0.0, |sum, part| sum + part)
}

impl fmt::Display for Metric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Metric::Ndcg(k) => write!(f, "ndcg@{k}"),
            Metric::AveragePrecision => f.write_str("map"),
            Metric::ReciprocalRank => f.write_str("mrr"),
            Metric::Precision(k) => write!(f, "p@{k}"),
            Metric::Recall(k) => write!(f, "recall@{k}"),
        }
    }
}

impl FromStr for Metric {
    type Err = String;

    /// Reads a name as it is shown: `ndcg@10`, `map`, `mrr`, `p@5`, `recall@1000`.
    fn from_str(name: &str) -> Result<Metric, String> {
        let (kind, cutoff) = match name.split_once('@') {
            Some((kind, cutoff)) => (kind, cutoff.parse().ok().filter(|k: &usize| *k > 0)),
            None => (name, None),
        };
        match (kind, cutoff, name.contains('@')) {
            ("map", None, false) => Ok(Metric::AveragePrecision),
            ("mrr", None, false) => Ok(Metric::ReciprocalRank),
            ("ndcg", Some(k), _) => Ok(Metric::Ndcg(k)),
            ("p", Some(k), _) => Ok(Metric::Precision(k)),
            ("recall", Some(k), _) => Ok(Metric::Recall(k)),
            _ => Err(format!(
                "{name} is no figure of ranking quality (ndcg@10, map, mrr, p@10, recall@100)"
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Metric;

    /// Grades as `record=grade`, and what ir-measures 0.4.3 gives for nDCG@10, AP, RR, P@10 and
    /// R@100.
    fn check(ranking: &str, grades: &str, expected: [f64; 5]) {
        let ranking: Vec<&str> = ranking.split_whitespace().collect();
        let grades = grades
            .split_whitespace()
            .filter_map(|grade| grade.split_once('='))
            .map(|(record, grade)| (record.to_owned(), grade.parse().expect("a grade")))
            .collect();
        for (metric, expected) in Metric::STANDARD.iter().zip(expected) {
            let found = metric.of(&ranking, &grades);
            assert!(
                (found - expected).abs() < 5e-5,
                "{metric} of {ranking:?}: {found}, not {expected}"
            );
        }
    }

    #[test]
    fn the_best_order_is_all_ones_but_for_precision() {
        check("a b", "a=2 b=1", [1.0, 1.0, 1.0, 0.2, 1.0]);
    }

    #[test]
    fn figures_agree_with_ir_measures() {
        check(
            "c a e b d",
            "a=2 b=1 d=3 f=1 e=0",
            [0.5495, 0.4, 0.5, 0.3, 0.75],
        );
        check(
            "x y z a b c d e f g h i a2 j k b2",
            "a=1 a2=3 b2=2 q=1",
            [0.0829, 0.1478, 0.25, 0.1, 0.75],
        );
        check(
            "a b c d e f g h i j k l",
            "l=1 k=2 b=-1",
            [0.0, 0.1288, 0.0909, 0.0, 1.0],
        );
        check(
            "a c b",
            "a=1 c=2 d=1 e=1 f=1 g=1 h=1 i=1 j=1 k=1 l=1 m=1 n=1 o=1 p=1 q=1",
            [0.408, 0.125, 1.0, 0.2, 0.125],
        );
    }

    #[test]
    fn nothing_found_and_nothing_relevant_are_zero() {
        check("", "a=1", [0.0; 5]);
        check("a b", "a=0 b=-1", [0.0; 5]);
    }

    #[test]
    fn a_metric_is_read_by_its_name() {
        for metric in Metric::STANDARD {
            assert_eq!(metric.to_string().parse(), Ok(metric));
        }
        for wrong in ["ndcg", "ndcg@0", "map@10", "recall@", "ndgc@10"] {
            assert!(wrong.parse::<Metric>().is_err(), "{wrong}");
        }
    }
}
