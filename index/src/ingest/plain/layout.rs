//! How the lines of a text make paragraphs, and whether a line continues the one before it.
//!
//! Widths are in characters. The layout is found once per text, from its first lines.

use crate::ingest::plain::lines::Line;
use crate::text::boilerplate::{dateline, image, is_byline, is_byline_tail};
use crate::text::horizontal_rule::rule_of;
use crate::text::label::label;

// Text is not wrapped at more than this: wider lines are paragraphs.
const WIDEST_WRAP: usize = 150;

// Text is not wrapped at less than this: narrower lines are verse or notes.
const NARROWEST_WRAP: usize = 45;

// Lines that the layout is found from: enough to be sure, few enough to be fast.
const SAMPLE_LINES: usize = 20_000;

// How much shorter than the width a full line may be, besides the word that did not fit.
const SLACK: usize = 8;

/// How the lines of a text make paragraphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Every line is a paragraph.
    Lines,
    /// Lines are short and there are no blank lines: a line continues a paragraph only if it starts
    /// in lower case and no sentence ended before it.
    Narrow,
    /// Lines are wrapped at about this width.
    Wrapped(usize),
    /// Lines are short, with blank lines between paragraphs: verse, notes.
    Short,
}

impl Layout {
    /// The layout of a text with these lines.
    pub fn of(lines: &[Line<'_>]) -> Self {
        let sample = &lines[..lines.len().min(SAMPLE_LINES)];
        let mut widths: Vec<usize> = sample.iter().map(width_of).collect();
        if widths.is_empty() {
            return Layout::Lines;
        }
        let at = (widths.len() - 1) * 19 / 20;
        let width = *widths.select_nth_unstable(at).1;
        if width > WIDEST_WRAP {
            return Layout::Lines;
        }
        let pairs = || sample.windows(2).filter(|pair| !pair[1].after_blank);
        let (mut all, mut full, mut ended) = (0, 0, 0);
        for pair in pairs() {
            all += 1;
            full += usize::from(width_of(&pair[0]) + 1 + first_word(pair[1].text) + SLACK > width);
            ended += usize::from(ends_sentence(pair[0].text));
        }
        let blanks = sample.iter().skip(1).any(|line| line.after_blank);
        if width >= NARROWEST_WRAP && full * 5 >= all * 2 && ended * 10 < all * 8 && all > 0 {
            Layout::Wrapped(width)
        } else if blanks {
            Layout::Short
        } else {
            Layout::Narrow
        }
    }
}

/// Whether line `at` continues the paragraph that starts at line `first`.
pub fn joins(lines: &[Line<'_>], first: usize, at: usize, layout: Layout) -> bool {
    let (before, line) = (&lines[at - 1], &lines[at]);
    if line.after_blank
        || layout == Layout::Lines
        || rule_of(line.text).is_some()
        || image(line.text).is_some()
        || is_item(line.text)
    {
        return false;
    }
    let is_second = first == at - 1;
    if (is_second && is_byline(before.text)) || dateline(line.text).is_some() {
        return false;
    }
    if is_second && first > 0 && is_byline(lines[first - 1].text) && is_byline_tail(before.text) {
        return false;
    }
    // "Norhaven Press.\npp. 46-50": a line in lower case is not a sentence if the paragraph starts
    // with a capital letter.
    let continues = line.text.starts_with(char::is_lowercase)
        && !lines[first].text.starts_with(char::is_lowercase)
        && label(line.text).is_none();
    let ends_sentence = ends_sentence(before.text) && !continues;
    match layout {
        Layout::Lines => false,
        Layout::Narrow => !ends_sentence && line.text.starts_with(char::is_lowercase),
        Layout::Wrapped(width) => {
            // The first word of this line fits on the line before, which was ended on purpose.
            let short = width_of(before) + 1 + first_word(line.text) + SLACK <= width;
            let indented = line.indent >= before.indent + 2
                && (at - 1 == first || line.indent >= lines[first].indent)
                && at - 1 > first;
            !(ends_sentence && (short || indented))
        }
        Layout::Short => {
            !ends_sentence && !before.text.ends_with(':') && label(line.text).is_none()
        }
    }
}

fn width_of(line: &Line<'_>) -> usize {
    line.indent + line.text.chars().count()
}

fn first_word(text: &str) -> usize {
    text.split_whitespace()
        .next()
        .map_or(0, |word| word.chars().count())
}

/// Whether the text ends with the end of a sentence.
pub fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '”', '’', '\'', ')', ']', '*', '_'])
        .ends_with(['.', '!', '?', ':', '…', '。', '！', '？', '।', '؟'])
}

/// Whether a line is an item of a list: "- item", "* item", "• item", "12. item".
pub fn is_item(text: &str) -> bool {
    let mut chars = text.chars();
    match chars.next() {
        Some('-' | '*' | '•' | '+' | '–') => chars.next() == Some(' '),
        Some('0'..='9') => {
            let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
            text.len() - rest.len() <= 3 && (rest.starts_with(". ") || rest.starts_with(") "))
        }
        _ => false,
    }
}
