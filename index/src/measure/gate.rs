//! Gates: limits that a measurement must keep, as `--fail-if` names them.
//!
//! `[class.]figure`, then `>`, `<` or `!=`, then a limit. A limit in percent, or with a sign,
//! speaks of the change against an earlier measurement; one without a sign of the value itself. A
//! gate fails exactly when the whole 95 % interval lies beyond the limit: what may be noise does
//! not fail it.
//!
//! | gate | fails if |
//! |---|---|
//! | `p95>+20%` | the slowest twentieth begins more than 20 % later than before |
//! | `mean>-5%` | the mean has not become at least 5 % shorter |
//! | `phrase.p99>5ms` | 99 % of the class "phrase" take more than 5 ms |
//! | `hits!=0` | a topic's hits changed |
//! | `ndcg@10<-0.01` | nDCG@10 fell by more than 0.01 |
//! | `ndcg@10<0.68` | nDCG@10 lies below 0.68 |

use std::fmt;
use std::str::FromStr;

use crate::measure::compare::LATENCIES;
use crate::measure::figure::{Figure, Measured};
use crate::measure::metrics::Metric;

/// A limit on a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Gate {
    /// As it was written.
    pub text: String,
    /// The class of topics. `None`: all of them.
    pub class: Option<String>,
    /// Which figure: a latency, `hits`, or a [`Metric`].
    pub figure: String,
    side: Side,
    limit: Limit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Above,
    Below,
    Apart,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Limit {
    /// Of the value: nanoseconds for latencies.
    Value(f64),
    /// Of the difference to before.
    Difference(f64),
    /// Of the change in percent.
    Percent(f64),
}

/// How a gate was decided.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Verdict {
    /// The gate as it was written.
    pub gate: String,
    /// Whether the whole interval lies beyond the limit.
    pub failed: bool,
    /// What was measured, in the limit's unit: percent, milliseconds, or the figure's own.
    pub measured: Measured,
    /// That unit: `%`, `ms` or nothing.
    pub unit: &'static str,
}

impl fmt::Display for Verdict {
    /// What is measured and by how much: `p95>+20%: +31.20% (95 %: +24.11% to +38.50%)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Verdict {
            gate,
            unit,
            measured,
            ..
        } = self;
        let Measured { value, low, high } = measured;
        if *unit == "%" {
            return write!(f, "{gate}: {value:+.2}% (95 %: {low:+.2}% to {high:+.2}%)");
        }
        write!(
            f,
            "{gate}: {value:.4}{unit} (95 %: {low:.4}{unit} to {high:.4}{unit})"
        )
    }
}

const ALLOWED: &str = "a gate is FIGURE>LIMIT, FIGURE<LIMIT or FIGURE!=LIMIT, as in \
                       p95>+20%, mean>+10%, phrase.p99>5ms, hits!=0, ndcg@10<-0.01";

impl FromStr for Gate {
    type Err = String;

    /// Reads a gate; an error says what would be allowed.
    fn from_str(text: &str) -> Result<Gate, String> {
        let wrong = |what: String| format!("{what} ({ALLOWED})");
        let place = text.find(['>', '<', '!']);
        let place = place.ok_or_else(|| wrong(format!("{text} has no >, < or !=")))?;
        let (left, right) = text.split_at(place);
        let (side, limit) = match (right.strip_prefix("!="), right.as_bytes()) {
            (Some(limit), _) => (Side::Apart, limit),
            (None, [b'>', ..]) => (Side::Above, &right[1..]),
            (None, [b'<', ..]) => (Side::Below, &right[1..]),
            _ => return Err(wrong(format!("{text} has no >, < or !="))),
        };
        let left = left.trim();
        let (class, figure) = match left.rsplit_once('.') {
            Some((class, figure)) => (Some(class.to_owned()), figure),
            None => (None, left),
        };
        let is_latency = LATENCIES.contains(&figure);
        if !is_latency && figure != "hits" && figure.parse::<Metric>().is_err() {
            return Err(wrong(format!(
                "{figure} is no figure: {}, hits, ndcg@10, map, mrr, p@10 and recall@100 are",
                LATENCIES.join(", ")
            )));
        }
        let limit = limit.trim();
        let limit = parse_limit(limit, is_latency)
            .ok_or_else(|| wrong(format!("{limit} is no limit for {figure}")))?;
        if figure == "hits" && !matches!(limit, Limit::Value(_)) {
            let what = "hits is the number of queries whose hits changed: its limit has no sign";
            return Err(wrong(what.to_owned()));
        }
        Ok(Gate {
            text: text.to_owned(),
            class,
            figure: figure.to_owned(),
            side,
            limit,
        })
    }
}

