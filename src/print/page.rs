//! The page that `bench --format html` writes: pictures of the times and of what changed, and the figures.

use std::fmt::Write as _;
use std::io::Write;

use onrecord_index::measure::compare::Comparison;
use onrecord_index::measure::replay::{ClassFigures, Recording, classes, histogram};

use crate::print::bench::{HEADINGS, NAMED, Report, cells, in_unit, time};
use crate::style::plain;

/// Width of a picture, and what is left free beside its scale.
const WIDTH: f64 = 900.0;
const LEFT: f64 = 110.0;
const RIGHT: f64 = 40.0;

/// One file with everything in it: for each class the distribution of its queries' times on a logarithmic scale, with p50 and
/// p95, the figures, and the comparison.
pub(super) fn print(report: &Report<'_>, out: &mut dyn Write) -> anyhow::Result<()> {
    let recording = report.recording;
    let steps = histogram(&recording.topics);
    writeln!(
        out,
        "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>onrecord bench</title>\n<style>\
         body{{font:15px/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;color:#222}}\
         table{{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}}\
         th,td{{text-align:right;padding:.25rem .5rem;border-bottom:1px solid #ddd}}th:first-child,td:first-child{{text-align:left}}\
         svg{{width:100%;height:auto}}.axis{{font-size:11px;fill:#666}}.name{{font-size:12px;fill:#222}}.failed{{color:#a00}}</style>"
    )?;
    writeln!(out, "<h1>How long the queries take</h1><p>")?;
    for (key, value) in &recording.about {
        writeln!(out, "{}: {}<br>", escaped(key), escaped(value))?;
    }
    writeln!(
        out,
        "cold, from opening the index to the first answer: {}</p>",
        time(report.cold_nanos)
    )?;
    let of_class = classes(&recording.topics);
    writeln!(out, "{}", distributions(recording, &of_class, &steps))?;
    if let Some(comparison) = report.comparison {
        writeln!(out, "<h2>Against the earlier run</h2>")?;
        for (key, was, is) in &comparison.differs {
            let (key, was, is) = (escaped(key), escaped(was), escaped(is));
            writeln!(out, "<p>{key} differs: {was}, now {is}</p>")?;
        }
        writeln!(out, "{}", changes(comparison, &of_class))?;
    }
    writeln!(
        out,
        "<table><tr>{}</tr>",
        HEADINGS
            .map(|heading| format!("<th>{heading}</th>"))
            .concat()
    )?;
    for figures in &of_class {
        let row =
            cells(figures, report.comparison).map(|cell| format!("<td>{}</td>", escaped(&cell)));
        writeln!(out, "<tr>{}</tr>", row.concat())?;
    }
    writeln!(out, "</table>")?;
    for verdict in report.verdicts {
        let (class, word) = if verdict.failed {
            ("failed", "failed")
        } else {
            ("kept", "kept")
        };
        writeln!(
            out,
            "<p class=\"{class}\">{word}: {}</p>",
            escaped(&verdict.to_string())
        )?;
    }
    if let Some(comparison) = report.comparison {
        writeln!(out, "<h2>Moved most</h2><ul>")?;
        for (id, ratio) in comparison.moved.iter().take(NAMED) {
            writeln!(out, "<li>x{ratio:.2} {}</li>", escaped(id))?;
        }
        writeln!(out, "</ul>")?;
    }
    writeln!(out, "</html>")?;
    Ok(())
}

/// A strip for each class: bars for how many of its queries fall into each step, a line at p50, a dashed one at p95.
fn distributions(
    recording: &Recording,
    of_class: &[ClassFigures],
    steps: &[(u64, usize)],
) -> String {
    const STRIP: f64 = 64.0;
    let (first, last) = match (steps.first(), steps.last()) {
        (Some((first, _)), Some((last, _))) => (
            (*first).max(1) as f64,
            *last as f64 * std::f64::consts::SQRT_2,
        ),
        _ => return String::new(),
    };
    let scale = |nanos: f64| {
        LEFT + (WIDTH - LEFT - RIGHT) * (nanos / first).ln() / (last / first).ln().max(1e-9)
    };
    let height = STRIP * of_class.len() as f64 + 30.0;
    let mut svg = format!(
        "<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"latency by class\">"
    );
    for (row, figures) in of_class.iter().enumerate() {
        let base = STRIP * (row + 1) as f64 - 6.0;
        let name = figures.class.as_deref().unwrap_or("all");
        let of_this = |class: &str| {
            figures
                .class
                .as_deref()
                .is_none_or(|wanted| wanted == class)
        };
        let medians: Vec<u64> = recording
            .topics
            .iter()
            .filter(|times| of_this(&times.class))
            .map(|times| times.median())
            .collect();
        let counts: Vec<usize> = steps
            .iter()
            .enumerate()
            .map(|(place, (begin, _))| {
                let end = steps.get(place + 1).map_or(u64::MAX, |(next, _)| *next);
                medians
                    .iter()
                    .filter(|median| (*begin..end).contains(median))
                    .count()
            })
            .collect();
        let most = counts.iter().copied().max().unwrap_or(1).max(1) as f64;
        let _ = write!(
            svg,
            "<text class=\"name\" x=\"0\" y=\"{:.1}\">{}</text>",
            base - 4.0,
            escaped(name)
        );
        for ((begin, _), count) in steps.iter().zip(&counts) {
            let (x, end) = (
                scale(*begin as f64),
                scale(*begin as f64 * std::f64::consts::SQRT_2),
            );
            let tall = (STRIP - 16.0) * *count as f64 / most;
            let _ = write!(
                svg,
                "<rect x=\"{x:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{tall:.1}\" fill=\"#4a7fb5\"/>",
                base - tall,
                (end - x - 1.0).max(1.0)
            );
        }
        for (nanos, dashes) in [
            (figures.p50, ""),
            (figures.p95, " stroke-dasharray=\"3 3\""),
        ] {
            let x = scale(nanos.max(1) as f64);
            let _ = write!(
                svg,
                "<line x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{:.1}\" y2=\"{base:.1}\" stroke=\"#a33\"{dashes}/>",
                base - STRIP + 12.0
            );
        }
    }
    let mut tick = 10f64.powf(first.log10().ceil());
    while tick <= last {
        let x = scale(tick);
        let _ = write!(
            svg,
            "<line x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"0\" y2=\"{0:.1}\" stroke=\"#ddd\"/>\
             <text class=\"axis\" x=\"{x:.1}\" y=\"{1:.1}\" text-anchor=\"middle\">{2}</text>",
            height - 24.0,
            height - 8.0,
            round_time(tick)
        );
        tick *= 10.0;
    }
    svg.push_str("</svg><p class=\"axis\">Bars: queries by time, on a logarithmic scale. Line: p50. Dashed: p95.</p>");
    svg
}

