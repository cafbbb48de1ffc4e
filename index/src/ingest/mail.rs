//! E-mail: one message is one document, with the message's subject, date and sender.
//!
//! The speaker is the sender. Quoted lines (those that start with `>`) belong to the author in the
//! line above them ("On ..., Karl Holm <karl@example.org> wrote:"), or to nobody. A signature is a
//! byline. The plain text of a message is used if there is one, otherwise its HTML.
//!
//! Format: RFC 5322 and MIME (RFC 2045).

use mail_parser::MessageParser;

use crate::document::rule::Rule;
use crate::error::Result;
use crate::ingest::block::{Block, Part, Voice, squeeze};
use crate::ingest::date::given_date;
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
        // The parser accepts days that a month does not have.
        let sent = message
            .date()
            .map(|date| format!("{:04}-{:02}-{:02}", date.year, date.month, date.day));
        let page = Page {
            title: message
                .subject()
                .map(squeeze)
                .filter(|title| !title.is_empty()),
            date: sent.and_then(|date| given_date(&date, None, sink)),
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
                    blocks.extend(body_blocks(&text));
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

/// The blocks of a message's plain text. Quoted lines and the sender's own are never in one block.
fn body_blocks(text: &str) -> Vec<Block> {
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
            // The mail program writes the line before a quotation.
            let is_german = block.text.contains("schrieb") && block.text.ends_with(':');
            if block.text.ends_with("wrote:") || is_german {
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

/// How many levels of quotation a line is in: 0 for the sender's own words.
fn quoted(line: &str) -> usize {
    line.chars()
        .take_while(|c| matches!(c, '>' | ' '))
        .filter(|c| *c == '>')
        .count()
}

/// A text without its signature, and the signature: what follows a line `-- `.
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

/// The author in the line before a quotation: "On Monday at 9, Karl Holm <karl@example.org> wrote:"
/// or "Am 10.03. schrieb Karl Holm:". `None` if the name cannot be separated from the date before
/// it.
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
}
