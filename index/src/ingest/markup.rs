//! Cuts HTML into tags and text, each with its place in the source.
//!
//! The cutting follows the tokenizer of the standard where it matters for words: comments, raw text (`<script>`,
//! `<title>`), quoted attributes, entities. It never looks back and keeps no tree: a page of any depth takes one pass.
//! A tree would lose the places, which a hit needs to name its line.
//!
//! Standard: <https://html.spec.whatwg.org/multipage/parsing.html#tokenization>.

use std::ops::Range;

/// A piece of markup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// Text between tags, entities still in it.
    Text(Range<usize>),
    /// `<p class="a">`: the name as written, and what stands behind it.
    Open {
        /// The element's name.
        name: &'a str,
        /// Its attributes as written; see [`attribute`].
        attributes: &'a str,
        /// Where the tag begins.
        start: usize,
    },
    /// `</p>`.
    Close {
        /// The element's name.
        name: &'a str,
    },
    /// What stands inside an element whose text is no markup.
    Raw {
        /// The element's name.
        name: &'a str,
        /// Its place.
        range: Range<usize>,
    },
}

/// Elements whose text is no markup.
const RAW: &[&str] = &[
    "script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes",
];

/// The tokens of a page, in order.
pub struct Tokens<'a> {
    text: &'a str,
    at: usize,
    raw: Option<&'a str>,
}

impl<'a> Tokens<'a> {
    /// Stands at the beginning of `text`.
    pub fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            raw: None,
        }
    }

    /// Passes over something that ends with `sign`, or else with the text.
    fn skip_to(&mut self, from: usize, sign: &str) {
        let rest = &self.text.as_bytes()[from..];
        self.at = memchr::memmem::find(rest, sign.as_bytes())
            .map_or(self.text.len(), |found| from + found + sign.len());
    }

    /// The end of a tag: the first `>` outside a quoted value. `None`: the text ends first.
    fn tag_end(&self, from: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
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
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let (text, bytes) = (self.text, self.text.as_bytes());
        if let Some(name) = self.raw.take() {
            let start = self.at;
            let end = raw_end(bytes, start, name);
            self.at = end;
            return Some(Token::Raw {
                name,
                range: start..end,
            });
        }
        while self.at < bytes.len() {
            let start = self.at;
            if bytes[start] != b'<' || !begins_markup(&bytes[start..]) {
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
                return Some(Token::Text(start..end));
            }
            if text[start..].starts_with("<!--") {
                self.skip_to(start + 4, "-->");
                continue;
            }
            let close = bytes[start + 1] == b'/';
            let from = start + 1 + usize::from(close);
            if !bytes.get(from).is_some_and(u8::is_ascii_alphabetic) {
                self.skip_to(from, ">");
                continue;
            }
            let name_end = text[from..]
                .find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'))
                .map_or(text.len(), |length| from + length);
            let Some(end) = self.tag_end(name_end) else {
                self.at = bytes.len();
                return None;
            };
            self.at = end + 1;
            let name = &text[from..name_end];
            if close {
                return Some(Token::Close { name });
            }
            self.raw = RAW
                .iter()
                .any(|raw| raw.eq_ignore_ascii_case(name))
                .then_some(name);
            return Some(Token::Open {
                name,
                attributes: &text[name_end..end],
                start,
            });
        }
        None
    }
}

/// Whether a `<` opens a tag, a comment or the like.
fn begins_markup(bytes: &[u8]) -> bool {
    bytes
        .get(1)
        .is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?'))
}

fn raw_end(bytes: &[u8], from: usize, name: &str) -> usize {
    for found in memchr::memmem::find_iter(&bytes[from..], b"</") {
        let at = from + found;
        let behind = &bytes[at + 2..];
        if behind
            .get(..name.len())
            .is_some_and(|written| written.eq_ignore_ascii_case(name.as_bytes()))
            && behind
                .get(name.len())
                .is_none_or(|next| next.is_ascii_whitespace() || matches!(next, b'>' | b'/'))
        {
            return at;
        }
    }
    bytes.len()
}

