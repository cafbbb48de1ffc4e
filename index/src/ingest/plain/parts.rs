//! A long text in parts, so that reading takes memory for the text and for one part of it, however many paragraphs there are.
//!
//! A part ends before a line that opens something: a rule, a label, a paragraph, in this order of preference. What is told by
//! looking at a whole document (who the labels name, who is who in the prose) is told by a part; a part is thrice a long book.

use std::ops::Range;

use crate::ingest::plain::lines::line_end;
use crate::text::horizontal_rule::is_rule;
use crate::text::label::label;

/// How large parts are.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Bytes of a part, a single line aside.
    pub bytes: usize,
    /// Its lines: a paragraph of a letter takes as much memory as one of a few hundred.
    pub lines: u32,
}

/// What is read at once.
pub const PART: Size = Size {
    bytes: 16 << 20,
    lines: 500_000,
};

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Where it stands in the text.
    pub span: Range<usize>,
    /// Lines before it.
    pub lines: u32,
}

/// The parts of a text: at least one.
pub fn parts(text: &str, size: Size) -> Vec<Part> {
    let feed = line_end(text);
    let mut parts = Vec::new();
    let (mut start, mut first) = (0, 0_u32);
    let mut line_start = 0;
    let mut number = 0_u32;
    let mut after_blank = false;
    let mut best: Option<(u8, usize, u32)> = None;
    for end in memchr::memchr_iter(feed, text.as_bytes()).chain(std::iter::once(text.len())) {
        let (bytes, lines) = (line_start - start, number - first);
        // The last quarter of a part is where it may end.
        if bytes >= size.bytes / 4 * 3 || lines >= size.lines / 4 * 3 {
            let line = &text[line_start..end];
            let opens = match line {
                line if is_rule(line.trim()) => 3,
                line if after_blank && label(line.trim()).is_some() => 2,
                line if after_blank || line.starts_with([' ', '\t']) => 1,
                _ => 0,
            };
            if !line.trim().is_empty() && best.is_none_or(|(other, ..)| opens >= other) {
                best = Some((opens, line_start, number));
            }
            let full = end + 1 - start > size.bytes || lines + 1 > size.lines;
            if let Some((_, at, lines)) = best.filter(|(_, at, _)| full && *at > start) {
                parts.push(Part {
                    span: start..at,
                    lines: first,
                });
                (start, first, best) = (at, lines, None);
            }
        }
        after_blank = text[line_start..end].trim().is_empty();
        line_start = (end + 1).min(text.len());
        number = number.saturating_add(1);
    }
    parts.push(Part {
        span: start..text.len(),
        lines: first,
    });
    parts
}

#[cfg(test)]
mod tests {
    use super::{Size, parts};

    fn check(text: &str, bytes: usize, lines: u32, expected: &[&str]) {
        let found = parts(text, Size { bytes, lines });
        let texts: Vec<&str> = found.iter().map(|part| &text[part.span.clone()]).collect();
        assert_eq!(texts, expected);
        for part in found {
            let before = text[..part.span.start].matches('\n').count();
            assert_eq!(part.lines as usize, before);
        }
    }

    #[test]
    fn a_part_ends_before_what_opens_something() {
        check("", 10, 10, &[""]);
        check("one\n\ntwo\n", 100, 10, &["one\n\ntwo\n"]);
        let text = "one\ntwo\n\nthree\nfour\n\nfive\nsix\n";
        check(
            text,
            24,
            100,
            &["one\ntwo\n\nthree\nfour\n\n", "five\nsix\n"],
        );
        check("a\nb\nc\nd\ne\n", 100, 2, &["a\nb\n", "c\nd\n", "e\n"]);
        let labelled = "It is full.\n\nANNA BERG: Yes.\n\nIt is.\n";
        check(
            labelled,
            16,
            100,
            &["It is full.\n\n", "ANNA BERG: Yes.\n\n", "It is.\n"],
        );
        check(&"x".repeat(100), 10, 10, &[&"x".repeat(100)]);
        let long = format!("{0}\n{0}\n", "x".repeat(30));
        check(&long, 10, 10, &[&long[..31], &long[31..]]);
    }
}
