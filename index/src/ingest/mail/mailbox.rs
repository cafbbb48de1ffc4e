//! Mailboxes (mbox): many messages in one file, each read as a message of its own. The key of a
//! message's document is its number in the file.
//!
//! A message begins with a line `From ` with a time and a year, after an empty line or at the
//! start. A line of its text that begins so should have a `>` before it. Messages are read one
//! after the other, so that a mailbox of any size takes little memory.
//!
//! Format: RFC 4155; for `>From`: <http://qmail.org/qmail-manual-html/man5/mbox.html>.

use std::io::{BufRead, Read};

use crate::error::{Error, Result};
use crate::ingest::format::{Format, Formats, Likeness};
use crate::ingest::mail::letter::Letters;
use crate::ingest::sink::Sink;
use crate::ingest::source::{Source, too_large};
use crate::options::ReadOptions;

/// Mailboxes of many messages.
pub struct Mailbox;

impl Format for Mailbox {
    fn name(&self) -> &'static str {
        "mbox"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["mbox", "mbx"]
    }

    fn sniff(&self, head: &[u8]) -> Likeness {
        // The first line has an address and a date, the second is the first header.
        let head = String::from_utf8_lossy(&head[..head.len().min(4096)]);
        let mut lines = head.lines();
        let first = lines.next().unwrap_or_default();
        let is_header = lines.next().is_some_and(|line| {
            let key = line.trim_start_matches('>').split(':').next();
            let key = key.unwrap_or_default();
            line.contains(':')
                && !key.is_empty()
                && key
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        });
        if begins_message(first.as_bytes()) && is_header {
            Likeness::Certain
        } else {
            Likeness::None
        }
    }

    fn is_container(&self) -> bool {
        true
    }

    fn read(
        &self,
        source: &mut Source<'_>,
        options: &ReadOptions,
        formats: &Formats,
        sink: &mut dyn Sink,
    ) -> Result<()> {
        let path = source.path().to_owned();
        source.note_encoding("UTF-8".to_owned());
        let mut letters = Letters::new(source, options, formats, sink)?;
        let mut messages = Messages::new(source.reader(), options.limits.whole_bytes);
        let mut number: u32 = 0;
        loop {
            let message = messages.next().map_err(|source| Error::Read {
                path: path.clone(),
                source,
            })?;
            let Some(message) = message else {
                return Ok(());
            };
            number += 1;
            let key = number.to_string();
            match message {
                Some(bytes) if letters.read(Some(&key), &bytes)? => {}
                Some(_) => {
                    letters.problem(Some(&key), "message has no headers; skipped".to_owned());
                }
                None => letters.problem(Some(&key), too_large(options.limits.whole_bytes)),
            }
        }
    }
}

/// Whether a line begins a message: `From a@example.org Tue Mar  4 10:00:00 2025`. Text may begin
/// with "From ", too, and not every program that writes mailboxes marks it.
fn begins_message(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else {
        return false;
    };
    let is_digits = |word: &[u8]| !word.is_empty() && word.iter().all(u8::is_ascii_digit);
    let is_time = |word: &&[u8]| {
        let parts: Vec<&[u8]> = word.split(|byte| *byte == b':').collect();
        matches!(parts.len(), 2 | 3) && parts.into_iter().all(is_digits)
    };
    let is_year =
        |word: &&[u8]| word.len() == 4 && is_digits(word) && matches!(&word[..2], b"19" | b"20");
    // The sender comes first; programs without one write `-` or `???`.
    let words = rest.split(u8::is_ascii_whitespace);
    let words: Vec<&[u8]> = words.filter(|word| !word.is_empty()).skip(1).collect();
    words.len() <= MAX_WORDS && words.iter().any(is_time) && words.iter().any(is_year)
}

/// Words after the sender: five of a date, and a time zone or two names of a host. Longer lines are
/// text.
const MAX_WORDS: usize = 9;

/// The messages of a mailbox.
struct Messages<R> {
    reader: R,
    limit: u64,
    /// Whether the line that begins the next message was read.
    begun: bool,
}

impl<R: BufRead> Messages<R> {
    fn new(reader: R, limit: u64) -> Self {
        Self {
            reader,
            limit,
            begun: false,
        }
    }

