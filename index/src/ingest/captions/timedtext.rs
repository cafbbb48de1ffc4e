//! YouTube's captions in XML: `<text start dur>` (srv1, in seconds), `<text t d>` (srv2) and
//! `<p t d>` with `<s>` for words (srv3), in milliseconds.
//!
//! The text may be escaped twice. An element without words only holds the line before it on screen.
//! The speaker comes from a label or from `>>`.
//!
//! YouTube describes the formats nowhere; what is read is what its player asks for.

use quick_xml::events::BytesStart;

use crate::error::Result;
use crate::ingest::block::{Lines, squeeze};
use crate::ingest::captions::cue::{Cue, CueLine};
use crate::ingest::captions::paragraphs::blocks;
use crate::ingest::captions::rolling::remove_repeated_lines;
use crate::ingest::encoding::xml_declared;
use crate::ingest::format::{Format, Formats, Likeness};
use crate::ingest::outline;
use crate::ingest::outline::page::Page;
use crate::ingest::sink::Sink;
use crate::ingest::source::Source;
use crate::ingest::xml::{Node, Nodes, attribute, local, root};
use crate::options::ReadOptions;

/// YouTube's captions in XML.
pub struct TimedText;

impl Format for TimedText {
    fn name(&self) -> &'static str {
        "timedtext"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["srv3", "srv1", "srv2", "ytt"]
    }

    fn sniff(&self, head: &[u8]) -> Likeness {
        let is_transcript =
            || memchr::memmem::find(&head[..head.len().min(LOOK_BYTES)], b"<text start=").is_some();
        match root(head).as_deref() {
            Some("timedtext") => Likeness::Certain,
            Some("transcript") if is_transcript() => Likeness::Certain,
            _ => Likeness::None,
        }
    }

    fn read(
        &self,
        source: &mut Source<'_>,
        options: &ReadOptions,
        _: &Formats,
        sink: &mut dyn Sink,
    ) -> Result<()> {
        let text = source.text(options.encoding.as_deref(), xml_declared, sink)?;
        let mut reader = Reader {
            lines: Lines::new(&text),
            cues: Vec::new(),
            is_open: false,
        };
        let mut nodes = Nodes::new(&text);
        for node in &mut nodes {
            match node {
                Node::Start(element) => reader.start(&element),
                Node::End(name) if matches!(name.as_str(), "text" | "p") => reader.is_open = false,
                Node::End(_) => {}
                Node::Text(text, start, end) => reader.text(&text, start, end),
            }
        }
        if let Some(problem) = nodes.problem(&text) {
            sink.problem(problem);
        }
        let mut cues = reader.cues;
        finish(&mut cues);
        remove_repeated_lines(&mut cues);
        let page = Page {
            speech: true,
            ..Page::default()
        };
        sink.document(outline::document(page, blocks(cues), options))
    }
}

/// How far the first caption is looked for, in bytes.
const LOOK_BYTES: usize = 4096;

/// The cues so far.
struct Reader<'a> {
    lines: Lines<'a>,
    cues: Vec<Cue>,
    /// Whether the last cue is being read.
    is_open: bool,
}

