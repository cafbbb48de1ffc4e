//! `documents.toml`: what the user states about documents, by patterns of their paths.
//!
//! ```toml
//! [[documents]]
//! path = "talks/{date:year}-{speaker}-*.txt"     # what the captures take is stated
//! form = "speech"                                # or "prose", "transcript"
//! roles = { Chairwoman = "Anna Berg" }           # a label that is a role, in these documents
//! ```
//!
//! The first entry whose path matches counts. A mistake is an error with its line and column: a
//! misspelt key or capture would silently do nothing.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::ops::Range;
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, Deserializer};

use crate::document::fact::{FactKind, Form, Origin};
use crate::error::{Error, Result};
use crate::facts::date::{self, Unread};
use crate::facts::pattern::{PathPattern, PatternError};
use crate::facts::stated::{StatedFacts, role_key};
use crate::facts::template::Template;

/// How an entry is written, for messages.
const FORM: &str = "an entry is written: [[documents]], below it path = \"...\" and any of form, \
    date, speaker, title, section, lang, roles = { LABEL = \"...\" }";

/// The contents of a `documents.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct DocumentRules {
    entries: Vec<Entry>,
}

/// What is stated about the documents of some paths.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    /// Its line in the file.
    line: u32,
    path: PathPattern,
    form: Option<Form>,
    values: Vec<(FactKind, Template)>,
    /// Labels that are roles, and who has them.
    roles: Vec<(String, Template)>,
}

impl DocumentRules {
    /// Reads the file at `path`. Without a file nothing is stated. Fails if the file cannot be read
    /// or has a mistake.
    pub fn read(path: &Path) -> Result<DocumentRules> {
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Ok(DocumentRules::default());
            }
            Err(source) => {
                let path = path.to_owned();
                return Err(Error::Read { path, source });
            }
        };
        DocumentRules::of_bytes(&bytes, path)
    }

    /// Reads the text of a file.
    fn of_text(text: &str) -> Result<DocumentRules> {
        DocumentRules::of_bytes(text.as_bytes(), Path::new("documents.toml"))
    }

    fn of_bytes(bytes: &[u8], path: &Path) -> Result<DocumentRules> {
        DocumentRules::parse(bytes).map_err(|mistake| {
            let (line, column) = place(bytes, mistake.span.start);
            Error::Documents {
                path: path.to_owned(),
                line,
                column,
                message: mistake.message,
            }
        })
    }

    /// Whether nothing is stated about any document.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Adds what the first matching entry states about the source at `path`.
    pub fn state(&self, path: &str, stated: &mut StatedFacts) {
        let mut matching = self.entries.iter().filter_map(|entry| {
            let captured = entry.path.captured(path)?;
            Some((entry, captured))
        });
        let Some((entry, captured)) = matching.next() else {
            return;
        };
        let origin = Origin::Entry(entry.line);
        for (kind, template) in &entry.values {
            if let Some(value) = template.value(&captured) {
                stated.state(*kind, value, origin);
            }
        }
        if let Some(form) = entry.form {
            stated.state_form(form, origin);
        }
        for (label, template) in &entry.roles {
            if let Some(name) = template.value(&captured) {
                stated.state_role(label, name, origin);
            }
        }
    }

    fn parse(bytes: &[u8]) -> Result<DocumentRules, PatternError> {
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let message = "the file is not UTF-8: save it in that encoding";
            PatternError::new(error.valid_up_to()..bytes.len(), message)
        })?;
        // A byte order mark is replaced by spaces, so that offsets stay.
        let text = match text.strip_prefix('\u{FEFF}') {
            Some(rest) => format!("   {rest}"),
            None => text.to_owned(),
        };
        let (table, errors) = DeTable::parse_recoverable(&text);
        // An unclosed quotation mark makes errors of what follows it: the first one is the cause.
        let offset = |error: &toml::de::Error| error.span().map_or(0, |span| span.start);
        if let Some(error) = errors.into_iter().min_by_key(offset) {
            return Err(of_toml(&error));
        }
        let file = File::deserialize(Deserializer::from(table)).map_err(|e| of_toml(&e))?;
        let entries = file.documents.into_iter().map(|written| {
            let (line, _) = place(text.as_bytes(), written.path.span().start);
            written.entry(u32::try_from(line).unwrap_or(u32::MAX))
        });
        let entries = entries.collect::<Result<Vec<Entry>, PatternError>>()?;
        Ok(DocumentRules { entries })
    }
}

