//! The figures of `bench` that several formats show: the table's headings and cells, and times.
//!
//! Times are nanoseconds.

use onrecord_index::measure::compare::Comparison;
use onrecord_index::measure::figure::Change;
use onrecord_index::measure::replay::ClassFigures;

use crate::print::number::number;
use crate::style::plain;

/// How many queries are listed as the slowest, and as those whose time changed most. More would
/// not fit onto a screen with the rest.
pub(super) const NAMED: usize = 10;

/// Columns of the table of classes. The last is empty without a comparison.
pub(super) const HEADINGS: [&str; 11] = [
    "class",
    "n",
    "hits",
    "p50",
    "p90",
    "p95",
    "p99",
    "max",
    "mean",
    "q/s",
    "change of mean",
];

/// The cells of a class, times with their unit.
pub(super) fn cells(figures: &ClassFigures, comparison: Option<&Comparison>) -> [String; 11] {
    let class = figures.class.as_deref();
    [
        plain(class.unwrap_or("all")).into_owned(),
        number(figures.n as u64),
        number(figures.hits),
        time(figures.p50),
        time(figures.p90),
        time(figures.p95),
        time(figures.p99),
        time(figures.max),
        time(figures.mean as u64),
        number(figures.per_second as u64),
        comparison.map_or_else(String::new, |comparison| ratio(class, "mean", comparison)),
    ]
}

/// A figure divided by the earlier one, with its 95 % interval: `x1.020 (0.990 to 1.050)`. Empty if
/// one of them is missing.
pub(super) fn ratio(class: Option<&str>, name: &str, comparison: &Comparison) -> String {
    change(class, name, comparison).map_or_else(String::new, |change| {
        let ratio = change.ratio;
        format!(
            "x{:.3} ({:.3} to {:.3})",
            ratio.value, ratio.low, ratio.high
        )
    })
}

/// The change of a figure of a class (`None`: of all queries).
pub(super) fn change(class: Option<&str>, name: &str, comparison: &Comparison) -> Option<Change> {
    let mut figures = comparison.figures.iter();
    let found = figures.find(|figure| figure.class.as_deref() == class && figure.name == name);
    found.and_then(|figure| figure.change)
}

/// A time with three digits and a unit.
pub(super) fn time(nanos: u64) -> String {
    let (value, unit) = in_unit(nanos as f64);
    let digits = if value < 10.0 {
        2
    } else {
        usize::from(value < 100.0)
    };
    format!("{value:.digits$} {unit}")
}

/// A power of ten, for a scale.
pub(super) fn round_time(nanos: f64) -> String {
    let (value, unit) = in_unit(nanos);
    format!("{value:.0} {unit}")
}

/// The time in the largest unit in which it is at least 1.
fn in_unit(nanos: f64) -> (f64, &'static str) {
    match nanos {
        n if n < 1e3 => (n, "ns"),
        n if n < 1e6 => (n / 1e3, "µs"),
        n if n < 1e9 => (n / 1e6, "ms"),
        n => (n / 1e9, "s"),
    }
}

#[cfg(test)]
mod tests {
    use super::{round_time, time};

    #[test]
    fn times_have_three_digits() {
        assert_eq!(time(7), "7.00 ns");
        assert_eq!(time(12_345), "12.3 µs");
        assert_eq!(time(999_000_000), "999 ms");
        assert_eq!(time(2_500_000_000), "2.50 s");
    }

    #[test]
    fn a_scale_has_round_times() {
        let times = [1e2, 1e3, 1e5, 1e6, 1e10].map(round_time);
        assert_eq!(times, ["100 ns", "1 µs", "100 µs", "1 ms", "10 s"]);
    }
}
