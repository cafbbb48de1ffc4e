//! `--fail-if` of `bench` and `eval`: limits on figures.

use onrecord_index::measure::figure::Figure;
use onrecord_index::measure::gate::{Gate, Verdict};

use crate::status::{self, BadUsage, Status};

/// Decides the gates. One that names a figure or class that was not measured is wrong usage.
pub(super) fn judge(gates: &[Gate], figures: &[Figure]) -> anyhow::Result<Vec<Verdict>> {
    let judge = |gate: &Gate| gate.check(figures).map_err(|wrong| BadUsage(wrong).into());
    gates.iter().map(judge).collect()
}

/// Prints the gates that failed, and tells how the command ends.
pub(super) fn outcome(verdicts: &[Verdict]) -> Status {
    let mut outcome = Status::Done;
    for verdict in verdicts.iter().filter(|verdict| verdict.failed) {
        status::error(&format!("gate failed: {verdict}"));
        outcome = Status::Gate;
    }
    outcome
}
