//! Labels of speaking turns at the start of a paragraph: "SPEAKER: text" and similar shapes.
//!
//! Only the shape is judged here. Whether the "Note" of "Note: ..." is a speaker is decided with
//! the whole document, by how often the label is used and next to which others.
//!
//! Shapes: `Anna Berg: text`, `ANNA BERG (chair): text`, `PICARD (in dressing gown):` alone, `Mr.
//! INOUYE. text`, `The PRESIDING OFFICER. text`, `Q. text`, `[Anna Berg] text`, `((Anna Berg))
//! text`. A time before or after the name is read as well: `Anna Berg: 00:01:02`, `[00:01] Anna
//! Berg: text`, `Anna Berg [00:01]: text`. Callers may have telephone numbers for names.

pub mod name;
pub mod notice;
pub mod questions;
pub mod shape;

use crate::text::clock::{clock, leading_time};
use crate::text::label::name::{
    is_capitals, is_office, is_particle, is_title, name_in, without_place,
};
use crate::text::label::questions::question_or_answer;
use crate::text::label::shape::{Label, Shape};
use crate::text::role::is_voice;
use crate::text::word_list::WordList;

static SPELLED_TITLES: WordList = WordList::new(include_str!("lists/spelled_titles.txt"));
static ABBREVIATIONS: WordList = WordList::new(include_str!("lists/abbreviations.txt"));

/// Longest label. Longer ones are sentences with a colon in them.
const LABEL_BYTES: usize = 90;

/// The label that a paragraph may begin with.
///
/// ```
/// use onrecord_index::text::label::label;
/// let found = label("ANNA BERG (chair): Good evening.").expect("a label");
/// assert_eq!((found.name, found.written), ("ANNA BERG", "ANNA BERG (chair)"));
/// assert_eq!(label("At 10:30 the doors opened."), None);
/// ```
pub fn label(text: &str) -> Option<Label<'_>> {
    let (time_before, start) = match leading_time(text) {
        Some((ms, end)) => (Some(ms), end),
        None => (None, 0),
    };
    let head_end = floor_char_boundary(text, start + LABEL_BYTES);
    let head = &text[start..head_end];
    let mut found = double_bracketed(head)
        .or_else(|| bracketed(head))
        .or_else(|| voice_in_brackets(head))
        .or_else(|| titled(head))
        .or_else(|| question_or_answer(head))
        .or_else(|| with_colon(head))?;
    found.rest += start;
    if found.time_ms.is_none() {
        found.time_ms = time_before;
    }
    found.rest = skip_space(text, found.rest);
    if let Some((ms, end)) = leading_time(&text[found.rest..]) {
        found.time_ms.get_or_insert(ms);
        found.rest = skip_space(text, found.rest + end);
    }
    Some(found)
}

/// `((Anna Berg)) text`, as wikis write it.
fn double_bracketed(head: &str) -> Option<Label<'_>> {
    let inner = head.strip_prefix("((")?;
    let close = inner.find("))")?;
    let written = inner[..close].trim();
    let (name, shape) = name_in(written)?;
    (shape != Shape::Loose).then_some(Label {
        written,
        name,
        shape,
        time_ms: None,
        rest: "((".len() + close + "))".len(),
    })
}

/// `(Speaker 1) text`, `<Speaker 1>: text`: only numbered voices, since asides are written so.
fn voice_in_brackets(head: &str) -> Option<Label<'_>> {
    let close = match head.as_bytes().first()? {
        b'(' => ')',
        b'<' => '>',
        _ => return None,
    };
    let end = head.find(close)?;
    let written = head[1..end].trim();
    let after = &head[end + 1..];
    let after = after.strip_prefix(':').unwrap_or(after);
    is_voice(written).then_some(Label {
        written,
        name: written,
        shape: Shape::Bracket,
        time_ms: None,
        rest: head.len() - after.len(),
    })
}

/// `[Anna Berg] text`, `[Anna Berg]: text`.
fn bracketed(head: &str) -> Option<Label<'_>> {
    let inner = head.strip_prefix('[')?;
    let close = inner.find(']')?;
    let (written, mut rest) = (inner[..close].trim(), close + 2);
    if head[rest..].starts_with(':') {
        rest += 1;
    } else if head[rest..].starts_with('(') {
        return None;
    }
    let (name, shape) = name_in(written)?;
    if shape == Shape::Loose {
        return None;
    }
    Some(Label {
        written,
        name,
        shape: Shape::Bracket,
        time_ms: None,
        rest,
    })
}

