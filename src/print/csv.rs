//! CSV for spreadsheets: one row per passage, or per class of queries.
//!
//! A spreadsheet takes a cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return for a
//! formula, and some ignore spaces before it. Such a cell gets an apostrophe in front.

use std::borrow::Cow;
use std::io::Write;

use onrecord_index::hit::Stale;
use onrecord_index::measure::replay::classes;

use crate::print::printer::{Count, Latencies, Printer, Shown, Summary};
use crate::print::text::lines::print_count;
use crate::style::plain;

/// Columns of passages.
const COLUMNS: [&str; 13] = [
    "rank",
    "score",
    "id",
    "path",
    "line",
    "section",
    "speakers",
    "kind",
    "date",
    "start_ms",
    "highlights",
    "text",
    "stale",
];

/// Columns of latencies.
const LATENCY_COLUMNS: [&str; 10] = [
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
];

pub(super) struct Csv<'a> {
    out: &'a mut dyn Write,
}

impl<'a> Csv<'a> {
    pub fn new(out: &'a mut dyn Write) -> Csv<'a> {
        Csv { out }
    }

    /// A writer over `out` would flush it after every row.
    fn row<'c>(&mut self, cells: impl IntoIterator<Item = &'c str>) -> anyhow::Result<()> {
        let mut row = csv::Writer::from_writer(Vec::new());
        let cells: Vec<Cow<'_, str>> = cells.into_iter().map(guarded).collect();
        row.write_record(cells.iter().map(|cell| cell.as_bytes()))?;
        self.out.write_all(&row.into_inner()?)?;
        Ok(())
    }
}

impl Printer for Csv<'_> {
    fn begin(&mut self, _: &Summary<'_>) -> anyhow::Result<()> {
        self.row(COLUMNS)
    }

    fn passage(&mut self, shown: &Shown<'_>) -> anyhow::Result<()> {
        let passage = shown.passage;
        let highlights: Vec<String> = shown
            .highlights()
            .iter()
            .map(|range| format!("{}-{}", range.start, range.end))
            .collect();
        let optional = |value: Option<String>| value.unwrap_or_default();
        let row = [
            optional(shown.hit.map(|hit| hit.rank.to_string())),
            optional(shown.hit.map(|hit| format!("{:.4}", hit.score))),
            passage.id.to_string(),
            passage.path.clone(),
            optional(passage.line.map(|line| line.to_string())),
            passage.section.join(" > "),
            passage.speakers.join("; "),
            passage.kind.name().to_owned(),
            passage.date.clone().unwrap_or_default(),
            optional(passage.start_ms.map(|ms| ms.to_string())),
            highlights.join(" "),
            passage.text.clone(),
            shown.stale.map_or("", Stale::name).to_owned(),
        ];
        self.row(row.iter().map(String::as_str))
    }

    fn end(&mut self) -> anyhow::Result<()> {
        Ok(())
    }

    fn count(&mut self, count: &Count<'_>) -> anyhow::Result<()> {
        print_count(count, self.out)
    }

    fn latencies(&mut self, latencies: &Latencies<'_>) -> anyhow::Result<()> {
        self.row(LATENCY_COLUMNS)?;
        for figures in classes(&latencies.recording.topics) {
            let row = [
                figures.class.as_deref().unwrap_or("all").to_owned(),
                figures.n.to_string(),
                figures.hits.to_string(),
                figures.p50.to_string(),
                figures.p90.to_string(),
                figures.p95.to_string(),
                figures.p99.to_string(),
                figures.max.to_string(),
                format!("{:.0}", figures.mean),
                format!("{:.1}", figures.per_second),
            ];
            self.row(row.iter().map(String::as_str))?;
        }
        Ok(())
    }
}

/// A cell that no spreadsheet takes for a formula.
fn guarded(cell: &str) -> Cow<'_, str> {
    let shown = plain(cell);
    // East Asian keyboards type the wide forms of the signs, and spreadsheets accept them.
    let signs = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    if cell.starts_with(['\t', '\r', '\n']) || shown.trim_start().starts_with(signs) {
        Cow::Owned(format!("'{shown}"))
    } else {
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::guarded;

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(guarded("=1+1"), "'=1+1");
        assert_eq!(guarded("-3"), "'-3");
        assert_eq!(guarded("\t=1"), "' =1");
        assert_eq!(guarded("\rx"), "' x");
        assert_eq!(guarded(" @x"), "' @x");
        assert_eq!(guarded("＝1"), "'＝1");
        assert_eq!(guarded("Anna Berg"), "Anna Berg");
    }
}
