//! Files that no format reads: what they are, what to do instead, and whether text is lost with
//! them.
//!
//! [`kinds::UNREAD`] is the one table of kinds that are known and not read. A kind is found by its
//! first bytes, else by the ending of the name. Whatever may hold text is named to the user with
//! its reason; pictures, sound, fonts, programs, source code and settings are passed over.

pub mod kinds;

use std::path::Path;

use crate::ingest::encoding::{self, undeclared};
use crate::ingest::unread::kinds::{Sign, UNREAD, UnreadKind};
use crate::ingest::xml::{Node, Nodes};
use crate::text::word_list::WordList;

/// Endings of pictures, sound, fonts, programs and signatures.
static TEXTLESS: WordList = WordList::new(include_str!("lists/textless_extensions.txt"));

/// Endings of source code and of settings.
static CODE: WordList = WordList::new(include_str!("lists/code_extensions.txt"));

/// Whole names of settings whose endings other files have as well.
static SETTINGS: WordList = WordList::new(include_str!("lists/settings_names.txt"));

/// A shorter run of words is a name or a value, not a sentence.
const WORDS_OF_SENTENCE: usize = 5;

/// Why a file is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// What it is, and what to do: "is a Word 97 document; save it as DOCX".
    pub found: String,
    /// Whether text may be lost with it.
    pub holds_text: bool,
}

impl Unread {
    fn of(kind: &UnreadKind) -> Self {
        let holds_text = !kind.instead.is_empty();
        let found = if holds_text {
            format!("is {}; {}", kind.what, kind.instead)
        } else {
            format!("is {}, which holds no text", kind.what)
        };
        Self { found, holds_text }
    }

    /// What a file is whose first bytes are those of a kind that is not read.
    pub fn by_contents(path: &Path, head: &[u8]) -> Option<Self> {
        let streams = Streams::of(head);
        let fits = |sign: &Sign| match sign {
            Sign::Bytes(at, bytes) => head.get(*at..).is_some_and(|rest| rest.starts_with(bytes)),
            Sign::Stream(name) => streams.as_ref().is_some_and(|streams| streams.has(name)),
        };
        let kind = UNREAD.iter().find(|kind| kind.signs.iter().any(fits))?;
        let is_any_ole = matches!(kind.signs, [Sign::Stream("")]);
        // The list of streams may be far behind the first bytes.
        let named = is_any_ole.then(|| kind_named(path)).flatten();
        Some(Self::of(named.unwrap_or(kind)))
    }

    /// What a file is whose name has the ending of a kind that is not read.
    pub fn by_name(path: &Path) -> Option<Self> {
        if let Some(kind) = kind_named(path) {
            return Some(Self::of(kind));
        }
        is_textless(path).then(|| Self {
            found: "holds no text to search, by its name".to_owned(),
            holds_text: false,
        })
    }

    /// What a document in an archive is, by its usual ending.
    #[cfg(feature = "archive")]
    pub fn by_ending(ending: &str) -> Option<Self> {
        kind_ending(ending).map(Self::of)
    }

    /// What a file is that nothing is known about but that it is no text, or is one.
    pub fn unknown(is_text: bool) -> Self {
        let found = if is_text {
            "is text, but has an unknown ending; rename it to end in .txt to read it"
        } else {
            "is a binary file, not text"
        };
        Self {
            found: found.to_owned(),
            holds_text: true,
        }
    }

    /// What a file is that should be XML of a kind that some format reads.
    pub fn xml(root: Option<&str>, head: &[u8]) -> Self {
        match root {
            Some(root) => {
                let root: String = root.chars().take(MAX_ROOT).collect();
                Self {
                    found: format!(
                        "is XML with the root element `{root}`, which no format reads; save its \
                         text as HTML, or as TXT"
                    ),
                    holds_text: xml_holds_sentences(head),
                }
            }
            None => Self {
                found: "is not XML, in spite of its name".to_owned(),
                holds_text: !head.trim_ascii().is_empty(),
            },
        }
    }
}

/// Longer names of root elements, in characters, are cut in messages.
const MAX_ROOT: usize = 60;

/// The kind with the ending of this name.
fn kind_named(path: &Path) -> Option<&'static UnreadKind> {
    kind_ending(&ending(path)?)
}

