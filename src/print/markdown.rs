//! Markdown, to be pasted into a document: block quotes with their sources, or a table of
//! latencies.
//!
//! A person's name alone signs a quotation only if every word of it is that person's own. Under
//! prose the signature says who is quoted in it and who is only reported.

use std::io::Write;
use std::ops::Range;

use onrecord_index::document::manner::Manner;
use onrecord_index::hit::Passage;
use onrecord_index::measure::replay::classes;
use onrecord_index::verify::report::Place;
use onrecord_index::verify::trace::Trace;

use crate::paths::Paths;
use crate::print::figures::{HEADINGS, cells, time};
use crate::print::number::{counted, number};
use crate::print::people::{copies, introduction, part, people, said_at};
use crate::print::printer::{Checked, Count, Latencies, Printer, Quote, Shown, Summary, Totals};
use crate::print::text::highlight::{explained, shortened};
use crate::print::text::lines::print_count;
use crate::print::verdict::difference::{Piece, difference, inline, spaced};
use crate::print::verdict::sentences::{headline, located, notes, position, speaker, summary};
use crate::style::plain;

/// Columns of a quotation's beginning in a signature: enough to tell it from others.
const BEGINNING: usize = 40;

pub(super) struct Markdown<'a> {
    paths: Paths,
    out: &'a mut dyn Write,
}

impl<'a> Markdown<'a> {
    pub fn new(paths: Paths, out: &'a mut dyn Write) -> Markdown<'a> {
        Markdown { paths, out }
    }
}

impl Markdown<'_> {
    /// Section, file, line, time, part and date.
    fn source(&self, passage: &Passage) -> Vec<String> {
        let mut source: Vec<String> = Vec::new();
        if !passage.section.is_empty() {
            source.push(escaped(&passage.section.join(" > ")));
        }
        let cited = self.paths.cited(&passage.path, &passage.doc, passage.line);
        let mut path = escaped(&cited);
        if let Some(line) = passage.line {
            path.push_str(&format!(":{line}"));
        }
        if let Some(time) = said_at(passage) {
            path.push_str(&format!(" {time}"));
        }
        source.push(path);
        source.extend(part(passage));
        source.extend(passage.date.as_deref().map(escaped));
        source
    }
}

impl Markdown<'_> {
    /// Section, file, line and date of a place.
    fn place(&self, place: &Place) -> String {
        let mut source: Vec<String> = Vec::new();
        if !place.section.is_empty() {
            source.push(escaped(&place.section.join(" > ")));
        }
        source.push(escaped(&located(place, &self.paths)));
        source.extend(place.date.as_deref().map(escaped));
        source.join(", ")
    }
}