impl StatedFacts {
    /// What a `documents.toml` with this text states about the source at `path`. Fails if the text
    /// has a mistake.
    ///
    /// ```
    /// use onrecord_index::facts::stated::StatedFacts;
    /// let text = "[[documents]]\npath = \"{date:year}-{speaker}.txt\"\n";
    /// assert!(StatedFacts::of_documents(text, "talks/1861-berg.txt").is_ok());
    /// ```
    pub fn of_documents(text: &str, path: &str) -> Result<StatedFacts> {
        let mut stated = StatedFacts::default();
        DocumentRules::of_text(text)?.state(path, &mut stated);
        Ok(stated)
    }
}

/// Line and column of a byte offset, both counted from 1. The column counts characters.
fn place(bytes: &[u8], offset: usize) -> (usize, usize) {
    let before = &bytes[..offset.min(bytes.len())];
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let start = before
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1);
    let column = String::from_utf8_lossy(&before[start..]).chars().count() + 1;
    (line, column)
}

fn of_toml(error: &toml::de::Error) -> PatternError {
    let message = error.message().trim().replace('\n', ", ");
    PatternError::new(
        error.span().unwrap_or_default(),
        format!("{message} ({FORM})"),
    )
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    documents: Vec<Written>,
}

/// An entry as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    path: Spanned<String>,
    form: Option<Spanned<String>>,
    /// A text, or a year or date without quotation marks.
    date: Option<Spanned<toml::Value>>,
    speaker: Option<Spanned<String>>,
    title: Option<Spanned<String>>,
    section: Option<Spanned<String>>,
    lang: Option<Spanned<String>>,
    #[serde(default)]
    roles: BTreeMap<String, Spanned<String>>,
}

impl Written {
    fn entry(self, line: u32) -> Result<Entry, PatternError> {
        let path = PathPattern::parse(self.path.get_ref());
        let path = path.map_err(|error| inside(&self.path.span(), self.path.get_ref(), error))?;
        let mut values = Vec::new();
        if let Some(date) = &self.date {
            values.push((FactKind::Date, date_template(date, &path)?));
        }
        for (kind, written) in [
            (FactKind::Speaker, &self.speaker),
            (FactKind::Title, &self.title),
            (FactKind::Section, &self.section),
            (FactKind::Lang, &self.lang),
        ] {
            if let Some(written) = written {
                values.push((kind, template(written.get_ref(), &written.span(), &path)?));
            }
        }
        for (kind, name) in [
            (FactKind::Date, "date"),
            (FactKind::Speaker, "speaker"),
            (FactKind::Title, "title"),
            (FactKind::Section, "section"),
            (FactKind::Lang, "lang"),
        ] {
            // What is captured is stated, unless the entry gives a value of its own.
            if path.has(name) && !values.iter().any(|(known, _)| *known == kind) {
                values.push((kind, Template::capture(name)));
            }
        }
        let form = self.form.as_ref().map(form).transpose()?;
        let roles = roles_of(&self.roles, &path)?;
        if values.is_empty() && form.is_none() && roles.is_empty() {
            let message = format!("the entry states nothing ({FORM})");
            return Err(PatternError::new(self.path.span(), message));
        }
        if let Some(lang) = &self.lang {
            check_lang(lang)?;
        }
        Ok(Entry {
            line,
            path,
            form,
            values,
            roles,
        })
    }
}

/// An error inside a quoted value, at its place in the file.
fn inside(value: &Range<usize>, text: &str, error: PatternError) -> PatternError {
    // With escapes in the value, offsets differ; then the whole value is meant.
    let is_plain = value.len() == text.len() + 2;
    let span = match is_plain {
        true => value.start + 1 + error.span.start..value.start + 1 + error.span.end,
        false => value.clone(),
    };
    PatternError { span, ..error }
}

fn template(text: &str, span: &Range<usize>, path: &PathPattern) -> Result<Template, PatternError> {
    if text.trim().is_empty() {
        let message = "this value is empty: write one or remove the key";
        return Err(PatternError::new(span.clone(), message));
    }
    Template::parse(text, path).map_err(|error| inside(span, text, error))
}

