//! Reads the parts of one message: its text, letters inside it, and attached files.
//!
//! Of alternatives, the plain text is used, or the HTML where that says much more. What is passed
//! over and may hold text is reported. A letter inside a letter and an attached file are documents
//! with a key: the number of the part (`2`, `2.1`, as in RFC 3501), or the name of the file.

use std::cell::Cell;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use crate::error::{Error, Result};
use crate::ingest::block::{Block, squeeze};
use crate::ingest::date::given_date;
use crate::ingest::format::{Formats, with_facts};
use crate::ingest::html;
use crate::ingest::mail::charset::{self, with_utf8_header};
use crate::ingest::mail::quotations;
use crate::ingest::members::{Members, deeper};
use crate::ingest::outline::{self, page::Page};
use crate::ingest::sink::{Problem, Sink};
use crate::ingest::source::{Meter, Source, too_large};
use crate::ingest::unread::is_textless;
use crate::options::ReadOptions;

/// How deep letters may be inside letters. A forwarded one is rarely in a third.
const MAX_DEPTH: usize = 16;

/// More letters inside one message are an attack: each is parsed again by the ones around it.
const MAX_INNER: usize = 1000;

/// HTML this many times as long as the plain text is what the sender wrote: the plain text only
/// says that there is HTML.
const LONGER: usize = 4;

/// Reads messages of one source.
pub struct Letters<'s> {
    path: PathBuf,
    options: &'s ReadOptions,
    formats: &'s Formats,
    meter: Rc<Meter>,
    sink: &'s mut dyn Sink,
}

impl<'s> Letters<'s> {
    /// For the messages of `source`. Fails if it is in too many archives.
    pub fn new(
        source: &Source<'_>,
        options: &'s ReadOptions,
        formats: &'s Formats,
        sink: &'s mut dyn Sink,
    ) -> Result<Self> {
        Ok(Self {
            path: source.path().to_owned(),
            options,
            formats,
            meter: deeper(source, options)?,
            sink,
        })
    }

    /// Reads one message. `key` is its number in a mailbox. False if it has no headers.
    pub fn read(&mut self, key: Option<&str>, bytes: &[u8]) -> Result<bool> {
        let inner = memchr::memmem::find_iter(bytes, b"essage/").count();
        if inner > MAX_INNER {
            self.problem(
                key,
                format!("has more than {MAX_INNER} letters inside it; skipped"),
            );
            return Ok(true);
        }
        let bytes = with_utf8_header(bytes);
        let Some(message) = MessageParser::default().parse(&*bytes) else {
            return Ok(false);
        };
        self.letter(key, &message, 0)?;
        Ok(true)
    }

    /// Reports a problem of the message with this key.
    pub fn problem(&mut self, key: Option<&str>, message: String) {
        let message = match key {
            Some(key) => format!("{key}: {message}"),
            None => message,
        };
        self.sink.problem(Problem {
            message,
            ..Problem::default()
        });
    }

    /// Gives the documents of a message to the sink: its text, then the letters and files in it.
    fn letter(&mut self, key: Option<&str>, message: &Message<'_>, depth: usize) -> Result<()> {
        let mut contents = Contents::of(message, *self.formats);
        for problem in std::mem::take(&mut contents.problems) {
            self.problem(key, problem);
        }
        let bytes: usize = contents.blocks.iter().map(|block| block.text.len()).sum();
        let limit = self.options.limits.whole_bytes;
        if bytes as u64 > limit {
            // Nothing of the file is left to read.
            if key.is_none() && contents.letters.is_empty() && contents.files.is_empty() {
                return Err(Error::Unreadable {
                    path: self.path.clone(),
                    reason: too_large(limit),
                });
            }
            self.problem(key, too_large(limit));
        } else if !contents.blocks.is_empty() {
            let blocks = std::mem::take(&mut contents.blocks);
            // The date in the name of a mailbox is not that of its messages.
            let path = key.map_or(self.path.as_path(), Path::new);
            with_facts(path, self.options, self.sink, |sink| {
                let page = page(key, message, sink);
                sink.document(outline::document(page, blocks, self.options))
            })?;
        }
        for (number, letter) in contents.letters {
            let key = joined(key, &number);
            if depth < MAX_DEPTH {
                self.letter(Some(&key), letter, depth + 1)?;
            } else {
                self.problem(
                    Some(&key),
                    "letters lie in letters too deeply; skipped".to_owned(),
                );
            }
        }
        for file in contents.files {
            let name = joined(key, &file.name);
            let packed = Rc::new(Cell::new(file.bytes.len() as u64));
            let mut members =
                Members::new(self.sink, self.options, self.formats, self.meter.clone());
            members.read(&name, Cursor::new(file.bytes), packed)?;
            members.finish();
        }
        Ok(())
    }
}

/// A key below another.
fn joined(key: Option<&str>, below: &str) -> String {
    key.map_or_else(|| below.to_owned(), |key| format!("{key}/{below}"))
}