/// A latency needs a unit; no other figure has one.
fn parse_limit(text: &str, is_latency: bool) -> Option<Limit> {
    let end = text
        .find(|c: char| !c.is_ascii_digit() && !matches!(c, '+' | '-' | '.'))
        .unwrap_or(text.len());
    let number: f64 = text[..end].parse().ok()?;
    let unit = match (text[end..].trim(), is_latency) {
        ("%", _) => return Some(Limit::Percent(number)),
        ("ns", true) => 1.0,
        ("us" | "µs", true) => 1e3,
        ("ms", true) => 1e6,
        ("s", true) => 1e9,
        ("", false) => 1.0,
        _ => return None,
    };
    Some(if text.starts_with(['+', '-']) {
        Limit::Difference(number * unit)
    } else {
        Limit::Value(number * unit)
    })
}

impl Gate {
    /// Decides the gate on what was measured. An error if that holds no such figure, or nothing to
    /// compare it with.
    pub fn check(&self, figures: &[Figure]) -> Result<Verdict, String> {
        let is_wanted = |f: &&Figure| f.class == self.class && f.name == self.figure;
        let Some(figure) = figures.iter().find(is_wanted) else {
            return Err(self.nowhere(figures));
        };
        let change = || {
            let change = figure.change.as_ref();
            change.ok_or_else(|| {
                format!(
                    "{} needs an earlier measurement: name one with --compare FILE",
                    self.text
                )
            })
        };
        let is_latency = LATENCIES.contains(&figure.name.as_str());
        let (scale, unit) = if is_latency { (1e-6, "ms") } else { (1.0, "") };
        let scaled = |measured: Measured| Measured {
            value: measured.value * scale,
            low: measured.low * scale,
            high: measured.high * scale,
        };
        let percent = |ratio: f64| (ratio - 1.0) * 100.0;
        let (measured, limit, unit) = match self.limit {
            Limit::Value(limit) => (scaled(figure.value), limit * scale, unit),
            Limit::Difference(limit) => (scaled(change()?.difference), limit * scale, unit),
            Limit::Percent(limit) => {
                let ratio = change()?.ratio;
                let measured = Measured {
                    value: percent(ratio.value),
                    low: percent(ratio.low),
                    high: percent(ratio.high),
                };
                (measured, limit, "%")
            }
        };
        let failed = match self.side {
            Side::Above => measured.low > limit,
            Side::Below => measured.high < limit,
            Side::Apart => limit < measured.low || measured.high < limit,
        };
        Ok(Verdict {
            gate: self.text.clone(),
            failed,
            measured,
            unit,
        })
    }

    fn nowhere(&self, figures: &[Figure]) -> String {
        let mut there: Vec<String> = figures
            .iter()
            .map(|figure| match &figure.class {
                Some(class) => format!("{class}.{}", figure.name),
                None => figure.name.clone(),
            })
            .collect();
        there.dedup();
        let what = if self.figure == "hits" && !there.is_empty() {
            "; hits needs an earlier measurement: name one with --compare FILE"
        } else {
            ""
        };
        format!(
            "{}: no such figure was measured{what} (there are {})",
            self.text,
            there.join(", ")
        )
    }
}

