//! Dates as sources write them: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, with `/` instead of `-`, too.
//!
//! A time after the date is ignored. A date that the calendar does not have, such as February 31,
//! is never stored. Text in any other form is not taken for a date.

use std::str::FromStr;

use jiff::civil::Date;

use crate::ingest::sink::{Problem, Sink};

/// The date that a field of a source gives. One that does not exist is reported to the sink, at
/// `line` of the source.
pub fn given_date(text: &str, line: Option<u64>, sink: &mut dyn Sink) -> Option<String> {
    date_or_problem(text).unwrap_or_else(|problem| {
        sink.problem(Problem { line, ..problem });
        None
    })
}

/// The date in a text, or the problem that it does not exist. `None` if the text is not a date.
pub fn date_or_problem(text: &str) -> Result<Option<String>, Problem> {
    let Some(date) = WrittenDate::parse(text) else {
        return Ok(None);
    };
    if date.exists() {
        Ok(Some(date.normalized()))
    } else {
        Err(Problem {
            message: format!("date `{}` does not exist; left out", date.text),
            ..Problem::default()
        })
    }
}

/// The date in a text that may be something else than a date: `None` if so, or if it does not
/// exist.
pub fn date_in(text: &str) -> Option<String> {
    date_or_problem(text).ok().flatten()
}

/// Digits in the form of a date.
struct WrittenDate<'a> {
    text: &'a str,
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

impl<'a> WrittenDate<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let text = text.trim().split(['T', ' ']).next()?;
        let mut parts = text.split(['-', '/']);
        let year = number(parts.next()?, 4)?;
        let month = match parts.next() {
            Some(part) => Some(number(part, 2)?),
            None => None,
        };
        let day = match parts.next() {
            Some(part) => Some(number(part, 2)?),
            None => None,
        };
        parts.next().is_none().then_some(Self {
            text,
            year,
            month,
            day,
        })
    }

    fn exists(&self) -> bool {
        // The calendar of sources has no year 0, which Jiff has.
        self.year > 0
            && Date::new(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1)).is_ok()
    }

    fn normalized(&self) -> String {
        let year = self.year;
        match (self.month, self.day) {
            (Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
            (Some(month), None) => format!("{year:04}-{month:02}"),
            _ => format!("{year:04}"),
        }
    }
}

/// A number of exactly so many decimal digits.
fn number<N: FromStr>(part: &str, digits: usize) -> Option<N> {
    let is_number = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| part.parse().ok()).flatten()
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
    fn a_date_that_does_not_exist_is_reported_with_its_line() {
        let check = |text, problems: &[&str]| {
            let mut sink = Collected::default();
            given_date(text, Some(7), &mut sink);
            let found: Vec<String> = sink.problems.iter().map(ToString::to_string).collect();
            assert_eq!(found, problems, "{text}");
        };
        check(
            "2024-02-30",
            &["line 7: date `2024-02-30` does not exist; left out"],
        );
        check(
            "2024/00/10 09:00",
            &["line 7: date `2024/00/10` does not exist; left out"],
        );
        check("2024-02-28", &[]);
        check("last March", &[]);
        check("", &[]);
    }
}