/// What a message says about itself.
fn page(key: Option<&str>, message: &Message<'_>, sink: &mut dyn Sink) -> Page {
    let sender = message.from().and_then(|from| from.first());
    let sender = sender
        .and_then(|sender| sender.name().or_else(|| sender.address()))
        .map(squeeze);
    // The parser accepts days that a month does not have.
    let sent = message
        .date()
        .map(|date| format!("{:04}-{:02}-{:02}", date.year, date.month, date.day));
    Page {
        key: key.map(str::to_owned),
        title: message
            .subject()
            .map(squeeze)
            .filter(|title| !title.is_empty()),
        date: sent.and_then(|date| given_date(&date, None, sink)),
        speakers: sender.into_iter().filter(|name| !name.is_empty()).collect(),
        ..Page::default()
    }
}

/// An attached file.
struct File<'m> {
    name: String,
    bytes: &'m [u8],
}

/// What is in a message.
struct Contents<'m> {
    message: &'m Message<'m>,
    formats: Formats,
    blocks: Vec<Block>,
    /// Letters with the numbers of their parts.
    letters: Vec<(String, &'m Message<'m>)>,
    files: Vec<File<'m>>,
    problems: Vec<String>,
}

impl<'m> Contents<'m> {
    fn of(message: &'m Message<'m>, formats: Formats) -> Self {
        let mut contents = Self {
            message,
            formats,
            blocks: Vec::new(),
            letters: Vec::new(),
            files: Vec::new(),
            problems: Vec::new(),
        };
        let mut open = vec![(0_u32, String::new())];
        while let Some((id, number)) = open.pop() {
            let Some(part) = message.parts.get(id as usize) else {
                continue;
            };
            let PartType::Multipart(inside) = &part.body else {
                contents.add(part, if number.is_empty() { "1" } else { &number });
                continue;
            };
            let inside = if is(part, "multipart", Some("alternative")) {
                contents.best(inside)
            } else {
                inside.clone()
            };
            let prefix = if number.is_empty() {
                number
            } else {
                format!("{number}.")
            };
            for (index, id) in inside.iter().enumerate().rev() {
                open.push((*id, format!("{prefix}{}", index + 1)));
            }
        }
        // Places in a decoded part are not places in the message.
        for block in &mut contents.blocks {
            block.span = 0..0;
            block.line = None;
            for line in &mut block.breaks {
                (line.source, line.line) = (0, 0);
            }
        }
        contents
    }

