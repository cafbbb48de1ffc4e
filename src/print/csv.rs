//! CSV for spreadsheets: one row per passage, quotation, value of a facet, or class of queries.
//!
//! The paragraphs around a passage are lines of two cells, each after its own speaker.
//! A spreadsheet takes a cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return for a
//! formula, and some ignore spaces before it. Such a cell gets an apostrophe in front.

use std::borrow::Cow;
use std::io::Write;

use onrecord_index::document::manner::{Manner, manner};
use onrecord_index::hit::{Passage, Stale, Tier};
use onrecord_index::measure::replay::classes;
use onrecord_index::verify::trace::Trace;

use crate::print::people::{introduction, place};
use crate::print::printer::{Checked, Count, Latencies, Printer, Quote, Shown, Summary, Totals};
use crate::print::text::highlight::explained;
use crate::print::verdict::rows::{TRACE_COLUMNS, VERDICT_COLUMNS, trace_row, verdict_row};
use crate::style::plain;

/// Columns of passages.
const COLUMNS: [&str; 18] = [
    "rank",
    "score",
    "tier",
    "id",
    "path",
    "line",
    "section",
    "speakers",
    "how",
    "kind",
    "date",
    "start_ms",
    "after_ms",
    "part",
    "parts",
    "highlights",
    "text",
    "stale",
];

/// Columns of passages if the user asks for the paragraphs around them.
const CONTEXT_COLUMNS: [&str; 2] = ["before", "after"];

/// The column of passages if the user asks how scores are composed.
const EXPLANATION_COLUMN: &str = "explanation";

/// The columns of passages if near-identical ones are folded: how many, and where they are.
const COPY_COLUMNS: [&str; 2] = ["copies", "copy_places"];

/// Columns of quotations.
const QUOTE_COLUMNS: [&str; 11] = [
    "rank", "id", "path", "line", "section", "speaker", "how", "date", "start_ms", "after_ms",
    "words",
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
    context: bool,
    explain: bool,
    fold: bool,
}

impl<'a> Csv<'a> {
    pub fn new(out: &'a mut dyn Write) -> Csv<'a> {
        Csv {
            out,
            context: false,
            explain: false,
            fold: false,
        }
    }

    fn row<'c>(&mut self, cells: impl IntoIterator<Item = &'c str>) -> anyhow::Result<()> {
        self.write(cells.into_iter().map(guarded).collect())
    }

    /// A writer over `out` would flush it after every row.
    fn write(&mut self, cells: Vec<Cow<'_, str>>) -> anyhow::Result<()> {
        let mut row = csv::Writer::from_writer(Vec::new());
        row.write_record(cells.iter().map(|cell| cell.as_bytes()))?;
        self.out.write_all(&row.into_inner()?)?;
        Ok(())
    }
}

