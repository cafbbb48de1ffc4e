//! Patterns of paths, with captures that state facts: `sotu/{date:year}-{speaker}-*.txt`.
//!
//! `*` and `?` match inside a name, `**` across folders, `\` makes the next sign an ordinary one. A
//! pattern matches from any folder on, or from the root if it begins with `/`; one that ends with
//! `/` matches everything below. A capture takes as much as it can, `*` as little. `matching.rs`
//! compares it with a path.

use std::ops::{Range, RangeInclusive};

use unicode_normalization::UnicodeNormalization;

/// The captures, for messages.
pub(crate) const CAPTURES: &str = "{date}, {date:year}, {date:month}, {date:day}, \
    {date:1861..1865}, {speaker}, {title}, {section}, {lang}";

/// Longer patterns are mistakes; a path on Linux has at most 4,096 bytes.
const MAX_BYTES: usize = 4096;

/// Enough for every capture and a dozen folders; it bounds the time that a comparison takes.
const MAX_WILDCARDS: usize = 32;

/// A pattern of paths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathPattern {
    /// As the user wrote it.
    written: String,
    /// Whether it only matches whole paths.
    pub(super) is_absolute: bool,
    pub(super) tokens: Vec<Token>,
}

/// A part of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// These characters.
    Text(Vec<char>),
    /// `?`: one character of a name.
    One,
    /// `*`: any characters of a name.
    Star,
    /// `**`: any characters.
    Anything,
    /// `**/`: any number of folders.
    Folders,
    /// `{...}`.
    Capture(Capture),
}

/// What a capture takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Capture {
    /// A whole date, in any form that is read.
    Date,
    /// A year of four digits between these.
    Year(RangeInclusive<i16>),
    /// A month of two digits.
    Month,
    /// A day of two digits.
    Day,
    /// The name of a person.
    Speaker,
    /// A title.
    Title,
    /// The title of a section.
    Section,
    /// A language: two or three letters.
    Lang,
}

impl Capture {
    /// The name by which a value refers to it.
    pub fn name(&self) -> &'static str {
        match self {
            Capture::Date | Capture::Year(_) | Capture::Month | Capture::Day => "date",
            Capture::Speaker => "speaker",
            Capture::Title => "title",
            Capture::Section => "section",
            Capture::Lang => "lang",
        }
    }

    /// Whether it takes text of any length.
    fn is_open(&self) -> bool {
        matches!(self, Capture::Speaker | Capture::Title | Capture::Section)
    }

    /// The capture in `{text}`.
    fn parse(text: &str) -> Result<Capture, String> {
        Ok(match text {
            "date" => Capture::Date,
            "date:year" => Capture::Year(1..=9999),
            "date:month" => Capture::Month,
            "date:day" => Capture::Day,
            "speaker" => Capture::Speaker,
            "title" => Capture::Title,
            "section" => Capture::Section,
            "lang" => Capture::Lang,
            _ => {
                let years = text.strip_prefix("date:").and_then(years);
                let years = years.ok_or_else(|| {
                    format!("unknown capture {{{text}}}: captures are {CAPTURES}")
                })?;
                if years.is_empty() {
                    return Err(format!(
                        "{{{text}}} ends before it starts: swap the two years"
                    ));
                }
                Capture::Year(years)
            }
        })
    }
}

/// The years in `1861..1865`, both included. Either may be missing.
fn years(text: &str) -> Option<RangeInclusive<i16>> {
    let (from, to) = text.split_once("..")?;
    let year = |text: &str, absent: i16| match text {
        "" => Some(absent),
        year if year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()) => year.parse().ok(),
        _ => None,
    };
    (text != "..").then(|| Some(year(from, 1)?..=year(to, 9999)?))?
}

/// A mistake in a pattern or value: its byte range there, and what is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PatternError {
    pub span: Range<usize>,
    pub message: String,
}

impl PatternError {
    pub fn new(span: Range<usize>, message: impl Into<String>) -> PatternError {
        PatternError {
            span,
            message: message.into(),
        }
    }
}

