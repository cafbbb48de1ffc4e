//! Dates in queries: a year, a month, a day, and ranges of them.
//!
//! A date is the number `yyyymmdd`. A passage dated with a year or month only has zeros in place of
//! the rest. It matches every range that touches its year or month.

use std::ops::{Range, RangeInclusive};

use jiff::civil;

use crate::error::QueryError;

/// Every passage with a date is dated between these.
const FIRST: u32 = 0;
const LAST: u32 = 99_999_999;

/// Whether a date, which may be a whole year or month, touches the days from `from` to `to`.
pub(crate) fn touches(date: u32, from: u32, to: u32) -> bool {
    date <= to && last_day(date) >= from
}

/// The year and the month that `from` is in, if they began before it: passages dated so precisely
/// only touch the days from `from` on.
pub(crate) fn begun_before(from: u32) -> impl Iterator<Item = u32> {
    let year = from / 10_000 * 10_000;
    let month = from / 100 * 100;
    let touches = move |date: &u32| *date < from && last_day(*date) >= from;
    let month = (month != year).then_some(month);
    [Some(year), month].into_iter().flatten().filter(touches)
}

/// The last day of a date that may be a whole year or month.
fn last_day(date: u32) -> u32 {
    match (date / 100 % 100, date % 100) {
        (0, 0) => date + 1_299,
        (_, 0) => date + 99,
        _ => date,
    }
}

/// The first and last day of `2024`, `2024-03..2024-05`, `>=2024-03`, `<2025`, both included.
///
/// Fails if the text is none of these, if a day does not exist, or if the range is empty. The span
/// of the error counts in `text`.
pub(crate) fn range(text: &str) -> Result<(u32, u32), QueryError> {
    if let Some((from, to)) = text.split_once("..") {
        let second = text.len() - to.len();
        let from = match from {
            "" => FIRST,
            from => *days(from, 0)?.start(),
        };
        let to = match to {
            "" => LAST,
            to => *days(to, second)?.end(),
        };
        if from > to {
            let message = format!("{text} ends before it starts: swap the two dates");
            return Err(QueryError::at(0..text.len(), message));
        }
        return Ok((from, to));
    }
    if let Some(date) = text.strip_prefix(">=") {
        return Ok((*days(date, 2)?.start(), LAST));
    }
    if let Some(date) = text.strip_prefix("<=") {
        return Ok((FIRST, *days(date, 2)?.end()));
    }
    if let Some(date) = text.strip_prefix('>') {
        return Ok((days(date, 1)?.end() + 1, LAST));
    }
    if let Some(date) = text.strip_prefix('<') {
        let before = days(date, 1)?.start().checked_sub(1);
        let before = before.ok_or_else(|| not_a_date(text, 0..text.len()))?;
        return Ok((FIRST, before));
    }
    let days = days(text, 0)?;
    Ok((*days.start(), *days.end()))
}

/// The days of `2024`, `2024-03` or `2024-03-05`. `offset` is where the date starts in what the
/// user wrote.
fn days(text: &str, offset: usize) -> Result<RangeInclusive<u32>, QueryError> {
    let span = offset..offset + text.len();
    let parts: Vec<&str> = text.split('-').collect();
    let numbers: Option<Vec<u32>> = match &parts[..] {
        [year] => [number(year, 4)].into_iter().collect(),
        [year, month] => [number(year, 4), number(month, 2)].into_iter().collect(),
        [year, month, day] => [number(year, 4), number(month, 2), number(day, 2)]
            .into_iter()
            .collect(),
        _ => None,
    };
    let numbers = numbers.ok_or_else(|| not_a_date(text, span.clone()))?;
    match numbers[..] {
        [year] => Ok(year * 10_000..=year * 10_000 + 1_299),
        [year, month] => {
            check_day(text, span, year, month, 1)?;
            let month = year * 10_000 + month * 100;
            Ok(month..=month + 99)
        }
        [year, month, day] => {
            check_day(text, span, year, month, day)?;
            let day = year * 10_000 + month * 100 + day;
            Ok(day..=day)
        }
        _ => Err(not_a_date(text, span)),
    }
}

