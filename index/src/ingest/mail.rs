//! E-mail: a message's subject, day and sender become its document's, and its text the sender's words.
//!
//! Quoted replies (lines that begin with `>`) are not the sender's: they are the words of the person whom the line above them names ("On ...,
//! Karl Holm <karl@example.org> wrote:"), or nobody's. A signature is a byline. The plain form of a message is preferred to that in HTML. Format: RFC 5322, MIME.

use mail_parser::MessageParser;

use crate::document::rule::Rule;
use crate::error::Result;
use crate::ingest::block::{Block, Part, Voice, squeeze};
use crate::ingest::format::{Format, Formats, Likeness};
use crate::ingest::outline::{self, page::Page};
use crate::ingest::sink::Sink;
use crate::ingest::source::{Source, too_large};
use crate::ingest::{html, plain};
use crate::options::ReadOptions;

/// E-mail messages.
pub struct Mail;

impl Format for Mail {
    fn name(&self) -> &'static str {
        "mail"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["eml"]
    }

    fn sniff(&self, head: &[u8]) -> Likeness {
        // Headers end with an empty line; a message has a sender and a subject or an identifier among them.
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

    fn read(
        &self,
        source: &mut Source<'_>,
        options: &ReadOptions,
        _: &Formats,
        sink: &mut dyn Sink,
    ) -> Result<()> {
        let bytes = source.bytes()?;
        let Some(message) = MessageParser::default().parse(&bytes) else {
            return Err(source.unreadable("is no e-mail message: it has no headers"));
        };
        source.note_encoding("UTF-8".to_owned());
        let sender = message.from().and_then(|from| from.first());
        let sender = sender
            .and_then(|sender| sender.name().or_else(|| sender.address()))
            .map(squeeze);
        let page = Page {
            title: message
                .subject()
                .map(squeeze)
                .filter(|title| !title.is_empty()),
            date: message
                .date()
                .map(|date| format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)),
            speakers: sender.into_iter().filter(|name| !name.is_empty()).collect(),
            ..Page::default()
        };
        let limit = options.limits.whole_bytes;
        let bodies = message.text_bodies().chain(message.html_bodies());
        if bodies.map(|part| part.len() as u64).sum::<u64>() > limit {
            return Err(source.unreadable(&too_large(limit)));
        }
        let mut blocks = Vec::new();
        let has_text = message
            .text_bodies()
            .any(|part| part.is_text() && !part.is_text_html());
        if has_text {
            for index in 0..message.text_body_count() {
                if let Some(text) = message.body_text(index) {
                    blocks.extend(written(&text));
                }
            }
        } else {
            for index in 0..message.html_body_count() {
                if let Some(text) = message.body_html(index) {
                    blocks.extend(html::fragment(&text));
                }
            }
        }
        // Places in a decoded part are not places in the message.
        for block in &mut blocks {
            block.span = 0..0;
            block.line = None;
            for line in &mut block.breaks {
                (line.source, line.line) = (0, 0);
            }
        }
        sink.document(outline::document(page, blocks, options))
    }
}

/// The blocks of a message's plain text: quoted lines and others apart.
fn written(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut rest = text;
    let mut quoted_from: Option<String> = None;
    while !rest.is_empty() {
        let depth = quoted(rest);
        let end = rest
            .split_inclusive('\n')
            .take_while(|line| quoted(line) == depth)
            .map(str::len)
            .sum();
        let (piece, behind) = rest.split_at(end);
        rest = behind;
        if depth > 0 {
            let bare: Vec<&str> = piece
                .lines()
                .map(|line| line.trim_start_matches(['>', ' ']))
                .collect();
            let voice = quoted_from.clone().filter(|_| depth == 1);
            for block in plain::blocks(&bare.join("\n")) {
                blocks.push(Block {
                    part: if voice.is_some() {
                        Part::Text
                    } else {
                        Part::Aside
                    },
                    voice: voice.clone().map(|name| Voice {
                        names: vec![name],
                        rule: Rule::Voice,
                        opens_turn: false,
                    }),
                    quoted: true,
                    ..block
                });
            }
            continue;
        }
        let (body, signature) = signed(piece);
        for mut block in plain::blocks(body) {
            // What announces a quotation is written by the program.
            if block.text.ends_with("wrote:")
                || block.text.contains("schrieb") && block.text.ends_with(':')
            {
                quoted_from = author(&block.text);
                block.part = Part::Aside;
            } else if matches!(block.part, Part::Rule | Part::End) {
                block.part = Part::Aside;
            }
            blocks.push(block);
        }
        for block in plain::blocks(signature) {
            blocks.push(Block {
                part: Part::Byline,
                ..block
            });
        }
    }
    blocks
}

/// How deep a line is quoted.
fn quoted(line: &str) -> usize {
    line.chars()
        .take_while(|c| matches!(c, '>' | ' '))
        .filter(|c| *c == '>')
        .count()
}

/// A text and the signature below its "-- ".
fn signed(text: &str) -> (&str, &str) {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_end() == "--" {
            return (&text[..at], &text[at + line.len()..]);
        }
        at += line.len();
    }
    (text, "")
}

/// Who wrote what is quoted: "On Monday at 9, Karl Holm <karl@example.org> wrote:", "Am 10.03. schrieb Karl Holm:". `None` where the name
/// cannot be told from the day before it.
fn author(announcement: &str) -> Option<String> {
    let head = announcement.trim_end_matches(':').trim_end();
    let (name, marked) = match head.split_once("schrieb ") {
        Some((_, behind)) => (behind, true),
        None => {
            let head = head.strip_suffix("wrote")?.trim_end();
            let head = head.split(" <").next().unwrap_or(head);
            match head.rsplit_once(", ") {
                Some((_, name)) => (name, true),
                None => (head, false),
            }
        }
    };
    let name = name
        .split(" <")
        .next()
        .unwrap_or(name)
        .trim_matches(['"', ' ']);
    let like_a_name = (1..=5).contains(&name.split(' ').count())
        && name
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '-' | '\'' | '’'))
        && name.starts_with(char::is_uppercase);
    (marked && like_a_name).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use crate::ingest::read_bytes;
    use crate::ingest::sink::Collected;
    use crate::options::ReadOptions;

    #[test]
    fn the_sender_speaks_but_for_what_is_quoted() {
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
    fn a_quoted_reply_is_its_authors_and_a_signature_nobodys() {
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
}
