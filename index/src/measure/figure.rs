//! A figure that was measured, and how it compares with an earlier measurement.
//!
//! Latency and quality alike come down to a list of these; gates are decided on them. Latencies are
//! nanoseconds.

use serde::{Deserialize, Serialize};

use crate::measure::bootstrap::Interval;

/// A value with the interval that holds it with 95 %.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// As it was measured.
    pub value: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
}

impl Measured {
    /// A value that is known without doubt.
    pub fn exact(value: f64) -> Measured {
        Measured {
            value,
            low: value,
            high: value,
        }
    }

    pub(crate) fn new(value: f64, interval: Interval) -> Measured {
        Measured {
            value,
            low: interval.low,
            high: interval.high,
        }
    }
}

/// One figure of a measurement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// The class of topics. `None`: all of them.
    pub class: Option<String>,
    /// `p50`, `mean`, `hits`, `ndcg@10`.
    pub name: String,
    /// The new value.
    pub value: Measured,
    /// Against an earlier measurement, if there is one.
    pub change: Option<Change>,
}

/// How a figure changed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// The earlier value.
    pub base: f64,
    /// New less earlier.
    pub difference: Measured,
    /// New over earlier.
    pub ratio: Measured,
}
