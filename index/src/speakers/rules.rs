//! `speakers.toml`: the user's decisions about speakers' names, which override what the program
//! joins.
//!
//! ```toml
//! [[speaker]]
//! name = "Mark Erhardt"        # how the speaker is listed
//! aliases = ["Murch"]          # other names of the same person
//! never = ["Erhardt"]          # names that belong to somebody else, though they would be joined
//! ```
//!
//! Names are compared without regard to case, diacritics and punctuation. A mistake is an error
//! with its line: a name under two speakers would be ambiguous, and a misspelt key would silently
//! do nothing.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::ops::Range;
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, Deserializer};

use crate::error::{Error, Result};
use crate::query::name::folded_words;
use crate::text::fold::fold;

/// The contents of a `speakers.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rules {
    /// One rule for each `[[speaker]]`, in the order of the file.
    pub speakers: Vec<Rule>,
}

/// The user's decisions about one speaker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rule {
    /// The name under which the speaker is listed.
    pub name: String,
    /// Other names of the speaker.
    pub aliases: Vec<String>,
    /// Names that never belong to the speaker.
    pub never: Vec<String>,
}

impl Rule {
    /// The listed name and the aliases.
    pub fn names(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.name).chain(&self.aliases)
    }
}

/// The form in which names are compared: two names with one key are the same name.
pub(crate) fn key(name: &str) -> String {
    match folded_words(name) {
        Some(words) if !words.is_empty() => words.join(" "),
        _ => fold(name.trim()),
    }
}

impl Rules {
    /// Reads the file at `path`. Without a file there are no rules. Fails if the file cannot be
    /// read or has a mistake.
    pub fn read(path: &Path) -> Result<Rules> {
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Rules::default()),
            Err(source) => {
                let path = path.to_owned();
                return Err(Error::Read { path, source });
            }
        };
        parse(&bytes).map_err(|mistake| Error::Speakers {
            path: path.to_owned(),
            line: line_of(&bytes, mistake.span.start),
            message: mistake.message,
        })
    }
}

/// Line of a byte offset, starting at 1.
fn line_of(bytes: &[u8], offset: usize) -> usize {
    let before = &bytes[..offset.min(bytes.len())];
    before.iter().filter(|byte| **byte == b'\n').count() + 1
}

/// What is wrong in a file, and its byte range.
struct Mistake {
    span: Range<usize>,
    message: String,
}

/// How a speaker is written, for messages.
const FORM: &str = "a speaker is written: [[speaker]], below it name = \"...\", \
    aliases = [\"...\"], never = [\"...\"]";

