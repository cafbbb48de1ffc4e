//! The dates that sources give, and problems with those that cannot be read.

use crate::facts::date::{self, FORMS, Unread};
use crate::ingest::sink::{Problem, Sink};

/// The longest part of an unread date in a message.
const SHOWN_CHARS: usize = 40;

/// The date that a field of a source gives. One that cannot be read is reported to the sink, at
/// `line` of the source.
pub fn given_date(text: &str, line: Option<u64>, sink: &mut dyn Sink) -> Option<String> {
    date_or_problem(text).unwrap_or_else(|problem| {
        sink.problem(Problem { line, ..problem });
        None
    })
}

/// The date in a text, or the problem with it. `None` if the text says that there is no date.
pub fn date_or_problem(text: &str) -> Result<Option<String>, Problem> {
    date::read(text)
        .map(|date| date.map(|date| date.to_string()))
        .map_err(|unread| problem(text.trim(), unread))
}

/// The date in a text that may be something else than a date: `None` if so, or if it does not
/// exist.
pub fn date_in(text: &str) -> Option<String> {
    date_or_problem(text).ok().flatten()
}

fn problem(text: &str, unread: Unread) -> Problem {
    let mut shown: String = text.chars().take(SHOWN_CHARS).collect();
    if shown.len() < text.len() {
        shown.push_str("...");
    }
    match unread {
        Unread::Impossible => {
            // The time of day is no part of what does not exist.
            let date = shown.split(['T', ' ']).next().unwrap_or(&shown);
            let has_time = date.starts_with(|c: char| c.is_ascii_digit()) && date.len() > 4;
            let date = if has_time { date } else { &shown };
            Problem {
                message: format!("date `{date}` does not exist; left out"),
                ..Problem::default()
            }
        }
        Unread::TwoReadings => Problem {
            message: format!(
                "date `{shown}` has two readings; left out (write year, month, day: 2024-03-05)"
            ),
            first_only: true,
            ..Problem::default()
        },
        Unread::Unknown => Problem {
            message: format!("date `{shown}` is not understood; left out (dates are {FORMS})"),
            first_only: true,
            ..Problem::default()
        },
    }
}

#[cfg(test)]
mod tests {
    use super::{date_in, given_date};
    use crate::ingest::sink::Collected;

    #[test]
    fn a_date_is_a_year_with_or_without_month_and_day() {
        let check =
            |text, expected: Option<&str>| assert_eq!(date_in(text).as_deref(), expected, "{text}");
        check("2024-03-11T10:00:00Z", Some("2024-03-11"));
        check("2024-03", Some("2024-03"));
        check("2024", Some("2024"));
        check("2024/03/11", Some("2024-03-11"));
        check("2024-02-29", Some("2024-02-29"));
        check("2024-13-01", None);
        check("2024-02-31", None);
        check("2023-02-29", None);
        check("0000", None);
        check("2024-3-1", None);
        check("2024-03-11-12", None);
        check("March 3", None);
        check("", None);
    }

    #[test]
    fn a_date_that_cannot_be_read_is_reported_with_its_line() {
        let check = |text, problems: &[&str]| {
            let mut sink = Collected::default();
            given_date(text, Some(7), &mut sink);
            let found: Vec<String> = sink.problems.iter().map(ToString::to_string).collect();
            assert_eq!(found.len(), problems.len(), "{text}: {found:?}");
            for (found, expected) in found.iter().zip(problems) {
                assert!(found.starts_with(expected), "{text}: {found}");
            }
        };
        check(
            "2024-02-30",
            &["line 7: date `2024-02-30` does not exist; left out"],
        );
        check(
            "2024/00/10 09:00",
            &["line 7: date `2024/00/10` does not exist; left out"],
        );
        check(
            "February 30, 2024",
            &["line 7: date `February 30, 2024` does not exist; left out"],
        );
        check(
            "last March",
            &["line 7: date `last March` is not understood; left out (dates are 2024, "],
        );
        check(
            "05/03/2024",
            &["line 7: date `05/03/2024` has two readings; left out (write year, month, day"],
        );
        check("2024-02-28", &[]);
        check("n/a", &[]);
        check("", &[]);
    }
}
