//! SAMI captions: `<SYNC Start=ms>`, and text until the next one. The speaker comes from a label,
//! `Name:`.
//!
//! A file may hold several languages, each a class of `<P>`. The first is read, the others are
//! reported as problems.
//!
//! Format:
//! <https://learn.microsoft.com/previous-versions/windows/desktop/dnacc/understanding-sami-1.0>.

use std::ops::Range;

use crate::error::Result;
use crate::ingest::block::{Lines, push_squeezed};
use crate::ingest::captions::cue::{Cue, CueLine};
use crate::ingest::captions::paragraphs::blocks;
use crate::ingest::captions::rolling::remove_repeated_lines;
use crate::ingest::encoding::undeclared;
use crate::ingest::format::{Format, Formats, Likeness};
use crate::ingest::markup::{Token, Tokens, attribute, decode};
use crate::ingest::outline;
use crate::ingest::outline::page::Page;
use crate::ingest::sink::{Problem, Sink};
use crate::ingest::source::Source;
use crate::options::ReadOptions;

/// SAMI captions. The speaker comes from a label, `Name:`.
pub struct Sami;

impl Format for Sami {
    fn name(&self) -> &'static str {
        "sami"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["smi", "sami"]
    }

    fn sniff(&self, head: &[u8]) -> Likeness {
        let head = head
            .strip_prefix(b"\xEF\xBB\xBF")
            .unwrap_or(head)
            .trim_ascii_start();
        if head.len() >= 6 && head[..6].eq_ignore_ascii_case(b"<sami>") {
            Likeness::Certain
        } else {
            Likeness::None
        }
    }

    fn read(
        &self,
        source: &mut Source<'_>,
        options: &ReadOptions,
        _: &Formats,
        sink: &mut dyn Sink,
    ) -> Result<()> {
        let text = source.text(options.encoding.as_deref(), undeclared, sink)?;
        let mut cues = cues(&text, sink);
        for cue in &mut cues {
            cue.lines.iter_mut().for_each(CueLine::take_dash);
            cue.lines.retain(|line| !line.text.is_empty());
        }
        remove_repeated_lines(&mut cues);
        let page = Page {
            speech: true,
            ..Page::default()
        };
        sink.document(outline::document(page, blocks(cues), options))
    }
}

/// The cues of a file. Captions in other languages than the first are a problem and are skipped.
fn cues(text: &str, sink: &mut dyn Sink) -> Vec<Cue> {
    let mut reader = CueReader::new(text);
    for token in Tokens::new(text) {
        match token {
            Token::Open {
                name, attributes, ..
            } if name.eq_ignore_ascii_case("sync") => reader.begin_cue(attributes),
            Token::Open {
                name, attributes, ..
            } if name.eq_ignore_ascii_case("p") => reader.begin_paragraph(attributes),
            Token::Open { name, .. } if name.eq_ignore_ascii_case("br") => reader.new_line = true,
            Token::Text(range) => reader.add_text(range),
            _ => {}
        }
    }
    // An empty cue only removes the one before it from the screen.
    reader.cues.retain(|cue| !cue.lines.is_empty());
    for class in reader.other_classes {
        sink.problem(Problem {
            message: format!("captions of class `{class}` are in another language; skipped"),
            ..Problem::default()
        });
    }
    reader.cues
}

/// The cues so far, and where in the file the reader is.
struct CueReader<'a> {
    text: &'a str,
    lines: Lines<'a>,
    cues: Vec<Cue>,
    /// The class of the first `<P>`: that of the language that is read.
    class: Option<String>,
    /// The other classes, in the order of their first paragraph.
    other_classes: Vec<String>,
    /// Whether the current paragraph is of another class.
    skips: bool,
    new_line: bool,
}

impl<'a> CueReader<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            lines: Lines::new(text),
            cues: Vec::new(),
            class: None,
            other_classes: Vec::new(),
            skips: false,
            new_line: true,
        }
    }

    /// Takes a `<SYNC Start=1000>`: it ends the cue before it and starts the next.
    fn begin_cue(&mut self, attributes: &str) {
        /// Later than in any recording: about 30 years.
        const MAX_START_MS: u64 = 1_000_000_000_000;
        let start_ms = attribute(attributes, "start")
            .and_then(|start| start.trim().parse::<u64>().ok())
            .filter(|start| *start < MAX_START_MS);
        let start_ms = start_ms.unwrap_or_else(|| self.cues.last().map_or(0, |cue| cue.start_ms));
        if let Some(last) = self.cues.last_mut() {
            last.end_ms = start_ms.max(last.start_ms);
        }
        self.cues.push(Cue {
            start_ms,
            end_ms: start_ms,
            lines: Vec::new(),
        });
        self.new_line = true;
    }

    /// Takes a `<P Class=EN>`.
    fn begin_paragraph(&mut self, attributes: &str) {
        self.new_line = true;
        let class = attribute(attributes, "class")
            .unwrap_or_default()
            .to_lowercase();
        self.skips = self.class.get_or_insert_with(|| class.clone()) != &class;
        if self.skips && !self.other_classes.contains(&class) {
            self.other_classes.push(class);
        }
    }

    fn add_text(&mut self, range: Range<usize>) {
        let Some(cue) = self.cues.last_mut().filter(|_| !self.skips) else {
            return;
        };
        let written = &self.text[range.clone()];
        let mut decoded = String::new();
        decode(written, &mut decoded);
        if decoded.trim().is_empty() {
            return;
        }
        let start = range.start + (written.len() - written.trim_start().len());
        let end = range.start + written.trim_end().len();
        match cue.lines.last_mut().filter(|_| !self.new_line) {
            Some(line) => {
                push_squeezed(&mut line.text, &decoded);
                line.span.end = end;
            }
            None => cue.lines.push(CueLine {
                text: decoded.trim_start().to_owned(),
                span: start..end,
                line: self.lines.line_of(start),
                voice: None,
                opens: false,
            }),
        }
        self.new_line = false;
    }
}

#[cfg(test)]
mod tests {
    use crate::ingest::read_bytes;
    use crate::ingest::sink::Collected;
    use crate::options::ReadOptions;

    #[test]
    fn text_holds_until_the_next_time() {
        let text = "<SAMI><BODY>\n<SYNC Start=1000><P Class=EN>Is it<br>full?\n<SYNC Start=2000><P Class=EN>&nbsp;\n<SYNC Start=9000><P Class=EN>It <i>is</i> &amp; was.<P Class=DE>Ja.</BODY></SAMI>";
        let mut sink = Collected::default();
        read_bytes(
            "a.smi",
            text.as_bytes().to_vec(),
            &ReadOptions::default(),
            &mut sink,
        )
        .expect("readable");
        let found: Vec<(Option<u64>, Option<u32>, &str)> = sink.documents[0]
            .paragraphs
            .iter()
            .map(|p| (p.start_ms, p.line, p.text.as_str()))
            .collect();
        assert_eq!(
            found,
            [
                (Some(1000), Some(2), "Is it full?"),
                (Some(9000), Some(4), "It is & was.")
            ]
        );
        assert_eq!(sink.problems.len(), 1);
    }
}
