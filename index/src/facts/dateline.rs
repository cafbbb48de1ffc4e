//! The day in a dateline: "LONDON, Feb. 12 (NWA)", "Norhaven, Monday".
//!
//! It is resolved against the date of the document: the nearest such day that is not after it.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::facts::date::{self, PartialDate};
use crate::text::fold::fold;

/// The day that a dateline names, in a document of this day. `None` if it names none.
pub(crate) fn day(dateline: &str, document: Date) -> Option<Date> {
    let end = dateline.find('(').unwrap_or(dateline.len());
    let parts: Vec<&str> = dateline[..end].split(',').skip(1).map(str::trim).collect();
    // "Feb. 12, 2024" is two parts.
    for pair in parts.windows(2) {
        if let Some(date) = exact(&pair.join(" ")) {
            return Some(date);
        }
    }
    let mut days = parts.iter().filter_map(|part| of_part(part, document));
    days.next().or_else(|| {
        let mut weekdays = parts.iter().filter_map(|part| of_weekday(part, document));
        weekdays.next()
    })
}

/// "Feb. 12", "12 February", "Feb. 12 2024".
fn of_part(part: &str, document: Date) -> Option<Date> {
    if let Some(date) = exact(part) {
        return Some(date);
    }
    let in_year = |year: i16| exact(&format!("{part} {year:04}"));
    let is_past = |date: &Date| *date <= document;
    // February 29 may be some years ago.
    let mut years = (0..8).filter_map(|ago| in_year(document.year() - ago));
    years.find(is_past)
}

fn exact(text: &str) -> Option<Date> {
    let has_month = text.split_whitespace().any(|word| {
        let word = fold(word.trim_end_matches('.'));
        date::month(&word).is_some()
    });
    let read = has_month.then(|| date::read(text).ok().flatten())?;
    read.and_then(PartialDate::exact)
}

fn of_weekday(part: &str, document: Date) -> Option<Date> {
    let weekday = date::weekday(&fold(part.trim_end_matches('.')))?;
    let today = document.weekday().to_monday_one_offset();
    let ago = i32::from((today - weekday).rem_euclid(7));
    document.checked_sub(ago.days()).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::day;

    #[test]
    fn the_day_is_the_nearest_that_is_not_after_the_document() {
        // March 5, 2024 is a Tuesday.
        let document = date(2024, 3, 5);
        let check = |dateline, expected: Option<(i16, i8, i8)>| {
            let expected = expected.map(|(year, month, day)| date(year, month, day));
            assert_eq!(day(dateline, document), expected, "{dateline}");
        };
        check("LONDON, Feb. 12 (NWA)", Some((2024, 2, 12)));
        check("LONDON, Dec. 30", Some((2023, 12, 30)));
        check("LONDON, 12 février", Some((2024, 2, 12)));
        check("LONDON, March 5", Some((2024, 3, 5)));
        check("LONDON, Feb. 29", Some((2024, 2, 29)));
        check("LONDON, Feb. 12, 2021", Some((2021, 2, 12)));
        check("LONDON, Monday (NWA)", Some((2024, 3, 4)));
        check("LONDON, Ohio, Tuesday", Some((2024, 3, 5)));
        check("LONDON, Wednesday", Some((2024, 2, 28)));
        check("LONDON, Monday, Feb. 26", Some((2024, 2, 26)));
        check("LONDON (NWA)", None);
        check("LONDON, Ohio", None);
        check("MARCH 5", None);
        check("LONDON, Feb. 30", None);
    }
}
