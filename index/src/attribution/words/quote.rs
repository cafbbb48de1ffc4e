//! Quotation spans of a paragraph: where they open, where they close, and which are never closed.
//!
//! Straight, curly, low-high and angle marks, two apostrophes in a row, and single marks where they cannot be
//! apostrophes. Marks inside a quotation belong to it: spans are disjoint. An unclosed quotation runs to the end of its
//! paragraph. One pass; the search for the end of a single quotation looks at most [`SINGLE_BYTES`] ahead.

/// A quotation, marks included. Offsets are bytes of its paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Quote {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Content without its marks.
    pub(crate) inner_start: usize,
    pub(crate) inner_end: usize,
    /// A closing mark was found. An unclosed quotation may go on in the next paragraph.
    pub(crate) closed: bool,
}

/// How far a single quotation may reach. Longer stretches between two apostrophes were never quotations.
const SINGLE_BYTES: usize = 600;

/// The outermost quotations of a paragraph, in order.
pub(crate) fn quotes(text: &str) -> Vec<Quote> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut open: Option<(usize, usize, Mark)> = None;
    // Curly marks inside straight ones come in pairs of their own.
    let mut nested = false;
    let mut at = 0;
    while let Some((position, mark, length)) = next_mark(bytes, at) {
        let after = position + length;
        at = after;
        match open {
            Some((start, inner_start, opened)) => {
                if opened == Mark::Straight && (mark == Mark::Open || mark == Mark::Close && nested)
                {
                    nested = mark == Mark::Open;
                    continue;
                }
                if !opened.closed_by(mark) {
                    if opened.reopened_by(mark) && !closes_here(bytes, position, after) {
                        // Two opening marks in a row: the first was never closed.
                        let end = trimmed(bytes, inner_start, position);
                        push(
                            &mut found,
                            Quote {
                                start,
                                end,
                                inner_start,
                                inner_end: end,
                                closed: false,
                            },
                        );
                        open = Some((position, after, mark));
                    } else if opened.reopened_by(mark) {
                        push(
                            &mut found,
                            Quote {
                                start,
                                end: after,
                                inner_start,
                                inner_end: position,
                                closed: true,
                            },
                        );
                        (open, nested) = (None, false);
                    }
                    continue;
                }
                if mark == Mark::Straight && opens_here(bytes, position, after) {
                    let end = trimmed(bytes, inner_start, position);
                    push(
                        &mut found,
                        Quote {
                            start,
                            end,
                            inner_start,
                            inner_end: end,
                            closed: false,
                        },
                    );
                    open = Some((position, after, mark));
                    continue;
                }
                push(
                    &mut found,
                    Quote {
                        start,
                        end: after,
                        inner_start,
                        inner_end: position,
                        closed: true,
                    },
                );
                (open, nested) = (None, false);
            }
            None => match mark {
                Mark::Straight | Mark::Double => {
                    // An inch mark or a stray closing mark opens nothing.
                    let behind_word = position > 0 && !bytes[position - 1].is_ascii_whitespace();
                    let before_word = bytes
                        .get(after)
                        .is_some_and(|byte| !byte.is_ascii_whitespace());
                    let behind_mark = position > 0
                        && (bytes[position - 1].is_ascii_punctuation()
                            || bytes[position - 1] >= 0x80);
                    if before_word && (!behind_word || behind_mark) {
                        open = Some((position, after, mark));
                    }
                }
                Mark::Open | Mark::Low | Mark::Angle | Mark::Corner => {
                    // Between a word and a space it closes what was never opened.
                    let closes = position > 0
                        && !bytes[position - 1].is_ascii_whitespace()
                        && bytes.get(after).is_none_or(|byte| *byte == b' ');
                    if !closes {
                        open = Some((position, after, mark));
                    }
                }
                Mark::SingleOpen | Mark::Apostrophe => {
                    if let Some(close) = single_end(bytes, position, after, mark) {
                        let end = close.1;
                        push(
                            &mut found,
                            Quote {
                                start: position,
                                end,
                                inner_start: after,
                                inner_end: close.0,
                                closed: true,
                            },
                        );
                        at = end;
                    }
                }
                // ”Ja”, sade hon: Swedish and Finnish open with the mark that closes.
                Mark::Close => {
                    let free = position == 0
                        || bytes[position - 1].is_ascii_whitespace()
                        || bytes[..position].ends_with("\u{202A}".as_bytes());
                    if free && bytes.get(after).is_some_and(u8::is_ascii_alphanumeric) {
                        open = Some((position, after, Mark::Open));
                    }
                }
                Mark::SingleClose | Mark::AngleClose | Mark::CornerClose => {}
            },
        }
    }
    if let Some((start, inner_start, _)) = open {
        let end = trimmed(bytes, inner_start, bytes.len());
        push(
            &mut found,
            Quote {
                start,
                end,
                inner_start,
                inner_end: end,
                closed: false,
            },
        );
    }
    found
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    /// `"`
    Straight,
    /// `''` or two back ticks
    Double,
    Open,
    Close,
    /// `„`
    Low,
    Angle,
    AngleClose,
    Corner,
    CornerClose,
    SingleOpen,
    SingleClose,
    /// `'`
    Apostrophe,
}