impl PathPattern {
    /// Reads a pattern.
    pub(crate) fn parse(written: &str) -> Result<PathPattern, PatternError> {
        let all = 0..written.len();
        if written.trim().is_empty() {
            return Err(PatternError::new(all, "the pattern is empty: write a path"));
        }
        if written.len() > MAX_BYTES {
            let message = format!("the pattern is longer than {MAX_BYTES} bytes");
            return Err(PatternError::new(all, message));
        }
        let pattern = written.strip_prefix("./").unwrap_or(written);
        let is_absolute = pattern.starts_with('/');
        let mut parser = Parser {
            rest: pattern,
            offset: written.len() - pattern.len(),
            tokens: Vec::new(),
            spans: Vec::new(),
        };
        while !parser.rest.is_empty() {
            parser.token()?;
        }
        if pattern.ends_with('/') {
            parser.push(Token::Anything, 0);
        }
        check(&parser.tokens, &parser.spans)?;
        Ok(PathPattern {
            written: written.to_owned(),
            is_absolute,
            tokens: parser.tokens,
        })
    }

    /// The pattern as it was written.
    pub fn written(&self) -> &str {
        &self.written
    }

    /// The captures in the pattern.
    pub(crate) fn captures(&self) -> impl Iterator<Item = &Capture> {
        self.tokens.iter().filter_map(|token| match token {
            Token::Capture(capture) => Some(capture),
            _ => None,
        })
    }

    /// Whether it has a capture of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.captures().any(|capture| capture.name() == name)
    }
}

struct Parser<'p> {
    rest: &'p str,
    offset: usize,
    tokens: Vec<Token>,
    /// The byte range of each token.
    spans: Vec<Range<usize>>,
}

impl Parser<'_> {
    /// Reads the token at the start of the rest.
    fn token(&mut self) -> Result<(), PatternError> {
        if self.rest.starts_with("**/") && self.is_at_folder() {
            self.push(Token::Folders, 3);
        } else if self.rest.starts_with("**") {
            self.push(Token::Anything, 2);
        } else if self.rest.starts_with('*') {
            self.push(Token::Star, 1);
        } else if self.rest.starts_with('?') {
            self.push(Token::One, 1);
        } else if let Some(inner) = self.rest.strip_prefix('{') {
            let end = inner.find('}').ok_or_else(|| {
                let span = self.offset..self.offset + self.rest.len();
                PatternError::new(span, "this { has no }: write \\{ for a brace in the path")
            })?;
            let capture = Capture::parse(&inner[..end]).map_err(|message| {
                PatternError::new(self.offset..self.offset + end + 2, message)
            })?;
            self.push(Token::Capture(capture), end + 2);
        } else {
            let escape = usize::from(self.rest.starts_with('\\') && self.rest.len() > 1);
            if let Some(c) = self.rest[escape..].chars().next() {
                self.text(c, escape + c.len_utf8());
            }
        }
        Ok(())
    }

    /// Whether the next token is at the start of a folder's name.
    fn is_at_folder(&self) -> bool {
        match self.tokens.last() {
            None | Some(Token::Folders) => true,
            Some(Token::Text(text)) => text.last() == Some(&'/'),
            Some(_) => false,
        }
    }

    fn text(&mut self, c: char, length: usize) {
        if let (Some(Token::Text(text)), Some(span)) =
            (self.tokens.last_mut(), self.spans.last_mut())
        {
            text.push(c);
            span.end += length;
            self.rest = &self.rest[length..];
            self.offset += length;
        } else {
            self.push(Token::Text(vec![c]), length);
        }
    }

    fn push(&mut self, token: Token, length: usize) {
        self.tokens.push(token);
        self.spans.push(self.offset..self.offset + length);
        self.rest = &self.rest[length..];
        self.offset += length;
    }
}

