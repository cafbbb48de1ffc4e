//! Cuts HTML into tags and text, each with its bytes in the source.
//!
//! Follows the tokenizer of the HTML standard where it matters for words: comments, raw text
//! (`<script>`, `<title>`), quoted attributes, character references. It keeps no tree, so that a
//! page of any depth takes one pass; and a tree would lose the offsets, from which a hit's line
//! comes.
//!
//! Standard: <https://html.spec.whatwg.org/multipage/parsing.html#tokenization>.

use std::ops::Range;

use crate::text::word_list::WordList;

/// Elements whose content is text without markup.
static RAW_TEXT_ELEMENTS: WordList = WordList::new(include_str!("lists/raw_text_elements.txt"));

/// A piece of markup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// Text between tags, its character references not yet decoded.
    Text(Range<usize>),
    /// A start tag: `<p class="a">`.
    Open {
        /// The element's name as written.
        name: &'a str,
        /// The attributes as written, see [`attribute`].
        attributes: &'a str,
        /// The byte at which the tag begins.
        start: usize,
    },
    /// An end tag: `</p>`.
    Close {
        /// The element's name as written.
        name: &'a str,
    },
    /// The content of an element whose content has no markup.
    Raw {
        /// The element's name as written.
        name: &'a str,
        /// The bytes of the content.
        range: Range<usize>,
    },
}

/// The tokens of a page, in order. Comments and declarations are left out.
pub struct Tokens<'a> {
    text: &'a str,
    at: usize,
    /// The element whose raw text begins at `at`.
    raw: Option<&'a str>,
}

impl<'a> Tokens<'a> {
    /// The tokens of `text`.
    pub fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            raw: None,
        }
    }

    /// Moves behind the next `end` from byte `from` on, or to the end of the text.
    fn skip_past(&mut self, from: usize, end: &str) {
        let rest = &self.text.as_bytes()[from..];
        self.at = memchr::memmem::find(rest, end.as_bytes())
            .map_or(self.text.len(), |found| from + found + end.len());
    }

    /// The raw text of the element `name`, which begins here.
    fn raw_text(&mut self, name: &'a str) -> Token<'a> {
        let range = self.at..raw_end(self.text.as_bytes(), self.at, name);
        self.at = range.end;
        Token::Raw { name, range }
    }

    /// The text that begins here, up to the next markup.
    fn plain_text(&mut self) -> Token<'a> {
        let bytes = self.text.as_bytes();
        let start = self.at;
        let mut end = start + 1;
        loop {
            match memchr::memchr(b'<', &bytes[end..]) {
                Some(found) if begins_markup(&bytes[end + found..]) => {
                    end += found;
                    break;
                }
                Some(found) => end += found + 1,
                None => {
                    end = bytes.len();
                    break;
                }
            }
        }
        self.at = end;
        Token::Text(start..end)
    }

    /// The tag at byte `start`, whose name begins at `name_start`. `None`: the text ends inside it.
    fn tag(&mut self, start: usize, name_start: usize, close: bool) -> Option<Token<'a>> {
        let text = self.text;
        let name_end = text[name_start..]
            .find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'))
            .map_or(text.len(), |length| name_start + length);
        let Some(end) = tag_end(text.as_bytes(), name_end) else {
            self.at = text.len();
            return None;
        };
        self.at = end + 1;
        let name = &text[name_start..name_end];
        if close {
            return Some(Token::Close { name });
        }
        self.raw = RAW_TEXT_ELEMENTS
            .entries()
            .iter()
            .any(|raw| raw.eq_ignore_ascii_case(name))
            .then_some(name);
        Some(Token::Open {
            name,
            attributes: &text[name_end..end],
            start,
        })
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        if let Some(name) = self.raw.take() {
            return Some(self.raw_text(name));
        }
        let bytes = self.text.as_bytes();
        while self.at < bytes.len() {
            let start = self.at;
            if bytes[start] != b'<' || !begins_markup(&bytes[start..]) {
                return Some(self.plain_text());
            }
            if bytes[start..].starts_with(b"<!--") {
                self.skip_past(start + 4, "-->");
                continue;
            }
            let close = bytes[start + 1] == b'/';
            let name_start = start + 1 + usize::from(close);
            if bytes.get(name_start).is_some_and(u8::is_ascii_alphabetic) {
                return self.tag(start, name_start, close);
            }
            // A doctype, a processing instruction, `</>`.
            self.skip_past(name_start, ">");
        }
        None
    }
}

