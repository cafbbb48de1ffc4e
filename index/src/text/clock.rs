//! Times of a recording as transcripts and captions write them: `00:01:02`, `[01:02]`.
//!
//! Times are milliseconds from the start of the recording, lengths and offsets are bytes.

/// Shortest time that needs no brackets before other text: `0:01:02`. In "10:30 the doors opened"
/// it is a time of day.
const BARE_BYTES: usize = 7;

/// Most digits of a number in a time; hours of a long recording have three.
const DIGITS: usize = 4;

/// The time at the start of a text: `00:01:02`, `[01:02]`, `(1:02:03.45)`. Returns milliseconds,
/// and the byte where the text goes on after white space. `None` if there is no time, or it may be
/// a time of day in a sentence.
pub fn leading_time(text: &str) -> Option<(u64, usize)> {
    let bytes = text.as_bytes();
    let close = match bytes.first()? {
        b'[' => Some(b']'),
        b'(' => Some(b')'),
        b'0'..=b'9' => None,
        _ => return None,
    };
    let start = usize::from(close.is_some());
    let (ms, length) = clock(&text[start..])?;
    let mut end = start + length;
    // "(00:00:03 - 00:00:07)": the words begin at the first.
    if close.is_some() {
        end += range_end(&text[end..]);
    }
    match close {
        Some(close) if bytes.get(end) == Some(&close) => end += 1,
        Some(_) => return None,
        None if length < BARE_BYTES && end != text.len() => return None,
        None if bytes
            .get(end)
            .is_some_and(|byte| !byte.is_ascii_whitespace()) =>
        {
            return None;
        }
        None => {}
    }
    let rest = &text[end..];
    Some((ms, end + rest.len() - rest.trim_start().len()))
}

/// The bytes of a dash or an arrow and a second time, 0 if there are none.
fn range_end(text: &str) -> usize {
    let signs = [" - ", "-", " – ", "–", " --> ", " -> ", " → "];
    let found = signs.iter().find_map(|sign| {
        let (_, length) = clock(text.strip_prefix(sign)?)?;
        Some(sign.len() + length)
    });
    found.unwrap_or(0)
}

/// The time at the start of a text in one of the forms `H:MM:SS` and `MM:SS`, with or without a
/// fraction after `.` or `,`. Returns milliseconds and the length in bytes. Text may follow right
/// after the time.
pub fn clock(text: &str) -> Option<(u64, usize)> {
    let bytes = text.as_bytes();
    let mut parts = [0_u64; 3];
    let mut count = 0;
    let mut at = 0;
    loop {
        let start = at;
        while at < bytes.len() && bytes[at].is_ascii_digit() && at - start < DIGITS {
            parts[count] = parts[count] * 10 + u64::from(bytes[at] - b'0');
            at += 1;
        }
        if at == start || (count > 0 && at - start != 2) {
            return None;
        }
        count += 1;
        if count < 3
            && bytes.get(at) == Some(&b':')
            && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
        {
            at += 1;
        } else {
            break;
        }
    }
    let too_large = parts[1..count].iter().any(|part| *part > 59);
    if count < 2 || too_large {
        return None;
    }
    let seconds = parts[..count]
        .iter()
        .fold(0, |total, part| total * 60 + part);
    let mut ms = seconds * 1000;
    if matches!(bytes.get(at), Some(b'.' | b','))
        && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
    {
        at += 1;
        let mut unit = 100;
        while at < bytes.len() && bytes[at].is_ascii_digit() {
            ms += u64::from(bytes[at] - b'0') * unit;
            unit /= 10;
            at += 1;
        }
    }
    Some((ms, at))
}

#[cfg(test)]
mod tests {
    use super::{clock, leading_time};

    #[test]
    fn clocks_have_two_or_three_parts() {
        for (text, expected) in [
            ("00:04:01.06 x", Some((241_060, 11))),
            ("4:01", Some((241_000, 4))),
            ("100:00:00", Some((360_000_000, 9))),
            ("10:75", None),
            ("1:75:00", None),
            ("10", None),
            ("", None),
        ] {
            assert_eq!(clock(text), expected, "{text}");
        }
    }

    #[test]
    fn a_time_of_day_leads_no_text() {
        for (text, expected) in [
            ("[01:02] Yes.", Some((62_000, 8))),
            ("0:01:02 Yes.", Some((62_000, 8))),
            ("(01:02 - 01:09) Yes.", Some((62_000, 16))),
            ("01:02", Some((62_000, 5))),
            ("10:30 the doors opened", None),
            ("[01:02 Yes.", None),
        ] {
            assert_eq!(leading_time(text), expected, "{text}");
        }
    }
}
