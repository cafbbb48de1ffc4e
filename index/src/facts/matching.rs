//! Compares a path with a pattern, and finds what its captures take.
//!
//! What follows a token at an offset is tried once: failures are remembered, so the time is bounded
//! by the wildcards of the pattern and the square of the path's length, at most 32 and 4,096.

use crate::facts::date::{self, PartialDate};
use crate::facts::pattern::{Capture, PathPattern, Token, letters};

/// Longer paths match no pattern: Linux has none.
const MAX_CHARS: usize = 4096;

/// The shortest and longest text of `{date}`: "20240305" and "Wednesday, 25 September 2024".
const DATE_CHARS: std::ops::RangeInclusive<usize> = 8..=28;

/// What the captures of a pattern take of a path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Captured {
    pub date: Option<PartialDate>,
    /// Raw text, with the separators of the path.
    pub speaker: Option<String>,
    pub title: Option<String>,
    pub section: Option<String>,
    pub lang: Option<String>,
}

impl PathPattern {
    /// What the captures take of `path`. `None` if the pattern does not match.
    pub(crate) fn captured(&self, path: &str) -> Option<Captured> {
        let path = letters(path);
        if path.len() > MAX_CHARS {
            return None;
        }
        let mut search = Search {
            tokens: &self.tokens,
            failed: vec![false; (self.tokens.len() + 1) * (path.len() + 1)],
            ends: vec![0; self.tokens.len()],
            path: &path,
        };
        let starts = (0..path.len()).filter(|at| *at == 0 || path[at - 1] == '/');
        let last = if self.is_absolute { 1 } else { usize::MAX };
        let start = starts.take(last).find(|at| search.matches(0, *at))?;
        search.captured(start)
    }
}

struct Search<'s> {
    tokens: &'s [Token],
    path: &'s [char],
    /// By token and offset: whether the rest of the pattern does not match there.
    failed: Vec<bool>,
    /// Where each token ends in the match.
    ends: Vec<usize>,
}

impl Search<'_> {
    /// Whether the tokens from `token` on match the path from `at` on. Recurses once for each
    /// token.
    fn matches(&mut self, token: usize, at: usize) -> bool {
        let Some(pattern) = self.tokens.get(token) else {
            return at == self.path.len();
        };
        let slot = token * (self.path.len() + 1) + at;
        if self.failed[slot] {
            return false;
        }
        let rest = &self.path[at..];
        let in_name = rest.iter().take_while(|c| **c != '/').count();
        let found = match pattern {
            Token::Text(text) => rest.starts_with(text) && self.ends_at(token, at + text.len()),
            Token::One => in_name > 0 && self.ends_at(token, at + 1),
            Token::Star => (at..=at + in_name).any(|end| self.ends_at(token, end)),
            Token::Anything => (at..=self.path.len()).any(|end| self.ends_at(token, end)),
            Token::Folders => (at..=self.path.len()).any(|end| {
                let is_folder = end == at || self.path[end - 1] == '/';
                is_folder && self.ends_at(token, end)
            }),
            Token::Capture(capture) => {
                let lengths = lengths(capture, &rest[..in_name]);
                lengths
                    .into_iter()
                    .any(|length| self.ends_at(token, at + length))
            }
        };
        self.failed[slot] = !found;
        found
    }

    fn ends_at(&mut self, token: usize, end: usize) -> bool {
        let found = self.matches(token + 1, end);
        if found {
            self.ends[token] = end;
        }
        found
    }

    /// What the captures take in the match that starts at `start`. `None` if their date does not
    /// exist.
    fn captured(&self, start: usize) -> Option<Captured> {
        let mut found = Captured::default();
        let (mut year, mut month, mut day) = (None, None, None);
        let mut from = start;
        for (token, end) in self.tokens.iter().zip(&self.ends) {
            let text = || -> String { self.path[from..*end].iter().collect() };
            if let Token::Capture(capture) = token {
                match capture {
                    Capture::Date => found.date = date_of(&text()),
                    Capture::Year(_) => year = text().parse().ok(),
                    Capture::Month => month = text().parse().ok(),
                    Capture::Day => day = text().parse().ok(),
                    Capture::Speaker => found.speaker = Some(text()),
                    Capture::Title => found.title = Some(text()),
                    Capture::Section => found.section = Some(text()),
                    Capture::Lang => found.lang = Some(text().to_lowercase()),
                }
            }
            from = *end;
        }
        if let Some(year) = year {
            found.date = Some(PartialDate::new(year, month, day).ok()?);
        }
        Some(found)
    }
}