impl Reader<'_> {
    fn start(&mut self, element: &BytesStart<'_>) {
        match local(element).as_str() {
            "text" | "p" => {
                let number = |name: &str| attribute(element, name)?.trim().parse::<f64>().ok();
                // `start` and `dur` are seconds, `t` and `d` milliseconds.
                let of = |seconds: &str, ms: &str| {
                    let value = number(seconds).map(|value| value * 1000.0);
                    milliseconds(value.or_else(|| number(ms)).unwrap_or(0.0))
                };
                let start_ms = of("start", "t");
                self.cues.push(Cue {
                    start_ms,
                    end_ms: start_ms.saturating_add(of("dur", "d")),
                    lines: Vec::new(),
                });
                self.is_open = true;
            }
            "br" => self.new_line(),
            _ => {}
        }
    }

    /// Begins a line, if the last one has words.
    fn new_line(&mut self) {
        let cue = self.cues.last_mut().filter(|_| self.is_open);
        if let Some(cue) = cue
            && cue.lines.last().is_some_and(|line| !line.text.is_empty())
        {
            cue.lines.push(CueLine::default());
        }
    }

    fn text(&mut self, text: &str, start: usize, end: usize) {
        if !self.is_open {
            return;
        }
        for (index, piece) in text.split('\n').enumerate() {
            if index > 0 {
                self.new_line();
            }
            let Some(cue) = self.cues.last_mut().filter(|_| !piece.is_empty()) else {
                continue;
            };
            if cue.lines.is_empty() {
                cue.lines.push(CueLine::default());
            }
            if let Some(line) = cue.lines.last_mut() {
                if line.text.is_empty() {
                    line.span = start..end;
                    line.line = self.lines.line_of(start);
                }
                line.text.push_str(piece);
                line.span.end = end;
            }
        }
    }
}

/// Milliseconds as a whole number, never below 0.
fn milliseconds(value: f64) -> u64 {
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the cast of a float keeps within the range of the integer"
    )]
    let whole = value.round() as u64;
    whole
}

/// Completes the cues: their lines are trimmed, those without words left out, and none lasts until
/// after the next one begins.
fn finish(cues: &mut Vec<Cue>) {
    for cue in cues.iter_mut() {
        for line in &mut cue.lines {
            let unescaped = quick_xml::escape::unescape(&line.text);
            line.text = squeeze(unescaped.as_deref().unwrap_or(&line.text));
            line.take_dash();
        }
        cue.lines.retain(|line| !line.text.is_empty());
    }
    cues.retain(|cue| !cue.lines.is_empty());
    for index in 1..cues.len() {
        let next = cues[index].start_ms;
        let before = &mut cues[index - 1];
        before.end_ms = before.end_ms.min(next).max(before.start_ms);
    }
}

#[cfg(test)]
mod tests {
    use crate::ingest::testing::document;

    fn check(name: &str, text: &str, expected: &[(&str, &str, Option<u64>)]) {
        let document = document(name, text);
        let found: Vec<(String, &str, Option<u64>)> = document
            .paragraphs
            .iter()
            .map(|one| (one.speakers.join("+"), one.text.as_str(), one.start_ms))
            .collect();
        let expected: Vec<(String, &str, Option<u64>)> = expected
            .iter()
            .map(|(name, text, ms)| ((*name).to_owned(), *text, *ms))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn each_kind_of_file_gives_words_and_times() {
        let expected = [
            ("Anna Berg", "It's the harbour, & it is full.", Some(500)),
            ("Karl Holm", "How full?", Some(4000)),
        ];
        check(
            "a.xml",
            "<?xml version=\"1.0\"?><transcript><text start=\"0.5\" dur=\"3.1\">Anna Berg: It&amp;#39;s the harbour, &amp;amp; it is full.</text><text start=\"4\" dur=\"1\">Karl Holm: How full?</text></transcript>",
            &expected,
        );
        check(
            "a.srv2",
            "<timedtext><text t=\"500\" d=\"3100\">Anna Berg: It&#39;s the harbour, &amp; it is full.</text><text t=\"4000\" d=\"900\">Karl Holm: How full?</text></timedtext>",
            &expected,
        );
        check(
            "a.txt",
            "<timedtext format=\"3\"><head><ws id=\"0\"/></head><body><w t=\"0\" id=\"1\"/>\
             <p t=\"500\" d=\"3100\" w=\"1\"><s>Anna</s><s t=\"200\"> Berg:</s><s> It&#39;s the harbour, &amp;</s><s> it is full.</s></p>\
             <p t=\"3600\" d=\"400\" w=\"1\" a=\"1\">\n</p><p t=\"4000\" d=\"900\">Karl Holm: How full?</p></body></timedtext>",
            &expected,
        );
    }
}
