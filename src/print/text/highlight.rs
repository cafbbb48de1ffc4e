//! Text with its matching words highlighted, wrapped or cut to terminal columns.

use std::borrow::Cow;
use std::ops::Range;

use textwrap::{Options, WordSeparator, WordSplitter};
use unicode_width::UnicodeWidthStr;

use crate::style::{Style, plain};

/// The part of a text in `window`, with the ranges inside it highlighted.
pub(super) fn highlighted(
    text: &str,
    window: Range<usize>,
    ranges: &[Range<usize>],
    style: Style,
) -> String {
    // A highlight takes at most 13 bytes of escapes.
    let mut out = String::with_capacity(window.len() + ranges.len() * 13);
    let mut at = window.start;
    let is_inside = |range: &&Range<usize>| range.start >= window.start && range.end <= window.end;
    for range in ranges.iter().filter(is_inside) {
        out.push_str(&plain(&text[at..range.start]));
        // A line may be wrapped inside the range, so each word is highlighted by itself.
        for (n, word) in plain(&text[range.clone()]).split(' ').enumerate() {
            if n > 0 {
                out.push(' ');
            }
            out.push_str(&style.highlight(word));
        }
        at = range.end;
    }
    out.push_str(&plain(&text[at..window.end]));
    out
}

/// Lines of at most `columns` columns; a longer word has a line of its own. Escapes take no column.
pub(in crate::print) fn wrapped(text: &str, columns: usize) -> Vec<Cow<'_, str>> {
    // People copy words from here, so words are not divided.
    let options = Options::new(columns)
        .break_words(false)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation);
    textwrap::wrap(text, options)
}

/// The text, cut to `columns` columns with an ellipsis if it is longer.
pub(in crate::print) fn shortened(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut out = String::new();
    for c in text.chars() {
        // One column for the ellipsis, and one for `c`, which may take two.
        if out.width() + 2 > columns {
            break;
        }
        out.push(c);
    }
    format!("{}…", out.trim_end())
}

/// What a score is the sum of: `11.58 = 5.22 gravel + 5.22 pit + 1.14 words near each other`.
pub(in crate::print) fn explained(score: f32, parts: &[(String, f32)]) -> String {
    let parts: Vec<String> = parts
        .iter()
        .map(|(part, score)| format!("{score:.2} {}", plain(part)))
        .collect();
    format!("{score:.2} = {}", parts.join(" + "))
}

#[cfg(test)]
mod tests {
    use super::{highlighted, shortened, wrapped};
    use crate::style::Style;

    const ON: &str = "\x1b[1m\x1b[33m";
    const OFF: &str = "\x1b[0m";

    #[test]
    fn highlights_are_escapes_and_the_text_has_none_of_its_own() {
        let style = Style {
            color: true,
            ..Style::default()
        };
        assert_eq!(
            highlighted("a \u{1b}b c", 0..6, &[4..5], style),
            format!("a \u{FFFD}b{ON}{OFF} {ON}{OFF}c")
        );
        assert_eq!(
            highlighted("end the war", 0..11, &[4..11], style),
            format!("end {ON}the{OFF} {ON}war{OFF}")
        );
        assert_eq!(
            highlighted("end the war", 0..11, &[4..11], Style::default()),
            "end the war"
        );
    }

    #[test]
    fn lines_are_wrapped_by_columns() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("\x1b[1mone\x1b[0m two", 7).len(), 1);
        assert_eq!(
            wrapped("a harbour-master b", 6),
            ["a", "harbour-master", "b"]
        );
        assert_eq!(shortened("harbour dredging", 8), "harbour…");
    }
}