    /// The part to read of alternatives: plain text, HTML that says much more, or what there is.
    fn best(&self, inside: &[u32]) -> Vec<u32> {
        let part = |id: &u32| self.message.parts.get(*id as usize);
        let words = |part: &MessagePart<'_>| match &part.body {
            PartType::Html(text) => html::fragment(text).iter().map(|b| b.text.len()).sum(),
            PartType::Text(text) => text.trim().len(),
            _ => 0,
        };
        let plain = inside
            .iter()
            .find(|id| part(id).is_some_and(|part| is(part, "text", Some("plain"))));
        // HTML may be beside its pictures, in a part of its own.
        let rich = inside
            .iter()
            .rev()
            .find(|id| part(id).is_some_and(|part| part.is_text_html() || part.is_multipart()));
        let text = plain.and_then(part).map_or(0, words);
        let markup = rich.and_then(|id| self.html_in(*id)).map_or(0, words);
        let chosen = match (plain, rich) {
            (Some(_), Some(rich)) if text * LONGER < markup => Some(rich),
            (Some(plain), _) => Some(plain),
            (None, Some(rich)) => Some(rich),
            (None, None) => inside.last(),
        };
        let others = inside.iter().filter(|id| Some(*id) != chosen);
        let attached: Vec<u32> = others.flat_map(|id| self.attached_in(*id)).collect();
        chosen.into_iter().copied().chain(attached).collect()
    }

    /// What is attached in an alternative that is not read: programs put files beside the HTML.
    fn attached_in(&self, id: u32) -> Vec<u32> {
        let mut attached = Vec::new();
        let mut open = vec![(id, false)];
        while let Some((id, is_inside)) = open.pop() {
            let Some(part) = self.message.parts.get(id as usize) else {
                continue;
            };
            match &part.body {
                PartType::Multipart(inside) => {
                    open.extend(inside.iter().rev().map(|id| (*id, true)));
                }
                PartType::Html(_) | PartType::Text(_) if part.attachment_name().is_none() => {}
                _ if is_inside => attached.push(id),
                _ => {}
            }
        }
        attached
    }

    /// The HTML in a part, which may be inside other parts.
    fn html_in(&self, id: u32) -> Option<&MessagePart<'m>> {
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            let part = self.message.parts.get(id as usize)?;
            match &part.body {
                PartType::Html(_) => return Some(part),
                PartType::Multipart(inside) => open.extend(inside.iter().rev()),
                _ => {}
            }
        }
        None
    }

    /// Adds a part that has no parts.
    fn add(&mut self, part: &'m MessagePart<'m>, number: &str) {
        let name = part.attachment_name().map(file_name);
        let is_attached = part
            .content_disposition()
            .is_some_and(mail_parser::ContentType::is_attachment);
        match (&part.body, name) {
            (PartType::Message(letter), _) => self.letters.push((number.to_owned(), letter)),
            (PartType::Text(_) | PartType::Html(_), Some(name)) if is_attached => {
                self.add_file(part, name);
            }
            (PartType::Text(text), _) => {
                let text = self.text(part, text, number);
                self.blocks.extend(quotations::blocks(&text));
            }
            (PartType::Html(text), _) => {
                let text = self.text(part, text, number);
                let mut blocks = html::fragment(&text);
                quotations::mark_quoted(&mut blocks);
                self.blocks.extend(blocks);
            }
            (PartType::Multipart(_), _) => {}
            (PartType::Binary(_) | PartType::InlineBinary(_), _) if holds_no_text(part) => {}
            (PartType::Binary(bytes) | PartType::InlineBinary(bytes), Some(name)) => {
                if !is_textless(Path::new(&name)) {
                    self.files.push(File { name, bytes });
                }
            }
            // The report of a mail server, or the header of a returned message.
            (PartType::Binary(_) | PartType::InlineBinary(_), None)
                if is(part, "message", None) =>
            {
                let text = self.text(part, "", number);
                self.blocks.extend(quotations::blocks(&text));
            }
            // A PDF, say, is known by its contents.
            (PartType::Binary(bytes) | PartType::InlineBinary(bytes), None)
                if self.formats.is_certain(bytes) =>
            {
                self.files.push(File {
                    name: number.to_owned(),
                    bytes,
                });
            }
            (PartType::Binary(_) | PartType::InlineBinary(_), None) => {
                let kind = kind(part);
                self.problems.push(format!(
                    "part {number} is {kind}, which has no name; skipped"
                ));
            }
        }
    }

    /// Adds a text that is attached as a file.
    fn add_file(&mut self, part: &'m MessagePart<'m>, name: String) {
        if !is_textless(Path::new(&name)) {
            self.files.push(File {
                name,
                bytes: part.contents(),
            });
        }
    }

    /// The text of a part. `parsed` is what the parser made of it.
    fn text(&mut self, part: &MessagePart<'_>, parsed: &str, number: &str) -> String {
        let raw = &self.message.raw_message;
        let (start, end) = (
            part.raw_body_offset() as usize,
            part.raw_end_offset() as usize,
        );
        let raw = raw.get(start..end).unwrap_or_default();
        let bytes = match part.encoding {
            Encoding::None => Some(raw.to_vec()),
            Encoding::QuotedPrintable => quoted_printable_decode(raw),
            Encoding::Base64 => base64_decode(raw),
        };
        let bytes = bytes.unwrap_or_else(|| parsed.as_bytes().to_vec());
        let label = part
            .content_type()
            .and_then(|kind| kind.attribute("charset"));
        let declared = html::declared(&bytes).filter(|_| label.is_none() && part.is_text_html());
        let decoded = charset::decode(&bytes, label.or(declared.as_deref()));
        if let Some(problem) = decoded.problem {
            self.problems.push(format!("part {number}: {problem}"));
        }
        decoded.text
    }
}

/// Whether a part is of this kind. `subtype` of `None`: any.
fn is(part: &MessagePart<'_>, kind: &str, subtype: Option<&str>) -> bool {
    match (part.content_type(), subtype) {
        (Some(found), subtype) => {
            found.ctype().eq_ignore_ascii_case(kind)
                && subtype.is_none_or(|wanted| {
                    found
                        .subtype()
                        .is_some_and(|found| found.eq_ignore_ascii_case(wanted))
                })
        }
        // A part without a type is plain text.
        (None, subtype) => kind == "text" && subtype.is_none_or(|wanted| wanted == "plain"),
    }
}

/// Whether a part holds no text, by its type.
fn holds_no_text(part: &MessagePart<'_>) -> bool {
    let is_media = ["image", "audio", "video", "font"]
        .iter()
        .any(|kind| is(part, kind, None));
    let subtype = part.content_type().and_then(|kind| kind.subtype());
    is_media || subtype.is_some_and(|kind| kind.to_ascii_lowercase().ends_with("signature"))
}

/// The type of a part, such as `application/pdf`.
fn kind(part: &MessagePart<'_>) -> String {
    part.content_type().map_or_else(
        || "of an unknown type".to_owned(),
        |kind| format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or("*")),
    )
}

/// The name of an attached file without folders.
fn file_name(name: &str) -> String {
    let name = name.replace('\\', "/");
    let last = Path::new(&name).file_name().and_then(|name| name.to_str());
    squeeze(last.unwrap_or("attachment"))
}