/// `Mr. INOUYE. text`, `Senator Berg. text`, `The PRESIDING OFFICER (Mr. Dahl). text`.
fn titled(head: &str) -> Option<Label<'_>> {
    let (first, after) = head.split_once(' ')?;
    if !is_title(first) && !SPELLED_TITLES.contains(first) {
        return None;
    }
    let end = first.len() + 1 + full_stop_of_label(after)?;
    let written = &head[..end];
    let (name, _) = name_in(written)?;
    let tail = without_place(&name[first.len()..]);
    let named = tail.split_whitespace().all(|word| {
        is_particle(word)
            || matches!(word, "pro" | "tempore")
            || word.starts_with(char::is_uppercase)
    });
    if !named || tail.split_whitespace().count() > 3 {
        return None;
    }
    // "The Guardian. ..." ends a sentence or begins a note; "The Chairman. ..." is a speaker.
    if first.eq_ignore_ascii_case("the") && !is_office(tail) {
        return None;
    }
    let shape = if is_capitals(tail.trim_end_matches(" pro tempore")) {
        Shape::Titled
    } else {
        Shape::Address
    };
    Some(Label {
        written,
        name,
        shape,
        time_ms: None,
        rest: end + 1,
    })
}

/// Byte of the full stop that ends a label without a colon. `None` if another mark comes before it.
fn full_stop_of_label(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            ':' | ';' | ',' | '?' | '!' | '"' if depth == 0 => return None,
            '.' if depth == 0 => {
                let word = text[..at].rsplit([' ', '(']).next().unwrap_or("");
                // The full stop of an initial or of "St." does not end the label.
                if word.chars().count() == 1 || ABBREVIATIONS.contains(word) {
                    continue;
                }
                let rest = &text[at + 1..];
                return (rest.is_empty() || rest.starts_with(' ')).then_some(at);
            }
            _ => {}
        }
    }
    None
}

/// `Name: text`, `Name (role): text`, `Name [00:01]: text`, and `Name 00:00:10` alone.
fn with_colon(head: &str) -> Option<Label<'_>> {
    // A time has a colon too. Most paragraphs of prose have none within the length of a label.
    if !head.contains([':', '：']) {
        return None;
    }
    let mut depth = 0_u32;
    for (offset, c) in head.char_indices() {
        match c {
            '(' | '[' => {
                if depth == 0
                    && let Some((ms, length)) = time_after(&head[offset..])
                {
                    return finish(head, offset, offset + length, Some(ms));
                }
                depth += 1;
            }
            ')' | ']' => depth = depth.checked_sub(1)?,
            '0'..='9' if depth == 0 && offset > 0 && head.as_bytes()[offset - 1] == b' ' => {
                if let Some((ms, length)) = time_after(&head[offset..]) {
                    return finish(head, offset, offset + length, Some(ms));
                }
            }
            ':' if depth == 0 => return finish(head, offset, offset + 1, None),
            '：' if depth == 0 => return finish(head, offset, offset + c.len_utf8(), None),
            '?' | '!' | ';' | '"' | '“' | '”' | '<' | '>' | '{' | '}' | '=' | '|' | '\n' | '。'
            | '،' => return None,
            _ => {}
        }
    }
    None
}

/// A line with nothing but a name and a time or two, without a colon after the name: `Anna Berg
/// 0:01`, `00:01:02 Anna Berg`, `[Anna Berg] (00:00:03 - 00:00:07)`. The line may be part of a
/// timetable: whether it is a label is decided with the whole document.
///
/// ```
/// use onrecord_index::text::label::timed_line;
/// let found = timed_line("Anna Berg 0:01").expect("a label");
/// assert_eq!((found.name, found.time_ms), ("Anna Berg", Some(1000)));
/// assert_eq!(timed_line("The doors opened at 10:30"), None);
/// ```
pub fn timed_line(line: &str) -> Option<Label<'_>> {
    if line.len() > LABEL_BYTES {
        return None;
    }
    let (written, time) = match time_behind(line) {
        Some(found) => found,
        None => {
            let (time, end) = time_range(line)?;
            (line[end..].strip_prefix(' ')?, time)
        }
    };
    let written = written.trim_matches([' ', '-', '–', '—', '|', '·', ',']);
    let written = match written.strip_prefix('[') {
        Some(inner) => inner.strip_suffix(']')?.trim(),
        None => written,
    };
    let (name, shape) = name_in(written)?;
    matches!(shape, Shape::Colon | Shape::Capitals).then_some(Label {
        written,
        name,
        shape,
        time_ms: Some(time),
        rest: line.len(),
    })
}

