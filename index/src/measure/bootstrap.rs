//! How far a figure would move had other queries been asked: percentile intervals by resampling.
//!
//! Efron, "Bootstrap methods: another look at the jackknife", 1979; over topics as Sakai,
//! "Evaluating evaluation metrics based on the bootstrap", SIGIR 2006. Draws are seeded: the same
//! figures give the same interval on every machine.

use serde::{Deserialize, Serialize};

/// How often is drawn. Ends of a 95 % interval rest on the 50 outermost draws of either side.
pub const DRAWS: usize = 2_000;

/// Ends of the interval that holds the middle 95 % of the draws.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Interval {
    /// 2.5 % of the draws lie below.
    pub low: f64,
    /// 2.5 % of the draws lie above.
    pub high: f64,
}

/// The 95 % interval of the mean of `values`.
///
/// ```
/// use onrecord_index::measure::bootstrap::mean_interval;
/// let interval = mean_interval(&[0.2, 0.4, 0.6, 0.8], 1);
/// assert!(0.2 < interval.low && interval.low < 0.5 && 0.5 < interval.high && interval.high < 0.8);
/// ```
pub fn mean_interval(values: &[f64], seed: u64) -> Interval {
    let mut random = Random::new(seed);
    let draws = (0..DRAWS).map(|_| {
        let drawn = (0..values.len()).map(|_| values[random.below(values.len())]);
        drawn.sum::<f64>() / values.len().max(1) as f64
    });
    between(draws.collect())
}

/// The interval that holds the middle 95 % of what was drawn. At least one value.
pub(crate) fn between(mut drawn: Vec<f64>) -> Interval {
    drawn.sort_by(f64::total_cmp);
    let outside = drawn.len() / 40;
    Interval {
        low: drawn[outside],
        high: drawn[drawn.len() - 1 - outside],
    }
}

/// Numbers that look random and are the same for the same seed: SplitMix64 (Steele, Lea and Flood,
/// "Fast splittable pseudorandom number generators", 2014).
#[derive(Clone, Debug)]
pub(crate) struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`; 0 if that is 0.
    pub fn below(&mut self, end: usize) -> usize {
        // The upper half of the product: as even as the generator, to within end / 2^64.
        ((u128::from(self.next()) * end as u128) >> 64) as usize
    }

    /// Puts a list into a random order.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.below(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Interval, Random, mean_interval};

    #[test]
    fn a_seed_gives_one_interval() {
        let values: Vec<f64> = (0..100).map(|n| f64::from(n) / 100.0).collect();
        assert_eq!(mean_interval(&values, 1), mean_interval(&values, 1));
        assert_ne!(mean_interval(&values, 1), mean_interval(&values, 2));
    }

    #[test]
    fn the_interval_of_a_mean_is_two_standard_errors_wide() {
        // Uniform: standard deviation 0.2887, of the mean of 100: 0.0289.
        let values: Vec<f64> = (0..100).map(|n| (f64::from(n) + 0.5) / 100.0).collect();
        let found = mean_interval(&values, 1);
        assert!(
            (found.low - (0.5 - 1.96 * 0.0289)).abs() < 0.008,
            "{found:?}"
        );
        assert!(
            (found.high - (0.5 + 1.96 * 0.0289)).abs() < 0.008,
            "{found:?}"
        );
    }

    #[test]
    fn equal_values_have_no_spread_and_none_have_no_mean() {
        let one = Interval {
            low: 0.5,
            high: 0.5,
        };
        assert_eq!(mean_interval(&[0.5; 9], 1), one);
        assert_eq!(mean_interval(&[], 1), Interval::default());
    }

    #[test]
    fn shuffling_loses_nothing() {
        let mut list: Vec<u32> = (0..100).collect();
        Random::new(7).shuffle(&mut list);
        assert!(!list.is_sorted());
        list.sort_unstable();
        assert_eq!(list, (0..100).collect::<Vec<u32>>());
    }
}