impl Mark {
    fn closed_by(self, mark: Mark) -> bool {
        match self {
            Mark::Straight => mark == Mark::Straight || mark == Mark::Close,
            Mark::Double => mark == Mark::Double,
            Mark::Open => matches!(mark, Mark::Close | Mark::Straight),
            Mark::Low => matches!(mark, Mark::Open | Mark::Close | Mark::Straight),
            Mark::Angle => mark == Mark::AngleClose,
            Mark::Corner => mark == Mark::CornerClose,
            _ => false,
        }
    }

    fn reopened_by(self, mark: Mark) -> bool {
        self == Mark::Open && mark == Mark::Open
    }
}

/// The next mark at or behind `from`: its position, what it is, and its length.
fn next_mark(bytes: &[u8], from: usize) -> Option<(usize, Mark, usize)> {
    let mut at = from;
    loop {
        let skipped = bytes
            .get(at..)?
            .iter()
            .position(|byte| matches!(byte, b'"' | b'\'' | b'`' | 0xE2 | 0xC2 | 0xE3))?;
        at += skipped;
        let found = match &bytes[at..] {
            [b'"', ..] => Some((Mark::Straight, 1)),
            // A single mark that closes inside a double one stands right before it.
            [b'\'', b'\'', b'\'', ..] => Some((Mark::Double, 3)),
            [b'\'', b'\'', ..] | [b'`', b'`', ..] => Some((Mark::Double, 2)),
            [b'\'', ..] => Some((Mark::Apostrophe, 1)),
            [0xE2, 0x80, 0x9C, ..] => Some((Mark::Open, 3)),
            [0xE2, 0x80, 0x9D, ..] => Some((Mark::Close, 3)),
            [0xE2, 0x80, 0x9E, ..] => Some((Mark::Low, 3)),
            [0xE2, 0x80, 0x98, ..] => Some((Mark::SingleOpen, 3)),
            [0xE2, 0x80, 0x99, ..] => Some((Mark::SingleClose, 3)),
            [0xC2, 0xAB, ..] => Some((Mark::Angle, 2)),
            [0xC2, 0xBB, ..] => Some((Mark::AngleClose, 2)),
            [0xE3, 0x80, 0x8C, ..] => Some((Mark::Corner, 3)),
            [0xE3, 0x80, 0x8D, ..] => Some((Mark::CornerClose, 3)),
            _ => None,
        };
        match found {
            Some((mark, length)) => return Some((at, mark, length)),
            None => at += 1,
        }
    }
}

/// Whether a mark at this place looks like an opening one: space before, a word behind.
fn opens_here(bytes: &[u8], start: usize, end: usize) -> bool {
    let space_before = start == 0 || bytes[start - 1].is_ascii_whitespace();
    space_before
        && bytes
            .get(end)
            .is_some_and(|byte| byte.is_ascii_alphanumeric())
}

/// Whether a mark at this place looks like a closing one: a word or stop before, space or stop behind.
fn closes_here(bytes: &[u8], start: usize, end: usize) -> bool {
    start > 0
        && !bytes[start - 1].is_ascii_whitespace()
        && bytes
            .get(end)
            .is_none_or(|byte| byte.is_ascii_whitespace() || byte.is_ascii_punctuation())
}

