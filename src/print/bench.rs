//! What `bench` prints: figures by class, a histogram, the slowest queries, the comparison and the gates.

use std::fmt::Write as _;
use std::io::Write;

use onrecord_index::measure::compare::Comparison;
use onrecord_index::measure::gate::Verdict;
use onrecord_index::measure::replay::{ClassFigures, Recording, classes, histogram, slowest};
use serde_json::json;

use crate::args::BenchFormat;
use crate::print::markdown::escaped as escape;
use crate::print::{number, page};
use crate::style::plain;

/// Queries named as the slowest, and as those that moved most.
pub(super) const NAMED: usize = 10;
/// Columns of the longest bar of the histogram.
const BAR: usize = 40;

pub(crate) struct Report<'a> {
    pub recording: &'a Recording,
    /// Opening the index and answering the first query, before anything was warm.
    pub cold_nanos: u64,
    pub comparison: Option<&'a Comparison>,
    pub verdicts: &'a [Verdict],
}

pub(crate) fn print(
    format: BenchFormat,
    report: &Report<'_>,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    match format {
        BenchFormat::Text => text(report, out),
        BenchFormat::Json => json_object(report, out),
        BenchFormat::Markdown => markdown(report, out),
        BenchFormat::Csv => csv(report, out),
        BenchFormat::Html => page::print(report, out),
    }
}

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
    [
        plain(figures.class.as_deref().unwrap_or("all")).into_owned(),
        number(figures.n as u64),
        number(figures.hits),
        time(figures.p50),
        time(figures.p90),
        time(figures.p95),
        time(figures.p99),
        time(figures.max),
        time(figures.mean as u64),
        number(figures.per_second as u64),
        change(figures.class.as_deref(), "mean", comparison),
    ]
}

/// The ratio of a figure to the earlier one with its interval; empty without a comparison.
fn change(class: Option<&str>, name: &str, comparison: Option<&Comparison>) -> String {
    let figures = comparison.map(|comparison| &comparison.figures);
    let found = figures.and_then(|figures| {
        figures
            .iter()
            .find(|f| f.class.as_deref() == class && f.name == name)
    });
    found
        .and_then(|figure| figure.change.as_ref())
        .map_or_else(String::new, |change| {
            let ratio = change.ratio;
            format!(
                "x{:.3} ({:.3} to {:.3})",
                ratio.value, ratio.low, ratio.high
            )
        })
}

