//! Clock times in text, as transcripts and captions write them. Units: milliseconds from the start of the recording.

/// A time at the beginning of a text: `00:01:02`, `[01:02]`, `(1:02:03.45)`. Gives milliseconds and where the text goes on.
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
    match close {
        Some(close) if bytes.get(end) == Some(&close) => end += 1,
        Some(_) => return None,
        // "10:30 the doors opened" is a sentence: a bare time must show seconds or hours, or stand alone.
        None if length < 7 && end != text.len() => return None,
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

/// `H:MM:SS`, `MM:SS`, with a fraction behind `.` or `,`. Gives milliseconds and the length in bytes.
pub fn clock(text: &str) -> Option<(u64, usize)> {
    let bytes = text.as_bytes();
    let mut parts = [0_u64; 3];
    let mut count = 0;
    let mut at = 0;
    loop {
        let start = at;
        while at < bytes.len() && bytes[at].is_ascii_digit() && at - start < 4 {
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
    if count < 2 || (parts[count - 1] > 59) || (count == 3 && parts[1] > 59) {
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