/// Where the single quotation that opens at `start` closes: the closing mark's start and end.
fn single_end(bytes: &[u8], start: usize, inner: usize, opened: Mark) -> Option<(usize, usize)> {
    let free_before = start == 0
        || bytes[start - 1].is_ascii_whitespace()
        || matches!(bytes[start - 1], b'(' | b'[');
    if !free_before || !bytes.get(inner).is_some_and(u8::is_ascii_alphabetic) {
        return None;
    }
    let limit = bytes.len().min(inner + SINGLE_BYTES);
    let mut weak = None;
    let mut at = inner;
    while at < limit {
        let (is_mark, length) = match (&bytes[at..limit], opened) {
            ([0xE2, 0x80, 0x99, ..], Mark::SingleOpen) => (true, 3),
            ([b'\'', ..], Mark::Apostrophe) => (true, 1),
            ([b'"', ..] | [0xE2, 0x80, 0x9C | 0x9D, ..], _) => break,
            _ => (false, 1),
        };
        let end = at + length;
        if is_mark {
            let before = bytes[at - 1];
            let behind = bytes.get(end).copied().unwrap_or(b' ');
            let free = !behind.is_ascii_alphanumeric();
            if free && matches!(before, b'.' | b',' | b'!' | b'?') {
                return Some((at, end));
            }
            // Behind an s it may be a possessive; the first other one closes.
            if free && !before.is_ascii_whitespace() && weak.is_none() {
                weak = Some((at, end, before));
            }
        }
        at = end;
    }
    // A straight apostrophe needs punctuation beside it; curly marks already differ from a leading apostrophe.
    weak.filter(|&(_, end, before)| {
        let stopped = bytes
            .get(end)
            .is_none_or(|byte| byte.is_ascii_punctuation());
        opened == Mark::SingleOpen && (before != b's' || stopped)
            || opened == Mark::Apostrophe && stopped && before != b's'
    })
    .map(|(at, end, _)| (at, end))
}

/// `end`, moved back over white space, never before `start`.
fn trimmed(bytes: &[u8], start: usize, end: usize) -> usize {
    let mut end = end;
    while end > start && bytes[end - 1].is_ascii_whitespace() {
        end -= 1;
    }
    end
}

fn push(found: &mut Vec<Quote>, quote: Quote) {
    if quote.inner_end > quote.inner_start {
        found.push(quote);
    }
}

#[cfg(test)]
mod tests {
    use super::quotes;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = quotes(text)
            .iter()
            .map(|quote| &text[quote.start..quote.end])
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn straight_and_curly_marks_quote() {
        check("\"Yes,\" she said. \"No.\"", &["\"Yes,\"", "\"No.\""]);
        check("“Yes,” she said.", &["“Yes,”"]);
        check("„Ja“, sagte er.", &["„Ja“"]);
        check("''Yes,'' she said.", &["''Yes,''"]);
    }

    #[test]
    fn single_marks_inside_double_belong_to_it() {
        check(
            "\"He said 'no' to us,\" she said.",
            &["\"He said 'no' to us,\""],
        );
    }

    #[test]
    fn single_marks_quote_where_they_are_no_apostrophes() {
        check("'We won't go,' she said.", &["'We won't go,'"]);
        check("The boys' dogs and the girls' cats", &[]);
        check("a ‘grand plan’ for the city", &["‘grand plan’"]);
        check("rock 'n' roll and the '90s", &[]);
    }

    #[test]
    fn an_unclosed_quotation_runs_to_the_end_of_its_paragraph() {
        check("She said: \"We will stay. ", &["\"We will stay."]);
        check(
            "\"One,\" he said. \"Two. \"Three.\"",
            &["\"One,\"", "\"Two.", "\"Three.\""],
        );
    }

    #[test]
    fn an_opening_mark_may_close_by_mistake() {
        check("called it “rotten“ in a letter", &["“rotten“"]);
    }

    #[test]
    fn inches_are_no_quotations() {
        check("a 6\" pipe", &[]);
    }
}
