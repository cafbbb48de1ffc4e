//! Encodings that `encoding_rs` does not decode, or that its detector does not tell from others.
//!
//! Each file decodes one kind and says, from the bytes alone, whether a text is of it.
//! `encoding.rs` asks them in turn. What is recognised and cannot be read is an error, never wrong
//! letters.

pub mod cyrillic;
pub mod johab;
pub mod seven_bit;
pub mod utf32;

/// A text in one of these encodings.
#[derive(Debug, PartialEq, Eq)]
pub struct Read {
    /// The text.
    pub text: String,
    /// The name of the encoding.
    pub name: &'static str,
    /// Whether some bytes were not of the encoding, and became replacement characters.
    pub has_errors: bool,
}

/// The text of bytes in the encoding with this label. `None`: `encoding_rs` has the encoding, or
/// nobody.
pub fn of_label(label: &str, bytes: &[u8]) -> Option<Read> {
    let label = label.trim().to_ascii_lowercase();
    match label.as_str() {
        "utf-32" | "utf-32le" | "utf-32be" => Some(utf32::as_given(bytes, label.ends_with("be"))),
        "johab" | "cp1361" | "ksc5601_1992" => Some(johab::all(bytes)),
        "ibm855" | "cp855" => Some(Read {
            text: cyrillic::ibm855(bytes),
            name: "IBM855",
            has_errors: false,
        }),
        "iso-2022-kr" | "iso-2022-cn" | "hz-gb-2312" | "hz" => {
            seven_bit::decode(bytes).ok().flatten().or_else(|| {
                let (text, _, has_errors) = encoding_rs::UTF_8.decode(bytes);
                Some(Read {
                    text: text.into_owned(),
                    name: "ASCII",
                    has_errors,
                })
            })
        }
        _ => None,
    }
}
