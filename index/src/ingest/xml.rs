//! What the readers of XML formats share: start tags, end tags and text with their offsets.
//!
//! Only the five entities of XML and `&nbsp;` are decoded. Entities that a document defines are
//! dropped, so that none can grow without limit, and external ones are never fetched. Elements and
//! attributes are named without their namespace prefix.
//!
//! Format: <https://www.w3.org/TR/xml/>. Missing and unmatched end tags are allowed.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::ingest::block::Lines;
use crate::ingest::sink::Problem;

/// A piece of an XML text.
pub enum Node<'a> {
    /// An element begins. An empty element is followed by its end.
    Start(BytesStart<'a>),
    /// An element with this name ends.
    End(String),
    /// Decoded text, and the bytes at which it starts and ends in the source.
    Text(std::borrow::Cow<'a, str>, usize, usize),
}

/// The nodes of an XML text, in order.
pub struct Nodes<'a> {
    reader: Reader<&'a [u8]>,
    /// The name of an empty element that has just begun.
    empty: Option<String>,
    /// The byte at which the text is not well-formed, and what is wrong. Reading stopped there.
    error: Option<(u64, String)>,
}

impl<'a> Nodes<'a> {
    /// The nodes of `text`.
    pub fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        config.allow_unmatched_ends = true;
        config.check_end_names = false;
        Self {
            reader,
            empty: None,
            error: None,
        }
    }

    /// What to report once the nodes have been read; `None` if the text is well-formed. `text` is
    /// the text they are of.
    pub fn problem(&self, text: &str) -> Option<Problem> {
        let (byte, reason) = self.error.as_ref()?;
        let byte = usize::try_from(*byte).unwrap_or(0);
        Some(Problem {
            line: Some(Lines::new(text).line_of(byte).into()),
            message: format!("not well-formed XML: {reason}; read up to here"),
            ..Problem::default()
        })
    }
}

impl<'a> Iterator for Nodes<'a> {
    type Item = Node<'a>;

    fn next(&mut self) -> Option<Node<'a>> {
        if let Some(name) = self.empty.take() {
            return Some(Node::End(name));
        }
        loop {
            let start = offset(self.reader.buffer_position());
            let event = self.reader.read_event();
            let end = offset(self.reader.buffer_position());
            match event {
                Ok(Event::Start(element)) => return Some(Node::Start(element)),
                Ok(Event::Empty(element)) => {
                    self.empty = Some(local(&element));
                    return Some(Node::Start(element));
                }
                Ok(Event::End(element)) => {
                    let name = element.local_name();
                    return Some(Node::End(text_of(name.as_ref())));
                }
                Ok(Event::Text(text)) => {
                    return Some(Node::Text(text.into_inner(), start, end));
                }
                Ok(Event::CData(text)) => {
                    const OPENING: usize = "<![CDATA[".len();
                    const CLOSING: usize = "]]>".len();
                    let text = text.into_inner();
                    return Some(Node::Text(
                        text,
                        start + OPENING,
                        end.saturating_sub(CLOSING),
                    ));
                }
                Ok(Event::GeneralRef(reference)) => {
                    let shown = match reference.resolve_char_ref() {
                        Ok(Some(c)) => c.to_string(),
                        _ => character(&reference.into_inner()).to_owned(),
                    };
                    return Some(Node::Text(shown.into(), start, end));
                }
                Ok(Event::Eof) => return None,
                Ok(_) => {}
                Err(error) => {
                    self.error = Some((self.reader.error_position(), error.to_string()));
                    return None;
                }
            }
        }
    }
}

fn offset(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

/// The character of a named entity. An unknown one gives nothing.
fn character(name: &str) -> &'static str {
    match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        "nbsp" => "\u{A0}",
        _ => "",
    }
}

fn text_of(name: impl AsRef<str>) -> String {
    name.as_ref().to_owned()
}

/// The name of an element, without its prefix.
pub fn local(element: &BytesStart<'_>) -> String {
    text_of(element.local_name().as_ref())
}

/// The value of the attribute with this name (without prefix), its entities decoded.
pub fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    element
        .html_attributes()
        .with_checks(false)
        .filter_map(Result::ok)
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .map(|attribute| {
            let value = text_of(&attribute.value);
            match quick_xml::escape::unescape(&value) {
                Ok(decoded) => decoded.into_owned(),
                Err(_) => value,
            }
        })
}

/// The name of an XML text's root element, without its prefix. `None`: it is not XML.
pub fn root(head: &[u8]) -> Option<String> {
    /// How far to look: comments and a doctype may come before the root.
    const LOOK_BYTES: usize = 8192;
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let head = String::from_utf8_lossy(&head[..head.len().min(LOOK_BYTES)]);
    let head = head.trim_start();
    if !head.starts_with('<') {
        return None;
    }
    Nodes::new(head).find_map(|node| match node {
        Node::Start(element) => Some(local(&element)),
        _ => None,
    })
}
