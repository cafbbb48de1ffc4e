//! Encodings of East Asian texts in bytes of seven bits: ISO-2022-JP, ISO-2022-KR, ISO-2022-CN and
//! HZ. Their bytes are ASCII, and so valid UTF-8, but for the sequences that switch between sets.
//!
//! ISO-2022-JP is decoded by `encoding_rs`. The others are its EUC-KR and GBK with the eighth bit
//! left out. Standards: RFC 1468, RFC 1557, RFC 1922, RFC 1843.

use encoding_rs::{EUC_KR, Encoding, GBK, ISO_2022_JP};

use crate::ingest::charset::Read;

/// The byte that begins a switch.
const ESCAPE: u8 = 0x1B;

/// The bytes that switch to the other set and back.
const SHIFT_OUT: u8 = 0x0E;
const SHIFT_IN: u8 = 0x0F;

/// The switches of ISO-2022-JP to a set that is not ASCII.
const JAPANESE: [&[u8]; 5] = [b"\x1B$B", b"\x1B$@", b"\x1B(J", b"\x1B(I", b"\x1B$(D"];

/// The switches of ISO-2022-CN: to GB 2312, and to the set of Taiwan, which is not read.
const CHINESE: &[u8] = b"\x1B$)A";
const TAIWANESE: &[u8] = b"\x1B$)G";
const KOREAN: &[u8] = b"\x1B$)C";

/// The text of bytes in one of these encodings. `None`: they are something else. The error says
/// what they are if they cannot be read.
pub fn decode(bytes: &[u8]) -> Result<Option<Read>, String> {
    if !bytes.is_ascii() {
        return Ok(None);
    }
    let holds = |mark: &[u8]| memchr::memmem::find(bytes, mark).is_some();
    if memchr::memchr(ESCAPE, bytes).is_none() {
        return Ok(is_hz(bytes).then(|| hz(bytes)));
    }
    if JAPANESE.iter().any(|mark| holds(mark)) {
        let (text, _, has_errors) = ISO_2022_JP.decode(bytes);
        return Ok(Some(Read {
            text: text.into_owned(),
            name: ISO_2022_JP.name(),
            has_errors,
        }));
    }
    if holds(TAIWANESE) {
        return Err(
            "is in ISO-2022-CN with the characters of Taiwan, which is not read: save it as UTF-8"
                .to_owned(),
        );
    }
    let (set, name) = if holds(KOREAN) {
        (EUC_KR, "ISO-2022-KR")
    } else if holds(CHINESE) {
        (GBK, "ISO-2022-CN")
    } else {
        return Ok(None);
    };
    Ok(Some(shifted(bytes, set, name)))
}

/// A text in which two bytes switch between ASCII and another set.
fn shifted(bytes: &[u8], set: &'static Encoding, name: &'static str) -> Read {
    let mut out = Vec::with_capacity(bytes.len());
    let mut shifted = false;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            // The switch itself: an escape and three bytes.
            ESCAPE => {
                at += 4;
                continue;
            }
            SHIFT_OUT => shifted = true,
            SHIFT_IN => shifted = false,
            byte @ 0x21..=0x7E if shifted => out.push(byte | 0x80),
            byte => {
                // A line ends the other set in Chinese texts.
                shifted &= byte != b'\n';
                out.push(byte);
            }
        }
        at += 1;
    }
    read(&out, set, name)
}

/// Whether a text has the switches of HZ, each with its end, and Chinese characters between.
fn is_hz(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    let mut found = false;
    while let Some(start) = memchr::memmem::find(rest, b"~{") {
        let inner = &rest[start + 2..];
        let Some(end) = memchr::memmem::find(inner, b"~}") else {
            return false;
        };
        let is_text = inner[..end].iter().all(|byte| (0x21..=0x77).contains(byte));
        if end == 0 || end % 2 != 0 || !is_text {
            return false;
        }
        found = true;
        rest = &inner[end + 2..];
    }
    found
}

fn hz(bytes: &[u8]) -> Read {
    let mut out = Vec::with_capacity(bytes.len());
    let mut shifted = false;
    let mut at = 0;
    while at < bytes.len() {
        match (bytes[at], bytes.get(at + 1)) {
            (b'~', Some(b'{')) => (shifted, at) = (true, at + 1),
            (b'~', Some(b'}')) => (shifted, at) = (false, at + 1),
            (b'~', Some(b'~')) => {
                out.push(b'~');
                at += 1;
            }
            (b'~', Some(b'\n')) => at += 1,
            (byte, _) if shifted => out.push(byte | 0x80),
            (byte, _) => out.push(byte),
        }
        at += 1;
    }
    read(&out, GBK, "HZ-GB-2312")
}

fn read(bytes: &[u8], set: &'static Encoding, name: &'static str) -> Read {
    let (text, has_errors) = set.decode_without_bom_handling(bytes);
    Read {
        text: text.into_owned(),
        name,
        has_errors,
    }
}

#[cfg(test)]
mod tests {
    use super::decode;

    fn check(bytes: &[u8], expected: Option<(&str, &str)>) {
        let read = decode(bytes).expect("readable");
        let found = read.as_ref().map(|read| (read.text.as_str(), read.name));
        assert_eq!(found, expected);
        assert!(read.is_none_or(|read| !read.has_errors));
    }

    #[test]
    fn switches_say_which_encoding_it_is() {
        check(b"\x1B$B9A\x1B(B 4", Some(("港 4", "ISO-2022-JP")));
        check(b"\x1B$)C\x0EGW18\x0F 4", Some(("항구 4", "ISO-2022-KR")));
        check(b"\x1B$)A\x0E8[?Z\x0F 4", Some(("港口 4", "ISO-2022-CN")));
        check(b"~{8[?Z~} 4", Some(("港口 4", "HZ-GB-2312")));
    }

    #[test]
    fn other_texts_are_left_alone() {
        check(b"A boat.", None);
        check(b"\x1B[1mA boat.\x1B[0m", None);
        check(b"if (a) ~{ 1 }", None);
        check("Ein Hafen für große Schiffe.".as_bytes(), None);
        assert!(decode(b"\x1B$)G\x0Eaa\x0F").is_err());
    }
}
