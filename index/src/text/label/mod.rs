//! Labels of speaking turns at the start of a paragraph: "SPEAKER: text" and similar shapes.
//!
//! Only the shape is judged here. Whether the "Note" of "Note: ..." is a speaker is decided with
//! the whole document, by how often the label is used and next to which others.
//!
//! Shapes: `Anna Berg: text`, `ANNA BERG (chair): text`, `PICARD (in dressing gown):` alone, `Mr.
//! INOUYE. text`, `The PRESIDING OFFICER. text`, `Q. text`, `[Anna Berg] text`, `((Anna Berg))
//! text`. A time before or after the name is read as well: `Anna Berg: 00:01:02`, `[00:01] Anna
//! Berg: text`, `Anna Berg [00:01]: text`.

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

/// A line with nothing but a name and a time, without a colon after the name: `Anna Berg 0:01`,
/// `00:01:02 Anna Berg`. The line may be part of a timetable: whether it is a label is decided with
/// the whole document.
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
    let whole = |word: &str| {
        let bare = word
            .trim_start_matches(['[', '('])
            .trim_end_matches([']', ')']);
        clock(bare).filter(|(_, length)| *length == bare.len())
    };
    let behind = line
        .rsplit_once(' ')
        .and_then(|(written, last)| Some((written, whole(last)?.0)));
    let (written, time) = match behind {
        Some(found) => found,
        None => {
            let (first, written) = line.split_once(' ')?;
            (written, whole(first)?.0)
        }
    };
    let written = written.trim_matches([' ', '-', '–', '—', '|', '·', ',']);
    let (name, shape) = name_in(written)?;
    matches!(shape, Shape::Colon | Shape::Capitals).then_some(Label {
        written,
        name,
        shape,
        time_ms: Some(time),
        rest: line.len(),
    })
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
    let wide = head[..rest].ends_with('：');
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
mod tests {
    use super::label;
    use crate::text::label::shape::Shape;

    fn check(text: &str, expected: Option<(&str, Shape, &str)>) {
        let found = label(text).map(|found| (found.name, found.shape, &text[found.rest..]));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_name_and_a_colon_are_a_label() {
        check(
            "Anna Berg: Good evening.",
            Some(("Anna Berg", Shape::Colon, "Good evening.")),
        );
        check(
            "ANNA BERG: Good evening.",
            Some(("ANNA BERG", Shape::Capitals, "Good evening.")),
        );
        check(
            "Ada van den Berg : Yes.",
            Some(("Ada van den Berg", Shape::Colon, "Yes.")),
        );
        check("Speaker 1: Yes.", Some(("Speaker 1", Shape::Colon, "Yes.")));
        check(
            "Audience member: Yes.",
            Some(("Audience member", Shape::Loose, "Yes.")),
        );
        check(
            "Édouard Løv: Oui.",
            Some(("Édouard Løv", Shape::Colon, "Oui.")),
        );
    }

    #[test]
    fn a_parenthesis_or_an_office_is_no_part_of_the_name() {
        check(
            "ANNA BERG (chair): Yes.",
            Some(("ANNA BERG", Shape::Capitals, "Yes.")),
        );
        check(
            "PICARD (in dressing gown):",
            Some(("PICARD", Shape::Capitals, "")),
        );
        check(
            "Senator Anna Berg (D-Ohio): Yes.",
            Some(("Senator Anna Berg", Shape::Colon, "Yes.")),
        );
        check(
            "Anna Berg, harbour master: Yes.",
            Some(("Anna Berg", Shape::Colon, "Yes.")),
        );
    }

    #[test]
    fn a_title_in_front_of_capitals_needs_no_colon() {
        check(
            "Mr. INOUYE. Mr. President, I rise.",
            Some(("Mr. INOUYE", Shape::Titled, "Mr. President, I rise.")),
        );
        check(
            "Mr. SMITH of New Jersey. I rise.",
            Some(("Mr. SMITH of New Jersey", Shape::Titled, "I rise.")),
        );
        check(
            "The PRESIDING OFFICER. Without objection.",
            Some(("The PRESIDING OFFICER", Shape::Titled, "Without objection.")),
        );
        check(
            "The PRESIDING OFFICER (Mr. Dahl). So ordered.",
            Some(("The PRESIDING OFFICER", Shape::Titled, "So ordered.")),
        );
        check(
            "Mr. Berg. Thank you.",
            Some(("Mr. Berg", Shape::Address, "Thank you.")),
        );
        check("Mr. Berg said that. Thank you.", None);
    }

    #[test]
    fn times_beside_a_label_are_read() {
        for text in [
            "Anna Berg: 00:01:02 Yes.",
            "Anna Berg [00:01:02]: Yes.",
            "[00:01:02] Anna Berg: Yes.",
            "Anna Berg: [01:02] Yes.",
            "Anna Berg 00:01:02: Yes.",
        ] {
            check(text, Some(("Anna Berg", Shape::Colon, "Yes.")));
            assert_eq!(
                label(text).and_then(|found| found.time_ms),
                Some(62_000),
                "{text}"
            );
        }
        check("Anna Berg: 00:01:02", Some(("Anna Berg", Shape::Colon, "")));
        check(
            "Anna Berg (00:01:02)",
            Some(("Anna Berg", Shape::Colon, "")),
        );
    }

    #[test]
    fn letters_and_brackets_are_labels() {
        check("Q - Where?", Some(("Q", Shape::Letter, "Where?")));
        check(
            "Q. Where were you?",
            Some(("Q", Shape::Letter, "Where were you?")),
        );
        check("A: At home.", Some(("A", Shape::Letter, "At home.")));
        check(
            "[Anna Berg] Yes.",
            Some(("Anna Berg", Shape::Bracket, "Yes.")),
        );
    }

    #[test]
    fn a_time_of_day_or_a_sentence_is_no_label() {
        check("At 10:30 the doors opened.", None);
        check("10:30 the doors opened: late.", None);
        check("https://example.com", None);
        check(
            "The harbour is full, the master said: no ship may enter.",
            None,
        );
        check("What we heard was this: nothing.", None);
        check("\"Listen: it rains,\" she said.", None);
        check("", None);
        check("A. Berg spoke", Some(("A", Shape::Letter, "Berg spoke")));
    }
}
