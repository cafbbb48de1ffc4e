//! Decodes the text of a message's parts.
//!
//! The declared character set is used if the bytes are valid in it. Otherwise it was declared
//! wrongly, and the text is read as UTF-8 or as the encoding that is detected. UTF-8 is recognised
//! before a set of single bytes, in which any bytes are valid.

use std::borrow::Cow;

use encoding_rs::{Encoding, ISO_2022_JP, REPLACEMENT, UTF_8};
use mail_parser::decoders::charsets::map::charset_decoder;

use crate::ingest::encoding::{self, undeclared};

/// A decoded text.
pub struct Decoded {
    /// The text.
    pub text: String,
    /// What is wrong with it, if anything.
    pub problem: Option<String>,
}

/// Decodes the text of a part with this declared character set.
pub fn decode(bytes: &[u8], label: Option<&str>) -> Decoded {
    let label = label.map(str::trim).filter(|label| !label.is_empty());
    match label.map(|label| (label, Encoding::for_label(label.as_bytes()))) {
        // What is called ASCII and has other bytes could be anything.
        Some((label, Some(encoding))) if encoding != REPLACEMENT && !is_ascii(label) => {
            decode_as(bytes, encoding)
        }
        Some((label, _)) if is_ascii(label) => detected(bytes),
        Some((label, _)) => decode_unknown(bytes, label),
        None => detected(bytes),
    }
}

fn decode_as(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    let valid = || encoding.decode_without_bom_handling_and_without_replacement(bytes);
    // ISO-2022-JP is written in seven bits, so it would pass as UTF-8.
    let is_wide = !encoding.is_single_byte() && encoding != UTF_8;
    if is_wide && let Some(text) = valid() {
        return good(text.into_owned());
    }
    if let Ok(text) = std::str::from_utf8(bytes)
        && encoding != ISO_2022_JP
    {
        return good(text.trim_start_matches('\u{FEFF}').to_owned());
    }
    match valid() {
        Some(text) => good(text.into_owned()),
        None => detected(bytes),
    }
}

/// Whether a label means ASCII.
fn is_ascii(label: &str) -> bool {
    let label = label.to_ascii_lowercase();
    label.contains("ascii") || label.starts_with("ansi_x3")
}

/// Decodes a text whose character set is not in the WHATWG's list.
fn decode_unknown(bytes: &[u8], label: &str) -> Decoded {
    if let Ok(decoded) = encoding::decode(bytes.to_vec(), Some(label), undeclared)
        && !decoded.text.starts_with('\u{FFFD}')
    {
        return Decoded {
            text: decoded.text,
            problem: decoded.problem.map(|problem| problem.message),
        };
    }
    let is_known = Encoding::for_label(label.as_bytes()).is_none();
    if is_known && let Some(decoder) = charset_decoder(label.as_bytes()) {
        return good(decoder(bytes));
    }
    let text = detected(bytes).text;
    Decoded {
        text,
        problem: Some(format!(
            "character set `{label}` cannot be read; text may be wrong"
        )),
    }
}

/// Decodes a text as its bytes suggest.
fn detected(bytes: &[u8]) -> Decoded {
    match encoding::decode(bytes.to_vec(), None, undeclared) {
        Ok(decoded) => Decoded {
            text: decoded.text,
            problem: decoded.problem.map(|problem| problem.message),
        },
        Err(reason) => Decoded {
            text: String::new(),
            problem: Some(reason),
        },
    }
}

fn good(text: String) -> Decoded {
    Decoded {
        text,
        problem: None,
    }
}

/// A message whose header is UTF-8. Headers should be ASCII, but programs write them in whatever
/// their system uses, which is the character set of the text if one is declared.
pub fn with_utf8_header(bytes: &[u8]) -> Cow<'_, [u8]> {
    let ends = [&b"\n\n"[..], b"\n\r\n"].map(|end| memchr::memmem::find(bytes, end));
    let end = ends.into_iter().flatten().min().unwrap_or(bytes.len());
    let (header, rest) = bytes.split_at(end);
    if std::str::from_utf8(header).is_ok() {
        return Cow::Borrowed(bytes);
    }
    let ascii: String = header.iter().map(|byte| char::from(*byte)).collect();
    let ascii = ascii.to_ascii_lowercase();
    let label = ascii.split_once("charset=").map(|(_, value)| {
        let value = value.trim_start_matches('"');
        let end = value.find(|c: char| !c.is_ascii_alphanumeric() && !"-_".contains(c));
        &value[..end.unwrap_or(value.len())]
    });
    let mut whole = decode(header, label).text.into_bytes();
    whole.extend_from_slice(rest);
    Cow::Owned(whole)
}

#[cfg(test)]
mod tests {
    use super::decode;

    fn check(bytes: &[u8], label: Option<&str>, text: &str, problem: bool) {
        let decoded = decode(bytes, label);
        assert_eq!(
            (decoded.text.as_str(), decoded.problem.is_some()),
            (text, problem),
            "{label:?}"
        );
    }

    #[test]
    fn the_declared_character_set_is_used() {
        let korean = "회의를 시작합니다.";
        for label in ["EUC-KR", "ks_c_5601-1987"] {
            check(
                &encoding_rs::EUC_KR.encode(korean).0,
                Some(label),
                korean,
                false,
            );
        }
        let japanese = "会議を始めます。";
        check(
            &encoding_rs::ISO_2022_JP.encode(japanese).0,
            Some("iso-2022-jp"),
            japanese,
            false,
        );
        check(
            &encoding_rs::SHIFT_JIS.encode(japanese).0,
            Some("Shift_JIS"),
            japanese,
            false,
        );
        let russian = "Заседание открыто.";
        for (label, encoding) in [
            ("koi8-r", encoding_rs::KOI8_R),
            ("x-mac-cyrillic", encoding_rs::X_MAC_CYRILLIC),
        ] {
            check(&encoding.encode(russian).0, Some(label), russian, false);
        }
        check(b"Caf+AOk-", Some("utf-7"), "Café", false);
    }

    #[test]
    fn a_wrong_or_missing_character_set_is_made_up_for() {
        let french = "Le bac arrivera à midi, a-t-il été décidé.";
        for label in [
            None,
            Some("us-ascii"),
            Some("iso-8859-1"),
            Some("koi8-r"),
            Some("utf-8"),
        ] {
            check(french.as_bytes(), label, french, false);
        }
        let western = encoding_rs::WINDOWS_1252.encode(french).0;
        for label in [
            None,
            Some("us-ascii"),
            Some("utf-8"),
            Some("iso-8859-1"),
            Some("x-unknown-8bit"),
        ] {
            check(&western, label, french, label == Some("x-unknown-8bit"));
        }
    }

    #[test]
    fn a_character_set_that_cannot_be_read_is_named() {
        let decoded = decode(b"\x1b$)C\x0eH8@G", Some("x-invented"));
        let problem = decoded.problem.expect("a problem");
        assert!(problem.contains("x-invented"), "{problem}");
    }
}
