//! Quotations of a paragraph: where they open, where they close, and which are never closed.
//!
//! Recognises straight, curly, low-high, angle and corner marks, two apostrophes in a row, and
//! single marks where they cannot be apostrophes. Quotations are disjoint: marks inside a quotation
//! belong to it. An unclosed quotation runs to the next opening mark or to the end of its
//! paragraph. Offsets are bytes of the paragraph. Reading is linear, as a single quotation has at
//! most [`SINGLE_BYTES`].

/// A quotation. Offsets are bytes of its paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Quote {
    /// Start of the opening mark.
    pub(crate) start: usize,
    /// End of the closing mark, or of the content if there is no such mark.
    pub(crate) end: usize,
    /// Start of the content, behind the opening mark.
    pub(crate) inner_start: usize,
    /// End of the content, before the closing mark.
    pub(crate) inner_end: usize,
    /// Whether there is a closing mark. An unclosed quotation may continue in the next paragraph.
    pub(crate) closed: bool,
}

/// Longest content of a quotation in single marks. Longer stretches between two apostrophes were
/// never quotations.
const SINGLE_BYTES: usize = 600;

/// The outermost quotations of a paragraph, in order. None is empty.
pub(crate) fn quotes(text: &str) -> Vec<Quote> {
    let mut reader = Reader {
        bytes: text.as_bytes(),
        found: Vec::new(),
        open: None,
        nested: false,
    };
    let mut at = 0;
    while let Some(mark) = next_mark(reader.bytes, at) {
        at = match reader.open {
            Some(open) => {
                reader.mark_inside(open, mark);
                mark.end
            }
            None => reader.mark_outside(mark),
        };
    }
    reader.end_unclosed(text.len());
    reader.found
}

/// What a quotation mark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// `"`
    Straight,
    /// `''` or two back ticks
    Double,
    /// `“`
    Open,
    /// `”`
    Close,
    /// `„`
    Low,
    /// `«`
    Angle,
    /// `»`
    AngleClose,
    /// `「`
    Corner,
    /// `」`
    CornerClose,
    /// `‘`
    SingleOpen,
    /// `’`
    SingleClose,
    /// `'`
    Apostrophe,
}

impl Kind {
    /// Whether a quotation that opens with this mark may close with `mark`.
    fn closed_by(self, mark: Kind) -> bool {
        match self {
            Kind::Straight => matches!(mark, Kind::Straight | Kind::Close),
            Kind::Double => mark == Kind::Double,
            Kind::Open => matches!(mark, Kind::Close | Kind::Straight),
            Kind::Low => matches!(mark, Kind::Open | Kind::Close | Kind::Straight),
            Kind::Angle => mark == Kind::AngleClose,
            Kind::Corner => mark == Kind::CornerClose,
            _ => false,
        }
    }
}

/// A quotation mark in a text.
#[derive(Clone, Copy, Debug)]
struct Mark {
    start: usize,
    end: usize,
    kind: Kind,
}

impl Mark {
    /// The byte before the mark; a space at the start of the text.
    fn before(self, bytes: &[u8]) -> u8 {
        match self.start {
            0 => b' ',
            start => bytes[start - 1],
        }
    }

    /// The byte after the mark; `None` at the end of the text.
    fn after(self, bytes: &[u8]) -> Option<u8> {
        bytes.get(self.end).copied()
    }

    /// Whether the mark looks like an opening one: white space before it, a word after it.
    fn looks_opening(self, bytes: &[u8]) -> bool {
        self.before(bytes).is_ascii_whitespace()
            && self
                .after(bytes)
                .is_some_and(|byte| byte.is_ascii_alphanumeric())
    }

    /// Whether the mark looks like a closing one: no white space before it, white space or
    /// punctuation after it.
    fn looks_closing(self, bytes: &[u8]) -> bool {
        !self.before(bytes).is_ascii_whitespace()
            && self
                .after(bytes)
                .is_none_or(|byte| byte.is_ascii_whitespace() || byte.is_ascii_punctuation())
    }

