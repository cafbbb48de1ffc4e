//! WebVTT captions. The speaker comes from the voice span `<v Anna Berg>`.
//!
//! Comments, styles and regions are skipped, tags are removed and character references decoded.
//! A voice span that is never closed lasts until the end of its cue. A dash or `>>` at the start of
//! a line also begins a new speaker's words.
//!
//! Format: <https://www.w3.org/TR/webvtt1/>.

use crate::error::Result;
use crate::ingest::captions::cue::{Cue, CueLine};
use crate::ingest::captions::inline::without_markup;
use crate::ingest::captions::names::label_names;
use crate::ingest::captions::paragraphs::blocks;
use crate::ingest::captions::parse::{LooseLines, cues};
use crate::ingest::captions::rolling::remove_repeated_lines;
use crate::ingest::encoding::undeclared;
use crate::ingest::format::{Format, Formats, Likeness};
use crate::ingest::outline;
use crate::ingest::outline::page::Page;
use crate::ingest::sink::Sink;
use crate::ingest::source::Source;
use crate::options::ReadOptions;

/// WebVTT captions. The speaker comes from the voice span `<v Anna Berg>`.
pub struct WebVtt;

impl Format for WebVtt {
    fn name(&self) -> &'static str {
        "webvtt"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["vtt"]
    }

    fn sniff(&self, head: &[u8]) -> Likeness {
        let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
        let marked = head
            .strip_prefix(b"WEBVTT")
            .is_some_and(|rest| rest.first().is_none_or(u8::is_ascii_whitespace));
        if marked {
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
        let mut cues = cues(&text, LooseLines::Comments, sink);
        cues.iter_mut().for_each(split_voices);
        remove_repeated_lines(&mut cues);
        label_names(&mut cues);
        let page = Page {
            speech: true,
            ..Page::default()
        };
        sink.document(outline::document(page, blocks(cues), options))
    }
}

/// Splits the lines of a cue so that each has one voice. A span that is never closed continues on
/// the cue's next lines.
fn split_voices(cue: &mut Cue) {
    let mut voice: Option<String> = None;
    let mut lines = Vec::with_capacity(cue.lines.len());
    for line in cue.lines.drain(..) {
        // The pieces of the line, each with its speaker.
        let mut pieces: Vec<(Option<String>, String)> = Vec::new();
        let mut current = voice.clone();
        let last = without_markup(&line.text, |tag, text| {
            let next = match tag.strip_prefix(['v', 'V']) {
                Some(rest) if rest.is_empty() || rest.starts_with(['.', ' ', '\t']) => {
                    Some(annotation(rest))
                }
                _ if tag == "/v" || tag == "/V" => Some(None),
                _ => None,
            };
            if let Some(next) = next {
                pieces.push((current.take(), std::mem::take(text)));
                current = next;
            }
        });
        pieces.push((current.clone(), last));
        voice = current;
        let empty_line = CueLine {
            text: String::new(),
            ..line
        };
        // A dash may come before the span of the voice that it opens.
        let mut dash = false;
        for (name, text) in pieces {
            let text = text.trim();
            if matches!(text, "-" | "–" | "—") {
                dash = true;
            } else if !text.is_empty() {
                let opens =
                    std::mem::take(&mut dash) || text.starts_with("- ") || text.starts_with(">>");
                let shown = text
                    .trim_start_matches("- ")
                    .trim_start_matches('>')
                    .trim_start()
                    .to_owned();
                lines.push(CueLine {
                    text: shown,
                    voice: name,
                    opens,
                    ..empty_line.clone()
                });
            }
        }
    }
    cue.lines = lines;
}

/// The name in a voice tag, after `v.class `: references decoded, white space single.
fn annotation(rest: &str) -> Option<String> {
    let name = rest.split_once([' ', '\t']).map_or("", |(_, name)| name);
    let name = without_markup(name, |_, _| {})
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    Some(name).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use crate::ingest::read_bytes;
    use crate::ingest::sink::Collected;
    use crate::options::ReadOptions;

    fn check(text: &str, expected: &[(&str, Option<u64>, Option<u32>, &str)]) {
        let mut sink = Collected::default();
        read_bytes(
            "a.vtt",
            text.as_bytes().to_vec(),
            &ReadOptions::default(),
            &mut sink,
        )
        .expect("readable");
        let paragraphs = &sink.documents[0].paragraphs;
        let names: Vec<String> = paragraphs.iter().map(|p| p.speakers.join("+")).collect();
        let found: Vec<_> = paragraphs
            .iter()
            .zip(&names)
            .map(|(p, name)| (name.as_str(), p.start_ms, p.turn, p.text.as_str()))
            .collect();
        assert_eq!(found, expected, "{text}");
        for paragraph in paragraphs {
            assert!(text.get(paragraph.span.clone()).is_some());
        }
    }

    #[test]
    fn cues_of_one_voice_are_one_paragraph() {
        check(
            "WEBVTT\n\nNOTE not shown\nat all\n\n1\n00:01.000 --> 00:02.000\n<v Anna Berg>The <i>harbour</i>\n\n00:02.000 --> 00:03.000\n<v Anna Berg>is full.</v>\n\n00:03.000 --> 00:04.000\n<v.loud Karl Holm>No &amp; no.\n<v Anna Berg>Yes.\n",
            &[
                ("Anna Berg", Some(1000), Some(1), "The harbour is full."),
                ("Karl Holm", Some(3000), Some(2), "No & no."),
                ("Anna Berg", Some(3000), Some(3), "Yes."),
            ],
        );
    }

    #[test]
    fn silence_ends_a_paragraph() {
        check(
            "WEBVTT\n\n00:01.000 --> 00:02.000\none\n\n00:02.500 --> 00:03.000\ntwo\n\n00:09.000 --> 00:10.000\nthree\n",
            &[
                ("", Some(1000), None, "one two"),
                ("", Some(9000), None, "three"),
            ],
        );
    }

    #[test]
    fn rolling_captions_show_every_line_once() {
        check(
            "WEBVTT\n\n00:01.000 --> 00:02.000\nthe harbour\n\n00:02.000 --> 00:03.000\nthe harbour\nis full\n\n00:03.000 --> 00:04.000\nis full\nof silt\n\n00:04.000 --> 00:05.000\nof silt\nand mud\n",
            &[("", Some(1000), None, "the harbour is full of silt and mud")],
        );
    }

    #[test]
    fn sounds_are_stage_directions() {
        check(
            "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Anna Berg>Well.\n<v Anna Berg>[laughs]\n<v Anna Berg>Yes.\n",
            &[
                ("Anna Berg", Some(1000), Some(1), "Well."),
                ("", Some(1000), None, "[laughs]"),
                ("Anna Berg", Some(1000), Some(1), "Yes."),
            ],
        );
    }

    #[test]
    fn a_cue_that_ends_before_it_starts_is_a_problem() {
        let mut sink = Collected::default();
        let text =
            b"WEBVTT\n\n00:05.000 --> 00:02.000\nlost\n\n00:06.000 --> 00:07.000\nkept\n".to_vec();
        read_bytes("a.vtt", text, &ReadOptions::default(), &mut sink).expect("readable");
        assert_eq!(
            sink.problems[0].to_string(),
            "line 3: cue ends before it starts; skipped"
        );
        assert_eq!(sink.documents[0].paragraphs[0].text, "kept");
    }
}
