//! Reads a date as people and programs write it, for all formats but the printed record of
//! proceedings, whose heading line has one form.
//!
//! A date keeps its precision: a year, a month or a day. A text with two readings, such as
//! `05/03/2024`, is not a date. A time of day and its zone are ignored: the date is the one
//! written. Seconds and milliseconds since 1970 are counted in UTC.

use std::fmt;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::text::fold::fold;
use crate::text::word_list::WordList;

static MONTHS: WordList = WordList::new(include_str!("lists/months.txt"));
static WEEKDAYS: WordList = WordList::new(include_str!("lists/weekdays.txt"));
static DATE_WORDS: WordList = WordList::new(include_str!("lists/date_words.txt"));
static NO_DATE: WordList = WordList::new(include_str!("lists/no_date.txt"));

/// The forms that are read, for messages.
pub(crate) const FORMS: &str = "2024, 2024-03, 2024-03-05, 2024/03/05, 20240305, 31/01/2024, \
    March 5, 2024, 5 March 2024, or seconds since 1970";

/// Longer texts are sentences. The longest real date, with weekday, time and zone, has 60 bytes.
const MAX_BYTES: usize = 100;

const SECONDS_A_DAY: i64 = 24 * 60 * 60;

/// A year, with or without month and day. It exists in the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PartialDate {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

/// Why a text is not read as a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unread {
    /// The calendar has no such day.
    Impossible,
    /// Day and month could be swapped.
    TwoReadings,
    /// It has none of the forms.
    Unknown,
}

impl PartialDate {
    /// The date, if the calendar has it. The calendar of sources has no year 0.
    pub fn new(year: i16, month: Option<i8>, day: Option<i8>) -> Result<PartialDate, Unread> {
        let exists = year > 0 && Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).is_ok();
        match exists {
            true => Ok(PartialDate { year, month, day }),
            false => Err(Unread::Impossible),
        }
    }

    /// The day, if it is exact.
    pub fn exact(self) -> Option<Date> {
        Date::new(self.year, self.month?, self.day?).ok()
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.year
    }
}

impl From<Date> for PartialDate {
    fn from(date: Date) -> PartialDate {
        PartialDate {
            year: date.year(),
            month: Some(date.month()),
            day: Some(date.day()),
        }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        self.month
            .map_or(Ok(()), |month| write!(f, "-{month:02}"))?;
        self.day.map_or(Ok(()), |day| write!(f, "-{day:02}"))
    }
}

/// The date in a text. `None` if it says that there is none: it is empty, or "n/a" and the like.
pub(crate) fn read(text: &str) -> Result<Option<PartialDate>, Unread> {
    let text = text.trim();
    if !text.contains(char::is_alphanumeric) {
        return Ok(None);
    }
    if text.len() > MAX_BYTES {
        return Err(Unread::Unknown);
    }
    if NO_DATE.contains(&fold(text)) {
        return Ok(None);
    }
    let read = of_digits(text)
        .or_else(|| of_numbers(text))
        .or_else(|| of_cjk(text))
        .unwrap_or_else(|| of_words(text));
    read.map(Some)
}

/// `2024`, `20240305`, `20240305T1030`, `20240305103000`, and time since 1970. `None` if the text
/// has another form.
fn of_digits(text: &str) -> Option<Result<PartialDate, Unread>> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at(length);
    if length == 8 && rest.starts_with(['T', 't']) {
        return Some(of_eight(digits));
    }
    let is_fraction = |rest: &str| {
        let fraction = rest.strip_prefix('.');
        fraction.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let is_number = rest.is_empty() || (is_fraction(rest) && length > 8);
    if !is_number {
        return None;
    }
    let since_1970 = |per_second: i64| {
        let number: i64 = digits.parse().map_err(|_| Unread::Unknown)?;
        let days = number / per_second / SECONDS_A_DAY;
        let date = Date::constant(1970, 1, 1).checked_add(days.days());
        date.map(PartialDate::from).map_err(|_| Unread::Unknown)
    };
    match length {
        4 => Some(number(digits, 4).map_or(Err(Unread::Unknown), |year| {
            PartialDate::new(year, None, None)
        })),
        8 => Some(of_eight(digits)),
        // 2024-03-05 10:30:00, unless that is no day: then milliseconds.
        12 | 14 => match of_eight(&digits[..8]) {
            Ok(date) if (1900..2100).contains(&date.year) => Some(Ok(date)),
            _ if length == 12 => Some(since_1970(1000)),
            _ => Some(Err(Unread::Unknown)),
        },
        // Nine digits begin in 1973, ten end in 2286.
        9 | 10 => Some(since_1970(1)),
        13 => Some(since_1970(1000)),
        _ => Some(Err(Unread::Unknown)),
    }
}

