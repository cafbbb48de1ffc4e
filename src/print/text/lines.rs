//! Passages and quotations for pipes, as grep prints matches: `path:line:speaker: text`.
//!
//! A field that is absent is empty. After a speaker's name, brackets say how prose gives the words.
//! The paragraphs around a passage have dashes for colons.

use std::io::Write;
use std::ops::Range;

use onrecord_index::hit::{Facet, Passage};

use crate::paths::Paths;
use crate::print::number::counted;
use crate::print::people::{copies, part, people_and_part, said_at};
use crate::print::printer::{Count, Quote, Shown, Summary};
use crate::print::text::highlight::{explained, highlighted};
use crate::style::{Style, plain};

pub(super) struct Lines {
    style: Style,
    paths: Paths,
    /// Printed after the passages.
    facets: Vec<Facet>,
}

impl Lines {
    pub fn new(style: Style, paths: Paths) -> Lines {
        Lines {
            style,
            paths,
            facets: Vec::new(),
        }
    }

    pub fn begin(&mut self, summary: &Summary<'_>) {
        self.facets = summary.facets.to_vec();
    }

    pub fn passage(&self, shown: &Shown<'_>, out: &mut dyn Write) -> anyhow::Result<()> {
        let (before, after) = shown.before_and_after();
        for other in before {
            self.line(other, "", &[], '-', out)?;
        }
        let mut mark = match shown.stale_text() {
            "" => String::new(),
            text => format!("[{text}] "),
        };
        if shown.is_by_meaning() {
            mark.push_str("[by meaning] ");
        }
        self.line(shown.passage, &mark, shown.highlights(), ':', out)?;
        for other in after {
            self.line(other, "", &[], '-', out)?;
        }
        if let Some(copies) = copies(shown.copies(), &self.paths) {
            writeln!(out, "# {}", plain(&copies))?;
        }
        if let Some((score, parts)) = shown.explanation() {
            writeln!(out, "# {}", explained(score, parts))?;
        }
        if !shown.around.is_empty() {
            writeln!(out, "--")?;
        }
        Ok(())
    }

    pub fn quote(&self, quote: &Quote<'_>, out: &mut dyn Write) -> anyhow::Result<()> {
        let passage = quote.passage;
        let path = self.paths.cited(&passage.path, &passage.doc, passage.line);
        let line = quote
            .passage
            .line
            .map_or_else(String::new, |n| n.to_string());
        let mut about = vec![quote.utterance.manner().name().to_owned()];
        about.extend(quote.passage.date.clone());
        about.extend(said_at(quote.passage));
        about.extend(part(quote.passage));
        if self.paths.lasting {
            about.push(quote.passage.id.to_string());
        }
        let words = quote.words();
        writeln!(
            out,
            "{}:{line}:{} ({}): {}",
            plain(&path),
            plain(&quote.speaker()),
            plain(&about.join(", ")),
            highlighted(words, 0..words.len(), &quote.highlights(), self.style)
        )?;
        Ok(())
    }

    pub fn end(&self, out: &mut dyn Write) -> anyhow::Result<()> {
        print_facets(&self.facets, out)
    }

    fn line(
        &self,
        passage: &Passage,
        mark: &str,
        highlights: &[Range<usize>],
        separator: char,
        out: &mut dyn Write,
    ) -> anyhow::Result<()> {
        let path = self.paths.cited(&passage.path, &passage.doc, passage.line);
        let line = passage.line.map_or_else(String::new, |n| n.to_string());
        let speakers = people_and_part(passage);
        let text = &passage.text;
        writeln!(
            out,
            "{}{separator}{line}{separator}{}{separator} {mark}{}",
            plain(&path),
            plain(&speakers),
            highlighted(text, 0..text.len(), highlights, self.style)
        )?;
        Ok(())
    }
}

/// Prints the number of passages, then facets.
pub(in crate::print) fn print_count(count: &Count<'_>, out: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(out, "{}", count.asked)?;
    print_facets(count.facets, out)
}

/// `field<TAB>count<TAB>value`, one per line. The count is empty where values are left out, and the
/// value where passages have no date.
fn print_facets(facets: &[Facet], out: &mut dyn Write) -> anyhow::Result<()> {
    for facet in facets {
        let name = facet.property.name();
        for (value, count) in &facet.counts {
            writeln!(out, "{name}\t{count}\t{}", plain(value))?;
        }
        if facet.property.is_date() && facet.without > 0 {
            writeln!(out, "{name}\t{}\t(no date)", facet.without)?;
        }
        if facet.more > 0 {
            let more = counted(facet.more as u64, "more value", "more values");
            writeln!(out, "{name}\t\t({more}; --facet-limit 0 lists all)")?;
        }
    }
    Ok(())
}
