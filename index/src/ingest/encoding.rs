//! Decodes bytes to text: by byte order mark, else as UTF-8 if valid, else as declared, else as
//! detected.
//!
//! The encoding is reported with how it was found ("windows-1252 (detected)"). Text that is UTF-8
//! except for a few bytes is read with replacement characters, and the first bad byte is reported.
//! Binary files are refused.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::ingest::charset::{self, Read, cyrillic, johab, seven_bit, utf32};
use crate::ingest::sink::Problem;

// Bytes that the detector gets: enough for any language, and few enough to be fast.
const DETECT_BYTES: usize = 256 << 10;

// Bytes at the start that are checked for NUL and control characters, which mean a binary file.
const BINARY_BYTES: usize = 16 << 10;

/// A decoded text.
#[derive(Debug)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// The encoding, and how it was found unless by a byte order mark or valid UTF-8.
    pub encoding: String,
    /// The bytes that could not be decoded, if any.
    pub problem: Option<Problem>,
}

/// Whether this is the label of an encoding that is read: one in the WHATWG's list, or a further
/// one.
pub fn is_known(label: &str) -> bool {
    charset::of_label(label, &[]).is_some() || Encoding::for_label(label.as_bytes()).is_some()
}

/// Decodes a whole source. The error is a message that says why the source is not text.
pub fn decode(
    bytes: Vec<u8>,
    forced: Option<&str>,
    declared: fn(&[u8]) -> Option<String>,
) -> Result<Decoded, String> {
    if let Some(label) = forced {
        if let Some(read) = charset::of_label(label, &bytes) {
            return Ok(further(read, " (as given)"));
        }
        let encoding = Encoding::for_label(label.as_bytes())
            .ok_or_else(|| format!("unknown encoding `{label}`"))?;
        return Ok(decode_as(&bytes, encoding, " (as given)"));
    }
    if let Some(read) = utf32::decode(&bytes) {
        let marked = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0, 0, 0xFE]);
        return refuse_controls(further(read, if marked { "" } else { " (detected)" }));
    }
    if let Some((encoding, _)) = Encoding::for_bom(&bytes) {
        return Ok(decode_as(&bytes, encoding, ""));
    }
    if let Some(encoding) = utf16_without_mark(&bytes) {
        return Ok(decode_as(&bytes, encoding, " (detected)"));
    }
    if bytes[..bytes.len().min(BINARY_BYTES)].contains(&0) {
        return Err("is a binary file, not text".to_owned());
    }
    if let Some(read) = seven_bit::decode(&bytes)? {
        return Ok(further(read, " (detected)"));
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => {
            return refuse_controls(Decoded {
                text,
                encoding: UTF_8.name().to_owned(),
                problem: None,
            });
        }
        Err(error) => error.into_bytes(),
    };
    if is_mostly_utf8(&bytes) {
        return Ok(decode_as(&bytes, UTF_8, ""));
    }
    if let Some(encoding) = declared(&bytes).and_then(|label| Encoding::for_label(label.as_bytes()))
        && encoding != UTF_8
    {
        return Ok(decode_as(&bytes, encoding, " (declared)"));
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    let head = &bytes[..bytes.len().min(DETECT_BYTES)];
    detector.feed(head, head.len() == bytes.len());
    let guess = detector.guess(None, Utf8Detection::Deny);
    if let Some(read) = johab::decode(&bytes).or_else(|| cyrillic::decode(&bytes, guess)) {
        return Ok(further(read, " (detected)"));
    }
    refuse_controls(decode_as(&bytes, guess, " (detected)"))
}

/// A text in an encoding that `encoding_rs` does not know.
fn further(read: Read, how: &str) -> Decoded {
    let problem = read.has_errors.then(|| Problem {
        message: format!("not valid {}; read with replacement characters", read.name),
        ..Problem::default()
    });
    Decoded {
        text: read.text,
        encoding: format!("{}{how}", read.name),
        problem,
    }
}

/// The declared encoding of formats that declare none.
pub fn undeclared(_: &[u8]) -> Option<String> {
    None
}

/// The declared encoding of XML: in the XML declaration at the start.
pub fn xml_declared(bytes: &[u8]) -> Option<String> {
    const LINE_BYTES: usize = 200;
    let head = &bytes[..bytes.len().min(LINE_BYTES)];
    let at = memchr::memmem::find(head, b"encoding=")? + b"encoding=".len();
    let quote = *head.get(at).filter(|quote| matches!(quote, b'"' | b'\''))?;
    let length = memchr::memchr(quote, &head[at + 1..])?;
    Some(String::from_utf8_lossy(&head[at + 1..at + 1 + length]).into_owned())
}

fn decode_as(bytes: &[u8], encoding: &'static Encoding, how: &str) -> Decoded {
    let (text, used, errors) = encoding.decode(bytes);
    let problem = errors.then(|| {
        let byte = if used == UTF_8 {
            std::str::from_utf8(bytes)
                .err()
                .map(|e| e.valid_up_to() as u64)
        } else {
            None
        };
        Problem {
            line: None,
            byte,
            message: format!(
                "not valid {}; read with replacement characters",
                used.name()
            ),
            ..Problem::default()
        }
    });
    Decoded {
        text: text.into_owned(),
        encoding: format!("{}{how}", used.name()),
        problem,
    }
}