impl From<toml::de::Error> for Mistake {
    fn from(error: toml::de::Error) -> Mistake {
        let message = error.message().trim().replace('\n', ", ");
        Mistake {
            span: error.span().unwrap_or_default(),
            message: format!("{message} ({FORM})"),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    speaker: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: Spanned<String>,
    #[serde(default)]
    aliases: Vec<Spanned<String>>,
    #[serde(default)]
    never: Vec<Spanned<String>>,
}

impl Entry {
    /// The listed name and the aliases.
    fn own_names(&self) -> impl Iterator<Item = &Spanned<String>> {
        std::iter::once(&self.name).chain(&self.aliases)
    }
}

/// The rules in the bytes of a file.
fn parse(bytes: &[u8]) -> Result<Rules, Mistake> {
    let text = std::str::from_utf8(bytes).map_err(|error| Mistake {
        span: error.valid_up_to()..bytes.len(),
        message: "the file is not UTF-8: save it in that encoding".to_owned(),
    })?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let (table, errors) = DeTable::parse_recoverable(text);
    // An unclosed quotation mark makes errors of what follows it: the first one is the cause.
    let offset = |error: &toml::de::Error| error.span().map_or(0, |span| span.start);
    if let Some(error) = errors.into_iter().min_by_key(offset) {
        return Err(error.into());
    }
    let file = File::deserialize(Deserializer::from(table))?;
    check(&file, text.as_bytes())?;
    let texts = |names: Vec<Spanned<String>>| names.into_iter().map(Spanned::into_inner).collect();
    let rule = |entry: Entry| Rule {
        name: entry.name.into_inner(),
        aliases: texts(entry.aliases),
        never: texts(entry.never),
    };
    let speakers = file.speaker.into_iter().map(rule).collect();
    Ok(Rules { speakers })
}

/// Checks that the names make sense together.
fn check(file: &File, text: &[u8]) -> Result<(), Mistake> {
    // By key: the number of the speaker with that name, and the byte offset of the name.
    let mut owners: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (number, entry) in file.speaker.iter().enumerate() {
        check_not_empty(entry)?;
        for name in entry.own_names() {
            let here = (number, name.span().start);
            let (owner, offset) = *owners.entry(key(name.get_ref())).or_insert(here);
            if owner != number {
                let line = line_of(text, offset);
                let message = format!(
                    "{:?} is the name of two speakers, here and on line {line}: \
                     keep it under one of them",
                    name.get_ref()
                );
                return Err(Mistake {
                    span: name.span(),
                    message,
                });
            }
        }
        check_never(entry)?;
    }
    Ok(())
}

fn check_not_empty(entry: &Entry) -> Result<(), Mistake> {
    let is_empty = |name: &&Spanned<String>| key(name.get_ref()).is_empty();
    match entry.own_names().chain(&entry.never).find(is_empty) {
        None => Ok(()),
        Some(name) => Err(Mistake {
            span: name.span(),
            message: "this name is empty: write a name or remove the line".to_owned(),
        }),
    }
}

/// Checks that no name is both the speaker's and never the speaker's.
fn check_never(entry: &Entry) -> Result<(), Mistake> {
    let is_own = |name: &&Spanned<String>| {
        let mut own = entry.own_names();
        own.any(|own| key(own.get_ref()) == key(name.get_ref()))
    };
    match entry.never.iter().find(is_own) {
        None => Ok(()),
        Some(name) => Err(Mistake {
            span: name.span(),
            message: format!(
                "{:?} is both a name of this speaker and listed under `never`: \
                 remove it from one of the two",
                name.get_ref()
            ),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::{Rules, key};

    fn read(text: &[u8]) -> Result<Rules, String> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("speakers.toml");
        std::fs::write(&path, text).expect("a file");
        Rules::read(&path).map_err(|error| error.to_string())
    }

    fn check_error(text: &[u8], line: &str, message: &str) {
        let error = read(text).expect_err("a mistake");
        assert!(
            error.contains(&format!("speakers.toml:{line}: ")),
            "{error}"
        );
        assert!(error.contains(message), "{error}");
    }

    #[test]
    fn a_speaker_has_a_name_and_may_have_aliases_and_names_that_are_never_theirs() {
        let rules = read(
            b"[[speaker]]\nname = \"Anna Berg\"\naliases = [\"AB\"]\n\n\
              [[speaker]]\nname = \"Otto\"\nnever = [\"Holm\"]\n",
        );
        let rules = rules.expect("rules");
        assert_eq!(rules.speakers[0].aliases, ["AB"]);
        assert_eq!(rules.speakers[1].never, ["Holm"]);
        assert_eq!(read(b"").expect("no rules"), Rules::default());
    }

    #[test]
    fn a_mistake_is_reported_with_its_line() {
        check_error(b"[[speaker]]\nname = \"Anna\nx", "2", "[[speaker]]");
        check_error(
            b"[[speaker]]\nname = \"Anna\"\nalias = [\"A\"]\n",
            "3",
            "unknown field `alias`",
        );
        check_error(
            b"[[speaker]]\naliases = [\"A\"]\n",
            "1",
            "missing field `name`",
        );
        check_error(
            b"[[speaker]]\nname = \"A\"\naliases = \"B\"\n",
            "3",
            "expected a sequence",
        );
        check_error(b"[[speaker]]\nname = \" \"\n", "2", "empty");
        check_error(
            b"[[speaker]]\nname = \"Anna\"\naliases = [\n \"AB\",\n]\n\
              [[speaker]]\nname = \"Otto\"\naliases = [\n \"O\",\n \"ab\",\n]\n",
            "10",
            "the name of two speakers, here and on line 4",
        );
        check_error(
            b"[[speaker]]\nname = \"Anna\"\nnever = [\"ANNA\"]\n",
            "3",
            "remove it from one",
        );
        check_error(b"# x\n\xFF", "2", "UTF-8");
    }

    #[test]
    fn names_are_compared_without_case_diacritics_and_punctuation() {
        assert_eq!(key("René O’Connor"), key("RENE o'connor"));
        assert_eq!(key("J. Holm"), key("j holm"));
    }
}