fn date_template(
    written: &Spanned<toml::Value>,
    path: &PathPattern,
) -> Result<Template, PatternError> {
    let text = match written.get_ref() {
        toml::Value::String(text) => text.clone(),
        toml::Value::Integer(year) => year.to_string(),
        toml::Value::Datetime(date) => date.to_string(),
        _ => String::new(),
    };
    let template = template(&text, &written.span(), path)?;
    let Some(constant) = template.constant() else {
        let is_whole = text.trim() == "{date}";
        let message = "a date is \"{date}\" or a constant: parts of it are captured by \
            {date:year}, {date:month}, {date:day} in the path";
        let error = || PatternError::new(written.span(), message);
        return if is_whole { Ok(template) } else { Err(error()) };
    };
    let message = match date::read(constant) {
        Ok(Some(date)) => return Template::parse(&date.to_string(), path),
        Err(Unread::Impossible) => format!("the date {constant} does not exist"),
        Err(Unread::TwoReadings) => {
            format!("the date {constant} has two readings: write year, month, day: 2024-03-05")
        }
        Ok(None) | Err(Unread::Unknown) => {
            format!("{constant} is not a date: dates are {}", date::FORMS)
        }
    };
    Err(PatternError::new(written.span(), message))
}

fn form(written: &Spanned<String>) -> Result<Form, PatternError> {
    let known = Form::ALL
        .into_iter()
        .find(|form| form.name() == written.get_ref());
    known.ok_or_else(|| {
        let names = Form::ALL
            .map(|form| format!("\"{}\"", form.name()))
            .join(", ");
        let message = format!("unknown form {:?}: forms are {names}", written.get_ref());
        PatternError::new(written.span(), message)
    })
}

fn check_lang(written: &Spanned<String>) -> Result<(), PatternError> {
    let lang = written.get_ref();
    let is_code = matches!(lang.len(), 2 | 3) && lang.bytes().all(|b| b.is_ascii_lowercase());
    if is_code || lang == "{lang}" {
        return Ok(());
    }
    let message = format!("{lang:?} is not a language: write its code, such as \"en\" or \"de\"");
    Err(PatternError::new(written.span(), message))
}

