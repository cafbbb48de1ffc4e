//! Dates and times of day in front of chat messages, as telephones and programs of many countries
//! write them.
//!
//! `04/03/2025, 10:01`, `4.3.25, 10.01.22`, `2025-03-04 10:01:22`, `3/4/25, 10:01 PM`, `4.3.2025
//! klo 10.01`, `2025/3/4 上午10:01`, `2025년 3월 4일 오전 10:01`, `10:01:22`. Which of `04/03` is
//! the month is decided with all messages of a file; see [`Order`]. Offsets are bytes.

/// A date as written: its three numbers, and what separates them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    numbers: [u16; 3],
    separator: char,
}

/// What comes before a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The date, if there is one.
    pub day: Option<Day>,
    /// Seconds since midnight, or since the recording began.
    pub seconds: u32,
    /// Whether the time has seconds.
    pub exact: bool,
}

/// Marks between the numbers of a date and after it in East Asian scripts.
const DATE_SIGNS: [char; 6] = ['年', '月', '日', '년', '월', '일'];

/// What telephones write for morning and afternoon, besides "am" and "pm".
const HALVES: [(&str, bool); 6] = [
    ("上午", false),
    ("下午", true),
    ("오전", false),
    ("오후", true),
    ("午前", false),
    ("午後", true),
];

/// The longest word between a date and a time: "klo", "às", "kl.", "um", "at".
const WORD_CHARS: usize = 4;

/// The stamp that a text begins with, and the byte behind it and any space.
pub fn stamp(text: &str) -> Option<(Stamp, usize)> {
    let mut cursor = Cursor { text, at: 0 };
    let day = cursor.day();
    let mut afternoon = None;
    if day.is_some() {
        cursor.skip(|c| c == ',' || c.is_whitespace() || c == 'T');
        cursor.short_word();
    }
    if let Some((sign, pm)) = HALVES
        .iter()
        .find(|(sign, _)| cursor.rest().starts_with(sign))
    {
        cursor.at += sign.len();
        afternoon = Some(*pm);
        cursor.skip(char::is_whitespace);
    }
    let hours = cursor.number(2)?;
    // French Canada writes "10 h 01".
    if let Some(rest) = cursor.rest().strip_prefix([' ', '\u{A0}', '\u{202F}'])
        && let Some(rest) = rest.strip_prefix('h')
        && day.is_some()
    {
        cursor.at = text.len() - rest.trim_start().len();
        let minutes = cursor.number(2).filter(|minutes| *minutes <= 59)?;
        cursor.skip(char::is_whitespace);
        let stamp = Stamp {
            day,
            seconds: u32::from(hours) * 3600 + u32::from(minutes) * 60,
            exact: false,
        };
        return (hours <= 23).then_some((stamp, cursor.at));
    }
    let minutes = cursor.part()?;
    let seconds = cursor.part();
    if hours > 23 || minutes > 59 || seconds.is_some_and(|seconds| seconds > 59) {
        return None;
    }
    cursor.fraction();
    let before = cursor.at;
    cursor.skip(char::is_whitespace);
    match cursor.half() {
        Some(pm) => afternoon = Some(pm),
        None => cursor.at = before,
    }
    let hours = match afternoon {
        Some(true) if hours < 12 => hours + 12,
        Some(false) if hours == 12 => 0,
        _ => hours,
    };
    // The zone of an exact time: "10:01:22Z", "10:01:22+01:00".
    cursor.zone();
    cursor.skip(char::is_whitespace);
    let stamp = Stamp {
        day,
        seconds: u32::from(hours) * 3600
            + u32::from(minutes) * 60
            + u32::from(seconds.unwrap_or(0)),
        exact: seconds.is_some(),
    };
    Some((stamp, cursor.at))
}

struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl Cursor<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn skip(&mut self, wanted: impl Fn(char) -> bool) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches(wanted).len();
    }

    /// A number of at most so many digits, with no digit behind it.
    fn number(&mut self, digits: usize) -> Option<u16> {
        let length = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        let number = (1..=digits)
            .contains(&length)
            .then(|| &self.rest()[..length])?;
        let number = number.parse().ok()?;
        self.at += length;
        Some(number)
    }

    /// Two digits behind a colon or a full stop.
    fn part(&mut self) -> Option<u16> {
        let rest = self.rest().strip_prefix([':', '.'])?;
        let bytes = rest.as_bytes();
        let two = bytes.len() >= 2 && bytes[..2].iter().all(u8::is_ascii_digit);
        let value = (two && !bytes.get(2).is_some_and(u8::is_ascii_digit))
            .then(|| rest[..2].parse().ok())??;
        self.at += 3;
        Some(value)
    }

    fn fraction(&mut self) {
        let Some(rest) = self.rest().strip_prefix(['.', ',']) else {
            return;
        };
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 {
            self.at += 1 + digits;
        }
    }

    fn zone(&mut self) {
        let rest = self.rest();
        let length = match rest.as_bytes() {
            [b'Z', ..] => 1,
            [b'+' | b'-', one, two, b':', three, four, ..]
                if [one, two, three, four]
                    .iter()
                    .all(|byte| byte.is_ascii_digit()) =>
            {
                6
            }
            _ => 0,
        };
        self.at += length;
    }

    fn day(&mut self) -> Option<Day> {
        let start = self.at;
        let found = self.try_day();
        if found.is_none() {
            self.at = start;
        }
        found
    }

    fn try_day(&mut self) -> Option<Day> {
        let first = self.number(4)?;
        let separator = self.rest().chars().next()?;
        let signs = DATE_SIGNS.contains(&separator);
        if !signs && !matches!(separator, '/' | '.' | '-') {
            return None;
        }
        let mut numbers = [first, 0, 0];
        for number in &mut numbers[1..] {
            let c = self.rest().chars().next()?;
            if c != separator && !(signs && DATE_SIGNS.contains(&c)) {
                return None;
            }
            self.at += c.len_utf8();
            self.skip(|c| c == ' ');
            *number = self.number(4)?;
        }
        if let Some(c) = self
            .rest()
            .chars()
            .next()
            .filter(|c| (signs && DATE_SIGNS.contains(c)) || (*c == '.' && separator == '.'))
        {
            self.at += c.len_utf8();
        }
        let day = Day { numbers, separator };
        day.is_plausible().then_some(day)
    }

    /// Passes over a word between a date and a time, if a time follows.
    fn short_word(&mut self) {
        let start = self.at;
        let length: usize = self
            .rest()
            .chars()
            .take(WORD_CHARS + 1)
            .take_while(|c| c.is_alphabetic() || *c == '.')
            .map(char::len_utf8)
            .sum();
        if length == 0 || HALVES.iter().any(|(sign, _)| self.rest().starts_with(sign)) {
            return;
        }
        self.at += length;
        self.skip(char::is_whitespace);
        if !self.rest().starts_with(|c: char| c.is_ascii_digit()) {
            self.at = start;
        }
    }

    /// "AM", "pm", "a. m.", "p.m.": whether it is the afternoon.
    fn half(&mut self) -> Option<bool> {
        let rest = self.rest();
        let afternoon = match rest.as_bytes().first()? {
            b'a' | b'A' => false,
            b'p' | b'P' => true,
            _ => return None,
        };
        let mut end = 1;
        for sign in ['.', '\u{A0}', '\u{202F}', ' '] {
            if rest[end..].starts_with(sign) {
                end += sign.len_utf8();
            }
        }
        if !rest[end..].starts_with(['m', 'M']) {
            return None;
        }
        end += 1;
        end += usize::from(rest[end..].starts_with('.'));
        if rest[end..].starts_with(char::is_alphanumeric) {
            return None;
        }
        self.at += end;
        Some(afternoon)
    }
}

impl Day {
    fn is_plausible(self) -> bool {
        let [first, second, third] = self.numbers;
        let day_and_month = |one: u16, two: u16| {
            (1..=31).contains(&one) && (1..=31).contains(&two) && (one <= 12 || two <= 12)
        };
        if first > 31 {
            day_and_month(second, third)
        } else {
            day_and_month(first, second) && !(100..=1900).contains(&third)
        }
    }

