//! SubViewer captions: `.sbv` as YouTube exports them, and `.sub` of SubViewer 2.
//!
//! A line has the two times with a comma between them; the text follows up to a blank line. `[br]`
//! ends a line of text. A `.sub` file begins with `[INFORMATION]`, from which its title comes. The
//! speaker comes from a label, `NAME:`.
//!
//! Formats: <https://support.google.com/youtube/answer/2734698>,
//! <https://wiki.videolan.org/SubViewer/>.

use crate::error::Result;
use crate::ingest::captions::cue::{Cue, CueLine};
use crate::ingest::captions::inline::without_markup;
use crate::ingest::captions::names::label_names;
use crate::ingest::captions::paragraphs::blocks;
use crate::ingest::captions::parse::{lines, time};
use crate::ingest::captions::rolling::remove_repeated_lines;
use crate::ingest::encoding::undeclared;
use crate::ingest::format::{Format, Formats, Likeness};
use crate::ingest::outline;
use crate::ingest::outline::page::Page;
use crate::ingest::sink::{Problem, Sink};
use crate::ingest::source::Source;
use crate::options::ReadOptions;

/// SubViewer captions. The speaker comes from a label, `NAME:`.
pub struct Sbv;

impl Format for Sbv {
    fn name(&self) -> &'static str {
        "sbv"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["sbv", "sub"]
    }

    fn sniff(&self, head: &[u8]) -> Likeness {
        let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
        let first = head
            .split(|byte| matches!(byte, b'\n' | b'\r'))
            .map(<[u8]>::trim_ascii)
            .find(|line| !line.is_empty());
        let first = first.and_then(|line| std::str::from_utf8(line).ok());
        match first {
            Some("[INFORMATION]") => Likeness::Certain,
            Some(line) if times(line).is_some() => Likeness::Certain,
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
        let text = source.text(options.encoding.as_deref(), undeclared, sink)?;
        let (title, mut cues) = cues(&text, sink);
        if cues.is_empty() && !text.trim().is_empty() {
            return Err(source.unreadable(
                "has no line with two times (such as 0:00:01.000,0:00:02.000): \
                 SubViewer captions have",
            ));
        }
        remove_repeated_lines(&mut cues);
        label_names(&mut cues);
        let page = Page {
            speech: true,
            title,
            ..Page::default()
        };
        sink.document(outline::document(page, blocks(cues), options))
    }
}

/// The title of a file and its cues.
fn cues(text: &str, sink: &mut dyn Sink) -> (Option<String>, Vec<Cue>) {
    let (mut title, mut cues) = (None, Vec::<Cue>::new());
    let mut start = 0;
    let mut lost = false;
    for (index, whole) in lines(text).enumerate() {
        let shown = whole.trim();
        let from = start + (whole.len() - whole.trim_start().len());
        start += whole.len();
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        if let Some((start_ms, end_ms)) = times(shown) {
            cues.push(Cue {
                start_ms,
                end_ms: end_ms.max(start_ms),
                lines: Vec::new(),
            });
            continue;
        }
        if let Some(found) = shown.strip_prefix("[TITLE]") {
            title = Some(found.trim().to_owned()).filter(|title| !title.is_empty());
        }
        let Some(cue) = cues.last_mut() else {
            // The head of a `.sub` file is in brackets.
            if !shown.is_empty() && !shown.starts_with('[') && !std::mem::replace(&mut lost, true) {
                sink.problem(Problem {
                    line: Some(number.into()),
                    message: "text before the first times; skipped".to_owned(),
                    ..Problem::default()
                });
            }
            continue;
        };
        cue.lines.extend(cue_lines(shown, from, number));
    }
    (title, cues)
}

/// The lines that a line of the source has: `[br]` ends one.
fn cue_lines(shown: &str, from: usize, number: u32) -> Vec<CueLine> {
    let mut found = Vec::new();
    let mut at = from;
    for piece in shown.split("[br]") {
        let mut line = CueLine {
            text: without_markup(piece, |_, _| {}),
            span: at..at + piece.len(),
            line: number,
            voice: None,
            opens: false,
        };
        at += piece.len() + "[br]".len();
        line.take_dash();
        if !line.text.is_empty() {
            found.push(line);
        }
    }
    found
}

/// The two times of `0:00:01.000,0:00:02.000`.
fn times(line: &str) -> Option<(u64, u64)> {
    let (start, end) = line.split_once(',')?;
    let is_time = |text: &str| text.matches(':').count() == 2 && text.contains('.');
    (is_time(start) && is_time(end)).then_some((time(start)?, time(end)?))
}

#[cfg(test)]
mod tests {
    use crate::ingest::testing::{collected, document};

    fn check(name: &str, text: &str, expected: &[(&str, Option<u64>, &str)]) {
        let document = document(name, text);
        let names: Vec<String> = document
            .paragraphs
            .iter()
            .map(|p| p.speakers.join("+"))
            .collect();
        let found: Vec<_> = document
            .paragraphs
            .iter()
            .zip(&names)
            .map(|(p, name)| (name.as_str(), p.start_ms, p.text.as_str()))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn times_with_a_comma_begin_a_cue() {
        let text = "0:00:01.000,0:00:02.000\nANNA: Is it full?\n\n0:00:02.500,0:00:04.000\nKARL: \
                    It is.\nAll of it.\n\n0:00:05.000,0:00:06.000\nANNA: Oh.\n";
        let expected = [
            ("ANNA", Some(1000), "Is it full?"),
            ("KARL", Some(2500), "It is. All of it."),
            ("ANNA", Some(5000), "Oh."),
        ];
        check("a.sbv", text, &expected);
        check("a.txt", &text.replace('\n', "\r"), &expected);
    }

    #[test]
    fn subviewer_files_have_a_head() {
        let text = "[INFORMATION]\n[TITLE]The boats\n[SUBTITLE]\n00:00:01.00,00:00:02.00\nIt is \
                    in.[br]At last.\n";
        check("a.sub", text, &[("", Some(1000), "It is in. At last.")]);
        assert_eq!(document("a.sub", text).title.as_deref(), Some("The boats"));
    }

    #[test]
    fn text_without_times_is_reported() {
        let text = "Hello\n0:00:01.000,0:00:02.000\nYes.\n";
        assert_eq!(collected("a.sbv", text).problems.len(), 1);
    }
}