fn text(report: &Report<'_>, out: &mut dyn Write) -> anyhow::Result<()> {
    let recording = report.recording;
    for (key, value) in &recording.about {
        writeln!(out, "{:<8} {}", plain(key), plain(value))?;
    }
    let rounds = recording
        .topics
        .first()
        .map_or(0, |times| times.nanos.len());
    writeln!(
        out,
        "queries  {}, {rounds} rounds; a query's figure is the median of its rounds",
        recording.topics.len()
    )?;
    writeln!(
        out,
        "cold     {} from opening the index to the first answer",
        time(report.cold_nanos)
    )?;
    writeln!(out)?;
    let mut rows: Vec<[String; 11]> = vec![HEADINGS.map(str::to_owned)];
    rows.extend(
        classes(&recording.topics)
            .iter()
            .map(|figures| cells(figures, report.comparison)),
    );
    let columns = if report.comparison.is_some() { 11 } else { 10 };
    for row in &rows {
        let mut line = String::new();
        for (place, cell) in row.iter().take(columns).enumerate() {
            let width = rows
                .iter()
                .map(|row| row[place].chars().count())
                .max()
                .unwrap_or(0);
            let gap = width - cell.chars().count();
            let (before, after) = if place == 0 { (0, gap) } else { (gap, 0) };
            let _ = write!(line, "{:before$}{cell}{:after$}  ", "", "");
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    writeln!(out)?;
    let steps = histogram(&recording.topics);
    let most = steps
        .iter()
        .map(|(_, count)| *count)
        .max()
        .unwrap_or(1)
        .max(1);
    for (begin, count) in &steps {
        let bar = (count * BAR).div_ceil(most);
        writeln!(
            out,
            "{:>9}  {:<BAR$}  {count}",
            time(*begin),
            "#".repeat(bar)
        )?;
    }
    if let Some(throughput) = recording.throughput {
        writeln!(
            out,
            "\n{} threads: {} searches a second",
            throughput.threads,
            number(throughput.per_second() as u64)
        )?;
    }
    writeln!(out, "\nslowest")?;
    for times in slowest(&recording.topics, NAMED) {
        writeln!(
            out,
            "{:>9}  {}  {} hits",
            time(times.median()),
            plain(&times.id),
            number(times.hits)
        )?;
    }
    if let Some(comparison) = report.comparison {
        compared(comparison, out)?;
    }
    for verdict in report.verdicts {
        writeln!(
            out,
            "{}  {}",
            if verdict.failed { "FAILED" } else { "kept  " },
            plain(&verdict.to_string())
        )?;
    }
    Ok(())
}

fn compared(comparison: &Comparison, out: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(out, "\ncompared with the earlier run")?;
    for (key, earlier, new) in &comparison.differs {
        writeln!(
            out,
            "  not the same {}: {} then, {} now",
            plain(key),
            plain(earlier),
            plain(new)
        )?;
    }
    for name in ["p50", "p95", "mean"] {
        writeln!(out, "  {name:<5} {}", change(None, name, Some(comparison)))?;
    }
    if comparison.unpaired > 0 {
        writeln!(
            out,
            "  {} queries are in one run only",
            number(comparison.unpaired as u64)
        )?;
    }
    writeln!(
        out,
        "  hits changed for {} queries",
        number(comparison.hits.len() as u64)
    )?;
    for (id, earlier, new) in comparison.hits.iter().take(NAMED) {
        writeln!(
            out,
            "    {}: {} then, {} now",
            plain(id),
            number(*earlier),
            number(*new)
        )?;
    }
    writeln!(out, "  moved most")?;
    for (id, ratio) in comparison.moved.iter().take(NAMED) {
        writeln!(out, "    x{ratio:.2}  {}", plain(id))?;
    }
    Ok(())
}

fn json_object(report: &Report<'_>, out: &mut dyn Write) -> anyhow::Result<()> {
    let recording = report.recording;
    let steps: Vec<_> = histogram(&recording.topics)
        .iter()
        .map(|(begin, count)| json!({"from_ns": begin, "queries": count}))
        .collect();
    let named: Vec<_> = slowest(&recording.topics, NAMED)
        .iter()
        .map(|times| json!({"id": times.id, "median_ns": times.median(), "hits": times.hits}))
        .collect();
    let verdicts: Vec<_> = report
        .verdicts
        .iter()
        .map(|verdict| json!({"gate": verdict.gate, "failed": verdict.failed, "measured": verdict.to_string()}))
        .collect();
    let object = json!({
        "schema_version": 1,
        "about": recording.about,
        "cold_ns": report.cold_nanos,
        "classes": classes(&recording.topics),
        "histogram": steps,
        "slowest": named,
        "throughput": recording.throughput,
        "comparison": report.comparison,
        "gates": verdicts,
    });
    writeln!(out, "{}", super::json::safe(&object)?)?;
    Ok(())
}

fn markdown(report: &Report<'_>, out: &mut dyn Write) -> anyhow::Result<()> {
    for (key, value) in &report.recording.about {
        writeln!(out, "- {}: {}", escape(key), escape(value))?;
    }
    writeln!(out, "- cold: {}\n", time(report.cold_nanos))?;
    writeln!(out, "| {} |", HEADINGS.join(" | "))?;
    writeln!(out, "|{}", "---|".repeat(HEADINGS.len()))?;
    for figures in classes(&report.recording.topics) {
        writeln!(
            out,
            "| {} |",
            cells(&figures, report.comparison)
                .map(|cell| escape(&cell))
                .join(" | ")
        )?;
    }
    for verdict in report.verdicts {
        writeln!(
            out,
            "\n{}: {}",
            if verdict.failed { "FAILED" } else { "kept" },
            escape(&verdict.to_string())
        )?;
    }
    Ok(())
}

fn csv(report: &Report<'_>, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record([
        "class",
        "n",
        "hits",
        "p50_ns",
        "p90_ns",
        "p95_ns",
        "p99_ns",
        "max_ns",
        "mean_ns",
        "per_second",
    ])?;
    for figures in classes(&report.recording.topics) {
        let numbers = [
            figures.p50,
            figures.p90,
            figures.p95,
            figures.p99,
            figures.max,
        ]
        .map(|nanos| nanos.to_string());
        let class = super::csv::guarded(figures.class.as_deref().unwrap_or("all")).into_owned();
        let head = [class, figures.n.to_string(), figures.hits.to_string()];
        let tail = [
            format!("{:.0}", figures.mean),
            format!("{:.1}", figures.per_second),
        ];
        table.write_record(head.iter().chain(&numbers).chain(&tail))?;
    }
    table.flush()?;
    Ok(())
}

/// Nanoseconds as people read them: three digits and a unit.
pub(super) fn time(nanos: u64) -> String {
    let (value, unit) = in_unit(nanos as f64);
    let digits = if value < 10.0 {
        2
    } else {
        usize::from(value < 100.0)
    };
    format!("{value:.digits$} {unit}")
}

/// Nanoseconds in the largest unit of which they hold one.
pub(super) fn in_unit(nanos: f64) -> (f64, &'static str) {
    match nanos {
        n if n < 1e3 => (n, "ns"),
        n if n < 1e6 => (n / 1e3, "µs"),
        n if n < 1e9 => (n / 1e6, "ms"),
        n => (n / 1e9, "s"),
    }
}

#[cfg(test)]
mod tests {
    use super::time;

    #[test]
    fn times_have_three_digits() {
        assert_eq!(time(7), "7.00 ns");
        assert_eq!(time(12_345), "12.3 µs");
        assert_eq!(time(999_000_000), "999 ms");
        assert_eq!(time(2_500_000_000), "2.50 s");
    }
}