/// Whether a `<` begins a tag, a comment or a declaration.
fn begins_markup(bytes: &[u8]) -> bool {
    bytes
        .get(1)
        .is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?'))
}

/// The end of a tag: the first `>` outside a quoted value. `None`: the text ends before it.
fn tag_end(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    let mut after_equals = false;
    while at < bytes.len() {
        match bytes[at] {
            b'>' => return Some(at),
            quote @ (b'"' | b'\'') if after_equals => {
                at += 1 + memchr::memchr(quote, &bytes[at + 1..])?;
                after_equals = false;
            }
            b'=' => after_equals = true,
            byte if byte.is_ascii_whitespace() => {}
            _ => after_equals = false,
        }
        at += 1;
    }
    None
}

/// The end of a raw text: the next `</name`, or the end of the page.
fn raw_end(bytes: &[u8], from: usize, name: &str) -> usize {
    for found in memchr::memmem::find_iter(&bytes[from..], b"</") {
        let at = from + found;
        let tag = &bytes[at + 2..];
        let named = tag
            .get(..name.len())
            .is_some_and(|written| written.eq_ignore_ascii_case(name.as_bytes()));
        let ends_name = |next: &u8| next.is_ascii_whitespace() || matches!(next, b'>' | b'/');
        if named && tag.get(name.len()).is_none_or(ends_name) {
            return at;
        }
    }
    bytes.len()
}

/// The value of an attribute, its character references decoded. An attribute without a value has
/// an empty one. `None`: there is no such attribute.
pub fn attribute(attributes: &str, name: &str) -> Option<String> {
    let mut cursor = Cursor {
        text: attributes,
        at: 0,
    };
    loop {
        cursor.take_while(|byte| byte.is_ascii_whitespace() || byte == b'/');
        let found =
            cursor.take_while(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'=' | b'/'));
        cursor.take_while(|byte| byte.is_ascii_whitespace());
        let value = if cursor.peek() == Some(b'=') {
            cursor.at += 1;
            cursor.value()
        } else if found.is_empty() {
            return None;
        } else {
            ""
        };
        if found.eq_ignore_ascii_case(name) {
            let mut out = String::new();
            decode(value, &mut out);
            return Some(out);
        }
    }
}

/// How far the attributes of a tag have been read.
struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Takes bytes as long as they are `wanted`.
    fn take_while(&mut self, wanted: impl Fn(u8) -> bool) -> &'a str {
        let start = self.at;
        while self.peek().is_some_and(&wanted) {
            self.at += 1;
        }
        &self.text[start..self.at]
    }

    /// Takes the value after an equals sign. Without its closing quotation mark, it extends to the
    /// end of the tag.
    fn value(&mut self) -> &'a str {
        self.take_while(|byte| byte.is_ascii_whitespace());
        let Some(quote @ (b'"' | b'\'')) = self.peek() else {
            return self.take_while(|byte| !byte.is_ascii_whitespace());
        };
        let start = self.at + 1;
        let rest = &self.text[start..];
        let length = memchr::memchr(quote, rest.as_bytes()).unwrap_or(rest.len());
        self.at = (start + length + 1).min(self.text.len());
        &rest[..length]
    }
}

/// Appends a text with its character references decoded.
pub fn decode(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let taken = decode_reference(rest, out);
        if taken == 0 {
            out.push('&');
            rest = &rest[1..];
        } else {
            rest = &rest[taken..];
        }
    }
    out.push_str(rest);
}

/// Decodes the character reference that a text begins with. Returns how many bytes it took, 0 if
/// there is none.
fn decode_reference(text: &str, out: &mut String) -> usize {
    match text[1..].strip_prefix('#') {
        Some(number) => decode_number(text, number, out),
        None => decode_name(&text[1..], out),
    }
}

/// Decodes `&#8212;` or `&#x2014;`: `number` is what follows the `#` of `text`.
fn decode_number(text: &str, number: &str, out: &mut String) -> usize {
    let hex = number.starts_with(['x', 'X']);
    let is_digit = |byte: &u8| {
        if hex {
            byte.is_ascii_hexdigit()
        } else {
            byte.is_ascii_digit()
        }
    };
    let digits = &number[usize::from(hex)..];
    let length = digits.bytes().take_while(is_digit).count();
    if length == 0 {
        return 0;
    }
    let value = u32::from_str_radix(&digits[..length], if hex { 16 } else { 10 });
    out.push(value.map_or('\u{FFFD}', character));
    let end = 2 + usize::from(hex) + length;
    end + usize::from(text[end..].starts_with(';'))
}