/// The lengths of text that a capture can take at the start of a name, in the order to try them.
fn lengths(capture: &Capture, name: &[char]) -> Vec<usize> {
    let digits = name.iter().take_while(|c| c.is_ascii_digit()).count();
    let value = |length: usize| -> Option<i16> {
        let text: String = name.get(..length)?.iter().collect();
        text.parse().ok().filter(|_| digits >= length)
    };
    let of_fixed = |length: usize, fits: bool| if fits { vec![length] } else { Vec::new() };
    match capture {
        Capture::Year(years) => of_fixed(4, value(4).is_some_and(|year| years.contains(&year))),
        Capture::Month => of_fixed(2, value(2).is_some_and(|month| (1..=12).contains(&month))),
        Capture::Day => of_fixed(2, value(2).is_some_and(|day| (1..=31).contains(&day))),
        Capture::Lang => {
            let letters = name.iter().take_while(|c| c.is_ascii_alphabetic()).count();
            of_fixed(letters, matches!(letters, 2 | 3))
        }
        Capture::Date => {
            let is_start = name.first().is_some_and(|c| c.is_alphanumeric());
            let dates = DATE_CHARS.rev().filter(|length| {
                let text = is_start.then(|| name.get(..*length)).flatten();
                let ends_well = text.is_some_and(|text| {
                    // A date does not end in the middle of a number or word.
                    let last = text.last().copied().unwrap_or_default();
                    let next = name.get(*length).copied().unwrap_or(' ');
                    last.is_alphanumeric()
                        && !(next.is_ascii_digit() && last.is_ascii_digit())
                        && !(next.is_alphabetic() && last.is_alphabetic())
                });
                ends_well
                    && text.is_some_and(|text| date_of(&text.iter().collect::<String>()).is_some())
            });
            dates.collect()
        }
        Capture::Speaker | Capture::Title | Capture::Section => {
            // A name of a person has a letter; "03" is a part of a date.
            let least = match capture {
                Capture::Speaker => name.iter().position(|c| c.is_alphabetic()).map(|at| at + 1),
                _ => Some(1),
            };
            let least = least.unwrap_or(usize::MAX);
            (least..=name.len()).rev().collect()
        }
    }
}

