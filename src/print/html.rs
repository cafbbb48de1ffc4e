//! One self-contained HTML page for `bench`: charts of the times and of what changed, and the
//! figures as a table.
//!
//! Lengths in the charts are SVG user units; a chart is `WIDTH` wide and scales with the window.

use std::fmt::Write as _;
use std::io::Write;

use onrecord_index::measure::compare::Comparison;
use onrecord_index::measure::gate::Verdict;
use onrecord_index::measure::replay::{ClassFigures, Recording, classes, histogram};

use crate::print::figures::{HEADINGS, NAMED, cells, change, round_time, time};
use crate::print::printer::{Latencies, Printer};
use crate::style::plain;

/// Width of a chart.
const WIDTH: f64 = 900.0;
/// Room for the names of classes, left of the scale.
const LEFT: f64 = 110.0;
/// Room for half of the last label, right of the scale.
const RIGHT: f64 = 40.0;
/// Room for the labels below a chart.
const BOTTOM: f64 = 30.0;

const HEAD: &str = "<!doctype html>
<html lang=\"en\"><meta charset=\"utf-8\"><title>onrecord bench</title>
<style>\
body{font:15px/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;color:#222}\
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}\
th,td{text-align:right;padding:.25rem .5rem;border-bottom:1px solid #ddd}\
th:first-child,td:first-child{text-align:left}\
svg{width:100%;height:auto}.axis{font-size:11px;fill:#666}.name{font-size:12px;fill:#222}\
.failed{color:#a00}</style>";

pub(super) struct Html<'a> {
    out: &'a mut dyn Write,
}

impl<'a> Html<'a> {
    pub fn new(out: &'a mut dyn Write) -> Html<'a> {
        Html { out }
    }
}

impl Printer for Html<'_> {
    fn latencies(&mut self, latencies: &Latencies<'_>) -> anyhow::Result<()> {
        let of_class = classes(&latencies.recording.topics);
        let out = &mut *self.out;
        writeln!(out, "{HEAD}")?;
        print_conditions(latencies, out)?;
        writeln!(out, "{}", distributions(latencies.recording, &of_class))?;
        if let Some(comparison) = latencies.comparison {
            print_changes(comparison, &of_class, out)?;
        }
        print_table(&of_class, latencies.comparison, out)?;
        latencies
            .verdicts
            .iter()
            .try_for_each(|verdict| print_verdict(verdict, out))?;
        if let Some(comparison) = latencies.comparison {
            writeln!(out, "<h2>Largest changes</h2><ul>")?;
            for (id, ratio) in comparison.moved.iter().take(NAMED) {
                writeln!(out, "<li>x{ratio:.2} {}</li>", escaped(id))?;
            }
            writeln!(out, "</ul>")?;
        }
        writeln!(out, "</html>")?;
        Ok(())
    }
}

fn print_conditions(latencies: &Latencies<'_>, out: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(out, "<h1>How long queries take</h1><p>")?;
    for (key, value) in &latencies.recording.about {
        writeln!(out, "{}: {}<br>", escaped(key), escaped(value))?;
    }
    let cold = time(latencies.cold_nanos);
    writeln!(
        out,
        "cold, from opening the index to the first answer: {cold}</p>"
    )?;
    Ok(())
}

fn print_changes(
    comparison: &Comparison,
    of_class: &[ClassFigures],
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    writeln!(out, "<h2>Compared with the earlier run</h2>")?;
    for (key, was, is) in &comparison.differs {
        let (key, was, is) = (escaped(key), escaped(was), escaped(is));
        writeln!(out, "<p>{key} differs: {was} before, {is} now</p>")?;
    }
    writeln!(out, "{}", changes(comparison, of_class))?;
    Ok(())
}

fn print_table(
    of_class: &[ClassFigures],
    comparison: Option<&Comparison>,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let headings = HEADINGS.map(|heading| format!("<th>{heading}</th>"));
    writeln!(out, "<table><tr>{}</tr>", headings.concat())?;
    for figures in of_class {
        let row = cells(figures, comparison).map(|cell| format!("<td>{}</td>", escaped(&cell)));
        writeln!(out, "<tr>{}</tr>", row.concat())?;
    }
    writeln!(out, "</table>")?;
    Ok(())
}

fn print_verdict(verdict: &Verdict, out: &mut dyn Write) -> anyhow::Result<()> {
    let outcome = if verdict.failed { "failed" } else { "kept" };
    let verdict = escaped(&verdict.to_string());
    writeln!(out, "<p class=\"{outcome}\">{outcome}: {verdict}</p>")?;
    Ok(())
}

/// For each class a strip with a bar for each step of the histogram, a line at p50 and a dashed
/// line at p95, over a logarithmic scale.
fn distributions(recording: &Recording, of_class: &[ClassFigures]) -> String {
    /// Height of a strip.
    const STRIP: f64 = 64.0;
    let steps = histogram(&recording.topics);
    let (Some((first, _)), Some((last, _))) = (steps.first(), steps.last()) else {
        return String::new();
    };
    let scale = TimeScale {
        first: (*first).max(1) as f64,
        last: *last as f64 * STEP,
    };
    let height = STRIP * of_class.len() as f64 + BOTTOM;
    let mut svg = open_svg(height, "latency by class");
    for (row, figures) in of_class.iter().enumerate() {
        let base = STRIP * (row + 1) as f64 - 6.0;
        let name = figures.class.as_deref().unwrap_or("all");
        push_name(&mut svg, base - 4.0, name);
        let counts = counts(recording, figures.class.as_deref(), &steps);
        let most = counts.iter().copied().max().unwrap_or(1).max(1) as f64;
        for ((begin, _), count) in steps.iter().zip(&counts) {
            let (x, end) = (scale.x(*begin as f64), scale.x(*begin as f64 * STEP));
            let tall = (STRIP - 16.0) * *count as f64 / most;
            let _ = write!(
                svg,
                "<rect x=\"{x:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{tall:.1}\" \
                 fill=\"#4a7fb5\"/>",
                base - tall,
                (end - x - 1.0).max(1.0)
            );
        }
        let dashed = " stroke-dasharray=\"3 3\"";
        for (nanos, dashes) in [(figures.p50, ""), (figures.p95, dashed)] {
            let x = scale.x(nanos.max(1) as f64);
            let _ = write!(
                svg,
                "<line x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{:.1}\" y2=\"{base:.1}\" \
                 stroke=\"#a33\"{dashes}/>",
                base - STRIP + 12.0
            );
        }
    }
    let mut tick = 10f64.powf(scale.first.log10().ceil());
    while tick <= scale.last {
        push_tick(&mut svg, scale.x(tick), height, "#ddd", &round_time(tick));
        tick *= 10.0;
    }
    svg.push_str(
        "</svg><p class=\"axis\">Bars: queries by time, on a logarithmic scale. Line: p50. \
         Dashed: p95.</p>",
    );
    svg
}

/// The factor from a step of the histogram to the next.
const STEP: f64 = std::f64::consts::SQRT_2;

/// A logarithmic scale from one time to another.
struct TimeScale {
    first: f64,
    last: f64,
}

impl TimeScale {
    fn x(&self, nanos: f64) -> f64 {
        let whole = (self.last / self.first).ln().max(1e-9);
        LEFT + (WIDTH - LEFT - RIGHT) * (nanos / self.first).ln() / whole
    }
}

/// How many queries of a class (`None`: of all) fall into each step.
fn counts(recording: &Recording, class: Option<&str>, steps: &[(u64, usize)]) -> Vec<usize> {
    let in_class = |of_query: &str| class.is_none_or(|class| class == of_query);
    let medians: Vec<u64> = recording
        .topics
        .iter()
        .filter(|times| in_class(&times.class))
        .map(|times| times.median())
        .collect();
    let ends = steps.iter().skip(1).map(|(begin, _)| *begin);
    steps
        .iter()
        .zip(ends.chain([u64::MAX]))
        .map(|((begin, _), end)| {
            let in_step = |median: &&u64| (*begin..end).contains(*median);
            medians.iter().filter(in_step).count()
        })
        .collect()
}

/// For each class its p50, p95 and mean divided by the earlier ones: a point, and a line over its
/// 95 % interval. An interval that does not include 1 is a certain change.
fn changes(comparison: &Comparison, of_class: &[ClassFigures]) -> String {
    /// Height of a strip.
    const STRIP: f64 = 46.0;
    let names = [("p50", "#4a7fb5"), ("p95", "#8a6db1"), ("mean", "#222")];
    let scale = RatioScale::of(comparison, &names.map(|(name, _)| name));
    let height = STRIP * of_class.len() as f64 + BOTTOM;
    let mut svg = open_svg(height, "change by class");
    scale.push_ticks(&mut svg, height);
    for (row, figures) in of_class.iter().enumerate() {
        let class = figures.class.as_deref();
        let top = STRIP * row as f64;
        push_name(&mut svg, top + STRIP / 2.0 + 4.0, class.unwrap_or("all"));
        for (line, (name, color)) in names.iter().enumerate() {
            let Some(change) = change(class, name, comparison) else {
                continue;
            };
            let y = top + 11.0 + 12.0 * line as f64;
            let ratio = change.ratio;
            let [low, at, high] = [ratio.low, ratio.value, ratio.high].map(|r| scale.x(r));
            let _ = write!(
                svg,
                "<line x1=\"{low:.1}\" x2=\"{high:.1}\" y1=\"{y:.1}\" y2=\"{y:.1}\" \
                 stroke=\"{color}\" stroke-width=\"2\"/>\
                 <circle cx=\"{at:.1}\" cy=\"{y:.1}\" r=\"3.5\" fill=\"{color}\"/>"
            );
        }
    }
    let keys = names.map(|(name, color)| format!("<span style=\"color:{color}\">{name}</span>"));
    let _ = write!(
        svg,
        "</svg><p class=\"axis\">Now divided by before, with the 95 % interval, for each class: \
         {}. Left of x1 is faster.</p>",
        keys.join(", ")
    );
    svg
}

/// A logarithmic scale with 1 in the middle.
struct RatioScale {
    /// The logarithm of the largest ratio on it.
    widest: f64,
}

impl RatioScale {
    /// Wide enough for the intervals of the named figures, and at least for x0.8 to x1.25.
    fn of(comparison: &Comparison, names: &[&str]) -> RatioScale {
        let logarithms = comparison
            .figures
            .iter()
            .filter(|figure| names.contains(&&*figure.name))
            .filter_map(|figure| figure.change)
            .flat_map(|change| [change.ratio.low, change.ratio.high])
            .map(|ratio| ratio.max(1e-3).ln().abs());
        RatioScale {
            widest: logarithms.fold(1.25f64.ln(), f64::max) * 1.05,
        }
    }

    fn x(&self, ratio: f64) -> f64 {
        let middle = f64::midpoint(LEFT, WIDTH - RIGHT);
        let half = (WIDTH - LEFT - RIGHT) / 2.0;
        middle + half * ratio.max(1e-3).ln() / self.widest
    }

    fn push_ticks(&self, svg: &mut String, height: f64) {
        for tick in [0.1, 0.2, 0.5, 0.8, 0.9, 1.0, 1.1, 1.25, 2.0, 5.0, 10.0f64] {
            let from_middle = tick.ln().abs();
            // On a wide scale, the label of a tick close to 1 would overlap that of 1.
            let overlaps = tick != 1.0 && from_middle < self.widest / 12.0;
            if from_middle > self.widest || overlaps {
                continue;
            }
            let color = if tick == 1.0 { "#555" } else { "#ddd" };
            push_tick(svg, self.x(tick), height, color, &format!("x{tick}"));
        }
    }
}

fn open_svg(height: f64, label: &str) -> String {
    format!("<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{label}\">")
}

fn push_name(svg: &mut String, y: f64, name: &str) {
    let name = escaped(name);
    let _ = write!(
        svg,
        "<text class=\"name\" x=\"0\" y=\"{y:.1}\">{name}</text>"
    );
}

fn push_tick(svg: &mut String, x: f64, height: f64, color: &str, label: &str) {
    let _ = write!(
        svg,
        "<line x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"0\" y2=\"{:.1}\" stroke=\"{color}\"/>\
         <text class=\"axis\" x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{label}</text>",
        height - 24.0,
        height - 8.0
    );
}

fn escaped(text: &str) -> String {
    plain(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
