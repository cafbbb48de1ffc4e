//! E-mail: one message is one document, with the message's subject, date and sender, who is the
//! speaker. Letters inside it are documents of their own, and so are files that are attached.
//!
//! `letter` goes through the parts of a message, `charset` decodes them, `quotations` finds what
//! others wrote, `announcement` and `forwarded` the lines that say who, and `mailbox` reads files
//! of many messages.
//!
//! Format: RFC 5322 and MIME (RFC 2045).

mod announcement;
mod charset;
mod forwarded;
mod letter;
pub mod mailbox;
mod quotations;

use crate::error::Result;
use crate::ingest::format::{Format, Formats, Likeness};
use crate::ingest::mail::letter::Letters;
use crate::ingest::sink::Sink;
use crate::ingest::source::Source;
use crate::options::ReadOptions;

/// E-mail messages.
pub struct Mail;

impl Format for Mail {
    fn name(&self) -> &'static str {
        "mail"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["eml", "emlx"]
    }

    fn sniff(&self, head: &[u8]) -> Likeness {
        // Headers end with an empty line. A message has a sender, a subject or date, and one of the
        // headers that only mail has.
        let head = String::from_utf8_lossy(head);
        let mut found = [false; 3];
        for line in head.lines().take(80) {
            if line.is_empty() {
                break;
            }
            if line.starts_with([' ', '\t']) {
                continue;
            }
            let Some((key, _)) = line.split_once(':') else {
                return Likeness::None;
            };
            if key.is_empty()
                || !key
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            {
                return Likeness::None;
            }
            match key.to_lowercase().as_str() {
                "from" => found[0] = true,
                "message-id" | "mime-version" | "received" => found[1] = true,
                "subject" | "date" => found[2] = true,
                _ => {}
            }
        }
        if found == [true; 3] {
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
        let bytes = source.bytes()?;
        source.note_encoding("UTF-8".to_owned());
        let mut letters = Letters::new(source, options, formats, sink)?;
        if letters.read(None, without_length(&bytes))? {
            Ok(())
        } else {
            Err(source.unreadable("is no e-mail message: it has no headers"))
        }
    }
}