/// The whole date in a part of a path, in which `_` and `.` are read as spaces or hyphens.
pub(crate) fn date_of(text: &str) -> Option<PartialDate> {
    let found = date::read(text).or_else(|_| date::read(&text.replace(['_', '.'], "-")));
    let found = found.or_else(|_| date::read(&text.replace(['_', '-', '.'], " ")));
    let found = found.ok().flatten()?;
    let is_plain = text.len() >= *DATE_CHARS.start() && found.exact().is_some();
    // Nine digits and more are numbers of something else here, not seconds.
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let is_in_use = digits != 8 || (1900..2100).contains(&found.year());
    (is_plain && digits <= 8 && is_in_use).then_some(found)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::facts::pattern::PathPattern;

    fn found(pattern: &str, path: &str) -> Option<String> {
        let found = PathPattern::parse(pattern).expect(pattern).captured(path)?;
        let date = found.date.map(|date| date.to_string());
        let all = [date, found.speaker, found.title, found.section, found.lang];
        Some(all.into_iter().flatten().collect::<Vec<_>>().join(" | "))
    }

    fn check(pattern: &str, path: &str, expected: &str) {
        assert_eq!(
            found(pattern, path).as_deref(),
            Some(expected),
            "{pattern} {path}"
        );
    }

    fn check_none(pattern: &str, path: &str) {
        assert_eq!(found(pattern, path), None, "{pattern} {path}");
    }

    #[test]
    fn a_pattern_matches_from_any_folder_on() {
        check("sotu/a.txt", "/any/where/sotu/a.txt", "");
        check("a.txt", "a.txt", "");
        check("/any/a.txt", "/any/a.txt", "");
        check("./a.txt", "/any/a.txt", "");
        check_none("/a.txt", "/any/a.txt");
        check_none("otu/a.txt", "sotu/a.txt");
        check_none("sotu", "sotu/a.txt");
        check("sotu/", "x/sotu/y/a.txt", "");
    }

    #[test]
    fn a_star_stays_in_a_name_and_two_cross_folders() {
        check("wire/*.txt", "wire/a.txt", "");
        check_none("wire/*.txt", "wire/2024/a.txt");
        check("wire/**", "wire/2024/03/a.txt", "");
        check("wire/**/a.txt", "wire/a.txt", "");
        check("wire/**/a.txt", "wire/2024/03/a.txt", "");
        check_none("wire/**/a.txt", "wire/2024/ba.txt");
        check("a?.txt", "ab.txt", "");
        check_none("a?.txt", "a.txt");
        check(r"a\*.txt", "a*.txt", "");
        check_none(r"a\*.txt", "ab.txt");
        check("caf\u{e9}.txt", "cafe\u{301}.txt", "");
    }

    #[test]
    fn captures_take_dates_names_and_titles() {
        check(
            "{date:year}-{speaker}-*.txt",
            "talks/1861-Berg-1.txt",
            "1861 | Berg",
        );
        check(
            "{date:year}-{speaker}-*.txt",
            "1861-Anna-Berg-1.txt",
            "1861 | Anna-Berg",
        );
        check_none("{date:year}-{speaker}-*.txt", "1861-03-05.txt");
        check(
            "{date}-{title}.txt",
            "2024-03-05-the-quay.txt",
            "2024-03-05 | the-quay",
        );
        check("{date}*.txt", "20240305_quay.txt", "2024-03-05");
        check("Talk {date}.txt", "Talk 5 March 2024.txt", "2024-03-05");
        check(
            "{date} {title}.txt",
            "March 5, 2024 Quay.txt",
            "2024-03-05 | Quay",
        );
        check(
            "{date:year}/{date:month}/{date:day}/*",
            "2024/03/05/a.txt",
            "2024-03-05",
        );
        check("{date:year}-{date:month}.md", "2024-03.md", "2024-03");
        check(
            "{section}/{lang}/{title}.md",
            "town/de/quay.md",
            "quay | town | de",
        );
        check_none("{date}.txt", "1861.txt");
        check_none("{date:year}-{date:month}.md", "2024-13.md");
        check_none("{date:year}{date:month}{date:day}.md", "20240231.md");
    }

    #[test]
    fn a_year_may_be_of_a_range() {
        check("{date:1825..1828}-Berg*", "1826-Berg-1.txt", "1826");
        check("{date:..1800}-Berg*", "1798-Berg-1.txt", "1798");
        check_none("{date:1825..1828}-Berg*", "1798-Berg-1.txt");
    }

    #[test]
    fn time_is_bounded() {
        let pattern = format!("{}b", "*a".repeat(32));
        let path = "a".repeat(1000);
        check_none(&pattern, &path);
        let pattern = "{title}-{speaker}-{section}-**x";
        check_none(pattern, &"a-".repeat(300));
        // Without memory of failures this takes longer than the universe is old.
    }

    proptest! {
        #[test]
        fn any_pattern_is_compared_with_any_path(
            pattern in "[a-c0-9/*?{}\\\\:. -]{0,20}|(\\{(date|date:year|speaker|title)\\}[-/*a]){1,4}",
            path in "[a-c0-9/. -]{0,40}",
        ) {
            if let Ok(pattern) = PathPattern::parse(&pattern) {
                let _ = pattern.captured(&path);
            }
        }

        #[test]
        fn a_path_matches_itself(path in "[a-zé0-9-][a-zé0-9. -]{0,20}(/[a-zé0-9. -]{1,20}){0,3}") {
            let pattern = PathPattern::parse(&path).expect("a pattern");
            prop_assert!(pattern.captured(&path).is_some());
        }
    }
}
