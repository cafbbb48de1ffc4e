//! Parts that are right: of what was predicted, of what is true, of what was found.

use serde::Serialize;

/// Precision, recall, and what they are made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Rate {
    /// Right predictions.
    pub tp: usize,
    /// Predictions that count.
    pub pred: usize,
    /// Gold items that count.
    pub gold: usize,
}

impl Rate {
    /// Part of the predictions that is right; 1 if there is neither prediction nor gold.
    pub fn precision(&self) -> f64 {
        part(self.tp, self.pred, self.gold)
    }

    /// Part of the gold that is found; 1 if there is neither prediction nor gold.
    pub fn recall(&self) -> f64 {
        part(self.tp, self.gold, self.pred)
    }

    /// Harmonic mean of both.
    pub fn f1(&self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        if precision + recall > 0.0 {
            2.0 * precision * recall / (precision + recall)
        } else {
            0.0
        }
    }
}

fn part(tp: usize, of: usize, other: usize) -> f64 {
    match (of, other) {
        (0, 0) => 1.0,
        (0, _) => 0.0,
        _ => tp as f64 / of as f64,
    }
}

/// How many speakers are right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Accuracy {
    /// Gold items whose speaker is scored.
    pub n: usize,
    /// Those of them that were found as quotations.
    pub found: usize,
    /// Those with the right speaker.
    pub right: usize,
}

impl Accuracy {
    /// Right ones of all; `None` if nothing is scored.
    pub fn end_to_end(&self) -> Option<f64> {
        (self.n > 0).then(|| self.right as f64 / self.n as f64)
    }

    /// Right ones of those found; `None` if nothing was found.
    pub fn given_found(&self) -> Option<f64> {
        (self.found > 0).then(|| self.right as f64 / self.found as f64)
    }
}
