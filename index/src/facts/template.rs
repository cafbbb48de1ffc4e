//! Values of facts: constants, or texts with captures of the path in them: `Senator {speaker}`.

use std::ops::Range;

use crate::facts::matching::Captured;
use crate::facts::names::{person, spaced};
use crate::facts::pattern::{PathPattern, PatternError};

/// The captures that a value can use.
const NAMES: [&str; 5] = ["date", "speaker", "title", "section", "lang"];

/// A value with captures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Template(Vec<Piece>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Capture(&'static str),
}

impl Template {
    /// The value that is one capture.
    pub fn capture(name: &'static str) -> Template {
        Template(vec![Piece::Capture(name)])
    }

    /// Reads a value. Every capture in it must be in the path.
    pub fn parse(written: &str, path: &PathPattern) -> Result<Template, PatternError> {
        let mut pieces = Vec::new();
        let mut at = 0;
        while let Some(open) = written[at..].find('{') {
            let open = at + open;
            let close = written[open..].find('}').map(|close| open + close);
            let close =
                close.ok_or_else(|| PatternError::new(open..written.len(), "this { has no }"))?;
            let name = &written[open + 1..close];
            let known = NAMES.iter().copied().find(|known| *known == name);
            let known = known.filter(|known| path.has(known));
            let capture = known.ok_or_else(|| unknown(open..close + 1, name, path))?;
            pieces.push(Piece::Text(written[at..open].to_owned()));
            pieces.push(Piece::Capture(capture));
            at = close + 1;
        }
        pieces.push(Piece::Text(written[at..].to_owned()));
        pieces.retain(|piece| *piece != Piece::Text(String::new()));
        Ok(Template(pieces))
    }

    /// The constant that it is; `None` if it has captures.
    pub fn constant(&self) -> Option<&str> {
        match &self.0[..] {
            [] => Some(""),
            [Piece::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// The value for a path.
    pub fn value(&self, captured: &Captured) -> Option<String> {
        let pieces = self.0.iter().map(|piece| match piece {
            Piece::Text(text) => Some(text.clone()),
            Piece::Capture(name) => value_of(name, captured),
        });
        let value = pieces.collect::<Option<Vec<String>>>()?.concat();
        Some(value.trim().to_owned()).filter(|value| !value.is_empty())
    }
}

/// What a capture gives as a value.
fn value_of(name: &str, captured: &Captured) -> Option<String> {
    match name {
        "date" => captured.date.map(|date| date.to_string()),
        "speaker" => captured.speaker.as_deref().map(person),
        "title" => captured.title.as_deref().map(spaced),
        "section" => captured.section.as_deref().map(spaced),
        _ => captured.lang.clone(),
    }
}

fn unknown(span: Range<usize>, name: &str, path: &PathPattern) -> PatternError {
    let mut known: Vec<String> = Vec::new();
    for capture in path.captures() {
        let name = format!("{{{}}}", capture.name());
        if !known.contains(&name) {
            known.push(name);
        }
    }
    let message = match &known[..] {
        [] => format!("{{{name}}} is not captured: the path has no captures"),
        known => format!(
            "{{{name}}} is not captured: the path has {}",
            known.join(", ")
        ),
    };
    PatternError::new(span, message)
}
