//! The fonts of a Rich Text file: each may have a code page of its own for the bytes set in it.

use std::collections::HashMap;

use encoding_rs::{Encoding, WINDOWS_1252};

/// Most fonts whose code pages are kept. Documents of many authors have hundreds.
const MAX_FONTS: usize = 10_000;

/// The table of fonts.
#[derive(Default)]
pub struct Fonts {
    encodings: HashMap<i64, &'static Encoding>,
    /// The font whose entry is being read.
    current: i64,
}

impl Fonts {
    /// The encoding of a font's bytes. `None`: that of the document.
    pub fn encoding(&self, font: i64) -> Option<&'static Encoding> {
        self.encodings.get(&font).copied()
    }

    /// Takes a control word of the table, and its number.
    pub fn word(&mut self, word: &str, number: Option<i64>) {
        let page = match word {
            "f" => {
                self.current = number.unwrap_or(0);
                return;
            }
            "cpg" => number,
            "fcharset" => number.and_then(page_of_charset),
            _ => None,
        };
        if let Some(page) = page.filter(|_| self.encodings.len() < MAX_FONTS) {
            self.encodings.insert(self.current, code_page(page));
        }
    }
}

/// The code page of a font's character set. `None`: that of the document.
fn page_of_charset(charset: i64) -> Option<i64> {
    let page = match charset {
        77 => 10_000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    };
    Some(page)
}

/// The encoding of a Windows code page; windows-1252 if we do not know it.
pub fn code_page(number: i64) -> &'static Encoding {
    let known = match number {
        65001 => Some(encoding_rs::UTF_8),
        932 => Some(encoding_rs::SHIFT_JIS),
        936 => Some(encoding_rs::GBK),
        949 => Some(encoding_rs::EUC_KR),
        950 => Some(encoding_rs::BIG5),
        10_000 => Some(encoding_rs::MACINTOSH),
        10_007 => Some(encoding_rs::X_MAC_CYRILLIC),
        _ => Encoding::for_label(format!("windows-{number}").as_bytes()),
    };
    known.unwrap_or(WINDOWS_1252)
}