/// `yyyymmdd`.
fn of_eight(digits: &str) -> Result<PartialDate, Unread> {
    let year = number(&digits[..4], 4).ok_or(Unread::Unknown)?;
    PartialDate::new(year, number(&digits[4..6], 2), number(&digits[6..], 2))
}

/// `2024-03-05`, `2024/03`, `31/01/2024`, `5.3.2024`, with or without a time after it. `None` if
/// the text has another form.
fn of_numbers(text: &str) -> Option<Result<PartialDate, Unread>> {
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '-' | '/' | '.')))
        .unwrap_or(text.len());
    let (date, rest) = text.split_at(end);
    let is_end = rest.is_empty() || rest.starts_with(['T', 't', ' ', ',', ';', '(']);
    let separator = date.chars().find(|c| !c.is_ascii_digit())?;
    let parts: Vec<&str> = date.split(separator).collect();
    let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !is_end || !(2..=3).contains(&parts.len()) || !parts.iter().all(is_number) {
        return None;
    }
    if parts[0].len() == 4 {
        let year = number(parts[0], 4)?;
        let (month, day) = (parts[1], parts.get(2));
        if month.len() != 2 || day.is_some_and(|day| day.len() != 2) {
            return Some(Err(Unread::Unknown));
        }
        let day = day.and_then(|day| number(day, 2));
        return Some(PartialDate::new(year, number(month, 2), day));
    }
    let year = number(parts.last()?, 4)?;
    if parts[..parts.len() - 1].iter().any(|part| part.len() > 2) {
        return Some(Err(Unread::Unknown));
    }
    let small = |part: &str| part.parse::<i8>().ok();
    if parts.len() == 2 {
        return Some(PartialDate::new(year, small(parts[0]), None));
    }
    let (first, second) = (small(parts[0])?, small(parts[1])?);
    Some(match (first > 12, second > 12) {
        // With full stops, all languages put the day first.
        _ if separator == '.' => PartialDate::new(year, Some(second), Some(first)),
        (true, false) => PartialDate::new(year, Some(second), Some(first)),
        (false, true) => PartialDate::new(year, Some(first), Some(second)),
        (false, false) if first == second => PartialDate::new(year, Some(first), Some(first)),
        (false, false) => Err(Unread::TwoReadings),
        (true, true) => Err(Unread::Impossible),
    })
}

/// `2024年3月5日`, `2024년 3월 5일`.
fn of_cjk(text: &str) -> Option<Result<PartialDate, Unread>> {
    let (year, rest) = text.split_once(['年', '년'])?;
    let year = number(year.trim(), 4)?;
    let of_unit = |text: &'_ str, units: [char; 3]| {
        let (digits, rest) = text.split_once(units)?;
        let value = digits.trim().parse::<i8>().ok()?;
        Some((value, rest.to_owned()))
    };
    let month = of_unit(rest, ['月', '월', '월']);
    let day = month
        .as_ref()
        .and_then(|(_, rest)| of_unit(rest, ['日', '일', '号']));
    let (month, day) = (month.map(|found| found.0), day.map(|found| found.0));
    Some(PartialDate::new(year, month, day))
}

/// The parts of a date with the name of its month, as far as they are found.
#[derive(Default)]
struct WordedDate {
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
    /// The month may be a weekday: "mar." is March, mardi and martes.
    is_month_unclear: bool,
}

