//! What the readers of XML formats share: events with their places, attributes, entities.
//!
//! Only the entities of XML itself are decoded. Those that a document defines are left out, so that none can grow beyond
//! its measure; external ones are never fetched. Elements are named without their prefix.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Something met in an XML text.
pub enum Node<'a> {
    /// An element begins. One that is empty ends at once.
    Start(BytesStart<'a>),
    /// An element of this name ends.
    End(String),
    /// Text, decoded, and its place in the source.
    Text(std::borrow::Cow<'a, str>, usize, usize),
}

/// The nodes of an XML text, in order.
pub struct Nodes<'a> {
    reader: Reader<&'a [u8]>,
    empty: Option<String>,
    /// What is wrong with the text, and at which byte. Nothing was read behind it.
    pub error: Option<(u64, String)>,
}

impl<'a> Nodes<'a> {
    /// Stands at the beginning of `text`.
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
}

impl<'a> Iterator for Nodes<'a> {
    type Item = Node<'a>;

    fn next(&mut self) -> Option<Node<'a>> {
        if let Some(name) = self.empty.take() {
            return Some(Node::End(name));
        }
        loop {
            let start = place(self.reader.buffer_position());
            let event = self.reader.read_event();
            let end = place(self.reader.buffer_position());
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
                        _ => named(&reference.into_inner()).to_owned(),
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

fn place(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

fn named(name: &str) -> &'static str {
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

/// The name of an element without its prefix.
pub fn local(element: &BytesStart<'_>) -> String {
    text_of(element.local_name().as_ref())
}

/// The value of an attribute, by its name without prefix.
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

/// The name, without prefix, of the element that an XML text begins with.
pub fn root(head: &[u8]) -> Option<String> {
    /// Comments and a doctype may stand before the first element.
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