    /// The date with this order of its numbers: `YYYY-MM-DD`.
    pub fn date(self, order: Order) -> Option<String> {
        let [first, second, third] = self.numbers;
        let (year, month, day) = match order {
            _ if first > 31 => (first, second, third),
            Order::DayFirst => (third, second, first),
            Order::MonthFirst => (third, first, second),
        };
        // Chats are younger than this century.
        let year = if year < 100 { year + 2000 } else { year };
        let exists = (1..=12).contains(&month) && (1..=31).contains(&day);
        exists.then(|| format!("{year:04}-{month:02}-{day:02}"))
    }
}

/// Which of the first two numbers of `04/03/2025` is the month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// `04/03` is 4 March.
    DayFirst,
    /// `04/03` is 3 April.
    MonthFirst,
}

/// The order that the dates of a file show, which are in the order of time. `None` if they show
/// none.
pub fn order(days: &[Day]) -> Option<Order> {
    if days.iter().all(|day| day.separator != '/') {
        return Some(Order::DayFirst);
    }
    let ascend = |order| {
        let dates: Option<Vec<String>> = days.iter().map(|day| day.date(order)).collect();
        dates.is_some_and(|dates| dates.is_sorted())
    };
    match (ascend(Order::DayFirst), ascend(Order::MonthFirst)) {
        (true, false) => Some(Order::DayFirst),
        (false, true) => Some(Order::MonthFirst),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Order, order, stamp};

    #[test]
    fn stamps_of_many_countries_are_read() {
        let check = |text: &str, date: Option<&str>, seconds: u32| {
            let (found, end) = stamp(text).unwrap_or_else(|| panic!("{text}"));
            let day = found.day.and_then(|day| day.date(Order::DayFirst));
            assert_eq!((day.as_deref(), found.seconds), (date, seconds), "{text}");
            assert_eq!(&text[end..], "x", "{text}");
        };
        check("04/03/2025, 10:01 x", Some("2025-03-04"), 36_060);
        check("4.3.25, 10.01.22 x", Some("2025-03-04"), 36_082);
        check("2025-03-04T10:01:22Z x", Some("2025-03-04"), 36_082);
        check("4.3.2025 klo 10.01 x", Some("2025-03-04"), 36_060);
        check("04/03/25, 10:01\u{202F}PM x", Some("2025-03-04"), 79_260);
        check("4/3/25, 12:01 a. m. x", Some("2025-03-04"), 60);
        check("2025/3/4 下午10:01 x", Some("2025-03-04"), 79_260);
        check("2025년 3월 4일 오전 10:01 x", Some("2025-03-04"), 36_060);
        check("10:01:22 x", None, 36_082);
        check("04/03/25, 10 h 01 x", Some("2025-03-04"), 36_060);
    }

    #[test]
    fn what_is_no_time_is_no_stamp() {
        for text in [
            "",
            "2025",
            "25:01",
            "10:75",
            "1.5 tonnes",
            "10/40/2025, 10:01",
            "a",
            "10:0",
        ] {
            assert_eq!(stamp(text), None, "{text}");
        }
    }

    #[test]
    fn the_order_is_found_with_all_dates() {
        let check = |texts: &[&str], expected| {
            let days: Vec<_> = texts.iter().filter_map(|text| stamp(text)?.0.day).collect();
            assert_eq!(order(&days), expected, "{texts:?}");
        };
        check(&["04/03/25 10:01", "13/03/25 10:01"], Some(Order::DayFirst));
        check(&["3/4/25 10:01", "3/13/25 10:01"], Some(Order::MonthFirst));
        check(&["30/03/25 10:01", "02/04/25 10:01"], Some(Order::DayFirst));
        check(&["04/03/25 10:01", "04/03/25 10:02"], None);
        check(&["4.3.25 10:01"], Some(Order::DayFirst));
    }
}