#[cfg(test)]
mod tests {
    use super::Gate;
    use crate::measure::figure::{Change, Figure, Measured};

    fn measured(low: f64, value: f64, high: f64) -> Measured {
        Measured { value, low, high }
    }

    /// p95 and and.p95: 6 ms, 20 to 40 % more than before; nDCG@10: .66, .01 to .03 less; hits: 2
    /// changed.
    fn figures() -> Vec<Figure> {
        let p95 = Figure {
            class: None,
            name: "p95".to_owned(),
            value: measured(5.5e6, 6e6, 7e6),
            change: Some(Change {
                base: 4.6e6,
                difference: measured(0.9e6, 1.4e6, 2.4e6),
                ratio: measured(1.2, 1.3, 1.4),
            }),
        };
        let of_class = Figure {
            class: Some("and".to_owned()),
            change: None,
            ..p95.clone()
        };
        let ndcg = Figure {
            class: None,
            name: "ndcg@10".to_owned(),
            value: measured(0.6, 0.66, 0.7),
            change: Some(Change {
                base: 0.68,
                difference: measured(-0.03, -0.02, -0.01),
                ratio: measured(0.95, 0.97, 0.99),
            }),
        };
        let hits = Figure {
            class: None,
            name: "hits".to_owned(),
            value: Measured::exact(2.0),
            change: None,
        };
        vec![p95, of_class, ndcg, hits]
    }

    /// Whether each gate fails.
    fn check(gates: &[(&str, bool)]) {
        for (text, expected) in gates {
            let gate: Gate = text.parse().expect(text);
            let verdict = gate.check(&figures()).expect(text);
            assert_eq!(verdict.failed, *expected, "{verdict}");
        }
    }

    #[test]
    fn a_gate_fails_when_the_whole_interval_lies_beyond() {
        check(&[("p95>+19%", true), ("p95>+21%", false), ("p95>+20%", false)]);
        check(&[("p95<+39%", false), ("p95<+41%", true), ("p95>-5%", true)]);
        check(&[("ndcg@10<-0.005", true), ("ndcg@10<-0.01", false)]);
        check(&[("hits!=0", true), ("hits!=2", false), ("hits>1", true)]);
    }

    #[test]
    fn a_limit_without_a_sign_is_one_of_the_value() {
        check(&[
            ("p95>5ms", true),
            ("p95>5600us", false),
            ("and.p95>0.005s", true),
        ]);
        check(&[("p95>+800us", true), ("p95>+1ms", false)]);
        check(&[("ndcg@10<0.71", true), ("ndcg@10<0.68", false)]);
    }

    #[test]
    fn what_is_no_gate_says_what_is() {
        for text in [
            "p95",
            "p95=3",
            "p94>+1%",
            "p95>5",
            "p95>ms",
            "hits!=+1",
            "ndcg@10<5ms",
            "mean>!",
        ] {
            let error = text.parse::<Gate>().expect_err(text);
            assert!(error.contains("p95>+20%"), "{error}");
        }
    }

    #[test]
    fn a_figure_that_was_not_measured_is_an_error() {
        let error = |text: &str| {
            let gate: Gate = text.parse().expect("a gate");
            gate.check(&figures()).expect_err(text)
        };
        assert!(error("or.p95>5ms").contains("there are p95, and.p95, ndcg@10, hits"));
        assert!(error("and.p95>+5%").contains("earlier measurement"));
    }

    #[test]
    fn a_verdict_says_by_how_much() {
        let gate: Gate = "p95>+10%".parse().expect("a gate");
        let verdict = gate.check(&figures()).expect("a verdict");
        assert_eq!(
            verdict.to_string(),
            "p95>+10%: +30.00% (95 %: +20.00% to +40.00%)"
        );
    }
}