fn roles_of(
    written: &BTreeMap<String, Spanned<String>>,
    path: &PathPattern,
) -> Result<Vec<(String, Template)>, PatternError> {
    let mut roles: Vec<(String, Template)> = Vec::new();
    for (label, name) in written {
        let key = role_key(label);
        if key.is_empty() || roles.iter().any(|(known, _)| role_key(known) == key) {
            let message = format!("the role {label:?} is empty or given twice");
            return Err(PatternError::new(name.span(), message));
        }
        roles.push((label.clone(), template(name.get_ref(), &name.span(), path)?));
    }
    Ok(roles)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::DocumentRules;
    use crate::facts::stated::StatedFacts;

    fn check(text: &str, path: &str, expected: &[&str]) {
        let rules = DocumentRules::parse(text.as_bytes()).expect(text);
        let mut stated = StatedFacts::default();
        rules.state(path, &mut stated);
        let facts = stated.facts().iter();
        let facts: Vec<String> = facts
            .map(|fact| format!("{}={} ({})", fact.kind.name(), fact.value, fact.origin))
            .collect();
        assert_eq!(facts, expected, "{text}");
    }

    fn check_error(text: &str, place: &str, message: &str) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("documents.toml");
        std::fs::write(&path, text).expect("a file");
        let error = DocumentRules::read(&path).expect_err(text).to_string();
        assert!(
            error.contains(&format!("documents.toml:{place}: ")),
            "{text}: {error}"
        );
        assert!(error.contains(message), "{text}: {error}");
    }

    #[test]
    fn the_first_entry_whose_path_matches_counts() {
        let text = r#"
            [[documents]]
            path = "talks/{date:1825..1828}-Berg-*"
            speaker = "Anna Quincy Berg"
            [[documents]]
            path = "talks/{date:year}-{speaker}-*"
            form = "speech"
            roles = { Chairwoman = "{speaker}" }
        "#;
        check(
            text,
            "/x/talks/1826-Berg-1.txt",
            &[
                "date=1826 (documents.toml:3)",
                "speaker=Anna Quincy Berg (documents.toml:3)",
            ],
        );
        check(
            text,
            "/x/talks/1861-karl-holm-1.txt",
            &[
                "date=1861 (documents.toml:6)",
                "speaker=Karl Holm (documents.toml:6)",
                "form=speech (documents.toml:6)",
                "role=Chairwoman = Karl Holm (documents.toml:6)",
            ],
        );
        check(text, "/x/1861-Holm-1.txt", &[]);
    }

    #[test]
    fn a_constant_goes_before_what_is_captured() {
        check(
            "documents = [{ path = \"{date:year}-{speaker}.txt\", speaker = \"Dr. {speaker}\", \
             date = 2024-03-05, title = \"Of {date}\", lang = \"de\", section = \"A\" }]",
            "1861-Berg.txt",
            &[
                "date=2024-03-05 (documents.toml:1)",
                "speaker=Dr. Berg (documents.toml:1)",
                "title=Of 1861 (documents.toml:1)",
                "section=A (documents.toml:1)",
                "lang=de (documents.toml:1)",
            ],
        );
        let year = "[[documents]]\npath = \"a\"\ndate = 1861";
        check(year, "a", &["date=1861 (documents.toml:2)"]);
        let worded = "[[documents]]\npath = \"a\"\ndate = \"March 5, 1861\"";
        check(worded, "a", &["date=1861-03-05 (documents.toml:2)"]);
        check("", "a", &[]);
    }

    #[test]
    fn a_mistake_is_reported_with_its_line_and_column() {
        let entry = |rest: &str| format!("[[documents]]\npath = \"a/{{date:year}}\"\n{rest}\n");
        check_error(
            "[[document]]\npath = \"a\"",
            "1:3",
            "unknown field `document`",
        );
        check_error(
            "[[documents]]\nform = \"speech\"",
            "1:1",
            "missing field `path`",
        );
        check_error(&entry("from = \"x\""), "3:1", "unknown field `from`");
        check_error(
            &entry("form = \"talk\""),
            "3:8",
            "forms are \"speech\", \"prose\"",
        );
        check_error(&entry("date = \"2023-02-29\""), "3:8", "does not exist");
        check_error(&entry("date = \"05/03/2024\""), "3:8", "two readings");
        check_error(&entry("date = \"soon\""), "3:8", "dates are 2024, 2024-03");
        check_error(&entry("date = true"), "3:8", "");
        check_error(
            &entry("date = \"{date}-01\""),
            "3:8",
            "are captured by {date:year}",
        );
        check_error(
            &entry("speaker = \"é {speaker}\""),
            "3:14",
            "the path has {date}",
        );
        check_error(
            &entry("roles = { Chair = \"{title}\" }"),
            "3:20",
            "is not captured",
        );
        check_error(&entry("roles = { Chair = 3 }"), "3:19", "");
        check_error(&entry("speaker = \" \""), "3:11", "empty");
        check_error(&entry("lang = \"German\""), "3:8", "such as \"en\"");
        check_error(
            "[[documents]]\npath = \"a/{dat}.txt\"",
            "2:11",
            "captures are {date}",
        );
        check_error("[[documents]]\npath = \"a/*\"", "2:8", "states nothing");
        check_error("[[documents]]\npath = \"a", "2:10", "an entry is written");
        check_error("\u{FEFF}[[documents]]\nx = 1", "2:1", "unknown field");
    }

    proptest! {
        #[test]
        fn any_file_is_read_without_a_panic(
            text in "\\PC{0,80}",
            path in "\\PC{0,20}",
            key in "(path|date|speaker|form|lang|title)",
        ) {
            let _ = DocumentRules::parse(text.as_bytes());
            let path = serde_json::to_string(&path).expect("a string");
            let text = serde_json::to_string(&text).expect("a string");
            let file = format!("[[documents]]\npath = {path}\n{key} = {text}\n");
            if let Ok(rules) = DocumentRules::parse(file.as_bytes()) {
                rules.state("a/b.txt", &mut StatedFacts::default());
            }
        }
    }
}
