//! JSON Lines: one object per passage or quotation, by `schema`. Facets, if the user asked for
//! them, are one more object at the end, which is the only one with a key `facets`.

use std::io::Write;

use onrecord_index::verify::trace::Trace;
use serde_json::json;

use crate::print::printer::{Checked, Count, Printer, Quote, Shown, Summary, Totals};
use crate::print::schema::{
    PassageJson, QuoteJson, SCHEMA_VERSION, count_json, facets_json, facets_more_json,
    facets_without_json, safe,
};
use crate::print::verdict::schema::{TracedJson, VerdictJson};

pub(super) struct Jsonl<'a> {
    out: &'a mut dyn Write,
    /// The line with the facets.
    last: Option<String>,
}

impl<'a> Jsonl<'a> {
    pub fn new(out: &'a mut dyn Write) -> Jsonl<'a> {
        Jsonl { out, last: None }
    }
}

impl Printer for Jsonl<'_> {
    fn begin(&mut self, summary: &Summary<'_>) -> anyhow::Result<()> {
        if !summary.facets.is_empty() {
            self.last = Some(safe(&json!({
                "schema_version": SCHEMA_VERSION,
                "total": summary.total,
                "every": summary.every,
                "matched": summary.matched,
                "facets": facets_json(summary.facets),
                "facets_more": facets_more_json(summary.facets),
                "facets_without": facets_without_json(summary.facets),
            }))?);
        }
        Ok(())
    }

    fn passage(&mut self, shown: &Shown<'_>) -> anyhow::Result<()> {
        writeln!(self.out, "{}", safe(&PassageJson::of_shown(shown))?)?;
        Ok(())
    }

    fn begin_quotes(&mut self) -> anyhow::Result<()> {
        Ok(())
    }

    fn quote(&mut self, quote: &Quote<'_>) -> anyhow::Result<()> {
        writeln!(self.out, "{}", safe(&QuoteJson::of(quote))?)?;
        Ok(())
    }

    fn begin_verdicts(&mut self) -> anyhow::Result<()> {
        Ok(())
    }

    fn verdict(&mut self, checked: &Checked<'_>) -> anyhow::Result<()> {
        writeln!(self.out, "{}", safe(&VerdictJson::of(checked))?)?;
        // Whoever feeds a batch line by line waits for each answer.
        Ok(self.out.flush()?)
    }

    fn end_verdicts(&mut self, _: &Totals) -> anyhow::Result<()> {
        Ok(())
    }

    fn trace(&mut self, found: &Trace) -> anyhow::Result<()> {
        for place in &found.places {
            writeln!(self.out, "{}", safe(&TracedJson::of(place))?)?;
        }
        Ok(())
    }

    fn end(&mut self) -> anyhow::Result<()> {
        if let Some(last) = &self.last {
            writeln!(self.out, "{last}")?;
        }
        Ok(())
    }

    fn count(&mut self, count: &Count<'_>) -> anyhow::Result<()> {
        writeln!(self.out, "{}", safe(&count_json(count))?)?;
        Ok(())
    }
}