/// Recognises UTF-16 without a byte order mark: in Western text, nearly every second byte is NUL.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    if head.len() < 8 {
        return None;
    }
    let nuls = |offset: usize| {
        head.iter()
            .skip(offset)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (even, odd, pairs) = (nuls(0), nuls(1), head.len() / 2);
    let most = pairs * 7 / 10;
    match (even, odd) {
        (0, odd) if odd >= most => Some(UTF_16LE),
        (even, 0) if even >= most => Some(UTF_16BE),
        (0, 0) => None,
        _ => [UTF_16LE, UTF_16BE]
            .into_iter()
            .find(|encoding| reads_as_text(head, encoding)),
    }
}

/// Whether bytes are text in an encoding of two bytes a character: letters and spaces throughout,
/// in words. Other bytes give unpaired surrogates, control characters and signs.
fn reads_as_text(head: &[u8], encoding: &'static Encoding) -> bool {
    /// Fewer characters may be anything.
    const FEWEST: usize = 16;
    /// Longer words, in characters, are no words. Some scripts write no spaces.
    const MAX_WORD: usize = 40;
    // The head may end within a pair of surrogates.
    let whole = &head[..head.len().min(4092)];
    let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(whole) else {
        return false;
    };
    let all = text.chars().count();
    let spaces = text.chars().filter(|c| matches!(c, ' ' | '\n')).count();
    let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
    let controls = text
        .chars()
        .any(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r'));
    let is_worded = spaces * MAX_WORD >= all;
    all >= FEWEST && !controls && is_worded && (letters + spaces) * 10 >= all * 8
}

/// Whether valid UTF-8 characters are more frequent than invalid sequences. ASCII is not counted.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut valid, mut invalid) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        if !chunk.valid().is_ascii() {
            valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        }
        invalid += usize::from(!chunk.invalid().is_empty());
    }
    valid > invalid
}

/// Refuses what decodes but is not text: more than one control character in thirty.
fn refuse_controls(decoded: Decoded) -> Result<Decoded, String> {
    let head = &decoded.text.as_bytes()[..decoded.text.len().min(BINARY_BYTES)];
    let controls = head
        .iter()
        .filter(|byte| **byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C | 0x1B))
        .count();
    if controls * 30 > head.len() {
        Err("is a binary file, not text".to_owned())
    } else {
        Ok(decoded)
    }
}

#[cfg(test)]
mod tests {
    use super::{decode, undeclared};

    fn check(bytes: &[u8], text: &str, encoding: &str, problem_at: Option<u64>) {
        let decoded = decode(bytes.to_vec(), None, undeclared).expect("text");
        assert_eq!(
            (decoded.text.as_str(), decoded.encoding.as_str()),
            (text, encoding)
        );
        assert_eq!(decoded.problem.and_then(|problem| problem.byte), problem_at);
    }

    fn check_refused(bytes: &[u8]) {
        assert!(decode(bytes.to_vec(), None, undeclared).is_err());
    }

    #[test]
    fn valid_utf8_is_kept_as_it_is() {
        check("Smørrebrød".as_bytes(), "Smørrebrød", "UTF-8", None);
        check(b"", "", "UTF-8", None);
    }

    #[test]
    fn a_byte_order_mark_decides_and_is_dropped() {
        check(b"\xEF\xBB\xBFharbour", "harbour", "UTF-8", None);
        check(b"\xFF\xFEh\0a\0", "ha", "UTF-16LE", None);
        check(b"\xFE\xFF\0h\0a", "ha", "UTF-16BE", None);
    }

    #[test]
    fn utf16_without_a_mark_is_detected() {
        let bytes: Vec<u8> = "The harbour."
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        check(&bytes, "The harbour.", "UTF-16LE (detected)", None);
    }

    #[test]
    fn utf16_of_other_scripts_without_a_mark_is_detected() {
        let text = "Заседание открыто в полдень.\n";
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        check(&big, text, "UTF-16BE (detected)", None);
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        check(&little, text, "UTF-16LE (detected)", None);
    }

    #[test]
    fn western_bytes_are_detected() {
        check(
            b"Der Hafen f\xFCr gro\xDFe Schiffe ist \xFCberf\xFCllt.",
            "Der Hafen für große Schiffe ist überfüllt.",
            "windows-1252 (detected)",
            None,
        );
    }

    #[test]
    fn one_bad_byte_in_utf8_is_replaced_and_reported() {
        check(
            b"\xC3\xA9\xC3\xA9 \xFF end",
            "éé \u{FFFD} end",
            "UTF-8",
            Some(5),
        );
    }

    #[test]
    fn binary_bytes_are_refused() {
        check_refused(b"\x7FELF\x02\x01\0\0\0\0");
        check_refused(&[1, 2, 3, 4, 5, 6, 7, 8]);
    }
}