/// A quotation in pieces: words that the source does not have are bold, and those that it has
/// besides are struck out.
fn marked(pieces: &[Piece<'_>]) -> String {
    spaced(pieces.iter().map(|piece| match piece {
        Piece::Same(text) => (escaped(text), false),
        Piece::Added(text) => (format!("**{}**", escaped(text)), true),
        Piece::Missing(text) => (format!("~~{}~~", escaped(text)), true),
    }))
}

impl Printer for Markdown<'_> {
    fn begin(&mut self, summary: &Summary<'_>) -> anyhow::Result<()> {
        if let Some(total) = summary.total {
            let shown = number(summary.page_len as u64);
            let passages = counted(total, "passage", "passages");
            let every = match summary.every {
                Some(every) if every < total => {
                    let have = if every == 1 { "has" } else { "have" };
                    format!("; {} {have} every word", number(every))
                }
                _ => String::new(),
            };
            writeln!(self.out, "{shown} of {passages}{every}\n")?;
        }
        for facet in summary.facets {
            let value =
                |(value, count): &(String, u64)| format!("{} {}", escaped(value), number(*count));
            let values: Vec<String> = facet.counts.iter().map(value).collect();
            writeln!(
                self.out,
                "- {}: {}",
                facet.property.name(),
                values.join(", ")
            )?;
        }
        if !summary.facets.is_empty() {
            writeln!(self.out)?;
        }
        Ok(())
    }

    fn passage(&mut self, shown: &Shown<'_>) -> anyhow::Result<()> {
        let passage = shown.passage;
        let (before, after) = shown.before_and_after();
        for other in before {
            writeln!(self.out, "{}\n>", beside(other, passage))?;
        }
        let text = highlighted(&passage.text, shown.highlights());
        writeln!(self.out, "> {text}\n>")?;
        let mut source: Vec<String> = Vec::new();
        source.extend(signature(passage));
        source.extend(self.source(passage));
        if shown.stale.is_some() {
            source.push(shown.stale_text().to_owned());
        }
        writeln!(self.out, "> — {}", source.join(", "))?;
        if let Some(copies) = copies(shown.copies(), &self.paths) {
            writeln!(self.out, ">\n> {}", escaped(&copies))?;
        }
        if let Some((score, parts)) = shown.explanation() {
            writeln!(self.out, ">\n> score {}", escaped(&explained(score, parts)))?;
        }
        for other in after {
            writeln!(self.out, ">\n{}", beside(other, passage))?;
        }
        writeln!(self.out)?;
        Ok(())
    }

    fn begin_quotes(&mut self) -> anyhow::Result<()> {
        Ok(())
    }

    fn quote(&mut self, quote: &Quote<'_>) -> anyhow::Result<()> {
        let words = highlighted(quote.words(), &quote.highlights());
        writeln!(self.out, "> {words}\n>")?;
        let speaker = format!("**{}**", escaped(&quote.speaker()));
        let mut source = vec![match quote.utterance.manner() {
            Manner::Said => speaker,
            _ => format!("reported: {speaker}"),
        }];
        source.extend(self.source(quote.passage));
        writeln!(self.out, "> — {}\n", source.join(", "))?;
        Ok(())
    }

    fn begin_verdicts(&mut self) -> anyhow::Result<()> {
        Ok(())
    }

    fn verdict(&mut self, checked: &Checked<'_>) -> anyhow::Result<()> {
        let difference = difference(checked.quote, checked.verdict);
        let quote = marked(&difference);
        writeln!(self.out, "- **{}**", escaped(&headline(checked)))?;
        let at = checked.at.as_ref().map(position);
        let at = at
            .map(|at| format!(" ({})", escaped(&at)))
            .unwrap_or_default();
        writeln!(self.out, "  > {quote}{at}")?;
        let mut lines = Vec::new();
        lines.extend(speaker(checked).map(|text| escaped(&text)));
        lines.extend(
            checked
                .verdict
                .source
                .as_ref()
                .map(|place| self.place(place)),
        );
        if !lines.is_empty() {
            writeln!(self.out, "  >\n  > — {}", lines.join(", "))?;
        }
        for note in notes(checked) {
            writeln!(self.out, "  - {}", escaped(&note))?;
        }
        writeln!(self.out)?;
        Ok(())
    }

    fn end_verdicts(&mut self, totals: &Totals) -> anyhow::Result<()> {
        if !totals.single {
            writeln!(self.out, "{}", escaped(&summary(totals)))?;
        }
        Ok(())
    }

    fn trace(&mut self, found: &Trace) -> anyhow::Result<()> {
        let first = found.places.first();
        for traced in &found.places {
            let place = &traced.place;
            let difference = match first {
                Some(first) if !traced.edits.is_empty() => inline(
                    &first.place.selector.exact,
                    &place.selector.exact,
                    &traced.edits,
                ),
                _ => vec![Piece::Same(&place.selector.exact)],
            };
            let words = marked(&difference);
            writeln!(self.out, "> {words}\n>")?;
            let mut source = vec![traced.relation.name().to_owned()];
            if !place.speakers.is_empty() {
                source.push(format!("**{}**", escaped(&place.speakers.join(", "))));
            }
            source.push(self.place(place));
            writeln!(self.out, "> — {}\n", source.join(", "))?;
        }
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

/// Who speaks in a passage: `**Anna Berg**` if every word is hers, otherwise `quoted: **Anna
/// Berg**; reported: **Karl Holm**`. `None` if nobody does.
fn signature(passage: &Passage) -> Option<String> {
    let people = people(passage);
    if people.iter().all(|voice| voice.is_all) {
        let names: Vec<&str> = people.iter().map(|voice| voice.speaker).collect();
        let names = escaped(&names.join(", "));
        return (!people.is_empty()).then(|| format!("**{names}**"));
    }
    // Where several people are quoted, the reader must see whose words are whose.
    let mut quoted = passage
        .utterances
        .iter()
        .filter(|utterance| utterance.verbatim);
    let first = quoted.next().map(|utterance| &utterance.speaker);
    let several = quoted.any(|utterance| Some(&utterance.speaker) != first);
    let named = people.iter().map(|voice| {
        let how = match voice.manner() {
            Manner::Said => "quoted",
            Manner::Reported => "reported",
            Manner::SaidAndReported => "quoted in part",
        };
        let words = match several && !voice.said.is_empty() {
            true => format!(" ({})", escaped(&beginnings(passage, &voice.said))),
            false => String::new(),
        };
        format!("{how}: **{}**{words}", escaped(voice.speaker))
    });
    Some(named.collect::<Vec<_>>().join("; "))
}

/// The first words of each range, so that a reader finds them in the text.
fn beginnings(passage: &Passage, ranges: &[Range<usize>]) -> String {
    let begin = |range: &Range<usize>| {
        let words = passage.text.get(range.clone()).unwrap_or_default();
        shortened(words, BEGINNING)
    };
    ranges.iter().map(begin).collect::<Vec<_>>().join(" ")
}

/// A paragraph next to the passage, after its own speakers and place.
fn beside(other: &Passage, passage: &Passage) -> String {
    let introduction = introduction(other, passage);
    let text = escaped(&other.text);
    if introduction.is_empty() {
        format!("> {text}")
    } else {
        format!("> *{}:* {text}", escaped(&introduction))
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
