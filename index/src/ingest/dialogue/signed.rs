//! Names beside the text with a sign of their own: in brackets, between stars, behind a bullet,
//! before a dash, beside a time.
//!
//! `(Anna Berg) text`, `**Anna Berg** text`, `- Anna: text`, `ANNA — text`, `anna> text`, `@anna:
//! text`, `Anna Berg [00:03] text`, `[Anna Berg, 00:03] text`, `Anna Berg⇥00:03⇥text`; a name and a
//! time, one above the other, above the text. Lists, glossaries and casts look the same, so two
//! names at least must come again, which `mod.rs` checks. Times are milliseconds from the start of
//! the recording.

use crate::ingest::dialogue::entry::{Entry, Line, Said, name};
use crate::text::clock::clock;
use crate::text::label::label;
use crate::text::label::notice::is_notice;
use crate::text::label::shape::Shape;

/// Names of more words are phrases.
const NAME_WORDS: usize = 4;

/// A longer line holds more than a name and a time.
const HEAD_BYTES: usize = 90;

/// `(Anna Berg) text`.
pub fn parenthesised(lines: &[Line<'_>], index: usize) -> Option<Entry> {
    let text = lines[index].text;
    let (written, said) = text.strip_prefix('(')?.split_once(')')?;
    let said = said.strip_prefix(':').unwrap_or(said);
    said_by(text, written, said, None)
}

/// `**Anna Berg** text`, `*Anna Berg:* text`, `__Anna Berg__: text`.
pub fn starred(lines: &[Line<'_>], index: usize) -> Option<Entry> {
    let text = lines[index].text;
    let sign = ["**", "__", "*", "_"]
        .into_iter()
        .find(|sign| text.starts_with(sign))?;
    let (written, said) = text[sign.len()..].split_once(sign)?;
    let said = said.strip_prefix(':').unwrap_or(said);
    said_by(text, written.trim_end_matches(':'), said, None)
}

/// `ANNA — text`.
pub fn dashed(lines: &[Line<'_>], index: usize) -> Option<Entry> {
    let text = lines[index].text;
    let found = [" — ", " – ", " - "]
        .iter()
        .filter_map(|sign| text.split_once(sign));
    let (written, said) = found.min_by_key(|(written, _)| written.len())?;
    if only_time(said).is_some() {
        return None;
    }
    said_by(text, written, &text[text.len() - said.len() - 1..], None)
}

/// `anna> text`, `@anna: text`.
pub fn prompted(lines: &[Line<'_>], index: usize) -> Option<Entry> {
    let text = lines[index].text;
    let (written, said) = match text.strip_prefix('@') {
        Some(_) => text.split_once(':')?,
        None => text.split_once('>')?,
    };
    if written.contains(char::is_whitespace) || written.starts_with('<') {
        return None;
    }
    said_by(text, written, said, None)
}

/// `- Anna: text`, `>> ANNA: text`, `3. Anna: text`.
pub fn bulleted(lines: &[Line<'_>], index: usize) -> Option<Entry> {
    let text = lines[index].text;
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let bare = if digits > 0 {
        text[digits..].strip_prefix(['.', ')'])?
    } else {
        let signs = ['-', '–', '•', '*', '>', '·'];
        let bare = text.trim_start_matches(signs);
        (bare.len() < text.len()).then_some(bare)?
    };
    let inner = bare.strip_prefix(' ')?.trim_start();
    let found = label(inner).filter(|found| found.shape != Shape::Loose)?;
    let said = &inner[found.rest..];
    (!said.is_empty()).then(|| Entry {
        start_ms: found.time_ms,
        loose: true,
        ..Entry::new(Said::By(found.name.to_owned()), text.len() - said.len())
    })
}

/// A name, a time, and the text on the same line.
pub fn timed_name(lines: &[Line<'_>], index: usize) -> Option<Entry> {
    let text = lines[index].text;
    if let Some(inner) = text.strip_prefix('[') {
        // `[Anna Berg, 00:03] text`, `[Speaker 1 00:03]` above the text.
        let (head, said) = inner.split_once(']')?;
        let (written, ms) = name_then_time(head)?;
        return if said.trim().is_empty() {
            let below = lines.get(index + 1).is_some_and(|next| !next.stop);
            let named = below.then(|| short_name(written)).flatten()?;
            Some(entry(named, text.len(), Some(ms)))
        } else {
            said_by(text, written, said, Some(ms))
        };
    }
    // "Anna Berg: [00:03] text" is read as any other label.
    if label(text).is_some_and(|found| found.rest < text.len()) {
        return None;
    }
    let at = text
        .char_indices()
        .take_while(|(at, _)| *at < HEAD_BYTES)
        .find(|(at, c)| c.is_ascii_digit() && clock(&text[*at..]).is_some())?
        .0;
    let (ms, length) = clock(&text[at..])?;
    let head = &text[..at];
    let written = head.trim_end_matches(['[', '(', ' ', ',', '\t', '-', '–', '|']);
    let rest = &text[at + length..];
    let said = rest.trim_start_matches([']', ')', ':', '|']);
    // "Anna came at 10:30 today" has no sign around the time.
    let is_marked = head.ends_with(['[', '(', '\t', '|']) || rest.starts_with([':', '\t', '|']);
    let is_clear = rest.len() > said.len() || rest.starts_with('\t');
    (is_marked && is_clear)
        .then(|| said_by(text, written, said, Some(ms)))
        .flatten()
}

/// A name and a time on two lines, or a time and a name on one, above the text.
pub fn time_and_name_above(lines: &[Line<'_>], index: usize) -> Option<Entry> {
    let here = lines[index].text.trim();
    let next = lines.get(index + 1).filter(|next| !next.stop)?;
    let below = next.text.trim();
    if here.len() > HEAD_BYTES {
        return None;
    }
    let over_two = |written: &str, ms: u64| {
        let has_text = lines.get(index + 2).is_some_and(|line| !line.stop);
        let named = has_text.then(|| short_name(written)).flatten()?;
        Some(Entry {
            lines: 2,
            ..entry(named, lines[index].text.len(), Some(ms))
        })
    };
    if let Some(ms) = only_time(here) {
        return (below.len() <= HEAD_BYTES && only_time(below).is_none())
            .then(|| over_two(below, ms))
            .flatten();
    }
    if let Some(ms) = only_time(below) {
        // Teams writes the time of a name twice when it is copied.
        let written = without_spoken_time(here).unwrap_or(here);
        return over_two(written, ms);
    }
    // `00:03 Anna Berg`.
    let (ms, length) = clock(here)?;
    let named = short_name(here[length..].strip_prefix([' ', '\t'])?)?;
    let is_alone = !here[length..].contains([':', '.', '?', '!', ',']);
    is_alone.then(|| entry(named, lines[index].text.len(), Some(ms)))
}

/// The time that a line is: `00:03`, `[00:03]`, `00:03 - 00:07`, `1 minute 3 seconds`.
fn only_time(line: &str) -> Option<u64> {
    let bare = line.trim_matches(['[', ']', '(', ')', ' ']);
    if let Some((ms, length)) = clock(bare) {
        let rest = bare[length..].trim_start_matches([' ', '-', '–', '>', '→', '—']);
        let ends = rest.is_empty() || clock(rest).is_some_and(|(_, end)| end == rest.len());
        return ends.then_some(ms);
    }
    spoken_time(bare)
}

/// A time in words, as Teams copies it: `0 minutes 3 seconds`.
fn spoken_time(text: &str) -> Option<u64> {
    let words: Vec<&str> = text.split(' ').collect();
    // Hours, minutes and seconds, each with its unit.
    if words.is_empty() || words.len() > 6 || words.len() % 2 == 1 {
        return None;
    }
    let mut seconds: u64 = 0;
    for pair in words.chunks(2) {
        let number: u64 = pair[0].parse::<u32>().ok()?.into();
        let unit = match pair[1] {
            "hour" | "hours" => 3600,
            "minute" | "minutes" => 60,
            "second" | "seconds" => 1,
            _ => return None,
        };
        seconds += number * unit;
    }
    Some(seconds * 1000)
}

/// What is before a time in words at the end of a line: `Anna Berg` of `Anna Berg 3 seconds`.
fn without_spoken_time(line: &str) -> Option<&str> {
    let at = line.find(|c: char| c.is_ascii_digit())?;
    let written = line[..at].trim_end();
    spoken_time(&line[at..])
        .filter(|_| !written.is_empty())
        .map(|_| written)
}

/// `Anna Berg, 00:03` and `Speaker 1 00:03`, in brackets.
fn name_then_time(head: &str) -> Option<(&str, u64)> {
    let at = head.rfind([' ', ','])?;
    let (ms, length) = clock(&head[at + 1..])?;
    (at + 1 + length == head.len()).then(|| (head[..at].trim_end_matches([',', ' ']), ms))
}

/// A message with its name and text on one line.
fn said_by(text: &str, written: &str, said: &str, start_ms: Option<u64>) -> Option<Entry> {
    let is_apart = said.starts_with(char::is_whitespace);
    let named = short_name(written).filter(|_| is_apart && !said.trim().is_empty())?;
    Some(entry(named, text.len() - said.len(), start_ms))
}

fn entry(named: String, rest: usize, start_ms: Option<u64>) -> Entry {
    Entry {
        start_ms,
        loose: true,
        ..Entry::new(Said::By(named), rest)
    }
}

/// A name of few words that is no sentence and no notice.
fn short_name(written: &str) -> Option<String> {
    let written = written.trim().trim_end_matches(':');
    let named = name(written)?;
    let is_short = named.split(' ').count() <= NAME_WORDS && written.len() <= HEAD_BYTES;
    let ends = written.ends_with(['.', '!', '?', ',', ';', '-']);
    let begins = named.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '+' | '@'));
    let has_letter = named.contains(char::is_alphabetic) || named.starts_with('+');
    (is_short && !ends && begins && has_letter && !is_notice(&named)).then_some(named)
}
