//! SRT (SubRip) subtitles, with numbered or unnumbered cues. The speaker comes from a label,
//! `NAME:`.
//!
//! A label holds until somebody else speaks or nobody speaks for a while. A dash or `>>` before a
//! line means that somebody else speaks. There is no standard;
//! <https://en.wikipedia.org/wiki/SubRip> describes what is in use.

use crate::error::Result;
use crate::ingest::captions::cue::Cue;
use crate::ingest::captions::inline::without_markup;
use crate::ingest::captions::names::label_names;
use crate::ingest::captions::paragraphs::blocks;
use crate::ingest::captions::parse::{LooseLines, cues, is_unpadded};
use crate::ingest::captions::rolling::remove_repeated_lines;
use crate::ingest::encoding::undeclared;
use crate::ingest::format::{Format, Formats, Likeness};
use crate::ingest::outline;
use crate::ingest::outline::page::Page;
use crate::ingest::sink::Sink;
use crate::ingest::source::Source;
use crate::options::ReadOptions;

/// SRT (SubRip) subtitles. The speaker comes from a label, `NAME:`.
pub struct Srt;

impl Format for Srt {
    fn name(&self) -> &'static str {
        "srt"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["srt"]
    }

    fn sniff(&self, head: &[u8]) -> Likeness {
        let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
        let mut lines = head
            .split(|byte| matches!(byte, b'\n' | b'\r'))
            .map(<[u8]>::trim_ascii)
            .filter(|line| !line.is_empty());
        let Some(first) = lines.next() else {
            return Likeness::None;
        };
        let numbered = first.len() <= 6 && first.iter().all(u8::is_ascii_digit);
        let times = if numbered {
            lines.next().unwrap_or(b"")
        } else {
            first
        };
        let times = times.strip_prefix(b"[").unwrap_or(times);
        let begins = times.first().is_some_and(u8::is_ascii_digit)
            && memchr::memmem::find(times, b" --> ").is_some()
            // The transcripts of a meeting program have such lines, too.
            && !String::from_utf8_lossy(times).split(" --> ").any(is_unpadded);
        if begins {
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
        let mut cues = cues(&text, LooseLines::Text, sink);
        cues.iter_mut().for_each(clean_lines);
        remove_repeated_lines(&mut cues);
        label_names(&mut cues);
        let page = Page {
            speech: true,
            ..Page::default()
        };
        sink.document(outline::document(page, blocks(cues), options))
    }
}

/// Removes markup, and the dashes and `>>` that begin another speaker's line.
fn clean_lines(cue: &mut Cue) {
    for line in &mut cue.lines {
        line.text = without_markup(&line.text, |_, _| {});
        line.take_dash();
    }
    cue.lines.retain(|line| !line.text.is_empty());
}

#[cfg(test)]
mod tests {
    use crate::ingest::read_bytes;
    use crate::ingest::sink::Collected;
    use crate::options::ReadOptions;

    fn check(bytes: Vec<u8>, expected: &[(&str, Option<u64>, &str)]) {
        let mut sink = Collected::default();
        read_bytes("a.srt", bytes, &ReadOptions::default(), &mut sink).expect("readable");
        let paragraphs = &sink.documents[0].paragraphs;
        let names: Vec<String> = paragraphs.iter().map(|p| p.speakers.join("+")).collect();
        let found: Vec<_> = paragraphs
            .iter()
            .zip(&names)
            .map(|(p, name)| (name.as_str(), p.start_ms, p.text.as_str()))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn dashes_separate_speakers_and_markup_is_removed() {
        check(
            b"1\r\n00:00:01,000 --> 00:00:02,000\r\n- Is it <i>full</i>?\r\n- It is.\r\n\r\n2\r\n00:00:02,100 --> 00:00:04,000\r\n{\\an8}And has been\r\n-- since May.\r\n".to_vec(),
            &[("", Some(1000), "Is it full?"), ("", Some(1000), "It is. And has been -- since May.")],
        );
    }

    #[test]
    fn names_hold_until_somebody_else_speaks() {
        check(
            b"00:01,000 --> 00:02,000\nANNA: Is it full?\n\n00:02,000 --> 00:03,000\nReally?\n\n00:03,000 --> 00:04,000\nKARL: It is.\n\n00:04,000 --> 00:05,000\nANNA: Oh.\n\n00:05,000 --> 00:06,000\nKARL: Yes.\n\n00:20,000 --> 00:21,000\nThe end.\n".to_vec(),
            &[
                ("ANNA", Some(1000), "Is it full? Really?"),
                ("KARL", Some(3000), "It is."),
                ("ANNA", Some(4000), "Oh."),
                ("KARL", Some(5000), "Yes."),
                ("", Some(20000), "The end."),
            ],
        );
    }

    #[test]
    fn utf16_is_read() {
        let bytes: Vec<u8> = "\u{FEFF}1\r\n00:00:0,000 --> 00:00:01,000\r\nنعم\r\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        check(bytes, &[("", Some(0), "نعم")]);
    }
}