    /// Whether the mark, which opens or closes, opens a quotation when none is open.
    fn opens(self, bytes: &[u8]) -> bool {
        let (before, after) = (self.before(bytes), self.after(bytes));
        let after_space = before.is_ascii_whitespace();
        match self.kind {
            Kind::Straight | Kind::Double => {
                // An inch mark or a stray closing mark opens nothing.
                let after_mark = before.is_ascii_punctuation() || before >= 0x80;
                let before_word = after.is_some_and(|byte| !byte.is_ascii_whitespace());
                before_word && (after_space || after_mark)
            }
            // Between a word and a space it closes a quotation that was never opened.
            Kind::Open | Kind::Low | Kind::Angle | Kind::Corner => {
                after_space || after.is_some_and(|byte| byte != b' ')
            }
            // ”Ja”, sade hon: Swedish and Finnish open with the closing mark.
            Kind::Close => {
                let embedded = bytes[..self.start].ends_with("\u{202A}".as_bytes());
                let free = after_space || embedded;
                free && after.is_some_and(|byte| byte.is_ascii_alphanumeric())
            }
            _ => false,
        }
    }
}

/// An opening mark whose quotation has not ended yet.
#[derive(Clone, Copy, Debug)]
struct Opening {
    start: usize,
    inner_start: usize,
    kind: Kind,
}

/// State of reading one paragraph from left to right.
struct Reader<'a> {
    bytes: &'a [u8],
    found: Vec<Quote>,
    open: Option<Opening>,
    /// Inside straight marks, a curly mark has opened a pair that is not closed yet.
    nested: bool,
}

impl Reader<'_> {
    /// Reads a mark inside a quotation: it closes it, opens the next one, or belongs to it.
    fn mark_inside(&mut self, open: Opening, mark: Mark) {
        let curly_pair = mark.kind == Kind::Open || (mark.kind == Kind::Close && self.nested);
        if open.kind == Kind::Straight && curly_pair {
            self.nested = mark.kind == Kind::Open;
            return;
        }
        let closes = open.kind.closed_by(mark.kind);
        let opens_twice = open.kind == Kind::Open && mark.kind == Kind::Open;
        let opens_again = if closes {
            mark.kind == Kind::Straight && mark.looks_opening(self.bytes)
        } else {
            opens_twice && !mark.looks_closing(self.bytes)
        };
        if opens_again {
            // Two opening marks in a row: the first was never closed.
            self.end_unclosed(mark.start);
            self.begin(mark, mark.kind);
        } else if closes || opens_twice {
            self.push(Quote {
                start: open.start,
                end: mark.end,
                inner_start: open.inner_start,
                inner_end: mark.start,
                closed: true,
            });
            (self.open, self.nested) = (None, false);
        }
    }

    /// Reads a mark outside quotations: it may open one. Returns the byte to continue at.
    fn mark_outside(&mut self, mark: Mark) -> usize {
        match mark.kind {
            Kind::SingleOpen | Kind::Apostrophe => {
                if let Some((inner_end, end)) = single_end(self.bytes, mark) {
                    self.push(Quote {
                        start: mark.start,
                        end,
                        inner_start: mark.end,
                        inner_end,
                        closed: true,
                    });
                    return end;
                }
            }
            Kind::Close if mark.opens(self.bytes) => self.begin(mark, Kind::Open),
            kind if mark.opens(self.bytes) => self.begin(mark, kind),
            _ => {}
        }
        mark.end
    }

    /// Opens a quotation at a mark that is to be closed as `kind` is.
    fn begin(&mut self, mark: Mark, kind: Kind) {
        self.open = Some(Opening {
            start: mark.start,
            inner_start: mark.end,
            kind,
        });
    }

    /// Ends the open quotation, if there is one, at `end` without a closing mark.
    fn end_unclosed(&mut self, end: usize) {
        if let Some(Opening {
            start, inner_start, ..
        }) = self.open.take()
        {
            let end = trimmed(self.bytes, inner_start, end);
            self.push(Quote {
                start,
                end,
                inner_start,
                inner_end: end,
                closed: false,
            });
        }
    }

    /// Keeps a quotation unless it is empty.
    fn push(&mut self, quote: Quote) {
        if quote.inner_end > quote.inner_start {
            self.found.push(quote);
        }
    }
}

