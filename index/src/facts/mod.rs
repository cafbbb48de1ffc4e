//! Facts about documents that their texts do not say: who speaks, when, in what form.
//!
//! `documents.toml` states them by patterns of paths, `--facts` for the sources of one run. This
//! folder reads both, and every date. What a source says of itself is found by `ingest`. Each fact
//! is taken from the first of these that has it: `--facts`, `documents.toml`, the source, its name.

pub(crate) mod date;
pub(crate) mod dateline;
pub(crate) mod documents;
pub(crate) mod matching;
mod names;
pub mod pattern;
pub mod stated;
mod template;

use crate::document::fact::{FactKind, Origin};
use crate::facts::pattern::PathPattern;
use crate::facts::stated::StatedFacts;
use crate::facts::template::Template;

impl PathPattern {
    /// Reads the pattern of `--facts`. The error is a message that says what is wrong.
    ///
    /// ```
    /// use onrecord_index::facts::pattern::PathPattern;
    /// assert!(PathPattern::with_captures("talks/{date:year}-{speaker}.txt").is_ok());
    /// assert!(PathPattern::with_captures("talks/{year}.txt").is_err());
    /// ```
    pub fn with_captures(written: &str) -> Result<PathPattern, String> {
        let pattern = PathPattern::parse(written).map_err(|error| {
            let column = written[..error.span.start].chars().count() + 1;
            format!("column {column}: {}", error.message)
        })?;
        if pattern.captures().next().is_none() {
            let captures = pattern::CAPTURES;
            return Err(format!(
                "the pattern captures nothing: captures are {captures}"
            ));
        }
        Ok(pattern)
    }

    /// Whether it matches a path.
    pub(crate) fn matches(&self, path: &str) -> bool {
        self.captured(path).is_some()
    }

    /// Adds what the captures state about the source at `path`.
    pub(crate) fn state(&self, path: &str, stated: &mut StatedFacts) {
        let Some(captured) = self.captured(path) else {
            return;
        };
        for (kind, name) in [
            (FactKind::Date, "date"),
            (FactKind::Speaker, "speaker"),
            (FactKind::Title, "title"),
            (FactKind::Section, "section"),
            (FactKind::Lang, "lang"),
        ] {
            if let Some(value) = Template::capture(name).value(&captured) {
                stated.state(kind, value, Origin::Option);
            }
        }
    }
}
