//! `speakers.toml`: what the user decides about names, over what the program joins by itself.
//!
//! ```toml
//! [[speaker]]
//! name = "Mark Erhardt"        # how the speaker is listed
//! aliases = ["Murch"]          # other names of the same person
//! never = ["Erhardt"]          # names that are somebody else's, though they would be joined
//! ```
//!
//! Names are compared without regard to case, diacritics and punctuation. A mistake is an error with its line: a name that
//! stands under two speakers has no meaning, and a misspelt key would silently decide nothing.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, Deserializer};

use crate::error::{Error, Result};
use crate::query::name::folded_words;
use crate::text::fold::fold;

/// What a `speakers.toml` says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rules {
    /// One a speaker, in the order of the file.
    pub speakers: Vec<Rule>,
}

/// What it says of one speaker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rule {
    /// How the speaker is listed.
    pub name: String,
    /// Other names of theirs.
    pub aliases: Vec<String>,
    /// Names that are never theirs.
    pub never: Vec<String>,
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

/// What two names have in common if they are compared without regard to case, diacritics and punctuation.
pub(crate) fn key(name: &str) -> String {
    match folded_words(name) {
        Some(words) if !words.is_empty() => words.join(" "),
        _ => fold(name.trim()),
    }
}

impl Rules {
    /// Reads the file at `path`. There are no rules if there is no file.
    pub fn read(path: &Path) -> Result<Rules> {
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Rules::default());
            }
            Err(source) => {
                return Err(Error::Read {
                    path: path.to_owned(),
                    source,
                });
            }
        };
        let at = |offset: usize| {
            bytes[..offset.min(bytes.len())]
                .iter()
                .filter(|byte| **byte == b'\n')
                .count()
                + 1
        };
        let mistake = |offset: usize, message: String| Error::Speakers {
            path: path.to_owned(),
            line: at(offset),
            message,
        };
        let text = std::str::from_utf8(&bytes).map_err(|error| {
            mistake(
                error.valid_up_to(),
                "is not UTF-8: save the file in that encoding".to_owned(),
            )
        })?;
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let mistaken = |error: toml::de::Error| {
            let offset = error.span().map_or(0, |span| span.start);
            let message = error.message().trim().replace('\n', ", ");
            mistake(offset, format!("{message} ({FORM})"))
        };
        let (table, errors) = DeTable::parse_recoverable(text);
        // An unclosed quotation mark makes mistakes of what follows it: the first is the one to mend.
        let place = |error: &toml::de::Error| error.span().map_or(0, |span| span.start);
        if let Some(error) = errors.into_iter().min_by_key(place) {
            return Err(mistaken(error));
        }
        let file = File::deserialize(Deserializer::from(table)).map_err(mistaken)?;
        rules(file, &at).map_err(|(span, message)| mistake(span.start, message))
    }
}

/// What a right file looks like, for messages.
const FORM: &str = "a speaker is written: [[speaker]], below it name = \"...\", aliases = [\"...\"], never = [\"...\"]";

/// The rules of a file whose parts have the right types. Fails with the place of a mistake.
fn rules(file: File, line: &dyn Fn(usize) -> usize) -> Result<Rules, (Range<usize>, String)> {
    // Whose each name is, and where that stands.
    let mut owners: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut rules = Rules::default();
    for (number, entry) in file.speaker.into_iter().enumerate() {
        for name in std::iter::once(&entry.name)
            .chain(&entry.aliases)
            .chain(&entry.never)
        {
            if key(name.get_ref()).is_empty() {
                return Err((
                    name.span(),
                    "a name is empty: write one, or take the line out".to_owned(),
                ));
            }
        }
        for name in std::iter::once(&entry.name).chain(&entry.aliases) {
            let (owner, place) = *owners
                .entry(key(name.get_ref()))
                .or_insert((number, line(name.span().start)));
            if owner != number {
                let message = format!(
                    "{:?} stands under two speakers, here and on line {place}: leave it under one",
                    name.get_ref()
                );
                return Err((name.span(), message));
            }
        }
        for name in &entry.never {
            let own = |alias: &Spanned<String>| key(alias.get_ref()) == key(name.get_ref());
            if own(&entry.name) || entry.aliases.iter().any(own) {
                let message = format!(
                    "{:?} is this speaker's name and never this speaker's: take it out of one of the two",
                    name.get_ref()
                );
                return Err((name.span(), message));
            }
        }
        let texts =
            |names: Vec<Spanned<String>>| names.into_iter().map(Spanned::into_inner).collect();
        rules.speakers.push(Rule {
            name: entry.name.into_inner(),
            aliases: texts(entry.aliases),
            never: texts(entry.never),
        });
    }
    Ok(rules)
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

    fn check_error(text: &[u8], place: &str, message: &str) {
        let error = read(text).expect_err("a mistake");
        assert!(
            error.contains(&format!("speakers.toml:{place}: ")),
            "{error}"
        );
        assert!(error.contains(message), "{error}");
    }

    #[test]
    fn a_speaker_has_a_name_and_may_have_aliases_and_names_that_are_never_theirs() {
        let rules = read(b"[[speaker]]\nname = \"Anna Berg\"\naliases = [\"AB\"]\n\n[[speaker]]\nname = \"Otto\"\nnever = [\"Holm\"]\n");
        let rules = rules.expect("rules");
        assert_eq!(rules.speakers[0].aliases, ["AB"]);
        assert_eq!(rules.speakers[1].never, ["Holm"]);
        assert_eq!(read(b"").expect("no rules"), Rules::default());
    }

    #[test]
    fn a_mistake_has_its_line() {
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
            b"[[speaker]]\nname = \"Anna\"\naliases = [\n \"AB\",\n]\n[[speaker]]\nname = \"Otto\"\naliases = [\n \"O\",\n \"ab\",\n]\n",
            "10",
            "stands under two speakers, here and on line 4",
        );
        check_error(
            b"[[speaker]]\nname = \"Anna\"\nnever = [\"ANNA\"]\n",
            "3",
            "take it out of one",
        );
        check_error(b"# x\n\xFF", "2", "UTF-8");
    }

    #[test]
    fn names_are_compared_without_case_diacritics_and_punctuation() {
        assert_eq!(key("René O’Connor"), key("RENE o'connor"));
        assert_eq!(key("J. Holm"), key("j holm"));
    }
}