/// Fails if a day is not in the calendar. The numbers have at most four and two digits.
fn check_day(
    text: &str,
    span: Range<usize>,
    year: u32,
    month: u32,
    day: u32,
) -> Result<(), QueryError> {
    let date = |day: u32| civil::Date::new(year as i16, month as i8, day as i8);
    let message = match (date(day), date(1)) {
        (Ok(_), _) => return Ok(()),
        (Err(_), Ok(first)) => format!(
            "{text} does not exist: {year:04}-{month:02} has {} days",
            first.days_in_month()
        ),
        (Err(_), Err(_)) => {
            format!("{text} does not exist: months go from {year:04}-01 to {year:04}-12")
        }
    };
    Err(QueryError::at(span, message))
}

fn not_a_date(text: &str, span: Range<usize>) -> QueryError {
    let shown: String = text.chars().filter(|c| !c.is_control()).take(40).collect();
    let message = format!(
        "{shown} is not a date: write 2024, 2024-03, 2024-03-05, 2024-01..2024-06 or >=2024"
    );
    QueryError::at(span, message)
}

fn number(text: &str, digits: usize) -> Option<u32> {
    let all_digits = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    if all_digits { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::{begun_before, range, touches};

    #[test]
    fn a_whole_year_or_month_touches_what_is_in_it() {
        let check = |date, text: &str, expected: bool| {
            let (from, to) = range(text).expect("a range");
            assert_eq!(touches(date, from, to), expected, "{date} and {text}");
            let begun = begun_before(from).any(|begun| begun == date);
            assert_eq!(
                begun || (from..=to).contains(&date),
                expected,
                "{date} and {text}"
            );
        };
        check(18_620_000, "1862-03", true);
        check(18_620_000, ">=1862-03-05", true);
        check(18_620_000, ">1862", false);
        check(18_620_000, "<1862", false);
        check(18_620_300, "1862-03-10..1862-03-20", true);
        check(18_620_300, "1862-04", false);
        check(18_620_309, "1862-03-10..1862-03-20", false);
    }

    fn check(text: &str, expected: (u32, u32)) {
        assert_eq!(range(text), Ok(expected), "{text}");
    }

    fn check_error(text: &str, expected: &str) {
        let error = range(text).expect_err(text);
        assert!(error.message.contains(expected), "{text}: {error}");
        assert!(text.get(error.span.clone()).is_some(), "{text}: {error:?}");
    }

    #[test]
    fn a_date_in_part_covers_all_its_days() {
        check("2024", (20_240_000, 20_241_299));
        check("2024-03", (20_240_300, 20_240_399));
        check("2024-03-05", (20_240_305, 20_240_305));
    }

    #[test]
    fn ranges_may_be_open() {
        check("2024-01..2024-03", (20_240_100, 20_240_399));
        check("..2024", (0, 20_241_299));
        check("2024..", (20_240_000, 99_999_999));
        check(">=2024", (20_240_000, 99_999_999));
        check("<2024-03", (0, 20_240_299));
        check(">2024-03", (20_240_400, 99_999_999));
        check("<=2024", (0, 20_241_299));
    }

    #[test]
    fn a_text_that_is_not_a_date_is_an_error() {
        for text in [
            "",
            "24",
            "2024-1",
            "2024-01-01-01",
            "yesterday",
            "<0000",
            "..x",
            "20240305",
            "2024-03-05T10:30",
            "+2024",
        ] {
            check_error(text, "is not a date");
        }
        check_error("2025..2024", "ends before it starts");
    }

    #[test]
    fn a_day_that_is_not_in_the_calendar_is_an_error() {
        check("2024-02-29", (20_240_229, 20_240_229));
        check_error("2023-02-29", "2023-02 has 28 days");
        check_error("2024-02-31", "2024-02 has 29 days");
        check_error("2024-01-32", "2024-01 has 31 days");
        check_error("2024-01-00", "2024-01 has 31 days");
        check_error("2024-13", "months go from 2024-01 to 2024-12");
        let error = range("2024-01..2024-06-31").expect_err("no such day");
        assert_eq!(error.span, 9..19);
    }
}