/// Checks that the tokens make sense together, and composes their letters.
fn check(tokens: &[Token], spans: &[Range<usize>]) -> Result<(), PatternError> {
    let is_wildcard = |token: &&Token| !matches!(token, Token::Text(_));
    if tokens.iter().filter(is_wildcard).count() > MAX_WILDCARDS {
        let message = format!("the pattern has more than {MAX_WILDCARDS} wildcards and captures");
        return Err(PatternError::new(
            0..spans.last().map_or(0, |span| span.end),
            message,
        ));
    }
    let mut seen: Vec<(&Capture, &Range<usize>)> = Vec::new();
    for (token, span) in tokens.iter().zip(spans) {
        let Token::Capture(capture) = token else {
            continue;
        };
        let is_year = |capture: &Capture| matches!(capture, Capture::Year(_));
        let clashes = |known: &Capture| {
            let is_same = known == capture || (is_year(known) && is_year(capture));
            let has_whole = *known == Capture::Date || *capture == Capture::Date;
            is_same || (has_whole && known.name() == capture.name())
        };
        if seen.iter().any(|(known, _)| clashes(known)) {
            let message = format!("the path has {{{}}} twice: remove one", capture.name());
            return Err(PatternError::new(span.clone(), message));
        }
        seen.push((capture, span));
    }
    let span_of = |wanted: &Capture| {
        let mut found = seen.iter().filter(|(capture, _)| *capture == wanted);
        found.next().map(|(_, span)| (*span).clone())
    };
    let has_year = seen
        .iter()
        .any(|(capture, _)| matches!(capture, Capture::Year(_)));
    let part = [
        (Capture::Month, has_year),
        (Capture::Day, span_of(&Capture::Month).is_some()),
    ];
    for (capture, has_larger) in part {
        if let Some(span) = span_of(&capture).filter(|_| !has_larger) {
            let message = "a month needs {date:year} in the path, and a day {date:month}";
            return Err(PatternError::new(span, message));
        }
    }
    for pair in 1..tokens.len() {
        let is_open = |token: &Token| match token {
            Token::Capture(capture) => capture.is_open(),
            Token::Text(_) => false,
            _ => true,
        };
        let (before, after) = (&tokens[pair - 1], &tokens[pair]);
        let has_capture = matches!(before, Token::Capture(_)) || matches!(after, Token::Capture(_));
        if is_open(before) && is_open(after) && has_capture && *before != Token::Folders {
            let message = "it is unclear where the one ends and the other begins: \
                put a sign between them, such as - or /";
            return Err(PatternError::new(
                spans[pair - 1].start..spans[pair].end,
                message,
            ));
        }
    }
    Ok(())
}

/// A path with composed letters and `/` between folders: macOS decomposes letters in names.
pub(super) fn letters(path: &str) -> Vec<char> {
    path.nfc()
        .map(|c| if cfg!(windows) && c == '\\' { '/' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::PathPattern;

    fn check_error(pattern: &str, at: &str, message: &str) {
        let error = PathPattern::parse(pattern).expect_err(pattern);
        assert_eq!(&pattern[error.span.clone()], at, "{error:?}");
        assert!(error.message.contains(message), "{error:?}");
    }

    #[test]
    fn mistakes_name_their_place_and_what_would_be_right() {
        check_error("", "", "empty");
        check_error("a/{dat}.txt", "{dat}", "captures are {date}, {date:year}");
        check_error("a/{date:week}", "{date:week}", "unknown capture");
        check_error("a/{date:1865..1861}", "{date:1865..1861}", "swap");
        check_error("a/{date:..}", "{date:..}", "unknown capture");
        check_error("a/{speaker", "{speaker", "has no }");
        check_error("{date}-{date:year}", "{date:year}", "twice");
        check_error(
            "{date:year}-{date:1861..1865}",
            "{date:1861..1865}",
            "twice",
        );
        check_error("{speaker}-{speaker}", "{speaker}", "twice");
        check_error("{date:month}.txt", "{date:month}", "needs {date:year}");
        check_error("{date:year}-{date:day}", "{date:day}", "a day {date:month}");
        check_error("{speaker}{title}", "{speaker}{title}", "unclear");
        check_error("{speaker}*.txt", "{speaker}*", "unclear");
        check_error("a/*{title}", "*{title}", "unclear");
        check_error(&"*".repeat(80), &"*".repeat(80), "more than 32");
    }

    #[test]
    fn captures_may_follow_each_other_where_one_has_a_fixed_length() {
        for pattern in [
            "{date:year}{date:month}{date:day}-{title}",
            "{date:year}{speaker}.txt",
            "**/{speaker}/{lang}/*",
        ] {
            PathPattern::parse(pattern).expect(pattern);
        }
    }
}