fn kind_ending(ending: &str) -> Option<&'static UnreadKind> {
    UNREAD.iter().find(|kind| kind.endings.contains(&ending))
}

fn ending(path: &Path) -> Option<String> {
    Some(path.extension()?.to_str()?.to_lowercase())
}

/// Whether a file holds no text for a reader, by its name: a picture, a program, source code,
/// settings.
pub fn is_textless(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    name.is_some_and(|name| SETTINGS.contains(name))
        || ending(path).is_some_and(|end| TEXTLESS.contains(&end) || CODE.contains(&end))
}

/// Whether the first bytes of a file are those of a text.
pub fn is_text(head: &[u8]) -> bool {
    encoding::decode(head.to_vec(), None, undeclared).is_ok()
}

/// Whether a value has so many words that it is a sentence.
pub fn is_sentence(text: &str) -> bool {
    let is_word = |word: &&str| word.chars().filter(|c| c.is_alphabetic()).nth(1).is_some();
    let mut words = text.split_whitespace().filter(is_word);
    // Languages that do not write spaces have no words to count.
    let is_unspaced = || text.chars().filter(|c| *c >= '\u{3000}').nth(9).is_some();
    words.nth(WORDS_OF_SENTENCE - 1).is_some() || is_unspaced()
}

fn xml_holds_sentences(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    Nodes::new(&text).any(|node| matches!(node, Node::Text(text, ..) if is_sentence(&text)))
}

/// The names of the streams of an OLE 2 document, as far as they are in its first bytes.
struct Streams<'h>(&'h [u8]);

impl<'h> Streams<'h> {
    fn of(head: &'h [u8]) -> Option<Self> {
        head.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
            .then_some(Self(head))
    }

    /// Whether there is a stream of this name: UTF-16, with a zero behind it, in an entry of the
    /// directory that begins at a multiple of its 128 bytes.
    fn has(&self, name: &str) -> bool {
        let mut wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        if wide.is_empty() {
            return true;
        }
        wide.extend([0, 0]);
        memchr::memmem::find_iter(self.0, &wide).any(|at| at % 128 <= 2)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::path::Path;

    use super::{Unread, is_sentence, is_textless};
    use crate::ingest::formats::FORMATS;
    use crate::ingest::unread::kinds::UNREAD;

    #[test]
    fn no_ending_is_both_read_and_not_read() {
        let mut seen = HashSet::new();
        for kind in UNREAD {
            for ending in kind.endings {
                let path = format!("a.{ending}");
                assert!(FORMATS.of_path(Path::new(&path)).is_none(), "{ending}");
                assert!(!is_textless(Path::new(&path)), "{ending}");
                assert!(seen.insert(*ending), "{ending} twice");
            }
        }
    }

    #[test]
    fn a_kind_is_known_by_its_contents_or_its_name() {
        let check = |name: &str, head: &[u8], found: &str, text: bool| {
            let unread = Unread::by_contents(Path::new(name), head)
                .or_else(|| Unread::by_name(Path::new(name)))
                .expect("known");
            assert_eq!((unread.found.as_str(), unread.holds_text), (found, text));
        };
        let mut ole = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
        ole.resize(512, 0);
        check(
            "a.doc",
            &ole,
            "is a Word 97 document; save it as DOCX",
            true,
        );
        check(
            "a",
            &ole,
            "is an OLE 2 document; save it as DOCX or PDF",
            true,
        );
        ole.extend("Workbook\0".encode_utf16().flat_map(u16::to_le_bytes));
        check(
            "a.doc",
            &ole,
            "is an Excel 97 workbook; save it as CSV",
            true,
        );
        check(
            "a.key",
            b"x",
            "is a document of Pages, Numbers or Keynote; save it as DOCX or PDF",
            true,
        );
        check(
            "a",
            b"\x7FELF\x02",
            "is a program, which holds no text",
            false,
        );
        check(
            "a.rs",
            b"fn main()",
            "holds no text to search, by its name",
            false,
        );
    }

    #[test]
    fn a_sentence_has_words() {
        for (text, expected) in [
            ("The ferry is late again.", true),
            (">=6 <7 || >=8", false),
            ("Anna Berg", false),
            ("港口疏浚将于星期一开始。", true),
        ] {
            assert_eq!(is_sentence(text), expected, "{text}");
        }
    }
}