/// `March 5, 2024`, `Tue, 5 Mar 2024 10:00:00 +0100`, `5 de marzo de 2024`. Every word must be part
/// of the date.
fn of_words(text: &str) -> Result<PartialDate, Unread> {
    let mut found = WordedDate::default();
    for word in text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')')) {
        let word = fold(word.trim_end_matches('.'));
        if word.is_empty() || is_time(&word) || DATE_WORDS.contains(&word) {
            continue;
        }
        if weekday(&word).is_some() && month(&word).is_none() {
            continue;
        }
        for piece in word
            .split(['-', '/', '.', '_'])
            .filter(|piece| !piece.is_empty())
        {
            found.take(piece).ok_or(Unread::Unknown)?;
        }
    }
    match (found.year, found.month) {
        (Some(year), Some(month)) => PartialDate::new(year, Some(month), found.day),
        _ => Err(Unread::Unknown),
    }
}

impl WordedDate {
    /// Takes a word or number. `None` if it can be no part of a date, or not another one.
    fn take(&mut self, piece: &str) -> Option<()> {
        if let Some(number) = month(piece) {
            let is_weekday = weekday(piece).is_some();
            match self.month {
                Some(_) if self.is_month_unclear => self.is_month_unclear = is_weekday,
                Some(_) if is_weekday => return Some(()),
                Some(_) => return None,
                None => self.is_month_unclear = is_weekday,
            }
            self.month = Some(number);
            return Some(());
        }
        if weekday(piece).is_some() || DATE_WORDS.contains(piece) {
            return Some(());
        }
        let digits = piece.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, ending) = piece.split_at(digits);
        let is_ordinal = matches!(
            ending,
            "" | "st" | "nd" | "rd" | "th" | "er" | "o" | "a" | "e"
        );
        match digits.len() {
            4 if ending.is_empty() && self.year.is_none() => self.year = Some(number(digits, 4)?),
            1 | 2 if is_ordinal && self.day.is_none() => self.day = digits.parse().ok(),
            _ => return None,
        }
        Some(())
    }
}

/// A time of day or its zone: `10:30:00`, `5:30pm`, `+0100`, `5pm`.
fn is_time(word: &str) -> bool {
    let is_zone = word.strip_prefix(['+', '-']).is_some_and(|offset| {
        (4..=5).contains(&offset.len()) && offset.bytes().all(|b| b.is_ascii_digit() || b == b':')
    });
    let is_clock = word.starts_with(|c: char| c.is_ascii_digit()) && word.contains(':');
    let hour = word.strip_suffix("am").or_else(|| word.strip_suffix("pm"));
    let is_hour =
        hour.is_some_and(|hour| matches!(hour.len(), 1 | 2) && hour.parse::<u8>().is_ok());
    is_zone || is_clock || is_hour
}

/// The number of a month by its folded name or abbreviation.
pub(crate) fn month(word: &str) -> Option<i8> {
    number_of(&MONTHS, word)
}

/// The number of a weekday by its folded name or abbreviation; 1 is Monday.
pub(crate) fn weekday(word: &str) -> Option<i8> {
    number_of(&WEEKDAYS, word)
}

fn number_of(list: &WordList, word: &str) -> Option<i8> {
    let mut entries = list.starting_like(word).iter();
    entries.find_map(|entry| {
        let (name, number) = entry.split_once(' ')?;
        (name == word).then(|| number.parse().ok())?
    })
}