/// What comes before the time, or two times, at the end of a line, and the first of these.
fn time_behind(line: &str) -> Option<(&str, u64)> {
    let bare = line.trim_end_matches([']', ')', ' ']);
    let start = bare
        .char_indices()
        .rev()
        .take_while(|(_, c)| c.is_ascii_digit() || " :.,-–—>→".contains(*c))
        .last()
        .map(|(at, _)| at)?;
    // The number at the end of a name is none of the times: "Speaker 1 00:03".
    let digits = line[start..].char_indices().filter(|(at, c)| {
        let at = start + at;
        c.is_ascii_digit() && line[..at].ends_with([' ', '[', '('])
    });
    digits
        .map(|(at, _)| start + at)
        .chain(std::iter::once(start))
        .find_map(|at| {
            let (time, end) = time_range(&line[at..])?;
            let rest = line[at + end..].trim_matches([']', ')', ' ']);
            let written = line[..at].trim_end_matches(['[', '(', ' ']);
            let is_set_apart = written.len() < at;
            (rest.is_empty() && is_set_apart).then_some((written, time))
        })
}

/// A time, or two with a dash or an arrow between them, in brackets or not. Returns the first in
/// milliseconds, and the length in bytes.
fn time_range(text: &str) -> Option<(u64, usize)> {
    let inner = text.trim_start_matches(['[', '(']);
    let (ms, length) = clock(inner)?;
    let mut end = text.len() - inner.len() + length;
    for sign in [" --> ", " - ", " – ", " — ", " → ", " -> ", "-", "–"] {
        if let Some(after) = text[end..].strip_prefix(sign)
            && let Some((_, length)) = clock(after)
        {
            end += sign.len() + length;
            break;
        }
    }
    let rest = text[end..].trim_start_matches([']', ')']);
    Some((ms, text.len() - rest.len()))
}

/// The time that `text` begins with, after a name: `[00:01]:`, `00:00:10`. Returns milliseconds and
/// the length in bytes, a colon after the time included.
fn time_after(text: &str) -> Option<(u64, usize)> {
    let bytes = text.as_bytes();
    let bracket = matches!(bytes.first(), Some(b'[' | b'('));
    let (ms, length) = clock(&text[usize::from(bracket)..])?;
    let mut end = length + usize::from(bracket);
    if bracket {
        if !matches!(bytes.get(end), Some(b']' | b')')) {
            return None;
        }
        end += 1;
    } else if length < 7 {
        return None;
    }
    match bytes.get(end) {
        Some(b':') => Some((ms, end + 1)),
        None => Some((ms, end)),
        _ => None,
    }
}

/// The label whose name ends at byte `name_end`, and whose speech begins at byte `rest`.
fn finish(head: &str, name_end: usize, rest: usize, time_ms: Option<u64>) -> Option<Label<'_>> {
    // White space follows the colon of a label, unlike that of "http://". Scripts without spaces
    // use a wide colon.
    let is_cjk = |c: char| matches!(c, '\u{3040}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}');
    let is_number = head[rest..].starts_with(|c: char| c.is_ascii_digit());
    let wide = head[..rest].ends_with('：') || (head[..name_end].contains(is_cjk) && !is_number);
    if !wide
        && head[rest..]
            .chars()
            .next()
            .is_some_and(|c| !c.is_whitespace())
    {
        return None;
    }
    let written = head[..name_end].trim_end();
    let written = written.trim_end_matches([':', '-', '–', '—']).trim_end();
    let (name, shape) = name_in(written)?;
    Some(Label {
        written,
        name,
        shape,
        time_ms,
        rest,
    })
}

/// The first byte at or after `at` that is not white space.
fn skip_space(text: &str, at: usize) -> usize {
    text.len() - text[at..].trim_start().len()
}

/// The last char boundary at or before `at`.
fn floor_char_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests;