    /// The bytes of the next message; `None` instead of the bytes of one that is too large.
    fn next(&mut self) -> std::io::Result<Option<Option<Vec<u8>>>> {
        let mut bytes = Vec::new();
        let mut line = Vec::new();
        let mut is_too_large = false;
        let mut after_blank = !self.begun;
        let mut any = self.begun;
        loop {
            line.clear();
            let left = self.limit.saturating_sub(bytes.len() as u64);
            let taken = (&mut self.reader)
                .take(left + 1)
                .read_until(b'\n', &mut line)?;
            if taken == 0 {
                self.begun = false;
                break;
            }
            if after_blank && begins_message(&line) {
                self.begun = true;
                if any {
                    break;
                }
                any = true;
                after_blank = false;
                continue;
            }
            any = true;
            after_blank = line.iter().all(u8::is_ascii_whitespace);
            if taken as u64 > left {
                is_too_large = true;
                bytes.clear();
            } else if !is_too_large {
                let is_quoted = line.starts_with(b">")
                    && line
                        .iter()
                        .position(|byte| *byte != b'>')
                        .is_some_and(|at| line[at..].starts_with(b"From "));
                bytes.extend_from_slice(&line[usize::from(is_quoted)..]);
            }
        }
        if !any {
            return Ok(None);
        }
        Ok(Some(Some(bytes).filter(|_| !is_too_large)))
    }
}

#[cfg(test)]
mod tests {
    use crate::ingest::read_bytes;
    use crate::ingest::sink::Collected;
    use crate::options::{Limits, ReadOptions};

    const MAILBOX: &str = "From a@example.org Tue Mar  4 10:00:00 2025\nFrom: Anna Berg <a@example.org>\nSubject: Dredging\n\nIt must begin.\n>From the sea came nothing.\nFrom here on it is full.\n\nFrom k@example.org Tue Mar  4 11:00:00 2025\nFrom: Karl Holm <k@example.org>\nSubject: Re: Dredging\n\nNot one bit of it.\n";

    fn read(limits: Limits) -> Collected {
        let mut sink = Collected::default();
        let options = ReadOptions {
            limits,
            ..ReadOptions::default()
        };
        let reading = read_bytes("a.txt", MAILBOX.into(), &options, &mut sink).expect("readable");
        assert_eq!(reading.format, "mbox");
        sink
    }

    #[test]
    fn each_message_is_a_document() {
        let sink = read(Limits::default());
        let found: Vec<(Option<&str>, String, &str)> = sink
            .documents
            .iter()
            .flat_map(|document| {
                document.paragraphs.iter().map(|paragraph| {
                    (
                        document.key.as_deref(),
                        paragraph.speakers.join("+"),
                        paragraph.text.as_str(),
                    )
                })
            })
            .collect();
        assert_eq!(
            found,
            [
                (Some("1"), "Anna Berg".to_owned(), "It must begin."),
                (
                    Some("1"),
                    "Anna Berg".to_owned(),
                    "From the sea came nothing."
                ),
                (
                    Some("1"),
                    "Anna Berg".to_owned(),
                    "From here on it is full."
                ),
                (Some("2"), "Karl Holm".to_owned(), "Not one bit of it."),
            ]
        );
    }

    #[test]
    fn a_line_of_text_that_begins_with_from_begins_no_message() {
        let text = "From a@example.org Tue Mar  4 10:00:00 2025\nFrom: Anna Berg <a@example.org>\n\nIt begins.\n\nFrom now on the quay is shut, and this sentence stays.\n\n>From 10:00 it is open.\n\nFrom - Tue Mar  4 11:00 2025\nFrom: Karl Holm <k@example.org>\n\nNot one bit of it.\n";
        let mut sink = Collected::default();
        let options = ReadOptions::default();
        read_bytes("a.mbox", text.into(), &options, &mut sink).expect("readable");
        let texts: Vec<Vec<&str>> = sink
            .documents
            .iter()
            .map(|document| {
                document
                    .paragraphs
                    .iter()
                    .map(|one| one.text.as_str())
                    .collect()
            })
            .collect();
        assert_eq!(
            texts,
            [
                vec![
                    "It begins.",
                    "From now on the quay is shut, and this sentence stays.",
                    "From 10:00 it is open.",
                ],
                vec!["Not one bit of it."],
            ]
        );
    }

    #[test]
    fn a_message_that_is_too_large_is_reported_and_the_next_one_read() {
        let sink = read(Limits {
            whole_bytes: 100,
            ..Limits::default()
        });
        assert_eq!(sink.documents.len(), 1);
        assert!(
            sink.problems[0]
                .message
                .starts_with("1: is larger than 100"),
            "{:?}",
            sink.problems
        );
    }
}