/// Decodes `&eacute;`: `name` is what follows the `&`.
fn decode_name(name: &str, out: &mut String) -> usize {
    /// The longest name is `CounterClockwiseContourIntegral;`.
    const MAX_BYTES: usize = 33;
    /// The longest names that may lack their semicolon have six letters, such as `eacute`.
    const MAX_BARE_BYTES: usize = 6;
    let length = name
        .bytes()
        .take(MAX_BYTES)
        .take_while(u8::is_ascii_alphanumeric)
        .count();
    let with_semicolon = length + usize::from(name[length..].starts_with(';'));
    // A few old names may lack their semicolon, even with letters behind them ("&ampx").
    let ends = std::iter::once(with_semicolon).chain((2..=length.min(MAX_BARE_BYTES)).rev());
    for end in ends {
        if let Some((one, two)) = named_characters(&name[..end]) {
            out.push(one);
            out.extend(two);
            return 1 + end;
        }
    }
    0
}

/// The character with this number. Numbers from 128 to 159 are read as windows-1252, because
/// authors meant that.
fn character(value: u32) -> char {
    match value {
        0 => '\u{FFFD}',
        0x80..=0x9F => {
            let byte = [u8::try_from(value).unwrap_or(b'?')];
            let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte);
            text.chars().next().unwrap_or('\u{FFFD}')
        }
        _ => char::from_u32(value).unwrap_or('\u{FFFD}'),
    }
}

/// The one or two characters of a named reference.
fn named_characters(name: &str) -> Option<(char, Option<char>)> {
    let (one, two) = markup5ever::data::NAMED_ENTITIES.get(name)?;
    // The table also has beginnings of names, without characters.
    let one = char::from_u32(*one).filter(|c| *c != '\0')?;
    Some((one, char::from_u32(*two).filter(|c| *c != '\0')))
}

#[cfg(test)]
mod tests {
    use super::{Token, Tokens, attribute, decode};

    fn check(text: &str, expected: &[&str]) {
        let shown: Vec<String> = Tokens::new(text)
            .map(|token| match token {
                Token::Text(range) => text[range].to_owned(),
                Token::Open { name, .. } => format!("<{name}>"),
                Token::Close { name } => format!("</{name}>"),
                Token::Raw { range, .. } => format!("raw {}", &text[range]),
            })
            .collect();
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn tags_text_and_raw_text_are_distinguished() {
        check("<p a='>'>3 < 4<br/></P>", &["<p>", "3 < 4", "<br>", "</P>"]);
        check(
            "<!-- <p> --><title>a <b> c</title>d",
            &["<title>", "raw a <b> c", "</title>", "d"],
        );
        check(
            "<script>if (a</b>/) </script >x",
            &["<script>", "raw if (a</b>/) ", "</script>", "x"],
        );
        check("a<!doctype html>b</>c", &["a", "b", "c"]);
        check("a <p class=\"", &["a "]);
        check("<script>never", &["<script>", "raw never"]);
    }

    #[test]
    fn entities_are_decoded_with_and_without_semicolon() {
        let check = |text: &str, expected: &str| {
            let mut out = String::new();
            decode(text, &mut out);
            assert_eq!(out, expected, "{text}");
        };
        check("&amp;&lt;&eacute;&#8212;&#x2014;&#151;", "&<é———");
        check("a & b &ampc &bogus; &#0; &", "a & b &c &bogus; \u{FFFD} &");
    }

    #[test]
    fn attributes_are_found_with_any_quotes() {
        let check = |attributes, name, expected: Option<&str>| {
            assert_eq!(
                attribute(attributes, name).as_deref(),
                expected,
                "{attributes}"
            );
        };
        check(" class=\"a b\" id='c' hidden lang=en", "id", Some("c"));
        check(" class=\"a b\" id='c' hidden lang=en", "hidden", Some(""));
        check(" class=\"a b\" id='c' hidden lang=en", "lang", Some("en"));
        check(" =x class = \"a&amp;b\"/", "CLASS", Some("a&b"));
        check(" class=\"a", "id", None);
    }
}
