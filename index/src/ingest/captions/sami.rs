//! SAMI captions: `<SYNC Start=ms>`, and text until the next one.
//!
//! A file may hold several languages, one a class of `<P>`; the first one is read, the others are reported. Format:
//! <https://learn.microsoft.com/previous-versions/windows/desktop/dnacc/understanding-sami-1.0>.

use crate::error::Result;
use crate::ingest::block::{Lines, push_squeezed};
use crate::ingest::captions::cues::{Cue, CueLine, blocks, dash, unroll};
use crate::ingest::encoding::undeclared;
use crate::ingest::format::{Format, Formats, Likeness};
use crate::ingest::markup::{Token, Tokens, attribute, decode};
use crate::ingest::outline::{self, page::Page};
use crate::ingest::sink::{Problem, Sink};
use crate::ingest::source::Source;
use crate::options::ReadOptions;

/// SAMI captions.
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
            cue.lines.iter_mut().for_each(dash);
            cue.lines.retain(|line| !line.text.is_empty());
        }
        unroll(&mut cues);
        let page = Page {
            speech: true,
            ..Page::default()
        };
        sink.document(outline::document(page, blocks(cues), options))
    }
}

fn cues(text: &str, sink: &mut dyn Sink) -> Vec<Cue> {
    let mut lines = Lines::new(text);
    let mut cues: Vec<Cue> = Vec::new();
    let mut language: Option<String> = None;
    let mut others: Vec<String> = Vec::new();
    let (mut other, mut new_line) = (false, true);
    for token in Tokens::new(text) {
        match token {
            Token::Open {
                name, attributes, ..
            } if name.eq_ignore_ascii_case("sync") => {
                let start_ms = attribute(attributes, "start")
                    .and_then(|start| start.trim().parse::<u64>().ok())
                    .filter(|start| *start < 1_000_000_000_000);
                let start_ms =
                    start_ms.unwrap_or_else(|| cues.last().map_or(0, |cue| cue.start_ms));
                if let Some(last) = cues.last_mut() {
                    last.end_ms = start_ms.max(last.start_ms);
                }
                cues.push(Cue {
                    start_ms,
                    end_ms: start_ms,
                    lines: Vec::new(),
                });
                new_line = true;
            }
            Token::Open {
                name, attributes, ..
            } if name.eq_ignore_ascii_case("p") => {
                new_line = true;
                let class = attribute(attributes, "class")
                    .unwrap_or_default()
                    .to_lowercase();
                other = language.get_or_insert_with(|| class.clone()) != &class;
                if other && !others.contains(&class) {
                    others.push(class);
                }
            }
            Token::Open { name, .. } if name.eq_ignore_ascii_case("br") => new_line = true,
            Token::Text(range) if !other => {
                let Some(cue) = cues.last_mut() else { continue };
                let written = &text[range.clone()];
                let mut decoded = String::new();
                decode(written, &mut decoded);
                if decoded.trim().is_empty() {
                    continue;
                }
                let start = range.start + (written.len() - written.trim_start().len());
                let end = range.start + written.trim_end().len();
                match cue.lines.last_mut().filter(|_| !new_line) {
                    Some(line) => {
                        push_squeezed(&mut line.text, &decoded);
                        line.span.end = end;
                    }
                    None => cue.lines.push(CueLine {
                        text: decoded.trim_start().to_owned(),
                        span: start..end,
                        line: lines.line_of(start),
                        voice: None,
                        opens: false,
                    }),
                }
                new_line = false;
            }
            _ => {}
        }
    }
    // An empty cue only takes the one before off the screen.
    cues.retain(|cue| !cue.lines.is_empty());
    for class in others {
        sink.problem(Problem {
            message: format!("captions of class {class} are another language's; left out"),
            ..Problem::default()
        });
    }
    cues
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
