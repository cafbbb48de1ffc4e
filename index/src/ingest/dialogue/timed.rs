//! Times without names: a time before each line of text, or alone above it.
//!
//! What the command lines of Whisper and its relatives print, `[00:00.000 --> 00:03.440] text` and
//! `[0.00s -> 3.44s] text`; labels of Audacity; what is copied from video pages, `0:03` above the
//! text. A programme of an event looks the same: its times do not start at nought, and have no
//! seconds. Times are milliseconds from the start of the recording.

use crate::ingest::dialogue::entry::{Entry, Line, Said};
use crate::text::clock::clock;
use crate::text::label::label;

/// A recording begins within its first minute.
const FIRST_MS: u64 = 60_000;

/// What is between the two times of a range. The longest first.
const BETWEEN: [&str; 10] = [
    " --> ", "-->", " -> ", "->", " → ", " - ", " – ", "–", "-", ", ",
];

/// A time or a range of times at the start of a text.
struct Found {
    start_ms: u64,
    end_ms: Option<u64>,
    /// The byte behind it.
    end: usize,
    loose: bool,
}

/// A time, then the text on the same line.
pub fn on_one_line(lines: &[Line<'_>], index: usize) -> Option<Entry> {
    let text = lines[index].text;
    let found = leading(text)?;
    let rest = &text[found.end..];
    let said = rest.trim_start_matches([' ', '\t', ':', '|', '-', '–', '—', '\u{A0}']);
    let set_apart = said.len() < rest.len() || rest.starts_with('[');
    (set_apart && !said.is_empty()).then(|| entry(&found, text.len() - said.len()))
}

/// A time alone on its line, and the text below.
pub fn above(lines: &[Line<'_>], index: usize) -> Option<Entry> {
    let text = lines[index].text.trim();
    let found = leading(text).filter(|found| found.end == text.len())?;
    Some(entry(&found, lines[index].text.len()))
}

fn entry(found: &Found, rest: usize) -> Entry {
    Entry {
        start_ms: Some(found.start_ms),
        end_ms: found.end_ms,
        loose: found.loose,
        ..Entry::new(Said::By(String::new()), rest)
    }
}

/// Whether times are those of one recording: they ascend, and are no times of day. Where most lines
/// have a label behind a single time, the outline reads both.
pub fn is_recording(lines: &[Line<'_>], found: &[(usize, Entry)]) -> bool {
    // Two lines with a range each are enough; a single time proves less.
    const FEWEST: usize = 3;
    let starts: Vec<u64> = found
        .iter()
        .filter_map(|(_, entry)| entry.start_ms)
        .collect();
    let ranged = found.iter().all(|(_, entry)| entry.end_ms.is_some());
    let labelled = found
        .iter()
        .filter(|(index, entry)| label(&lines[*index].text[entry.rest..]).is_some())
        .count();
    let enough = ranged || (starts.len() >= FEWEST && labelled * 2 < found.len());
    let ascends = starts.is_sorted() && starts.first() < starts.last();
    let loose = found.iter().all(|(_, entry)| entry.loose);
    let begins = starts.first().is_some_and(|first| *first < FIRST_MS);
    enough && ascends && (!loose || begins)
}

/// The time or range that a text begins with, in brackets or not.
fn leading(text: &str) -> Option<Found> {
    let (open, inner) = match text.as_bytes().first()? {
        b'[' => (Some(']'), &text[1..]),
        b'(' => (Some(')'), &text[1..]),
        b'0'..=b'9' => (None, text),
        _ => return None,
    };
    let (start_ms, mut at, exact) = moment(inner)?;
    let mut end_ms = None;
    let between = BETWEEN
        .iter()
        .find(|sign| inner[at..].starts_with(**sign))
        .map(|sign| sign.len())
        // Audacity separates its times with a tab, and has seconds.
        .or_else(|| (exact && inner[at..].starts_with('\t')).then_some(1));
    if let Some(length) = between
        && let Some((ms, end, _)) = moment(&inner[at + length..])
    {
        end_ms = Some(ms).filter(|ms| *ms >= start_ms);
        at += length + end;
    }
    // "12.5" alone is a number, and so is "12.5-13.0" in a text.
    let is_clock = inner[..at].contains(':');
    let is_range = end_ms.is_some();
    if !is_clock && !(is_range && (open.is_some() || inner[at..].starts_with('\t'))) {
        return None;
    }
    if let Some(close) = open {
        inner[at..].strip_prefix(close)?;
        at += 1;
    }
    let end = text.len() - inner.len() + at;
    Some(Found {
        start_ms,
        end_ms,
        end,
        loose: open.is_none() && !exact && !(is_range && inner.contains("->")),
    })
}

/// A moment at the start of a text, in milliseconds, with its length, and whether it can be no time
/// of day: it has seconds beside the minutes and hours, or a fraction.
fn moment(text: &str) -> Option<(u64, usize, bool)> {
    if let Some((ms, length)) = clock(text) {
        let exact = text[..length].matches(':').count() == 2 || text[..length].contains(['.', ',']);
        return Some((ms, length, exact));
    }
    // Seconds with a fraction: "3.44", "3.44s". Ten digits are three hundred years.
    const DIGITS: usize = 10;
    let number = text
        .bytes()
        .take(2 * DIGITS)
        .take_while(|byte| byte.is_ascii_digit() || *byte == b'.')
        .count();
    let (whole, fraction) = text[..number].split_once('.')?;
    let digits = |part: &str| (1..=DIGITS).contains(&part.len()) && !part.contains('.');
    if !digits(whole) || !digits(fraction) {
        return None;
    }
    let seconds: u64 = whole.parse().ok()?;
    let thousandths: u64 = format!("{fraction:0<3}")[..3].parse().ok()?;
    let length = number + usize::from(text[number..].starts_with('s'));
    Some((seconds * 1000 + thousandths, length, true))
}
