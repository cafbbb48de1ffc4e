//! Days as sources write them.

/// The day in a date: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, with whatever time stands behind it left out. `None` if it does
/// not begin with a year.
pub fn day(text: &str) -> Option<String> {
    let text = text.trim();
    let parts: Vec<&str> = text.split(['T', ' ']).next()?.split(['-', '/']).collect();
    let number = |part: &str, digits: usize, limit: u32| {
        (part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| part.parse::<u32>().ok())
            .flatten()
            .filter(|value| (1..=limit).contains(value))
    };
    let year = number(parts.first()?, 4, 9999)?;
    match parts.get(1..)? {
        [] => Some(format!("{year:04}")),
        [month] => Some(format!("{year:04}-{:02}", number(month, 2, 12)?)),
        [month, day] => Some(format!(
            "{year:04}-{:02}-{:02}",
            number(month, 2, 12)?,
            number(day, 2, 31)?
        )),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn a_date_is_a_year_with_or_without_month_and_day() {
        let check =
            |text, expected: Option<&str>| assert_eq!(day(text).as_deref(), expected, "{text}");
        check("2024-03-11T10:00:00Z", Some("2024-03-11"));
        check("2024-03", Some("2024-03"));
        check("2024", Some("2024"));
        check("2024/03/11", Some("2024-03-11"));
        check("2024-13-01", None);
        check("March 3", None);
        check("", None);
    }
}