/// For each class its p50, p95 and mean over the earlier ones: a point, and a line over its 95 % interval. What lies wholly on one
/// side of the line at 1 has changed.
fn changes(comparison: &Comparison, of_class: &[ClassFigures]) -> String {
    const STRIP: f64 = 46.0;
    let names = [("p50", "#4a7fb5"), ("p95", "#8a6db1"), ("mean", "#222")];
    let ratio = |class: Option<&str>, name: &str| {
        let mut figures = comparison.figures.iter();
        let found = figures.find(|figure| figure.class.as_deref() == class && figure.name == name);
        found
            .and_then(|figure| figure.change)
            .map(|change| change.ratio)
    };
    let widest = comparison
        .figures
        .iter()
        .filter(|figure| names.iter().any(|(name, _)| figure.name == *name))
        .filter_map(|figure| figure.change)
        .flat_map(|change| [change.ratio.low, change.ratio.high])
        .map(|ratio| ratio.max(1e-3).ln().abs());
    // As far to both sides, and at least a quarter.
    let widest = widest.fold(1.25f64.ln(), f64::max) * 1.05;
    let middle = f64::midpoint(LEFT, WIDTH - RIGHT);
    let half = (WIDTH - LEFT - RIGHT) / 2.0;
    let scale = |ratio: f64| middle + half * ratio.max(1e-3).ln() / widest;
    let height = STRIP * of_class.len() as f64 + 30.0;
    let mut svg = format!(
        "<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"change by class\">"
    );
    for tick in [0.1, 0.2, 0.5, 0.8, 0.9, 1.0, 1.1, 1.25, 2.0, 5.0, 10.0f64] {
        // Near ones would lie over each other where the scale is wide.
        let near = tick != 1.0 && tick.ln().abs() < widest / 12.0;
        if tick.ln().abs() > widest || near {
            continue;
        }
        let (x, color) = (scale(tick), if tick == 1.0 { "#555" } else { "#ddd" });
        let _ = write!(
            svg,
            "<line x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"0\" y2=\"{:.1}\" stroke=\"{color}\"/>\
             <text class=\"axis\" x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">x{tick}</text>",
            height - 24.0,
            height - 8.0,
        );
    }
    for (row, figures) in of_class.iter().enumerate() {
        let class = figures.class.as_deref();
        let top = STRIP * row as f64;
        let _ = write!(
            svg,
            "<text class=\"name\" x=\"0\" y=\"{:.1}\">{}</text>",
            top + STRIP / 2.0 + 4.0,
            escaped(class.unwrap_or("all"))
        );
        for (place, (name, color)) in names.iter().enumerate() {
            let Some(ratio) = ratio(class, name) else {
                continue;
            };
            let y = top + 11.0 + 12.0 * place as f64;
            let (low, at, high) = (scale(ratio.low), scale(ratio.value), scale(ratio.high));
            let _ = write!(
                svg,
                "<line x1=\"{low:.1}\" x2=\"{high:.1}\" y1=\"{y:.1}\" y2=\"{y:.1}\" stroke=\"{color}\" stroke-width=\"2\"/>\
                 <circle cx=\"{at:.1}\" cy=\"{y:.1}\" r=\"3.5\" fill=\"{color}\"/>"
            );
        }
    }
    svg.push_str(
        "</svg><p class=\"axis\">Now over earlier, with the 95 % interval, for each class: ",
    );
    let keys = names.map(|(name, color)| format!("<span style=\"color:{color}\">{name}</span>"));
    svg.push_str(&keys.join(", "));
    svg.push_str(". Left of x1 is faster.</p>");
    svg
}

/// A power of ten of nanoseconds.
fn round_time(nanos: f64) -> String {
    let (value, unit) = in_unit(nanos);
    format!("{value:.0} {unit}")
}

fn escaped(text: &str) -> String {
    plain(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::round_time;

    #[test]
    fn a_scale_has_round_times() {
        let times = [1e2, 1e3, 1e5, 1e6, 1e10].map(round_time);
        assert_eq!(times, ["100 ns", "1 µs", "100 µs", "1 ms", "10 s"]);
    }
}
