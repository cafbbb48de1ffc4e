//! The answer of `bench`: figures by class, a histogram, the slowest queries, the comparison and
//! the gates.

use std::io::Write;

use onrecord_index::measure::compare::Comparison;
use onrecord_index::measure::replay::{Recording, classes, histogram, slowest};

use crate::print::figures::{HEADINGS, NAMED, cells, ratio, time};
use crate::print::number::{counted, number};
use crate::print::printer::Latencies;
use crate::print::text::tables::print_verdicts;
use crate::style::plain;

/// Columns of the longest bar of the histogram: it leaves room for time and count on 80 columns.
const BAR: usize = 40;

pub(super) fn print(latencies: &Latencies<'_>, out: &mut dyn Write) -> anyhow::Result<()> {
    let recording = latencies.recording;
    print_conditions(latencies, out)?;
    print_table(recording, latencies.comparison, out)?;
    print_histogram(recording, out)?;
    if let Some(throughput) = recording.throughput {
        let per_second = number(throughput.per_second() as u64);
        let threads = throughput.threads;
        writeln!(out, "\n{threads} threads: {per_second} searches per second")?;
    }
    writeln!(out, "\nslowest")?;
    for times in slowest(&recording.topics, NAMED) {
        let (median, id) = (time(times.median()), plain(&times.id));
        writeln!(
            out,
            "{median:>9}  {id}  {}",
            counted(times.hits, "hit", "hits")
        )?;
    }
    if let Some(comparison) = latencies.comparison {
        print_comparison(comparison, out)?;
    }
    print_verdicts(latencies.verdicts, out)
}

/// What the figures depend on.
fn print_conditions(latencies: &Latencies<'_>, out: &mut dyn Write) -> anyhow::Result<()> {
    let recording = latencies.recording;
    for (key, value) in &recording.about {
        writeln!(out, "{:<8} {}", plain(key), plain(value))?;
    }
    let first = recording.topics.first();
    let rounds = first.map_or(0, |times| times.nanos.len());
    let rounds = counted(rounds as u64, "round", "rounds");
    writeln!(
        out,
        "queries  {}, {rounds}; a query's figure is the median of its rounds",
        number(recording.topics.len() as u64)
    )?;
    let cold = time(latencies.cold_nanos);
    writeln!(
        out,
        "cold     {cold} from opening the index to the first answer\n"
    )?;
    Ok(())
}

/// A row per class: the first column aligned left, the others right.
fn print_table(
    recording: &Recording,
    comparison: Option<&Comparison>,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let of_class = classes(&recording.topics);
    let mut rows = vec![HEADINGS.map(str::to_owned)];
    rows.extend(of_class.iter().map(|figures| cells(figures, comparison)));
    let columns = HEADINGS.len() - usize::from(comparison.is_none());
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    for row in &rows {
        let aligned =
            row.iter()
                .zip(&widths)
                .enumerate()
                .map(|(column, (cell, width))| match column {
                    0 => format!("{cell:<width$}"),
                    _ => format!("{cell:>width$}"),
                });
        let line = aligned.collect::<Vec<_>>().join("  ");
        writeln!(out, "{}", line.trim_end())?;
    }
    writeln!(out)?;
    Ok(())
}

fn print_histogram(recording: &Recording, out: &mut dyn Write) -> anyhow::Result<()> {
    let steps = histogram(&recording.topics);
    let most = steps.iter().map(|(_, count)| *count).max();
    let most = most.unwrap_or(1).max(1);
    for (begin, count) in &steps {
        let bar = "#".repeat((count * BAR).div_ceil(most));
        writeln!(out, "{:>9}  {bar:<BAR$}  {count}", time(*begin))?;
    }
    Ok(())
}

fn print_comparison(comparison: &Comparison, out: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(out, "\ncompared with the earlier run")?;
    for (key, before, now) in &comparison.differs {
        let (key, before, now) = (plain(key), plain(before), plain(now));
        writeln!(out, "  {key} differs: {before} before, {now} now")?;
    }
    for name in ["p50", "p95", "mean"] {
        writeln!(out, "  {name:<5} {}", ratio(None, name, comparison))?;
    }
    if comparison.unpaired > 0 {
        let unpaired = counted(comparison.unpaired as u64, "query is", "queries are");
        writeln!(out, "  {unpaired} in one run only")?;
    }
    let changed = counted(comparison.hits.len() as u64, "query", "queries");
    writeln!(out, "  hits changed for {changed}")?;
    for (id, before, now) in comparison.hits.iter().take(NAMED) {
        let (before, now) = (number(*before), number(*now));
        writeln!(out, "    {}: {before} before, {now} now", plain(id))?;
    }
    writeln!(out, "  largest changes")?;
    for (id, ratio) in comparison.moved.iter().take(NAMED) {
        writeln!(out, "    x{ratio:.2}  {}", plain(id))?;
    }
    Ok(())
}