/// A number of exactly so many decimal digits.
fn number<N: std::str::FromStr>(part: &str, digits: usize) -> Option<N> {
    let is_number = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| part.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Unread, read};

    fn check(text: &str, expected: &str) {
        let found = read(text).expect(text).map(|date| date.to_string());
        assert_eq!(found.as_deref(), Some(expected), "{text}");
    }

    fn check_unread(text: &str, expected: Unread) {
        assert_eq!(read(text), Err(expected), "{text}");
    }

    #[test]
    fn a_date_in_numbers_keeps_its_precision() {
        check("2024", "2024");
        check("2024-03", "2024-03");
        check("2024-03-05", "2024-03-05");
        check("2024/03/05", "2024-03-05");
        check("2024.03.05", "2024-03-05");
        check("20240305", "2024-03-05");
        check("20240305T101500Z", "2024-03-05");
        check("20240305101500", "2024-03-05");
        check("03/2024", "2024-03");
        check(" 2024-02-29 ", "2024-02-29");
    }

    #[test]
    fn a_time_and_a_zone_after_a_date_change_nothing() {
        check("2024-03-11T10:00:00Z", "2024-03-11");
        check("2024-03-11T23:59:59.999-08:00", "2024-03-11");
        check("2024-03-11 10:00", "2024-03-11");
        check("Fri, 31 Jan 2025 23:10:00 +0100", "2025-01-31");
        check("Tue Mar  5 10:00:00 UTC 2024", "2024-03-05");
        check("Jan 31, 2025 at 5:30 p.m.", "2025-01-31");
        check("March 5, 2024, 5pm EST", "2024-03-05");
    }

    #[test]
    fn a_month_may_be_a_word_of_several_languages() {
        for text in [
            "March 5, 2024",
            "Mar. 5 2024",
            "5 March 2024",
            "5-Mar-2024",
            "the 5th of March 2024",
            "Tuesday, March 5th, 2024",
            "2024 March 5",
            "5. März 2024",
            "Dienstag, den 5. März 2024",
            "le 5 mars 2024",
            "mar. 5 mars 2024",
            "5 de marzo de 2024",
            "mar 5 mar 2024",
            "5 marzo 2024",
            "5 de março de 2024",
            "5 maart 2024",
            "5 marca 2024",
            "2024年3月5日",
            "2024년 3월 5일",
        ] {
            check(text, "2024-03-05");
        }
        check("1er août 2024", "2024-08-01");
        check("March 2024", "2024-03");
        check("Sept. 2024", "2024-09");
        check("2024年3月", "2024-03");
    }

    #[test]
    fn numbers_of_unclear_order_are_read_only_with_one_reading() {
        check("31/01/2025", "2025-01-31");
        check("01/31/2025", "2025-01-31");
        check("31-1-2025", "2025-01-31");
        check("05/05/2025", "2025-05-05");
        check("5.3.2024", "2024-03-05");
        check_unread("05/03/2024", Unread::TwoReadings);
        check_unread("5-3-2024", Unread::TwoReadings);
        check_unread("05/03/24", Unread::Unknown);
        check_unread("2024-3-1", Unread::Unknown);
    }

    #[test]
    fn large_numbers_are_time_since_1970() {
        check("1738281600", "2025-01-31");
        check("1738281600.25", "2025-01-31");
        check("1738281600000", "2025-01-31");
        check("946684800000", "2000-01-01");
    }

    #[test]
    fn a_day_that_the_calendar_does_not_have_is_none() {
        for text in [
            "2024-02-31",
            "2023-02-29",
            "2024-13-01",
            "20240231",
            "February 30, 2024",
            "31.04.2024",
            "13/13/2024",
            "0000",
            "2024年13月1日",
        ] {
            check_unread(text, Unread::Impossible);
        }
    }

    #[test]
    fn other_texts_are_not_dates() {
        for text in [
            "last March",
            "March 5",
            "5 2024",
            "the day after the fair",
            "March or May 2024",
            "2024-03-11-12",
            "2024 or so",
            "24",
            "123456",
            "12345678901234567890",
            "May 5 6 2024",
            "x2024-03-05",
            "2024-",
        ] {
            check_unread(text, Unread::Unknown);
        }
        for text in ["", " ", "-", "n/a", "None", "unknown"] {
            assert_eq!(read(text), Ok(None), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "\\PC{0,40}") {
            let _ = read(&text);
        }

        #[test]
        fn what_a_date_prints_is_read_as_the_same(
            year in 1i16..9999, month in 1i8..=12, day in 1i8..=28
        ) {
            let date = super::PartialDate::new(year, Some(month), Some(day)).expect("a date");
            prop_assert_eq!(read(&date.to_string()), Ok(Some(date)));
        }
    }
}
