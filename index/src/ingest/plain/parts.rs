//! Divides a long text into parts, so that memory is bounded by the text and the paragraphs of one
//! part.
//!
//! A part ends before a rule, else before a label, else before a paragraph. Labels and speakers are
//! then found per part and not per document; a part is three times a long book.

use std::ops::Range;

use crate::ingest::plain::lines::line_end;
use crate::text::horizontal_rule::is_rule;
use crate::text::label::label;

/// The maximum size of a part.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Bytes. A line is never divided, so a long one may exceed this.
    pub bytes: usize,
    /// Lines: a paragraph of one letter takes as much memory as one of a few hundred.
    pub lines: u32,
}

/// The size of the parts that are read at once: three times a long book.
pub const PART: Size = Size {
    bytes: 16 << 20,
    lines: 500_000,
};

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its byte range in the text.
    pub span: Range<usize>,
    /// Number of lines before it.
    pub lines: u32,
}

/// The parts of a text, at least one.
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
        // A part may end in its last quarter.
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
    fn a_part_ends_before_a_rule_a_label_or_a_paragraph() {
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