impl Printer for Csv<'_> {
    fn begin(&mut self, summary: &Summary<'_>) -> anyhow::Result<()> {
        self.context = summary.context;
        self.explain = summary.explain;
        self.fold = summary.fold;
        let context = CONTEXT_COLUMNS.into_iter().filter(|_| summary.context);
        let explanation = summary.explain.then_some(EXPLANATION_COLUMN);
        let copies = COPY_COLUMNS.into_iter().filter(|_| summary.fold);
        let columns = COLUMNS.into_iter().chain(context).chain(explanation);
        self.row(columns.chain(copies))
    }

    fn passage(&mut self, shown: &Shown<'_>) -> anyhow::Result<()> {
        let passage = shown.passage;
        let highlights: Vec<String> = shown
            .highlights()
            .iter()
            .map(|range| format!("{}-{}", range.start, range.end))
            .collect();
        let optional = |value: Option<String>| value.unwrap_or_default();
        let number = |number: Option<u32>| optional(number.map(|number| number.to_string()));
        let tier = shown.hit.map(|hit| match hit.tier {
            Tier::All => "all".to_owned(),
            Tier::Across => "across".to_owned(),
            Tier::Some => "some".to_owned(),
            Tier::Meaning => "meaning".to_owned(),
        });
        let row = [
            optional(shown.hit.map(|hit| hit.rank.to_string())),
            optional(shown.hit.map(|hit| format!("{:.4}", hit.score))),
            optional(tier),
            passage.id.to_string(),
            passage.path.clone(),
            number(passage.line),
            passage.section.join(" > "),
            passage.speakers.join("; "),
            manner(&passage.utterances)
                .map_or("", Manner::name)
                .to_owned(),
            passage.kind.name().to_owned(),
            passage.date.clone().unwrap_or_default(),
            optional(passage.start_ms.map(|ms| ms.to_string())),
            optional(passage.after_ms.map(|ms| ms.to_string())),
            number(passage.id.part),
            number(passage.parts),
            highlights.join(" "),
            passage.text.clone(),
            shown.stale.map_or("", Stale::name).to_owned(),
        ];
        let mut cells: Vec<Cow<'_, str>> = row.iter().map(|cell| guarded(cell)).collect();
        if self.context {
            let (before, after) = shown.before_and_after();
            cells.extend([before, after].map(|around| Cow::Owned(context(around, passage))));
        }
        if self.explain {
            let explained = shown
                .explanation()
                .map(|(score, parts)| explained(score, parts));
            cells.push(Cow::Owned(optional(explained)));
        }
        if self.fold {
            let copies = shown.copies();
            cells.push(Cow::Owned(copies.len().to_string()));
            let places: Vec<String> = copies.iter().map(place).collect();
            cells.push(Cow::Owned(guarded(&places.join("; ")).into_owned()));
        }
        self.write(cells)
    }

    fn begin_quotes(&mut self) -> anyhow::Result<()> {
        self.row(QUOTE_COLUMNS)
    }

    fn quote(&mut self, quote: &Quote<'_>) -> anyhow::Result<()> {
        let passage = quote.passage;
        let number = |number: Option<u64>| number.map(|n| n.to_string()).unwrap_or_default();
        let row = [
            number(quote.hit.map(|(_, rank)| rank as u64)),
            passage.id.to_string(),
            passage.path.clone(),
            number(passage.line.map(u64::from)),
            passage.section.join(" > "),
            quote.speaker(),
            quote.utterance.manner().name().to_owned(),
            passage.date.clone().unwrap_or_default(),
            number(passage.start_ms),
            number(passage.after_ms),
            quote.words().to_owned(),
        ];
        self.row(row.iter().map(String::as_str))
    }

    fn begin_verdicts(&mut self) -> anyhow::Result<()> {
        self.row(VERDICT_COLUMNS)
    }

    fn verdict(&mut self, checked: &Checked<'_>) -> anyhow::Result<()> {
        let row = verdict_row(checked);
        self.row(row.iter().map(String::as_str))
    }

    fn end_verdicts(&mut self, _: &Totals) -> anyhow::Result<()> {
        Ok(())
    }

    fn trace(&mut self, found: &Trace) -> anyhow::Result<()> {
        self.row(TRACE_COLUMNS)?;
        for place in &found.places {
            let row = trace_row(place);
            self.row(row.iter().map(String::as_str))?;
        }
        Ok(())
    }

    fn end(&mut self) -> anyhow::Result<()> {
        Ok(())
    }

    fn count(&mut self, count: &Count<'_>) -> anyhow::Result<()> {
        let asked = count.asked.to_string();
        if count.facets.is_empty() {
            return Ok(writeln!(self.out, "{asked}")?);
        }
        self.row(["field", "value", "passages"])?;
        self.row(["", "", &asked])?;
        for facet in count.facets {
            for (value, count) in &facet.counts {
                self.row([facet.property.name(), value, &count.to_string()])?;
            }
        }
        Ok(())
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

/// Paragraphs, each on a line after its speaker and place.
fn context(paragraphs: &[Passage], passage: &Passage) -> String {
    let line = |other: &Passage| {
        let introduction = introduction(other, passage);
        guarded(&format!("{introduction}: {}", other.text)).into_owned()
    };
    paragraphs.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// A cell of one line that no spreadsheet takes for a formula.
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
