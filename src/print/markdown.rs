//! Markdown, to be pasted into a document: block quotes with their sources, or a table of
//! latencies.

use std::io::Write;
use std::ops::Range;

use onrecord_index::measure::replay::classes;

use crate::paths::Paths;
use crate::print::figures::{HEADINGS, cells, time};
use crate::print::number::{clock, counted, number};
use crate::print::printer::{Count, Latencies, Printer, Shown, Summary};
use crate::print::text::lines::print_count;
use crate::style::plain;

pub(super) struct Markdown<'a> {
    paths: Paths,
    out: &'a mut dyn Write,
}

impl<'a> Markdown<'a> {
    pub fn new(paths: Paths, out: &'a mut dyn Write) -> Markdown<'a> {
        Markdown { paths, out }
    }
}

impl Printer for Markdown<'_> {
    fn begin(&mut self, summary: &Summary<'_>) -> anyhow::Result<()> {
        if let Some(total) = summary.total {
            let shown = number(summary.page_len as u64);
            let total = counted(total, "passage", "passages");
            writeln!(self.out, "{shown} of {total}\n")?;
        }
        Ok(())
    }

    fn passage(&mut self, shown: &Shown<'_>) -> anyhow::Result<()> {
        let passage = shown.passage;
        let text = highlighted(&passage.text, shown.highlights());
        writeln!(self.out, "> {text}\n>")?;
        let mut source: Vec<String> = Vec::new();
        if !passage.speakers.is_empty() {
            source.push(format!("**{}**", escaped(&passage.speakers.join(", "))));
        }
        if !passage.section.is_empty() {
            source.push(escaped(&passage.section.join(" > ")));
        }
        let mut path = escaped(&self.paths.shown(&passage.path));
        if let Some(line) = passage.line {
            path.push_str(&format!(":{line}"));
        }
        if let Some(ms) = passage.start_ms {
            path.push_str(&format!(" at {}", clock(ms)));
        } else if let Some(ms) = passage.after_ms {
            path.push_str(&format!(" after {}", clock(ms)));
        }
        source.push(path);
        if let Some(date) = &passage.date {
            source.push(escaped(date));
        }
        if shown.stale.is_some() {
            source.push(shown.stale_text().to_owned());
        }
        writeln!(self.out, "> — {}\n", source.join(", "))?;
        Ok(())
    }

    fn end(&mut self) -> anyhow::Result<()> {
        Ok(())
    }

    fn count(&mut self, count: &Count<'_>) -> anyhow::Result<()> {
        print_count(count, self.out)
    }

    fn latencies(&mut self, latencies: &Latencies<'_>) -> anyhow::Result<()> {
        for (key, value) in &latencies.recording.about {
            writeln!(self.out, "- {}: {}", escaped(key), escaped(value))?;
        }
        writeln!(self.out, "- cold: {}\n", time(latencies.cold_nanos))?;
        writeln!(self.out, "| {} |", HEADINGS.join(" | "))?;
        writeln!(self.out, "|{}", "---|".repeat(HEADINGS.len()))?;
        for figures in classes(&latencies.recording.topics) {
            let cells = cells(&figures, latencies.comparison).map(|cell| escaped(&cell));
            writeln!(self.out, "| {} |", cells.join(" | "))?;
        }
        for verdict in latencies.verdicts {
            let outcome = if verdict.failed { "FAILED" } else { "kept" };
            let verdict = escaped(&verdict.to_string());
            writeln!(self.out, "\n{outcome}: {verdict}")?;
        }
        Ok(())
    }
}

fn highlighted(text: &str, ranges: &[Range<usize>]) -> String {
    let mut out = String::new();
    let mut at = 0;
    for range in ranges {
        out.push_str(&escaped(&text[at..range.start]));
        out.push_str(&format!("**{}**", escaped(&text[range.clone()])));
        at = range.end;
    }
    out.push_str(&escaped(&text[at..]));
    out
}

/// Text in which no character means anything to Markdown or HTML.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // "1. A" and "1) A" at the beginning are a list.
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    for (at, c) in plain(text).char_indices() {
        let opens_block = at == 0 && "#-+=>".contains(c);
        let opens_list = digits > 0 && at == digits && ".)".contains(c);
        if opens_block || opens_list || "\\`*_[]<>&|!~".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{escaped, highlighted};

    #[test]
    fn text_is_text_in_markdown() {
        assert_eq!(escaped("*a* <b> [c](d)"), "\\*a\\* \\<b\\> \\[c\\](d)");
        assert_eq!(escaped("1. ~~a~~ 2. b"), "1\\. \\~\\~a\\~\\~ 2. b");
        assert_eq!(highlighted("end the war", &[4..11]), "end **the war**");
    }
}