/// The first mark at or after byte `from`.
fn next_mark(bytes: &[u8], from: usize) -> Option<Mark> {
    let mut at = from;
    loop {
        let skipped = bytes
            .get(at..)?
            .iter()
            .position(|byte| matches!(byte, b'"' | b'\'' | b'`' | 0xE2 | 0xC2 | 0xE3))?;
        at += skipped;
        let found = match &bytes[at..] {
            [b'"', ..] => Some((Kind::Straight, 1)),
            // A single mark that closes inside a double one comes right before it.
            [b'\'', b'\'', b'\'', ..] => Some((Kind::Double, 3)),
            [b'\'', b'\'', ..] | [b'`', b'`', ..] => Some((Kind::Double, 2)),
            [b'\'', ..] => Some((Kind::Apostrophe, 1)),
            [0xE2, 0x80, 0x9C, ..] => Some((Kind::Open, 3)),
            [0xE2, 0x80, 0x9D, ..] => Some((Kind::Close, 3)),
            [0xE2, 0x80, 0x9E, ..] => Some((Kind::Low, 3)),
            [0xE2, 0x80, 0x98, ..] => Some((Kind::SingleOpen, 3)),
            [0xE2, 0x80, 0x99, ..] => Some((Kind::SingleClose, 3)),
            [0xC2, 0xAB, ..] => Some((Kind::Angle, 2)),
            [0xC2, 0xBB, ..] => Some((Kind::AngleClose, 2)),
            [0xE3, 0x80, 0x8C, ..] => Some((Kind::Corner, 3)),
            [0xE3, 0x80, 0x8D, ..] => Some((Kind::CornerClose, 3)),
            _ => None,
        };
        match found {
            Some((kind, length)) => {
                let end = at + length;
                return Some(Mark {
                    start: at,
                    end,
                    kind,
                });
            }
            None => at += 1,
        }
    }
}

/// Where the single quotation that opens with `opening` closes: start and end of the closing mark.
/// `None` if the mark is an apostrophe.
fn single_end(bytes: &[u8], opening: Mark) -> Option<(usize, usize)> {
    let before = opening.before(bytes);
    let free = before.is_ascii_whitespace() || matches!(before, b'(' | b'[');
    if !free || !bytes.get(opening.end).is_some_and(u8::is_ascii_alphabetic) {
        return None;
    }
    let limit = bytes.len().min(opening.end + SINGLE_BYTES);
    let (mut weak, mut nested) = (None, false);
    let mut at = opening.end;
    while at < limit {
        let (is_mark, length) = match (&bytes[at..limit], opening.kind) {
            ([0xE2, 0x80, 0x99, ..], Kind::SingleOpen) => (true, 3),
            ([b'\'', ..], Kind::Apostrophe) => (true, 1),
            ([b'"', ..] | [0xE2, 0x80, 0x9C | 0x9D, ..], _) => {
                // A quotation in double marks inside this one. Then only a mark behind
                // punctuation is sure to close it.
                let Some(length) = double_length(&bytes[at..limit]) else {
                    break;
                };
                (weak, nested) = (None, true);
                at += length;
                continue;
            }
            _ => (false, 1),
        };
        let end = at + length;
        if is_mark {
            let before = bytes[at - 1];
            let next = bytes.get(end).copied().unwrap_or(b' ');
            let free = !next.is_ascii_alphanumeric();
            if free && matches!(before, b'.' | b',' | b'!' | b'?') {
                return Some((at, end));
            }
            // Without punctuation before it the mark may be a possessive; remember the first.
            if free && !nested && !before.is_ascii_whitespace() && weak.is_none() {
                weak = Some((at, end, before));
            }
        }
        at = end;
    }
    let (start, end, before) = weak?;
    let before_punctuation = bytes
        .get(end)
        .is_none_or(|byte| byte.is_ascii_punctuation());
    // A straight mark needs punctuation after it, and no s before it. A curly mark cannot be the
    // apostrophe that begins a word, so it needs only one of the two.
    let closes = match opening.kind {
        Kind::SingleOpen => before != b's' || before_punctuation,
        _ => before != b's' && before_punctuation,
    };
    closes.then_some((start, end))
}

/// Length of the closed quotation in double marks at the start of `bytes`, marks included. `None`
/// if it is not closed.
fn double_length(bytes: &[u8]) -> Option<usize> {
    let (mark, close): (usize, &[u8]) = match bytes {
        [b'"', ..] => (1, b"\""),
        [0xE2, 0x80, 0x9C, ..] => (3, "\u{201D}".as_bytes()),
        _ => return None,
    };
    let inside = &bytes[mark..];
    let found = inside
        .windows(close.len())
        .position(|window| window == close)?;
    Some(mark + found + close.len())
}

/// `end`, moved back over white space, but never before `start`.
fn trimmed(bytes: &[u8], start: usize, end: usize) -> usize {
    let mut end = end;
    while end > start && bytes[end - 1].is_ascii_whitespace() {
        end -= 1;
    }
    end
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
    fn double_marks_inside_single_belong_to_them() {
        check(
            "‘He told us, “No,” and we left,’ she said.",
            &["‘He told us, “No,” and we left,’"],
        );
        check("The ‘old ferry had a “bell” and a mast.", &["“bell”"]);
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
