//! Markdown: block quotes with their sources, to be pasted into a document.

use std::io::Write;
use std::ops::Range;

use crate::place::Paths;
use crate::print::{Printer, Shown, Summary, clock, counted, number};
use crate::style::plain;

pub(crate) struct Quotes<'a> {
    paths: Paths,
    out: &'a mut dyn Write,
}

impl<'a> Quotes<'a> {
    pub fn new(paths: Paths, out: &'a mut dyn Write) -> Quotes<'a> {
        Quotes { paths, out }
    }
}

impl Printer for Quotes<'_> {
    fn begin(&mut self, summary: &Summary<'_>) -> anyhow::Result<()> {
        if let Some(total) = summary.total {
            writeln!(
                self.out,
                "{} of {}\n",
                number(summary.parts_of_page as u64),
                counted(total, "passage", "passages")
            )?;
        }
        Ok(())
    }

    fn passage(&mut self, shown: &Shown<'_>) -> anyhow::Result<()> {
        let passage = shown.passage;
        writeln!(self.out, "> {}\n>", marked(&passage.text, shown.marks()))?;
        let mut source: Vec<String> = Vec::new();
        if !passage.speakers.is_empty() {
            source.push(format!("**{}**", escaped(&passage.speakers.join(", "))));
        }
        if !passage.section.is_empty() {
            source.push(escaped(&passage.section.join(" > ")));
        }
        let mut place = escaped(&self.paths.shown(&passage.path));
        if let Some(line) = passage.line {
            place.push_str(&format!(":{line}"));
        }
        if let Some(ms) = passage.start_ms {
            place.push_str(&format!(" at {}", clock(ms)));
        }
        source.push(place);
        if let Some(date) = &passage.date {
            source.push(escaped(date));
        }
        writeln!(self.out, "> — {}\n", source.join(", "))?;
        Ok(())
    }

    fn end(&mut self) -> anyhow::Result<()> {
        Ok(())
    }
}

fn marked(text: &str, marks: &[Range<usize>]) -> String {
    let mut out = String::new();
    let mut at = 0;
    for mark in marks {
        out.push_str(&escaped(&text[at..mark.start]));
        out.push_str(&format!("**{}**", escaped(&text[mark.clone()])));
        at = mark.end;
    }
    out.push_str(&escaped(&text[at..]));
    out
}

/// Text in which no character means anything to Markdown or HTML.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // "1. A" and "1) A" at the beginning are a list.
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    for (place, c) in plain(text).char_indices() {
        let at_start = place == 0 && matches!(c, '#' | '-' | '+' | '=' | '>')
            || digits > 0 && place == digits && matches!(c, '.' | ')');
        if at_start
            || matches!(
                c,
                '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '!' | '~'
            )
        {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{escaped, marked};

    #[test]
    fn text_is_text_in_markdown() {
        assert_eq!(escaped("*a* <b> [c](d)"), "\\*a\\* \\<b\\> \\[c\\](d)");
        assert_eq!(escaped("1. ~~a~~ 2. b"), "1\\. \\~\\~a\\~\\~ 2. b");
        assert_eq!(marked("end the war", &[4..11]), "end **the war**");
    }
}