/// The value of an attribute, entities decoded. Empty if it has none.
pub fn attribute(attributes: &str, name: &str) -> Option<String> {
    let bytes = attributes.as_bytes();
    let mut at = 0;
    loop {
        while bytes
            .get(at)
            .is_some_and(|byte| byte.is_ascii_whitespace() || *byte == b'/')
        {
            at += 1;
        }
        let start = at;
        while bytes
            .get(at)
            .is_some_and(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'=' | b'/'))
        {
            at += 1;
        }
        let found = &attributes[start..at];
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        let mut value = "";
        if bytes.get(at) == Some(&b'=') {
            at += 1;
            while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
                at += 1;
            }
            match bytes.get(at) {
                Some(quote @ (b'"' | b'\'')) => {
                    let from = at + 1;
                    let length =
                        memchr::memchr(*quote, &bytes[from..]).unwrap_or(bytes.len() - from);
                    value = &attributes[from..from + length];
                    at = (from + length + 1).min(bytes.len());
                }
                _ => {
                    let from = at;
                    while bytes
                        .get(at)
                        .is_some_and(|byte| !byte.is_ascii_whitespace())
                    {
                        at += 1;
                    }
                    value = &attributes[from..at];
                }
            }
        } else if found.is_empty() {
            return None;
        }
        if found.eq_ignore_ascii_case(name) {
            let mut out = String::new();
            decode(value, &mut out);
            return Some(out);
        }
    }
}

/// Appends a text with its entities decoded.
pub fn decode(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let taken = entity(rest, out);
        if taken == 0 {
            out.push('&');
            rest = &rest[1..];
        } else {
            rest = &rest[taken..];
        }
    }
    out.push_str(rest);
}

/// Decodes the entity that a text begins with; gives how many bytes it took, 0 if it is none.
fn entity(text: &str, out: &mut String) -> usize {
    /// The longest name is `CounterClockwiseContourIntegral;`.
    const LONGEST: usize = 33;
    let inner = &text[1..];
    if let Some(number) = inner.strip_prefix('#') {
        let hex = number.starts_with(['x', 'X']);
        let digits = &number[usize::from(hex)..];
        let length = digits
            .bytes()
            .take_while(|byte| {
                if hex {
                    byte.is_ascii_hexdigit()
                } else {
                    byte.is_ascii_digit()
                }
            })
            .count();
        if length == 0 {
            return 0;
        }
        let value = u32::from_str_radix(&digits[..length], if hex { 16 } else { 10 });
        out.push(value.map_or('\u{FFFD}', character));
        let end = 2 + usize::from(hex) + length;
        return end + usize::from(text[end..].starts_with(';'));
    }
    let length = inner
        .bytes()
        .take(LONGEST)
        .take_while(u8::is_ascii_alphanumeric)
        .count();
    let with_semicolon = length + usize::from(inner[length..].starts_with(';'));
    if let Some((one, two)) = named(&inner[..with_semicolon]) {
        out.push(one);
        out.extend(two);
        return 1 + with_semicolon;
    }
    // A few old names may lack their semicolon, even with letters behind ("&ampx").
    for end in (2..=length.min(6)).rev() {
        if let Some((one, two)) = named(&inner[..end]) {
            out.push(one);
            out.extend(two);
            return 1 + end;
        }
    }
    0
}

/// The character of a number. Those of windows-1252 stand for what people meant by them.
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

fn named(name: &str) -> Option<(char, Option<char>)> {
    let (one, two) = markup5ever::data::NAMED_ENTITIES.get(name)?;
    // Beginnings of names stand in the table too, with nothing behind them.
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
    fn tags_text_and_raw_text_are_told_apart() {
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
    fn attributes_are_found_however_they_are_quoted() {
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