/// A message without the line before it that says how many bytes it has, and what follows it, as
/// Apple Mail writes its `.emlx` files.
fn without_length(bytes: &[u8]) -> &[u8] {
    /// The first line is a number and spaces.
    const MAX_LINE_BYTES: usize = 20;
    let line = memchr::memchr(b'\n', &bytes[..bytes.len().min(MAX_LINE_BYTES)]);
    let length = line.and_then(|end| {
        let number = std::str::from_utf8(&bytes[..end]).ok()?;
        Some((end + 1, number.trim().parse::<usize>().ok()?))
    });
    match length {
        Some((start, length)) => &bytes[start..(start.saturating_add(length)).min(bytes.len())],
        None => bytes,
    }
}
#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use crate::ingest::read_bytes;
    use crate::ingest::sink::Collected;
    use crate::options::ReadOptions;

    #[test]
    fn the_sender_is_the_speaker_except_in_quotations() {
        let message = b"From: Anna Berg <anna@example.org>\r\nTo: karl@example.org\r\nSubject: =?utf-8?q?The_harbour?=\r\nDate: Mon, 11 Mar 2024 09:00:00 +0100\r\nMessage-ID: <1@example.org>\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nIt is full, Bj=F6rn.\r\n\r\nOn Sunday Karl Holm wrote:\r\n> Is it full?\r\n";
        let mut sink = Collected::default();
        let reading = read_bytes(
            "a.txt",
            message.to_vec(),
            &ReadOptions::default(),
            &mut sink,
        )
        .expect("readable");
        assert_eq!(reading.format, "mail");
        let document = &sink.documents[0];
        let found: Vec<(String, &str)> = document
            .paragraphs
            .iter()
            .map(|p| (p.speakers.join("+"), p.text.as_str()))
            .collect();
        assert_eq!(
            found,
            [
                ("Anna Berg".to_owned(), "It is full, Björn."),
                (String::new(), "On Sunday Karl Holm wrote:"),
                (String::new(), "Is it full?"),
            ]
        );
        assert_eq!(document.title.as_deref(), Some("The harbour"));
        assert_eq!(document.paragraphs[0].date.as_deref(), Some("2024-03-11"));
    }

    #[test]
    fn a_quoted_reply_belongs_to_its_author_and_a_signature_to_nobody() {
        let message = b"From: Anna Berg <anna@example.org>\r\nSubject: Re: harbour\r\nDate: Mon, 11 Mar 2024 09:00:00 +0100\r\nMessage-ID: <1@example.org>\r\n\r\nIt comes on Monday.\r\n\r\nOn Sun, 10 Mar 2024 at 12:00, Karl Holm <karl@example.org> wrote:\r\n> When does it come?\r\n>> Nobody knows.\r\n\r\nAsk again.\r\n-- \r\nAnna Berg, harbour master\r\n";
        let mut sink = Collected::default();
        read_bytes(
            "a.eml",
            message.to_vec(),
            &ReadOptions::default(),
            &mut sink,
        )
        .expect("readable");
        let found: Vec<(String, &str, &str)> = sink.documents[0]
            .paragraphs
            .iter()
            .map(|p| (p.speakers.join("+"), p.kind.name(), p.text.as_str()))
            .collect();
        let anna = || "Anna Berg".to_owned();
        let nobody = String::new;
        assert_eq!(
            found,
            [
                (anna(), "body", "It comes on Monday."),
                (
                    nobody(),
                    "body",
                    "On Sun, 10 Mar 2024 at 12:00, Karl Holm <karl@example.org> wrote:"
                ),
                ("Karl Holm".to_owned(), "body", "When does it come?"),
                (nobody(), "body", "Nobody knows."),
                (anna(), "body", "Ask again."),
                (nobody(), "byline", "Anna Berg, harbour master"),
            ]
        );
    }

    /// What a message gives: the key of each document, and who says what in it.
    fn check(message: &str, expected: &[(&str, &str, &str)], problems: &[&str]) {
        let mut sink = Collected::default();
        let bytes = message.as_bytes().to_vec();
        read_bytes("a.eml", bytes, &ReadOptions::default(), &mut sink).expect("readable");
        let found: Vec<(&str, String, &str)> = sink
            .documents
            .iter()
            .flat_map(|document| {
                document.paragraphs.iter().map(|paragraph| {
                    (
                        document.key.as_deref().unwrap_or(""),
                        paragraph.speakers.join("+"),
                        paragraph.text.as_str(),
                    )
                })
            })
            .collect();
        let expected: Vec<(&str, String, &str)> = expected
            .iter()
            .map(|(key, name, text)| (*key, (*name).to_owned(), *text))
            .collect();
        assert_eq!(found, expected, "{message}");
        let found: Vec<&str> = sink.problems.iter().map(|p| p.message.as_str()).collect();
        assert_eq!(found, problems, "{message}");
    }

    /// A message with these parts, each with its header.
    fn mixed(kind: &str, parts: &[&str]) -> String {
        let mut message = format!(
            "From: Anna Berg <a@example.org>\nSubject: Dredging\nMIME-Version: 1.0\nContent-Type: multipart/{kind}; boundary=x\n\n"
        );
        for part in parts {
            let _ = write!(message, "--x\n{part}\n");
        }
        message + "--x--\n"
    }

    #[test]
    fn a_letter_inside_a_letter_is_a_document_by_its_own_sender() {
        let inner = "From: Karl Holm <k@example.org>\nSubject: Six weeks\n\nIt stays.\n";
        check(
            &mixed(
                "mixed",
                &[
                    "Content-Type: text/plain\n\nSee below.",
                    &format!("Content-Type: message/rfc822\n\n{inner}"),
                ],
            ),
            &[
                ("", "Anna Berg", "See below."),
                ("2", "Karl Holm", "It stays."),
            ],
            &[],
        );
        check(
            &mixed(
                "digest",
                &[
                    &format!("\n{inner}"),
                    "\nFrom: Mia Strand <m@example.org>\n\nIt goes.\n",
                ],
            ),
            &[
                ("1", "Karl Holm", "It stays."),
                ("2", "Mia Strand", "It goes."),
            ],
            &[],
        );
    }

    #[test]
    fn a_letter_forwarded_as_text_belongs_to_its_own_sender() {
        for (above, header) in [
            (
                "---------- Forwarded message ---------\n",
                "From: Karl Holm <k@example.org>\nDate: Mon, 3 Mar 2025\nSubject: Six weeks\nTo: Anna Berg\n",
            ),
            (
                "-----Original Message-----\n",
                "From: Karl Holm\nSent: Monday\nTo: Anna Berg\nSubject: Six weeks\n",
            ),
            (
                "________________________________\n",
                "Von: Karl Holm\nGesendet: Montag\nAn: Anna Berg\nBetreff: Bagger\n",
            ),
        ] {
            let text = format!(
                "From: Anna Berg <a@example.org>\nSubject: Fwd: Six weeks\n\nSee below.\n\n{above}{header}\nIt stays for six weeks.\n"
            );
            let mut sink = Collected::default();
            read_bytes("a.eml", text.into(), &ReadOptions::default(), &mut sink).expect("readable");
            let paragraphs = &sink.documents[0].paragraphs;
            let (first, last) = (&paragraphs[0], &paragraphs[paragraphs.len() - 1]);
            assert_eq!(
                (first.speakers.join("+"), first.text.as_str()),
                ("Anna Berg".to_owned(), "See below.")
            );
            assert_eq!(
                (last.speakers.join("+"), last.text.as_str()),
                ("Karl Holm".to_owned(), "It stays for six weeks.")
            );
        }
    }

    #[test]
    fn attached_files_are_read_and_what_cannot_be_read_is_named() {
        check(
            &mixed(
                "mixed",
                &[
                    "Content-Type: text/plain\n\nSee below.",
                    "Content-Type: text/plain\nContent-Disposition: attachment; filename=minutes.txt\n\nKARL: It stays.\n\nMIA: It goes.\n\nKARL: Why?\n",
                    "Content-Type: image/png; name=a.png\n\nx",
                    "Content-Type: application/octet-stream; name=plan.dat\nContent-Transfer-Encoding: base64\n\nAAECAwQFBgc=",
                    "Content-Type: application/x-plan\n\nx",
                ],
            ),
            &[
                ("", "Anna Berg", "See below."),
                ("minutes.txt", "KARL", "It stays."),
                ("minutes.txt", "MIA", "It goes."),
                ("minutes.txt", "KARL", "Why?"),
            ],
            &[
                "part 5 is application/x-plan, which has no name; skipped",
                "plan.dat: is a binary file, not text; skipped",
            ],
        );
    }

    #[test]
    fn of_alternatives_the_one_with_the_text_is_read() {
        let html = "Content-Type: text/html\n\n<p>The dredger comes on Monday and stays for six weeks.<p>Bring maps.";
        let text = [
            (
                "",
                "Anna Berg",
                "The dredger comes on Monday and stays for six weeks.",
            ),
            ("", "Anna Berg", "Bring maps."),
        ];
        check(
            &mixed(
                "alternative",
                &["Content-Type: text/plain\n\nSee HTML", html],
            ),
            &text,
            &[],
        );
        check(&mixed("alternative", &[html]), &text, &[]);
        check(
            &mixed("alternative", &["\nThe dredger comes on Monday.", html]),
            &[("", "Anna Berg", "The dredger comes on Monday.")],
            &[],
        );
    }

    #[test]
    fn a_reply_in_html_quotes_what_is_below_the_line_that_announces_it() {
        check(
            "From: Anna Berg <a@example.org>\nSubject: Re: harbour\nContent-Type: text/html\n\n<div>It comes on Monday.</div><div>On Sun, 10 Mar 2024 at 12:00, Karl Holm &lt;k@example.org&gt; wrote:<br></div><blockquote><div>When does it come?</div></blockquote>",
            &[
                ("", "Anna Berg", "It comes on Monday."),
                (
                    "",
                    "",
                    "On Sun, 10 Mar 2024 at 12:00, Karl Holm <k@example.org> wrote:",
                ),
                ("", "Karl Holm", "When does it come?"),
            ],
            &[],
        );
    }

    #[test]
    fn letters_in_letters_in_letters_do_not_exhaust_the_stack() {
        let message = "Content-Type: message/rfc822\n\n".repeat(200_000) + "x";
        let mut sink = Collected::default();
        let _ = read_bytes("a.eml", message.into(), &ReadOptions::default(), &mut sink);
        let message = "Content-Type: message/rfc822\n\n".repeat(900) + "From: a\n\nIt is full.";
        let _ = read_bytes("a.eml", message.into(), &ReadOptions::default(), &mut sink);
        let parts = "Content-Type: multipart/mixed; boundary=x\n\n--x\n".repeat(20_000);
        let _ = read_bytes("a.eml", parts.into(), &ReadOptions::default(), &mut sink);
    }
}
