//! A table for spreadsheets, one row a passage.
//!
//! A spreadsheet takes a cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return for a formula, whoever wrote it, and
//! some pass over spaces before it: such a cell gets an apostrophe before it.

use std::borrow::Cow;
use std::io::Write;

use crate::print::{Printer, Shown, Summary};
use crate::style::plain;

const COLUMNS: [&str; 12] = [
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
];

pub(crate) struct Table<'a> {
    out: csv::Writer<&'a mut dyn Write>,
}

impl<'a> Table<'a> {
    pub fn new(out: &'a mut dyn Write) -> Table<'a> {
        Table {
            out: csv::Writer::from_writer(out),
        }
    }
}

impl Printer for Table<'_> {
    fn begin(&mut self, _: &Summary<'_>) -> anyhow::Result<()> {
        self.out.write_record(COLUMNS)?;
        Ok(())
    }

    fn passage(&mut self, shown: &Shown<'_>) -> anyhow::Result<()> {
        let passage = shown.passage;
        let found = shown.found.as_ref();
        let marks: Vec<String> = shown
            .marks()
            .iter()
            .map(|mark| format!("{}-{}", mark.start, mark.end))
            .collect();
        let optional = |value: Option<String>| value.unwrap_or_default();
        let row = [
            optional(found.map(|found| found.rank.to_string())),
            optional(found.map(|found| format!("{:.4}", found.score))),
            passage.id.to_string(),
            passage.path.clone(),
            optional(passage.line.map(|line| line.to_string())),
            passage.section.join(" > "),
            passage.speakers.join("; "),
            passage.kind.name().to_owned(),
            passage.date.clone().unwrap_or_default(),
            optional(passage.start_ms.map(|ms| ms.to_string())),
            marks.join(" "),
            passage.text.clone(),
        ];
        self.out
            .write_record(row.iter().map(|cell| guarded(cell).into_owned()))?;
        Ok(())
    }

    fn end(&mut self) -> anyhow::Result<()> {
        self.out.flush()?;
        Ok(())
    }
}

/// A cell that no spreadsheet takes for a formula.
pub(crate) fn guarded(cell: &str) -> Cow<'_, str> {
    let shown = plain(cell);
    // The wide forms of the signs stand for the same on keyboards of East Asia.
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
