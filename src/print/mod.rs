//! Output formats. Each is one file and one arm of [`printer`]; nothing else knows them.

pub(crate) mod bench;
pub(crate) mod csv;
pub(crate) mod json;
pub(crate) mod markdown;
mod page;
pub(crate) mod text;
mod window;

use std::io::Write;
use std::ops::Range;

use onrecord_index::hit::{Facet, Hit, Passage, Tier};

use crate::args::Format;
use crate::place::Paths;
use crate::style::Style;

/// What is known before the first passage.
pub(crate) struct Summary<'a> {
    /// How many passages match, if that was counted.
    pub total: Option<u64>,
    /// How many would match without the filters, if there are any and that was counted.
    pub unfiltered: Option<u64>,
    /// How many parts the query has.
    pub parts: usize,
    /// The tier that `total` speaks of.
    pub matched: Option<Tier>,
    /// How many passages follow.
    pub parts_of_page: usize,
    pub facets: &'a [Facet],
}

/// A passage to be shown.
pub(crate) struct Shown<'a> {
    /// What made it a hit; `None` if it was asked for by its id.
    pub found: Option<Found<'a>>,
    pub passage: &'a Passage,
    /// The paragraphs around it, in order.
    pub around: &'a [Passage],
}

/// What made a passage a hit.
pub(crate) struct Found<'a> {
    pub rank: usize,
    pub score: f32,
    pub tier: Tier,
    pub highlights: &'a [Range<usize>],
    pub explanation: &'a [(String, f32)],
}

impl<'a> Found<'a> {
    pub fn of(hit: &'a Hit) -> Found<'a> {
        Found {
            rank: hit.rank,
            score: hit.score,
            tier: hit.tier,
            highlights: &hit.highlights,
            explanation: &hit.explanation,
        }
    }
}

impl Shown<'_> {
    /// The ranges to mark.
    fn marks(&self) -> &[Range<usize>] {
        self.found.as_ref().map_or(&[], |found| found.highlights)
    }
}

/// Writes passages in one format.
pub(crate) trait Printer {
    /// Before the first passage.
    fn begin(&mut self, summary: &Summary<'_>) -> anyhow::Result<()>;
    /// A passage.
    fn passage(&mut self, shown: &Shown<'_>) -> anyhow::Result<()>;
    /// After the last one.
    fn end(&mut self) -> anyhow::Result<()>;
}

/// The printer of a format.
pub(crate) fn printer<'a>(
    format: Format,
    style: Style,
    paths: Paths,
    out: &'a mut dyn Write,
) -> Box<dyn Printer + 'a> {
    match format {
        Format::Text if style.terminal => Box::new(text::Terminal::new(style, paths, out)),
        Format::Text => Box::new(text::Lines::new(style, paths, out)),
        Format::Json => Box::new(json::Object::new(out)),
        Format::Jsonl => Box::new(json::Lines::new(out)),
        Format::Csv => Box::new(csv::Table::new(out)),
        Format::Markdown => Box::new(markdown::Quotes::new(paths, out)),
    }
}

/// A number as people read it: 12,345.
pub(crate) fn number(value: u64) -> String {
    let digits = value.to_string();
    let mut shown = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

/// A number with what it counts: `1 passage`, `2,000 passages`.
pub(crate) fn counted(count: u64, one: &str, several: &str) -> String {
    format!(
        "{} {}",
        number(count),
        if count == 1 { one } else { several }
    )
}

/// A time in a recording: 1:02:03, or 2:03.
pub(crate) fn clock(ms: u64) -> String {
    let (hours, minutes, seconds) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1_000 % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::{clock, number};

    #[test]
    fn numbers_and_times_as_people_read_them() {
        assert_eq!(number(0), "0");
        assert_eq!(number(999), "999");
        assert_eq!(number(1_234_567), "1,234,567");
        assert_eq!(clock(3_723_000), "1:02:03");
        assert_eq!(clock(63_999), "1:03");
    }
}
