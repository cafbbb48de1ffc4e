//! Dates in queries: a year, a month or a day, and ranges of them.

use std::ops::RangeInclusive;

/// The days that a date, or a leading part of one, stands for, as `yyyymmdd`. `None` if it is no date.
///
/// A passage whose own date is only a year or a month is compared by its first possible day, written with zeros, so that
/// `2024` finds passages dated 2024, 2024-03 and 2024-03-05, and `2024-03` finds the last two.
pub(crate) fn days(text: &str) -> Option<RangeInclusive<u32>> {
    let mut parts = text.split('-');
    let year = number(parts.next()?, 4)?;
    let month = parts
        .next()
        .map(|part| number(part, 2).filter(|month| (1..=12).contains(month)));
    let day = parts
        .next()
        .map(|part| number(part, 2).filter(|day| (1..=31).contains(day)));
    if parts.next().is_some() {
        return None;
    }
    Some(match (month, day) {
        (None, _) => year * 10_000..=year * 10_000 + 1_299,
        (Some(month), None) => year * 10_000 + month? * 100..=year * 10_000 + month? * 100 + 99,
        (Some(month), Some(day)) => {
            let day = year * 10_000 + month? * 100 + day?;
            day..=day
        }
    })
}

/// The first and last day of `2024`, `2024-03..2024-05`, `>=2024-03`, `<2025`. `None` if it is none of these.
pub(crate) fn range(text: &str) -> Option<(u32, u32)> {
    const FIRST: u32 = 0;
    const LAST: u32 = 99_999_999;
    if let Some((from, to)) = text.split_once("..") {
        let from = if from.is_empty() {
            FIRST
        } else {
            *days(from)?.start()
        };
        let to = if to.is_empty() {
            LAST
        } else {
            *days(to)?.end()
        };
        return (from <= to).then_some((from, to));
    }
    if let Some(date) = text.strip_prefix(">=") {
        return Some((*days(date)?.start(), LAST));
    }
    if let Some(date) = text.strip_prefix("<=") {
        return Some((FIRST, *days(date)?.end()));
    }
    if let Some(date) = text.strip_prefix('>') {
        return Some((days(date)?.end() + 1, LAST));
    }
    if let Some(date) = text.strip_prefix('<') {
        return Some((FIRST, days(date)?.start().checked_sub(1)?));
    }
    let days = days(text)?;
    Some((*days.start(), *days.end()))
}

fn number(text: &str, digits: usize) -> Option<u32> {
    let all_digits = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    if all_digits { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::range;

    fn check(text: &str, expected: Option<(u32, u32)>) {
        assert_eq!(range(text), expected, "{text}");
    }

    #[test]
    fn a_date_in_part_stands_for_all_its_days() {
        check("2024", Some((20_240_000, 20_241_299)));
        check("2024-03", Some((20_240_300, 20_240_399)));
        check("2024-03-05", Some((20_240_305, 20_240_305)));
    }

    #[test]
    fn ranges_may_be_open() {
        check("2024-01..2024-03", Some((20_240_100, 20_240_399)));
        check("..2024", Some((0, 20_241_299)));
        check("2024..", Some((20_240_000, 99_999_999)));
        check(">=2024", Some((20_240_000, 99_999_999)));
        check("<2024-03", Some((0, 20_240_299)));
        check(">2024-03", Some((20_240_400, 99_999_999)));
        check("<=2024", Some((0, 20_241_299)));
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "24",
            "2024-13",
            "2024-1",
            "2024-01-32",
            "2024-01-01-01",
            "yesterday",
            "<0000",
            "..x",
            "2025..2024",
        ] {
            check(text, None);
        }
    }
}
